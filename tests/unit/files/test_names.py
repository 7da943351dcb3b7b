"""Names of workbooks: with the company's, safe on every disk, and never twice the same."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itakusaki.files.names import RESERVED, book_names
from support.laws import examples

TEXTS = st.text(max_size=120) | st.sampled_from(
    [
        "A/B",
        "A_B",
        "A B",
        "a_b",
        "../x",
        "CON",
        "con.xlsx",
        "Ａ＿Ｂ",
        "か\u3099",
        "が",
        "𠮷" * 90,
        "",
    ]
)


@settings(max_examples=examples(200))
@given(st.dictionaries(TEXTS, TEXTS, max_size=8))
def test_every_name_is_safe_and_differs_where_cases_and_marks_fold(parties: dict[str, str]) -> None:
    names = book_names(parties)
    assert list(names) == list(parties)
    folded = {unicodedata.normalize("NFC", name).casefold() for name in names.values()}
    assert len(folded) == len(parties)
    for name in names.values():
        assert not set(name) & set('/\\:*?"<>|. \0')
        assert len(f"再委託先調査票_2026Q4_{name}.clauses-2.xlsx".encode()) < 255
        assert name.casefold() not in RESERVED


@pytest.mark.parametrize(
    ("code", "company", "name"),
    [
        ("A01", "月見坂コールサービス株式会社", "A01_月見坂コールサービス株式会社"),
        ("A01-1", "Sub & Co., Ltd.", "A01-1_Sub_Co_Ltd"),
        ("P-００１", "", "P-００１"),
    ],
)
def test_a_plain_code_and_name_stand_as_they_are(code: str, company: str, name: str) -> None:
    assert book_names({code: company}) == {code: name}


def test_code_and_name_never_run_into_one_another() -> None:
    names = book_names({"A": "b_c", "A_b": "c", "a_B_c": ""})
    assert len({name.casefold() for name in names.values()}) == 3


def test_one_code_has_one_name_whoever_stands_beside_it() -> None:
    alone = book_names({"A/B": "甲"})["A/B"]
    assert book_names({"A/B": "甲", "A_B": "乙", "A B": "丙"})["A/B"] == alone
