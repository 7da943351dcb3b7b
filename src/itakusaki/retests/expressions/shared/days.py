"""Days: whole days as numbers, days off, and how many working days lie between two days."""

from __future__ import annotations

from typing import Final

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue, DateValue, IntegerValue

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.tables import Logs

#: Names of weekdays as `days_off` gives them; 1970-01-01, day 0, was a Thursday.
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONDAY: Final = 3
#: A whole number of weeks that keeps days before 1970 above nought.
WEEKS: Final = 700_000


def number(day: DateValue) -> IntegerValue:
    """A day as the number of days since 1970-01-01."""
    return day.epoch_days().cast("int64")


def days_off(p: Parameters) -> tuple[int, ...]:
    """The weekdays without work, Monday being 0; a name that is no weekday is left out."""
    named = {name.strip().lower()[:3] for name in p.texts("days_off")}
    return tuple(i for i, name in enumerate(WEEKDAYS) if name in named)


def is_weekday_off(day: IntegerValue, p: Parameters) -> BooleanValue:
    """Whether a numbered day falls on a weekday without work."""
    off = days_off(p)
    weekday = (day + (WEEKS + MONDAY)) % 7
    return weekday.isin(off) if off else ibis.literal(value=False)


def holidays(logs: Logs, p: Parameters) -> Table:
    """Holidays that fall on a weekday with work: holiday (a numbered day), each once."""
    named = logs["holidays"].filter(logs["holidays"].holiday.notnull())
    numbered = named.select(holiday=number(named.holiday)).distinct()
    return numbered.filter(~is_weekday_off(numbered.holiday, p))


def weekdays_between(after: IntegerValue, before: IntegerValue, p: Parameters) -> IntegerValue:
    """Days with work strictly between two numbered days, holidays not yet taken off."""
    days: IntegerValue = before - after - 1
    for off in days_off(p):
        days = days - (_weeks(before - 1, off) - _weeks(after, off))
    return days


def _weeks(day: IntegerValue, weekday: int) -> IntegerValue:
    """How often a weekday has come by the end of a numbered day, counted from long ago."""
    return (day + (WEEKS + MONDAY - weekday)) // 7


def months(day: DateValue) -> IntegerValue:
    """A number by which days a whole number of months apart differ by 31 for each month."""
    return (day.year().cast("int64") * 12 + day.month()) * 31 + day.day()


MONTH: Final = 31
