"""Encodings: in which one a text is written, told by its bytes."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import Final

#: Bytes by which UTF-16 is told, and the share of zeros in it that stray ones stay below.
_LOOKED_AT: Final = 4096
_FEW: Final = 6
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LONGEST: Final = 4
#: Bytes that go on with a character of UTF-8.
_CONTINUED: Final = bytes(range(0x80, 0xC0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A whole text with its encoding; `torn` where its last character is not whole."""

    text: str
    encoding: str
    torn: bool = False


def decoded(data: bytes) -> Decoded | None:
    """A whole file as text; None where bytes in the midst of it fit no encoding."""
    encoding = encoding_of(data)
    try:
        return Decoded(text=data.decode(encoding), encoding=encoding)
    except UnicodeDecodeError as error:
        start = error.start
    # A character torn at the very end of the file is shorter than this.
    if len(data) - start >= _LONGEST:
        return None
    return Decoded(text=data[:start].decode(encoding), encoding=encoding, torn=True)


def encoding_of(data: bytes) -> str:
    """The encoding of a text by its first bytes: a mark, UTF-8, UTF-16 without a mark, or cp932."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if is_wide(data):
        odd, even = (data[start:_LOOKED_AT:2].count(0) for start in (1, 0))
        return "utf-16-le" if odd > even else "utf-16-be"
    # A block from the middle may start with the rest of a character; its end may be torn as well.
    rest = data.lstrip(_CONTINUED)
    start = len(data) - len(rest) if len(data) - len(rest) < _LONGEST else 0
    return "utf-8" if _is_utf8(data[start:]) or _mostly_utf8(data) else "cp932"


def is_wide(data: bytes) -> bool:
    """Whether every other byte of some of the text is zero, as in UTF-16."""
    looked_at = data[:_LOOKED_AT]
    return looked_at.count(0) * _FEW > len(looked_at)


def _is_utf8(data: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(data: bytes) -> bool:
    """Whether UTF-8 leaves fewer characters undecoded than cp932 does."""
    wrong_utf8 = data.decode("utf-8", "replace").count("\ufffd")
    wrong_cp932 = data.decode("cp932", "replace").count("\ufffd")
    return wrong_utf8 < wrong_cp932
