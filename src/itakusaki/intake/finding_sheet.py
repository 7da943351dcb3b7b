"""Findings sheets that came back: the party's entries, each with its cell; nothing else is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from itakusaki.intake.book import open_book
from itakusaki.intake.mark import split_mark
from itakusaki.intake.own_headings import OwnHeadings, no_value
from itakusaki.language import LANGUAGES, translator_for
from itakusaki.model.allowance import Allowance
from itakusaki.model.errors import NoFindingSheetError
from itakusaki.model.message import N_, Message
from itakusaki.model.tracked import CorrectionPlan, FilledRow, FilledSheet, RowRemark
from itakusaki.tabular.book_sheet import BookSheet
from itakusaki.tabular.cell_text import raw_text
from itakusaki.tabular.finding_sheet import COLUMNS, FIELDS
from itakusaki.tabular.hidden_sheet import FINDINGS

_ID: Final = "id"
_HEADINGS: Final = {column.name: column.heading for column in COLUMNS}
_UNHIDDEN: Final = N_(
    "its hidden sheet is missing, which says whose it is and what was written: export the sheet again, and enter there what this one says"
)
_NUMBERLESS: Final = N_("the row has no finding number; its entries were left out")


def read_finding_sheet(path: Path, allowance: Allowance) -> FilledSheet:
    """Read a sheet of findings that was filled in and perhaps sorted or filtered.

    Raises:
        NoFindingSheetError: it cannot be read, or is no such sheet of ours.
    """
    opened = open_book(path, path.name, allowance)
    if opened.book is None:
        raise NoFindingSheetError(path.name, opened.issues)
    mark, sheets = split_mark(opened.book)
    unread: list[RowRemark] = []
    rows = tuple(row for sheet in sheets for row in _rows(sheet, unread))
    if mark is None or mark.kind != FINDINGS or not rows:
        mistakes = () if rows else _headings().lost(sheets)
        if mark is None and (rows or mistakes):
            mistakes += (Message(_UNHIDDEN),)
        raise NoFindingSheetError(path.name, opened.issues, mistakes)
    return FilledSheet(
        client=mark.client,
        processor=mark.processor,
        round=mark.round,
        rows=rows,
        written=mark.items,
        unread=tuple(unread),
    )


def _rows(sheet: BookSheet, unread: list[RowRemark]) -> Iterator[FilledRow]:
    """The rows of a sheet; what cannot be read of it is added to `unread`."""
    columns: Mapping[str, int] = {}
    for number, cells in enumerate(sheet.rows):
        texts = [raw_text(cell) for cell in cells]
        heading = _headings().columns(texts)
        if heading:
            columns = heading
        elif columns:
            texts += [""] * (1 + max(columns.values()) - len(texts))
            lost = {
                name: told
                for name in (_ID, *FIELDS)
                if (told := _lost(sheet, number, columns, name))
            }
            unread.extend(lost.values())
            entered = {name: texts[columns[name]] for name in FIELDS}
            at = {name: sheet.at(number, columns[name]) for name in FIELDS if name not in lost}
            if texts[columns[_ID]]:
                yield FilledRow(id=texts[columns[_ID]], plan=CorrectionPlan(**entered), cells=at)
            elif any(entered.values()) and _ID not in lost:
                unread.append(
                    RowRemark(at=sheet.at(number, columns[_ID]), says=Message(_NUMBERLESS))
                )


def _lost(sheet: BookSheet, row: int, columns: Mapping[str, int], name: str) -> RowRemark | None:
    return next(no_value(sheet, row, columns[name], _HEADINGS[name]), None)


@cache
def _headings() -> OwnHeadings:
    say = [translator_for(language).say for language in LANGUAGES]
    return OwnHeadings(
        languages=tuple({name: one(heading) for name, heading in _HEADINGS.items()} for one in say),
        places={column.name: at for at, column in enumerate(COLUMNS)},
        needed=frozenset({_ID, *FIELDS}),
    )
