"""Causes: what an assessment found, one entry per cause, and what it found in order.

A control that is open is a cause; so is a comparison whose sides differ, once for all the controls
that it touches, and silence, once for all that was not answered. Only what was looked at and found in order is cleared: what is sealed, not asked or
cannot be compared says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from itakusaki.catalogue.checklist import Checklist
from itakusaki.findings.derive import derive
from itakusaki.findings.reasons import counted
from itakusaki.language.labels import ANSWERS, EVIDENCE_STATES, GRADES
from itakusaki.model.answer import Decision, Review
from itakusaki.model.assessment import (
    Assessment,
    Comparison,
    ControlResult,
    Judgement,
    ProcessorResult,
)
from itakusaki.model.evidence import EvidenceState
from itakusaki.model.finding import Finding, FindingKind
from itakusaki.model.message import N_, Message
from itakusaki.model.own_sources import is_own
from itakusaki.model.party import Approval, Duty
from itakusaki.model.tracked import Urgency
from itakusaki.model.verdict import Outcome, Severity, Verdict

#: A finding by its processor and cause.
CauseKey = tuple[str, str]
#: What controls without an answer come from, whichever they are.
SILENCE: Final = "unanswered"
#: With one of these, not all was answered that can be looked at here.
NOT_SPOKEN: Final = frozenset({Verdict.UNANSWERED, Verdict.NOT_ASKED, Verdict.SEALED})
#: With these it is not the answer that was found wanting.
NOT_BY_ANSWER: Final = frozenset({Verdict.UNANSWERED, Verdict.UNVERIFIED, Verdict.CONTRADICTED})
#: What a finding on no control weighs.
WITHOUT_CONTROL: Final = Severity.MEDIUM


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCause:
    """One cause that an assessment found; `approval` is the exception in force for it, if any.

    `for_party` says as much of what was found as the party's own workbooks do. `due` and `owner` are
    given where a register names them.
    """

    processor: str
    side: Duty
    cause: str
    controls: tuple[str, ...]
    kind: FindingKind
    severity: Severity
    urgency: Urgency
    required_state: EvidenceState
    found: tuple[Message, ...]
    for_party: tuple[Message, ...] = ()
    approval: Approval | None = None
    due: date | None = None
    owner: str = ""

    @property
    def key(self) -> CauseKey:
        """By what it is known again."""
        return self.processor, self.cause


def causes_of(assessment: Assessment, checklist: Checklist) -> tuple[FoundCause, ...]:
    """Every cause that a run found, party by party, the heaviest first."""
    return tuple(
        cause
        for result in assessment.results
        for cause in _merged(_causes(result, derive(result, checklist)))
    )


def cleared_of(assessment: Assessment) -> Mapping[CauseKey, str]:
    """Every cause that a run looked at and found in order, with the explanation that did it, "" for none."""
    return {key: says for result in assessment.results for key, says in _cleared(result)}


def sealed_of(assessment: Assessment) -> Mapping[str, frozenset[tuple[Duty, str]]]:
    """Of every party judged, the controls of each side that a sealed report alone tells of."""
    return {
        result.processor.id: frozenset(
            (one.side, one.control) for one in result.judged if one.verdict is Verdict.SEALED
        )
        for result in assessment.results
    }


def cause_key(side: Duty, name: str) -> str:
    """A cause by its control or comparison; the client's own apart from the party's, whatever its tier."""
    return f"{Duty.CLIENT.value}:{name}" if side is Duty.CLIENT else name


def _comparison_name(comparison: Comparison) -> str:
    return "/".join(name for name in (comparison.rule, comparison.part) if name)


def _causes(result: ProcessorResult, found: Sequence[Finding]) -> Iterator[FoundCause]:
    controls = {(control.side, control.control): control for control in result.judged}
    for finding in found:
        control = controls.get((finding.side, finding.control))
        if finding.kind is FindingKind.CONTRADICTION and finding.comparisons:
            for comparison in finding.comparisons:
                yield _of_comparison(result, finding, control, comparison)
        else:
            is_silence = finding.kind is FindingKind.UNANSWERED
            name = SILENCE if is_silence else finding.control
            made = _cause(finding, control, name, finding.reasons)
            yield replace(made, for_party=tuple(_own_words(result, control)))


def _of_comparison(
    result: ProcessorResult,
    finding: Finding,
    control: ControlResult | None,
    comparison: Comparison,
) -> FoundCause:
    says = comparison.title if comparison.from_logs else comparison.question
    told = Message.of(N_("{found} ({rule})"), found=says, rule=comparison.rule)
    made = _cause(finding, control, _comparison_name(comparison), (told,))
    text = N_("Regarding “{title}”, please explain the facts and provide supporting evidence.")
    asked = Message.of(text, title=comparison.title)
    return replace(made, for_party=(comparison.question if is_own(result, comparison) else asked,))


def _own_words(result: ProcessorResult, control: ControlResult | None) -> Iterator[Message]:
    """What the party answered, what its own figures make of that, and how far its evidence goes."""
    if control is None:
        return
    if control.verdict is Verdict.UNANSWERED:
        yield Message(N_("no usable answer"))
    for side in control.judgements if control.side is not Duty.CLIENT else ():
        if side.side is not Duty.CLIENT:
            yield from _of_side(control, side)
    yield from counted(one for one in control.comparisons if is_own(result, one))


def _of_side(control: ControlResult, side: Judgement) -> Iterator[Message]:
    if side.review and side.review.value:
        text = N_("finding of the auditor: {found}")
        yield Message.of(text, found=ANSWERS[side.review.value])
    elif side.answer and control.verdict not in NOT_BY_ANSWER:
        yield Message.of(N_("answered “{answer}”"), answer=ANSWERS[side.answer.value])
    if control.verdict is Verdict.UNVERIFIED:
        is_weak = side.grade < control.required_grade
        found = GRADES[side.grade] if is_weak else EVIDENCE_STATES[side.state]
        wanted = (
            GRADES[control.required_grade] if is_weak else EVIDENCE_STATES[control.required_state]
        )
        text = N_("evidence so far: {found} (required: {required})")
        yield Message.of(text, found=found, required=wanted)


def _cause(
    finding: Finding, control: ControlResult | None, name: str, found: tuple[Message, ...]
) -> FoundCause:
    severity = finding.severity or WITHOUT_CONTROL
    return FoundCause(
        processor=finding.processor,
        side=finding.side,
        cause=cause_key(finding.side, name),
        controls=(finding.control,) if finding.control else (),
        kind=finding.kind,
        severity=severity,
        urgency=_urgency(severity, is_blocking=finding.blocking),
        required_state=control.required_state if control else EvidenceState.CLAIMED,
        found=found,
        approval=control.approval if control and finding.kind is FindingKind.EXCEPTION else None,
    )


def _urgency(severity: Severity, *, is_blocking: bool) -> Urgency:
    if is_blocking:
        return Urgency.AT_ONCE
    is_heavy = severity in (Severity.CRITICAL, Severity.HIGH)
    return Urgency.SOON if is_heavy else Urgency.PLANNED


def _merged(causes: Iterable[FoundCause]) -> tuple[FoundCause, ...]:
    """Each cause once, as heavy as the heaviest control that it touches."""
    merged: dict[str, FoundCause] = {}
    for cause in causes:
        known = merged.get(cause.cause)
        merged[cause.cause] = _joined(known, cause) if known else cause
    return tuple(merged.values())


def _joined(one: FoundCause, other: FoundCause) -> FoundCause:
    severities, urgencies = list(Severity), list(Urgency)
    return FoundCause(
        processor=one.processor,
        side=one.side,
        cause=one.cause,
        controls=tuple(sorted({*one.controls, *other.controls})),
        kind=one.kind,
        severity=max(one.severity, other.severity, key=severities.index),
        urgency=min(one.urgency, other.urgency, key=urgencies.index),
        required_state=max(one.required_state, other.required_state, key=lambda state: state.rank),
        found=tuple(dict.fromkeys((*one.found, *other.found))),
        for_party=tuple(dict.fromkeys((*one.for_party, *other.for_party))),
    )


def _cleared(result: ProcessorResult) -> Iterator[tuple[CauseKey, str]]:
    party = result.processor.id
    for side in {control.side for control in result.judged}:
        verdicts = {one.verdict for one in result.judged if one.side is side}
        if not verdicts & NOT_SPOKEN:
            yield (party, cause_key(side, SILENCE)), ""
    for control in result.judged:
        if control.verdict is Verdict.MET and not control.differing:
            yield (party, cause_key(control.side, control.control)), ""
    open_ones = {(c.rule, c.part) for control in result.judged for c in control.differing}
    decided = {
        (c.rule, c.part): one.decision
        for one in result.judged
        if one.decision
        for c in one.comparisons
    }
    for comparison in result.comparisons:
        name = (comparison.rule, comparison.part)
        is_settled = comparison.outcome is Outcome.CONSISTENT or name in decided
        if is_settled and name not in open_ones:
            for side in (result.processor.duty, Duty.CLIENT):
                key = party, cause_key(side, _comparison_name(comparison))
                yield key, _explanation(decided.get(name))


def _explanation(decided: Review | None) -> str:
    """The reason that an auditor gave in the review workbook for taking an explanation."""
    if decided is None or decided.decision is not Decision.ACCEPTED:
        return ""
    return decided.reason
