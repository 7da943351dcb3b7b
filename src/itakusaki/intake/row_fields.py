"""Row fields: a row for the gate, its fields made when they are asked for, as rows are many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from sys import intern
from typing import Final

from itakusaki.model.record import Field, Scalar
from itakusaki.model.source import CellRef, column_letters
from itakusaki.tabular.blocks import Row
from itakusaki.tabular.cell_text import raw_text

#: Columns for the gate that stand in a cell of another name, unless they have one of their own.
STANDS_IN: Final = {
    "control": "id",
    "side": "id",
    "answer_raw": "answer",
    "grade": "evidence_kind",
}


class RowFields(Mapping[str, Field]):
    """The fields of a row; it keeps the row's texts, not the sheet.

    `values` are the columns that were understood; all other columns are text as it stands.
    """

    __slots__ = ("_at", "_left", "_number", "_places", "_texts", "_values")

    def __init__(self, row: Row, at: CellRef, values: Mapping[str, Scalar]) -> None:
        sheet = row.block.sheet
        self._at = at
        self._left = sheet.left
        self._number = row.index + sheet.top + 1
        self._places = row.block.columns
        self._values = values
        cells = ((name, row.cell(name)) for name in row.block.columns)
        # Of many workbooks of one form most texts are the same: they are kept once.
        self._texts = {name: intern(raw_text(cell)) for name, cell in cells if cell != ""}

    def __getitem__(self, name: str) -> Field:
        """The field of a column; a column that is blank and not understood is absent."""
        column = name if name in self._texts else STANDS_IN.get(name, name)
        raw = self._texts.get(column, "")
        if name in self._values:
            return Field(value=self._values[name], raw=raw, at=self._place(column))
        if not raw:
            raise KeyError(name)
        return Field(value=raw, raw=raw, at=self._place(column))

    def __iter__(self) -> Iterator[str]:
        """The columns that have a field."""
        return iter(dict.fromkeys((*self._values, *self._texts)))

    def __len__(self) -> int:
        """How many there are."""
        return len(self._values.keys() | self._texts.keys())

    def _place(self, column: str) -> CellRef:
        place = self._places.get(column)
        if place is None:
            return self._at
        cell = f"{column_letters(place + self._left)}{self._number}"
        return CellRef(file=self._at.file, sheet=self._at.sheet, cell=cell)
