"""The periodic report form: what was received and provided in a period, by the registers alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from itakusaki.catalogue.layout import Table
from itakusaki.model.message import N_, Message, by_number
from itakusaki.model.record import Record
from itakusaki.report.view.frame import OtherLanguage
from itakusaki.report.view.inquiry import InquiryContext, InquiryFrame, Labelled

#: The registers of the form, each with the column of its day and the columns shown.
SHOWN: Final = {
    "receipts": ("received_on", ("no", "received_on", "provider", "individual", "data", "persons",
                                 "history", "history_shown", "record_on")),
    "provisions": ("provided_on", ("no", "provided_on", "recipient", "data", "persons", "ground",
                                   "source_way", "source", "record_on")),
    "refusals": ("refused_on", ("no", "refused_on", "whom", "why")),
    "deletions": ("asked_on", ("no", "provision", "asked_on", "recipient", "result", "confirmed_on",
                               "remains")),
}  # fmt: skip
#: What stands where the register holds nothing: visibly open, never invented.
OPEN: Final = N_("[not filled in]")
#: Columns that need nothing where another column of the row says so: table, column → that column, values.
NOT_NEEDED: Final = {
    ("receipts", "history"): ("exempt", (True,)),
    ("receipts", "history_shown"): ("exempt", (True,)),
    ("receipts", "record_on"): ("exempt", (True,)),
    ("provisions", "source"): ("source_way", ("own",)),
    ("provisions", "record_on"): (
        "ground", ("exception", "entrustment", "succession", "joint_use"),
    ),
    ("deletions", "remains"): ("result", ("on_site", "paper")),
}  # fmt: skip
#: Fields of the cover that head the form.
HEAD: Final = ("asked_by", "answered_by", "subject", "period_from", "period_to", "answered_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterView:
    """One register in the period: headings, which of them are of figures, rows, and how many bear no day."""

    title: str
    headings: tuple[str, ...]
    figures: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    count: str
    undated: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionsView:
    """The form in one language."""

    frame: InquiryFrame
    title: str
    facts: tuple[Labelled, ...]
    registers: tuple[RegisterView, ...]
    rules: str
    version: str
    tool_version: str


def provisions_view(context: InquiryContext, tool_version: str) -> ProvisionsView:
    """The form for the period on the cover; without a period it holds every row."""
    say = context.translator
    tables = context.rules.layout.tables
    return ProvisionsView(
        frame=InquiryFrame(
            lang=say.code,
            others=tuple(OtherLanguage(code=c, link=f"report.{c}") for c in context.others),
        ),
        title=say.gettext(N_("Report on personal data received and provided")),
        facts=tuple(_facts(context)),
        registers=tuple(_register(context, tables[name]) for name in SHOWN),
        rules=say.pick(context.rules.words["rules"]),
        version=context.rules.version,
        tool_version=tool_version,
    )


def _facts(context: InquiryContext) -> Iterator[Labelled]:
    fields = {field.name: field for field in context.rules.layout.forms["cover"].fields}
    for name in HEAD:
        day = context.answer.day(name)
        value = context.translator.day(day) if day else context.answer.text(name)
        yield Labelled(
            label=context.translator.pick(fields[name].heading),
            value=value or context.translator.gettext(OPEN),
        )


def _register(context: InquiryContext, table: Table) -> RegisterView:
    day_column, columns = SHOWN[table.name]
    rows = context.answer.rows(table.name)
    kept = [row for row in rows if _is_within(context, row.day(day_column))]
    undated = sum(row.day(day_column) is None for row in rows)
    text = N_("{count} rows bear no day; they are not in this list.")
    return RegisterView(
        title=context.translator.pick(table.sheet) if table.sheet else table.name,
        headings=tuple(context.translator.pick(table.column(name).heading) for name in columns),
        figures=tuple(table.column(name).type == "number" for name in columns),
        rows=tuple(
            tuple(_cell(context, table, row, name) for name in columns)
            for row in sorted(kept, key=lambda row: (str(row.day(day_column)), row.text("no")))
        ),
        count=context.translator.say(
            Message.of(by_number(len(kept), N_("{count} row"), N_("{count} rows")), count=len(kept))
        ),
        undated=context.translator.say(Message.of(text, count=undated)) if undated else "",
    )


def _is_within(context: InquiryContext, day: date | None) -> bool:
    first, last = context.answer.day("period_from"), context.answer.day("period_to")
    if day is None:
        return False
    return (first is None or day >= first) and (last is None or day <= last)


def _cell(context: InquiryContext, table: Table, row: Record, name: str) -> str:
    column, day = table.column(name), row.day(name)
    value = row.value(name)
    chosen = (one.words for one in column.choices if one.id == value)
    shown = next((context.translator.pick(words) for words in chosen), row.text(name))
    if day:
        shown = context.translator.day(day)
    elif isinstance(value, bool):
        shown = context.translator.gettext(N_("Yes") if value else N_("No"))
    elif isinstance(value, float):
        shown = f"{int(value) if value.is_integer() else value:,}"
    return shown or _blank(context, table, row, name)


def _blank(context: InquiryContext, table: Table, row: Record, name: str) -> str:
    """A dash where nothing is needed, else that the field is open."""
    said, values = NOT_NEEDED.get((table.name, name), ("", ()))
    if said and row.value(said) in values:
        return context.translator.day(None)
    return context.translator.gettext(OPEN)
