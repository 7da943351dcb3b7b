"""Forms: labelled fields, such as a cover: the value stands beside its label, after it, or below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from itakusaki.catalogue.layout import Column, Form, Layout
from itakusaki.files.folding import heading_keys, key, plain
from itakusaki.files.workbook import Cell
from itakusaki.intake.book import Book
from itakusaki.intake.cell import UnreadCell
from itakusaki.intake.issues import Notes
from itakusaki.intake.normalise import Spellings
from itakusaki.model.record import Field
from itakusaki.tabular.book_sheet import BookSheet
from itakusaki.tabular.cell_text import raw_text

#: Labels stand near the top; a form further down is not looked for.
MAX_ROWS: Final = 120
LONGEST_LABEL: Final = 120
_COLON: Final = ":"


class Labels:
    """The labels of one form, looked up by what stands in a cell; made once per run."""

    def __init__(self, form: Form) -> None:
        self._names = frozenset(map(key, (form.sheet.ja, form.sheet.en, *form.aliases)))
        self._fields: dict[str, Column] = {}
        for column in form.fields:
            for word in (column.heading.ja, column.heading.en, *column.aliases):
                self._fields.setdefault(heading_keys(word)[0], column)

    def is_named(self, sheet: BookSheet) -> bool:
        """Whether the sheet is called like the form."""
        return key(sheet.name) in self._names

    def field(self, text: str) -> Column | None:
        """The field that a label names."""
        if not text or len(text) > LONGEST_LABEL:
            return None
        return next((self._fields[k] for k in heading_keys(text) if k in self._fields), None)


def read_form(
    book: Book,
    rows: Mapping[str, int],
    labels: Labels,
    spellings: Spellings,
    notes: Notes,
) -> dict[str, Field]:
    """Read the fields of a form wherever in the book they stand.

    `rows` says up to which row of a sheet to look: above its first table. Of two values for one
    field the first counts.
    """
    found: dict[str, Field] = {}
    for sheet in _sheets(book, labels):
        last = min(rows.get(sheet.name, len(sheet.rows)), MAX_ROWS, len(sheet.rows))
        for index in range(last):
            for place, cell in enumerate(sheet.rows[index]):
                if type(cell) is not str or not cell:
                    continue
                column, at = _labelled(sheet, labels, index, place)
                if column is None or column.name in found or at is None:
                    continue
                found[column.name] = _field(
                    sheet, at, column, spellings, notes, epoch_1904=book.epoch_1904
                )
    return found


def _sheets(book: Book, labels: Labels) -> list[BookSheet]:
    """Where to look: the sheets named like the form, or all where there is none."""
    named = [sheet for sheet in book.sheets if labels.is_named(sheet)]
    return named or [sheet for sheet in book.sheets if not sheet.name.startswith("_")]


#: Row, column, and the value where it stands in the label's own cell.
_Place = tuple[int, int, Cell]


def _labelled(
    sheet: BookSheet, labels: Labels, row: int, place: int
) -> tuple[Column | None, _Place | None]:
    text = raw_text(sheet.rows[row][place])
    column = labels.field(text)
    if column is not None:
        return column, _beside(sheet, labels, column, row, place)
    head, colon, rest = (
        plain(text).partition(_COLON) if len(text) <= LONGEST_LABEL * 2 else ("",) * 3
    )
    column = labels.field(head) if colon and rest.strip() else None
    return column, (row, place, rest.strip()) if column else None


def _beside(
    sheet: BookSheet, labels: Labels, column: Column, row: int, place: int
) -> _Place | None:
    cells = sheet.rows[row]
    for right in range(place + 1, len(cells)):
        cell = cells[right]
        if cell != "":
            if not _is_label(cell, labels, column):
                return row, right, cell
            break
    below = row + 1
    if below < len(sheet.rows) and _is_heading_row(sheet, labels, row):
        cell = sheet.rows[below][place]
        if cell != "" and not _is_label(cell, labels, column):
            return below, place, cell
    return None


def _is_label(cell: Cell, labels: Labels, column: Column) -> bool:
    if not isinstance(cell, str) or labels.field(cell) is None:
        return False
    # 委託元 is the label of one field, and what may stand in another.
    words = {key(word) for c in column.choices for word in (c.words.ja, c.words.en)}
    return key(cell) not in words


def _is_heading_row(sheet: BookSheet, labels: Labels, row: int) -> bool:
    """Whether all that stands in the row are labels, so that values stand below them."""
    texts = [cell for cell in sheet.rows[row] if cell != ""]
    known = [cell for cell in texts if isinstance(cell, str) and labels.field(cell)]
    return len(known) == len(texts) > 1


def _field(
    sheet: BookSheet,
    place: _Place,
    column: Column,
    spellings: Spellings,
    notes: Notes,
    *,
    epoch_1904: bool,
) -> Field:
    row, at, cell = place
    where = sheet.at(row, at)
    value = spellings.value(cell, column, epoch_1904=epoch_1904)
    if isinstance(value, UnreadCell):
        notes.add("value_unreadable", where, column=column.heading, reason=value.reason)
        value = None
    return Field(value=value, raw=spellings.text(cell), at=where)


def layout_labels(layout: Layout) -> Labels | None:
    """The labels of a layout's cover, None where it has none."""
    form = layout.forms.get("cover")
    return Labels(form) if form else None
