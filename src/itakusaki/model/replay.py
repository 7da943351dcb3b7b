"""Replays: in which quarter each control test would first have shown something, had it been run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from itakusaki.model.message import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """A quarter of the calendar, both days included."""

    first: date
    last: date

    @property
    def name(self) -> str:
        """As it is written, such as 2026Q4."""
        return f"{self.first.year}Q{(self.first.month - 1) // 3 + 1}"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterCount:
    """What one test shows at one quarter's end that it did not show before.

    `found` are planted events and `false` hits that are none; both 0 where no truth is given.
    `carried_out` is not set where the test could not be run on what was there by then: no count is
    not a count of none.
    """

    hits: int = 0
    found: int = 0
    false: int = 0
    carried_out: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedTest:
    """One test, a count for every quarter; `missed` are the planted events it never found."""

    test: str
    rule: str
    title: Words
    counts: tuple[QuarterCount, ...] = ()
    planted: int = 0
    missed: tuple[str, ...] = ()

    @property
    def carried_out(self) -> bool:
        """Whether it could be run at the end of any quarter."""
        return any(count.carried_out for count in self.counts)

    @property
    def first_seen(self) -> int | None:
        """The quarter (from 0) of the first hit, where there is a truth of the first true one."""
        told = (n for n, count in enumerate(self.counts) if count.found)
        shown = (n for n, count in enumerate(self.counts) if count.hits)
        return next(told if self.planted else shown, None)

    @property
    def false_alarms(self) -> int:
        """Hits of all quarters that are no planted event."""
        return sum(count.false for count in self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A replay of one party's logs; `judged` where a truth told planted events from false alarms."""

    processor: str
    quarters: tuple[Quarter, ...]
    tests: tuple[ReplayedTest, ...]
    judged: bool = False
