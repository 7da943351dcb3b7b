"""Masking: identifiers are shown as a keyed hash, the same for the same name within one run."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final

#: What a masked name begins with, so that a reader still knows what kind of thing it is.
PREFIXES: Final = {"account": "A", "person": "P", "terminal": "T", "serial": "S"}
#: Hexadecimal digits shown; two names of one party fall together once in a million million pairs.
DIGITS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """Hides identifiers by HMAC-SHA256; `key` None shows them as they are."""

    key: bytes | None

    def shown(self, kind: str, name: str) -> str:
        """A name as it is shown: masked where it names a person or a thing of one."""
        if self.key is None or not kind or not name:
            return name
        text = f"{kind}\0{name}".encode()
        return f"{PREFIXES[kind]}-{hmac.new(self.key, text, hashlib.sha256).hexdigest()[:DIGITS]}"
