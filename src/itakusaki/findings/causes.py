"""Causes: what an assessment found, one entry per cause, and what it found in order.

A control that is open is a cause; so is a comparison whose sides differ, once for all the controls
that it touches. Only what was looked at and found in order is cleared: what is sealed, not asked or
cannot be compared says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from itakusaki.catalogue.checklist import Checklist
from itakusaki.findings.derive import derive
from itakusaki.model.assessment import Assessment, Comparison, ControlResult, ProcessorResult
from itakusaki.model.evidence import EvidenceState
from itakusaki.model.finding import Finding, FindingKind
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Approval, Duty
from itakusaki.model.tracked import Urgency
from itakusaki.model.verdict import Outcome, Severity, Verdict

#: A finding by its processor and cause.
CauseKey = tuple[str, str]
#: What a finding on no control weighs.
WITHOUT_CONTROL: Final = Severity.MEDIUM


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCause:
    """One cause that an assessment found; `approval` is the exception in force for it, if any."""

    processor: str
    side: Duty
    cause: str
    controls: tuple[str, ...]
    kind: FindingKind
    severity: Severity
    urgency: Urgency
    required_state: EvidenceState
    found: tuple[Message, ...]
    approval: Approval | None = None

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


def cleared_of(assessment: Assessment) -> frozenset[CauseKey]:
    """Every cause that a run looked at and found in order."""
    return frozenset(key for result in assessment.results for key in _cleared(result))


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
                yield _of_comparison(finding, control, comparison)
        else:
            yield _cause(finding, control, finding.control, finding.reasons)


def _of_comparison(
    finding: Finding, control: ControlResult | None, comparison: Comparison
) -> FoundCause:
    says = comparison.title if comparison.from_logs else comparison.question
    told = Message.of(N_("{found} ({rule})"), found=says, rule=comparison.rule)
    return _cause(finding, control, _comparison_name(comparison), (told,))


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
    )


def _cleared(result: ProcessorResult) -> Iterator[CauseKey]:
    party = result.processor.id
    for control in result.judged:
        if control.verdict is Verdict.MET and not control.differing:
            yield party, cause_key(control.side, control.control)
    open_ones = {(c.rule, c.part) for control in result.judged for c in control.differing}
    settled = {(c.rule, c.part) for one in result.judged if one.decision for c in one.comparisons}
    for comparison in result.comparisons:
        name = (comparison.rule, comparison.part)
        is_settled = comparison.outcome is Outcome.CONSISTENT or name in settled
        if is_settled and name not in open_ones:
            for side in (result.processor.duty, Duty.CLIENT):
                yield party, cause_key(side, _comparison_name(comparison))
