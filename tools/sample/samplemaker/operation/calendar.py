"""Calendar: working days, public holidays, quarters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

DAY = timedelta(days=1)
SATURDAY = 5


@cache
def public_holidays() -> Mapping[date, str]:
    """Public holidays by day, as far as the file beside this one knows."""
    path = Path(__file__).with_name("holidays.yaml")
    found: Mapping[date, str] = yaml.safe_load(path.read_text(encoding="utf-8"))["holidays"]
    return found


def holidays(first: date, last: date) -> dict[date, str]:
    """Public holidays and the days the whole company rests, from first to last.

    Raises:
        ValueError: years whose public holidays the file does not hold.
    """
    known = public_holidays()
    if first.year < min(known).year or last.year > max(known).year:
        raise ValueError(f"holidays.yaml knows the years {min(known).year} to {max(known).year}")
    found = {}
    for day in days(first, last):
        if day in known:
            found[day] = known[day]
        elif is_new_year(day):
            found[day] = "年末年始休業"
    return found


def is_new_year(day: date) -> bool:
    """Whether nobody works: 31 December to 3 January."""
    return (day.month, day.day) in {(12, 31), (1, 1), (1, 2), (1, 3)}


def is_working(day: date) -> bool:
    """Whether offices work."""
    return day.weekday() < SATURDAY and day not in public_holidays() and not is_new_year(day)


def days(first: date, last: date) -> Iterator[date]:
    """Every day, both ends included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def working_days(first: date, last: date) -> list[date]:
    """The days offices work, both ends included."""
    return [day for day in days(first, last) if is_working(day)]


def month_after(day: date, months: int = 1) -> date:
    """The first day of a month so many months later."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """First and last day of each month in the period, cut to the period."""
    start = first
    while start <= last:
        following = month_after(start)
        yield start, min(following - DAY, last)
        start = following


def quarters(first: date, last: date) -> list[tuple[date, date]]:
    """First and last day of each quarter, counted from the first day."""
    found, start = [], first
    while start <= last:
        following = month_after(start, 3).replace(day=1)
        found.append((start, min(following - DAY, last)))
        start = following
    return found
