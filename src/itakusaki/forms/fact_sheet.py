"""Fact sheets: a blank one of an incident, explained in its comments, as YAML or as a workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from itakusaki.catalogue.breach import UNKNOWN, AskedFact, AskedTable, BreachRules, FactKind
from itakusaki.forms.archive import book_bytes
from itakusaki.forms.entry_rules import EntryRule
from itakusaki.forms.sheet import FormSheet, new_sheet
from itakusaki.forms.styles import SIZE, add_styles
from itakusaki.language import Translator
from itakusaki.language.labels import FACT_GROUPS
from itakusaki.model.message import N_, Message

#: Sheets of the workbook: the single facts, and the answers that may be chosen.
FACTS_SHEET: Final = "facts"
CHOICES_SHEET: Final = "choices"
#: Rows for entries in each table of the workbook.
ROWS: Final = 30
_FACT_WIDTHS: Final = (22.0, 46.0, 34.0, 60.0)
_COLUMN_WIDTH: Final = 26.0

_HEAD: Final = (
    N_("Fact sheet of an incident."),
    N_("Leave blank what is not known yet; nothing is guessed, and what is unknown leads to care."),
    N_("Times are Japanese time, written as {example}."),
    N_("Next: {clock} and {triage}"),
)
_FILLED: Final = {
    FactKind.MOMENT: Message.of(N_("day, or day and time, such as {x}"), x="2026-11-20 18:40"),
    FactKind.DAY: Message.of(N_("a day, such as {x}"), x="2026-11-20"),
    FactKind.NUMBER: Message.of(N_("a number, such as {x}"), x="1200"),
    FactKind.NUMBERS: Message.of(N_("numbers, such as {x}"), x="1, 2, 3"),
    FactKind.PARTY: Message(N_("a name from the table of parties")),
    FactKind.TEXT: Message(N_("words")),
}


def fact_sheet_yaml(
    rules: BreachRules,
    translator: Translator,
    facts: Mapping[str, str] = MappingProxyType({}),
    rows: Mapping[str, Sequence[Mapping[str, str]]] = MappingProxyType({}),
) -> str:
    """A fact sheet as YAML, every fact explained above its line; with the facts and rows given, else blank."""
    lines = [f"# {line}" for line in _head(translator)]
    for table in rules.tables.values():
        lines += ["", f"# ---- {translator.pick(table.title)} ----", *_rows(table, translator)]
        lines += _filled_rows(table, rows.get(table.id, ()))
    group = ""
    for fact in rules.facts.values():
        if fact.group != group:
            group = fact.group
            lines += ["", f"# ---- {translator.say(FACT_GROUPS[group])} ----"]
        given = f" {_quoted(facts[fact.id])}" if fact.id in facts else ""
        lines += ["", *_explained(fact, translator), f"{fact.id}:{given}"]
    return "\n".join(lines) + "\n"


def _head(translator: Translator) -> Iterator[str]:
    blanks = {
        "example": "2026-11-20 18:40",
        "clock": "itakusaki breach clock FACTS",
        "triage": "itakusaki breach triage FACTS",
    }
    for text in _HEAD:
        yield translator.say(Message.of(text, **blanks))


def _explained(fact: AskedFact, translator: Translator, name: str = "") -> Iterator[str]:
    yield f"# {name}{translator.pick(fact.ask)}"
    if fact.help:
        yield f"# {translator.pick(fact.help)}"
    for line in _answers(fact, translator):
        yield f"#   {line}"


def _answers(fact: AskedFact, translator: Translator) -> Iterator[str]:
    for choice in fact.choices:
        yield f"{choice.id} = {translator.pick(choice.says)}"
    if not fact.choices and fact.kind in _FILLED:
        yield translator.say(_FILLED[fact.kind])


def _rows(table: AskedTable, translator: Translator) -> Iterator[str]:
    if table.help:
        yield f"# {translator.pick(table.help)}"
    form = N_("For each row, copy the lines at the end of this part and take their {mark} away.")
    yield f"# {translator.say(Message.of(form, mark='#'))}"
    for column in table.columns:
        yield from _explained(column, translator, f"{column.id}: ")
    yield f"{table.id}:"
    for number, column in enumerate(table.columns):
        yield f"#  {'-' if number == 0 else ' '} {column.id}:"


def _filled_rows(table: AskedTable, rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    for row in rows:
        named = [column.id for column in table.columns if column.id in row]
        for number, name in enumerate(named):
            yield f"  {'-' if number == 0 else ' '} {name}: {_quoted(row[name])}"


def _quoted(text: str) -> str:
    """A text as YAML reads it back, whatever is in it."""
    return json.dumps(text, ensure_ascii=False)


def fact_sheet_book(rules: BreachRules, translator: Translator) -> bytes:
    """A blank fact sheet as a workbook: a sheet of facts, a sheet for each table."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book, translator.code)
    pages = [new_sheet(book, translator, name) for name in (FACTS_SHEET, *rules.tables)]
    lists = _choice_lists(book, rules, translator)
    _write_facts(pages[0], rules, lists)
    for page, table in zip(pages[1:], rules.tables.values(), strict=True):
        _write_table(page, table, lists)
    return book_bytes(book)


def _choice_lists(book: Workbook, rules: BreachRules, translator: Translator) -> dict[str, str]:
    """The sheet of answers; gives where those of each fact stand."""
    page = new_sheet(book, translator, CHOICES_SHEET)
    every = [*rules.facts.values(), *(c for t in rules.tables.values() for c in t.columns)]
    found: dict[str, str] = {}
    for column, fact in enumerate((fact for fact in every if fact.choices), start=1):
        page.put(1, column, fact.id, "fact_id")
        for row, choice in enumerate(fact.choices, start=2):
            page.put(row, column, translator.pick(choice.says), "cell")
        letter = get_column_letter(column)
        found[fact.id] = f"{CHOICES_SHEET}!${letter}$2:${letter}${len(fact.choices) + 1}"
    page.page.sheet_state = "hidden"
    page.finish(columns=max(len(found), 1))
    return found


def _write_facts(page: FormSheet, rules: BreachRules, lists: dict[str, str]) -> None:
    translator = page.translator
    page.widths(_FACT_WIDTHS)
    page.put(1, 2, " ".join(_head(translator)), "plain")
    page.fit(1, (" ".join(_head(translator)), _FACT_WIDTHS[1], SIZE))
    heads = (N_("Key"), N_("Fact"), N_("Answer"), N_("How to answer"))
    page.headings(2, [translator.gettext(head) for head in heads], _FACT_WIDTHS)
    row, group = 3, ""
    for fact in rules.facts.values():
        if fact.group != group:
            group = fact.group
            page.say(row, 2, FACT_GROUPS[group], "subtitle")
            row += 1
        _write_fact(page, row, fact, lists)
        row += 1
    page.finish(heading_row=2, frozen="A3", columns=len(_FACT_WIDTHS))


def _write_fact(page: FormSheet, row: int, fact: AskedFact, lists: dict[str, str]) -> None:
    translator = page.translator
    how = [] if fact.help is None else [translator.pick(fact.help)]
    how += _how(fact, translator)
    page.put(row, 1, fact.id, "fact_id")
    page.put(row, 2, translator.pick(fact.ask), "question")
    page.entry(row, 3, "entry", _rule(fact, lists, translator))
    page.put(row, 4, " ".join(how), "guidance")
    page.fit(
        row, (translator.pick(fact.ask), _FACT_WIDTHS[1], SIZE), (" ".join(how), _FACT_WIDTHS[3], 9)
    )


def _how(fact: AskedFact, translator: Translator) -> list[str]:
    if fact.choices:
        return [translator.joined(translator.pick(choice.says) for choice in fact.choices)]
    return list(_answers(fact, translator))


def _rule(fact: AskedFact, lists: dict[str, str], translator: Translator) -> EntryRule | None:
    if fact.id not in lists:
        return None
    said = N_("Choose from the list, or leave it blank ({unknown}) while it is not known.")
    error = translator.say(Message.of(said, unknown=UNKNOWN))
    return EntryRule(type="list", formula=lists[fact.id], error=error, strict=False)


def _write_table(page: FormSheet, table: AskedTable, lists: dict[str, str]) -> None:
    translator = page.translator
    widths = [_COLUMN_WIDTH] * len(table.columns)
    page.widths(widths)
    for column, fact in enumerate(table.columns, start=1):
        page.put(1, column, fact.id, "fact_id")
    page.headings(2, [translator.pick(fact.ask) for fact in table.columns], widths)
    for row in range(3, 3 + ROWS):
        for column, fact in enumerate(table.columns, start=1):
            page.entry(row, column, "entry", _rule(fact, lists, translator))
    page.finish(heading_row=2, frozen="A3", columns=len(table.columns))
