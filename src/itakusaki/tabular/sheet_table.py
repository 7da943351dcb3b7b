"""Sheet tables: rows of one kind from many sheets, and the pandas frame they make for the gate.

The one place where pandas is a public type. Rows are kept plain while they are read (a frame per
sheet would cost more than the reading); the frame is built once, over all sheets of a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from itakusaki.model.quick import quick
from itakusaki.model.record import Record, Scalar
from itakusaki.model.source import CellRef


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row with the party it belongs to; `processor` is "" where that is not known."""

    record: Record
    processor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetTable:
    """All rows of one kind of table in a run, e.g. every answer row of every workbook."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]

    def values(self, column: str) -> list[Scalar]:
        """The values of a column by its canonical name, row by row; None where nothing was read or given."""
        return [_plain(row.record, column) for row in self.rows]

    def cell(self, row: int, column: str) -> CellRef:
        """The cell behind a value of the frame, or the row itself where the cell is absent."""
        record = self.rows[row].record
        field = record.fields.get(column)
        return field.at if field else record.at


def _plain(record: Record, name: str) -> Scalar:
    field = record.fields.get(name)
    if field is None:
        return None
    return "、".join(field.value) if isinstance(field.value, tuple) else field.value


def gathered(
    rows: Iterable[TableRow], columns: Mapping[str, tuple[str, ...]]
) -> tuple[SheetTable, ...]:
    """Sort rows of mixed kinds into one table per kind, in the order of `columns`."""
    by_kind: dict[str, list[TableRow]] = {name: [] for name in columns}
    for row in rows:
        by_kind[row.record.table].append(row)
    return tuple(
        SheetTable(name=name, columns=names, rows=tuple(by_kind[name]))
        for name, names in columns.items()
    )
