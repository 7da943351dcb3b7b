"""Judging: one side's answer or clause → its verdict, before the sides are laid together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from itakusaki.catalogue.checklist import Control
from itakusaki.model.answer import Answer, AnswerValue, Clause
from itakusaki.model.assessment import Judgement
from itakusaki.model.evidence import EvidenceState, evidence_digest
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty
from itakusaki.model.verdict import Verdict
from itakusaki.score.case_file import DOCUMENT, CaseFile
from itakusaki.score.grade import STATEMENT, answer_grade, is_shown

Steps = list[Message]


def judged_answer(case_file: CaseFile, control: Control, side: Duty) -> Judgement:
    """How a side's answer stands; silence is unanswered, whatever the evidence."""
    answer = case_file.answer(control.id, side)
    if answer is None:
        return _unasked(case_file, control, side)
    review = case_file.review(control.id, side)
    # A decision on a difference counts only for what was decided on, which shows later (settle).
    plain = review if review is None or review.decision is None else None
    grade = answer_grade(case_file, control, answer, plain)
    steps: Steps = [_declared(answer)]
    value = answer.value
    if plain is not None and plain.value is not None:
        value = plain.value
        steps.append(_overruled(plain.reviewer, str(plain.reviewed_on), value, plain.reason))
    if value in (AnswerValue.YES, AnswerValue.PARTIAL):
        steps.extend(grade.steps)
    shown = (grade.counts, grade.state)
    verdict = _verdict(case_file, control, value, shown, bool(answer.comment), steps)
    return Judgement(
        side=side,
        verdict=verdict,
        claimed=grade.claimed,
        grade=grade.counts,
        state=grade.state,
        checks=grade.checks,
        answer=answer,
        review=review,
        files=grade.files,
        steps=tuple(steps),
        evidence_digest=evidence_digest(grade.files),
        is_stale=grade.is_stale,
    )


def _unasked(case_file: CaseFile, control: Control, side: Duty) -> Judgement:
    """How a control stands without an answer: met where a certificate stands for it, else silence."""
    credit = case_file.credit(control.id, side)
    if credit is None:
        asked = case_file.is_asked(control, side)
        return Judgement(
            side=side,
            verdict=Verdict.UNANSWERED if asked else Verdict.NOT_ASKED,
            claimed=0,
            grade=0,
            steps=tuple(_silence(case_file, control, side, asked=asked)),
        )
    grade, state = credit.grade, EvidenceState.DELIVERED  # the client's ledger relies on it
    shown = is_shown(case_file, control, grade, state)
    return Judgement(
        side=side,
        verdict=Verdict.MET if shown else Verdict.UNVERIFIED,
        claimed=grade,
        grade=grade,
        state=state,
        steps=(credit.says,),
    )


def _silence(
    case_file: CaseFile, control: Control, side: Duty, *, asked: bool
) -> Iterator[Message]:
    """Why there is no answer, and what the party last said, where that is known."""
    yield Message.of(N_("no answer was given") if asked else N_("not asked in this round"))
    last = case_file.last.get(control.id) if side is not Duty.CLIENT else None
    if last is None:
        return
    yield Message.of(
        N_("last answer known: {answer} in {round}, {months} months before the as-of date"),
        answer=last.value.symbol,
        round=last.round,
        months=_months(last.on, case_file.as_of),
    )
    if case_file.checklist.depths.has_lapsed(last, case_file.as_of):
        months = case_file.checklist.depths.answer_months
        yield Message.of(N_("an answer stands for {months} months"), months=months)


def _months(since: date, until: date) -> int:
    """Whole months from one day to another."""
    return (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)


def judged_clauses(case_file: CaseFile, control: Control) -> tuple[Judgement, ...]:
    """How the clauses of each contract stand; a contract without an entry is unanswered.

    The wording of a signed contract is a document (grade 2); a judgement that cites neither article
    nor wording is a statement.
    """
    by_contract = {
        clause.contract: clause for clause in case_file.clauses if clause.control == control.id
    }
    contracts = list(dict.fromkeys(e.contract for e in case_file.entrustments()))
    return tuple(
        _judged_clause(case_file, control, contract, by_contract.get(contract))
        for contract in contracts
    )


def _judged_clause(
    case_file: CaseFile, control: Control, contract: str, clause: Clause | None
) -> Judgement:
    if clause is None:
        steps: Steps = [Message.of(N_("contract {contract}: no clause entered"), contract=contract)]
        return Judgement(
            side=Duty.CLIENT,
            verdict=Verdict.UNANSWERED,
            claimed=0,
            grade=0,
            contract=contract,
            steps=tuple(steps),
        )
    review = case_file.review(control.id, Duty.CLIENT)
    grade, state = _cited(clause)
    steps = [_clause_says(clause, grade)]
    value = clause.value
    if review is not None and review.decision is None:
        value = review.value or value
        if review.grade is not None:
            grade, state = review.grade, EvidenceState.CONFIRMED
        steps.append(_overruled(review.reviewer, str(review.reviewed_on), value, review.reason))
    verdict = _verdict(case_file, control, value, (grade, state), bool(clause.comment), steps)
    return Judgement(
        side=Duty.CLIENT,
        verdict=verdict,
        claimed=grade,
        grade=grade,
        state=state,
        clause=clause,
        review=review,
        contract=contract,
        steps=tuple(steps),
    )


def _cited(clause: Clause) -> tuple[int, EvidenceState]:
    """What a clause counts for: its place and its wording can be held against each other, one cannot."""
    if clause.article and clause.text:
        return DOCUMENT, EvidenceState.CHECKED
    if clause.article or clause.text:
        return DOCUMENT, EvidenceState.DELIVERED
    return STATEMENT, EvidenceState.CLAIMED


def _verdict(
    case_file: CaseFile,
    control: Control,
    value: AnswerValue,
    shown: tuple[int, EvidenceState],
    has_reason: bool,  # noqa: FBT001 - private
    steps: Steps,
) -> Verdict:
    match value:
        case AnswerValue.YES:
            return _yes(case_file, control, shown, steps)
        case AnswerValue.PARTIAL:
            return Verdict.PARTIAL
        case AnswerValue.NO:
            return Verdict.GAP
        case AnswerValue.NOT_APPLICABLE:
            return _not_applicable(case_file, control, steps, has_reason=has_reason)
        case AnswerValue.UNKNOWN | AnswerValue.BLANK:
            return Verdict.UNANSWERED
        case _:
            assert_never(value)


def _yes(
    case_file: CaseFile, control: Control, shown: tuple[int, EvidenceState], steps: Steps
) -> Verdict:
    grade, state = shown
    required = case_file.required_grade(control)
    steps.append(
        Message.of(N_("grade {grade} of the required {required}"), grade=grade, required=required)
    )
    return Verdict.MET if is_shown(case_file, control, grade, state) else Verdict.UNVERIFIED


def _not_applicable(
    case_file: CaseFile, control: Control, steps: Steps, *, has_reason: bool
) -> Verdict:
    if not has_reason:
        steps.append(Message.of(N_("not applicable without a reason counts as unanswered")))
        return Verdict.UNANSWERED
    if not control.knock_out:
        return Verdict.EXEMPT
    if control.exempt_if and control.exempt_if in case_file.flags:
        steps.append(Message.of(N_("the client's ledger states the same, which approves it")))
        return Verdict.EXEMPT
    approval = case_file.approval(control.id, "exemption")
    if approval is None:
        steps.append(
            Message.of(N_("not applicable on a mandatory control lacks the client's approval"))
        )
        return Verdict.UNANSWERED
    steps.append(
        Message.of(
            N_("approved as not applicable by {who} on {day} at {cell}"),
            who=approval.approver,
            day=str(approval.approved_on),
            cell=str(approval.at),
        )
    )
    return Verdict.EXEMPT


def _declared(answer: Answer) -> Message:
    return Message.of(
        N_("answer {answer} at {cell}"), answer=_shown(answer.raw), cell=str(answer.at)
    )


def _clause_says(clause: Clause, grade: int) -> Message:
    return Message.of(
        N_("contract {contract}, article {article}: {answer} at {cell} (grade {grade})"),
        contract=clause.contract,
        article=_shown(clause.article),
        answer=_shown(clause.raw),
        cell=str(clause.at),
        grade=grade,
    )


def _overruled(who: str, day: str, value: AnswerValue, reason: str) -> Message:
    return Message.of(
        N_("auditor {who} on {day}: {answer} – {reason}"),
        who=who,
        day=day,
        answer=_shown(value.symbol),
        reason=reason,
    )


def _shown(raw: str) -> str:
    return raw or "-"
