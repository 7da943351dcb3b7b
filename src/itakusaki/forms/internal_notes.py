"""Internal notes: the sheet of a processor's own form that never leaves the house."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from typing import Final

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from itakusaki.files.folding import key
from itakusaki.files.reproducible_zip import reproducible
from itakusaki.forms.sheet import FormSheet, new_sheet
from itakusaki.language import LANGUAGES, Translator, translator_for
from itakusaki.model.message import N_, Message

INTERNAL_NOTES: Final = Message(N_("Internal notes"))
_NOTE: Final = Message(
    N_(
        "For your own use: doubts, names of colleagues, what is still to be clarified. This sheet is taken out of what “itakusaki handover” makes for a client."
    )
)
_HEADINGS: Final = (N_("What it is about"), N_("Note for ourselves"))
_WIDTHS: Final = (28.0, 92.0)
#: As many as one page holds.
_ROWS: Final = 30
#: The part that a workbook with macros has.
_MACROS: Final = "xl/vbaProject.bin"


def write_internal_notes(book: Workbook, translator: Translator) -> FormSheet:
    """Add the sheet, empty, as the last one."""
    sheet = new_sheet(book, translator, translator.say(INTERNAL_NOTES))
    sheet.widths(_WIDTHS)
    sheet.across(1, (1, 2), translator.say(_NOTE), "plain")
    sheet.fit(1, (translator.say(_NOTE), sum(_WIDTHS), 11))
    sheet.headings(2, [translator.gettext(heading) for heading in _HEADINGS], _WIDTHS)
    for row in range(3, 3 + _ROWS):
        for column in (1, 2):
            sheet.entry(row, column, "entry")
    sheet.finish(heading_row=2, frozen="A3", columns=2)
    return sheet


def is_internal(title: str) -> bool:
    """Whether a sheet is one of internal notes, by what stands in its name in any language."""
    return any(key(translator_for(code).say(INTERNAL_NOTES)) in key(title) for code in LANGUAGES)


def _is_ours(page: Worksheet) -> bool:
    """Whether a sheet, whatever it is called now, is what `write_internal_notes` made."""
    first = key(str(page["A1"].value or ""))
    return any(key(translator_for(code).say(_NOTE)) == first for code in LANGUAGES)


def without_internal_notes(content: bytes, day: date) -> bytes:
    """A workbook without its sheets of internal notes, saved on a day; as it is where it has none."""
    book = load_workbook(io.BytesIO(content), keep_vba=_has_macros(content))
    internal = [page for page in book.worksheets if is_internal(page.title) or _is_ours(page)]
    for page in internal:
        book.remove(page)
    if not internal:
        return content
    out = io.BytesIO()
    book.save(out)
    return reproducible(out.getvalue(), datetime.combine(day, time()))


def _has_macros(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return _MACROS in book.namelist()
