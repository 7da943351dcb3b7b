"""The hidden sheet's writer: what the workbook says of itself (see tabular.hidden_sheet)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from openpyxl import Workbook

from itakusaki.files.canonical_json import canonical
from itakusaki.model.answer import LastReply
from itakusaki.model.plain import to_plain
from itakusaki.tabular.hidden_sheet import (
    ITEMS,
    LAST,
    LONGEST_CELL,
    SHEET,
    head_rows,
    text_digest,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A question or fact, the place where it was written, and the text beside it."""

    id: str
    sheet: str
    row: int
    text: str


def write_hidden(
    book: Workbook,
    says: Mapping[str, str],
    items: Iterable[Item] = (),
    last: LastReply | None = None,
) -> None:
    """Add the hidden sheet; what `says` leaves out stays empty, of `last` come the items asked again."""
    page = book.create_sheet(SHEET)
    page.sheet_state = "veryHidden"
    page.protection.sheet = True
    rows: list[tuple[str | int, ...]] = [*head_rows(says), (ITEMS,)]
    asked = tuple(items)
    rows.extend((item.id, item.sheet, item.row, text_digest(item.text)) for item in asked)
    if last is not None:
        rows.append((LAST, last.round))
        rows.extend(_last_rows(last, asked))
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = page.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
                cell.number_format = "@"


def _last_rows(last: LastReply, asked: Iterable[Item]) -> Iterator[tuple[str, str]]:
    """The last reply to each item that is asked again, as JSON."""
    for item in asked:
        known = last.answers.get(item.id) or last.facts.get(item.id)
        text = canonical(to_plain(known)).decode() if known else ""
        if text and len(text) <= LONGEST_CELL:
            yield item.id, text
