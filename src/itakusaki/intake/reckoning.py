"""Reckoning: the days a round is held against: its own, the as-of day, and the day of looking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from itakusaki.intake.issues import issue
from itakusaki.model.issue import DataIssue
from itakusaki.model.party import Ledger
from itakusaki.model.source import CellRef
from itakusaki.settings.rounds import RoundSpan, round_span

#: Where the as-of day is said.
SETTINGS: Final = "itakusaki.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """A round and its days; `today` is the day that due dates are held against.

    From the parties that are `not_due` the round expects nothing.

    Days are None where none was given; then nothing is said of what they would decide.
    """

    round: str
    as_of: date | None = None
    today: date | None = None
    not_due: frozenset[str] = frozenset()

    @property
    def span(self) -> RoundSpan | None:
        """The round's own days, None where its name does not tell."""
        return round_span(self.round)

    def is_old(self, day: date | None) -> bool:
        """Whether a due day lies before the round begins, so that it was meant for another."""
        return bool(day and self.span and day < self.span.first)

    def issues(self, ledger: Ledger) -> Iterator[DataIssue]:
        """What does not fit: an as-of day outside the round, replies due before it begins."""
        span = self.span
        if span is None:
            return
        days = {"round": self.round, "first": span.first.isoformat()}
        if self.as_of and not span.holds(self.as_of):
            at, last = CellRef(file=SETTINGS), span.last.isoformat()
            yield issue("as_of_outside_round", at, day=self.as_of.isoformat(), last=last, **days)
        for code, processor in ledger.processors.items():
            if code in self.not_due:
                continue
            due = processor.due
            if due is not None and processor.due_on and self.is_old(processor.due_on):
                day = processor.due_on.isoformat()
                yield issue("due_before_round", due.at, code, processor=code, day=day, **days)
