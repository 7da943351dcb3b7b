"""Archives: whether a zip may be unpacked at all, and the true content of its parts.

Nothing here trusts a file's name, or what a zip's directory declares about itself. This is the one
guard against zip bombs; who opens a zip says what is bearable.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from itakusaki.files.refusal import RefusedFileError

#: Deflate cannot do better: a part's true size is below this times its packed size.
DEFLATE_LIMIT: Final = 1032
_CHUNK: Final = 1024 * 1024
#: Bytes of packed data taken at a time; unpacked they stay below DEFLATE_LIMIT times as much.
_BITE: Final = 64 * 1024
#: Bytes of parts that are held, once unpacked, for whoever reads them next: several times a questionnaire.
HELD: Final = 16 * 1024 * 1024
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an archive may come to: bytes when unpacked, parts, and cells that a sheet in it may span."""

    unpacked: int
    area: int
    parts: int = 10_000


def opened_archive(source: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """The zip, its true size known to be bearable.

    Raises:
        RefusedFileError: it is damaged, protected, or unpacks to more than the limits allow.
    """
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
        raise RefusedFileError("damaged") from error
    parts = archive.infolist()
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise RefusedFileError("encrypted")
    if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked:
        raise RefusedFileError("unpacked_too_large", limits.unpacked)
    # The directory may lie; where lying could matter, unpack and count.
    if sum(part.compress_size for part in parts) * DEFLATE_LIMIT > limits.unpacked:
        _count(source, parts, limits.unpacked)
    return archive


def part_content(source: BinaryIO, part: zipfile.ZipInfo, limit: int) -> bytes | None:
    """A part's true content; None where it is larger than `limit` or cannot be unpacked."""
    content, size = [], 0
    try:
        for piece in part_pieces(source, part):
            size += len(piece)
            if size > limit:
                return None
            content.append(piece)
    except RefusedFileError:
        return None
    return b"".join(content)


class Parts:
    """An archive's parts; the first that are gone through to their end are held, up to so many bytes."""

    def __init__(self, source: BinaryIO, *, held: int = 0) -> None:
        self._source, self._left = source, held
        self._held: dict[tuple[int, int, int], bytes] = {}

    def pieces(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        """A part's content in pieces of at most a chunk, from the file.

        Raises:
            RefusedFileError: it cannot be unpacked.
        """
        pieces: list[bytes] | None = []
        left = self._left
        for piece in part_pieces(self._source, part):
            left -= len(piece)
            if left < 0:
                pieces = None
            elif pieces is not None:
                pieces.append(piece)
            yield piece
        if pieces is not None and _place_of(part) not in self._held:
            self._held[_place_of(part)] = b"".join(pieces)
            self._left = left

    def content(self, part: zipfile.ZipInfo, limit: int) -> bytes | None:
        """A part's true content; None where it is larger than `limit` or cannot be unpacked."""
        held = self._held.get(_place_of(part))
        if held is None:
            return part_content(self._source, part, limit)
        return held if len(held) <= limit else None


def _place_of(part: zipfile.ZipInfo) -> tuple[int, int, int]:
    """Where a part lies, and how: two of one name may be different ones."""
    return part.header_offset, part.compress_size, part.compress_type


def _count(source: BinaryIO, parts: list[zipfile.ZipInfo], limit: int) -> None:
    left = limit
    for part in parts:
        for piece in part_pieces(source, part):
            left -= len(piece)
            if left < 0:
                raise RefusedFileError("unpacked_too_large", limit)


def part_pieces(source: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part's content in pieces of at most a chunk, whatever size its directory entry declares.

    Raises:
        RefusedFileError: it cannot be unpacked.
    """
    if part.compress_type not in _METHODS:
        raise RefusedFileError("damaged")
    packed = _packed(source, part)
    if part.compress_type == zipfile.ZIP_STORED:
        yield from packed
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for data in packed:
            rest = data
            while rest and not inflater.eof:
                yield inflater.decompress(rest, _CHUNK)
                rest = inflater.unconsumed_tail
    except zlib.error as error:
        raise RefusedFileError("damaged") from error


def _packed(source: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    source.seek(part.header_offset + 26)
    name, extra = (int.from_bytes(source.read(2), "little") for _ in range(2))
    source.seek(part.header_offset + 30 + name + extra)
    left = part.compress_size
    while left > 0 and (data := source.read(min(_BITE, left))):
        left -= len(data)
        yield data
