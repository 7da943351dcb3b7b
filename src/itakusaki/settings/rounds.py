"""Rounds: the days that the name of a round speaks of; 2026Q4 is October to December."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

from itakusaki.files.folding import key

#: The form of a round's name, which is a folder's as well.
NAME: Final = re.compile(r"[0-9]{4}[A-Za-z0-9_-]*")
_DASH: Final = "[_/-]?"
#: How many months a round of each kind takes, and how it is written after or before its year.
_LENGTHS: Final = {"q": 3, "h": 6, "m": 1}
_WRITTEN: Final = (
    re.compile(
        rf"(?P<year>[0-9]{{4}})年?{_DASH}(?:第(?P<q>[1-4])[四4]半期|q(?P<q2>[1-4])|(?P<q3>[1-4])q)"
    ),
    re.compile(
        rf"(?:第(?P<q>[1-4])[四4]半期|q(?P<q2>[1-4])|(?P<q3>[1-4])q){_DASH}(?P<year>[0-9]{{4}})年?"
    ),
    re.compile(rf"(?P<year>[0-9]{{4}}){_DASH}h(?P<h>[12])"),
    re.compile(r"(?P<year>[0-9]{4})(?:年|[-_/]?)(?P<m>0[1-9]|1[0-2]|[1-9](?=月))月?"),
    re.compile(r"(?P<year>[0-9]{4})年?"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundSpan:
    """The first and the last day of a round, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day lies in the round."""
        return self.first <= day <= self.last

    def is_apart(self, other: RoundSpan) -> bool:
        """Whether the two share no day."""
        return self.last < other.first or other.last < self.first


def round_span(name: str) -> RoundSpan | None:
    """The days of a round by its name; None where it names no calendar quarter, half, month or year.

    A fiscal year (年度) is none: where it begins is each company's own.
    """
    found = next((m for pattern in _WRITTEN if (m := pattern.fullmatch(key(name)))), None)
    if found is None or found["year"] == "0000":
        return None
    parts = {kind[0]: int(part) for kind, part in found.groupdict().items() if part}
    year = int(found["year"])
    for kind, months in _LENGTHS.items():
        if kind in parts:
            last = parts[kind] * months
            return _months(year, last - months + 1, last)
    return _months(year, 1, 12)


def round_name(span: RoundSpan) -> str:
    """What a round of whole months is called: 2026Q4, 2026H2, 2026-12 or 2026."""
    first, months = span.first, span.last.month - span.first.month + 1
    for kind, length in _LENGTHS.items():
        if months == length and kind != "m":
            return f"{first.year:04}{kind.upper()}{(first.month + length - 1) // length}"
    return f"{first.year:04}-{first.month:02}" if months == 1 else f"{first.year:04}"


def quarter_of(day: date) -> RoundSpan:
    """The calendar quarter that a day lies in."""
    last = (day.month + 2) // 3 * 3
    return _months(day.year, last - 2, last)


def _months(year: int, first: int, last: int) -> RoundSpan:
    return RoundSpan(first=date(year, first, 1), last=date(year, last, monthrange(year, last)[1]))
