"""Sheets of exports: a workbook's sheets as rows of unambiguous texts, the workbook opened once."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from itakusaki.files.archive import Limits
from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.sheet_xml import error_cells
from itakusaki.files.workbook import Cell, SheetCells, opened_workbook

#: Unpacked, an export as a workbook stays below this (a million rows of ten columns); none spans
#: more cells than a million rows of thirty columns, all its sheets together.
LIMITS: Final = Limits(unpacked=1024 * 1024 * 1024, area=32_000_000)

#: Workbooks held, and the cells of one of them at most.
_HELD: Final = 4
_HELD_AREA: Final = 1_000_000
_held: dict[tuple[str, int, int], tuple[ExportSheet, ...]] = {}
#: Bytes of a workbook's own parts, which list its sheets.
MOST_PART: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSheet:
    """One sheet; its rows, from row 1 and column A on, are made into texts when asked for.

    `errors` are the cells that show one, such as #N/A, which reading alone gives as blank;
    `epoch_1904` where days count from 1904.
    """

    name: str
    cells: SheetCells
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    epoch_1904: bool = False

    def rows(self, limit: int | None = None) -> tuple[tuple[str, ...], ...]:
        """Every row as texts, or the first ones."""
        rows = [
            [cell_text(cell) for cell in row]
            for row in self.cells.rows(from_first=True, limit=limit)
        ]
        for (row, column), shown in self.errors.items():
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = shown
        return tuple(map(tuple, rows))


def sheets_of(path: Path) -> tuple[ExportSheet, ...]:
    """The sheets of a workbook; small ones are held, since what was recognised is read soon after.

    Raises:
        OSError: it cannot be read.
        RefusedFileError: it is damaged, protected, or comes to more than the limits allow.
    """
    stat = path.stat()
    key = (str(path), stat.st_mtime_ns, stat.st_size)
    if key not in _held:
        sheets = tuple(_opened(path))
        while len(_held) >= _HELD:
            del _held[next(iter(_held))]
        if sum(sheet.cells.area for sheet in sheets) > _HELD_AREA:
            return sheets
        _held[key] = sheets
    return _held[key]


def _opened(path: Path) -> Iterator[ExportSheet]:
    left = LIMITS.area
    with path.open("rb") as source:
        book = opened_workbook(source, LIMITS)
        errors, epoch_1904 = error_cells(zipfile.ZipFile(source), source, MOST_PART)
        for listed in book.sheets():
            if not listed.has_cells:
                continue
            cells = book.cells(listed.name)
            left -= cells.area
            if left < 0:
                raise RefusedFileError("book_too_large")
            yield ExportSheet(
                name=listed.name,
                cells=cells,
                errors=errors.get(listed.name, {}),
                epoch_1904=epoch_1904,
            )


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
