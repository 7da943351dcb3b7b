"""Deriving: the verdicts on a processor and on the client's side of it → findings, one per control."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, assert_never

from itakusaki.catalogue.checklist import Checklist
from itakusaki.findings.reasons import reasons_for
from itakusaki.model.assessment import Assessment, Comparison, ControlResult, ProcessorResult
from itakusaki.model.finding import Finding, FindingKind
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty, Entrustment, persons_of, running_since
from itakusaki.model.verdict import Outcome, Verdict

#: With these an open mandatory control keeps the processor from being acceptable (ADR 0017).
BLOCKING = frozenset({Verdict.GAP, Verdict.UNANSWERED, Verdict.CONTRADICTED})
#: With these the clause itself has to be amended, whatever the processor answers.
CLAUSE_OPEN = frozenset({Verdict.GAP, Verdict.PARTIAL})


#: A day as an operand shows it has so many characters.
DAY: Final = len("2026-12-31")


def findings_of(assessment: Assessment, checklist: Checklist) -> tuple[Finding, ...]:
    """Every finding of a run, processor by processor."""
    return tuple(finding for result in assessment.results for finding in derive(result, checklist))


def derive(result: ProcessorResult, checklist: Checklist) -> tuple[Finding, ...]:
    """A processor's and the client's findings, the heaviest first.

    Knock-outs, then by weight; of equal weight first what a published case turned on, then what raw
    data speak against, then by the persons concerned and by age, and only then by control.
    """
    found = [
        *(f for control in result.judged for f in _of_control(result, control, checklist)),
        *_of_no_control(result),
    ]
    return tuple(sorted(found, key=lambda finding: _order(finding, checklist)))


def _order(finding: Finding, checklist: Checklist) -> tuple[bool | float | str | date, ...]:
    control = checklist.controls.get(finding.control)
    return (
        not finding.blocking,
        not finding.knock_out,
        -finding.weight,
        not finding.control,
        not (control and control.cases),
        not any(comparison.from_logs for comparison in finding.comparisons),
        -finding.persons,
        finding.since or date.max,
        finding.control,
        finding.id,
    )


def _of_control(
    result: ProcessorResult, control: ControlResult, checklist: Checklist
) -> Iterator[Finding]:
    is_clause = control.side is Duty.CLIENT and checklist.controls[control.control].is_contract
    lacks = is_clause and _lacks_clause(control)
    kind = FindingKind.CONTRACT_GAP if lacks else _kind(control, is_clause=is_clause)
    if kind is not None:
        yield _finding(result, control, kind)


def _finding(result: ProcessorResult, control: ControlResult, kind: FindingKind) -> Finding:
    names = (result.processor.id, _of_client(control.side), control.control, kind)
    concerned = _concerned(result, control)
    return Finding(
        id="-".join(name for name in names if name),
        processor=result.processor.id,
        side=control.side,
        control=control.control,
        kind=kind,
        verdict=control.verdict,
        severity=control.severity,
        weight=control.weight,
        knock_out=control.knock_out,
        blocking=control.knock_out and control.verdict in BLOCKING,
        reasons=reasons_for(control),
        comparisons=control.differing,
        persons=persons_of(concerned),
        since=_since(control.differing, concerned),
    )


def _concerned(result: ProcessorResult, control: ControlResult) -> tuple[Entrustment, ...]:
    """The entrustments whose clauses are open; all of the processor's where it is no matter of clauses."""
    rows = result.processor.entrustments
    open_ = {
        side.contract
        for side in control.judgements
        if side.contract and side.verdict not in (Verdict.MET, Verdict.EXEMPT)
    }
    return tuple(row for row in rows if not open_ or row.contract in open_)


def _since(comparisons: Sequence[Comparison], concerned: Sequence[Entrustment]) -> date | None:
    """The first day that figures beside an answer name, else the first on which an entrustment runs."""
    told = (_day(one.shown) for comparison in comparisons for one in comparison.operands)
    named = [day for day in told if day is not None]
    return min(named, default=None) or running_since(concerned)


def _day(shown: str) -> date | None:
    try:
        return date.fromisoformat(shown) if len(shown) == DAY else None
    except ValueError:
        return None


def _of_client(side: Duty) -> str:
    """What tells the client's findings from the party's on the same control."""
    return side.value if side is Duty.CLIENT else ""


def _kind(control: ControlResult, *, is_clause: bool) -> FindingKind | None:
    match control.verdict:
        case Verdict.GAP | Verdict.PARTIAL:
            return FindingKind.CONTRACT_GAP if is_clause else FindingKind.GAP
        case Verdict.UNANSWERED:
            return FindingKind.UNANSWERED
        case Verdict.CONTRADICTED:
            return FindingKind.CONTRADICTION
        case Verdict.UNVERIFIED:
            return FindingKind.UNVERIFIED
        case Verdict.EXCEPTED:
            return FindingKind.EXCEPTION
        case Verdict.MET | Verdict.EXEMPT | Verdict.NOT_ASKED | Verdict.SEALED:
            return FindingKind.CONTRADICTION if control.differing else None
        case _:
            assert_never(control.verdict)


def _lacks_clause(control: ControlResult) -> bool:
    """Whether the client found a clause missing or partial, also where something contradicts it."""
    if control.verdict not in CLAUSE_OPEN | {Verdict.CONTRADICTED, Verdict.UNANSWERED}:
        return False
    return any(side.contract and side.verdict in CLAUSE_OPEN for side in control.judgements)


def contradictions(comparisons: tuple[Comparison, ...]) -> tuple[Comparison, ...]:
    """Those comparisons whose sides differ."""
    return tuple(c for c in comparisons if c.outcome is Outcome.CONTRADICTION)


def _of_no_control(result: ProcessorResult) -> Iterator[Finding]:
    told = {(c.rule, c.part) for control in result.judged for c in control.comparisons}
    for comparison in contradictions(result.comparisons):
        if (comparison.rule, comparison.part) in told:
            continue
        party = result.processor.duty
        side = party if party in comparison.sides else Duty.CLIENT
        yield Finding(
            id=_comparison_id(result, comparison, side),
            processor=result.processor.id,
            side=side,
            control="",
            kind=FindingKind.CONTRADICTION,
            verdict=None,
            severity=None,
            weight=0,
            knock_out=False,
            blocking=False,
            reasons=(
                Message.of(N_("{rule}: {title}"), rule=comparison.rule, title=comparison.title),
            ),
            comparisons=(comparison,),
            persons=persons_of(result.processor.entrustments),
            since=_since((comparison,), result.processor.entrustments),
        )


def _comparison_id(result: ProcessorResult, comparison: Comparison, side: Duty) -> str:
    names = (
        result.processor.id,
        _of_client(side),
        comparison.rule,
        comparison.part,
        FindingKind.CONTRADICTION,
    )
    return "-".join(dict.fromkeys(name for name in names if name))
