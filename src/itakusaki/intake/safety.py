"""Safety: what kind of file it really is, and whether it may be opened at all.

Nothing here trusts a file's name or what its directory declares about itself.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

#: Larger files are not opened; a questionnaire takes less than 1 MB.
MAX_FILE: Final = 64 * 1024 * 1024
MAX_UNPACKED: Final = 256 * 1024 * 1024
MAX_PARTS: Final = 10_000
#: Deflate cannot do better: a part's true size is below this times its packed size.
DEFLATE_LIMIT: Final = 1032
MEGABYTE: Final = 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file is not opened: an issue's code and what fills its sentence."""

    code: str
    values: tuple[tuple[str, str | int], ...] = ()


def kind_of(data: bytes) -> str:
    """What the bytes are: xlsx, xls, encrypted, or text where they are nothing else."""
    if data.startswith(b"PK"):
        return "xlsx"
    if data.startswith(_OLE):
        return "encrypted" if _ENCRYPTED in data else "xls"
    if data.startswith(_BIFF):
        return "xls"
    return "other" if b"\0" in data[:4096] and not data.startswith(_UTF16) else "text"


def opened_zip(data: bytes) -> zipfile.ZipFile | Refusal:
    """The workbook as a zip whose true size is known to be bearable, or why not."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
        return Refusal("damaged")
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        return _too_big()
    if any(part.flag_bits & 1 for part in parts):
        return Refusal("encrypted")
    # The directory may lie; where lying could matter, unpack and count.
    if sum(part.compress_size for part in parts) * DEFLATE_LIMIT > MAX_UNPACKED:
        return _counted(archive, data)
    return archive


def unpacked(data: bytes, part: zipfile.ZipInfo, limit: int = MAX_UNPACKED) -> bytes | None:
    """A part's true content, None where it is larger than `limit` or cannot be unpacked."""
    packed = _packed(data, part)
    if part.compress_type == zipfile.ZIP_STORED:
        return packed if len(packed) <= limit else None
    if part.compress_type != zipfile.ZIP_DEFLATED:
        return None
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflater.decompress(packed, limit)
    except zlib.error:
        return None
    return None if inflater.unconsumed_tail else content


def _packed(data: bytes, part: zipfile.ZipInfo) -> bytes:
    at = part.header_offset
    name, extra = (int.from_bytes(data[at + i : at + i + 2], "little") for i in (26, 28))
    start = at + 30 + name + extra
    return data[start : start + part.compress_size]


def _counted(archive: zipfile.ZipFile, data: bytes) -> zipfile.ZipFile | Refusal:
    left = MAX_UNPACKED
    for part in archive.infolist():
        size = _true_size(data, part, left)
        if size is None:
            return Refusal("damaged")
        left -= size
        if left < 0:
            return _too_big()
    return archive


def _true_size(data: bytes, part: zipfile.ZipInfo, left: int) -> int | None:
    packed = _packed(data, part)
    if part.compress_type == zipfile.ZIP_STORED:
        return len(packed)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    size, rest = 0, packed
    try:
        while rest and size <= left and not inflater.eof:
            size += len(inflater.decompress(rest, _CHUNK))
            rest = inflater.unconsumed_tail
    except zlib.error:
        return None
    return size


def _too_big() -> Refusal:
    return Refusal("zip_bomb", (("limit", MAX_UNPACKED // MEGABYTE),))
