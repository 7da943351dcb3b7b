"""Reasons: why a control is a finding, side by side and comparison by comparison."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from itakusaki.language.labels import (
    ANSWERS,
    CHECK_OUTCOMES,
    DUTIES,
    EVIDENCE_STATES,
    grade_label,
)
from itakusaki.model.answer import AnswerValue, Decision
from itakusaki.model.assessment import Comparison, ControlResult, Judgement
from itakusaki.model.evidence import CheckOutcome
from itakusaki.model.message import N_, Message, joined_words
from itakusaki.model.verdict import Verdict

#: What a side's verdict gives as a reason; a verdict that is not here gives none.
SAYS = {
    Verdict.GAP: N_("{who}: answered as not carried out"),
    Verdict.PARTIAL: N_("{who}: carried out only in part"),
    Verdict.UNANSWERED: N_("{who}: no usable answer"),
}
#: What an answer counts as, as a mark of the answer scale.
MARKS = {Verdict.PARTIAL: AnswerValue.PARTIAL, Verdict.GAP: AnswerValue.NO}
CLAUSE_SAYS = {
    Verdict.GAP: N_("{who}: no such provision"),
    Verdict.PARTIAL: N_("{who}: provided for only in part"),
    Verdict.UNANSWERED: N_("{who}: the clause has not been judged yet"),
}


def reasons_for(control: ControlResult) -> tuple[Message, ...]:
    """Every reason, each once, in the order: sides, evidence, comparisons, exception."""
    return tuple(
        dict.fromkeys(
            [
                *_decided(control),
                *counted(control.comparisons),
                *_sides(control),
                *_stale(control),
                *_evidence(control),
                *_waits(control),
                *_differs(control),
                *_excepted(control),
            ]
        )
    )


def _sides(control: ControlResult) -> Iterator[Message]:
    for side in control.judgements:
        text = (CLAUSE_SAYS if side.contract else SAYS).get(side.verdict)
        if text is not None:
            yield _overruled(side) or Message.of(text, who=_who(side))
    if not control.judgements and control.verdict is Verdict.UNANSWERED:
        yield Message.of(N_("no usable answer"))


def _overruled(side: Judgement) -> Message | None:
    """What the auditor found instead of what was declared; it is not the party's own word."""
    given = side.clause or side.answer
    declared = given.value if given else AnswerValue.BLANK
    if side.review is None or side.review.value in (None, declared):
        return None
    return Message.of(
        N_("auditor's finding: {found} (declared by {who}: {declared})"),
        found=ANSWERS[side.review.value or declared],
        who=_who(side),
        declared=ANSWERS[declared],
    )


def _who(side: Judgement) -> Message:
    if side.contract:
        return Message.of(N_("contract {contract}"), contract=side.contract)
    return DUTIES[side.side]


def _evidence(control: ControlResult) -> Iterator[Message]:
    """What the evidence lacks: another kind of thing, or somebody who has looked at it."""
    lacking = control.verdict in (Verdict.UNVERIFIED, Verdict.PARTIAL)
    for side in control.judgements if lacking else ():
        if side.verdict not in (Verdict.MET, Verdict.UNVERIFIED, Verdict.PARTIAL):
            continue
        if side.grade < control.required_grade:
            yield Message.of(
                N_("{who}: the evidence counts as {grade}; {required} is required"),
                who=_who(side),
                grade=grade_label(side.grade),
                required=grade_label(control.required_grade),
            )
        elif side.state.rank < control.required_state.rank:
            yield Message.of(
                N_("{who}: evidence {state}; {required} is required"),
                who=_who(side),
                state=EVIDENCE_STATES[side.state],
                required=EVIDENCE_STATES[control.required_state],
            )
            yield from _not_passed(side)


def _waits(control: ControlResult) -> Iterator[Message]:
    """What was named and did not come, and could speak against the answer."""
    if control.waits_for:
        yield Message.of(
            N_("named or delivered before, and not there, or empty, and so not tested: {files}"),
            files=joined_words(control.waits_for),
        )


def _stale(control: ControlResult) -> Iterator[Message]:
    """That a grade was confirmed on files which are no longer those that are there."""
    if any(side.is_stale for side in control.judgements):
        yield Message.of(
            N_(
                "a grade of evidence was confirmed on other files; what is here now has to be looked at again"
            )
        )


def _not_passed(side: Judgement) -> Iterator[Message]:
    """What a machine found wanting in the files, or could not tell."""
    for check in side.checks:
        if check.outcome is not CheckOutcome.PASSED:
            yield Message.of(
                N_("{file}: {finding} ({outcome})"),
                file=check.file.rpartition("/")[2],
                finding=check.says,
                outcome=CHECK_OUTCOMES[check.outcome],
            )


def _decided(control: ControlResult) -> Iterator[Message]:
    """What an auditor decided on a difference, or that the decision was made on other inputs."""
    review = control.decision
    if control.is_stale:
        yield Message.of(
            N_("a decision was recorded on other inputs; what is here now has to be decided again")
        )
    if review is not None:
        confirmed = review.decision is Decision.CONFIRMED
        yield Message.of(
            N_("difference confirmed by {who} on {day}: {reason}")
            if confirmed
            else N_("explanation accepted by {who} on {day}: {reason}"),
            who=review.reviewer,
            day=str(review.reviewed_on),
            reason=review.reason,
        )


def counted(comparisons: Iterable[Comparison]) -> Iterator[Message]:
    """What a side's own figures say, and what its answer counts as by them."""
    for comparison in comparisons:
        if comparison.counts_as is not None:
            yield Message.of(
                N_("{finding} Counted as {mark} by its own figure."),
                finding=comparison.question,
                mark=ANSWERS[MARKS[comparison.counts_as]],
            )


def _differs(control: ControlResult) -> Iterator[Message]:
    """What was found, not which rule found it; of logs the title, for what they tell is long."""
    for comparison in control.differing:
        found = comparison.title if comparison.from_logs else comparison.question
        yield Message.of(N_("{found} ({rule})"), found=found, rule=comparison.rule)


def _excepted(control: ControlResult) -> Iterator[Message]:
    approval = control.approval
    if approval is not None and control.verdict is Verdict.EXCEPTED:
        yield Message.of(
            N_("exception approved by {who}, valid until {day}"),
            who=approval.approver,
            day=str(approval.valid_until),
        )
