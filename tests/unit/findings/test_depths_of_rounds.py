"""Rounds of forms that asked differently much: never side by side without a word, and like for like."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itakusaki.cli.change_lines import change_data, change_lines
from itakusaki.cli.trend_lines import trend_data, trend_lines
from itakusaki.findings.bridge import AskedTwice, asked_twice
from itakusaki.findings.changes import changed
from itakusaki.findings.lines import lines_of
from itakusaki.language import translator_for
from itakusaki.model.depth import Depth
from itakusaki.model.rounds import PartyLine, RoundTally
from itakusaki.model.verdict import Verdict
from support.assessments import every_rating
from support.rounds import line, party, round_of

V: Final = Verdict
FULL: Final = party(line(V.MET, "TEC-01"), line(V.GAP, "TEC-02"), line(V.GAP, "TEC-03"))
#: Better only because less was asked: of what both asked, one control got worse.
SHORT: Final = party(
    line(V.PARTIAL, "TEC-01"), line(V.NOT_ASKED, "TEC-02"), line(V.MET, "TEC-04"), depth=Depth.SHORT
)
CONTROLS = st.dictionaries(
    st.sampled_from(["TEC-01", "TEC-02", "TEC-03"]),
    st.sampled_from([V.MET, V.PARTIAL, V.GAP, V.NOT_ASKED]),
    min_size=1,
)


def compared(before: PartyLine, after: PartyLine, language: str) -> list[str]:
    found = changed(round_of(before, name="2026Q3"), round_of(after))
    return list(change_lines(found, {}, {}, translator_for(language)))


def test_a_score_that_rose_because_less_was_asked_says_so_and_what_both_asked() -> None:
    told = compared(FULL, SHORT, "ja")
    assert "P01 青葉: B → B・簡易" in told
    assert sum("今回：簡易、同 2件）ため" in one for one in told) == 1
    assert "    両方の回で尋ねた管理策 1 件の検証後評点：100.0 → 50.0" in told
    (data,) = change_data(changed(round_of(FULL), round_of(SHORT)), {})["parties"]  # type: ignore[misc]
    assert data["depths"] == ["full", "short"]
    assert data["asked_twice"] == {"controls": 1, "before": 100.0, "after": 50.0}


def test_forms_of_one_depth_are_compared_without_a_word() -> None:
    (data,) = change_data(changed(round_of(SHORT), round_of(SHORT)), {})["parties"]  # type: ignore[misc]
    assert data["asked_twice"] is None
    assert not [one for one in compared(FULL, FULL, "en") if "depth" in one or "both" in one]
    assert not [one for one in compared(SHORT, SHORT, "en") if "side by side" in one]


def test_a_full_form_that_asks_again_only_what_lapsed_says_so_as_well() -> None:
    again = party(line(V.MET, "TEC-01"), line(V.NOT_ASKED, "TEC-02"), line(V.NOT_ASKED, "TEC-03"))
    told = compared(FULL, again, "en")
    assert "(full form: 3 controls in the score; then full: 1)" in " ".join(told)
    assert any("1 controls asked both times: 100.0 → 100.0" in one for one in told)
    assert "    [no longer asked] Not asked this round: TEC-02, TEC-03" in told


@pytest.mark.parametrize("sealed", [(True, False), (False, True)])
def test_what_a_sealed_matter_hides_is_not_worked_out_from_the_rest(
    sealed: tuple[bool, bool],
) -> None:
    lines = [party(line(V.MET), sealed=one) for one in sealed]
    assert asked_twice(lines[0], lines[1], "verified") is None


@given(CONTROLS, CONTROLS)
def test_like_for_like_is_of_what_counts_in_both(
    one: dict[str, Verdict], other: dict[str, Verdict]
) -> None:
    before, after = (party(*(line(v, name) for name, v in c.items())) for c in (one, other))
    both = {n for n in one.keys() & other.keys() if V.NOT_ASKED not in (one[n], other[n])}
    found, back = asked_twice(before, after, "verified"), asked_twice(after, before, "verified")
    assert (found is None) is (not both)
    if found and back:
        assert found.controls == len(both)
        assert back == AskedTwice(controls=len(both), before=found.after, after=found.before)
        whole = {n: v for n, v in one.items() if n in both}
        alone = party(*(line(v, name) for name, v in whole.items()))
        assert found.before == round(10 * (alone.verified or 0))


def test_a_trend_names_the_depth_of_each_round_and_that_it_changed() -> None:
    rounds = [round_of(FULL, name="2026Q3"), round_of(SHORT)]
    counted = {
        one.head.round: RoundTally(round=one.head.round, ratings={}, found=0, closed=0)
        for one in rounds
    }
    told = list(trend_lines(rounds, counted, translator_for("en")))
    assert told[:2] == ["2026Q3: B 1", "2026Q4: B (short form) 1"]
    assert "2026Q4 B (short form) 75.0" in told[3]
    assert "scores of different depths cover different controls" in told[4]
    (data,) = trend_data(rounds, counted)["parties"]  # type: ignore[misc]
    assert [one["depth"] for one in data["rounds"]] == ["full", "short"]


def test_a_line_of_an_assessment_knows_the_depth_of_its_form() -> None:
    run = every_rating()
    assert [one.depth for one in lines_of(run) if one.processor and one.side.value != "client"] == [
        one.depth for one in run.results
    ]
