"""The list of a handover: every file that goes to a client, with its SHA-256."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl import Workbook

from itakusaki.forms.archive import book_bytes
from itakusaki.forms.sheet import new_sheet
from itakusaki.forms.styles import SIZE, add_styles
from itakusaki.language import Translator
from itakusaki.model.message import N_, Message

HANDOVER_LIST: Final = Message(N_("List of files handed over"))
_NOTE: Final = N_(
    "{company}, round {round}, as of {day}. The SHA-256 shows that a file is the one listed."
)
_COLUMNS: Final = (
    (N_("No."), 6.0),
    (N_("Kind of file"), 16.0),
    (N_("File"), 52.0),
    (N_("Controls it is for"), 24.0),
    (N_("Bytes"), 14.0),
    ("SHA-256", 68.0),
)
_HEADING_ROW: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedFile:
    """A file as it goes out: what it is, its place in the package, its controls by id, its bytes' size and SHA-256."""

    kind: Message
    place: str
    controls: Sequence[str]
    size: int
    sha256: str


def handover_list(
    files: Sequence[HandedFile], *, company: str, round_: str, day: str, translator: Translator
) -> bytes:
    """A workbook of one sheet; the same bytes for the same files."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book, translator.code)
    sheet = new_sheet(book, translator, translator.say(HANDOVER_LIST))
    widths = [width for _, width in _COLUMNS]
    sheet.widths(widths)
    whole = (1, len(_COLUMNS))
    sheet.across(1, whole, translator.say(HANDOVER_LIST), "title")
    note = translator.say(Message.of(_NOTE, company=company, round=round_, day=day))
    sheet.across(2, whole, note, "plain")
    sheet.headings(_HEADING_ROW, [translator.gettext(heading) for heading, _ in _COLUMNS], widths)
    for number, file in enumerate(files, start=1):
        row = _HEADING_ROW + number
        shown = (translator.say(file.kind), file.place, ", ".join(file.controls))
        sheet.put(row, 1, number, "cell_center")
        for column, text in enumerate(shown, start=2):
            sheet.put(row, column, text, "cell")
        sheet.put(row, 5, file.size, "cell_center").number_format = "#,##0"
        sheet.put(row, 6, file.sha256, "cell")
        sheet.fit(row, *((t, w, SIZE) for t, w in zip(shown, widths[1:], strict=False)))
    sheet.finish(heading_row=_HEADING_ROW, frozen=f"A{_HEADING_ROW + 1}", columns=len(_COLUMNS))
    return book_bytes(book)
