"""Periods: hours and days read by the day they end, and the yardstick for notices that follows."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from itakusaki.catalogue.layouts import load_layouts
from itakusaki.intake.cell import UnreadCell
from itakusaki.intake.normalise import Spellings
from itakusaki.intake.periods import Period, last_day, period_of_days
from itakusaki.settings import data_folder
from support.cases import catalogue

SPELLINGS = Spellings(load_layouts(data_folder("checklists") / "layouts")[0])
HOURS = ("時間", "hours")
#: The day by which a preliminary report is made at the latest, the day of knowledge being day 1 (BRC-04).
DAY_FIVE = 5


def days_passed(known: datetime, hours: float) -> int:
    """The day, counted from that of knowledge as day 1, on which so many hours end."""
    return ((known + timedelta(hours=hours)).date() - known.date()).days + 1


@pytest.mark.parametrize("hours", [1, 24, 48, 72, 95, 96, 97, 120])
def test_the_last_day_is_that_of_the_latest_knowledge_in_a_day(hours: int) -> None:
    starts = [datetime(2026, 11, 2, 0, 0) + timedelta(minutes=m) for m in range(24 * 60)]
    assert last_day(hours) == max(days_passed(start, hours) for start in starts)


def test_the_limit_is_the_longest_that_always_ends_on_day_five() -> None:
    limit = catalogue().policy.notice_hours_limit
    assert last_day(limit) == DAY_FIVE
    assert last_day(limit + 1) == DAY_FIVE + 1
    assert limit == 96


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("5日以内", 6),
        ("５日以内", 6),
        ("5日", 6),
        ("within 5 days", None),
        ("5 days", 6),
        ("5日以内（初日不算入）", 6),
        ("5日以内（初日を含む）", 5),
        ("知った日を1日目として5日以内", 5),
        ("5 days (first day counted)", 5),
        ("4日以内", 5),
        ("1週間以内", 8),
        ("当日を含めて1日", 1),
    ],
)
def test_days_end_on_a_day(cell: str, day: int | None) -> None:
    read = SPELLINGS.period(cell, HOURS)
    if day is None:
        assert isinstance(read, UnreadCell)
    else:
        assert isinstance(read, Period)
        assert read.last_day == day
        assert last_day(read.hours) == day


@pytest.mark.parametrize(
    ("cell", "hours"), [("72時間以内", 72), (96.0, 96), ("24", 24), ("30分", 0.5)]
)
def test_hours_stay_hours(cell: str | float, hours: float) -> None:
    assert SPELLINGS.period(cell, HOURS) == Period(hours=hours)


@pytest.mark.parametrize("cell", ["3営業日", "速やかに", "1か月"])
def test_what_ends_on_no_certain_day_is_not_read(cell: str) -> None:
    assert isinstance(SPELLINGS.period(cell, HOURS), UnreadCell)


def test_a_blank_is_no_period() -> None:
    assert SPELLINGS.period("", HOURS) is None
    assert SPELLINGS.period(None, HOURS) is None


def test_days_are_within_the_limit_as_they_end_within_day_five() -> None:
    limit = catalogue().policy.notice_hours_limit
    for days in range(1, 10):
        for counts in (True, False):
            period = period_of_days(days, first_day_counts=counts)
            assert period.last_day is not None
            assert (period.hours <= limit) is (period.last_day <= DAY_FIVE)
