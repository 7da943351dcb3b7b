"""Sheet tables: rows of one kind from many sheets, and the pandas frame they make for the gate.

The one place where pandas is a public type. Rows are kept plain while they are read (a frame per
sheet would cost more than the reading); the frame is built once, over all sheets of a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from itakusaki.model.record import Record, Scalar
from itakusaki.model.source import CellRef

if TYPE_CHECKING:
    import pandas as pd


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

    def frame(self) -> pd.DataFrame:
        """The rows as a frame of dtype object: one column per canonical name, index = row number.

        A value that was not read, or not given, is None; nothing else is ever missing.
        """
        import pandas as pd  # noqa: PLC0415 - a second to import; only the gate needs it

        data: dict[str, list[Scalar]] = {
            name: [_plain(row.record, name) for row in self.rows] for name in self.columns
        }
        return pd.DataFrame(data, dtype=object)

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
