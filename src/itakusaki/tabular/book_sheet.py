"""Book sheets: the cells of one sheet, each with its address, and what its XML tells beside the values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from itakusaki.files.sheet_xml import SheetScan
from itakusaki.files.workbook import Cell
from itakusaki.model.source import CellRef, column_letters

#: Merged ranges larger than this are decoration, not headings.
MAX_MERGED: Final = 2_000

_letters = lru_cache(maxsize=None)(column_letters)


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
        cell = f"{_letters(column + self.left)}{row + self.top + 1}"
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

    def filled(self) -> dict[tuple[int, int], Cell]:
        """What stands in the covered cells of merged ranges: the value of their first cell."""
        covered: dict[tuple[int, int], Cell] = {}
        for (top, left), (bottom, right) in self.merged:
            row, column = top - self.top, left - self.left
            if not self._has(row, column) or (bottom - top + 1) * (right - left + 1) > MAX_MERGED:
                continue
            value = self.rows[row][column]
            for r in range(row, bottom - self.top + 1):
                for c in range(column, right - self.left + 1):
                    covered[r, c] = value
        return covered

    def _has(self, row: int, column: int) -> bool:
        return 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row])
