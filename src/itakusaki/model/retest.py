"""Control tests: controls tested on exported logs and lists, and what came of it (再実施)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias, assert_never

from itakusaki.model.candidate import NamedCompany
from itakusaki.model.issue import DataIssue
from itakusaki.model.message import CountedText, Message, Words
from itakusaki.model.quick import quick
from itakusaki.model.source import SourceFile


class TestOutcome(StrEnum):
    """What a test says; no line is never taken for no event.

    MEASURED are figures without a fault in themselves, laid beside the answers by cross-checks.
    INCOMPLETE is a test that hit nothing on exports that are cut, gapped or too short.
    """

    __test__ = False  # not a test case, whatever pytest makes of the name

    CONSISTENT = "consistent"
    MEASURED = "measured"
    CONTRADICTION = "contradiction"
    CANNOT_COMPARE = "cannot_compare"
    INCOMPLETE = "incomplete"


#: A number, a day or a list that a test measured.
FigureValue: TypeAlias = int | str | date | tuple[str, ...] | None
#: A value of a hit as shown: the same in both languages, or words.
Cell: TypeAlias = str | Words


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredFigure:
    """One number (or day, or list) that a test measured, with what it counts."""

    name: str
    label: Words
    value: FigureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadExport:
    """One delivered file (or sheet) as a canonical export: what was read of it, and what was not.

    `rows` were found, `duplicates` of them taken out, `put_aside` could not be read; `kept` are
    what the tests see. `cut` is set where the file ends in mid-row. Times are wall clock of the
    organisation's time zone; `zone_stated` tells whether the file said its own.
    """

    export: str
    title: Words
    file: SourceFile
    sheet: str = ""
    layout: Words
    rows: int
    duplicates: int
    put_aside: int
    kept: int
    first_at: datetime | None = None
    last_at: datetime | None = None
    cut: bool = False
    zone_stated: bool = True
    encoding: str = ""
    ignored_columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Events that a test found: columns, a capped sample with identifiers masked, hits per day.

    `total` counts all of them, `sample` holds the first; every row has one text per column.
    """

    columns: tuple[Words, ...] = ()
    sample: tuple[tuple[Cell, ...], ...] = ()
    total: int = 0
    days: tuple[tuple[date, int], ...] = ()


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class TestResult:
    """One control test carried out on one party's exports.

    `rule` is the cross-check it serves (X-nn); `touches` are the controls whose verdict a
    contradiction turns, `concerns` the others it speaks of, `proves` those for which a clean and
    complete result is evidence of grade 4. `lacking` says why it could not be compared, or what
    makes a clean result incomplete. `own_run` is set where the processor ran it itself and handed
    over a pack.
    """

    __test__ = False

    processor: str
    test: str
    rule: str
    title: Words
    outcome: TestOutcome
    says: Words
    innocent: Words
    next: Words
    touches: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    proves: tuple[str, ...] = ()
    figures: tuple[MeasuredFigure, ...] = ()
    parameters: tuple[MeasuredFigure, ...] = ()
    exports: tuple[str, ...] = ()
    first_at: datetime | None = None
    last_at: datetime | None = None
    hits: Hits = field(default_factory=Hits)
    lacking: tuple[Message, ...] = ()
    own_run: bool = False

    @property
    def controls(self) -> tuple[str, ...]:
        """Every control the test speaks of, in order, once."""
        return tuple(dict.fromkeys((*self.touches, *self.proves, *self.concerns)))

    @property
    def measured(self) -> Mapping[str, FigureValue]:
        """The figures by name."""
        return {figure.name: figure.value for figure in self.figures}


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSeal:
    """Who ran an evidence pack: the signer's key (its SHA-256 fingerprint) and whether it holds.

    `known` tells whether the key is one that the client wrote down for this processor.
    """

    file: SourceFile
    fingerprint: str
    valid: bool
    known: bool
    made_on: str = ""
    tool_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """All that came of one party's exports: what was read, what the tests say, what was amiss.

    `unread` says by path why a text or table that is no export is none, where more can be said than
    that its headings fit none. `companies` are those that stand in its lists and logs.
    """

    processor: str
    reads: tuple[ReadExport, ...] = ()
    results: tuple[TestResult, ...] = ()
    issues: tuple[DataIssue, ...] = ()
    seals: tuple[PackSeal, ...] = ()
    unread: Mapping[str, Message] = field(default_factory=dict)
    companies: tuple[NamedCompany, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenAgainst:
    """What spoke against a party in earlier runs, and is not settled: each tuple sorted.

    `comparisons` are named by rule and part ("X-19/log/account-overlap"), `sealed_controls` those of
    which a sealed report told by the party's logs.
    """

    comparisons: tuple[str, ...] = ()
    sealed_controls: tuple[str, ...] = ()


def fill_sentence(says: Words, hits: Hits, figures: Sequence[MeasuredFigure]) -> Words:
    """A sentence with its blanks filled: {hits} and the figures by name."""
    ja = {"hits": f"{hits.total:,}"} | {f.name: _in_japanese(f.value) for f in figures}
    en = {"hits": f"{hits.total:,}"} | {f.name: _shown(f.value, ", ") for f in figures}
    counted = {name: CountedText(value) for name, value in en.items()}
    return Words(ja=says.ja.format_map(ja), en=says.en.format_map(counted))


def _in_japanese(value: FigureValue) -> str:
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return _shown(value, "、")


def _shown(value: FigureValue, comma: str) -> str:
    match value:
        case None:
            return "-"
        case int():
            return f"{value:,}"
        case tuple():
            return comma.join(value) or "-"
        case str() | date():
            return str(value)
        case _:
            assert_never(value)
