"""What the logs say, for a terminal: exports read, data issues, tests with their outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table

from itakusaki.cli.console import SHOWN_ISSUES, issue_lines
from itakusaki.language import Speaker
from itakusaki.language.labels import TEST_OUTCOMES
from itakusaki.model.control_test import (
    Examination,
    PackSeal,
    ReadExport,
    TestOutcome,
    TestResult,
)
from itakusaki.model.message import N_, Message

#: Colours are an extra: the word always stands beside them.
COLOURS = {
    TestOutcome.CONTRADICTION: "red",
    TestOutcome.CONSISTENT: "green",
    TestOutcome.MEASURED: "cyan",
    TestOutcome.INCOMPLETE: "yellow",
    TestOutcome.CANNOT_COMPARE: "dim",
}
#: Sample rows that are shown under a contradiction.
SHOWN_HITS = 3
READ_HEADINGS = (
    N_("File"),
    N_("Export"),
    N_("Layout"),
    N_("Rows"),
    N_("Duplicates"),
    N_("Put aside"),
    N_("Kept"),
    N_("First line"),
    N_("Last line"),
)
COUNTS = ("Rows", "Duplicates", "Put aside", "Kept", "Hits")
TEST_HEADINGS = (N_("Test"), N_("Rule"), N_("Outcome"), N_("Hits"), N_("What it says"))


def examination_lines(examination: Examination, words: Speaker) -> Iterator[RenderableType]:
    """All that came of one party's exports."""
    for seal in examination.seals:
        yield _seal(seal, words)
    if examination.reads:
        yield _reads(examination, words)
    yield from issue_lines(examination.issues, words, limit=SHOWN_ISSUES)
    if examination.results:
        yield _tests(examination, words)
        for result in examination.results:
            yield from _sample(result, words)
        yield escape(_summary(examination.results, words))


def _title(examination: Examination, text: str, words: Speaker) -> str:
    return escape(words.say(Message.of(text, processor=examination.processor)))


def _reads(examination: Examination, words: Speaker) -> Table:
    title = _title(examination, N_("{processor}: exports read"), words)
    table = Table(title=title, title_justify="left")
    for heading in READ_HEADINGS:
        table.add_column(
            words.gettext(heading),
            justify="right" if heading in COUNTS else "left",
            overflow="fold",
        )
    for read in examination.reads:
        table.add_row(*_read(read, words))
    return table


def _read(read: ReadExport, words: Speaker) -> Sequence[str]:
    place = f"{read.file.path} [{read.sheet}]" if read.sheet else read.file.path
    last = _time(read.last_at)
    return (
        escape(place),
        escape(words.pick(read.title)),
        escape(words.pick(read.layout)),
        f"{read.rows:,}",
        f"{read.duplicates:,}",
        f"{read.put_aside:,}",
        f"{read.kept:,}",
        _time(read.first_at),
        f"{last} [red]{escape(words.gettext(N_('(cut off)')))}[/]" if read.cut else last,
    )


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else "-"


def _tests(examination: Examination, words: Speaker) -> Table:
    title = _title(examination, N_("{processor}: what the logs say"), words)
    table = Table(title=title, title_justify="left")
    for heading in TEST_HEADINGS:
        table.add_column(
            words.gettext(heading),
            justify="right" if heading in COUNTS else "left",
            overflow="fold",
        )
    for result in examination.results:
        colour = COLOURS[result.outcome]
        outcome = escape(words.say(TEST_OUTCOMES[result.outcome]))
        compared = result.outcome is not TestOutcome.CANNOT_COMPARE
        table.add_row(
            f"{escape(words.pick(result.title))}\n[dim]{result.test}[/]",
            result.rule,
            f"[{colour}]{outcome}[/]",
            f"{result.hits.total:,}" if compared else "-",
            escape(_says(result, words)),
        )
    return table


def _says(result: TestResult, words: Speaker) -> str:
    reasons = words.joined(words.say(reason) for reason in result.lacking)
    if result.outcome is TestOutcome.CANNOT_COMPARE:
        return reasons
    says = words.pick(result.says)
    if not reasons:
        return says
    return words.say(Message.of(N_("{says} But: {reasons}"), says=says, reasons=reasons))


def _sample(result: TestResult, words: Speaker) -> Iterator[RenderableType]:
    if result.outcome is not TestOutcome.CONTRADICTION or not result.hits.sample:
        return
    shown = min(SHOWN_HITS, len(result.hits.sample))
    text = N_("{title}: {shown} of {total}")
    title = Message.of(text, title=result.title, shown=shown, total=f"{result.hits.total:,}")
    table = Table(title=escape(words.say(title)), title_justify="left")
    for column in result.hits.columns:
        table.add_column(escape(words.pick(column)), overflow="fold")
    for row in result.hits.sample[:SHOWN_HITS]:
        table.add_row(
            *(escape(cell if isinstance(cell, str) else words.pick(cell)) for cell in row)
        )
    yield table
    yield (
        "[dim]"
        + escape(words.say(Message.of(N_("Could also be: {innocent}"), innocent=result.innocent)))
        + "[/]"
    )
    yield escape(words.say(Message.of(N_("Ask: {next}"), next=result.next)))


def _summary(results: Sequence[TestResult], words: Speaker) -> str:
    counts = {outcome: sum(r.outcome is outcome for r in results) for outcome in TestOutcome}
    told = (
        f"{words.say(TEST_OUTCOMES[outcome])} {count}" for outcome, count in counts.items() if count
    )
    text = N_("{count} tests: {outcomes}")
    return words.say(Message.of(text, count=len(results), outcomes=words.joined(told)))


def _seal(seal: PackSeal, words: Speaker) -> str:
    if not seal.valid:
        text = N_("{file}: the signature does not hold; the pack is not used.")
    elif seal.known:
        text = N_("{file}: the processor's own run of {day}, signed with the key you know.")
    else:
        text = N_("{file}: the processor's own run of {day}, signed with a key you do not know.")
    colour = "red" if not seal.valid else "green" if seal.known else "yellow"
    said = words.say(Message.of(text, file=seal.file.path, day=seal.made_on))
    return f"[{colour}]{escape(said)}[/]"
