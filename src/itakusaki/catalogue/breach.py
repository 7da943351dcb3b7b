"""Breach rules: the facts an incident is asked for, the law's values by date, decision tables, notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from itakusaki.catalogue.checklist import Basis, Instrument
from itakusaki.model.message import Words

#: What stands for a fact nobody knows yet, in every decision table.
UNKNOWN: Final = "unknown"


class FactKind(StrEnum):
    """How a fact of a fact sheet is written."""

    TEXT = "text"
    MOMENT = "moment"
    DAY = "day"
    NUMBER = "number"
    NUMBERS = "numbers"
    YES_NO = "yes_no"
    CHOICE = "choice"
    PARTY = "party"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChoice:
    """One of the values that a fact may have."""

    id: str
    says: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFact:
    """A fact as a fact sheet asks for it; `needed` in a table: a row without it cannot be used."""

    id: str
    kind: FactKind
    ask: Words
    help: Words | None = None
    group: str = ""
    choices: tuple[FactChoice, ...] = ()
    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedTable:
    """Facts that a fact sheet asks in rows: parties, times of knowing, what was done."""

    id: str
    title: Words
    help: Words | None
    columns: tuple[AskedFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedValue:
    """A value of the law from a day on, until the next one of its rule."""

    since: date
    value: str | int
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRule:
    """What the law sets at a number or a yes, by date; `dated` in order of time."""

    id: str
    title: Words
    dated: tuple[DatedValue, ...]

    def at(self, day: date) -> DatedValue | None:
        """The value in force on a day, None before the first."""
        return next((one for one in reversed(self.dated) if one.since <= day), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionCase:
    """A row of a decision table: where every named fact has one of its values, the result is this."""

    result: str
    says: Words
    when: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionStep:
    """One step of a triage; `of_party` tells that it may come out differently for each party."""

    id: str
    title: Words
    basis: tuple[Basis, ...]
    cases: tuple[DecisionCase, ...]
    of_party: bool

    @property
    def facts(self) -> tuple[str, ...]:
        """Facts and earlier steps that its table asks for, in order."""
        return tuple(dict.fromkeys(name for case in self.cases for name in case.when))


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachNote:
    """Something to be borne in mind where all its facts fit; it decides nothing."""

    id: str
    when: Mapping[str, frozenset[str]]
    says: Words
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A line of a draft: what fills it, and whether the persons are told it too."""

    fill: str
    title: Words
    to_persons: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftItem:
    """A part of drafts; `number` is which of the nine items of a report it is, None for none."""

    id: str
    title: Words
    lines: tuple[DraftLine, ...]
    number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftForm:
    """A kind of draft; `to` is None where it goes to the sender's client. A letter begins and ends as one.

    `called` are other names by which it may be asked for.
    """

    id: str
    title: Words
    to: Words | None
    for_persons: bool
    is_letter: bool
    opening: tuple[Words, ...]
    items: tuple[DraftItem, ...]
    basis: tuple[Basis, ...]
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachRules:
    """All that the files in `breach/` say, with the instruments that they cite.

    `answers` are yes, no and unknown, as they are said; `every` fact by name is one that a decision
    table may ask for: those of the incident, of the tables, and those worked out.
    """

    facts: Mapping[str, AskedFact]
    tables: Mapping[str, AskedTable]
    answers: tuple[FactChoice, ...]
    values: Mapping[str, DatedRule]
    steps: tuple[DecisionStep, ...]
    notes: tuple[BreachNote, ...]
    drafts: Mapping[str, DraftForm]
    every: Mapping[str, AskedFact]
    instruments: Mapping[str, Instrument]

    def choices(self, name: str) -> tuple[FactChoice, ...]:
        """The values that a fact of the decision tables may have, none for one of another kind."""
        found = self.every.get(name)
        return found.choices if found else ()

    def asked(self, name: str) -> Words:
        """How a fact of the decision tables is asked for."""
        return self.every[name].ask
