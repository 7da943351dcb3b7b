"""Folding: how headings, names and texts are made comparable."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_BRACKETED: Final = re.compile(r"[(\[{<【〔「『][^)\]}>】〕」』]*[)\]}>】〕」』]")
_NO_WORD: Final = re.compile(r"[\W_ー]+")
_BLANK: Final = "".join(map(chr, (*range(33), 127)))


def clean(text: str) -> str:
    """A text after NFKC, without outer blanks and control characters."""
    return unicodedata.normalize("NFKC", text).strip(_BLANK)


def fold(text: str) -> str:
    """A name as it is compared: after NFKC, in one case."""
    return clean(text).casefold()


def spelling(text: str) -> str:
    """A choice as it is compared: folded, without spaces."""
    return "".join(fold(text).split())


def heading_keys(text: str) -> tuple[str, ...]:
    """A heading as it is compared: folded, without spaces, signs and long marks; then less brackets."""
    folded = fold(text)
    keys = (_NO_WORD.sub("", folded), _NO_WORD.sub("", _BRACKETED.sub("", folded)))
    return tuple(dict.fromkeys(key for key in keys if key))
