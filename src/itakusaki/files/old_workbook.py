"""Old workbooks (.xls): what their bytes tell before calamine reads them, and what it never tells.

Calamine reads every sheet of such a file as soon as it is opened, and makes room for all that a sheet
spans; so the spans are measured first. The same pass finds from which year days are counted.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from itakusaki.files.refusal import RefusedFileError
from itakusaki.model.source import column_letters

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Streams that hold the workbook, the newer first.
_STREAMS: Final = ("workbook", "book")
#: Sector numbers from here on are marks, not sectors.
_MARKS: Final = 0xFFFF_FFFA
_ENTRY: Final = 128
_HEADER: Final = 512
_FIRST_FATS: Final = 109
#: Records: beginning of a part, days from 1904, span of a sheet, several numbers, and single cells.
_BEGINNING: Final = frozenset({0x0809, 0x0409, 0x0209, 0x0009})
_DATE_MODE: Final = 0x0022
_DIMENSIONS: Final = 0x0200
_SEVERAL: Final = 0x00BD
_CELLS: Final = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6, _SEVERAL})
#: Bytes of a cell's row and column.
_PLACE: Final = 4
#: A sheet of this format has so many cells; a span that claims more is no honest one.
_MOST_CLAIMED: Final = 65_536 * 256


@dataclass(frozen=True, slots=True, kw_only=True)
class OldWorkbook:
    """What an .xls tells of itself: whether its days are counted from 1904."""

    epoch_1904: bool = False


def measured_old_workbook(data: bytes, area: int) -> OldWorkbook:
    """Look through the records of an .xls.

    Raises:
        RefusedFileError: it holds no workbook, is broken, or a sheet's cells span more than `area`,
            or all sheets together more than twice that: calamine reads them all at once.
    """
    try:
        stream = _workbook_stream(data) if data.startswith(_OLE) else data
    except (struct.error, IndexError) as error:
        raise RefusedFileError("damaged") from error
    epoch_1904, span, before = False, _Span(), 0
    for kind, content in _records(stream):
        if kind in _BEGINNING:
            before += span.area
            span = _Span()
        elif kind == _DATE_MODE:
            epoch_1904 = content[:1] == b"\x01"
        elif kind == _DIMENSIONS:
            _refuse_claim(content)
        elif kind in _CELLS and len(content) >= _PLACE:
            span.take(content, last=kind == _SEVERAL)
            if span.area > area or before + span.area > 2 * area:
                raise RefusedFileError("sheet_too_large", cell=span.corner)
    return OldWorkbook(epoch_1904=epoch_1904)


class _Span:
    """The rectangle of a sheet's cells, counted from 0."""

    def __init__(self) -> None:
        self._top = self._left = 1 << 16
        self._bottom = self._right = -1

    def take(self, content: bytes, *, last: bool) -> None:
        """Take the place that a record begins with, and the last column that it may end with."""
        row, column = struct.unpack_from("<HH", content)
        right = struct.unpack_from("<H", content, len(content) - 2)[0] if last else column
        self._top, self._left = min(self._top, row), min(self._left, column)
        self._bottom, self._right = max(self._bottom, row), max(self._right, right, column)

    @property
    def area(self) -> int:
        if self._bottom < 0:
            return 0
        return (self._bottom - self._top + 1) * (self._right - self._left + 1)

    @property
    def corner(self) -> str:
        return f"{column_letters(self._right)}{self._bottom + 1}"


def _refuse_claim(content: bytes) -> None:
    """Refuse a sheet that claims more cells than the format has; calamine makes room for them."""
    if len(content) >= 12:  # noqa: PLR2004 - two rows of four bytes, two columns of two
        top, bottom, left, right = struct.unpack_from("<IIHH", content)
        if max(bottom - top, 0) * max(right - left, 0) > _MOST_CLAIMED:
            raise RefusedFileError("sheet_too_large", cell=f"{column_letters(right - 1)}{bottom}")


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Each record's kind and content."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _workbook_stream(data: bytes) -> bytes:
    """The stream of the workbook out of its compound file."""
    shift, small_shift = struct.unpack_from("<HH", data, 30)
    if not 7 <= shift <= 16 or not 4 <= small_shift <= shift:  # noqa: PLR2004 - 128 B to 64 KB
        raise RefusedFileError("damaged")
    directory, _, cutoff, small_table = struct.unpack_from("<IIII", data, 48)
    sectors = _Sectors(data, 1 << shift, _HEADER if shift <= 9 else 1 << shift)  # noqa: PLR2004
    sectors.table = _table(data, sectors)
    entries = sectors.chain(directory)
    root_start = struct.unpack_from("<I", entries, 116)[0]
    for name in _STREAMS:
        found = _entry(entries, name)
        if found is None:
            continue
        start, size = found
        if size >= cutoff:
            return sectors.chain(start)[:size]
        small = _Sectors(sectors.chain(root_start), 1 << small_shift, 0)
        small.table = _numbers(sectors.chain(small_table))
        return small.chain(start)[:size]
    raise RefusedFileError("damaged")


class _Sectors:
    """The sectors of a compound file; `table` tells which one follows each."""

    def __init__(self, data: bytes, size: int, first: int) -> None:
        self._data = data
        self.size = size
        self._first = first
        self.table: tuple[int, ...] = ()

    def sector(self, number: int) -> bytes:
        start = self._first + number * self.size
        return self._data[start : start + self.size]

    def chain(self, start: int) -> bytes:
        """The content of the sectors from one on; a chain that turns back on itself ends there."""
        parts, left = [], len(self.table)
        while start < len(self.table) and left:
            parts.append(self.sector(start))
            start, left = self.table[start], left - 1
        return b"".join(parts)


def _table(data: bytes, sectors: _Sectors) -> tuple[int, ...]:
    (more,) = struct.unpack_from("<I", data, 68)
    numbers = list(struct.unpack_from(f"<{_FIRST_FATS}I", data, 76))
    left = len(data) // sectors.size
    while more < _MARKS and left:
        *listed, more = _numbers(sectors.sector(more)) or (_MARKS,)
        numbers += listed
        left -= 1
    tables = (sectors.sector(number) for number in dict.fromkeys(numbers) if number < _MARKS)
    return tuple(number for table in tables for number in _numbers(table))


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def _entry(entries: bytes, name: str) -> tuple[int, int] | None:
    """First sector and size of the stream of that name."""
    for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        (length,) = struct.unpack_from("<H", entries, at + 64)
        written = entries[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        if written.lower() == name:
            start, size = struct.unpack_from("<II", entries, at + 116)
            return start, size
    return None
