"""Names of files: built from ids and companies so that data never make a path, and shown readably."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

#: Names that Windows keeps for devices, whatever the extension.
RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
LONGEST: Final = 60
#: Bytes of a code, and of a company's name, in a workbook's name: together far below the 255 of a disk.
LONGEST_PART: Final = 84
_NOT_PLAIN: Final = re.compile(r"[^A-Za-z0-9_-]+")
_NOT_SAFE: Final = re.compile(r"[^\w-]+")


def file_names(ids: Iterable[str]) -> Mapping[str, str]:
    """A safe name of plain letters for each id, different from all others also where case does not count."""
    return _distinct(ids, lambda id_: _NOT_PLAIN.sub("_", id_)[:LONGEST])


def book_names(parties: Mapping[str, str]) -> Mapping[str, str]:
    """A safe part of a workbook's name for each code, with the company's name: A01_青葉データサービス.

    Two codes never come to one name, also where case does not count.
    """
    codes = _distinct(parties, lambda id_: _cut(_NOT_SAFE.sub("_", _composed(id_))))
    names: dict[str, str] = {}
    taken: set[str] = set()
    for id_, code in sorted(codes.items()):
        company = safe_text(parties[id_])
        name = f"{code}_{company}" if company else code
        if name.casefold() in taken:  # A_B of C and A of B_C
            name = f"{code}-{_digest(id_)}_{company}"
        taken.add(name.casefold())
        names[id_] = name
    return {id_: names[id_] for id_ in parties}


def safe_text(text: str) -> str:
    """A text as a part of a file name; "" where nothing of it can stand there."""
    return _cut(_NOT_SAFE.sub("_", _composed(text)).strip("_-"))


def relative_name(path: Path, root: Path) -> str:
    """What a file is called in a folder, with slashes, so that a person can read it and text can hold it.

    A name that is not in the system's encoding, as an archive made on Windows brings it, is read as
    Shift_JIS.
    """
    if not path.is_relative_to(root):
        return _readable(path.name)
    return "/".join(map(_readable, path.relative_to(root).parts))


def _readable(name: str) -> str:
    """A name without lone surrogates, which stand for the bytes that could not be decoded."""
    try:
        name.encode()
    except UnicodeEncodeError:
        stored = os.fsencode(name)
        try:
            return stored.decode("cp932")
        except UnicodeDecodeError:
            return stored.decode("utf-8", "replace")
    return name


def _distinct(ids: Iterable[str], safe: Callable[[str], str]) -> Mapping[str, str]:
    names: dict[str, str] = {}
    taken: set[str] = set()
    for id_ in sorted(set(ids)):
        name = _whole_or_marked(id_, safe(id_))
        if name.casefold() in taken:
            name = f"{name}-{_digest(id_)}"
        taken.add(name.casefold())
        names[id_] = name
    return names


def _whole_or_marked(id_: str, plain: str) -> str:
    is_whole = plain == id_ and plain.casefold() not in RESERVED and not plain.startswith("-")
    if is_whole and plain:
        return plain
    return f"{plain.strip('_-') or 'party'}-{_digest(id_)}"


def _composed(text: str) -> str:
    """The text with each letter and its marks as one sign, as disks that fold them have it."""
    return unicodedata.normalize("NFC", text)


def _cut(text: str) -> str:
    encoded = text.encode("utf-8", "replace")
    return encoded[:LONGEST_PART].decode("utf-8", "ignore")


def _digest(id_: str) -> str:
    return hashlib.sha256(id_.encode("utf-8", "surrogatepass")).hexdigest()[:8]
