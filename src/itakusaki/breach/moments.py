"""Moments of a fact sheet: a day, or a day with its time, as written → as it is in Japan."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Final

from itakusaki.files.calendar import JAPAN
from itakusaki.files.folding import plain
from itakusaki.model.incident import Moment

_WRITTEN: Final = re.compile(
    r"([0-9]{4})(?:[-/.]|年)([0-9]{1,2})(?:[-/.]|月)([0-9]{1,2})日?"
    r"(?:[ T]*([0-9]{1,2})(?::|時)([0-9]{2})(?:分|:[0-9]{2}(?:\.[0-9]+)?)?)?"
    r" *(Z|[+-][0-9]{2}:?[0-9]{2})?"
)


def read_moment(text: str) -> Moment | None:
    """The moment in Japan that a text says, None where it is no day of the calendar, or no time.

    A zone (Z, +09:00) may stand behind a time; without one it is Japanese time.
    """
    found = _WRITTEN.fullmatch(plain(text))
    if found is None:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        if found[4] is None:
            return None if found[6] else Moment(day)
        at = datetime.combine(day, time(int(found[4]), int(found[5])), JAPAN)
        if found[6]:
            zone = datetime.fromisoformat(f"2000-01-01T00:00:00{found[6]}").tzinfo
            at = at.replace(tzinfo=zone).astimezone(JAPAN)
    except (ValueError, OverflowError):
        return None
    return Moment.of(at.replace(tzinfo=None))


def read_day(text: str) -> date | None:
    """The day that a text says, None where it says none, or a time as well."""
    found = read_moment(text)
    return found.day if found and found.minute is None else None
