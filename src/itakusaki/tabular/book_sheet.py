"""Book sheets: the cells of one sheet, each with its address, and what its XML tells beside the values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from itakusaki.files.sheet_xml import SheetScan
from itakusaki.files.workbook import Cell
from itakusaki.model.source import CellRef, column_letters

#: Merged ranges larger than this are decoration, neither headings nor answers.
MAX_MERGED: Final = 20_000
#: Cells of merged ranges that are looked at on one sheet.
MAX_COVERED: Final = 1_000_000

#: Cells whose names are one text for all workbooks: those that forms have.
_NAMED: Final = 1 << 14


@lru_cache(_NAMED)
def _cell_name(row: int, column: int) -> str:
    return f"{column_letters(column)}{row + 1}"


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range: its first row, first and last column, and what stands in it."""

    top: int
    left: int
    right: int
    value: Cell


@dataclass(slots=True)
class BookSheet:
    """One sheet: rows of cells from its first used cell on.

    `top` and `left` are where that cell stands, so that addresses are right even where the used
    range begins at B5. Row and column numbers given to its methods count from that cell.
    """

    file: str
    name: str
    rows: list[list[Cell]]
    top: int
    left: int
    visible: bool
    scan: SheetScan
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]

    def at(self, row: int, column: int) -> CellRef:
        """Where a cell stands."""
        cell = _cell_name(row + self.top, column + self.left)
        return CellRef(file=self.file, sheet=self.name, cell=cell)

    @property
    def whole(self) -> CellRef:
        """The sheet itself."""
        return CellRef(file=self.file, sheet=self.name)

    def is_hidden(self, row: int) -> bool:
        """Whether the row is hidden or filtered out."""
        return row + self.top in self.scan.hidden_rows

    def is_hidden_column(self, column: int) -> bool:
        """Whether the column is hidden."""
        return column + self.left in self.scan.hidden_columns

    def lacks_value(self, row: int, column: int) -> bool:
        """Whether the cell holds a formula whose value was not stored."""
        return (row + self.top, column + self.left) in self.scan.empty_formulas

    def error(self, row: int, column: int) -> str:
        """The error that the cell shows, "" where it shows none."""
        return self.scan.errors.get((row + self.top, column + self.left), "")

    def comment(self, row: int, column: int) -> str:
        """The comment attached to the cell, "" where there is none."""
        return self.scan.comments.get((row + self.top, column + self.left), "")

    def fill_of_blank(self, row: int, column: int) -> int | None:
        """The number of the colour that fills the blank cell, None where none does."""
        return self.scan.coloured.get((row + self.top, column + self.left))

    def replace(self, place: tuple[int, int], text: str) -> bool:
        """Put a text into the cell at a place counted from A1; whether anything stood there."""
        row, column = place[0] - self.top, place[1] - self.left
        if not self._has(row, column) or self.rows[row][column] in ("", text):
            return False
        self.rows[row][column] = text
        return True

    def covered(self) -> dict[tuple[int, int], Merged]:
        """The cells of merged ranges, each with the range it belongs to."""
        covered: dict[tuple[int, int], Merged] = {}
        left_over = MAX_COVERED
        for (top, left), (bottom, right) in self.merged:
            row, column = top - self.top, left - self.left
            size = (bottom - top + 1) * (right - left + 1)
            left_over -= size
            if not self._has(row, column) or size > MAX_MERGED or left_over < 0:
                continue
            merged = Merged(row, column, right - self.left, self.rows[row][column])
            for r in range(row, bottom - self.top + 1):
                for c in range(column, right - self.left + 1):
                    covered[r, c] = merged
        return covered

    def _has(self, row: int, column: int) -> bool:
        return 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row])


def has_text(rows: Iterable[Sequence[Cell]]) -> bool:
    """Whether anything stands in the rows at all."""
    return any(cell != "" for row in rows for cell in row)
