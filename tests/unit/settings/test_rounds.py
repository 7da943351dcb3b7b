"""A round's name says which days it has, or that it does not say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itakusaki.settings.rounds import NAME, round_span


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("２０２６年第２四半期", date(2026, 4, 1), date(2026, 6, 30)),
        ("3Q 2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025年2月", date(2025, 2, 1), date(2025, 2, 28)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_the_days_of_a_round_are_those_of_the_calendar(name: str, first: date, last: date) -> None:
    span = round_span(name)

    assert span is not None
    assert (span.first, span.last) == (first, last)
    assert span.holds(first)
    assert span.holds(last)
    assert not span.holds(last + timedelta(days=1))


@pytest.mark.parametrize(
    "name",
    [
        "",
        "2026Q5",
        "2026年度第4四半期",
        "FY2026",
        "2026-13",
        "20261231",
        "第4四半期",
        "0000Q1",
        "今期",
    ],
)
def test_a_name_of_another_calendar_says_nothing(name: str) -> None:
    assert round_span(name) is None


@given(st.from_regex(NAME, fullmatch=True))
def test_whatever_a_round_is_called_its_days_are_in_order(name: str) -> None:
    span = round_span(name)

    assert span is None or span.first < span.last


@given(st.text(max_size=20))
def test_no_text_on_a_cover_stops_the_reading(text: str) -> None:
    span = round_span(text)

    assert span is None or not span.is_apart(span)
