"""The replay: every test run at the end of every quarter over what was there by then.

A test that compares with a level needs the lines before, never those after; so the canonical
tables are cut at each quarter's end and all tests run again. What shows then and did not show a
quarter earlier counts for the quarter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from itakusaki.audit.examine import opened
from itakusaki.audit.planted_events import Planted
from itakusaki.audit.rules import Rules
from itakusaki.audit.run_options import RunOptions
from itakusaki.catalogue.parameters import parameters_for
from itakusaki.catalogue.retest import ControlTest
from itakusaki.exports.read import read_delivery
from itakusaki.files.scratch import scratch_folder
from itakusaki.model.evidence import Submission
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.model.message import N_
from itakusaki.model.replay import Quarter, QuarterCount, Replay, ReplayedTest
from itakusaki.model.retest import ReadExport
from itakusaki.model.step import OnStep, Step
from itakusaki.retests.as_of_tables import periods_until, tables_until
from itakusaki.retests.run import Hit, raw_hits

#: Columns that tell one hit from another, beside those that name somebody or something.
TELLING = ("at", "day", "export")
MONTHS = 3
REPLAYING = N_("replaying quarters")


def replay(
    submission: Submission,
    rules: Rules,
    options: RunOptions,
    truth: Sequence[Planted] | None,
    on_progress: OnStep,
) -> Replay | None:
    """Run the tests (or those named) quarter by quarter; None where there is no log in time.

    Args:
        submission: whose logs.
        rules: tests and layouts in force.
        options: engine, and which tests; those that only measure take part where named.
        truth: what was planted, if known; it is looked at when all tests have run.
        on_progress: told of each quarter begun.
    """
    with scratch_folder() as scratch:
        settings, data = submission.settings, rules.evidence
        delivery = read_delivery(submission, data, data.layouts, scratch)
        quarters = tuple(_quarters(delivery.reads))
        if not quarters:
            return None
        tests = tuple(_chosen(data.tests.values(), options.only))
        shown: dict[str, list[tuple[Hit, ...] | None]] = {test.id: [] for test in tests}
        for number, quarter in enumerate(quarters, 1):
            step = Step(stage=REPLAYING, item=quarter.name, number=number, of=len(quarters))
            on_progress(step)
            folder = scratch / quarter.name
            tables = tables_until(delivery.tables, data.exports, quarter.last, folder)
            periods = periods_until(delivery.periods, data.exports, quarter.last, folder)
            tables = {**tables, **(periods[-1].tables if periods else {})}
            as_of = replace(
                settings, parameters={**settings.parameters, "as_of": quarter.last.isoformat()}
            )
            with opened(options, as_of, folder) as engine:
                for name, hits in raw_hits(engine, tables, rules.printer, as_of, tests, periods):
                    shown[name].append(hits)
    judged = truth is not None
    return Replay(
        processor=submission.processor,
        quarters=quarters,
        tests=tuple(
            _Judging(test, _asked(test, truth or (), settings), judged).judged(shown[test.id])
            for test in tests
        ),
        judged=judged,
    )


def _chosen(tests: Iterable[ControlTest], only: Sequence[str]) -> Iterator[ControlTest]:
    return (test for test in tests if (test.id in only if only else not test.measures))


def _quarters(reads: Iterable[ReadExport]) -> Iterator[Quarter]:
    """The calendar's quarters from the first line of all logs to the last."""
    times = [at.date() for read in reads for at in (read.first_at, read.last_at) if at]
    if not times:
        return
    first = min(times)
    first = first.replace(month=(first.month - 1) // MONTHS * MONTHS + 1, day=1)
    while first <= max(times):
        following = _months_on(first)
        yield Quarter(first=first, last=following - timedelta(days=1))
        first = following


def _months_on(first: date) -> date:
    month = first.month + MONTHS
    return first.replace(year=first.year + (month > 12), month=(month - 1) % 12 + 1)  # noqa: PLR2004


def _asked(
    test: ControlTest, truth: Iterable[Planted], settings: EvidenceSettings
) -> tuple[Planted, ...]:
    """The planted events that a test is asked for under these settings."""
    values = parameters_for(test, settings).values
    return tuple(
        event
        for event in truth
        if event.test == test.id
        and all(str(values.get(name)) == str(wanted) for name, wanted in event.parameters.items())
    )


@dataclass(slots=True)
class _Judging:
    """One test's hits of all quarters, laid beside what was planted."""

    test: ControlTest
    planted: tuple[Planted, ...]
    judging: bool
    known: set[tuple[Any, ...]] = field(default_factory=set)
    found: set[int] = field(default_factory=set)

    def judged(self, quarters: Sequence[Sequence[Hit] | None]) -> ReplayedTest:
        """The test over all quarters."""
        counts = tuple(self._count(hits) for hits in quarters)
        due = [(n, event.event) for n, event in enumerate(self.planted) if event.must]
        return ReplayedTest(
            test=self.test.id,
            rule=self.test.rule,
            title=self.test.title,
            counts=counts,
            planted=len(due),
            missed=tuple(event for n, event in due if n not in self.found),
        )

    def _count(self, hits: Sequence[Hit] | None) -> QuarterCount:
        if hits is None:
            return QuarterCount(carried_out=False)
        fresh = [hit for hit in hits if self._is_new(hit)]
        false = 0
        before = len(self.found)
        for hit in fresh:
            met = [n for n, event in enumerate(self.planted) if event.is_met_by(hit)]
            self.found.update(n for n in met if self.planted[n].must)
            false += self.judging and not met
        return QuarterCount(hits=len(fresh), found=len(self.found) - before, false=false)

    def _is_new(self, hit: Hit) -> bool:
        """Whether it did not show in an earlier quarter; its figures may have grown since."""
        telling = [c.name for c in self.test.columns if c.mask or c.name in TELLING]
        key = tuple(hit[name] for name in telling or hit)
        if key in self.known:
            return False
        self.known.add(key)
        return True
