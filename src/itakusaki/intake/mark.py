"""The mark: what the hidden sheet of our own workbooks says of whose, what and which rows they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from itakusaki.files.folding import plain
from itakusaki.intake.book import Book
from itakusaki.tabular.book_sheet import BookSheet
from itakusaki.tabular.cell_text import raw_text
from itakusaki.tabular.hidden_sheet import ITEMS, KEYS, LAST, MORE_KEYS, SHEET

#: What the sheet says before its items, by name.
NAMES: Final = (*KEYS, *MORE_KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The hidden sheet, read; `items` gives the digest of the text that stood beside each id.

    `last` gives the last reply to each id as JSON, `last_round` when that was; both empty where a form
    knows of none. `client` is "" where the kind does not say it.
    """

    kind: str
    processor: str
    corporate_number: str
    round: str
    checklist_version: str
    language: str
    depth: str
    items: Mapping[str, str]
    client: str = ""
    last_round: str = ""
    last: Mapping[str, str] = field(default_factory=dict)


def split_mark(book: Book) -> tuple[Mark | None, tuple[BookSheet, ...]]:
    """The mark of a book, if it bears one, and all its other sheets."""
    others = tuple(sheet for sheet in book.sheets if sheet.name != SHEET)
    hidden = next((sheet for sheet in book.sheets if sheet.name == SHEET), None)
    return (_mark(hidden) if hidden else None), others


def _mark(sheet: BookSheet) -> Mark | None:
    values: dict[str, str] = {}
    items: dict[str, str] = {}
    last: dict[str, str] = {}
    last_round, in_items, in_last = "", False, False
    for row in sheet.rows:
        name = raw_text(row[0]) if row else ""
        if in_last and name and len(row) > 1:
            last.setdefault(name, str(row[1]))
        elif name == LAST and in_items:
            in_last, last_round = True, plain(raw_text(row[1])) if len(row) > 1 else ""
        elif in_items and name and len(row) > 3:  # noqa: PLR2004 - id, sheet, row, digest
            items.setdefault(name, str(row[3]))
        elif name == ITEMS:
            in_items = True
        elif name in NAMES:
            values[name] = plain(raw_text(row[1])) if len(row) > 1 else ""
    if not values.get("format", "").startswith("itakusaki/"):
        return None
    given = {name: values.get(name, "") for name in NAMES if name != "format"}
    return Mark(items=items, last=last, last_round=last_round, **given)
