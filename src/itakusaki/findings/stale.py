"""Stale evidence: files whose period does not cover the round, or that expired, by the parties' lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from itakusaki.model.assessment import Assessment
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty
from itakusaki.model.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleFile:
    """A file on a party's list, and what of it does not hold for the round."""

    file: str
    controls: tuple[str, ...]
    says: Message


def stale_files(
    assessment: Assessment, days: tuple[date, date], before: date | None
) -> Mapping[str, tuple[StaleFile, ...]]:
    """What is stale in a round of these days, by party; `before` is the day the round before was judged for."""
    found = {
        result.processor.id: tuple(
            stale
            for given in result.questionnaires
            if given.side is not Duty.CLIENT
            for row in given.evidence
            for stale in _stale(row, days, assessment.as_of, before)
        )
        for result in assessment.results
    }
    return {code: files for code, files in found.items() if files}


def _stale(
    row: Record, days: tuple[date, date], as_of: date, before: date | None
) -> Iterator[StaleFile]:
    for says in (*_period(row, days), *_expiry(row, as_of, before)):
        yield StaleFile(file=row.text("file"), controls=row.entries("controls"), says=says)


def _period(row: Record, days: tuple[date, date]) -> Iterator[Message]:
    """That a file's period leaves out the round, or a part of it; one without a period says nothing."""
    first, last = row.day("period_from"), row.day("period_to")
    span = {"first": str(first or "…"), "last": str(last or "…")}
    if (last and last < days[0]) or (first and first > days[1]):
        yield Message.of(N_("its period ({first} to {last}) lies outside the round"), **span)
    elif first and last and (first > days[0] or last < days[1]):
        yield Message.of(N_("its period ({first} to {last}) covers a part of the round"), **span)


def _expiry(row: Record, as_of: date, before: date | None) -> Iterator[Message]:
    until = row.day("expires_on")
    if until is None or until >= as_of:
        return
    if before is not None and until >= before:
        text = N_("it held in the round before and expired on {day}")
    else:
        text = N_("it expired on {day}")
    yield Message.of(text, day=str(until))
