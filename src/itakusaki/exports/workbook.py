"""Workbooks: the rows of each sheet as text, after making sure that the file may be opened."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

#: Unpacked, an export as a workbook stays below this (a million rows of ten columns).
MAX_UNPACKED: Final = 1024 * 1024 * 1024
MAX_PARTS: Final = 10_000
#: Deflate cannot do better: a part's true size is below this times its packed size.
_DEFLATE_LIMIT: Final = 1032
_CHUNK: Final = 1024 * 1024
_DAY: Final = timedelta(days=1)

Cell = str | int | float | bool | date | datetime | time | timedelta


class UnreadableError(Exception):
    """A workbook that cannot or must not be opened; `code` is the issue's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def sheet_rows(path: Path) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """Each sheet's name and rows, from its first row on.

    Raises:
        UnreadableError: it is damaged, protected or unpacks to an absurd size.
    """
    _make_sure(path)
    try:
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield name, [tuple(map(cell_text, row)) for row in cells]
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableError("damaged") from error


def cell_text(value: Cell) -> str:
    """A cell as an unambiguous text."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="auto")
    if isinstance(value, timedelta):
        return _clock(value)
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _clock(value: timedelta) -> str:
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def _make_sure(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
        raise UnreadableError("damaged") from error
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UnreadableError("unpacked_too_large")
    # The directory may lie; where lying could matter, unpack and count.
    if sum(part.compress_size for part in parts) * _DEFLATE_LIMIT > MAX_UNPACKED:
        left = MAX_UNPACKED
        for part in parts:
            left -= _true_size(path, part, left)
            if left < 0:
                raise UnreadableError("unpacked_too_large")


def _true_size(path: Path, part: zipfile.ZipInfo, left: int) -> int:
    if part.compress_type == zipfile.ZIP_STORED:
        return part.compress_size
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    size, packed = 0, part.compress_size
    with path.open("rb") as source:
        source.seek(part.header_offset + 26)
        name, extra = (int.from_bytes(source.read(2), "little") for _ in range(2))
        source.seek(part.header_offset + 30 + name + extra)
        while packed > 0 and size <= left and not inflater.eof:
            data = source.read(min(_CHUNK // 16, packed))
            packed -= len(data)
            size += _inflated(inflater, data)
            if not data:
                break
    return size


def _inflated(inflater: zlib._Decompress, data: bytes) -> int:
    size = 0
    try:
        while data:
            size += len(inflater.decompress(data, _CHUNK))
            data = inflater.unconsumed_tail
    except zlib.error as error:
        raise UnreadableError("damaged") from error
    return size
