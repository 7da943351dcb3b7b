from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itakusaki.catalogue.names import name_fold, spelled
from itakusaki.model.message import Words
from itakusaki.model.record import Scalar
from itakusaki.score.check_kinds import KINDS, Values
from support.cases import company_forms

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
FOLD = name_fold(company_forms())

CASES: tuple[tuple[str, Values, bool | None, str], ...] = (
    ("not_after", Values(left=MAY, right=JUNE), True, "-31"),
    ("not_after", Values(left=MAY, right=MAY), True, "0"),
    ("not_after", Values(left=JUNE, right=MAY), False, "31"),
    ("not_after", Values(left="2026-06-01", right=MAY), None, ""),
    ("within_days", Values(left=MAY, right=JUNE, days=31), True, "31"),
    ("within_days", Values(left=MAY, right=JUNE, days=30), False, "31"),
    ("within_days", Values(left=MAY, right=JUNE, total=30.0), False, "31"),
    ("within_days", Values(left=JUNE, right=MAY, days=1), True, "-31"),
    ("within_days", Values(left=MAY, right=JUNE), None, ""),
    ("near_days", Values(left=JUNE, right=MAY, days=31), True, "31"),
    ("near_days", Values(left=JUNE, right=MAY, days=30), False, "31"),
    ("near_days", Values(left=None, right=MAY, days=30), None, ""),
    ("equal", Values(left=100.0, right=91.0, margin=0.1), True, "9"),
    ("equal", Values(left=100.0, right=89.0, margin=0.1), False, "11"),
    ("equal", Values(left=0.0, right=0.0), True, "0"),
    ("equal", Values(left=30.0, total=30.0), True, "0"),
    ("equal", Values(left=30.0, right=None), None, ""),
    ("at_most", Values(left=5.0, right=5.0), True, "0"),
    ("at_most", Values(left=("a", "b"), right=1.0), False, "1"),
    ("at_most", Values(total=9.0, right=8.0), False, "1"),
    ("at_least", Values(left=2.0, right=3.0), False, "1"),
    ("at_least", Values(left=95.0, right=100.0, margin=0.1), True, "5"),
    ("at_least", Values(left=True, right=1.0), None, ""),
    ("subset", Values(left=("b",), right=("a", "b")), True, ""),
    ("subset", Values(left=("b", "c"), right=("a", "b")), False, "c"),
    ("subset", Values(left=(), right=("a",)), True, ""),
    ("subset", Values(left=("自社", "b"), right=("b",), ignoring=("自社",)), True, ""),
    ("subset", Values(left=None, right=("a",)), None, ""),
    ("disjoint", Values(left=("PC-01",), right=("ＰＣ－０１", "PC-02")), False, "PC-01"),
    ("disjoint", Values(left=("DB-01",), right=("PC-01",)), True, ""),
    ("disjoint", Values(left=("DB-01",), right=None), None, ""),
    ("same", Values(left="yes", right="yes"), True, ""),
    ("same", Values(left="yes", right="no"), False, ""),
    ("same", Values(left=("a", "b"), right=("b", "a")), True, ""),
    ("same", Values(left=True, right=False), False, ""),
    ("same", Values(left=None, right="no"), None, ""),
    ("same_entries", Values(left=("DB＝甲",), right=("DB=甲", "WEB=乙")), True, ""),
    ("same_entries", Values(left=("DB＝甲",), right=("DB：乙",)), False, "DB: 甲 / 乙"),
    ("same_entries", Values(left=("DB＝甲",), right=("WEB=乙",)), None, ""),
    ("same_entries", Values(left=None, right=None), None, ""),
)


@pytest.mark.parametrize(("kind", "values", "agrees", "extra"), CASES)
def test_a_kind_agrees_contradicts_or_cannot_compare(
    kind: str,
    values: Values,
    agrees: bool | None,  # noqa: FBT001 - what is expected
    extra: str,
) -> None:
    told, shown = KINDS[kind](values)
    assert (told, shown.en if isinstance(shown, Words) else shown) == (agrees, extra)


def test_lists_are_set_with_the_punctuation_of_each_language() -> None:
    _, extra = KINDS["subset"](Values(left=("b", "c"), right=("a",)))
    assert extra == Words(ja="b、c", en="b, c")
    left, right = ("DB=A", "Web=B"), ("DB=C", "Web=D")
    _, extra = KINDS["same_entries"](Values(left=left, right=right))
    assert extra == Words(ja="DB：A／C、Web：B／D", en="DB: A / C, Web: B / D")


def test_every_kind_has_examples() -> None:
    assert {case[0] for case in CASES} == set(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_nobody_gave_cannot_be_compared(kind: str) -> None:
    assert KINDS[kind](Values()) == (None, "")


scalars: st.SearchStrategy[Scalar] = st.one_of(
    st.none(),
    st.text(max_size=8),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.dates(),
    st.lists(st.text(max_size=5), max_size=3).map(tuple),
)


@given(
    kind=st.sampled_from(sorted(KINDS)),
    left=scalars,
    right=scalars,
    total=st.one_of(st.none(), st.just(3.0)),
)
def test_no_value_stops_a_kind(kind: str, left: Scalar, right: Scalar, total: float | None) -> None:
    agrees, extra = KINDS[kind](Values(left=left, right=right, total=total, fold=FOLD))
    assert agrees in (True, False, None)
    assert isinstance(extra, str | Words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("株式会社あおい", "あおい㈱"),
        ("株式会社 あおい", "あおい（株）"),
        ("AOI Co., Ltd.", "aoi co.,ltd."),
        ("Aoi K.K.", "ＡＯＩ"),
        ("あおい・データ", "あおいデータ"),
        ("合同会社みどり", "みどり(同)"),
    ],
)
def test_a_company_is_known_however_it_is_written(one: str, other: str) -> None:
    assert FOLD(one) == FOLD(other)


@pytest.mark.parametrize(("one", "other"), [("Zinc", "Z"), ("甲社", "乙社"), ("株式会社", "")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert FOLD(one) != FOLD(other)


def test_spellings_of_one_group_are_the_same() -> None:
    fold = spelled(FOLD, {"日本": "日本", "Japan": "日本", "JP": "日本"})
    assert fold("ＪＡＰＡＮ") == fold("日本") == fold("jp")
    assert fold("Korea") != fold("日本")
