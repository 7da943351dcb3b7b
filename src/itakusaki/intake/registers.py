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

TABLES: Final = ("promises", "orders")


def read_registers(
    books: Iterable[Recognised], parties: Parties, notes: Notes
) -> tuple[Record, ...]:
    """The rows of both tables; one whose number is missing or taken, or whose processor is unknown, is noted."""
    seen: dict[str, CellRef] = {}
    found: list[Record] = []
    for record in _rows(books, notes):
        number = record.text("number")
        if not number:
            notes.add("row_without_key", record.at, column=_number_of(books, record.table))
        elif number in seen:
            notes.add("duplicate_id", record.at, id=number, first=str(seen[number]))
        else:
            seen[number] = record.at
            found.append(_of_party(record, parties, notes))
    return tuple(found)


def _number_of(books: Iterable[Recognised], table: str) -> Words:
    """What the column of numbers is headed."""
    blocks = (block for book in books for block in book.of(table))
    return next(blocks).table.column("number").heading


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
