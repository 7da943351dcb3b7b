"""Text files: their encoding, found out without reading the whole, and their text in blocks."""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from itakusaki.files.encoding import encoding_of, is_wide
from itakusaki.files.refusal import RefusedFileError

#: Bytes read at a time.
BLOCK: Final = 4 * 1024 * 1024
#: A character that could not be decoded, as text and as the bytes of UTF-8 that stand for themselves.
_REPLACED: Final = "\ufffd"
_THIN_REPLACED: Final = _REPLACED.encode().decode("latin-1")
#: Unpacked, a log takes 5 to 50 times its packed size; beyond both of these it is refused.
MAX_RATIO: Final = 200
MAX_UNPACKED: Final = 1024 * 1024 * 1024
_UTF8: Final = frozenset({"utf-8", "utf-8-sig"})
_GZIP: Final = b"\x1f\x8b"
#: Signs that no text has, but for stray ones: control characters that are no space, end of line or escape.
_NO_SIGNS: Final = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_STRAY: Final = 50


@dataclass(slots=True)
class TextFile:
    """A file of text, packed or not; what reading it found stands in its fields.

    `replaced` counts characters that could not be decoded, `torn` tells of a packed file that ends
    before its end. `is_thin` where the blocks given are of UTF-8 whose bytes stand for themselves.
    """

    path: Path
    encoding: str = ""
    replaced: int = 0
    torn: bool = False
    is_thin: bool = False

    def head(self, size: int) -> str:
        """The text of the first bytes."""
        data = next(self._bytes(size), b"")
        self.encoding = encoding_of(data)
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        return decoder.decode(data)

    def text_head(self, size: int, name: str) -> str:
        """As `head`, of a file that must be text, packed or not; `name` is what it is called.

        Raises:
            RefusedFileError: not_unpacked, not_text.
        """
        text = self.head(size)
        is_text = len(_NO_SIGNS.findall(text)) * _STRAY <= len(text)
        if (self.torn and not text) or (not is_text and name.casefold().endswith(".gz")):
            raise RefusedFileError("not_unpacked")
        if not is_text:
            raise RefusedFileError("not_text")
        return text

    def blocks(self) -> Iterator[str]:
        """The whole text in blocks, NUL characters left out."""
        self._begin()
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        for data in self._bytes(BLOCK):
            yield self._kept(decoder.decode(data))
        rest = decoder.decode(b"", final=True)
        if rest:
            yield self._kept(rest)

    def thin_blocks(self) -> Iterator[str]:
        """As `blocks`, but of UTF-8 each byte is a character, which takes a third of the time.

        Signs of ASCII are what they are; `thick` makes whole lines text, `count_replaced` comes after.
        """
        self._begin()
        self.is_thin = self.encoding in _UTF8
        if not self.is_thin:
            yield from self.blocks()
            return
        mark = codecs.BOM_UTF8 if self.encoding == "utf-8-sig" else b""
        for data in self._bytes(BLOCK):
            yield data.removeprefix(mark).decode("latin-1").replace("\0", "")
            mark = b""

    def thick(self, text: str) -> str:
        """The text that whole lines of thin blocks stand for."""
        return text.encode("latin-1").decode("utf-8", "replace") if self.is_thin else text

    def is_whole(self, text: str) -> bool:
        """Whether no character of whole lines of blocks stands for one that could not be decoded."""
        return (_THIN_REPLACED if self.is_thin else _REPLACED) not in text

    def count_replaced(self) -> None:
        """Count the characters that could not be decoded, by going through the whole text."""
        thin, encoding, torn = self.is_thin, self.encoding, self.torn
        for _ in self.blocks():
            pass
        self.is_thin, self.encoding, self.torn = thin, encoding, torn

    def _begin(self) -> None:
        self.encoding = self._found_encoding()
        self.replaced, self.torn, self.is_thin = 0, False, False

    def _kept(self, text: str) -> str:
        self.replaced += text.count(_REPLACED)
        return text.replace("\0", "")

    def _found_encoding(self) -> str:
        # A log may be plain ASCII for a long while before the first name that is not.
        first = b""
        for data in self._bytes(BLOCK):
            first = first or data
            if not data.isascii():
                return encoding_of(data)
            if is_wide(data):
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
                    raise RefusedFileError("unpacked_too_large", MAX_UNPACKED)
                yield data
