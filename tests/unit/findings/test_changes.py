"""Two rounds side by side: what became of each control, and a score's bridge that adds up exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itakusaki.findings.bridge import Cause, bridge, exact_parts
from itakusaki.findings.changes import ChangeKind, change_kind, changed
from itakusaki.findings.lines import lines_of
from itakusaki.model.evidence import EvidenceState
from itakusaki.model.party import Duty
from itakusaki.model.rounds import (
    ControlLine,
    PartyLine,
)
from itakusaki.model.verdict import Rating, Verdict
from support.assessments import assessment, every_rating, processor, result
from support.laws import examples
from support.rounds import line, party, round_of

V = Verdict


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (None, V.GAP, ChangeKind.NEW),
        (V.EXEMPT, V.GAP, ChangeKind.NEW),
        (V.MET, V.GAP, ChangeKind.REGRESSED),
        (V.MET, V.UNVERIFIED, ChangeKind.REGRESSED),
        (V.PARTIAL, V.GAP, ChangeKind.REGRESSED),
        (V.UNVERIFIED, V.CONTRADICTED, ChangeKind.REGRESSED),
        (V.GAP, V.PARTIAL, ChangeKind.IMPROVED),
        (V.GAP, V.UNVERIFIED, ChangeKind.IMPROVED),
        (V.UNANSWERED, V.EXCEPTED, ChangeKind.IMPROVED),
        (V.GAP, V.GAP, ChangeKind.UNCHANGED),
        (V.UNANSWERED, V.GAP, ChangeKind.UNCHANGED),
        (V.GAP, V.MET, ChangeKind.CLOSED),
        (V.CONTRADICTED, V.MET, ChangeKind.CLOSED),
        (V.GAP, None, ChangeKind.LEFT_OUT),
        (V.GAP, V.EXEMPT, ChangeKind.LEFT_OUT),
        (V.GAP, V.SEALED, ChangeKind.LEFT_OUT),
        (V.MET, V.MET, None),
        (V.MET, None, None),
        (None, V.MET, None),
        (V.EXEMPT, V.SEALED, None),
    ],
)
def test_what_became_of_a_control(
    before: Verdict | None, after: Verdict | None, kind: ChangeKind | None
) -> None:
    assert change_kind(before and line(before), after and line(after)) is kind


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        (line(V.GAP, answer="no"), line(V.MET), Cause.ANSWERS),
        (line(V.UNVERIFIED, grade=1), line(V.MET), Cause.EVIDENCE),
        (line(V.UNVERIFIED, state="claimed"), line(V.MET), Cause.EVIDENCE),
        (line(V.MET), line(V.CONTRADICTED), Cause.CONTRADICTIONS),
        (line(V.CONTRADICTED), line(V.MET, decision="accepted"), Cause.EXPLANATIONS),
        (line(V.CONTRADICTED), line(V.GAP, answer="no", decision="confirmed"), None),
        (line(V.UNVERIFIED, required_grade=3), line(V.MET), Cause.POLICY),
        (line(V.MET), line(V.MET, weight=8.0), Cause.POLICY),
        (line(V.GAP, answer="no"), line(V.EXCEPTED, answer="no"), Cause.EXCEPTIONS),
        (line(V.MET), line(V.EXEMPT), Cause.EXEMPTIONS),
        (line(V.MET), line(V.SEALED), Cause.SEALED),
    ],
)
def test_each_cause_is_told_by_what_differs(
    before: ControlLine, after: ControlLine, cause: Cause | None
) -> None:
    rest = (line(V.MET, "TEC-02"), line(V.GAP, "TEC-03"))
    parts = exact_parts(party(before, *rest), party(after, *rest), "verified", same_edition=True)
    assert set(parts) == ({cause} if cause else set())


@pytest.mark.parametrize(("same", "cause"), [(True, Cause.DEPTH), (False, Cause.CHECKLIST)])
def test_a_control_that_was_not_asked_before_is_the_form_or_the_edition(
    same: Any, cause: Cause
) -> None:
    before, after = party(line(V.MET)), party(line(V.MET), line(V.GAP, "TEC-02"))
    found = bridge(before, after, "verified", same_edition=same)
    assert found is not None
    assert (found.before, found.after, dict(found.parts)) == (1000, 500, {cause: -500})


CONTROLS = st.builds(
    line,
    st.sampled_from([v for v in Verdict if v is not V.SEALED]),
    st.sampled_from([f"TEC-{n:02}" for n in range(1, 12)]),
    weight=st.sampled_from([1.0, 2.0, 4.0, 8.0, 0.3]),
    answer=st.sampled_from(["yes", "partial", "no"]),
    grade=st.integers(0, 4),
    required_grade=st.integers(1, 3),
    state=st.sampled_from([state.value for state in EvidenceState]),
    decision=st.sampled_from(["", "accepted", "confirmed"]),
)
PARTIES = st.lists(CONTROLS, max_size=11, unique_by=lambda one: one.control).map(
    lambda controls: party(*controls)
)


@settings(max_examples=examples(200))
@given(PARTIES, PARTIES, st.sampled_from(["verified", "declared"]), st.booleans())
def test_the_parts_of_a_bridge_add_up_exactly(
    before: PartyLine, after: PartyLine, which: Any, same: Any
) -> None:
    found = bridge(before, after, which, same_edition=same)
    scores = getattr(before, which), getattr(after, which)
    if None in scores:
        assert found is None
        return
    assert found is not None
    assert (found.before, found.after) == tuple(round(10 * score) for score in scores)
    assert found.before + sum(found.parts.values()) == found.after
    exact = exact_parts(before, after, which, same_edition=same)
    assert sum(exact.values()) == _exact(after, which) - _exact(before, which)
    assert set(found.parts) == set(exact)
    assert all(abs(found.parts[cause] - 10 * exact[cause]) <= 1 for cause in exact)


def _exact(line_: PartyLine, which: str) -> Fraction:
    counted = [one for one in line_.controls if one.verified is not None]
    whole = sum(Fraction(one.weight) for one in counted)
    return (
        100 * sum(Fraction(one.weight) * Fraction(getattr(one, which)) for one in counted) / whole
    )


def test_what_is_sealed_takes_what_the_lines_do_not_show() -> None:
    before = party(line(V.MET), line(V.GAP, "TEC-02"))
    after = party(line(V.MET), line(V.SEALED, "TEC-02"), verified=62.5)
    found = bridge(before, after, "verified", same_edition=True)
    assert found is not None
    assert dict(found.parts) == {Cause.SEALED: 125}


def test_lines_that_do_not_come_to_the_score_are_not_explained_away() -> None:
    found = bridge(
        party(line(V.MET)), party(line(V.MET), verified=80.0), "verified", same_edition=True
    )
    assert found is not None
    assert dict(found.parts) == {Cause.UNEXPLAINED: -200}


def test_parties_come_and_go_and_are_the_same_in_another_tier() -> None:
    before = round_of(party(line(V.GAP), code="P01"), party(line(V.GAP), code="P02"))
    moved = party(line(V.MET), code="P01", side=Duty.SUB_PROCESSOR, tier=2)
    found = changed(before, round_of(moved, party(line(V.GAP), code="P03")))
    assert [
        (one.line.processor, one.before is None, one.after is None) for one in found.parties
    ] == [("P01", False, False), ("P03", True, False), ("P02", False, True)]
    assert dict(found.counts) == {ChangeKind.CLOSED: 1}


def test_an_assessment_in_lines_compares_with_itself_as_unchanged() -> None:
    lines = lines_of(every_rating())
    found = changed(round_of(*lines), round_of(*lines))
    assert set(found.counts) == {ChangeKind.UNCHANGED}
    moved = [part for one in found.parties if one.verified for part in one.verified.parts.values()]
    assert moved == []


def test_the_lines_of_an_assessment_say_how_each_control_stood() -> None:
    run = assessment(
        result(processor("P05", "Epsilon"), Rating.B, {"PHY-03": V.EXCEPTED, "TEC-05": V.PARTIAL})
    )
    own, clients, over_all = lines_of(run)
    by_name = {one.control: one for one in own.controls}
    assert (own.side, clients.side, over_all.processor) == (Duty.PROCESSOR, Duty.CLIENT, "")
    assert {one.control for one in clients.controls} == {"CON-01", "CON-06"}
    assert over_all.controls == ()
    excepted, partial = by_name["PHY-03"], by_name["TEC-05"]
    assert (excepted.answer, excepted.approval, excepted.verified) == ("no", "exception", 0.5)
    assert (partial.answer, partial.grade, partial.state) == ("partial", 2, "checked")
