"""Letters to a processor: what it is asked, what it is to correct, to show and to send back.

Nothing of the client's own gaps is in them, nothing of another company, and nothing of a sealed matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from itakusaki.model.assessment import Comparison, ProcessorResult
from itakusaki.model.finding import Finding, FindingKind
from itakusaki.model.issue import EVIDENCE_MISSING
from itakusaki.model.message import N_
from itakusaki.model.own_sources import own_operands
from itakusaki.model.party import Duty
from itakusaki.model.verdict import Rating
from itakusaki.report.view.comparison import question_items
from itakusaki.report.view.control_text import ControlText
from itakusaki.report.view.documents.context import (
    DocumentContext,
    DocumentHead,
    WorkRow,
    document_head,
    work_rows,
)
from itakusaki.report.view.documents.points import (
    PointLine,
    Voice,
    difference,
    own_label,
    point_line,
)
from itakusaki.report.view.score import is_silent

#: More topics than this and nobody answers; the further ones are counted, and asked later.
MOST_ITEMS: Final = 15
#: Levels at which what is asked is itself laid down by the law or its guidelines.
DUTY_LEVELS: Final = frozenset({"must", "mynumber_must"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterQuestion:
    """A single point: what it is quoted by, what is asked, and the own entries it rests on."""

    ref: str
    asks: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterItem:
    """What is asked on one topic, and what to send with the reply."""

    ref: str
    title: str
    send: str
    questions: tuple[LetterQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryLetterView:
    """The inquiry letter; `later` counts topics that are not in it.

    `is_unasked` is set where the round asked nothing of the party, which delivered something all the same.
    """

    head: DocumentHead
    works: tuple[WorkRow, ...]
    items: tuple[LetterItem, ...]
    later: int
    count: int
    reply_by: str
    contact: str
    is_unasked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementItem:
    """A gap: what was found by its own words, what is asked to be done, and how far that is a duty."""

    ref: str
    point: PointLine
    text: ControlText
    level: str
    is_mandatory: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementView:
    """The request for improvement, what is a duty apart from what is practice or the client's own standard."""

    head: DocumentHead
    duties: tuple[ImprovementItem, ...]
    practices: tuple[ImprovementItem, ...]
    items: tuple[ImprovementItem, ...]
    count: int
    mandatory: int
    correct_by: str
    reply_by: str
    contact: str
    talks_on_cost: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """A statement that is not shown yet: what there is, and what would show it."""

    ref: str
    point: PointLine
    evidence: str
    is_mandatory: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingEvidence:
    """A file that the processor named and that did not come: its name, where it stands, for which controls."""

    name: str
    place: str
    controls: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRequestView:
    """The request for further evidence: statements not shown yet, and files named and missing.

    `waits` tells that controls do not count as shown while some of these are missing.
    """

    head: DocumentHead
    items: tuple[EvidenceItem, ...]
    missing: tuple[MissingEvidence, ...]
    waits: bool
    reply_by: str
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderView:
    """The reminder: of a reply that has not come at all, or of controls left open in it."""

    head: DocumentHead
    is_silent: bool
    due: str
    late: int
    open: tuple[PointLine, ...]
    reply_by: str
    contact: str


def inquiry_letter_view(
    context: DocumentContext, result: ProcessorResult
) -> InquiryLetterView | None:
    """The letter with what differs; None where nothing does."""
    found = context.findings(result)
    asked = {(c.rule, c.part): c for finding in found for c in finding.comparisons}
    by_topic: dict[int, list[Comparison]] = {}
    for comparison in asked.values():
        by_topic.setdefault(comparison.topic.number, []).append(comparison)
    items = [
        _item(context, result, item.ref, item.title, item.send, by_topic[number])
        for item, number in zip(
            question_items(context.view, result, found), sorted(by_topic), strict=True
        )
    ]
    if not items:
        return None
    given = context.of(result)
    return InquiryLetterView(
        head=document_head(context, result),
        works=work_rows(context, result),
        items=tuple(items[:MOST_ITEMS]),
        later=max(len(items) - MOST_ITEMS, 0),
        count=sum(len(item.questions) for item in items[:MOST_ITEMS]),
        reply_by=context.day(given.reply_by),
        contact=context.told(given.contact),
        is_unasked=result.rating is Rating.NOT_DUE,
    )


def _item(
    context: DocumentContext,
    result: ProcessorResult,
    ref: str,
    title: str,
    send: str,
    comparisons: Sequence[Comparison],
) -> LetterItem:
    questions = tuple(_questions(context, result, ref, comparisons))
    return LetterItem(ref=ref, title=title, send=send, questions=questions)


def _questions(
    context: DocumentContext,
    result: ProcessorResult,
    ref: str,
    comparisons: Iterable[Comparison],
) -> Iterator[LetterQuestion]:
    """Each point once: two that would read alike in a letter, for what is left out of them, are one."""
    told: dict[str, LetterQuestion] = {}
    for number, comparison in enumerate(comparisons, start=1):
        asks = difference(context, result, comparison, voice=Voice.LETTER)
        told.setdefault(
            asks,
            LetterQuestion(
                ref=f"{ref}-{number}",
                asks=asks,
                entries=tuple(_entries(context, result, comparison)),
            ),
        )
    yield from told.values()


def _entries(
    context: DocumentContext, result: ProcessorResult, comparison: Comparison
) -> Iterator[str]:
    """The own cells a question rests on, as one would find them in the own workbook."""
    for operand in own_operands(result, comparison):
        if operand.at is not None and operand.at.cell:
            text = N_("{label} ({sheet} {cell}): {shown}")
            yield context.say(
                text,
                label=own_label(context, operand),
                sheet=operand.at.sheet,
                cell=operand.at.cell,
                shown=context.view.translator.dated(operand.shown),
            )


def improvement_view(context: DocumentContext, result: ProcessorResult) -> ImprovementView | None:
    """The request to correct what is not carried out, or only in part; None where there is nothing."""
    gaps = [f for f in context.findings(result) if f.kind is FindingKind.GAP and f.control]
    if not gaps:
        return None
    items = tuple(_improvement(context, result, finding) for finding in gaps)
    levels = context.view.checklist.controls
    duties = tuple(i for i in items if levels[i.point.control].level in DUTY_LEVELS)
    given = context.of(result)
    return ImprovementView(
        head=document_head(context, result),
        duties=duties,
        practices=tuple(item for item in items if item not in duties),
        items=items,
        count=len(items),
        mandatory=sum(item.is_mandatory for item in items),
        correct_by=context.day(given.correct_by),
        reply_by=context.day(given.reply_by),
        contact=context.told(given.contact),
        talks_on_cost=given.talk_on_cost,
    )


def _improvement(
    context: DocumentContext, result: ProcessorResult, finding: Finding
) -> ImprovementItem:
    return ImprovementItem(
        ref=finding.id,
        point=point_line(context, result, finding, voice=Voice.LETTER),
        text=_text(context, result, finding),
        level=_level(context, finding),
        is_mandatory=finding.knock_out,
    )


def _level(context: DocumentContext, finding: Finding) -> str:
    """How far what is asked is laid down, and whose rule it is that it is mandatory."""
    checklist = context.view.checklist
    label = checklist.levels[checklist.controls[finding.control].level].label
    if finding.knock_out:
        return context.say(N_("{level}; mandatory by our own criteria"), level=label)
    return context.view.pick(label)


def _text(context: DocumentContext, result: ProcessorResult, finding: Finding) -> ControlText:
    control = context.view.checklist.controls[finding.control]
    return context.view.text(control, result.processor.flags, finding.side)


def evidence_request_view(
    context: DocumentContext, result: ProcessorResult
) -> EvidenceRequestView | None:
    """The request to show what is only stated, and for what was named; None where all is shown and there."""
    found = [f for f in context.findings(result) if f.kind is FindingKind.UNVERIFIED and f.control]
    missing = tuple(_missing(context, result))
    if not found and not missing:
        return None
    given = context.of(result)
    return EvidenceRequestView(
        head=document_head(context, result),
        items=tuple(_evidence(context, result, finding) for finding in found),
        missing=missing,
        waits=any(control.waits_for for control in result.controls),
        reply_by=context.day(given.reply_by),
        contact=context.told(given.contact),
    )


def _missing(context: DocumentContext, result: ProcessorResult) -> Iterator[MissingEvidence]:
    """The files that its own workbook names and that were not delivered."""
    own = {one.file for one in result.questionnaires if one.side is not Duty.CLIENT}
    for issue in context.view.assessment.issues:
        if issue.code == EVIDENCE_MISSING and issue.at.file in own:
            told = dict(issue.says.values)
            yield MissingEvidence(
                name=str(told["file"]),
                place=context.say(N_("{sheet} {cell}"), sheet=issue.at.sheet, cell=issue.at.cell),
                controls=str(told["controls"]),
            )


def _evidence(context: DocumentContext, result: ProcessorResult, finding: Finding) -> EvidenceItem:
    return EvidenceItem(
        ref=finding.id,
        point=point_line(context, result, finding, voice=Voice.LETTER),
        evidence=_text(context, result, finding).evidence,
        is_mandatory=finding.knock_out,
    )


def reminder_view(context: DocumentContext, result: ProcessorResult) -> ReminderView | None:
    """The reminder; None where the reply is in and complete."""
    unanswered = [f for f in context.findings(result) if f.kind is FindingKind.UNANSWERED]
    if not unanswered and not is_silent(result):
        return None
    given, due = context.of(result), result.processor.due_on
    lines = (point_line(context, result, finding, voice=Voice.LETTER) for finding in unanswered)
    return ReminderView(
        head=document_head(context, result),
        is_silent=is_silent(result),
        due=context.day(due),
        late=_days_late(due, given.issued_on or context.view.assessment.as_of),
        open=() if is_silent(result) else tuple(lines),
        reply_by=context.day(given.reply_by),
        contact=context.told(given.contact),
    )


def _days_late(due: date | None, on: date) -> int:
    return max((on - due).days, 0) if due else 0
