"""The hidden sheet's writer: what the workbook says of itself (see tabular.hidden_sheet)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openpyxl import Workbook

from itakusaki.tabular.hidden_sheet import FORMAT, ITEMS, KEYS, SHEET, text_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A question or fact, the place where it was written, and the text beside it."""

    id: str
    sheet: str
    row: int
    text: str


def write_hidden(book: Workbook, says: Mapping[str, str], items: Iterable[Item] = ()) -> None:
    """Add the hidden sheet; what `says` leaves out stays empty."""
    page = book.create_sheet(SHEET)
    page.sheet_state = "veryHidden"
    page.protection.sheet = True
    rows: list[tuple[str | int, ...]] = [
        (key, FORMAT if key == "format" else says.get(key, "")) for key in KEYS
    ]
    rows.append((ITEMS,))
    rows.extend((item.id, item.sheet, item.row, text_digest(item.text)) for item in items)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = page.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
                cell.number_format = "@"
