"""Days: 2026-04-01, 2026/4/1, 2026年4月1日, 令和8年4月1日, R8.4.1, 1 April 2026, serials."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Final

from itakusaki.catalogue.layout import Layout
from itakusaki.files.folding import fold, key
from itakusaki.files.workbook import Cell
from itakusaki.intake.cell import LONGEST, Reading, any_of, refused, turned
from itakusaki.model.message import N_
from itakusaki.tabular.cell_text import raw_text

#: Days that spreadsheets count from; 1900-02-29 is in their count, so it starts a day early.
EPOCH: Final = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
#: Serials that are taken for a day: 1954 to 2173. A smaller number is more likely a count.
SERIALS: Final = range(20_000, 100_000)

_ISO = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_COMPACT = re.compile(r"(19|20|21)([0-9]{2})([0-9]{2})([0-9]{2})")
_SLASHED = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[-./,]?([a-z]{3,9})[-./,]{0,2}([0-9]{4})")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?([0-9]{1,2})(?:st|nd|rd|th)?,?([0-9]{4})")
_TIME = re.compile(r"[ t][0-9]{1,2}:[0-9]{2}.*$")
_WEEKDAY = re.compile(r"\([^()]*\)$")

MONTHS: Final = 12
#: Letters by which a month's name is known, however it is cut.
_ABBREVIATED: Final = 3

_NOT_DATE = N_("“{value}” is not a date")
_NO_SUCH_DAY = N_("“{value}” is not a day of the calendar")
_NO_DAY = N_("“{value}” says year and month, but no day")
_NO_YEAR = N_("“{value}” says no year")
_EITHER = N_("“{value}” could be either of two days")

Parts = tuple[int, int, int]


class Days:
    """Reads days by the eras, months and marks that a layout lists."""

    def __init__(self, layout: Layout) -> None:
        self._eras = {word: int(year) for word, year in turned(layout, "era").items()}
        self._months = {word: int(number) for word, number in turned(layout, "month").items()}
        marks = layout.values.get("date", {})
        year, month, day, first = (
            any_of(map(key, marks.get(name, ()))) for name in ("year", "month", "day", "first")
        )
        rest = rf"([0-9]{{1,2}})(?:{month})([0-9]{{1,2}})(?:{day})?"
        dotted = r"([-./])([0-9]{1,2})\4([0-9]{1,2})"
        self._western = re.compile(rf"([0-9]{{4}})(?:{year}){rest}")
        self._era = re.compile(
            rf"({any_of(self._eras)})\.?(?:({first})|([0-9]{{1,2}}))(?:{dotted}|(?:{year}){rest})"
        )
        era_year = rf"(?:({any_of(self._eras)})\.?(?:({first})|([0-9]{{1,2}}))|([0-9]{{4}}))"
        last = any_of(map(key, marks.get("last", ())))
        self._month = re.compile(
            rf"{era_year}(?:{year}|[-./])([0-9]{{1,2}})(?:{month})?(?P<last>{last})?"
        )
        marked = rf"\s*(?:{month})\s*[0-9]{{1,2}}\s*(?:{day})"
        parted = r"[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
        in_era = rf"(?:{any_of(self._eras)})\.?\s*(?:{first}|[0-9]{{1,2}})"
        self._mention = re.compile(
            rf"(?<![0-9])[0-9]{{4}}(?:{parted}|[0-9]{{4}})(?![0-9])"
            rf"|[0-9]{{4}}\s*(?:{year})\s*[0-9]{{1,2}}{marked}"
            rf"|{in_era}(?:{parted}|\s*(?:{year})\s*[0-9]{{1,2}}{marked})"
            r"|[0-9]{1,2}\s[a-z]{3,9}\.?,?\s[0-9]{4}|[a-z]{3,9}\.?\s[0-9]{1,2},?\s[0-9]{4}"
        )
        self._yearless = re.compile(
            rf"[0-9]{{1,2}}(?:{month})[0-9]{{1,2}}(?:{day})?|[0-9]{{1,2}}[-./][0-9]{{1,2}}"
        )

    def read(self, cell: Cell | None, *, epoch_1904: bool = False) -> Reading:
        """The day in a cell, from a date, a serial, or any of the ways it is written."""
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return _serial(float(cell), epoch_1904=epoch_1904)
        raw = raw_text(cell)
        if not raw:
            return None
        if len(raw) > LONGEST:
            return refused(_NOT_DATE, raw)
        text = key(_TIME.sub("", fold(raw)))
        return self._written(_WEEKDAY.sub("", text).rstrip(".\u3002"), raw)

    def parted(self, text: str) -> tuple[frozenset[date], str]:
        """The days that a folded text mentions, and the text without them."""
        mentions = dict.fromkeys(found[0] for found in self._mention.finditer(text))
        read = (self.read(mention) for mention in mentions)
        return frozenset(d for d in read if isinstance(d, date)), self._mention.sub(" ", text)

    def _written(self, text: str, raw: str) -> Reading:
        for read in (_iso, _compact, self._english, self._with_marks, self._in_era):
            parts = read(text)
            if parts is not None:
                return _calendar(*parts) or refused(_NO_SUCH_DAY, raw)
        found = self._month.fullmatch(text)
        if found is not None:
            return self._in_month(found, raw)
        return refused(_NO_YEAR, raw) if self._yearless.fullmatch(text) else _slashed(text, raw)

    def _in_month(self, found: re.Match[str], raw: str) -> Reading:
        """The last day of a month, where the text says that it is meant."""
        month = int(found[5])
        if not found["last"] or not 1 <= month <= MONTHS:
            return refused(_NO_DAY, raw)
        year = int(found[4] or 0) or self._eras[found[1]] + (1 if found[2] else int(found[3]))
        return date(year, month, monthrange(year, month)[1])

    def _with_marks(self, text: str) -> Parts | None:
        found = self._western.fullmatch(text)
        return (int(found[1]), int(found[2]), int(found[3])) if found else None

    def _english(self, text: str) -> Parts | None:
        if found := _DAY_FIRST.fullmatch(text):
            day, name, year = found[1], found[2], found[3]
        elif found := _MONTH_FIRST.fullmatch(text):
            name, day, year = found[1], found[2], found[3]
        else:
            return None
        month = self._months.get(name) or self._months.get(name[:_ABBREVIATED])
        return (int(year), month, int(day)) if month else None

    def _in_era(self, text: str) -> Parts | None:
        found = self._era.fullmatch(text)
        if found is None:
            return None
        year = self._eras[found[1]] + (1 if found[2] else int(found[3]))
        return year, int(found[5] or found[7]), int(found[6] or found[8])


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _serial(number: float, *, epoch_1904: bool) -> Reading:
    whole = int(number) if math.isfinite(number) else 0
    compact = _compact(str(whole)) if whole == number else None
    if compact is not None:
        return _calendar(*compact) or refused(_NO_SUCH_DAY, str(whole))
    if whole in SERIALS:
        return EPOCH[epoch_1904] + timedelta(days=whole)
    return refused(_NOT_DATE, raw_text(number))


def _iso(text: str) -> Parts | None:
    found = _ISO.fullmatch(text)
    return (int(found[1]), int(found[3]), int(found[4])) if found else None


def _compact(text: str) -> Parts | None:
    found = _COMPACT.fullmatch(text)
    return (int(found[1] + found[2]), int(found[3]), int(found[4])) if found else None


def _slashed(text: str, raw: str) -> Reading:
    found = _SLASHED.fullmatch(text)
    if found is None:
        return refused(_NOT_DATE, raw)
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    readings = {_calendar(year, first, second), _calendar(year, second, first)} - {None}
    if len(readings) > 1:
        return refused(_EITHER, raw)
    return readings.pop() if readings else refused(_NO_SUCH_DAY, raw)
