"""Registers as a workbook: what was promised, and what authorities asked, to be filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from openpyxl import Workbook

from itakusaki.catalogue.layout import Layout
from itakusaki.forms.archive import book_bytes
from itakusaki.forms.entry_rules import Lists, RuleMaker
from itakusaki.forms.entry_table import Prefilled, TableSpec, write_table
from itakusaki.forms.hidden import write_hidden
from itakusaki.forms.styles import add_styles
from itakusaki.language import Translator
from itakusaki.model.message import N_, Message

NOTES: Final = {
    "promises": Message(
        N_(
            "Every measure that was promised to a client, an authority or the public: who carries it out by when, what shows it, and who other than its owner confirmed it. A number is never used again. Put the file into contracts/."
        )
    ),
    "orders": Message(
        N_(
            "Whatever an authority asked: reports, guidance, recommendations, orders, inspections and periodic reports, item by item, with the day it was due and the day it was answered."
        )
    ),
}


def registers_book(
    layout: Layout,
    translator: Translator,
    rows: Mapping[str, Sequence[Prefilled]] | None = None,
) -> bytes:
    """The workbook of both registers as an xlsx file, with rows that are known already."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book, translator.code)
    lists = Lists()
    maker = RuleMaker(translator, lists)
    for name, note in NOTES.items():
        spec = TableSpec(
            table=layout.tables[name],
            note=note,
            rows=(rows or {}).get(name, ()),
            marks_required=True,
        )
        write_table(book, maker, spec)
    lists.write(book)
    write_hidden(book, {"kind": "ledger", "language": translator.code})
    return book_bytes(book)
