"""Control tests: what is re-performed on exports, as evidence/tests/*.yaml holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

from itakusaki.catalogue.possible_leak import PossibleLeak
from itakusaki.model.message import Words
from itakusaki.model.retest import TestOutcome, TestResult

#: A parameter's value: a number, a text, or a list of texts; None where it must be declared.
ParameterValue: TypeAlias = int | str | tuple[str, ...] | None

#: Parameters that hold a day as text (none where it is not set).
DAYS: Final = ("as_of", "contract_end")


def is_day(text: str) -> bool:
    """Whether a text is a day as 2026-12-31."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number or list that a test is run with, its meaning, and what it is unless set otherwise."""

    name: str
    title: Words
    default: ParameterValue


class FigureKind(StrEnum):
    """How a figure is made from the hits."""

    ROWS = "rows"
    DISTINCT = "distinct"
    SUM = "sum"
    LEAST = "least"
    MOST = "most"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSpec:
    """A figure made from the hits: how, of which column, and what it counts."""

    name: str
    kind: FigureKind
    of: str
    title: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class HitColumn:
    """A column of the hits; `mask` names the kind of identifier it holds, "" where it names nobody.

    `words` are what the values of a choice are called; a column `export` shows the export's title.
    """

    name: str
    title: Words
    mask: str = ""
    words: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Lines of an export: those whose columns all hold one of the values; () is any value at all."""

    export: str
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A kind of line that a log must have held at least once: one that it cannot hold shows nothing.

    `cure` says how to make the result conclusive cheaply. With `by_layout` it is enough that the
    product's layout knows such a line; `confirmed_by` names a parameter that, where it is set, says
    that somebody made sure of it ("" where there is none).
    """

    lines: Lines
    title: Words
    cure: Words
    by_layout: bool = False
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """An export that the clean sentence rests on; with `where`, only if there are such lines."""

    export: str
    where: Lines | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Names that have to be found in a list ("export.column"), each counted once.

    Measured on the names in use: of lines that `where` describes, without entries of a list that
    have ended. The share is that of the smaller side, since either may cover more than the other.
    """

    names: str
    where: Mapping[str, tuple[str, ...]]
    listed: str
    least_percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A column ("export.column") that every line of a kind has to fill: a blank one shows nothing.

    Of a kind are lines as `where` has it (a choice left blank holds its default), whose account or
    terminal stands in a list among the lines `among`, and not among the lines `not_among`; nor that
    of an account which the test's `service_accounts` leave out. With `or_none` a column that is
    blank throughout will do: then nothing is told apart by it.
    """

    column: str
    where: Mapping[str, tuple[str, ...]]
    among: Lines | None = None
    not_among: Lines | None = None
    or_none: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """Rows that a test leaves out since it cannot judge them: what they are, and what to ask for."""

    title: Words
    cure: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What must be there before a test without a hit may say that all is well.

    `compared` is what the lines are that it looked at, of which there has to be one; the others are
    the kinds of line, the lists, the meetings of names and the columns filled without which it would
    have seen nothing, or not all. Of what is `passed_over` there must be none.
    """

    compared: Words
    shows: tuple[Shown, ...] = ()
    rests_on: tuple[Rest, ...] = ()
    meets: tuple[Meeting, ...] = ()
    states: tuple[Stated, ...] = ()
    passed_over: PassedOver | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlTest:
    """A test: the exports it needs, the rule and the controls it serves, how its hits are told.

    `needs` are exports without which it cannot be compared; `uses` are looked at where delivered.
    `needs_values` are columns ("export.column") of which at least one must hold a value.
    `measures` is set where the hits are no fault in themselves but figures that cross-checks lay
    beside the answers. `grounds` are what a result without a hit rests on. `found`, `clean` are sentences with `{hits}` and the figures as blanks.
    `possible_leak` is set where what it finds has to be sealed.
    """

    id: str
    rule: str
    title: Words
    needs: tuple[str, ...]
    uses: tuple[str, ...]
    needs_values: tuple[str, ...]
    touches: tuple[str, ...]
    concerns: tuple[str, ...]
    proves: tuple[str, ...]
    measures: bool
    parameters: tuple[Parameter, ...]
    columns: tuple[HitColumn, ...]
    figures: tuple[FigureSpec, ...]
    grounds: Grounds
    found: Words
    clean: Words
    innocent: Words
    next: Words
    possible_leak: PossibleLeak | None = None

    def result(self, processor: str, outcome: TestOutcome) -> TestResult:
        """What the test comes to for a party, so far with nothing counted or said."""
        return TestResult(
            processor=processor,
            test=self.id,
            rule=self.rule,
            title=self.title,
            outcome=outcome,
            says=_NOTHING,
            innocent=self.innocent,
            next=self.next,
            touches=self.touches,
            concerns=self.concerns,
            proves=self.proves,
        )


_NOTHING = Words(ja="", en="")
