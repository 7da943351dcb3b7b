"""Periods: days, weeks, months, quarters or years into which the time of a picture is parted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, assert_never

from itakusaki.language import Speaker
from itakusaki.model.message import N_, Message

MONTHS_OF: Final[Mapping[str, int]] = {"month": 1, "quarter": 3, "year": 12}
MONTHS_IN_YEAR: Final = 12


class Step(StrEnum):
    """The length of a period."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The time from `first` to before `end`."""

    first: date
    end: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.first).days


def start(step: Step, day: date) -> date:
    """The first day of the period that a day lies in; weeks start on Monday."""
    match step:
        case Step.DAY:
            return day
        case Step.WEEK:
            return day - timedelta(days=min(day.weekday(), (day - date.min).days))
        case Step.MONTH | Step.QUARTER | Step.YEAR:
            months = MONTHS_OF[step]
            return day.replace(month=(day.month - 1) // months * months + 1, day=1)
        case _:
            assert_never(step)


def after(step: Step, first: date) -> date:
    """The first day of the next period."""
    match step:
        case Step.DAY | Step.WEEK:
            return _later(first, 1 if step is Step.DAY else 7)
        case Step.MONTH | Step.QUARTER | Step.YEAR:
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


def periods(step: Step, span: Span) -> Iterator[Span]:
    """The periods of a span, the first and the last whole."""
    first = start(step, span.first)
    while first < span.end:
        end = after(step, first)
        yield Span(first=first, end=end)
        if end <= first:
            return
        first = end


def finest(span: Span, most: int, steps: Iterable[Step] = tuple(Step)) -> Step:
    """The shortest step that parts a span into at most so many periods."""
    shortest: Mapping[Step, int] = {
        Step.DAY: 1,
        Step.WEEK: 7,
        Step.MONTH: 28,
        Step.QUARTER: 90,
        Step.YEAR: 365,
    }
    return next((step for step in steps if span.days <= most * shortest[step]), Step.YEAR)


def name(step: Step, period: Span, words: Speaker) -> str:
    """What a period is called."""
    first, last = period.first, period.end - timedelta(days=1)
    match step:
        case Step.DAY:
            return words.day(first)
        case Step.WEEK:
            text = N_("week from {day}")
            return words.say(Message.of(text, day=words.day(first)))
        case Step.MONTH:
            text = N_("{month} {year}")
            return words.say(Message.of(text, month=words.month(first), year=words.year(first)))
        case Step.QUARTER:
            text = N_("{first} to {last} {year}")
            named = {"first": words.month(first), "last": words.month(last)}
            return words.say(Message.of(text, **named, year=words.year(first)))
        case Step.YEAR:
            return words.year(first)
        case _:
            assert_never(step)
