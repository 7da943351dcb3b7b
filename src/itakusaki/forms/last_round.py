"""Last round's replies in a new form: in short beside each empty cell, and lists on a sheet of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from openpyxl import Workbook

from itakusaki.catalogue.layout import Column, Table
from itakusaki.forms import scale
from itakusaki.forms.entry_table import WIDEST_PAGE
from itakusaki.forms.sheet import new_sheet
from itakusaki.forms.styles import SIZE
from itakusaki.language import Translator
from itakusaki.model.answer import CarriedAnswer, CarriedFact, LastReply
from itakusaki.model.message import N_, Message
from itakusaki.model.record import Record, Scalar

#: The layout passes over a sheet of this name: nothing is read from it.
LISTS_SHEET: Final = Message(N_("Lists of last round"))
#: Longer text is cut in the column; whole it is in the hidden sheet.
_SHOWN: Final = 160

WHOLE_SHEET: Final = Message(
    N_(
        "Choose here where nothing in this part has changed: every blank answer, list, limit of time and yes or no then stands as it was last answered. Mandatory controls, numbers and days are always entered anew."
    )
)
_NOTE: Final = N_(
    "As entered in {round}; nothing is read from this sheet. Copy the rows that still hold into the sheet of the same name."
)


def last_answer(last: CarriedAnswer, kind: Column, translator: Translator) -> str:
    """An answer given last in short: its round where it is older, sign, kind of evidence, files, comment."""
    kinds = {choice.id: choice for choice in kind.choices}
    named = kinds.get(last.evidence_kind)
    parts = (
        f"({last.round})" if last.round else "",
        scale.answer(last.value, translator),
        translator.pick(named.words) if named else "",
        translator.joined(last.evidence_names),
        last.comment,
    )
    return cut("\n".join(part for part in parts if part))


def last_fact(last: CarriedFact, translator: Translator) -> str:
    """A fact given last in the form's own language: yes, no and days in its words, other text as it was."""
    if isinstance(last.value, date):
        return f"{last.value:%Y/%m/%d}"
    return cut(_yes_or_no(last.value, translator) or last.raw)


def cut(text: str) -> str:
    """A text as long as the column shows it."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def write_last_lists(
    book: Workbook, translator: Translator, tables: Mapping[str, Table], last: LastReply
) -> None:
    """Add the sheet of the lists that were handed in last; none where they were empty."""
    filled = {name: rows for name, rows in last.lists.items() if rows and name in tables}
    if not filled:
        return
    sheet = new_sheet(book, translator, translator.say(LISTS_SHEET))
    columns = max(len(tables[name].columns) for name in filled)
    widths = [max(18.0, WIDEST_PAGE / columns)] * columns
    sheet.widths(widths)
    sheet.across(1, (1, columns), sheet.title, "title")
    note = translator.say(Message.of(_NOTE, round=last.round))
    sheet.across(2, (1, columns), note, "plain")
    sheet.fit(2, (note, sum(widths), SIZE))
    row = 4
    for name, rows in filled.items():
        table = tables[name]
        sheet.put(row, 1, translator.pick(table.sheet) if table.sheet else name, "subtitle")
        heads = [translator.pick(column.heading) for column in table.columns]
        sheet.headings(row + 1, heads, widths[: len(heads)])
        row += 2
        for record in rows:
            for column, (text, style) in enumerate(_cells(record, table, translator), start=1):
                sheet.put(row, column, text, style)
            row += 1
        row += 1
    sheet.finish(columns=columns)


def _cells(
    record: Record, table: Table, translator: Translator
) -> Iterator[tuple[str | date | None, str]]:
    for column in table.columns:
        day = record.day(column.name)
        if day is not None:
            yield day, "fixed_date"
        else:
            yield _said(record, column, translator) or None, "fixed"


def _said(record: Record, column: Column, translator: Translator) -> str:
    """A cell of a list: what was chosen in the form's own language, other text as it was written."""
    value = record.value(column.name)
    chosen = (translator.pick(choice.words) for choice in column.choices if choice.id == value)
    return next(chosen, _yes_or_no(value, translator)) or record.text(column.name)


def _yes_or_no(value: Scalar, translator: Translator) -> str:
    """A yes or no in words, "" where it is neither."""
    yes, no = scale.yes_no(translator)
    return {True: yes, False: no}[value] if isinstance(value, bool) else ""
