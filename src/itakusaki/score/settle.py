"""Settling: sides, contradictions and exceptions → one verdict with its credits (ADR 0005, 0006)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from itakusaki.catalogue.checklist import Control
from itakusaki.model.assessment import Comparison, ControlResult, SideJudgement
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Approval, Duty
from itakusaki.model.verdict import Outcome, Verdict
from itakusaki.score.case_file import CaseFile
from itakusaki.score.judge import judged_clauses, judged_side

#: Verdicts from worst to best where several sides or contracts answer the same control.
WORST_FIRST = (
    Verdict.UNANSWERED,
    Verdict.GAP,
    Verdict.PARTIAL,
    Verdict.UNVERIFIED,
    Verdict.MET,
    Verdict.EXEMPT,
)
#: Declared and verified credit where nothing else matters.
FIXED: Mapping[Verdict, tuple[float | None, float | None]] = {
    Verdict.MET: (1.0, 1.0),
    Verdict.GAP: (0.0, 0.0),
    Verdict.UNANSWERED: (0.0, 0.0),
    Verdict.EXEMPT: (None, None),
}
#: What a side says, whatever it can show; two sides that say different things contradict.
SAYS = {
    Verdict.MET: "yes",
    Verdict.UNVERIFIED: "yes",
    Verdict.PARTIAL: "partial",
    Verdict.GAP: "no",
    Verdict.EXEMPT: "not_applicable",
}


def judged_sides(case_file: CaseFile, control: Control) -> tuple[SideJudgement, ...]:
    """Every side's judgement on a control; of a contract control, also every contract's.

    A processor that never answered is left out of contract controls: the clauses speak alone.
    """
    sides: list[SideJudgement] = []
    for side in case_file.sides(control):
        if control.is_contract and side is Duty.CLIENT:
            sides.extend(judged_clauses(case_file, control))
        elif control.is_contract and case_file.own is None and case_file.is_first_tier:
            continue
        else:
            sides.append(judged_side(case_file, control, side))
    return tuple(sides)


def settled(
    case_file: CaseFile,
    control: Control,
    sides: Sequence[SideJudgement],
    comparisons: Sequence[Comparison],
) -> ControlResult:
    """The verdict on a control, from the weakest side, contradictions and exceptions."""
    steps: list[Message] = []
    weakest = _weakest(sides)
    verdict = weakest.verdict
    against = tuple(
        c for c in comparisons if c.outcome is Outcome.CONTRADICTION and control.id in c.touches
    )
    if _differ(control, sides) and verdict is not Verdict.UNANSWERED:
        steps.append(Message.of(N_("the sides do not say the same")))
        verdict = Verdict.CONTRADICTED
    elif against and verdict not in (Verdict.UNANSWERED, Verdict.GAP):
        verdict = Verdict.CONTRADICTED
    steps += [
        Message.of(N_("cross-check {rule} contradicts"), rule=f"{c.rule}/{c.part}") for c in against
    ]
    approval = case_file.approval(control.id, "exception")
    if approval is not None and verdict in (Verdict.GAP, Verdict.PARTIAL):
        verdict = Verdict.EXCEPTED
        steps.append(_excepted(approval))
    severity = case_file.severity(control)
    required = case_file.required_grade(control)
    floor = case_file.policy.excepted_credit if approval is not None else 0.0
    declared, verified = _credits(weakest, verdict, required, floor)
    return ControlResult(
        control=control.id,
        verdict=verdict,
        severity=severity,
        weight=case_file.policy.weights[severity],
        required_grade=required,
        declared=declared,
        verified=verified,
        settled=_is_settled(verdict, declared, verified),
        knock_out=control.knock_out,
        sides=tuple(sides),
        comparisons=tuple(c for c in comparisons if control.id in c.touches),
        approval=approval,
        steps=tuple(steps),
    )


def _weakest(sides: Sequence[SideJudgement]) -> SideJudgement:
    if not sides:  # a contract control of a party without contract and without answer
        return SideJudgement(side=Duty.CLIENT, verdict=Verdict.UNANSWERED, claimed=0, grade=0)
    return min(sides, key=lambda side: (WORST_FIRST.index(side.verdict), side.grade))


def _differ(control: Control, sides: Sequence[SideJudgement]) -> bool:
    """Whether client and party say different things; two contracts may differ, the worst stands.

    Each answers for its own doing, so a side to which a control does not apply says nothing against
    the other; but of a contract both read the same clause.
    """
    weakest = {
        duty: _weakest([side for side in sides if side.side is duty])
        for duty in {side.side for side in sides}
    }
    said = {SAYS[s.verdict] for s in weakest.values() if s.verdict is not Verdict.UNANSWERED}
    if not control.is_contract:
        said.discard(SAYS[Verdict.EXEMPT])
    return len(said) > 1


def as_declared(result: ControlResult, excepted_credit: float) -> ControlResult:
    """A contradicted control as it stands once the explanation is accepted.

    It counts as declared, at the grade that its evidence has without the disputed source.
    """
    weakest = _weakest(result.sides)
    verdict = weakest.verdict
    excepted = result.approval is not None and verdict in (Verdict.GAP, Verdict.PARTIAL)
    floor = excepted_credit if result.approval is not None else 0.0
    if excepted:
        verdict = Verdict.EXCEPTED
    declared, verified = _credits(weakest, verdict, result.required_grade, floor)
    settled = _is_settled(verdict, declared, verified)
    return replace(result, verdict=verdict, declared=declared, verified=verified, settled=settled)


def _credits(
    weakest: SideJudgement, verdict: Verdict, required: int, floor: float
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
        shown = weakest.grade >= required
        return declared, declared if shown else 0.0
    # Excepted, or a yes not yet shown: a live exception stands until it is, so that saying yes
    # costs no credit; and what is credited is also declared, so that the pair stays a range
    # (docs/adr/0005).
    return max(declared, floor), floor


def _declared(verdict: Verdict) -> float:
    if verdict in (Verdict.MET, Verdict.UNVERIFIED):
        return 1.0
    return 0.5 if verdict is Verdict.PARTIAL else 0.0


def _is_settled(verdict: Verdict, declared: float | None, verified: float | None) -> bool:
    # What sources differ on is open until somebody has explained it.
    if verdict in (Verdict.UNVERIFIED, Verdict.CONTRADICTED):
        return False
    return not (verdict is Verdict.PARTIAL and declared != verified)


def _excepted(approval: Approval) -> Message:
    return Message.of(
        N_("exception approved by {who} on {day}, ends {end}, at {cell}"),
        who=approval.approver,
        day=str(approval.approved_on),
        end=str(approval.valid_until),
        cell=str(approval.at),
    )
