"""The calendar of Japan: public holidays, and the days on which administrative bodies are closed.

Whatever counts days to an open day counts by this page: reports, and the clock of a breach.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

#: Where the days of a report begin and end.
JAPAN: Final = ZoneInfo("Asia/Tokyo")
#: The last day for which the Cabinet Office has published the public holidays (its list of 2026).
ANNOUNCED_UNTIL: Final = date(2027, 12, 31)
#: Days on which administrative bodies are closed whatever weekday they are, by month and day.
TURN_OF_THE_YEAR: Final = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})
_SATURDAY: Final = 5
_SUNDAY: Final = 6


class Closing(StrEnum):
    """Why administrative bodies are closed on a day."""

    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"
    TURN_OF_THE_YEAR = "turn_of_the_year"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDay:
    """The open day that a day comes to: itself, or the next one where it is closed.

    `passed` are the closed days from the one asked for on, with the reason for each; `is_computed`
    tells that a day was looked at for which no holidays have been announced yet.
    """

    day: date
    passed: tuple[tuple[date, Closing], ...] = ()
    is_computed: bool = False


def closing(day: date) -> Closing | None:
    """Why administrative bodies are closed on a day, None where they are open."""
    if (day.month, day.day) in TURN_OF_THE_YEAR:
        return Closing.TURN_OF_THE_YEAR
    if holiday_name(day):
        return Closing.HOLIDAY
    return {_SATURDAY: Closing.SATURDAY, _SUNDAY: Closing.SUNDAY}.get(day.weekday())


def open_day(day: date) -> OpenDay:
    """The day itself where administrative bodies are open, else the next day on which they are."""
    passed: list[tuple[date, Closing]] = []
    found = day
    while (why := closing(found)) is not None:
        passed.append((found, why))
        found += timedelta(days=1)
    return OpenDay(day=found, passed=tuple(passed), is_computed=is_computed(found))


def holiday_name(day: date) -> str:
    """The Japanese name of the public holiday on a day, "" where it is none."""
    return _holidays(day.year).get(day, "")


def is_computed(day: date) -> bool:
    """Whether the holidays about a day are computed, as none have been announced for it yet."""
    return day > ANNOUNCED_UNTIL


@cache
def _holidays(year: int) -> dict[date, str]:
    from holidays.countries.japan import Japan  # noqa: PLC0415 - 0.1 s; few commands count days

    return dict(Japan(years=year, language="ja").items())
