"""Records: rows of typed columns, each value as understood, as written, and where."""

from __future__ import annotations

from collections.abc import Iterator

from itakusaki.catalogue.layout import Column
from itakusaki.intake.cell import UnreadCell
from itakusaki.intake.issues import Notes
from itakusaki.intake.periods import hours_of
from itakusaki.intake.recognise import Recognised
from itakusaki.model.record import Field, Record, Scalar
from itakusaki.tabular.blocks import Block, Row
from itakusaki.tabular.cell_text import raw_text


def read_records(found: Recognised, name: str, notes: Notes) -> Iterator[Record]:
    """The rows of one table; example rows, and rows that only hold prompts, are none."""
    for block in found.of(name):
        yield from block_records(found, block, notes)


def block_records(found: Recognised, block: Block, notes: Notes) -> Iterator[Record]:
    """The rows under one heading."""
    columns = {c.name: c for c in block.table.columns if c.name in block.columns}
    for row in block.rows():
        record = None if is_example(found, row) else _record(found, row, columns, notes)
        if record is not None:
            yield record


def is_example(found: Recognised, row: Row) -> bool:
    """Whether a row only shows how to fill the sheet."""
    return found.reader.spellings.is_example_row(row.cells)


def _record(found: Recognised, row: Row, columns: dict[str, Column], notes: Notes) -> Record | None:
    fields: dict[str, Field] = {}
    for name, column in columns.items():
        field = _field(found, row, column, notes)
        if field is not None:
            fields[name] = field
    # A key that was filled down from a merged cell makes no row by itself.
    if not any(field.raw and not row.is_covered(name) for name, field in fields.items()):
        return None
    first = row.block.table.key[0] if row.block.table.key else next(iter(columns))
    return Record(table=row.block.table.name, at=row.at(first), fields=fields)


def _field(found: Recognised, row: Row, column: Column, notes: Notes) -> Field | None:
    name = column.name
    cell = row.cell(name)
    if cell == "":
        if row.lacks_value(name) or row.error(name):
            notes.add("formula_cell", row.at(name), column=column.heading)
        return None
    spellings = found.reader.spellings
    raw = spellings.text(cell) if isinstance(cell, str) else raw_text(cell)
    value: Scalar
    if column.period:
        period = spellings.period(cell, column.units, row.block.units.get(name, ""))
        read = hours_of(period, raw, row.at(name), column.heading, notes)
    else:
        counted = row.block.units.get(name, "")
        read = spellings.value(cell, column, counted=counted, epoch_1904=found.book.epoch_1904)
    if column.type == "number" and read == 0 and spellings.is_none(cell):
        notes.add("none_is_zero", row.at(name), column=column.heading, value=raw)
    is_open = row.block.table.name == "ledger" and not column.required and spellings.is_open(cell)
    if isinstance(read, UnreadCell) and is_open:
        value = None
    elif isinstance(read, UnreadCell):
        code = "choice_unknown" if column.type == "choice" else "value_unreadable"
        notes.add(code, row.at(name), column=column.heading, reason=read.reason)
        value = None
    else:
        value = read
    return Field(value=value, raw=raw, at=row.at(name))
