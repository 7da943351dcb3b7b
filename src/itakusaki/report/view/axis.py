"""The axis of time in a picture: where a moment lies, and the months that are labelled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final

from itakusaki.language import Translator
from itakusaki.model.message import N_, Message
from itakusaki.report.view.periods import MONTHS_IN_YEAR, AxisPeriod, months_later
from itakusaki.report.view.text_width import width

#: Months between labels, from the closest; all divide a year or are whole years.
STRIDES: Final = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000)
#: Days between labels where the time is shorter than two months.
DAY_STRIDES: Final = (1, 2, 7, 14)
SHORT: Final = 62
AIR: Final = 5.0
INDENT: Final = 2.0
#: How far the last label may reach over the right end of the scale.
OVER: Final = 8.0
YEAR_Y, MONTH_Y = 11.0, 25.0
SECONDS: Final = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A line of the grid with its month, and the year where it begins; `y` are the line's ends."""

    x: str
    text_x: str
    top: str
    bottom: str
    text: str
    text_y: str
    year: str
    year_y: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A span of time laid out between two places."""

    span: AxisPeriod
    left: float
    right: float

    def at(self, moment: date | datetime) -> float:
        """Where a moment lies; what is outside lies at the edge."""
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time())
        passed = moment - datetime.combine(self.span.first, time())
        share = passed.total_seconds() / (self.span.days * SECONDS)
        return self.left + (self.right - self.left) * min(max(share, 0.0), 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """A place on the axis that is labelled."""

    first: date
    x: float
    text: str


def ticks(scale: Scale, translator: Translator, bottom: float, size: float) -> tuple[Tick, ...]:
    """The grid: as many months (or days, or years) as can be labelled side by side."""
    marks = _marks(scale, translator, size)
    fitting = [mark for mark in marks if _fits(mark, translator.year(mark.first), scale, size)]
    years = _years(fitting, translator, size)
    return tuple(
        Tick(
            x=f"{mark.x:.1f}",
            text_x=f"{mark.x + INDENT:.1f}",
            top=f"{MONTH_Y - size:.1f}",
            bottom=f"{bottom:.1f}",
            text=mark.text if _fits(mark, mark.text, scale, size) else "",
            text_y=f"{MONTH_Y:.1f}",
            year=years.get(mark.first, ""),
            year_y=f"{YEAR_Y:.1f}",
        )
        for mark in marks
    )


def _fits(mark: _Mark, text: str, scale: Scale, size: float) -> bool:
    return mark.x + INDENT + width(text, size) <= scale.right + OVER


def _marks(scale: Scale, translator: Translator, size: float) -> tuple[_Mark, ...]:
    is_short = scale.span.days <= SHORT
    marks: tuple[_Mark, ...] = ()
    for stride in DAY_STRIDES if is_short else STRIDES:
        dates = _days(scale.span, stride) if is_short else _months(scale.span, stride)
        marks = tuple(
            _Mark(
                first=day, x=scale.at(day), text=_text(day, stride, translator, is_short=is_short)
            )
            for day in dates
        )
        if all(one.x + width(one.text, size) + AIR <= two.x for one, two in pairwise(marks)):
            break
    return _with_beginning(marks, scale, translator, size)


def _with_beginning(
    marks: tuple[_Mark, ...], scale: Scale, translator: Translator, size: float
) -> tuple[_Mark, ...]:
    """The month in which the span begins is labelled too, where there is room before the next."""
    first = scale.span.first
    if marks and marks[0].first == first:
        return marks
    mark = _Mark(first=first, x=scale.left, text=translator.month(first))
    has_room = not marks or mark.x + width(mark.text, size) + AIR <= marks[0].x
    return (mark, *marks) if has_room else marks


def _days(span: AxisPeriod, stride: int) -> Iterator[date]:
    for passed in range(0, span.days, stride):
        yield span.first + timedelta(days=passed)


def _months(span: AxisPeriod, stride: int) -> Iterator[date]:
    """The firsts of months; years, decades and so on begin where the calendar has them begin."""
    count = span.first.year * MONTHS_IN_YEAR + span.first.month - 1
    months = -count % stride
    month = months_later(span.first.replace(day=1), months)
    while month < span.end:
        if month >= span.first:
            yield month
        later = months_later(month, stride)
        if later <= month:
            return
        month = later


def _text(day: date, stride: int, translator: Translator, *, is_short: bool) -> str:
    if is_short:
        text = N_("{day} {month}")
        return translator.say(Message.of(text, day=day.day, month=translator.month(day)))
    return translator.month(day) if stride < MONTHS_IN_YEAR else translator.year(day)


def _years(marks: Sequence[_Mark], translator: Translator, size: float) -> Mapping[date, str]:
    """The year over the first mark of each year; where two would touch, the later one stays."""
    firsts = {mark.first.year: mark for mark in reversed(marks)}
    shown: dict[date, str] = {}
    free = float("inf")
    for year in sorted(firsts, reverse=True):
        mark = firsts[year]
        text = translator.year(mark.first)
        if text != mark.text and mark.x + width(text, size) + AIR <= free:
            shown[mark.first] = text
            free = mark.x
    return shown
