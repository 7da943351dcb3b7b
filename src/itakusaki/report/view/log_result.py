"""Control tests as shown: what each found on the logs, on which of them, and what to ask next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from itakusaki.language.labels import TEST_OUTCOMES
from itakusaki.model.assessment import Comparison
from itakusaki.model.message import N_, Message
from itakusaki.model.quick import quick
from itakusaki.model.retest import (
    Cell,
    FigureValue,
    Hits,
    MeasuredFigure,
    ReadExport,
    TestOutcome,
    TestResult,
)
from itakusaki.model.source import CellRef
from itakusaki.model.verdict import Outcome
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.figures import NOTHING
from itakusaki.report.view.finding import anchor

#: Hits shown as a sample; assessment.json holds as many as the run kept.
MOST_SAMPLE = 10
#: Entries of a list, files of a log, and reasons that are named; the rest is counted.
MOST_ENTRIES = 12
MOST_FILES = 3
MOST_LACKING = 6
#: The part of a comparison that a control test on logs led to begins so.
#: Digits of a SHA-256 that are shown where room is short.
DIGEST = 12
#: What a masked identifier looks like (evidence/masking.py).
MASKED = re.compile(r"[APTS]-[0-9a-f]{10}")
#: A cell of figures: a column of them stands at the right.
DIGITS = re.compile(r"-?[0-9,]+(\.[0-9]+)?")


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class NamedValue:
    """A number (or day, or list) with what it counts."""

    label: str
    value: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernedControl:
    """A control that a test speaks of; `anchor` is "" where the page has no finding on it."""

    id: str
    title: str
    knock_out: bool
    anchor: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class LogSource:
    """A log that a test looked at, and its files."""

    title: str
    files: tuple[str, ...]
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleView:
    """Some of the hits; `note` tells how many of how many, `masked` that names do not show.

    `digits` are the columns that hold nothing but figures.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    digits: tuple[bool, ...]
    note: str
    masked: bool


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class LogTest:
    """One control test carried out on a processor's logs.

    `turned` are the controls whose verdict its hits turn; where the party's own answers say the
    same as the logs none is, and `admitted` says so.
    """

    anchor: str
    id: str
    rule: str
    title: str
    outcome: str
    css: str
    says: str
    hits: str
    figures: tuple[NamedValue, ...]
    parameters: tuple[NamedValue, ...]
    first: str
    last: str
    period: str
    sources: tuple[LogSource, ...]
    turned: tuple[ConcernedControl, ...]
    proved: tuple[ConcernedControl, ...]
    concerned: tuple[ConcernedControl, ...]
    sample: SampleView
    innocent: str
    next: str
    admitted: str
    lacking: tuple[str, ...]
    own_run: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a test is shown among: the logs read, the controls with a finding, the comparisons.

    `compared` are the comparisons with the answers that tests led to, by the test's id.
    """

    reads: tuple[ReadExport, ...]
    listed: frozenset[str]
    compared: Mapping[str, Comparison]


def log_anchors(results: Iterable[TestResult]) -> tuple[str, ...]:
    """The name within a page that links to each test; one carried out twice has two."""
    taken: Counter[str] = Counter()
    names: list[str] = []
    for result in results:
        name = log_anchor(result.test)
        taken[name] += 1
        names.append(name if taken[name] == 1 else f"{name}-{taken[name]}")
    return tuple(names)


def log_anchor(test: str) -> str:
    """The name within a page that links to a test, the first time it was carried out."""
    return "log-" + "".join(c if c.isascii() and c.isalnum() else "-" for c in test)


def log_test(context: ViewContext, result: TestResult, around: Surroundings, name: str) -> LogTest:
    """A test's result with everything a reader needs to follow it up."""
    compared = around.compared.get(result.test)
    turned = compared.touches if compared else result.touches
    beside = [c for c in result.controls if c not in turned]
    return LogTest(
        anchor=name,
        id=result.test,
        rule=result.rule,
        title=context.pick(result.title),
        outcome=context.say(TEST_OUTCOMES[result.outcome]),
        css=f"t-{result.outcome.value}",
        says=context.pick(result.says),
        hits=f"{result.hits.total:,}",
        figures=tuple(_named(context, figure) for figure in result.figures),
        parameters=tuple(_named(context, figure) for figure in result.parameters),
        first=minute(result.first_at),
        last=minute(result.last_at),
        period=period(context, result.first_at, result.last_at),
        sources=tuple(_sources(context, result.exports, around.reads)),
        turned=_controls(context, turned, around.listed),
        proved=_controls(context, result.proves, around.listed),
        concerned=_controls(context, beside, around.listed),
        sample=_sample(context, result.hits),
        innocent=context.pick(result.innocent),
        next=context.pick(result.next),
        admitted=_admitted(context, result, compared),
        lacking=tuple(_lacking(context, result)),
        own_run=result.own_run,
    )


def _admitted(context: ViewContext, result: TestResult, compared: Comparison | None) -> str:
    has_hits = result.outcome is TestOutcome.CONTRADICTION
    if compared is None or not has_hits or compared.outcome is not Outcome.CONSISTENT:
        return ""
    return context.say(
        Message(
            N_("The processor itself answered no here; the logs are consistent with that answer.")
        )
    )


def minute(at: datetime | None) -> str:
    """A moment as logs tell it, the same in both languages."""
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


def period(context: ViewContext, first: datetime | None, last: datetime | None) -> str:
    """The days from the first to the last line, "" where lines have no time."""
    if not (first and last):
        return ""
    text = N_("{first} to {last}")
    day = context.translator.day
    return context.say(Message.of(text, first=day(first.date()), last=day(last.date())))


def _controls(
    context: ViewContext, controls: Iterable[str], listed: frozenset[str]
) -> tuple[ConcernedControl, ...]:
    known = context.checklist.controls
    return tuple(
        ConcernedControl(
            id=id_,
            title=context.title(id_) if id_ in known else "",
            knock_out=id_ in known and known[id_].knock_out,
            anchor=anchor(id_) if anchor(id_) in listed else "",
        )
        for id_ in controls
    )


def _named(context: ViewContext, figure: MeasuredFigure) -> NamedValue:
    return NamedValue(label=context.pick(figure.label), value=shown(context, figure.value))


def shown(context: ViewContext, value: FigureValue) -> str:
    """A figure's value as it is read."""
    match value:
        case None:
            return NOTHING
        case int():
            return f"{value:,}"
        case date():
            return context.translator.day(value)
        case tuple():
            return _list(context, value)
        case str():
            return value or NOTHING


def _list(context: ViewContext, entries: tuple[str, ...]) -> str:
    if not entries:
        return context.say(Message(N_("none")))
    text = context.translator.joined(entries[:MOST_ENTRIES])
    if len(entries) <= MOST_ENTRIES:
        return text
    return context.say(_first_of(text, MOST_ENTRIES, len(entries)))


def _first_of(text: str, count: int, total: int) -> Message:
    return Message.of(
        N_("{shown} (the first {count} of {total})"), shown=text, count=count, total=total
    )


def _sources(
    context: ViewContext, exports: Iterable[str], reads: tuple[ReadExport, ...]
) -> Iterator[LogSource]:
    for export in exports:
        found = [read for read in reads if read.export == export]
        if not found:
            continue
        more = len(found) - MOST_FILES
        rest = context.say(Message.of(N_("and {count} more files"), count=more)) if more > 0 else ""
        yield LogSource(
            title=context.pick(found[0].title),
            files=tuple(_file(context, read) for read in found[:MOST_FILES]),
            more=rest,
        )


def _file(context: ViewContext, read: ReadExport) -> str:
    if not read.duplicates:
        text = N_("{file} (SHA-256 {digest}…, {kept} lines)")
        return context.say(
            Message.of(text, file=place(read), digest=short(read), kept=f"{read.kept:,}")
        )
    text = N_("{file} (SHA-256 {digest}…, {rows} lines, {duplicates} of them duplicates)")
    counts = {"rows": f"{read.rows:,}", "duplicates": f"{read.duplicates:,}"}
    return context.say(Message.of(text, file=place(read), digest=short(read), **counts))


def place(read: ReadExport) -> str:
    """A file with its sheet, as a person would point to it."""
    return str(CellRef(file=read.file.path, sheet=read.sheet))


def short(read: ReadExport) -> str:
    """The first digits of a file's SHA-256."""
    return read.file.sha256[:DIGEST]


def _sample(context: ViewContext, hits: Hits) -> SampleView:
    rows = tuple(tuple(_cell(context, cell) for cell in row) for row in hits.sample[:MOST_SAMPLE])
    note = Message.of(N_("{shown} of {total} hits"), shown=len(rows), total=f"{hits.total:,}")
    return SampleView(
        heads=tuple(context.pick(column) for column in hits.columns),
        rows=rows,
        digits=tuple(
            all(DIGITS.fullmatch(cell) for cell in column) for column in zip(*rows, strict=True)
        ),
        note=context.say(note) if rows else "",
        masked=any(MASKED.fullmatch(cell) for row in rows for cell in row),
    )


def _cell(context: ViewContext, cell: Cell) -> str:
    return cell if isinstance(cell, str) else context.pick(cell)


def _lacking(context: ViewContext, result: TestResult) -> Iterator[str]:
    said = list(dict.fromkeys(context.say(message) for message in result.lacking))
    yield from said[:MOST_LACKING]
    if len(said) > MOST_LACKING:
        yield context.say(
            Message.of(N_("and {count} more reasons"), count=len(said) - MOST_LACKING)
        )
