"""Registers: what was promised, and what authorities asked, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from itakusaki.intake.issues import Notes
from itakusaki.intake.parties import Parties
from itakusaki.intake.recognise import Recognised
from itakusaki.intake.records import read_records
from itakusaki.model.message import Words
from itakusaki.model.record import Record
from itakusaki.model.source import CellRef

#: Each table with the column without which a row says nothing.
TABLES: Final = {"promises": "promise", "orders": "order_kind"}


def read_registers(
    books: Iterable[Recognised], parties: Parties, notes: Notes
) -> tuple[Record, ...]:
    """The rows of both tables.

    One that lacks its number or what it is about, or whose number is taken, is noted and left out; one
    whose processor is unknown is noted.
    """
    seen: dict[str, CellRef] = {}
    found: list[Record] = []
    for record in _rows(books, notes):
        number, about = record.text("number"), TABLES[record.table]
        blank = next((name for name in ("number", about) if not _is_filled(record, name)), "")
        if blank:
            notes.add("row_without_key", record.at, column=_heading(books, record.table, blank))
        elif number in seen:
            notes.add("duplicate_id", record.at, id=number, first=str(seen[number]))
        else:
            seen[number] = record.at
            found.append(_of_party(record, parties, notes))
    return tuple(found)


def _is_filled(record: Record, column: str) -> bool:
    """Whether anything stands in a cell; what cannot be read is an issue of its own."""
    field = record.fields.get(column)
    return field is not None and bool(field.raw)


def _heading(books: Iterable[Recognised], table: str, column: str) -> Words:
    """What a column is headed."""
    blocks = (block for book in books for block in book.of(table))
    return next(blocks).table.column(column).heading


def _rows(books: Iterable[Recognised], notes: Notes) -> Iterator[Record]:
    for book in books:
        for table in TABLES:
            yield from read_records(book, table, notes)


def _of_party(record: Record, parties: Parties, notes: Notes) -> Record:
    """A row with the code of its processor as the ledger writes it; one that is unknown is noted."""
    field = record.fields.get("processor")
    if field is None or not field.raw:
        return record
    code = parties.by_code(field.raw)
    if not code:
        notes.add("unknown_processor", field.at, processor=field.raw)
        return record
    return replace(record, fields={**record.fields, "processor": replace(field, raw=code)})
