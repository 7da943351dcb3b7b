"""Masking: identifiers are shown as a keyed hash, the same for the same name within one run."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Final

#: What a masked name begins with, so that a reader still knows what kind of thing it is.
PREFIXES: Final = {
    "account": "A",
    "person": "P",
    "terminal": "T",
    "serial": "S",
    "object": "O",
    "ticket": "N",
}
#: Kinds that only may show a person: a path with a user's folder, a file called by a customer's name.
FREE: Final = frozenset({"object", "ticket"})
#: A number with a short mark before it, such as CHG-1042: it names nobody.
_NUMBER: Final = re.compile(r"[A-Za-z]{0,6}[-_#]?[0-9]+(?:[-_][0-9]+)*")
#: The ending of a file's name, which stays beside its mask.
_ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,5}$")
#: Hexadecimal digits shown; two names of one party fall together once in a million million pairs.
DIGITS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """Hides identifiers by HMAC-SHA256; `key` None shows them as they are.

    `objects` is whether names of files and the like are hidden too.
    """

    key: bytes | None
    objects: bool = True

    def shown(self, kind: str, name: str) -> str:
        """A name as it is shown: masked where it names a person or a thing of one."""
        if self.key is None or not kind or not name or self._is_harmless(kind, name):
            return name
        text = f"{kind}\0{name}".encode()
        ending = _ENDING.search(name) if kind in FREE else None
        digest = hmac.new(self.key, text, hashlib.sha256).hexdigest()[:DIGITS]
        return f"{PREFIXES[kind]}-{digest}{ending[0] if ending else ''}"

    def _is_harmless(self, kind: str, name: str) -> bool:
        return kind in FREE and (not self.objects or _NUMBER.fullmatch(name) is not None)
