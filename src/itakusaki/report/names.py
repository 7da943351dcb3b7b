"""Names: file names of reports, built from ids in such a way that data never make a path."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

#: Names that Windows keeps for devices, whatever the extension.
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
LONGEST = 60


def file_names(ids: Iterable[str]) -> Mapping[str, str]:
    """A safe name for each id, different from all others also where case does not count."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for id_ in sorted(set(ids)):
        name = _safe(id_)
        if name.casefold() in taken:
            name = f"{name}-{_digest(id_)}"
        taken.add(name.casefold())
        names[id_] = name
    return names


def _safe(id_: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9_-]+", "_", id_)[:LONGEST]
    is_whole = plain == id_ and plain.casefold() not in RESERVED and not plain.startswith("-")
    if is_whole and plain:
        return plain
    return f"{plain.strip('_-') or 'party'}-{_digest(id_)}"


def _digest(id_: str) -> str:
    return hashlib.sha256(id_.encode("utf-8", "surrogatepass")).hexdigest()[:8]
