"""Spans: from when to when an export reaches, and whether that is the period asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from itakusaki.model.message import N_, Message
from itakusaki.model.retest import ReadExport


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The first and the last time among an export's rows, both wall clock."""

    first: datetime
    last: datetime

    @property
    def days(self) -> int:
        """How many calendar days it touches, the first and the last included."""
        return (self.last.date() - self.first.date()).days + 1

    def falls_short(
        self, period_from: date | None, period_to: date | None, quiet: timedelta = timedelta()
    ) -> bool:
        """Whether it begins after a period's first day, or ends before its last.

        Args:
            period_from: the first day asked for; None where none was.
            period_to: the last day asked for, likewise.
            quiet: so much at either end may be without a row.
        """
        late = period_from is not None and self.first.date() > period_from + quiet
        early = period_to is not None and self.last.date() < period_to - quiet
        return late or early


def span_of(reads: Iterable[ReadExport]) -> Span | None:
    """The span of several readings together; None where none has a time."""
    times = [at for read in reads for at in (read.first_at, read.last_at) if at]
    return Span(first=min(times), last=max(times)) if times else None


def spans(reads: Iterable[ReadExport]) -> Mapping[str, Span]:
    """The span of each export that has a time, by its id, over all files it was read from."""
    by_export: dict[str, list[ReadExport]] = {}
    for read in reads:
        by_export.setdefault(read.export, []).append(read)
    found = {export: span_of(parts) for export, parts in by_export.items()}
    return {export: span for export, span in found.items() if span is not None}


def too_short(reads: Iterable[ReadExport], least_days: int) -> Mapping[str, tuple[Message, ...]]:
    """Exports that cover so few days that nothing clean can be concluded from them, and the doubt."""
    listed = tuple(reads)
    titles = {read.export: read.title for read in listed}
    text = N_("{export} covers {days} days only, fewer than {least}")
    return {
        export: (Message.of(text, export=titles[export], days=span.days, least=least_days),)
        for export, span in spans(listed).items()
        if span.days < least_days
    }
