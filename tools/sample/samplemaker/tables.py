"""Tables: a plain workbook of one table, as an auditor keeps it beside our own forms."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook

from itakusaki.catalogue.layout import Table
from samplemaker.scenario import Told


def review_book(table: Table, rows: Sequence[Told]) -> Workbook:
    """The auditor's notes under our headings, without our sheet's make-up."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = table.sheet.ja if table.sheet else table.name
    shown = [column for column in table.columns if any(column.name in row for row in rows)]
    page.append([column.heading.ja for column in shown])
    for row in rows:
        page.append([row.get(column.name) for column in shown])
    return book
