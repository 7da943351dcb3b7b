"""Settling: a side's judgements, contradictions, exceptions → one verdict with credits (ADR 0005, 0019)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from itakusaki.catalogue.checklist import Control
from itakusaki.model.answer import Decision, Review
from itakusaki.model.assessment import Comparison, ControlResult, Judgement
from itakusaki.model.evidence import EvidenceState
from itakusaki.model.message import N_, Message, Words, joined_words
from itakusaki.model.party import Approval, Duty
from itakusaki.model.verdict import Outcome, Verdict
from itakusaki.score.case_file import CaseFile
from itakusaki.score.disputes import CONFIRMED, decided, looked_at
from itakusaki.score.grade import confirmed
from itakusaki.score.judge import judged_answer, judged_clauses

#: Verdicts from worst to best where several contracts answer the same control.
WORST_FIRST = (
    Verdict.UNANSWERED,
    Verdict.GAP,
    Verdict.PARTIAL,
    Verdict.UNVERIFIED,
    Verdict.MET,
    Verdict.NOT_ASKED,
    Verdict.EXEMPT,
)
#: What a control test could still turn.
WAITING = (Verdict.MET, Verdict.UNVERIFIED, Verdict.PARTIAL, Verdict.EXCEPTED)
#: The grade of evidence that is required, and how far it has to have been looked at.
Required = tuple[int, EvidenceState]
#: Declared and verified credit where nothing else matters.
FIXED: Mapping[Verdict, tuple[float | None, float | None]] = {
    Verdict.MET: (1.0, 1.0),
    Verdict.GAP: (0.0, 0.0),
    Verdict.UNANSWERED: (0.0, 0.0),
    Verdict.EXEMPT: (None, None),
    Verdict.NOT_ASKED: (None, None),
}


def judgements(case_file: CaseFile, control: Control, side: Duty) -> tuple[Judgement, ...]:
    """How a side meets a control: by its answer, or the client by the clauses of each contract."""
    if control.is_contract and side is Duty.CLIENT:
        return judged_clauses(case_file, control)
    return (judged_answer(case_file, control, side),)


def settled(
    case_file: CaseFile,
    control: Control,
    side: Duty,
    comparisons: Sequence[Comparison],
    waits_for: tuple[Words, ...] = (),
) -> ControlResult:
    """The verdict on how a side meets a control, from its weakest clause, contradictions, exceptions.

    Only comparisons that touch the control and are made of the side's own statements turn it. While it
    `waits_for` files that the side named and did not deliver, nothing of it counts as shown.
    """
    judged = judgements(case_file, control, side)
    touching = tuple(c for c in comparisons if control.id in c.touches and side in c.sides)
    against = tuple(c for c in touching if c.outcome is Outcome.CONTRADICTION)
    digest = looked_at(case_file, judged, touching)
    review = case_file.review(control.id, side)
    decision = decided(review, digest)
    required = (case_file.required_grade(control), case_file.required_state(control))
    weakest = _counted(_weakest(judged, side, required), touching)
    if decision is not None:
        weakest = _ruled(weakest, decision, required)
    verdict = weakest.verdict
    if decision is None and against and verdict not in (Verdict.UNANSWERED, Verdict.GAP):
        verdict = Verdict.CONTRADICTED
    steps = [
        *(
            Message.of(N_("counts by its own figure: {rule}"), rule=f"{c.rule}/{c.part}")
            for c in touching
            if c.counts_as
        ),
        *(
            Message.of(N_("cross-check {rule} contradicts"), rule=f"{c.rule}/{c.part}")
            for c in against
        ),
    ]
    if decision is not None:
        steps.append(_decided(decision))
    approval = _exception(case_file, control, side)
    if approval is not None and verdict in (Verdict.GAP, Verdict.PARTIAL):
        verdict = Verdict.EXCEPTED
        steps.append(_excepted(approval))
    severity = case_file.severity(control)
    floor = case_file.policy.excepted_credit if approval is not None else 0.0
    declared, verified = _credits(weakest, verdict, required, floor)
    is_settled = _is_settled(verdict, weakest, required)
    waits_for = waits_for if decision is None and verdict in WAITING else ()
    if waits_for:
        verdict = Verdict.UNVERIFIED if verdict is Verdict.MET else verdict
        verified, is_settled = 0.0, False
        steps.append(_waits(waits_for))
    return ControlResult(
        control=control.id,
        side=side,
        verdict=verdict,
        severity=severity,
        weight=case_file.policy.weights[severity],
        required_grade=required[0],
        required_state=required[1],
        declared=declared,
        verified=verified,
        settled=is_settled,
        knock_out=control.knock_out,
        judgements=judged,
        comparisons=touching,
        approval=approval,
        steps=tuple(steps),
        looked_at=digest,
        decision=decision,
        is_stale=bool(digest) and decision is None and _has_decided(review),
        waits_for=waits_for,
    )


def _waits(files: Sequence[Words]) -> Message:
    text = N_(
        "does not count as shown while what control tests would be carried out on is missing or empty, though it was named or delivered before: {files}"
    )
    return Message.of(text, files=joined_words(files))


def _ruled(weakest: Judgement, decision: Review, required: Required) -> Judgement:
    """The judgement once the auditor decided: the auditor's mark where confirmed, else as declared."""
    ruled = weakest
    if decision.grade is not None:
        grade, state = confirmed(decision, weakest.files, (weakest.grade, weakest.state))
        ruled = replace(weakest, grade=grade, state=state)
    if decision.decision is Decision.CONFIRMED and decision.value is not None:
        return replace(ruled, verdict=CONFIRMED[decision.value])
    if ruled.verdict in (Verdict.MET, Verdict.UNVERIFIED):
        shown = _is_shown(ruled, required)
        return replace(ruled, verdict=Verdict.MET if shown else Verdict.UNVERIFIED)
    return ruled


def _is_shown(judgement: Judgement, required: Required) -> bool:
    grade, state = required
    return judgement.grade >= grade and judgement.state.rank >= state.rank


def _counted(weakest: Judgement, comparisons: Sequence[Comparison]) -> Judgement:
    """A yes or partly as it counts by the side's own figures: never better than it was answered."""
    ruled = weakest.review is not None and weakest.review.decision is None and weakest.review.value
    if ruled or weakest.verdict not in (Verdict.MET, Verdict.UNVERIFIED, Verdict.PARTIAL):
        return weakest
    lower = [c.counts_as for c in comparisons if c.counts_as is not None]
    return replace(weakest, verdict=min((weakest.verdict, *lower), key=WORST_FIRST.index))


def _exception(case_file: CaseFile, control: Control, side: Duty) -> Approval | None:
    """The live exception that a side may rely on; one granted to the party is none of the client's."""
    if side is Duty.CLIENT and case_file.party in case_file.sides(control):
        return None
    return case_file.approval(control.id, "exception")


def _weakest(judged: Sequence[Judgement], side: Duty, required: Required) -> Judgement:
    if not judged:  # a contract control of a party without contract
        return Judgement(side=side, verdict=Verdict.UNANSWERED, claimed=0, grade=0)

    def standing(one: Judgement) -> tuple[int, bool, int, int]:
        place = WORST_FIRST.index(one.verdict)
        return place, _is_shown(one, required), one.grade, one.state.rank

    return min(judged, key=standing)


def as_declared(result: ControlResult, excepted_credit: float) -> ControlResult:
    """A control as it stands once the explanation is accepted, or what it waits for came and agrees.

    It counts as declared, at the grade that its evidence has without the disputed source.
    """
    required = (result.required_grade, result.required_state)
    weakest = _counted(_weakest(result.judgements, result.side, required), result.comparisons)
    verdict = weakest.verdict
    excepted = result.approval is not None and verdict in (Verdict.GAP, Verdict.PARTIAL)
    floor = excepted_credit if result.approval is not None else 0.0
    if excepted:
        verdict = Verdict.EXCEPTED
    declared, verified = _credits(weakest, verdict, required, floor)
    settled = _is_settled(verdict, weakest, required)
    return replace(
        result,
        verdict=verdict,
        declared=declared,
        verified=verified,
        settled=settled,
        waits_for=(),
    )


def _credits(
    weakest: Judgement, verdict: Verdict, required: Required, floor: float
) -> tuple[float | None, float | None]:
    """Declared and verified credit, 0–1; None where the control is out of the sum.

    `floor` is what a live exception credits, 0 where there is none.
    """
    if verdict in FIXED:
        return FIXED[verdict]
    declared = _declared(weakest.verdict)
    if verdict is Verdict.CONTRADICTED:
        return declared, 0.0
    if verdict is Verdict.PARTIAL:
        return declared, declared if _is_shown(weakest, required) else 0.0
    # Excepted, or a yes not yet shown: a live exception stands until it is, so that saying yes
    # costs no credit; and what is credited is also declared, so that the pair stays a range
    # (docs/adr/0005).
    return max(declared, floor), floor


def _declared(verdict: Verdict) -> float:
    if verdict in (Verdict.MET, Verdict.UNVERIFIED):
        return 1.0
    return 0.5 if verdict is Verdict.PARTIAL else 0.0


def _is_settled(verdict: Verdict, weakest: Judgement, required: Required) -> bool:
    """Whether evidence of the kind that is required is there; how far it was looked at is no part of it."""
    # What sources differ on is open until somebody has explained it.
    if verdict is Verdict.CONTRADICTED:
        return False
    if verdict in (Verdict.UNVERIFIED, Verdict.PARTIAL):
        return weakest.grade >= required[0]
    return True


def _has_decided(review: Review | None) -> bool:
    return review is not None and review.decision is not None


def _decided(decision: Review) -> Message:
    text = N_("explanation accepted by {who} on {day} at {cell}: {reason}")
    if decision.decision is Decision.CONFIRMED:
        text = N_("difference confirmed by {who} on {day} at {cell}: {reason}")
    return Message.of(
        text,
        who=decision.reviewer,
        day=str(decision.reviewed_on),
        cell=str(decision.at),
        reason=decision.reason,
    )


def _excepted(approval: Approval) -> Message:
    return Message.of(
        N_("exception approved by {who} on {day}, ends {end}, at {cell}"),
        who=approval.approver,
        day=str(approval.approved_on),
        end=str(approval.valid_until),
        cell=str(approval.at),
    )
