"""Gap registers that came back: what a person entered in each row; nothing else of them is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Final

from itakusaki.catalogue.layout import Layout
from itakusaki.files.folding import fold, plain
from itakusaki.files.workbook import Cell
from itakusaki.intake.book import open_book
from itakusaki.intake.days import Days
from itakusaki.intake.mark import split_mark
from itakusaki.intake.own_headings import OwnHeadings, no_value
from itakusaki.language import LANGUAGES, translator_for
from itakusaki.language.labels import DUTIES
from itakusaki.model.allowance import Allowance
from itakusaki.model.errors import NoGapRegisterError
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty
from itakusaki.model.tracked import FilledRegister, RegisterRow, RowMark, RowRemark
from itakusaki.tabular.book_sheet import BookSheet
from itakusaki.tabular.cell_text import raw_text
from itakusaki.tabular.gap_register import (
    CODE,
    CONTROL,
    DUE,
    ENTRIES,
    MARK,
    OWNER,
    PLACES,
    REMARKS,
    SIDE,
    STATUS,
    STATUSES,
    read_mark,
    whose_row,
)
from itakusaki.tabular.hidden_sheet import REGISTER

_NEEDED: Final = (CODE, SIDE, CONTROL, *ENTRIES, REMARKS)


def read_gap_register(
    path: Path, layout: Layout, allowance: Allowance, register: tuple[str, str]
) -> FilledRegister:
    """Read a gap register that was filled in and perhaps sorted or filtered.

    `register` is the client and round whose it is taken for where the file itself does not say.

    Raises:
        NoGapRegisterError: it cannot be read, or is no register of ours.
    """
    opened = open_book(path, path.name, allowance)
    if opened.book is None:
        raise NoGapRegisterError(path.name, opened.issues)
    days = Days(layout)
    mark, sheets = split_mark(opened.book)
    is_said = mark is not None and mark.kind == REGISTER
    client, round_ = (mark.client, mark.round) if mark is not None and is_said else ("", "")
    for sheet in sheets:
        for number, cells in enumerate(sheet.rows):
            columns = dict(_headings().columns([raw_text(cell) for cell in cells]))
            if columns:
                whose = (client, round_) if is_said else register
                notes = tuple(_marks_found(sheet, number, columns))
                return FilledRegister(
                    client=client,
                    round=round_,
                    rows=tuple(_rows(sheet, number + 1, columns, (whose, days))),
                    unread=tuple(_unread(sheet, number + 1, columns)),
                    notes=notes,
                )
    raise NoGapRegisterError(path.name, opened.issues, _headings().lost(sheets))


def _marks_found(sheet: BookSheet, row: int, columns: dict[str, int]) -> Iterator[RowRemark]:
    """Find the marks by themselves where their column lost its heading, and say so."""
    if MARK in columns:
        return
    for number in range(row + 1, len(sheet.rows)):
        for at, cell in enumerate(sheet.rows[number]):
            if read_mark(raw_text(cell)) is not None:
                columns[MARK] = at
                text = N_(
                    "the column is headed “{found}”; it was read as “{heading}” by what stands in it"
                )
                found = raw_text(_cell(sheet.rows[row], at))
                says = Message.of(text, found=found, heading=Message(MARK))
                yield RowRemark(at=sheet.at(row, at), says=says)
                return


def _unread(sheet: BookSheet, first: int, columns: Mapping[str, int]) -> Iterator[RowRemark]:
    """Entries, and what says whose a row is, that a formula or an error keeps from being read."""
    for number in range(first, len(sheet.rows)):
        for name in _NEEDED:
            yield from no_value(sheet, number, columns[name], Message(name))


def _rows(
    sheet: BookSheet,
    first: int,
    columns: Mapping[str, int],
    reading: tuple[tuple[str, str], Days],
) -> Iterator[RegisterRow]:
    register, days = reading
    for number, cells in enumerate(sheet.rows[first:], start=first):
        found = {name: _cell(cells, at) for name, at in columns.items()}
        texts = {name: raw_text(found[name]) for name in _NEEDED}
        side, status = _sides().get(texts[SIDE]), texts[STATUS]
        marked = raw_text(found.get(MARK, ""))
        mark = read_mark(marked)
        row = (texts[CODE], side or Duty.PROCESSOR, texts[CONTROL])
        is_theirs = side is not None and mark is not None and mark.whose == whose_row(register, row)
        yield RegisterRow(
            processor=texts[CODE],
            side=side,
            control=texts[CONTROL],
            mark=_mark_of(marked, is_read=mark is not None, is_theirs=is_theirs),
            finding=mark.finding if mark else "",
            written=mark.written if mark else {},
            entries={
                OWNER: texts[OWNER],
                DUE: _day(found[DUE], days),
                STATUS: _status_words().get(plain(status), status),
            },
            remarks="" if mark and texts[REMARKS] == mark.finding else texts[REMARKS],
            cells={name: sheet.at(number, columns[name]) for name in (*ENTRIES, REMARKS)},
            is_timed=_is_timed(found[DUE]),
        )


def _mark_of(marked: str, *, is_read: bool, is_theirs: bool) -> RowMark:
    if not marked:
        return RowMark.ABSENT
    if not is_read:
        return RowMark.UNREADABLE
    return RowMark.WHOLE if is_theirs else RowMark.ELSEWHERE


def _is_timed(cell: Cell) -> bool:
    """Whether a day was typed with a time of day, which a due day does not have."""
    if isinstance(cell, datetime):
        return cell.time() != time()
    if isinstance(cell, float):
        return not cell.is_integer()
    return isinstance(cell, str) and ":" in fold(cell)


def _cell(cells: Sequence[Cell], at: int) -> Cell:
    return cells[at] if at < len(cells) else ""


def _day(cell: Cell, days: Days) -> str:
    """A day in ISO; what is none as it stands there."""
    found = days.read(cell)
    return found.isoformat() if isinstance(found, date) else raw_text(cell)


@cache
def _headings() -> OwnHeadings:
    say = [translator_for(language).gettext for language in LANGUAGES]
    return OwnHeadings(
        languages=tuple({name: one(name) for name in PLACES} for one in say),
        places=PLACES,
        needed=frozenset(_NEEDED),
    )


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
