"""Reading: a fact sheet as filled in → an incident; nothing is guessed, every mistake has its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from itakusaki.breach.contradictions import look_for_contradictions
from itakusaki.breach.given import Given, GivenSheet, read_given
from itakusaki.breach.moments import read_day, read_moment
from itakusaki.catalogue.breach import UNKNOWN, AskedFact, BreachRules, FactKind
from itakusaki.files.folding import key, plain
from itakusaki.model.errors import FactSheetError
from itakusaki.model.incident import Act, ActKind, Incident, IncidentParty, Knowing, Moment
from itakusaki.model.message import N_, Value

#: Marks that say in any sheet that a fact is not known, beside the word for it.
NOT_KNOWN: Final = frozenset(("?", "-", "null"))
_COUNT: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12}")
#: The nine items of a report.
_ITEMS: Final = range(1, 10)

Read = TypeVar("Read")
#: A value as it was read, and where it stood.
Found = tuple[Read, Value]


@dataclass(slots=True)
class FoundFacts:
    """What was read of a sheet, by kind, each with its place."""

    texts: dict[str, Found[str]] = field(default_factory=dict)
    choices: dict[str, Found[str]] = field(default_factory=dict)
    moments: dict[str, Found[Moment]] = field(default_factory=dict)
    days: dict[str, Found[date]] = field(default_factory=dict)
    numbers: dict[str, Found[int]] = field(default_factory=dict)
    items: dict[str, Found[tuple[int, ...]]] = field(default_factory=dict)


def read_incident(path: Path, rules: BreachRules, *, now: Moment) -> Incident:
    """Read a fact sheet; `now` is the moment of the facts where the sheet names none.

    Raises:
        FactSheetError: with every mistake in it.
    """
    return incident_of(read_given(path, rules), rules, now=now)


def incident_of(sheet: GivenSheet, rules: BreachRules, *, now: Moment) -> Incident:
    """The incident that a sheet tells of.

    Raises:
        FactSheetError: with every mistake in it.
    """
    _drop_unknown(sheet, rules)
    found = _facts(sheet.facts, tuple(rules.facts.values()), sheet)
    rows = {
        name: [
            row
            for given in sheet.rows.get(name, ())
            if (row := _row(given, table.columns, sheet)) is not None
        ]
        for name, table in rules.tables.items()
    }
    incident = Incident(
        subject=_value(found.texts, "subject") or "",
        as_of=_value(found.moments, "as_of") or now,
        facts={name: value for name, (value, _) in found.choices.items()},
        parties=tuple(map(_party, rows["parties"])),
        knowing=tuple(map(_knowing, rows["knowing"])),
        acts=tuple(map(_act, rows["acts"])),
        texts={name: text for name, (text, _) in found.texts.items()},
        occurred_on=_value(found.days, "occurred_on"),
        persons=_value(found.numbers, "persons"),
        persons_at_most=_value(found.numbers, "persons_at_most"),
        threshold_passed_at=_value(found.moments, "threshold_passed_at"),
    )
    if not incident.parties and not sheet.mistakes:
        sheet.wrong(sheet.file.at, N_("it names no party; at least one is needed"))
    look_for_contradictions(incident, _places(sheet, found, rows), sheet)
    if sheet.mistakes:
        raise FactSheetError(sheet.file.text, tuple(dict.fromkeys(sheet.mistakes)))
    return incident


def _drop_unknown(sheet: GivenSheet, rules: BreachRules) -> None:
    """Leave out what says that it is not known."""
    unknown = next(answer for answer in rules.answers if answer.id == UNKNOWN)
    words = NOT_KNOWN | set(map(key, (unknown.id, unknown.says.ja, unknown.says.en)))
    sheet.facts = {n: given for n, given in sheet.facts.items() if key(given.text) not in words}
    for name, rows in sheet.rows.items():
        kept = ({n: one for n, one in row.items() if key(one.text) not in words} for row in rows)
        sheet.rows[name] = [row for row in kept if row]


def _value(found: Mapping[str, Found[Read]], name: str) -> Read | None:
    return found[name][0] if name in found else None


def _places(
    sheet: GivenSheet, found: FoundFacts, rows: Mapping[str, list[FoundFacts]]
) -> Mapping[str, Value]:
    """Where each fact stood, those of rows as "table/number/column"."""
    every: dict[str, Value] = {"": sheet.file.at, **_within(found)}
    for table, listed in rows.items():
        for number, row in enumerate(listed):
            within = _within(row)
            first = next(iter(within.values()), sheet.file.at)
            every[f"{table}/{number}"] = first
            every |= {f"{table}/{number}/{name}": at for name, at in within.items()}
    return every


def _within(found: FoundFacts) -> dict[str, Value]:
    kinds = (found.texts, found.choices, found.moments, found.days, found.numbers, found.items)
    return {name: at for kind in kinds for name, (_, at) in kind.items()}


def _row(
    given: Mapping[str, Given], columns: tuple[AskedFact, ...], sheet: GivenSheet
) -> FoundFacts | None:
    """A row, None where it lacks what it cannot be used without."""
    missing = [column.id for column in columns if column.needed and column.id not in given]
    for name in missing:
        sheet.wrong(next(iter(given.values())).at, N_("the row says no {key}"), key=name)
    found = _facts(given, columns, sheet)
    read = _within(found)
    whole = all(column.id in read for column in columns if column.needed)
    return found if whole else None


def _facts(
    given: Mapping[str, Given], asked: tuple[AskedFact, ...], sheet: GivenSheet
) -> FoundFacts:
    found = FoundFacts()
    for fact in asked:
        one = given.get(fact.id)
        if one is not None:
            _take(fact, one, found, sheet)
    return found


def _take(fact: AskedFact, one: Given, found: FoundFacts, sheet: GivenSheet) -> None:
    match fact.kind:
        case FactKind.TEXT | FactKind.PARTY:
            found.texts[fact.id] = (one.text, one.at)
        case FactKind.YES_NO | FactKind.CHOICE:
            _keep(found.choices, fact.id, _choice(fact, one, sheet), one)
        case FactKind.MOMENT:
            _keep(found.moments, fact.id, _read(one, read_moment(one.text), _NO_MOMENT, sheet), one)
        case FactKind.DAY:
            _keep(found.days, fact.id, _read(one, read_day(one.text), _NO_DAY, sheet), one)
        case FactKind.NUMBER:
            _keep(found.numbers, fact.id, _read(one, _number(one.text), _NO_NUMBER, sheet), one)
        case FactKind.NUMBERS:
            _keep(found.items, fact.id, _read(one, _items(one.text), _NO_ITEMS, sheet), one)


_NO_MOMENT: Final = N_("“{value}” is no day or time; write it as {example}")
_NO_DAY: Final = N_("“{value}” is no day; write it as {example}")
_NO_NUMBER: Final = N_("“{value}” is no number of persons; write it as {example}")
_NO_ITEMS: Final = N_("“{value}” are no item numbers; write them as {example}")
_EXAMPLES: Final = {
    _NO_MOMENT: "2026-11-20 18:40",
    _NO_DAY: "2026-11-20",
    _NO_NUMBER: "1200",
    _NO_ITEMS: "1, 2, 3",
}


def _read(one: Given, value: Read | None, text: str, sheet: GivenSheet) -> Read | None:
    if value is None:
        sheet.wrong(one.at, text, value=one.text, example=_EXAMPLES[text])
    return value


def _keep(into: dict[str, Found[Read]], name: str, value: Read | None, one: Given) -> None:
    if value is not None:
        into[name] = (value, one.at)


def _choice(fact: AskedFact, one: Given, sheet: GivenSheet) -> str | None:
    asked = key(one.text)
    for choice in fact.choices:
        if asked in map(key, (choice.id, choice.says.ja, choice.says.en)):
            return choice.id
    text = N_("“{value}” is none of the answers to {key}: {known}")
    known = ", ".join((*(choice.id for choice in fact.choices), UNKNOWN))
    sheet.wrong(one.at, text, value=one.text, key=fact.id, known=known)
    return None


def _number(text: str) -> int | None:
    written = plain(text)
    return int(written.replace(",", "")) if _COUNT.fullmatch(written) else None


def _items(text: str) -> tuple[int, ...] | None:
    parts = [part for part in re.split(r"[,、\s]+", plain(text)) if part]
    if not all(part.isdecimal() and int(part) in _ITEMS for part in parts):
        return None
    return tuple(sorted({int(part) for part in parts}))


def _party(row: FoundFacts) -> IncidentParty:
    return IncidentParty(
        name=row.texts["name"][0],
        client=_value(row.texts, "client") or "",
        facts={name: value for name, (value, _) in row.choices.items()},
    )


def _knowing(row: FoundFacts) -> Knowing:
    return Knowing(
        party=row.texts["party"][0],
        department=_value(row.texts, "department") or "",
        at=row.moments["at"][0],
    )


def _act(row: FoundFacts) -> Act:
    return Act(
        party=row.texts["party"][0],
        what=ActKind(row.choices["what"][0]),
        at=row.moments["at"][0],
        due=_value(row.days, "due"),
        items=_value(row.items, "items") or (),
    )
