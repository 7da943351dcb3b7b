"""Findings sheets that came back: the party's entries, each with its cell; nothing else is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from itakusaki.files.folding import plain
from itakusaki.intake.book import open_book
from itakusaki.intake.mark import split_mark
from itakusaki.language import LANGUAGES, translator_for
from itakusaki.model.allowance import Allowance
from itakusaki.model.errors import NoFindingSheetError
from itakusaki.model.tracked import CorrectionPlan, FilledRow, FilledSheet
from itakusaki.tabular.book_sheet import BookSheet
from itakusaki.tabular.cell_text import raw_text
from itakusaki.tabular.finding_sheet import COLUMNS, FIELDS
from itakusaki.tabular.hidden_sheet import FINDINGS

_ID: Final = "id"


def read_finding_sheet(path: Path, allowance: Allowance) -> FilledSheet:
    """Read a sheet of findings that was filled in and perhaps sorted or filtered.

    Raises:
        NoFindingSheetError: it cannot be read, or is no such sheet of ours.
    """
    opened = open_book(path, path.name, allowance)
    if opened.book is None:
        raise NoFindingSheetError(path.name, opened.issues)
    mark, sheets = split_mark(opened.book)
    rows = tuple(row for sheet in sheets for row in _rows(sheet))
    if mark is None or mark.kind != FINDINGS or not rows:
        raise NoFindingSheetError(path.name, opened.issues)
    return FilledSheet(
        client=mark.client,
        processor=mark.processor,
        round=mark.round,
        rows=rows,
        written=mark.items,
    )


def _rows(sheet: BookSheet) -> Iterator[FilledRow]:
    columns: Mapping[str, int] = {}
    for number, cells in enumerate(sheet.rows):
        texts = [raw_text(cell) for cell in cells]
        heading = _columns(texts)
        if heading:
            columns = heading
        elif columns and texts[columns[_ID]]:
            entered = {name: texts[columns[name]] for name in FIELDS}
            at = {name: sheet.at(number, columns[name]) for name in FIELDS}
            yield FilledRow(id=texts[columns[_ID]], plan=CorrectionPlan(**entered), cells=at)


def _columns(texts: list[str]) -> Mapping[str, int]:
    """Where each column stands, where this is the heading row; else nothing."""
    for language in LANGUAGES:
        say = translator_for(language).say
        called = {plain(say(column.heading)): column.name for column in COLUMNS}
        found = {called[plain(t)]: at for at, t in enumerate(texts) if plain(t) in called}
        if {_ID, *FIELDS} <= set(found):
            return found
    return {}
