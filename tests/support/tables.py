"""Builders of tables as intake hands them to the gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import yaml

from itakusaki.model.record import Field, Record, Scalar
from itakusaki.model.source import CellRef, column_letters
from itakusaki.settings import data_folder
from itakusaki.tabular import SheetTable, TableRow

FIRST_ROW = 5
#: What intake adds to the columns of the layout, or has in place of them.
INTAKE_COLUMNS = {
    "answers": (
        *("id", "control", "side", "question", "answer", "answer_raw", "scope", "exceptions"),
        *("since", "evidence_kind", "evidence", "grade", "comment"),
    ),
    "facts": ("id", "control", "side", "contract", "type", "value"),
}


def layout_columns(name: str) -> tuple[str, ...]:
    """The columns of a table as intake gives them."""
    if name in INTAKE_COLUMNS:
        return INTAKE_COLUMNS[name]
    text = (data_folder("checklists") / "layouts" / "standard.yaml").read_text(encoding="utf-8")
    return tuple(column["name"] for column in yaml.safe_load(text)["tables"][name]["columns"])


def build_table(
    name: str,
    rows: Sequence[Mapping[str, Scalar]],
    *,
    columns: Sequence[str] = (),
    file: str = "contracts/ledger.xlsx",
    sheet: str = "Sheet1",
) -> SheetTable:
    """A table whose rows stand from row 5 on; a value that is left out is an absent cell.

    `processor` of the row is the column of that name, or "P-001"; a value given as a pair is
    (value, raw).
    """
    names = tuple(columns) or layout_columns(name)
    built = []
    for at, row in enumerate(rows, start=FIRST_ROW):
        fields = {
            column: _field(value, CellRef(file=file, sheet=sheet, cell=_cell(names, column, at)))
            for column, value in row.items()
        }
        here = CellRef(file=file, sheet=sheet, cell=f"A{at}")
        record = Record(table=name, at=here, fields=fields)
        built.append(TableRow(record=record, processor=str(row.get("processor") or "P-001")))
    return SheetTable(name=name, columns=names, rows=tuple(built))


class Unread(str):
    """A cell's text that could not be read as a value."""

    __slots__ = ()


def _field(value: Scalar, at: CellRef) -> Field:
    if isinstance(value, Unread):
        return Field(value=None, raw=str(value), at=at)
    return Field(value=value, raw=_raw(value), at=at)


def _raw(value: Scalar) -> str:
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case float():
            return f"{value:g}"
        case _:
            return str(value)


def _cell(names: Sequence[str], column: str, row: int) -> str:
    return f"{column_letters(names.index(column))}{row}"


def write_suite(folder: Path, name: str, text: str) -> Path:
    """Put a suite file into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path
