"""Periods: limits of time such as 72時間以内 or 5日以内（初日を含む）, by the day on which they end.

A period of hours runs from the moment of knowledge. One of days ends with its last day, and the day of
knowledge is not counted unless the clause counts it (Civil Code, Art. 140, to be verified): 5 days end
on day 6. What both have in common is the day by which they are over; by that they are compared.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from itakusaki.catalogue.layout import Layout
from itakusaki.files.folding import key
from itakusaki.files.workbook import Cell
from itakusaki.intake.cell import LONGEST, Reading, UnreadCell, any_of, turned
from itakusaki.intake.issues import Notes
from itakusaki.intake.numbers import Numbers
from itakusaki.model.message import Value
from itakusaki.model.source import CellRef
from itakusaki.tabular.cell_text import raw_text

DAY_HOURS: Final = 24
#: Units of whole days, by their size in days.
WHOLE_DAYS: Final = {"days": 1, "weeks": 7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A limit of time: the most hours that are always over by the same day.

    `last_day` is the day on which a period of days ends, the day of knowledge being day 1; None where
    the period is one of hours.
    """

    hours: float
    last_day: int | None = None


def last_day(hours: float) -> int:
    """The latest day on which so many hours can end, the day of knowledge being day 1."""
    return 1 + math.ceil(hours / DAY_HOURS)


def period_of_days(days: float, *, first_day_counts: bool) -> Period:
    """A period of days: 5 days end on day 6, or on day 5 where the first day counts."""
    last = max(1, math.ceil(days) + (0 if first_day_counts else 1))
    return Period(hours=float(DAY_HOURS * (last - 1)), last_day=last)


class Periods:
    """Reads limits of time by the units, and the words on the first day, that a layout lists."""

    def __init__(self, layout: Layout, numbers: Numbers) -> None:
        self._numbers = numbers
        self._counts = {
            word: meaning == "counted" for word, meaning in turned(layout, "first_day").items()
        }
        self._remark = re.compile(rf"[(,、]?({any_of(self._counts)})[),、]?")

    def read(self, cell: Cell, unit: Iterable[str]) -> Period | UnreadCell | None:
        """The period in a cell; a number alone is in the unit asked for, None stands for a blank."""
        raw = raw_text(cell)
        text, counts = self._without_remark(raw)
        measured = self._numbers.measured(text) if isinstance(cell, str) else None
        if measured and measured[1] in WHOLE_DAYS:
            days = measured[0] * WHOLE_DAYS[measured[1]]
            return period_of_days(days, first_day_counts=counts)
        hours = self._numbers.read(text if isinstance(cell, str) else cell, unit)
        return Period(hours=hours) if isinstance(hours, float) else _unread(hours)

    def _without_remark(self, raw: str) -> tuple[str, bool]:
        """The text without what it says of the first day, and whether that day counts."""
        if len(raw) > LONGEST:
            return raw, False
        folded = key(raw)
        found = self._remark.search(folded)
        if found is None:
            return raw, False
        return folded[: found.start()] + folded[found.end() :], self._counts[found[1]]


def hours_of(
    period: Period | UnreadCell | None, raw: str, at: CellRef, column: Value, notes: Notes
) -> Reading:
    """The hours of a period; of one in days it is noted how it was understood."""
    if not isinstance(period, Period):
        return period
    if period.last_day is not None:
        notes.add("period_in_days", at, column=column, value=raw, day=str(period.last_day))
    return period.hours


def _unread(reading: object) -> UnreadCell | None:
    return reading if isinstance(reading, UnreadCell) else None
