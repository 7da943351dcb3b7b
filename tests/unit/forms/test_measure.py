"""Rows are high enough for their text, and lists that are too long move to a sheet."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from itakusaki.forms.entry_rules import LIST_SHEET, Lists
from itakusaki.forms.measure import FACES, TALLEST, height, lines, units
from itakusaki.forms.pages import filled_pages

JA, EN = FACES["ja"], FACES["en"]


def test_a_japanese_character_is_two_wide() -> None:
    assert units("漏えい○", JA) == 8
    assert units("abc", JA) == 3


@pytest.mark.parametrize(("text", "expected"), [("", 1), ("a\nb", 2), ("委" * 40, 4)])
def test_lines_are_counted_by_width_and_by_break(text: str, expected: int) -> None:
    assert lines(text, 20, 11, JA) == expected


@given(st.text(max_size=300), st.text(max_size=50), st.floats(5, 200))
def test_more_text_never_makes_a_row_lower(text: str, more: str, width: float) -> None:
    for face in (JA, EN):
        assert 0 < height(text, width, 10, face) <= height(text + more, width, 10, face) <= TALLEST


def test_a_short_list_stands_in_the_rule_itself() -> None:
    lists = Lists()
    assert lists.formula(["a", "b"]) == '"a,b"'
    assert lists.kept == []


@pytest.mark.parametrize("entries", [["a, b", "c"], ['"a"', "c"], ["x" * 200, "y" * 200]])
def test_a_list_that_a_rule_cannot_hold_is_kept_on_a_hidden_sheet(entries: list[str]) -> None:
    lists, book = Lists(), Workbook()
    assert lists.formula(entries) == "_lists!$A$1:$A$2"
    assert lists.formula(entries) == "_lists!$A$1:$A$2"
    assert lists.formula([*entries, "=z,"]) == "_lists!$B$1:$B$3"
    lists.write(book)
    page = book[LIST_SHEET]
    assert [cell.value for cell in page["A"]][:2] == entries
    assert (page["B3"].value, page["B3"].data_type) == ("=z,", "s")
    assert page.sheet_state == "hidden"


@given(st.lists(st.floats(20, 300), max_size=40), st.floats(300, 500), st.floats(300, 500))
def test_pages_are_as_few_as_can_be_and_none_is_too_full(
    blocks: list[float], first: float, room: float
) -> None:
    first = min(first, room)
    starts = filled_pages(blocks, room, first=first)
    assert list(starts) == sorted(set(starts))
    bounds = [0, *starts, len(blocks)]
    pages = [sum(blocks[a:b]) for a, b in itertools.pairwise(bounds)]
    assert all(page <= room for page in pages[1:])
    assert not blocks or pages[0] <= max(first, blocks[0])
    fewest, left = 0, first
    for place, block in enumerate(blocks):
        if block > left and place:
            fewest, left = fewest + 1, room
        left -= block
    assert len(starts) == fewest


def test_a_sign_that_a_latin_font_borrows_makes_its_line_higher() -> None:
    plain, signed = (height(text, 100, 10, EN) for text in ("done", "○ done"))
    assert plain < signed == height("済", 100, 10, JA)
    assert height("○ done\nmore", 100, 10, EN) - signed == pytest.approx(10 * EN.line, abs=0.11)
