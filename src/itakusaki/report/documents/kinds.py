"""The kinds of documents: what each is called, who reads it, whom it is about, and what it is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Role
from itakusaki.report.documents.front import DocumentForm
from itakusaki.report.view.documents.context import DocumentContext
from itakusaki.report.view.documents.director import director_view
from itakusaki.report.view.documents.letters import (
    evidence_request_view,
    improvement_view,
    inquiry_letter_view,
    reminder_view,
)
from itakusaki.report.view.documents.statements import (
    corrective_view,
    offboarding_view,
    opinion_page_view,
    self_inspection_view,
)
from itakusaki.report.view.documents.visits import audit_notice_view, onsite_script_view
from itakusaki.report.view.documents.whole import portfolio_report_view, supervision_report_view
from itakusaki.report.view.documents.working_paper import working_paper_view

#: Makes what a document's text is filled from; None where there is nothing to say.
ProcessorViewer = Callable[[DocumentContext, ProcessorResult], object | None]
PortfolioViewer = Callable[[DocumentContext], object | None]


class DocumentReader(StrEnum):
    """Who a document is for; what is for a processor holds nothing of others and nothing of the client's gaps."""

    INSIDE = "inside"
    PROCESSOR = "processor"
    CLIENT = "client"


READERS: Final[Mapping[DocumentReader, Message]] = {
    DocumentReader.INSIDE: Message(N_("inside the client")),
    DocumentReader.PROCESSOR: Message(N_("the processor")),
    DocumentReader.CLIENT: Message(N_("the client")),
}
_AUDITING: Final = frozenset({Role.CLIENT, Role.CONSULTANT})
_OWN: Final = frozenset({Role.PROCESSOR})
#: Made when they are asked for.
_NONE: Final[frozenset[Role]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    """A kind of document; exactly one of the two viewers makes it, for each processor or for all together.

    `roles` are those that make it unless others are named. A sealed edition tells of a sealed matter as
    well. Its wording is the template of its `id`.
    """

    id: str
    title: Message
    about: Message
    reader: DocumentReader
    form: DocumentForm
    roles: frozenset[Role]
    of_processor: ProcessorViewer | None = None
    of_portfolio: PortfolioViewer | None = None
    is_landscape: bool = False
    has_sealed_edition: bool = False

    @property
    def template(self) -> str:
        """The template of its wording."""
        return wording_of(self.id)


#: What is of no round is of no kind below; worded and laid out it is like all others: drafts of an
#: incident, the opinion on an answer, the periodic form of the registers.
DRAFT_KIND: Final = "draft"
INQUIRY_KIND: Final = "inquiry"
PROVISIONS_KIND: Final = "provisions"


def wording_of(kind: str) -> str:
    """The template of a kind's wording."""
    return f"documents/{kind}.md.j2"


_ALL: Final = (
    DocumentKind(
        id="director-report",
        title=Message(N_("Management report")),
        about=Message(
            N_(
                "Two pages for the decision maker: conclusion, key findings, decision requested, due dates"
            )
        ),
        reader=DocumentReader.INSIDE,
        form=DocumentForm.REPORT,
        roles=_AUDITING,
        of_processor=director_view,
        has_sealed_edition=True,
    ),
    DocumentKind(
        id="portfolio-report",
        title=Message(N_("Portfolio report")),
        about=Message(N_("All processors of the round: summary, decisions requested, ratings")),
        reader=DocumentReader.INSIDE,
        form=DocumentForm.REPORT,
        roles=_AUDITING,
        of_portfolio=portfolio_report_view,
        is_landscape=True,
    ),
    DocumentKind(
        id="supervision",
        title=Message(N_("Client supervision report")),
        about=Message(N_("How the client performs its own supervisory duties")),
        reader=DocumentReader.INSIDE,
        form=DocumentForm.REPORT,
        roles=_AUDITING,
        of_portfolio=supervision_report_view,
    ),
    DocumentKind(
        id="audit-notice",
        title=Message(N_("Assessment plan and notice")),
        about=Message(N_("Announces an assessment: scope, criteria, dates, what to prepare")),
        reader=DocumentReader.PROCESSOR,
        form=DocumentForm.LETTER,
        roles=_NONE,
        of_processor=audit_notice_view,
    ),
    DocumentKind(
        id="reminder",
        title=Message(N_("Reminder")),
        about=Message(N_("Asks for an overdue reply, or for answers left blank")),
        reader=DocumentReader.PROCESSOR,
        form=DocumentForm.LETTER,
        roles=_AUDITING,
        of_processor=reminder_view,
    ),
    DocumentKind(
        id="inquiry-letter",
        title=Message(N_("Letter of inquiry on discrepancies")),
        about=Message(N_("Asks about discrepancies by topic; the individual points are annexed")),
        reader=DocumentReader.PROCESSOR,
        form=DocumentForm.LETTER,
        roles=_AUDITING,
        of_processor=inquiry_letter_view,
    ),
    DocumentKind(
        id="improvement-request",
        title=Message(N_("Request for corrective action")),
        about=Message(N_("Requests corrective action: findings, due dates, reply form")),
        reader=DocumentReader.PROCESSOR,
        form=DocumentForm.LETTER,
        roles=_AUDITING,
        of_processor=improvement_view,
    ),
    DocumentKind(
        id="evidence-request",
        title=Message(N_("Request for additional evidence")),
        about=Message(N_("Requests evidence for statements not yet supported")),
        reader=DocumentReader.PROCESSOR,
        form=DocumentForm.LETTER,
        roles=_AUDITING,
        of_processor=evidence_request_view,
    ),
    DocumentKind(
        id="onsite-script",
        title=Message(N_("On-site interview script")),
        about=Message(N_("Whom to ask what on site and what to inspect, from the open points")),
        reader=DocumentReader.INSIDE,
        form=DocumentForm.REPORT,
        roles=_NONE,
        of_processor=onsite_script_view,
    ),
    DocumentKind(
        id="working-paper",
        title=Message(N_("Working paper")),
        about=Message(N_("Everything: every control, cell, rule and hash")),
        reader=DocumentReader.INSIDE,
        form=DocumentForm.REPORT,
        roles=_AUDITING,
        of_processor=working_paper_view,
        is_landscape=True,
    ),
    DocumentKind(
        id="opinion",
        title=Message(N_("Statement of opinion")),
        about=Message(N_("An opinion page for signature")),
        reader=DocumentReader.INSIDE,
        form=DocumentForm.REPORT,
        roles=_NONE,
        of_processor=opinion_page_view,
    ),
    DocumentKind(
        id="self-inspection",
        title=Message(N_("Self-inspection report")),
        about=Message(
            N_("A processor’s own report: what is missing, what its client is likely to ask")
        ),
        reader=DocumentReader.CLIENT,
        form=DocumentForm.REPORT,
        roles=_OWN,
        of_processor=self_inspection_view,
    ),
    DocumentKind(
        id="corrective-report",
        title=Message(N_("Corrective action report")),
        about=Message(N_("Cover letter with which a processor reports its corrective actions")),
        reader=DocumentReader.CLIENT,
        form=DocumentForm.LETTER,
        roles=_OWN,
        of_processor=corrective_view,
    ),
    DocumentKind(
        id="offboarding",
        title=Message(N_("Return and erasure of data at the end of the engagement")),
        about=Message(
            N_("Steps and certificate where an engagement has ended or ends within 180 days")
        ),
        reader=DocumentReader.PROCESSOR,
        form=DocumentForm.LETTER,
        roles=_AUDITING,
        of_processor=offboarding_view,
    ),
)
KINDS_OF_DOCUMENTS: Final[Mapping[str, DocumentKind]] = {kind.id: kind for kind in _ALL}


def kinds_by_default(role: Role) -> tuple[DocumentKind, ...]:
    """The documents of a role, in the order in which they are used."""
    return tuple(kind for kind in _ALL if role in kind.roles)
