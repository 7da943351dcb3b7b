"""Places: which cell a failure is about, also where the cell is empty, and what was said of its row."""

from __future__ import annotations

from collections.abc import Iterable

from itakusaki.model.issue import DataIssue
from itakusaki.model.source import CellRef
from itakusaki.tabular import SheetTable

#: A row of a sheet, as far as a cell's address tells it.
RowName = tuple[str, str, str]


class Places:
    """The cells of one table; an empty one is found by the column its neighbours stand in."""

    def __init__(self, table: SheetTable) -> None:
        self._table = table
        self._letters: dict[tuple[str, str, str], set[str]] = {}
        self._looked_for: set[str] = set()

    def cell(self, row: int, column: str) -> CellRef:
        """The cell of a value, or the row's own where the column is nowhere filled in."""
        record = self._table.rows[row].record
        if column in record.fields or not column:
            return self._table.cell(row, column)
        letters = self._column(record.at.file, record.at.sheet, column)
        if len(letters) != 1:  # none, or two tables on one sheet
            return record.at
        (letter,) = letters
        return CellRef(file=record.at.file, sheet=record.at.sheet, cell=letter + record.at.row)

    def _column(self, file: str, sheet: str, column: str) -> set[str]:
        if column not in self._looked_for:
            self._looked_for.add(column)
            for row in self._table.rows:
                field = row.record.fields.get(column)
                if field is not None:
                    name = (field.at.file, field.at.sheet, column)
                    self._letters.setdefault(name, set()).add(field.at.column)
        return self._letters.get((file, sheet, column), set())


class AlreadyReported:
    """What the reader has said already, by row and code."""

    def __init__(self, issues: Iterable[DataIssue]) -> None:
        self._said = {(issue.at.whole_row, issue.code) for issue in issues}

    def of(self, at: CellRef, codes: Iterable[str]) -> bool:
        """Whether one of these was said of the row."""
        name = at.whole_row
        return any((name, code) in self._said for code in codes)
