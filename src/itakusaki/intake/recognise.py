"""Recognising: which layout a book follows, which tables it holds, what its cover says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from itakusaki.catalogue.checklist import Checklist, FactSpec
from itakusaki.catalogue.layout import STANDARD, Column, Layout
from itakusaki.files.folding import key
from itakusaki.intake.block_notes import note_layout
from itakusaki.intake.book import Book
from itakusaki.intake.fact_reader import FactReader
from itakusaki.intake.forms import Labels, layout_labels, read_form
from itakusaki.intake.issues import Notes, listed
from itakusaki.intake.items import Items
from itakusaki.intake.mark import Mark, split_mark
from itakusaki.intake.normalise import Spellings
from itakusaki.model.message import N_, Message, Words
from itakusaki.model.record import Field
from itakusaki.model.source import CellRef
from itakusaki.tabular.blocks import Block, NearMiss
from itakusaki.tabular.book_sheet import BookSheet, has_text
from itakusaki.tabular.cell_text import raw_text
from itakusaki.tabular.headings import Headings
from itakusaki.tabular.hidden_sheet import NO_FORMS

#: So many ids on a sheet without headings are a table that lost its heading row.
MANY_IDS: Final = 3
#: Codes of sheets that were not read for their size.
TOO_LARGE: Final = frozenset({"sheet_too_large", "book_too_large"})


class LayoutReader:
    """One layout with all that is needed to read by it; made once per run."""

    def __init__(self, layout: Layout, checklist: Checklist) -> None:
        self.layout = layout
        self.spellings = Spellings(layout)
        self.headings = Headings(layout)
        self.items = Items(checklist, layout.questions)
        self.labels: Labels | None = layout_labels(layout)
        self.skipped = frozenset(map(key, layout.skip_sheets))
        self._facts: dict[str, FactReader] = {}

    @property
    def is_own(self) -> bool:
        """Whether item ids are ours, rather than a customer's mapped to ours."""
        return self.layout.name == STANDARD

    def fact(self, spec: FactSpec) -> FactReader:
        """What reads the cells of a fact of the checklist."""
        found = self._facts.get(spec.id)
        if found is None:
            found = self._facts[spec.id] = FactReader(spec, self.spellings)
        return found

    def is_front(self, sheet: BookSheet) -> bool:
        """Whether a sheet is called like the cover."""
        return self.labels is not None and self.labels.is_named(sheet)

    def skips(self, sheet: BookSheet) -> bool:
        """Whether a sheet is left out: named so by the layout, or an example of how to fill."""
        return key(sheet.name) in self.skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A book with the tables found in it, by the layout that fits it best."""

    book: Book
    reader: LayoutReader
    mark: Mark | None
    blocks: tuple[Block, ...]
    cover: Mapping[str, Field]

    def of(self, name: str) -> tuple[Block, ...]:
        """The blocks of one table."""
        return tuple(block for block in self.blocks if block.table.name == name)

    @property
    def is_no_form(self) -> bool:
        """Whether it is a list of our own, of cells to correct or of findings."""
        return self.mark is not None and self.mark.kind in NO_FORMS

    @property
    def tables(self) -> frozenset[str]:
        """The tables it holds."""
        return frozenset(block.table.name for block in self.blocks)


@dataclass(frozen=True, slots=True)
class _View:
    """A book as one layout sees it."""

    reader: LayoutReader
    blocks: tuple[Block, ...]
    misses: tuple[NearMiss, ...]

    @property
    def rank(self) -> tuple[int, int]:
        answers = [b for b in self.blocks if b.table.name == "answers"]
        known = sum(bool(self.reader.items.id_of(r.cell("id"))) for b in answers for r in b.rows())
        return known, sum(len(block.columns) for block in self.blocks)


def recognise(book: Book, readers: Sequence[LayoutReader], notes: Notes) -> Recognised:
    """See a book through the layout that fits it best; what fits none is noted."""
    mark, sheets = split_mark(book)
    if mark is not None or len(readers) == 1:
        view = _view(sheets, readers[0])
    else:
        # Of equal views the later wins: a layout of one's own is more to the point.
        views = [_view(sheets, reader) for reader in readers]
        view = max(enumerate(views), key=lambda pair: (pair[1].rank, pair[0]))[1]
    if mark is None or mark.kind not in NO_FORMS:
        _note_misses(book, sheets, view, readers, notes)
    cover = _cover(book, view, notes)
    if mark is None:
        _note_passed_over(sheets, view, cover, notes)
    for block in view.blocks:
        note_layout(block, view.reader.items, view.reader.spellings, notes)
    return Recognised(
        book=book,
        reader=view.reader,
        mark=mark,
        blocks=view.blocks,
        cover=cover,
    )


def _view(sheets: Iterable[BookSheet], reader: LayoutReader) -> _View:
    blocks: list[Block] = []
    misses: list[NearMiss] = []
    for sheet in sheets:
        if reader.skips(sheet):
            continue
        found, missed = reader.headings.blocks(sheet)
        blocks.extend(found)
        misses.extend(missed)
    return _View(reader, tuple(blocks), tuple(misses))


def _cover(book: Book, view: _View, notes: Notes) -> dict[str, Field]:
    if view.reader.labels is None:
        return {}
    first: dict[str, int] = {}
    for block in view.blocks:
        first.setdefault(block.sheet.name, block.top)
    return read_form(book, first, view.reader.labels, view.reader.spellings, notes)


def _note_misses(
    book: Book,
    sheets: Sequence[BookSheet],
    view: _View,
    readers: Sequence[LayoutReader],
    notes: Notes,
) -> None:
    for miss in view.misses:
        notes.add(
            "columns_missing",
            miss.sheet.at(miss.row, 0),
            table=miss.table.sheet or miss.table.name,
            missing=_headings(miss.missing),
            found=listed(miss.found),
        )
    lost = _ids_without_headings(sheets, view, notes)
    # Of a sheet that was too large nobody knows what stands in it, and that was said.
    unread = any(one.code in TOO_LARGE and one.at.file == book.file for one in notes.issues)
    if not (view.blocks or view.misses or lost or unread):
        _note_no_table(book, sheets, readers, notes)


def _note_no_table(
    book: Book, sheets: Sequence[BookSheet], readers: Sequence[LayoutReader], notes: Notes
) -> None:
    """Say where was looked, which line comes nearest to a heading, and what that lacks."""
    looked_at = [sheet for sheet in sheets if has_text(sheet.rows)]
    misses = (r.headings.nearest(s) for s in looked_at for r in readers if not r.skips(s))
    near = max((m for m in misses if m), key=lambda miss: miss.rank, default=None)
    at = near.sheet.at(near.row, 0) if near else CellRef(file=book.file)
    names = listed(tuple(sheet.name for sheet in looked_at if sheet.name)) or "-"
    notes.add("no_table", at, sheets=names, near=_nearest(near, sheets, readers))


def _nearest(
    near: NearMiss | None, sheets: Sequence[BookSheet], readers: Sequence[LayoutReader]
) -> Message:
    if near is None:
        text = N_("no line holds a known heading (wanted: {expected}); what stands first: {found}")
        return Message.of(text, expected=_expected(readers), found=_first_texts(sheets))
    text = N_("nearest comes this line ({found}), which lacks {missing} of the table {table}")
    return Message.of(
        text,
        found=listed(near.found, 8),
        missing=_headings(near.missing) if near.missing else Message(N_("more headings")),
        table=near.table.sheet or near.table.name,
    )


def _note_passed_over(
    sheets: Sequence[BookSheet], view: _View, cover: Mapping[str, Field], notes: Notes
) -> None:
    """Name the sheets of a book of another make on which nothing was read, though others were."""
    reader = view.reader
    used = {b.sheet.name for b in view.blocks} | {m.sheet.name for m in view.misses}
    used |= {field.at.sheet for field in cover.values()}
    left = [
        sheet
        for sheet in sheets
        if sheet.name not in used and not reader.skips(sheet) and not reader.is_front(sheet)
    ]
    named = tuple(s.name for s in left if s.name[:1] not in ("", "_") and has_text(s.rows))
    if named and view.blocks:
        first = next(sheet for sheet in left if sheet.name == named[0])
        notes.add("sheets_passed_over", first.whole, count=len(named), sheets=listed(named))


def _ids_without_headings(sheets: Sequence[BookSheet], view: _View, notes: Notes) -> bool:
    having = {block.sheet.name for block in view.blocks} | {m.sheet.name for m in view.misses}
    read: frozenset[str] | None = None
    lost = False
    for sheet in sheets:
        # Sheets that begin with a line are ours and hold lists for drop-downs.
        if sheet.name in having or sheet.name.startswith("_") or view.reader.skips(sheet):
            continue
        ids = _ids_on(sheet, view.reader.items)
        if len(ids) >= MANY_IDS:
            # Instructions may name ids as well; only those that stand nowhere else are lost.
            read = _ids_read(view) if read is None else read
            if len(ids - read) >= MANY_IDS:
                notes.add("ids_without_headings", sheet.whole, count=len(ids - read))
                lost = True
    return lost


def _ids_on(sheet: BookSheet, items: Items) -> frozenset[str]:
    found = {items.id_of(cell) for row in sheet.rows for cell in row if cell and type(cell) is str}
    return frozenset(found - {""})


def _ids_read(view: _View) -> frozenset[str]:
    blocks = (block for block in view.blocks if "id" in block.columns)
    return frozenset(view.reader.items.id_of(row.cell("id")) for b in blocks for row in b.rows())


def _expected(readers: Sequence[LayoutReader]) -> Words:
    tables = (readers[0].layout.tables.get(name) for name in ("ledger", "answers"))
    headings = [_headings(c for c in table.columns if c.required) for table in tables if table]
    return Words(ja=" / ".join(h.ja for h in headings), en=" / ".join(h.en for h in headings))


def _headings(columns: Iterable[Column]) -> Words:
    names = [column.heading for column in columns]
    return Words(ja=", ".join(n.ja for n in names), en=", ".join(n.en for n in names))


def _first_texts(sheets: Sequence[BookSheet]) -> str:
    for sheet in sheets:
        if has_text(sheet.rows):
            texts = (raw_text(cell)[:30] for row in sheet.rows[:30] for cell in row)
            return listed(tuple(text.replace("\n", " ") for text in texts if text), 8)
    return "-"
