"""List days: of which day a delivered list is, by what stands above it, its sheet, file and folder."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final

from itakusaki.exports.date_words import Scales
from itakusaki.files.folding import fold, heading_keys

_YEAR: Final = r"(?<!\d)(?P<y>(?:19|20)\d\d)"
_DAYS: Final = (
    rf"{_YEAR}(?P<m>\d\d)(?P<d>\d\d)(?!\d)",
    rf"{_YEAR}(?P<s>[-_./ ])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)(?!\d)",
)
#: A month alone; what follows it must not make it a day, nor a stretch of months.
_ALONE: Final = r"(?!\d|[-_./~〜 ]\d)"
_MONTHS: Final = (
    rf"{_YEAR}(?P<m>0[1-9]|1[0-2]){_ALONE}",
    rf"{_YEAR}[-_./ ](?P<m>\d\d?){_ALONE}",
)


class ListDays:
    """Finds the day of a list; a month that is given alone stands for its last day."""

    def __init__(self, scales: Scales) -> None:
        self._scales = scales

    def day(self, path: str, sheet: str, above: Sequence[Sequence[str]]) -> date | None:
        """The day that a line above the heading, else the sheet, the file or a folder names.

        None where none does, or where the nearest that names days names several.

        Args:
            path: the file's, as delivered.
            sheet: its sheet, "" where there is none.
            above: the rows that stand above the heading.
        """
        places = PurePosixPath(path)
        names = (sheet, places.name, *(folder.name for folder in places.parents))
        for texts in (self._marked(above), *((name,) for name in names)):
            found = {day for text in texts for day in self.days_in(text)}
            if found:
                return found.pop() if len(found) == 1 else None
        return None

    def days_in(self, text: str) -> frozenset[date]:
        """The days that a text names; the last of the month where it names months alone."""
        folded = fold(text)
        days = frozenset(self._days(folded))
        return days or frozenset(self._ends_of_months(folded))

    def without_days(self, text: str) -> str:
        """A name without the days and months in it: what lists of several days are both called."""
        folded = fold(text)
        for pattern in (*self._day_patterns, *self._month_patterns):
            folded = pattern.sub("", folded)
        return folded

    def is_day_heading(self, heading: str) -> bool:
        """Whether a column below this heading says of which day the list is."""
        return not self._headings.isdisjoint(heading_keys(heading))

    def _marked(self, above: Sequence[Sequence[str]]) -> Iterator[str]:
        lines = (" ".join(row) for row in above)
        return (line for line in lines if self._mark.search(fold(line)))

    def _days(self, folded: str) -> Iterator[date]:
        for pattern in self._day_patterns:
            for found in pattern.finditer(folded):
                day = _date(self._year(found), int(found["m"]), int(found["d"]))
                if day:
                    yield day

    def _ends_of_months(self, folded: str) -> Iterator[date]:
        for pattern in self._month_patterns:
            for found in pattern.finditer(folded):
                year, month = self._year(found), int(found["m"])
                if 1 <= month <= 12:  # noqa: PLR2004 - a month of the calendar
                    yield date(year, month, calendar.monthrange(year, month)[1])

    def _year(self, found: re.Match[str]) -> int:
        parts = found.groupdict()
        if not parts.get("era"):
            return int(found["y"])
        first = self._scales.words("date").get(found["n"]) == "first"
        return int(self._scales.words("era")[found["era"]]) + (1 if first else int(found["n"]))

    @cached_property
    def _day_patterns(self) -> tuple[re.Pattern[str], ...]:
        mark = self._scales.some("date", "day")
        words = rf"{self._words_of_month}(?P<d>\d\d?) ?{mark}"
        signs = rf"{self._era}[./\-](?P<m>\d\d?)[./\-](?P<d>\d\d?)(?!\d)"
        eras = rf"{self._era_month}(?P<d>\d\d?) ?{mark}"
        return tuple(map(re.compile, (*_DAYS, words, signs, eras)))

    @cached_property
    def _month_patterns(self) -> tuple[re.Pattern[str], ...]:
        words = (
            rf"{month}(?:{self._scales.some('date', 'last')})?(?!\d)"
            for month in (self._words_of_month, self._era_month)
        )
        return tuple(map(re.compile, (*_MONTHS, *words)))

    @cached_property
    def _words_of_month(self) -> str:
        year, month = (self._scales.some("date", name) for name in ("year", "month"))
        return rf"{_YEAR} ?{year} ?(?P<m>\d\d?) ?{month} ?"

    @cached_property
    def _era_month(self) -> str:
        year, month = (self._scales.some("date", name) for name in ("year", "month"))
        return rf"{self._era} ?{year} ?(?P<m>\d\d?) ?{month} ?"

    @cached_property
    def _era(self) -> str:
        first = self._scales.some("date", "first")
        return rf"(?<![a-z])(?P<era>{self._scales.some('era')})[. ]?(?P<n>{first}|\d\d?)"

    @cached_property
    def _mark(self) -> re.Pattern[str]:
        return re.compile(self._scales.some("list_day", "mark"))

    @cached_property
    def _headings(self) -> frozenset[str]:
        words = self._scales.scales.get("list_day", {}).get("heading", ())
        return frozenset(key for word in words for key in heading_keys(word))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
