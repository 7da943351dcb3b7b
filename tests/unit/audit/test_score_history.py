"""Where a score came from: earlier rounds in order, steps that add up, nothing of a sealed round."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from itakusaki.audit.score_history import score_histories
from itakusaki.findings.lines import lines_of
from itakusaki.language import translator_for
from itakusaki.model.party import Duty
from itakusaki.model.rounds import PartyLine, RoundScores
from itakusaki.model.verdict import Verdict
from support.assessments import every_rating
from support.rounds import party, round_of

RUN = every_rating()
NOW = {one.processor: one for one in lines_of(RUN) if one.side is not Duty.CLIENT}


def worse(code: str, **more: Any) -> PartyLine:
    """The party as it is now, one control of it a gap."""
    controls = NOW[code].controls
    place = next(n for n, one in enumerate(controls) if one.verified)
    gap = replace(controls[place], verified=0.0, declared=0.0, answer="no", verdict=Verdict.GAP)
    return party(*controls[:place], gap, *controls[place + 1 :], code=code, **more)


def test_without_rounds_there_is_this_one_alone() -> None:
    found = score_histories(RUN, ())
    assert {code: len(one.scores) for code, one in found.items()} == dict.fromkeys(found, 1)
    assert all(one.steps == () for one in found.values())


@pytest.mark.parametrize("code", ["P01", "P05", "P07"])
def test_rounds_stand_in_order_and_steps_lead_from_the_last_to_this(code: str) -> None:
    edition = RUN.checklist_version
    first = round_of(worse(code), name="2026Q2", version=edition)
    last = round_of(worse(code), name="2026Q3", version=edition)
    found = score_histories(RUN, (first, last))[code]
    assert [one.round for one in found.scores] == ["2026Q2", "2026Q3", RUN.round]
    before, now = (one.verified for one in found.scores[-2:])
    assert before is not None
    assert now is not None
    assert sum(tenths for _, tenths in found.steps) == round(10 * now) - round(10 * before)
    assert [translator_for("en").say(cause) for cause, _ in found.steps] == ["answers"]


def test_a_party_that_is_new_has_no_step() -> None:
    found = score_histories(RUN, (round_of(worse("P01"), version=RUN.checklist_version),))
    assert len(found["P01"].scores) == 2
    assert (len(found["P05"].scores), found["P05"].steps) == (1, ())


def test_a_sealed_round_shows_no_score_and_no_way_to_it() -> None:
    sealed = worse("P01", sealed=True)
    found = score_histories(RUN, (round_of(sealed, name="2026Q3", version=RUN.checklist_version),))
    assert found["P01"].scores[0] == RoundScores(round="2026Q3", declared=None, verified=None)
    assert found["P01"].steps == ()
