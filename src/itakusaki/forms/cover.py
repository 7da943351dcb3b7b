"""Covers: whose workbook it is, of which round, and how far it is filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from openpyxl import Workbook
from openpyxl.formatting.rule import DataBarRule
from openpyxl.styles import Alignment

from itakusaki.catalogue.layout import Column, Form
from itakusaki.forms.entry_rules import EntryRule, RuleMaker
from itakusaki.forms.questions import QuestionSheet
from itakusaki.forms.sheet import FormSheet, new_sheet
from itakusaki.forms.styles import SIZE, TITLE_SIZE
from itakusaki.model.message import N_, Message

TITLE_ROW, NOTE_ROW, FORM_ROW = 1, 2, 4
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
#: By language, for an upright page: the sheet, what it asks and of whom, who filled it in, and the counts.
WIDTHS: Final[Mapping[str, tuple[float, ...]]] = {
    "ja": (22.0, 35.0, 15.0, 8.0, 7.0, 8.0),
    "en": (20.0, 39.0, 17.0, 10.0, 10.0, 12.0),
}
PROGRESS_HEADINGS = (
    Message.of(N_("Sheet")),
    Message.of(N_("What it asks")),
    Message.of(N_("Filled in by (department, name)")),
    Message.of(N_("Answered")),
    Message.of(N_("Number of questions")),
    Message.of(N_("How far it is answered")),
)
PROGRESS = Message.of(N_("How far it is answered"))
TOTAL = Message.of(N_("All sheets"))
FILL_IN = Message.of(
    N_(
        "Please fill in the yellow cells; what to enter is shown when you choose a cell. The grey cells are filled in by the client and are locked."
    )
)
HINTS = {
    "processor_name": Message.of(N_("Correct it where it differs from the registered name.")),
    "corporate_number": Message.of(N_("13 digits; leave it blank if there is none.")),
    "respondent": Message.of(N_("Where several people answered: whoever gathers the answers.")),
    "approver": Message.of(N_("The officer who approves the answers on behalf of the company.")),
    "as_of": Message.of(N_("The day for which the answers and the counts hold.")),
    "scope": Message.of(
        N_("The systems and sites that the answers cover; name any that are left out.")
    ),
}
FOR_ALL = Message.of(N_("The processor this check is about; blank means every processor alike."))


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverSpec:
    """What a cover says; `filled` goes by field name, `about_others` where a client answers.

    `facts` are what is to be known before filling, each with its label.
    """

    title: str
    form: Form
    filled: Mapping[str, str | date | None]
    about_others: bool
    sheets: Sequence[QuestionSheet]
    facts: Sequence[tuple[Message, Message]] = ()


def write_cover(book: Workbook, maker: RuleMaker, spec: CoverSpec) -> None:
    """Add the cover; its progress table counts on the question sheets."""
    translator = maker.translator
    sheet = new_sheet(book, translator, translator.pick(spec.form.sheet))
    widths = WIDTHS[translator.code]
    sheet.widths(widths)
    sheet.across(TITLE_ROW, (1, len(widths)), spec.title, "title")
    sheet.fit(TITLE_ROW, (spec.title, sum(widths), TITLE_SIZE), least=32)
    sheet.across(NOTE_ROW, (1, len(widths)), translator.say(FILL_IN), "plain")
    sheet.fit(NOTE_ROW, (translator.say(FILL_IN), sum(widths), SIZE))
    row = FORM_ROW
    for field in spec.form.fields:
        _write_field(sheet, maker, spec, (row, field))
        row += 1
    for label, text in spec.facts:
        said = translator.say(label), translator.say(text)
        sheet.put(row, 1, said[0], "label")
        sheet.put(row, 2, said[1], "fixed").alignment = LEFT
        sheet.fit(row, (said[0], widths[0], SIZE), (said[1], widths[1], SIZE), least=24)
        row += 1
    _write_progress(sheet, spec, row + 1)
    sheet.finish(columns=len(widths), pages=(1, 1), is_upright=True)


def _write_field(
    sheet: FormSheet, maker: RuleMaker, spec: CoverSpec, at: tuple[int, Column]
) -> None:
    row, field = at
    label, value = sheet.translator.pick(field.heading), spec.filled.get(field.name)
    sheet.put(row, 1, label, "label")
    if field.entry:
        cell = sheet.put(row, 2, value, "entry_date" if field.type == "date" else "entry")
        sheet.rules.add(cell, _rule(maker, spec, field, cell.coordinate))
    else:
        cell = sheet.put(row, 2, value, "fixed_date" if isinstance(value, date) else "fixed")
    cell.alignment = LEFT
    widths = WIDTHS[sheet.translator.code]
    sheet.fit(row, (label, widths[0], SIZE), (str(value or ""), widths[1], SIZE), least=24)


def _rule(maker: RuleMaker, spec: CoverSpec, field: Column, cell: str) -> EntryRule | None:
    """The rule of a field; its hint shows when the cell is chosen.

    Nothing stands to the right of an entry: whoever reads the form would take it for the value.
    """
    label, message = maker.translator.pick(field.heading), _hint(spec, field.name)
    hint = maker.translator.say(message) if message else ""
    if field.name == "corporate_number":
        return maker.corporate_number(label, cell, hint)
    return maker.typed(field.type, label, hint)


def _hint(spec: CoverSpec, name: str) -> Message | None:
    if spec.about_others and name == "processor_name":
        return FOR_ALL
    return HINTS.get(name)


def _write_progress(sheet: FormSheet, spec: CoverSpec, row: int) -> None:
    translator, widths = sheet.translator, WIDTHS[sheet.translator.code]
    sheet.across(row, (1, len(widths)), translator.say(PROGRESS), "subtitle")
    sheet.page.row_dimensions[row].height = 24
    sheet.headings(row + 1, [translator.say(text) for text in PROGRESS_HEADINGS], widths)
    first = row + 2
    for number, asked in enumerate(spec.sheets, start=first):
        sheet.link(number, 1, asked.name, asked.title)
        sheet.put(number, 2, asked.about, "cell")
        sheet.entry(number, 3, "entry")
        sheet.formula(number, 4, f"={asked.answered}", "cell_center")
        sheet.put(number, 5, asked.total, "cell_center")
        sheet.formula(number, 6, f"=D{number}/E{number}", "percent")
        texts = zip((asked.name, asked.about), widths, strict=False)
        sheet.fit(number, *((text, width, SIZE) for text, width in texts), least=20)
    total = first + len(spec.sheets)
    _write_total(sheet, first, total)
    bar = DataBarRule("num", 0, "num", 1, color="8CC28F", minLength=0, maxLength=100)  # type: ignore[no-untyped-call]
    sheet.page.conditional_formatting.add(f"F{first}:F{total}", bar)


def _write_total(sheet: FormSheet, first: int, total: int) -> None:
    sheet.say(total, 1, TOTAL, "label")
    for place in (2, 3):
        sheet.put(total, place, None, "label")
    for column in "DE":
        place = ord(column) - ord("A") + 1
        sheet.formula(total, place, f"=SUM({column}{first}:{column}{total - 1})", "cell_center")
    sheet.formula(total, 6, f"=IF(E{total}=0,0,D{total}/E{total})", "percent")
    sheet.page.row_dimensions[total].height = 22
