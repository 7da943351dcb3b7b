"""Encodings: in which one a text is written, told by its bytes."""

from __future__ import annotations

import codecs
import re
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
#: What Western text is taken for: that of Windows.
WESTERN: Final = "cp1252"
#: An accented letter of cp1252 beside a plain one; no sign of its own range stands there in Japanese.
_ACCENTED: Final = re.compile(
    rb"(?<=[A-Za-z])[\xc0-\xd6\xd8-\xf6\xf8-\xff](?![\x80-\xff])"
    rb"|(?<![\x80-\xff])[\xc0-\xd6\xd8-\xf6\xf8-\xff](?=[A-Za-z])(?<![\x81-\x9f\xe0-\xfc].)"
    rb"|(?<=[A-Za-z])[\xf0-\xf6\xf8\xf9]"
)
#: Kana, signs and common kanji of cp932, and half-width kana, of which two stand together; not those
#: that a Western quotation mark or dash and the letter behind it would make.
_JAPANESE: Final = re.compile(
    rb"[\x81-\x90\x98-\x9f][\x40-\x7e\x80-\xfc]"
    rb"|[\x91-\x97][\x40\x5b-\x60\x7b-\x7e\x80-\xfc]|[\xa1-\xdf]{2,}"
)
_LOOKED_AT_FOR_LETTERS: Final = 1024 * 1024
#: So many accented letters to one sign of Japanese make a text Western; its quotation marks look like kanji.
_RARE: Final = 2
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
    """The encoding of a text by its first bytes: a mark, UTF-8, UTF-16 without a mark, cp1252 or cp932.

    Nearly every text in cp1252 is one in cp932 as well, of kanji that nobody wrote: é and the letter
    behind it make one. They are told apart by what Japanese has everywhere, kana and common kanji.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if is_wide(data):
        odd, even = (data[start:_LOOKED_AT:2].count(0) for start in (1, 0))
        return "utf-16-le" if odd > even else "utf-16-be"
    # A block from the middle may start with the rest of a character; its end may be torn as well.
    rest = data.lstrip(_CONTINUED)
    start = len(data) - len(rest) if len(data) - len(rest) < _LONGEST else 0
    if _is_utf8(data[start:]) or _mostly_utf8(data):
        return "utf-8"
    return WESTERN if _is_western(data) else "cp932"


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


def _is_western(data: bytes) -> bool:
    """Whether single accented letters stand within words, and next to nothing Japanese beside them."""
    looked_at = data[:_LOOKED_AT_FOR_LETTERS]
    accented = len(_ACCENTED.findall(looked_at))
    return accented > _RARE * len(_JAPANESE.findall(looked_at))


def _mostly_utf8(data: bytes) -> bool:
    """Whether UTF-8 leaves fewer characters undecoded than cp932 does."""
    wrong_utf8 = data.decode("utf-8", "replace").count("\ufffd")
    wrong_cp932 = data.decode("cp932", "replace").count("\ufffd")
    return wrong_utf8 < wrong_cp932
