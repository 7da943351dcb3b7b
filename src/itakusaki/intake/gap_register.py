"""Gap registers that came back: what a person entered in each row; nothing else of them is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from itakusaki.catalogue.layout import Layout
from itakusaki.files.folding import plain
from itakusaki.files.workbook import Cell
from itakusaki.intake.book import open_book
from itakusaki.intake.days import Days
from itakusaki.language import LANGUAGES, translator_for
from itakusaki.language.labels import DUTIES
from itakusaki.model.allowance import Allowance
from itakusaki.model.errors import NoGapRegisterError
from itakusaki.model.party import Duty
from itakusaki.model.tracked import RegisterRow
from itakusaki.tabular.book_sheet import BookSheet
from itakusaki.tabular.cell_text import raw_text
from itakusaki.tabular.gap_register import (
    CODE,
    CONTROL,
    DUE,
    ENTRIES,
    MARK,
    REMARKS,
    SIDE,
    STATUS,
    STATUSES,
    read_mark,
)

_NEEDED: Final = (CODE, SIDE, CONTROL, *ENTRIES, REMARKS)


def read_gap_register(path: Path, layout: Layout, allowance: Allowance) -> tuple[RegisterRow, ...]:
    """Read a gap register that was filled in and perhaps sorted or filtered.

    Raises:
        NoGapRegisterError: it cannot be read, or is no register of ours.
    """
    opened = open_book(path, path.name, allowance)
    if opened.book is None:
        raise NoGapRegisterError(path.name, opened.issues)
    days = Days(layout)
    for sheet in opened.book.sheets:
        for number, cells in enumerate(sheet.rows):
            columns = _columns([raw_text(cell) for cell in cells])
            if columns:
                return tuple(_rows(sheet, number + 1, columns, days))
    raise NoGapRegisterError(path.name, opened.issues)


def _rows(
    sheet: BookSheet, first: int, columns: Mapping[str, int], days: Days
) -> Iterator[RegisterRow]:
    for number, cells in enumerate(sheet.rows[first:], start=first):
        found = {name: _cell(cells, at) for name, at in columns.items()}
        side = _sides().get(raw_text(found[SIDE]))
        if side is None:
            continue
        finding, written = read_mark(raw_text(found.get(MARK, "")))
        entries = {name: raw_text(found[name]) for name in ENTRIES}
        status = _status_words().get(plain(entries[STATUS]), entries[STATUS])
        remarks = raw_text(found[REMARKS])
        yield RegisterRow(
            processor=raw_text(found[CODE]),
            side=side,
            control=raw_text(found[CONTROL]),
            finding=finding,
            written=written,
            entries={**entries, DUE: _day(found[DUE], days), STATUS: status},
            remarks="" if remarks == finding else remarks,
            cells={name: sheet.at(number, columns[name]) for name in ENTRIES},
        )


def _cell(cells: Sequence[Cell], at: int) -> Cell:
    return cells[at] if at < len(cells) else ""


def _day(cell: Cell, days: Days) -> str:
    """A day in ISO; what is none as it stands there."""
    found = days.read(cell)
    return found.isoformat() if isinstance(found, date) else raw_text(cell)


def _columns(texts: list[str]) -> Mapping[str, int]:
    """Where each column stands, where this is the heading row; else nothing."""
    for language in LANGUAGES:
        say = translator_for(language).gettext
        called = {say(name): name for name in (*_NEEDED, MARK)}
        found = {called[text]: at for at, text in enumerate(texts) if text in called}
        if set(_NEEDED) <= set(found):
            return found
    return {}


@cache
def _sides() -> Mapping[str, Duty]:
    """The sides in either language, as the register names them."""
    return {
        translator_for(language).say(label): duty
        for language in LANGUAGES
        for duty, label in DUTIES.items()
    }


@cache
def _status_words() -> Mapping[str, str]:
    """The statuses in either language → in English."""
    return {
        plain(translator_for(language).gettext(status)): status
        for language in LANGUAGES
        for status in STATUSES
    }
