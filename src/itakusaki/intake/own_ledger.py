"""A ledger of one's own: which of its headings stands for which column of ours, as a proposal to be checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from itakusaki.catalogue.layout import Column, Table
from itakusaki.files.folding import heading_keys
from itakusaki.files.workbook import Cell
from itakusaki.intake.book import Book
from itakusaki.tabular.book_sheet import BookSheet, Merged
from itakusaki.tabular.cell_text import raw_text

#: Rows in which a heading is looked for, and the longest text that is one.
FIRST_ROWS: Final = 30
LONGEST: Final = 60
#: How alike two headings have to be to be proposed for one another, 0–1.
ALIKE: Final = 0.6
#: A word this short may stand in another by chance.
SHORTEST: Final = 2


class Surety(StrEnum):
    """How a column was found: by our own heading or alias, or by likeness; or not at all."""

    KNOWN = "known"
    LIKE = "like"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedColumn:
    """A heading of the ledger with an example beneath it, and the column it is taken for ("" for none)."""

    heading: str
    example: str
    column: str
    surety: Surety


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedLedger:
    """The sheet and row (from 1) in which the headings stand, each with what it is taken for."""

    sheet: str
    row: int
    columns: tuple[ProposedColumn, ...]

    @property
    def mapped(self) -> tuple[ProposedColumn, ...]:
        """Those that stand for a column of ours."""
        return tuple(column for column in self.columns if column.column)


def proposed_ledger(book: Book, table: Table) -> ProposedLedger | None:
    """The row of a book that looks most like the heading of a ledger; None where none has two such columns."""
    found = [
        _proposed(sheet, number, table)
        for sheet in book.sheets
        if sheet.visible
        for number in range(min(FIRST_ROWS, len(sheet.rows)))
    ]
    best = max(found, key=lambda one: (_weight(one), -one.row), default=None)
    return best if best is not None and len(best.mapped) > 1 else None


def _weight(found: ProposedLedger) -> float:
    """How much a row looks like a heading: what is known counts more than what is alike."""
    return sum(1.0 if column.surety is Surety.KNOWN else 0.5 for column in found.mapped)


def _proposed(sheet: BookSheet, number: int, table: Table) -> ProposedLedger:
    headings = _headings(sheet, number)
    chosen = dict(_chosen(headings, table))
    columns = tuple(
        ProposedColumn(
            heading=heading,
            example=_example(sheet.rows[number + 1 :], place),
            column=chosen.get(place, ("", Surety.NONE))[0],
            surety=chosen.get(place, ("", Surety.NONE))[1],
        )
        for place, heading in enumerate(headings)
        if heading
    )
    return ProposedLedger(sheet=sheet.name, row=number + sheet.top + 1, columns=columns)


def _headings(sheet: BookSheet, number: int) -> list[str]:
    """What stands over each column in a row: a merged cell that reaches into it, or a group's name and its own.

    The reader of headings joins them in the same way (`tabular/headings.py`).
    """
    own = [_heading(cell) for cell in sheet.rows[number]]
    covered = sheet.covered() if number and sheet.merged else {}
    groups = _groups(sheet, number - 1, covered) if covered else []
    for place, text in enumerate(own):
        merged = covered.get((number, place))
        if not text and merged and merged.top < number and merged.left == merged.right:
            own[place] = _heading(merged.value)
        elif text and merged is None and place < len(groups):
            own[place] = f"{groups[place]} {text}".strip()
    return own


def _groups(sheet: BookSheet, number: int, covered: Mapping[tuple[int, int], Merged]) -> list[str]:
    """What a row says over each column, where it names groups of them; nothing where it is a title."""
    cells = sheet.rows[number]
    over = [covered.get((number, place)) for place in range(len(cells))]
    wide = [one.right - one.left + 1 if one and one.top == number else 0 for one in over]
    if not any(1 < width < len(cells) for width in wide):
        return []
    return [_heading(one.value if one else cell) for one, cell in zip(over, cells, strict=True)]


def _heading(cell: Cell) -> str:
    text = " ".join(raw_text(cell).split())
    is_heading = isinstance(cell, str) and len(text) <= LONGEST
    return text if is_heading else ""


def _example(rows: Sequence[Sequence[Cell]], place: int) -> str:
    texts = (raw_text(row[place]).strip() for row in rows if place < len(row))
    return next((" ".join(text.split())[:LONGEST] for text in texts if text), "")


def _chosen(headings: Sequence[str], table: Table) -> Iterator[tuple[int, tuple[str, Surety]]]:
    """Place → column: the surest pairs first, no place and no column twice."""
    pairs = [
        (score, -place, column.name, place)
        for place, heading in enumerate(headings)
        if heading
        for column in table.columns
        if (score := _likeness(heading, column)) >= ALIKE
    ]
    places: set[int] = set()
    names: set[str] = set()
    for score, _, name, place in sorted(pairs, reverse=True):
        if place not in places and name not in names:
            places.add(place)
            names.add(name)
            yield place, (name, Surety.KNOWN if score >= 1 else Surety.LIKE)


def _likeness(heading: str, column: Column) -> float:
    """How alike a heading is to any name of a column, 1 for the same."""
    said = heading_keys(heading)[0]
    words = (column.heading.ja, column.heading.en, *column.aliases, *column.also)
    return max((_alike(said, heading_keys(word)[0]) for word in words if word), default=0.0)


def _alike(said: str, known: str) -> float:
    if said == known:
        return 1.0
    shorter, longer = sorted((said, known), key=len)
    if len(shorter) >= SHORTEST and longer.endswith(shorter):
        return 0.6 + 0.35 * len(shorter) / len(longer)
    return 0.95 * SequenceMatcher(None, said, known, autojunk=False).ratio()
