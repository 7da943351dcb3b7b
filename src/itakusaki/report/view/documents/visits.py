"""Visits: the plan of a check that is announced, and the questions asked on site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from itakusaki.model.assessment import ControlResult, ProcessorResult
from itakusaki.model.finding import Finding, FindingKind
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty
from itakusaki.model.verdict import Verdict
from itakusaki.report.view.documents.context import (
    DocumentContext,
    DocumentHead,
    WorkRow,
    document_head,
    work_rows,
)
from itakusaki.report.view.documents.points import Voice, point_line

#: Who can answer the questions of a domain; of any other the person responsible.
ANSWERED_BY: Final[Mapping[str, Message]] = {
    "SEL": Message(N_("Personal data protection manager")),
    "CON": Message(N_("Contract manager")),
    "GRP": Message(N_("Personal data protection manager")),
    "SUB": Message(N_("Manager of sub-processors")),
    "ORG": Message(N_("Personal data protection manager")),
    "PER": Message(N_("HR; a staff member selected on the day")),
    "PHY": Message(N_("Site manager")),
    "TEC": Message(N_("System administrator; a staff member at a workstation")),
    "BRC": Message(N_("Incident manager")),
    "INV": Message(N_("Head of the investigation")),
    "PRV": Message(N_("Manager of third-party disclosure and receipt")),
}
_RESPONSIBLE: Final = Message(N_("Personal data protection manager"))
#: What is gone into on site: what is open, and what is mandatory in any case.
_CLEAR: Final = (Verdict.EXEMPT, Verdict.NOT_ASKED, Verdict.SEALED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredDomain:
    """A domain of the checklist, and how many of its controls are looked at."""

    title: str
    count: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedItem:
    """What is to be ready on the day, for a mandatory control."""

    control: str
    title: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditNoticeView:
    """The plan of a check, as it is announced to the processor."""

    head: DocumentHead
    works: tuple[WorkRow, ...]
    domains: tuple[CoveredDomain, ...]
    count: int
    items: tuple[PreparedItem, ...]
    audit_on: str
    auditors: str
    reply_by: str
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnsiteQuestion:
    """A question on site: why it is asked, and what is to be shown."""

    control: str
    title: str
    is_mandatory: bool
    why: str
    question: str
    show: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnsiteSection:
    """The questions of a domain, and whom they are put to."""

    title: str
    asked: str
    questions: tuple[OnsiteQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnsiteScriptView:
    """The questions of a visit, by domain."""

    head: DocumentHead
    works: tuple[WorkRow, ...]
    sections: tuple[OnsiteSection, ...]
    count: int
    audit_on: str
    auditors: str


def audit_notice_view(context: DocumentContext, result: ProcessorResult) -> AuditNoticeView:
    """The plan of the next check of a processor."""
    given = context.of(result)
    next_on = (row.record.day("next_audit_on") for row in result.processor.entrustments)
    planned = min((day for day in next_on if day), default=None)
    asked = [c for c in result.controls if c.verdict not in (Verdict.EXEMPT, Verdict.NOT_ASKED)]
    return AuditNoticeView(
        head=document_head(context, result),
        works=work_rows(context, result),
        domains=tuple(_domains(context, asked)),
        count=len(asked),
        items=tuple(_prepared(context, result, control) for control in asked if control.knock_out),
        audit_on=context.day(given.audit_on or planned),
        auditors=context.told(given.auditors),
        reply_by=context.day(given.reply_by),
        contact=context.told(given.contact),
    )


def _domains(context: DocumentContext, asked: Sequence[ControlResult]) -> Iterator[CoveredDomain]:
    for domain in context.view.checklist.domains:
        count = sum(control.control.partition("-")[0] == domain.id for control in asked)
        if count:
            yield CoveredDomain(title=context.view.pick(domain.title), count=str(count))


def _prepared(
    context: DocumentContext, result: ProcessorResult, control: ControlResult
) -> PreparedItem:
    known = context.view.checklist.controls[control.control]
    text = context.view.text(known, result.processor.flags, control.side)
    return PreparedItem(control=text.id, title=text.title, evidence=text.evidence)


def onsite_script_view(
    context: DocumentContext, result: ProcessorResult
) -> OnsiteScriptView | None:
    """What to ask on site of what is open; None where nothing is."""
    found = {f.control: f for f in context.findings(result) if f.control}
    given = context.of(result)
    sections = tuple(_sections(context, result, found))
    if not sections:
        return None
    return OnsiteScriptView(
        head=document_head(context, result),
        works=work_rows(context, result),
        sections=sections,
        count=sum(len(section.questions) for section in sections),
        audit_on=context.day(given.audit_on),
        auditors=context.told(given.auditors),
    )


def _sections(
    context: DocumentContext, result: ProcessorResult, found: Mapping[str, Finding]
) -> Iterator[OnsiteSection]:
    for domain in context.view.checklist.domains:
        questions = tuple(
            _onsite(context, result, control, found.get(control.control))
            for control in result.controls
            if control.control.partition("-")[0] == domain.id
            and _is_asked(control, found.get(control.control))
        )
        if questions:
            yield OnsiteSection(
                title=context.view.pick(domain.title),
                asked=context.view.say(ANSWERED_BY.get(domain.id, _RESPONSIBLE)),
                questions=questions,
            )


def _is_asked(control: ControlResult, finding: Finding | None) -> bool:
    """Whatever is open; exceptions too, for what stands in their place is seen on site alone."""
    return finding is not None and control.verdict not in _CLEAR and control.side is not Duty.CLIENT


def _onsite(
    context: DocumentContext,
    result: ProcessorResult,
    control: ControlResult,
    finding: Finding | None,
) -> OnsiteQuestion:
    known = context.view.checklist.controls[control.control]
    text = context.view.text(known, result.processor.flags, control.side)
    why = point_line(context, result, finding, voice=Voice.ON_SITE).says if finding else ""
    is_silent = finding is not None and finding.kind is FindingKind.UNANSWERED
    return OnsiteQuestion(
        control=text.id,
        title=text.title,
        is_mandatory=control.knock_out,
        why="" if is_silent else why,
        question=text.question,
        show=text.evidence,
    )
