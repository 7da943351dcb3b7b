"""The calendar: the days on which administrative bodies are closed."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from itakusaki.files.calendar import (
    ANNOUNCED_UNTIL,
    Closing,
    closing,
    holiday_name,
    is_computed,
    open_day,
)

#: The Cabinet Office's own list, where it lies beside the repository.
OFFICIAL = next(
    (
        found
        for folder in Path(__file__).resolve().parents
        for found in (
            folder / "real-inputs/ja-holidays/syukujitsu.csv",
            folder / "shared/real-inputs/ja-holidays/syukujitsu.csv",
        )
        if found.is_file()
    ),
    None,
)


@pytest.mark.skipif(OFFICIAL is None, reason="the Cabinet Office's list is not here")
def test_the_holidays_are_those_of_the_cabinet_office() -> None:
    assert OFFICIAL is not None
    with OFFICIAL.open(encoding="cp932", newline="") as file:
        rows = list(csv.reader(file))[1:]
    official = {date(*map(int, day.split("/"))) for day, _ in rows}
    assert len(official) > 1000
    assert date(max(official).year, 12, 31) == ANNOUNCED_UNTIL
    day, ours = date(min(official).year, 1, 1), set()
    while day <= ANNOUNCED_UNTIL:
        if holiday_name(day):
            ours.add(day)
        day += timedelta(days=1)
    assert ours == official


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 20), None),
        (date(2026, 11, 21), Closing.SATURDAY),
        (date(2026, 11, 22), Closing.SUNDAY),
        (date(2026, 11, 23), Closing.HOLIDAY),
        (date(2026, 11, 24), None),
        (date(2026, 12, 28), None),
        (date(2026, 12, 29), Closing.TURN_OF_THE_YEAR),
        (date(2027, 1, 1), Closing.TURN_OF_THE_YEAR),
        (date(2027, 1, 3), Closing.TURN_OF_THE_YEAR),
        (date(2027, 1, 4), None),
        (date(2026, 5, 6), Closing.HOLIDAY),  # a day off in lieu of a holiday on a Sunday
        (date(2026, 9, 22), Closing.HOLIDAY),  # a day between two holidays
    ],
)
def test_why_a_day_is_closed(day: date, why: Closing | None) -> None:
    assert closing(day) is why


def test_an_open_day_is_itself() -> None:
    found = open_day(date(2026, 11, 24))
    assert found.day == date(2026, 11, 24)
    assert found.passed == ()


@pytest.mark.parametrize(
    ("closed", "opened"),
    [
        (date(2026, 12, 20), date(2026, 12, 21)),
        (date(2026, 12, 30), date(2027, 1, 4)),
        (date(2026, 11, 21), date(2026, 11, 24)),
        (date(2027, 5, 1), date(2027, 5, 6)),
    ],
)
def test_a_closed_day_moves_to_the_next_open_one(closed: date, opened: date) -> None:
    found = open_day(closed)
    assert found.day == opened
    assert [day for day, _ in found.passed] == [
        closed + timedelta(days=n) for n in range((opened - closed).days)
    ]


def test_days_without_announced_holidays_are_marked() -> None:
    assert not is_computed(ANNOUNCED_UNTIL)
    assert is_computed(ANNOUNCED_UNTIL + timedelta(days=1))
    assert open_day(date(2028, 3, 20)).is_computed
    assert open_day(date(2027, 12, 31)).is_computed  # the open day lies beyond the list
    assert not open_day(date(2027, 3, 20)).is_computed
