"""Lists in one cell: separators, bullets, numbers, and names that hold a comma."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itakusaki.intake.normalise import Spellings
from support.blank_books import layout

SPELLINGS = Spellings(layout())


@pytest.mark.parametrize(
    "written",
    [
        "顧客管理、出荷",
        "・顧客管理\n・出荷",
        "● 顧客管理\n● 出荷",
        "・顧客管理 ・出荷",
        "- 顧客管理\n- 出荷",
        "1. 顧客管理\n2. 出荷",
        "１）顧客管理\n２）出荷",
        "(1) 顧客管理 (2) 出荷",
        "①顧客管理\r\n②出荷",
        "①顧客管理②出荷",
        "⑴顧客管理\n⑵出荷",
        "1、顧客管理\n2、出荷",
    ],
)
def test_bullets_and_numbers_only_part_the_entries(written: str) -> None:
    assert SPELLINGS.entries(written) == ("顧客管理", "出荷")


@pytest.mark.parametrize(
    ("written", "entries"),
    [
        ("Mekong Data Co., Ltd.", ("Mekong Data Co., Ltd.",)),
        ("Hoang Sa Co.,Ltd, みどり印刷", ("Hoang Sa Co.,Ltd", "みどり印刷")),
        ("Blue Reef, Inc.; Anh & Sons, LLC", ("Blue Reef, Inc.", "Anh & Sons, LLC")),
        ("U.S. Data Corp., Ltd.、A.B.C.", ("U.S. Data Corp., Ltd.", "A.B.C.")),
    ],
)
def test_a_comma_inside_a_companys_name_parts_nothing(
    written: str, entries: tuple[str, ...]
) -> None:
    assert SPELLINGS.entries(written) == entries


@pytest.mark.parametrize(
    ("written", "entries"),
    [
        ("1.5系\n2.0系", ("1.5系", "2.0系")),
        ("1. 顧客管理", ("1. 顧客管理",)),
        ("3. 顧客管理\n4. 出荷", ("3. 顧客管理", "4. 出荷")),
        ("・アイ・テック", ("アイ・テック",)),
        ("○", ("○",)),
    ],
)
def test_what_does_not_count_the_entries_stays(written: str, entries: tuple[str, ...]) -> None:
    assert SPELLINGS.entries(written) == entries


def test_a_number_before_a_file_is_part_of_its_name() -> None:
    assert SPELLINGS.file_names("・1. 台帳.pdf\n・2. 規程.pdf") == ("1. 台帳.pdf", "2. 規程.pdf")


@given(st.text(max_size=60))
def test_no_text_breaks_a_list_and_no_entry_is_blank(written: str) -> None:
    entries = SPELLINGS.entries(written)

    assert entries is None or all(isinstance(entries, tuple) and entry.strip() for entry in entries)
