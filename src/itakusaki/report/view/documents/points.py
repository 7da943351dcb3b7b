"""Points: what was found on a control, in words for whoever reads the document.

A letter tells a processor only what its own workbooks say, so that neither the client's gaps nor
another company's answers pass by way of it; a report inside may tell both sides of a difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from itakusaki.language.labels import ANSWERS, EVIDENCE_STATES, GRADES
from itakusaki.model.assessment import (
    Comparison,
    ControlResult,
    Judgement,
    Operand,
    ProcessorResult,
)
from itakusaki.model.finding import Finding, FindingKind
from itakusaki.model.message import N_
from itakusaki.model.party import Duty
from itakusaki.model.verdict import Verdict
from itakusaki.report.view.documents.context import DocumentContext, own_files

#: How many figures and signs of one a line names.
MOST_FIGURES: Final = 3
LONGEST_VALUE: Final = 40
#: How a comparison shows that nothing is there.
_NOTHING: Final = frozenset({"", "-", "–"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PointLine:
    """A finding in a line: what it is about, and what was found."""

    control: str
    title: str
    says: str


def control_of(result: ProcessorResult, finding: Finding) -> ControlResult | None:
    """What a finding was made of; None where it is about no control."""
    judged = (c for c in result.judged if (c.side, c.control) == (finding.side, finding.control))
    return next(judged, None)


def point_line(
    context: DocumentContext, result: ProcessorResult, finding: Finding, *, is_letter: bool
) -> PointLine:
    """A finding in a line; in a letter only what the party's own workbooks say."""
    control = control_of(result, finding)
    if control is None:
        comparison = finding.comparisons[0]
        says = difference(context, result, comparison, is_letter=is_letter)
        return PointLine(control="", title=context.view.pick(comparison.title), says=says)
    told = _told(context, result, finding, control, is_letter=is_letter)
    return PointLine(
        control=finding.control,
        title=context.view.title(finding.control),
        says=context.view.translator.gettext(N_("; ")).join(dict.fromkeys(told)),
    )


def _told(
    context: DocumentContext,
    result: ProcessorResult,
    finding: Finding,
    control: ControlResult,
    *,
    is_letter: bool,
) -> Iterator[str]:
    """What its own figures say, else its answer; then what differs, then what evidence lacks."""
    counted = [c for c in control.comparisons if c.counts_as is not None]
    for comparison in counted:
        operands = own_operands(result, comparison) if is_letter else comparison.operands
        yield _counted(context, operands, control)
    own = [side for side in control.judgements if side.side is not Duty.CLIENT]
    if not counted:
        yield from _answers(context, own, control)
    if finding.kind is FindingKind.CONTRADICTION:
        yield from (
            difference(context, result, comparison, is_letter=is_letter)
            for comparison in control.differing
        )
    if control.verdict is Verdict.UNVERIFIED:
        yield from (_evidence(context, side, control) for side in own)
    if control.approval is not None and control.verdict is Verdict.EXCEPTED:
        until = context.day(control.approval.valid_until)
        yield context.say(N_("exception approved until {day}"), day=until)


def _counted(context: DocumentContext, operands: Iterable[Operand], control: ControlResult) -> str:
    """The answer, and beside it the figures that say less."""
    answers = [j.answer for j in control.judgements if j.answer]
    cells = {answer.at for answer in answers}
    figures = [operand for operand in operands if operand.at not in cells]
    answered = answers[0].value if answers else None
    text = N_("answered “{answer}”, but the figures entered are: {figures}")
    # A part stands before its whole among the operands, and behind it in a sentence.
    told = _figures(context, reversed(figures))
    if answered is None:
        return told
    return context.say(text, answer=ANSWERS[answered], figures=told)


def _answers(
    context: DocumentContext, own: Sequence[Judgement], control: ControlResult
) -> Iterator[str]:
    if control.verdict is Verdict.UNANSWERED:
        yield context.say(N_("no usable answer"))
    elif control.verdict in (Verdict.GAP, Verdict.PARTIAL, Verdict.EXCEPTED):
        for side in own:
            if side.review and side.review.value:
                found = ANSWERS[side.review.value]
                yield context.say(N_("finding of the auditor: {found}"), found=found)
            elif side.answer:
                answer = ANSWERS[side.answer.value]
                yield context.say(N_("answered “{answer}”"), answer=answer)


def _evidence(context: DocumentContext, side: Judgement, control: ControlResult) -> str:
    if side.grade < control.required_grade:
        return context.say(
            N_("evidence so far: {found} (required: {required})"),
            found=GRADES[side.grade],
            required=GRADES[control.required_grade],
        )
    return context.say(
        N_("evidence so far: {found} (required: {required})"),
        found=EVIDENCE_STATES[side.state],
        required=EVIDENCE_STATES[control.required_state],
    )


def difference(
    context: DocumentContext, result: ProcessorResult, comparison: Comparison, *, is_letter: bool
) -> str:
    """What two sources differ in; in a letter, where a source is not its own, without what that says."""
    if not is_letter:
        figures = _figures(context, comparison.operands)
        return context.say(N_("discrepancy to be explained: {figures}"), figures=figures)
    if is_own(result, comparison):
        return context.view.say(comparison.question)
    mine = own_operands(result, comparison)
    if not any(operand.cells for operand in mine):
        text = N_("Regarding “{title}”, please explain the facts and provide supporting evidence.")
        return context.say(text, title=context.view.pick(comparison.title))
    text = N_(
        "Your entries ({figures}) do not agree with other records on “{title}”. Please verify, and explain the facts with supporting evidence."
    )
    title = context.view.pick(comparison.title)
    return context.say(text, figures=_figures(context, mine), title=title)


def is_own(result: ProcessorResult, comparison: Comparison) -> bool:
    """Whether a comparison is made of the processor's own workbooks alone."""
    return all(_is_own(result, operand) for operand in comparison.operands)


def _is_own(result: ProcessorResult, operand: Operand) -> bool:
    files = own_files(result)
    return all(cell.file in files for cell in operand.cells)


def own_operands(result: ProcessorResult, comparison: Comparison) -> tuple[Operand, ...]:
    """The sides of a comparison that stand in the processor's own workbooks, or in none."""
    return tuple(operand for operand in comparison.operands if _is_own(result, operand))


def _figures(context: DocumentContext, operands: Iterable[Operand]) -> str:
    """Labels with their values; of many the first."""
    told = [_figure(context, operand) for operand in operands]
    shown = context.view.translator.joined(told[:MOST_FIGURES])
    if len(told) > MOST_FIGURES:
        more = N_("{shown} and {count} more")
        return context.say(more, shown=shown, count=len(told) - MOST_FIGURES)
    return shown


def _figure(context: DocumentContext, operand: Operand) -> str:
    nothing = context.say(N_("none entered"))
    shown = nothing if operand.shown in _NOTHING else _shortened(operand.shown)
    text = N_("{label}: {shown}")
    return context.say(text, label=context.view.pick(operand.label), shown=shown)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
