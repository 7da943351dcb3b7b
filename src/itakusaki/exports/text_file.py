"""Text files: their encoding, found out without reading the whole, and their text in blocks."""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

#: Bytes read at a time.
BLOCK: Final = 4 * 1024 * 1024
#: Unpacked, a log takes 5 to 50 times its packed size; beyond both of these it is refused.
MAX_RATIO: Final = 200
MAX_UNPACKED: Final = 1024 * 1024 * 1024
#: Bytes by which UTF-16 is told, and the share of zeros in it that stray ones stay below.
_LOOKED_AT: Final = 4096
_FEW: Final = 6
_GZIP: Final = b"\x1f\x8b"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LONGEST: Final = 4
#: Bytes that go on with a character of UTF-8.
_CONTINUED: Final = bytes(range(0x80, 0xC0))


class UnpackedTooLargeError(Exception):
    """A packed file that unpacks to an absurd size."""


@dataclass(slots=True)
class TextFile:
    """A file of text, packed or not; what reading it found stands in its fields.

    `replaced` counts characters that could not be decoded, `torn` tells of a packed file that ends
    before its end.
    """

    path: Path
    encoding: str = ""
    replaced: int = 0
    torn: bool = False

    def head(self, size: int) -> str:
        """The text of the first bytes."""
        data = next(self._bytes(size), b"")
        self.encoding = encoding_of(data)
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        return decoder.decode(data)

    def blocks(self) -> Iterator[str]:
        """The whole text in blocks, NUL characters left out."""
        self.encoding = self._found_encoding()
        self.replaced, self.torn = 0, False
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        for data in self._bytes(BLOCK):
            yield self._kept(decoder.decode(data))
        rest = decoder.decode(b"", final=True)
        if rest:
            yield self._kept(rest)

    def _kept(self, text: str) -> str:
        self.replaced += text.count("\ufffd")
        return text.replace("\0", "")

    def _found_encoding(self) -> str:
        # A log may be plain ASCII for a long while before the first name that is not.
        first = b""
        for data in self._bytes(BLOCK):
            first = first or data
            if not data.isascii():
                return encoding_of(data)
            if _is_wide(data):
                break
        return encoding_of(first)

    def _bytes(self, size: int) -> Iterator[bytes]:
        with self.path.open("rb") as raw:
            packed = raw.read(len(_GZIP)) == _GZIP
            raw.seek(0)
            if packed:
                yield from self._unpacked(raw, size)
                return
            while data := raw.read(size):
                yield data

    def _unpacked(self, raw: BinaryIO, size: int) -> Iterator[bytes]:
        given = 0
        with gzip.GzipFile(fileobj=raw) as source:
            while True:
                try:
                    data = source.read1(size)
                except (EOFError, zlib.error, gzip.BadGzipFile):
                    self.torn = True
                    return
                if not data:
                    return
                given += len(data)
                if given > MAX_UNPACKED and given > MAX_RATIO * max(raw.tell(), 1):
                    raise UnpackedTooLargeError
                yield data


def encoding_of(data: bytes) -> str:
    """The encoding of a text by its first bytes: a mark, UTF-8, UTF-16 without a mark, or cp932."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if _is_wide(data):
        odd, even = (data[start:_LOOKED_AT:2].count(0) for start in (1, 0))
        return "utf-16-le" if odd > even else "utf-16-be"
    # A block from the middle may start with the rest of a character; its end may be torn as well.
    rest = data.lstrip(_CONTINUED)
    start = len(data) - len(rest) if len(data) - len(rest) < _LONGEST else 0
    return "utf-8" if _is_utf8(data[start:]) or _mostly_utf8(data) else "cp932"


def _is_wide(data: bytes) -> bool:
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
