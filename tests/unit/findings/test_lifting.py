"""A matter is lifted from the sealed report by an auditor's word on all that it touches, and on what is there now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from itakusaki.findings.lifting import seal_digest
from itakusaki.findings.sealing import parted
from itakusaki.model.answer import AnswerValue, Decision, Review
from itakusaki.model.assessment import Assessment, ControlResult
from itakusaki.model.party import Duty
from itakusaki.model.verdict import Outcome, Rating, Verdict
from support.assessments import assessment, at, comparison, processor, result
from unit.findings.test_sealing import ACCOUNT, RULE, TESTS, hit, run

DIGEST = "0123456789abcdef"


def word(*, lifts: bool, looked_at: str, decision: Decision | None) -> Review:
    return Review(
        processor="P02",
        control="PHY-03",
        side=Duty.PROCESSOR,
        grade=None,
        value=AnswerValue.NO if decision is Decision.CONFIRMED else None,
        reviewer="auditor",
        reviewed_on=date(2026, 12, 1),
        reason="heard",
        at=at("reviews/2026Q4/review.xlsx", "P3"),
        decision=decision,
        looked_at=looked_at,
        lifts_seal=lifts,
    )


def reviewed(whole: Assessment, control: str, review: Review, looked_at: str) -> Assessment:
    """A run in which an auditor had a word on a control of the last party."""

    def told(one: ControlResult) -> ControlResult:
        if one.control != control:
            return one
        counts = bool(looked_at) and review.decision is not None and review.looked_at == looked_at
        judged = tuple(replace(judgement, review=review) for judgement in one.judgements)
        decision = review if counts else None
        return replace(one, looked_at=looked_at, decision=decision, judgements=judged)

    *others, last = whole.results
    changed = replace(last, controls=tuple(map(told, last.controls)))
    return replace(whole, results=(*others, changed))


def of_logs() -> Assessment:
    return run(hit("download-then-media", ACCOUNT, accounts=(ACCOUNT,)))


@pytest.mark.parametrize(
    ("lifts", "current", "decision"), [*product((True, False), (True, False), (None, *Decision))]
)
def test_a_matter_of_logs_is_lifted_by_a_decision_on_what_is_there_now_and_by_nothing_less(
    *, lifts: bool, current: bool, decision: Decision | None
) -> None:
    review = word(lifts=lifts, looked_at=DIGEST if current else "other", decision=decision)
    told = parted(reviewed(of_logs(), "PHY-03", review, DIGEST), TESTS, ())
    is_lifted = lifts and current and decision is not None
    last = told.ordinary.results[-1]
    (control,) = (c for c in last.controls if c.control == "PHY-03")
    assert (told.suspicions == ()) is is_lifted
    assert (told.sealed.results == ()) is is_lifted
    assert last.sealed is not is_lifted
    assert (control.verdict is Verdict.SEALED) is not is_lifted
    assert (last.examination is not None) is is_lifted
    if is_lifted:
        assert "lifted" in control.steps[-1].text
    elif lifts:
        assert "does not count" in told.sealed.results[0].controls[0].steps[-1].text


def of_answers(outcome: Outcome = Outcome.COUNTED_DOWN, shown: str = "2") -> Assessment:
    """A suspicion on two controls by the party's own figures, on which nothing is left to decide."""
    made = replace(comparison("X-34", outcome=outcome), touches=("TEC-02", "PHY-03"))
    first, *others = made.operands
    made = replace(made, operands=(replace(first, shown=shown), *others))
    return assessment(result(processor("P02", "Beta"), Rating.A, comparisons=(made,)))


def digest(whole: Assessment, control: str) -> str:
    """As the review workbook has it, which is made of the ordinary part."""
    told = parted(whole, TESTS, (RULE,)).ordinary.results[-1]
    return next(c.looked_at for c in told.controls if c.control == control)


def test_a_matter_of_answers_is_lifted_only_where_it_is_on_all_that_it_touches() -> None:
    whole = of_answers()
    for control in ("TEC-02", "PHY-03"):
        assert parted(whole, TESTS, (RULE,)).suspicions
        review = word(lifts=True, looked_at=digest(whole, control), decision=None)
        whole = reviewed(whole, control, review, "")
    told = parted(whole, TESTS, (RULE,))
    assert told.suspicions == ()
    assert not told.ordinary.results[-1].sealed


def test_another_figure_seals_it_again() -> None:
    before, after = of_answers(), of_answers(shown="3")
    for control in ("TEC-02", "PHY-03"):
        review = word(lifts=True, looked_at=digest(before, control), decision=None)
        after = reviewed(after, control, review, "")
    assert parted(after, TESTS, (RULE,)).suspicions


def test_a_control_that_no_suspicion_touches_has_nothing_to_lift() -> None:
    (last,) = of_answers().results
    assert {seal_digest(control, ()) for control in last.controls} == {""}
