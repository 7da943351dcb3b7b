"""What the logs say, for a terminal: exports read, data issues, tests with their outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.console import RenderableType
from rich.table import Table

from itakusaki.cli.hit_rows import HitRows
from itakusaki.cli.table_or_lines import WORDS, TableOrLines
from itakusaki.cli.terminal import plain_markup
from itakusaki.language import Translator
from itakusaki.language.labels import TEST_OUTCOMES
from itakusaki.model.message import N_, Message
from itakusaki.model.retest import (
    Examination,
    PackSeal,
    ReadExport,
    TestOutcome,
    TestResult,
)
from itakusaki.retests.feasibility import NOT_DELIVERED

#: Colours are an extra: the word always stands beside them.
COLOURS = {
    TestOutcome.CONTRADICTION: "red",
    TestOutcome.CONSISTENT: "green",
    TestOutcome.MEASURED: "cyan",
    TestOutcome.INCOMPLETE: "yellow",
    TestOutcome.CANNOT_COMPARE: "dim",
}
#: Outcomes in the order in which they are told: what needs an answer comes first.
ORDER = (
    TestOutcome.CONTRADICTION,
    TestOutcome.INCOMPLETE,
    TestOutcome.CONSISTENT,
    TestOutcome.MEASURED,
    TestOutcome.CANNOT_COMPARE,
)
#: So many tests that cannot be made are listed like others; more are told in one line.
FEW = 3
#: Sample rows that are shown under a contradiction.
SHOWN_HITS = 3
READ_HEADINGS = (N_("File"), N_("Rows"), N_("Kept"), N_("First and last line"))
COUNTS = ("Rows", "Kept")
TEST_HEADINGS = (N_("Test"), N_("Outcome"), N_("What it says"))


def reading_lines(examination: Examination, translator: Translator) -> Iterator[RenderableType]:
    """What one party delivered: seals of packs, exports read."""
    for seal in examination.seals:
        yield _seal(seal, translator)
    if examination.reads:
        yield _reads(examination, translator)


def outcome_lines(examination: Examination, translator: Translator) -> Iterator[RenderableType]:
    """What the tests came to, contradictions first; those that could not be made in a few lines."""
    barred = [r for r in examination.results if r.outcome is TestOutcome.CANNOT_COMPARE]
    told = [r for r in examination.results if len(barred) <= FEW or r not in barred]
    told.sort(key=lambda result: ORDER.index(result.outcome))
    if told:
        yield _tests(examination, told, translator)
    for result in told:
        yield from _sample(result, translator)
    if len(barred) > FEW:
        yield plain_markup(translator.say(barred_line(barred, translator)))
    if examination.results:
        yield plain_markup(_summary(examination.results, translator))


def barred_line(barred: Sequence[TestResult], translator: Translator) -> Message:
    """How many tests could not be made, and which export alone would open how many of them."""
    alone = Counter(
        translator.say(Message("{export}", reason.values))
        for result in barred
        for reason in result.lacking
        if len(result.lacking) == 1 and reason.text == NOT_DELIVERED
    )
    opened = [
        translator.say(Message.of(N_("{export} {count}"), export=export, count=count))
        for export, count in sorted(alone.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    reasons = {reason for result in barred for reason in result.lacking}
    if len(reasons) == 1:
        text = N_("{count} tests cannot be made: {reason}")
        return Message.of(text, count=len(barred), reason=translator.say(reasons.pop()))
    if not opened:
        text = N_(
            "{count} tests cannot be made; each lacks more than one thing (--json says which)."
        )
        if any(len(result.lacking) == 1 for result in barred):  # for what no export mends
            text = N_("{count} tests cannot be made (--json says why).")
        return Message.of(text, count=len(barred))
    text = N_(
        "{count} tests cannot be made. One more export would open: {exports}. The other {rest} lack more than one thing (--json says which)."
    )
    rest = len(barred) - alone.total()
    if not rest:
        text = N_("{count} tests cannot be made. One more export would open: {exports}.")
    return Message.of(text, count=len(barred), exports=translator.joined(opened), rest=rest)


def _title(examination: Examination, text: str, translator: Translator) -> str:
    return plain_markup(translator.say(Message.of(text, processor=examination.processor)))


def _reads(examination: Examination, translator: Translator) -> RenderableType:
    title = _title(examination, N_("{processor}: exports read"), translator)
    table = Table(title=title, title_justify="left")
    file, *others = map(translator.gettext, READ_HEADINGS)
    table.add_column(file, overflow="fold", min_width=WORDS)
    for at, heading in enumerate(others):
        # A number or a time that is broken over lines is read as another.
        table.add_column(heading, justify="right" if at < len(COUNTS) else "left", no_wrap=True)
    rows = [_read(read, translator) for read in examination.reads]
    for cells in rows:
        table.add_row(*cells)
    colon = translator.gettext(N_(": "))
    told = [
        (named, *(_under(head + colon, cell) for head, cell in zip(others, cells, strict=True)))
        for named, *cells in rows
    ]
    return TableOrLines(table, told)


def _under(head: str, cell: str) -> str:
    """A cell behind its heading; one of several lines below it, for a time is not to be broken."""
    return f"{head}\n{cell}" if "\n" in cell else head + cell


def _read(read: ReadExport, translator: Translator) -> Sequence[str]:
    place = f"{read.file.path} [{read.sheet}]" if read.sheet else read.file.path
    beside = f"{translator.pick(read.title)} · {translator.pick(read.layout)}"
    return (
        "\n".join(
            (plain_markup(place), f"[dim]{plain_markup(beside)}[/]", *_left_out(read, translator))
        ),
        f"{read.rows:,}",
        f"{read.kept:,}",
        _time(read.first_at) + f"\n{_last(read, translator)}" * bool(read.last_at),
    )


def _left_out(read: ReadExport, translator: Translator) -> Iterator[str]:
    """Rows that are not kept, and why: only where there are any."""
    counts = (
        (N_("{count} duplicates"), read.duplicates),
        (N_("{count} rejected"), read.put_aside),
    )
    for text, count in counts:
        if count:
            yield f"[yellow]{plain_markup(translator.say(Message.of(text, count=f'{count:,}')))}[/]"


def _last(read: ReadExport, translator: Translator) -> str:
    last = _time(read.last_at)
    return (
        f"{last} [red]{plain_markup(translator.gettext(N_('(cut off)')))}[/]" if read.cut else last
    )


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "-"


def _tests(
    examination: Examination, results: Sequence[TestResult], translator: Translator
) -> RenderableType:
    title = _title(examination, N_("{processor}: what the logs say"), translator)
    table = Table(title=title, title_justify="left")
    for heading in TEST_HEADINGS:
        table.add_column(translator.gettext(heading), overflow="fold", min_width=WORDS)
    rows = [_test_cells(result, translator) for result in results]
    for cells in rows:
        table.add_row(*cells)
    return TableOrLines(table, rows)


def _test_cells(result: TestResult, translator: Translator) -> tuple[str, str, str]:
    colour = COLOURS[result.outcome]
    outcome = plain_markup(translator.say(TEST_OUTCOMES[result.outcome]))
    return (
        f"{plain_markup(translator.pick(result.title))}\n[dim]{result.rule} {result.test}[/]",
        f"[{colour}]{outcome}[/]{_count(result, translator)}",
        plain_markup(_says(result, translator)),
    )


def _count(result: TestResult, translator: Translator) -> str:
    """How many hits, under the outcome; the lines of a mere figure are no hits."""
    if result.outcome is TestOutcome.MEASURED or not result.hits.total:
        return ""
    text = Message.of(N_("Hits: {count}"), count=f"{result.hits.total:,}")
    return f"\n{plain_markup(translator.say(text))}"


def _says(result: TestResult, translator: Translator) -> str:
    reasons = translator.joined(translator.say(reason) for reason in result.lacking)
    if result.outcome is TestOutcome.CANNOT_COMPARE:
        return reasons
    says = translator.pick(result.says)
    if not reasons:
        return says
    return translator.say(Message.of(N_("{says} But: {reasons}"), says=says, reasons=reasons))


def _sample(result: TestResult, translator: Translator) -> Iterator[RenderableType]:
    if result.outcome is not TestOutcome.CONTRADICTION or not result.hits.sample:
        return
    shown = min(SHOWN_HITS, len(result.hits.sample))
    text = N_("{title}: {shown} of {total}")
    title = Message.of(text, title=result.title, shown=shown, total=f"{result.hits.total:,}")
    yield HitRows(
        title=translator.say(title),
        colon=translator.gettext(N_(": ")),
        heads=tuple(translator.pick(column) for column in result.hits.columns),
        rows=tuple(
            tuple(cell if isinstance(cell, str) else translator.pick(cell) for cell in row)
            for row in result.hits.sample[:SHOWN_HITS]
        ),
    )
    yield (
        "[dim]"
        + plain_markup(
            translator.say(
                Message.of(
                    N_("Possible legitimate explanation: {innocent}"), innocent=result.innocent
                )
            )
        )
        + "[/]"
    )
    yield plain_markup(translator.say(Message.of(N_("Ask: {next}"), next=result.next)))


def _summary(results: Sequence[TestResult], translator: Translator) -> str:
    counts = {outcome: sum(r.outcome is outcome for r in results) for outcome in TestOutcome}
    on_progress = (
        f"{translator.say(TEST_OUTCOMES[outcome])} {count}"
        for outcome, count in counts.items()
        if count
    )
    text = N_("{count} tests: {outcomes}")
    return translator.say(
        Message.of(text, count=len(results), outcomes=translator.joined(on_progress))
    )


def _seal(seal: PackSeal, translator: Translator) -> str:
    if not seal.valid:
        text = N_(
            "{file}: the signature does not hold; the pack is not used. → Ask for it again, by another way."
        )
    elif seal.known:
        text = N_("{file}: the processor's own run of {day}, signed with the key you know.")
    else:
        text = N_(
            "{file}: the processor's own run of {day}, signed with a key you do not know: {fingerprint}. → Compare it by telephone, then put it under signing_keys in itakusaki.toml."
        )
    colour = "red" if not seal.valid else "green" if seal.known else "yellow"
    said = translator.say(
        Message.of(text, file=seal.file.path, day=seal.made_on, fingerprint=seal.fingerprint)
    )
    return f"[{colour}]{plain_markup(said)}[/]"
