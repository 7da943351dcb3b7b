"""Corrections: the cells of a form that its sender is asked to look at again, a sheet per company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook

from itakusaki.forms.archive import book_bytes
from itakusaki.forms.hidden import write_hidden
from itakusaki.forms.sheet import FormSheet, new_sheet
from itakusaki.forms.styles import SIZE, add_styles
from itakusaki.language import Translator
from itakusaki.model.message import N_, Message
from itakusaki.model.source import CellRef
from itakusaki.tabular.hidden_sheet import CORRECTIONS

TITLE_ROW, PARTY_ROW, NOTE_ROW, HEADING_ROW = 1, 2, 3, 5
#: Headings and widths. None of them is a heading of a table that is read, so that the list is
#: never taken for a questionnaire.
COLUMNS = (
    (N_("Line"), 6.0),
    (N_("In the file"), 30.0),
    (N_("On the sheet"), 22.0),
    (N_("Cell to look at"), 12.0),
    (N_("What we found"), 46.0),
    (N_("What we ask"), 40.0),
    (N_("Your reply or the right value"), 34.0),
)
REPLY = len(COLUMNS)
TITLE = Message(N_("Please look at these cells again"))
NOTE = N_(
    "Please correct the cells named here in the form itself and send it back. Where no correction is needed, tell us why in the yellow column and send this list back as well."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One place to look at: where it is, what was found there, what is asked."""

    at: CellRef
    found: Message
    asked: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionSheet:
    """What one company is asked: its code and name, the day its reply is due, and the places."""

    code: str
    name: str
    due: date | None
    corrections: Sequence[Correction]


def corrections_book(
    parties: Sequence[CorrectionSheet], *, client: str, round_: str, translator: Translator
) -> bytes:
    """A workbook of one sheet for each company, in their order; the same bytes for the same places."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book, translator.code)
    for party in parties:
        _write(book, party, client, round_, translator)
    one = parties[0].code if len(parties) == 1 else ""
    says = {"kind": CORRECTIONS, "processor": one, "round": round_, "language": translator.code}
    write_hidden(book, says)
    return book_bytes(book)


def _write(
    book: Workbook, party: CorrectionSheet, client: str, round_: str, translator: Translator
) -> None:
    sheet = new_sheet(book, translator, f"{party.code} {party.name}")
    widths = [width for _, width in COLUMNS]
    sheet.widths(widths)
    whole = (1, len(COLUMNS))
    sheet.across(TITLE_ROW, whole, translator.say(TITLE), "title")
    sheet.page.row_dimensions[TITLE_ROW].height = 32
    sheet.across(
        PARTY_ROW, whole, translator.say(_head(party, client, round_, translator)), "plain"
    )
    sheet.across(NOTE_ROW, whole, translator.say(Message(NOTE)), "plain")
    sheet.fit(NOTE_ROW, (translator.say(Message(NOTE)), sum(widths), SIZE))
    sheet.headings(HEADING_ROW, [translator.gettext(heading) for heading, _ in COLUMNS], widths)
    for number, correction in enumerate(party.corrections, start=1):
        _write_row(sheet, number, correction)
    frozen = f"A{HEADING_ROW + 1}"
    sheet.finish(heading_row=HEADING_ROW, frozen=frozen, columns=len(COLUMNS))


def _head(party: CorrectionSheet, client: str, round_: str, translator: Translator) -> Message:
    due = Message.of(N_(", due on {day}"), day=translator.day(party.due)) if party.due else ""
    text = N_("To {name}, from {client} (round {round}{due})")
    return Message.of(text, name=party.name, client=client, round=round_, due=due)


def _write_row(sheet: FormSheet, number: int, correction: Correction) -> None:
    row, say = HEADING_ROW + number, sheet.translator.say
    at = correction.at
    texts = (
        at.file.rpartition("/")[2],
        at.sheet,
        at.cell,
        say(correction.found),
        say(correction.asked),
    )
    sheet.put(row, 1, number, "cell_center")
    for column, text in enumerate(texts, start=2):
        sheet.put(row, column, text, "cell_center" if column == 4 else "cell")  # noqa: PLR2004
    sheet.entry(row, REPLY, "entry")
    widths = (width for _, width in COLUMNS[1:])
    sheet.fit(row, *((t, w, SIZE) for t, w in zip(texts, widths, strict=False)), least=24)
