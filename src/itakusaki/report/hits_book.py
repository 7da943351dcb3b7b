"""The workbook of hits: every event that control tests found, a sheet for each test."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet.worksheet import Worksheet

from itakusaki.files.reproducible_zip import reproducible
from itakusaki.files.visible import FORMULA_LIKE, visible
from itakusaki.language import Translator
from itakusaki.model.message import N_, Message, Words
from itakusaki.model.retest import Examination, TestResult

#: What a sheet's name may not hold, and how long it may be.
UNFIT: Final = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME: Final = 31
#: How long a text in a cell may be.
LONGEST: Final = 32_767
#: The day a workbook without a clock is of.
STEADY: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's stamp has no zone


def hits_book(
    found: Iterable[Examination], translator: Translator, *, note: Message | None = None
) -> bytes:
    """A workbook with an index and every hit, as masked as the results are; `note` stands above all."""
    examinations = tuple(found)
    book = Workbook(write_only=True)
    index: Worksheet = book.create_sheet(translator.gettext(N_("Tests")))
    names: set[str] = {translator.gettext(N_("Tests")).casefold()}
    if note is not None:
        _append(index, [translator.say(note)])
    headings = (N_("Processor"), N_("Test"), N_("Rule"), N_("Hits"), N_("Sheet"), N_("Note"))
    _append(index, [translator.gettext(heading) for heading in headings])
    for examination in examinations:
        for result in examination.results:
            if result.hits.total:
                name = _sheet_name(f"{examination.processor} {result.test}", names)
                _append(index, _entry(examination.processor, result, name, translator))
                _add(book, result, name, translator)
    out = io.BytesIO()
    book.save(out)
    return reproducible(out.getvalue(), STEADY)


def _entry(
    processor: str, result: TestResult, name: str, translator: Translator
) -> list[str | int]:
    held, total = len(result.hits.sample), result.hits.total
    note = ""
    if result.own_run:
        note = translator.gettext(N_("The processor's own run: its pack holds no rows."))
    elif held < total:
        text = N_("{shown} of {total} rows: a sheet has no room for more.")
        note = translator.say(Message.of(text, shown=f"{held:,}", total=f"{total:,}"))
    return [processor, translator.pick(result.title), result.rule, total, name, note]


def _add(book: Workbook, result: TestResult, name: str, translator: Translator) -> None:
    sheet: Worksheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    _append(sheet, [translator.pick(column) for column in result.hits.columns])
    for row in result.hits.sample:
        _append(sheet, (translator.pick(c) if isinstance(c, Words) else c for c in row))


def _append(sheet: Worksheet, values: Iterable[str | int]) -> None:
    sheet.append([_cell(sheet, value) for value in values])


def _cell(sheet: Worksheet, value: str | int) -> object:
    if not isinstance(value, str) or not value:
        return value or None
    cell = WriteOnlyCell(sheet, visible(value[:LONGEST]))
    # What begins like a formula is a text all the same.
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(FORMULA_LIKE)
    return cell


def _sheet_name(wanted: str, taken: set[str]) -> str:
    stem = UNFIT.sub("_", wanted)[:LONGEST_NAME]
    name, number = stem, 1
    while name.casefold() in taken:
        number += 1
        tail = f"~{number}"
        name = stem[: LONGEST_NAME - len(tail)] + tail
    taken.add(name.casefold())
    return name
