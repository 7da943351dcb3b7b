"""Periods: days, weeks, months, quarters or years into which the time of a picture is parted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, assert_never

from itakusaki.language import Translator
from itakusaki.model.message import N_, Message

MONTHS_OF: Final[Mapping[str, int]] = {"month": 1, "quarter": 3, "year": 12}
MONTHS_IN_YEAR: Final = 12


class PeriodLength(StrEnum):
    """The length of a period."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisPeriod:
    """The time from `first` to before `end`."""

    first: date
    end: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.first).days


def start(step: PeriodLength, day: date) -> date:
    """The first day of the period that a day lies in; weeks start on Monday."""
    match step:
        case PeriodLength.DAY:
            return day
        case PeriodLength.WEEK:
            return day - timedelta(days=min(day.weekday(), (day - date.min).days))
        case PeriodLength.MONTH | PeriodLength.QUARTER | PeriodLength.YEAR:
            months = MONTHS_OF[step]
            return day.replace(month=(day.month - 1) // months * months + 1, day=1)
        case _:
            assert_never(step)


def after(step: PeriodLength, first: date) -> date:
    """The first day of the next period."""
    match step:
        case PeriodLength.DAY | PeriodLength.WEEK:
            return _later(first, 1 if step is PeriodLength.DAY else 7)
        case PeriodLength.MONTH | PeriodLength.QUARTER | PeriodLength.YEAR:
            return months_later(first, MONTHS_OF[step])
        case _:
            assert_never(step)


def months_later(first: date, months: int) -> date:
    """The first of a month so many months on; the last day there is where time ends."""
    years, month = divmod(first.month - 1 + months, MONTHS_IN_YEAR)
    year = first.year + years
    return date(year, month + 1, 1) if year <= date.max.year else date.max


def _later(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))


def periods(step: PeriodLength, span: AxisPeriod) -> Iterator[AxisPeriod]:
    """The periods of a span, the first and the last whole."""
    first = start(step, span.first)
    while first < span.end:
        end = after(step, first)
        yield AxisPeriod(first=first, end=end)
        if end <= first:
            return
        first = end


def finest(
    span: AxisPeriod, most: int, steps: Iterable[PeriodLength] = tuple(PeriodLength)
) -> PeriodLength:
    """The shortest step that parts a span into at most so many periods."""
    shortest: Mapping[PeriodLength, int] = {
        PeriodLength.DAY: 1,
        PeriodLength.WEEK: 7,
        PeriodLength.MONTH: 28,
        PeriodLength.QUARTER: 90,
        PeriodLength.YEAR: 365,
    }
    return next((step for step in steps if span.days <= most * shortest[step]), PeriodLength.YEAR)


def name(step: PeriodLength, period: AxisPeriod, translator: Translator) -> str:
    """What a period is called."""
    first, last = period.first, period.end - timedelta(days=1)
    match step:
        case PeriodLength.DAY:
            return translator.day(first)
        case PeriodLength.WEEK:
            text = N_("week from {day}")
            return translator.say(Message.of(text, day=translator.day(first)))
        case PeriodLength.MONTH:
            text = N_("{month} {year}")
            return translator.say(
                Message.of(text, month=translator.month(first), year=translator.year(first))
            )
        case PeriodLength.QUARTER:
            text = N_("{first} to {last} {year}")
            named = {"first": translator.month(first), "last": translator.month(last)}
            return translator.say(Message.of(text, **named, year=translator.year(first)))
        case PeriodLength.YEAR:
            return translator.year(first)
        case _:
            assert_never(step)
