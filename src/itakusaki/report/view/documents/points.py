"""Points: what was found on a control, in words for whoever reads the document.

A letter tells a processor only what its own workbooks say, so that neither the client's gaps nor
another company's answers pass by way of it; a report inside may tell both sides of a difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from itakusaki.language.labels import ANSWERS, DUTIES, EVIDENCE_STATES, GRADES
from itakusaki.model.assessment import (
    Comparison,
    ControlResult,
    Judgement,
    Operand,
    ProcessorResult,
)
from itakusaki.model.finding import Finding, FindingKind
from itakusaki.model.message import N_
from itakusaki.model.own_sources import is_own, own_operands
from itakusaki.model.party import Duty
from itakusaki.model.verdict import Verdict
from itakusaki.report.view.documents.context import DocumentContext


class Voice(StrEnum):
    """Whom a line speaks to: those inside, the processor, or an auditor on its premises."""

    INSIDE = "inside"
    LETTER = "letter"
    ON_SITE = "on_site"


#: How many figures and signs of one a line names.
MOST_FIGURES: Final = 3
LONGEST_VALUE: Final = 40
_DIFFERS: Final = N_("discrepancy to be explained: {figures}")
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
    context: DocumentContext, result: ProcessorResult, finding: Finding, *, voice: Voice
) -> PointLine:
    """A finding in a line; in a letter only what the party's own workbooks say."""
    control = control_of(result, finding)
    if control is None:
        comparison = finding.comparisons[0]
        says = difference(context, result, comparison, voice=voice)
        return PointLine(control="", title=context.view.pick(comparison.title), says=says)
    told = _told(context, result, finding, control, voice=voice)
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
    voice: Voice,
) -> Iterator[str]:
    """What its own figures say, else its answer; then what differs, then what evidence lacks."""
    counted = [c for c in control.comparisons if c.counts_as is not None]
    own = [side for side in control.judgements if side.side is not Duty.CLIENT]
    answers = context.view.translator.joined(dict.fromkeys(_answers(context, own, control)))
    figures = list(_counted(context, result, control, counted, voice))
    if answers and figures:
        entered = context.view.translator.gettext(N_("; ")).join(figures)
        yield context.say(
            N_("{answer}; figures entered: {figures}"), answer=answers, figures=entered
        )
    elif answers:
        yield answers
    if finding.kind is FindingKind.CONTRADICTION:
        yield from (
            difference(context, result, comparison, voice=voice) for comparison in control.differing
        )
    if control.verdict is Verdict.UNVERIFIED:
        yield from (_evidence(context, side, control) for side in own)
    if control.approval is not None and control.verdict is Verdict.EXCEPTED:
        until = context.day(control.approval.valid_until)
        yield context.say(N_("exception approved until {day}"), day=until)


def _counted(
    context: DocumentContext,
    result: ProcessorResult,
    control: ControlResult,
    counted: Iterable[Comparison],
    voice: Voice,
) -> Iterator[str]:
    """The figures that say less than the answer beside them."""
    cells = {side.answer.at for side in control.judgements if side.answer}
    for comparison in counted:
        given = comparison.operands
        operands = given if voice is Voice.INSIDE else own_operands(result, comparison)
        # A part stands before its whole among the operands, and behind it in a sentence.
        figures = [operand for operand in reversed(operands) if operand.at not in cells]
        if figures:
            yield _figures(context, figures)


def _answers(
    context: DocumentContext, own: Sequence[Judgement], control: ControlResult
) -> Iterator[str]:
    if control.verdict is Verdict.UNANSWERED:
        yield context.say(N_("no usable answer"))
    elif control.verdict not in (Verdict.UNVERIFIED, Verdict.CONTRADICTED):
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
    context: DocumentContext, result: ProcessorResult, comparison: Comparison, *, voice: Voice
) -> str:
    """What two sources differ in; but for those inside, a source not its own is left out."""
    if voice is Voice.INSIDE:
        figures = _figures(context, comparison.operands)
        return context.say(_DIFFERS, figures=figures)
    mine = own_operands(result, comparison)
    if voice is Voice.ON_SITE:
        shown = _figures(context, mine) if mine else context.view.pick(comparison.title)
        return context.say(_DIFFERS, figures=shown)
    if is_own(result, comparison):
        return context.view.translator.dated(context.view.say(comparison.question))
    title = context.view.pick(comparison.title)
    if not any(operand.cells for operand in mine):
        text = N_("Regarding “{title}”, please explain the facts and provide supporting evidence.")
        return context.say(text, title=title)
    text = N_(
        "Your entries ({figures}) do not agree with other records on “{title}”. Please verify, and explain the facts with supporting evidence."
    )
    return context.say(text, figures=_figures(context, mine), title=title)


def _figures(context: DocumentContext, operands: Iterable[Operand]) -> str:
    """Labels with their values; of many the first."""
    told = [_figure(context, operand) for operand in operands]
    # A label may hold commas of its own.
    shown = context.view.translator.gettext(N_("; ")).join(told[:MOST_FIGURES])
    if len(told) > MOST_FIGURES:
        more = N_("{shown} and {count} more")
        return context.say(more, shown=shown, count=len(told) - MOST_FIGURES)
    return shown


def _figure(context: DocumentContext, operand: Operand) -> str:
    nothing = context.say(N_("none entered"))
    shown = nothing if operand.shown in _NOTHING else _shortened(operand.shown)
    text = N_("{label}: {shown}")
    dated = context.view.translator.dated(shown)
    return context.say(text, label=own_label(context, operand), shown=dated)


def own_label(context: DocumentContext, operand: Operand) -> str:
    """What a value is called, without whose it is where that is the processor itself."""
    label = context.view.pick(operand.label)
    for duty in (Duty.PROCESSOR, Duty.SUB_PROCESSOR):
        who = context.view.say(DUTIES[duty])
        label = label.removesuffix(f"（{who}）").removesuffix(f" ({who.lower()})")
    return label


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
