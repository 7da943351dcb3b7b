"""What the logs say: a processor's section on the control tests re-performed on its logs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from itakusaki.language.labels import SEALED_MATTER
from itakusaki.model.assessment import LOG_PART, ProcessorResult
from itakusaki.model.message import N_, Message
from itakusaki.model.retest import Examination, TestOutcome, TestResult
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.finding import FindingView
from itakusaki.report.view.listing import Listing, listing
from itakusaki.report.view.log_export import ExportRow, SealView, export_row, seal_view
from itakusaki.report.view.log_result import LogTest, Surroundings, log_anchors, log_test
from itakusaki.report.view.timeline import Timeline, timeline

MOST_EXPORTS = 60
DATA = "assessment.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogsView:
    """The section; `absent` is the sentence that stands alone where nothing was delivered."""

    absent: str
    brief: str
    summary: tuple[str, ...]
    own_run: bool
    alarms: tuple[str, ...]
    seals: tuple[SealView, ...]
    timeline: Timeline | None
    masking: str
    contradictions: tuple[LogTest, ...]
    consistent: tuple[LogTest, ...]
    measured: tuple[LogTest, ...]
    incomplete: tuple[LogTest, ...]
    uncompared: tuple[LogTest, ...]
    exports: Listing[ExportRow]
    tests: tuple[LogTest, ...]
    read: tuple[ExportRow, ...]


def is_examined(result: ProcessorResult) -> bool:
    """Whether logs, or a pack instead of them, came from a processor."""
    found = result.examination
    return found is not None and bool(found.reads or found.results or found.seals)


def logs_view(
    context: ViewContext, result: ProcessorResult, views: Iterable[FindingView]
) -> LogsView | None:
    """The section of a processor; None where no processor of the run handed over any log."""
    if not any(is_examined(other) for other in context.assessment.results):
        return None
    examined = result.examination or Examination(processor=result.processor.id)
    around = _surroundings(result, examined, views)
    names = log_anchors(examined.results)
    named = list(zip(examined.results, names, strict=True))
    # Those that turn a mandatory control come first; otherwise the order of the catalogue stays.
    named.sort(key=lambda pair: not _turns_knock_out(result, pair[0]))
    tests = tuple((test.outcome, log_test(context, test, around, name)) for test, name in named)
    read = tuple(export_row(context, export) for export in examined.reads)
    return LogsView(
        absent="" if is_examined(result) else _absent(context, result),
        brief=_brief(context, examined),
        summary=tuple(_summary(context, examined)) if examined.results else (),
        own_run=any(test.own_run for test in examined.results),
        alarms=tuple(_alarms(context, examined)),
        seals=tuple(seal_view(context, seal) for seal in examined.seals),
        timeline=timeline(context, examined),
        masking=context.say(Message(MASKING)) if any(t.sample.masked for _, t in tests) else "",
        contradictions=_of(tests, TestOutcome.CONTRADICTION),
        consistent=_of(tests, TestOutcome.CONSISTENT),
        measured=_of(tests, TestOutcome.MEASURED),
        incomplete=_of(tests, TestOutcome.INCOMPLETE),
        uncompared=_of(tests, TestOutcome.CANNOT_COMPARE),
        exports=listing(context, read, MOST_EXPORTS, DATA),
        tests=tuple(view for _, view in tests),
        read=read,
    )


def _absent(context: ViewContext, result: ProcessorResult) -> str:
    """Why nothing is told of logs; where something is sealed, not even whether there are any."""
    return context.say(SEALED_MATTER if result.sealed else Message(ABSENT))


ABSENT = N_(
    "No log or list suitable for testing was provided by this processor, so no control test was performed. No inference, favourable or adverse, should be drawn."
)
MASKING = N_(
    "Names are pseudonymised (A account, P person, T terminal, S serial number, O object, N request): the same mark is the same name throughout this party's logs. Who holds the logs can show them with “itakusaki evidence check --show-identifiers”."
)
COUNTS = N_(
    "{tests} control tests were run on {exports} files: {contradiction} found events that need an explanation, {consistent} found none, {measured} took figures only, {incomplete} rest on incomplete records, {cannot_compare} could not be compared."
)
COUNTS_FROM = N_(
    "{tests} control tests were run on {exports} files ({period}): {contradiction} found events that need an explanation, {consistent} found none, {measured} took figures only, {incomplete} rest on incomplete records, {cannot_compare} could not be compared."
)
OURS = N_("They were run in this audit, on files that the processor delivered.")
THEIRS = N_(
    "The run was the processor's own: it tested its logs itself and handed over a signed evidence pack. The client has not seen the logs."
)
MIXED = N_(
    "{own} of them were the processor's own run, handed over as a signed evidence pack: the client has not inspected those logs. The others were run in this audit, on files that the processor delivered."
)


def _surroundings(
    result: ProcessorResult, examined: Examination, views: Iterable[FindingView]
) -> Surroundings:
    made = (c for c in result.comparisons if c.from_logs)
    return Surroundings(
        reads=examined.reads,
        listed=frozenset(view.anchor for view in views),
        compared={c.part.removeprefix(LOG_PART): c for c in made},
    )


def _turns_knock_out(result: ProcessorResult, test: TestResult) -> bool:
    knock_outs = {control.control for control in result.controls if control.knock_out}
    return not knock_outs.isdisjoint(test.touches)


def _of(tests: Iterable[tuple[TestOutcome, LogTest]], wanted: TestOutcome) -> tuple[LogTest, ...]:
    return tuple(view for outcome, view in tests if outcome is wanted)


def _brief(context: ViewContext, examined: Examination) -> str:
    """One line for the summary of the page."""
    if not examined.results:
        return ""
    counted = Counter(test.outcome for test in examined.results)
    tests, found = len(examined.results), counted[TestOutcome.CONTRADICTION]
    made = tests - counted[TestOutcome.CANNOT_COMPARE]
    text = (
        N_(
            "Of {tests} control tests on the logs, {made} could be made; {found} found events that need an explanation."
        )
        if found
        else N_(
            "Of {tests} control tests on the logs, {made} could be made; none found an event that needs an explanation."
        )
    )
    return context.say(Message.of(text, tests=tests, made=made, found=found))


def _summary(context: ViewContext, examined: Examination) -> Iterator[str]:
    counted = Counter(test.outcome for test in examined.results)
    numbers = {outcome.value: counted[outcome] for outcome in TestOutcome}
    ends = _ends(examined)
    told = Message.of(
        COUNTS_FROM if ends else COUNTS,
        tests=len(examined.results),
        exports=len(examined.reads),
        period=_period(context, ends),
        **numbers,
    )
    yield context.say(told)
    own = sum(test.own_run for test in examined.results)
    whose = THEIRS if own == len(examined.results) else MIXED
    yield context.say(Message.of(whose if own else OURS, own=own))


def _ends(examined: Examination) -> tuple[date, date] | None:
    times = [at for read in examined.reads for at in (read.first_at, read.last_at) if at]
    return (min(times).date(), max(times).date()) if times else None


def _period(context: ViewContext, ends: tuple[date, date] | None) -> str:
    if ends is None:
        return ""
    text = N_("{first} to {last}")
    first, last = (context.translator.day(day) for day in ends)
    return context.say(Message.of(text, first=first, last=last))


def _alarms(context: ViewContext, examined: Examination) -> Iterator[str]:
    for seal in examined.seals:
        if not seal.valid:
            text = N_("{file}: the signature of this evidence pack does not hold. It was not used.")
            yield context.say(Message.of(text, file=seal.file.path))


def portfolio_lines(context: ViewContext, results: Sequence[ProcessorResult]) -> Iterator[str]:
    """How many processors had logs re-performed, and what came of it; nothing where none had."""
    sealed = sum(result.sealed for result in results)
    if sealed:
        text = N_(
            "Processors with a sealed matter: {count}. Whatever logs they handed over is not counted here; please ask the person responsible."
        )
        yield context.say(Message.of(text, count=sealed))
    examined = [found.examination for found in results if is_examined(found) and found.examination]
    if not examined:
        return
    counted = Counter((one.processor, test.outcome) for one in examined for test in one.results)
    found = [
        count for (_, outcome), count in counted.items() if outcome is TestOutcome.CONTRADICTION
    ]
    text = (
        N_(
            "Logs were tested for {examined} of {total} processors ({own} of them by the processor's own run): {tests} control tests at {parties} processors found events that need an explanation."
        )
        if found
        else N_(
            "Logs were tested for {examined} of {total} processors ({own} of them by the processor's own run): no control test found an event that needs an explanation."
        )
    )
    numbers = {
        "examined": len(examined),
        "total": len(results),
        "own": sum(any(test.own_run for test in one.results) for one in examined),
        "tests": sum(found),
        "parties": len(found),
    }
    yield context.say(Message.of(text, **numbers))
    broken = sum(not seal.valid for one in examined for seal in one.seals)
    if broken:
        text = N_("Evidence packs whose signature does not hold, and that were not used: {count}")
        yield context.say(Message.of(text, count=broken))
