"""Companies' names are taken apart: stem, kind of company, and at which end it stands."""

from __future__ import annotations

import pytest

from itakusaki.catalogue.names import CompanyName, company_name
from support.blank_books import layout

KINDS = layout().company_kinds


@pytest.mark.parametrize(
    ("name", "stem", "kind", "leads"),
    [
        ("株式会社はまかぜ", "はまかぜ", "stock", True),
        ("はまかぜ ㈱", "はまかぜ", "stock", False),
        ("（株）はま かぜ", "はまかぜ", "stock", True),
        ("一般社団法人はまかぜ", "はまかぜ", "general_association", True),
        ("特定非営利活動法人 はまかぜ", "はまかぜ", "non_profit", True),
        ("Hamakaze Co., Ltd.", "hamakazeco.,ltd.", "", False),
        ("はまかぜ", "はまかぜ", "", False),
        ("株式会社", "株式会社", "", False),
        ("", "", "", False),
    ],
)
def test_a_name_is_taken_apart(name: str, stem: str, kind: str, *, leads: bool) -> None:
    assert company_name(name, KINDS) == CompanyName(stem=stem, kind=kind, leads=leads)


def test_every_kind_is_left_out_where_names_are_compared() -> None:
    assert set(KINDS) < set(layout().company_forms)
    assert "株式会社" in KINDS
    assert "gmbh" not in KINDS
