"""Statements: what a person signs, or a processor hands in: opinion, self-inspection, correction, return."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from itakusaki.language.labels import SEALED_MATTER, rating_words
from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.finding import FindingKind
from itakusaki.model.message import N_
from itakusaki.model.party import Entrustment
from itakusaki.model.verdict import UNRATED, Rating, Verdict
from itakusaki.report.view.conclusion import conclusion
from itakusaki.report.view.documents.context import (
    DocumentContext,
    DocumentHead,
    WorkRow,
    document_head,
    work_rows,
)
from itakusaki.report.view.documents.director import methods_used
from itakusaki.report.view.documents.letters import (
    EvidenceItem,
    LetterItem,
    evidence_request_view,
    inquiry_letter_view,
)
from itakusaki.report.view.documents.points import PointLine, Voice, point_line
from itakusaki.report.view.score import ScoreView, is_unsettled, score_view

#: An entrustment that ends within so many days is told how to end; one that renews itself is not.
SOON: Final = timedelta(days=180)
#: Opinions by rating; where sources differ, evidence lacks or nothing came there is none.
_DISCLAIMED: Final[Mapping[Rating, str]] = {
    Rating.TO_EXPLAIN: N_(
        "I do not express an opinion, because matters concerning mandatory controls remain unexplained."
    ),
    Rating.PENDING: N_(
        "I do not express an opinion, because a substantial part of the statements could not be supported by evidence."
    ),
    Rating.NOT_ANSWERED: N_("I do not express an opinion, because no reply was obtained."),
    Rating.NOT_DUE: N_(
        "I do not express an opinion, because the processor was not due in this round."
    ),
}
_ADVERSE: Final = N_(
    "In my opinion, the processor does not meet the client’s acceptance criteria as of {day} (rating: {rating}; evidenced score {verified})."
)
_QUALIFIED: Final = N_(
    "In my opinion, except for the points below, the processor meets the client’s acceptance criteria as of {day} (rating: {rating}; evidenced score {verified})."
)
_CLEAN: Final = N_(
    "In my opinion, the processor meets the client’s acceptance criteria as of {day} (rating: {rating}; evidenced score {verified})."
)
_OPINIONS: Final[Mapping[Rating, str]] = {
    Rating.A: _CLEAN,
    Rating.B: _CLEAN,
    Rating.C: _QUALIFIED,
    Rating.C_CONDITIONAL: _QUALIFIED,
    Rating.D: _QUALIFIED,
    Rating.UNACCEPTABLE: _ADVERSE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionPageView:
    """The page a person signs; `excepted` are the points an opinion excepts or rests on."""

    head: DocumentHead
    works: tuple[WorkRow, ...]
    methods: tuple[str, ...]
    opinion: str
    ground: str
    excepted: tuple[PointLine, ...]
    score: ScoreView
    sealed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectedDomain:
    """How the answers of a domain stand."""

    title: str
    met: str
    partial: str
    unmet: str
    unshown: str
    unanswered: str
    exempt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfInspectionView:
    """A processor's own report: how it stands, what it lacks, and what its client will ask about."""

    head: DocumentHead
    works: tuple[WorkRow, ...]
    conclusion: str
    score: ScoreView
    domains: tuple[InspectedDomain, ...]
    lacking: tuple[EvidenceItem, ...]
    gaps: tuple[PointLine, ...]
    asked: tuple[LetterItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectiveItem:
    """A finding that is answered, by its id in the sheet of findings."""

    ref: str
    point: PointLine
    is_mandatory: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectiveView:
    """The letter with which a processor hands in its report on corrections."""

    head: DocumentHead
    items: tuple[CorrectiveItem, ...]
    correct_by: str
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingWork:
    """An entrustment that ends: what of, and what the ledger says of the end."""

    contract: str
    work: str
    items: str
    storage: str
    systems: str
    ends: str
    certificate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OffboardingView:
    """How data are returned or erased where an entrustment ends."""

    head: DocumentHead
    works: tuple[EndingWork, ...]
    return_by: str
    contact: str


def opinion_page_view(context: DocumentContext, result: ProcessorResult) -> OpinionPageView:
    """The opinion on a processor, by its rating; who signs may write another."""
    found = [f for f in context.findings(result) if f.kind is not FindingKind.EXCEPTION]
    weighty = [f for f in found if f.knock_out] or [f for f in found if f.kind is FindingKind.GAP]
    is_told = result.rating not in (Rating.A, Rating.B, *UNRATED)
    return OpinionPageView(
        head=document_head(context, result),
        works=work_rows(context, result),
        methods=methods_used(context, result),
        opinion=_opinion(context, result),
        ground=conclusion(context.view, result, context.findings(result)),
        excepted=tuple(
            point_line(context, result, finding, voice=Voice.INSIDE)
            for finding in (weighty if is_told else ())
        ),
        score=score_view(result.score, unsettled=is_unsettled(result)),
        sealed=context.view.say(SEALED_MATTER) if result.sealed else "",
    )


def _opinion(context: DocumentContext, result: ProcessorResult) -> str:
    disclaimed = _DISCLAIMED.get(result.rating)
    if disclaimed:
        return context.say(disclaimed)
    return context.say(
        _OPINIONS[result.rating],
        day=context.view.translator.day(context.view.assessment.as_of),
        rating=rating_words(result.rating, result.depth),
        verified=score_view(result.score).verified,
    )


def self_inspection_view(
    context: DocumentContext, result: ProcessorResult
) -> SelfInspectionView | None:
    """A processor's report on itself; None where it has not answered."""
    if result.rating in UNRATED:
        return None
    evidence = evidence_request_view(context, result)
    letter = inquiry_letter_view(context, result)
    gaps = (f for f in context.findings(result) if f.kind is FindingKind.GAP)
    return SelfInspectionView(
        head=document_head(context, result),
        works=work_rows(context, result),
        conclusion=conclusion(context.view, result, context.findings(result)),
        score=score_view(result.score, unsettled=is_unsettled(result)),
        domains=tuple(_inspected(context, result)),
        lacking=evidence.items if evidence else (),
        gaps=tuple(point_line(context, result, finding, voice=Voice.LETTER) for finding in gaps),
        asked=letter.items if letter else (),
    )


def _inspected(context: DocumentContext, result: ProcessorResult) -> Iterator[InspectedDomain]:
    for domain in context.view.checklist.domains:
        mine = [c.verdict for c in result.controls if c.control.partition("-")[0] == domain.id]
        count = Counter(mine)
        if mine:
            yield InspectedDomain(
                title=context.view.pick(domain.title),
                met=str(count[Verdict.MET]),
                partial=str(count[Verdict.PARTIAL]),
                unmet=str(count[Verdict.GAP] + count[Verdict.EXCEPTED]),
                unshown=str(count[Verdict.UNVERIFIED] + count[Verdict.CONTRADICTED]),
                unanswered=str(count[Verdict.UNANSWERED]),
                exempt=str(count[Verdict.EXEMPT]),
            )


def corrective_view(context: DocumentContext, result: ProcessorResult) -> CorrectiveView | None:
    """The letter about corrections; None where there is nothing to correct."""
    gaps = [f for f in context.findings(result) if f.kind is FindingKind.GAP and f.control]
    if not gaps:
        return None
    given = context.of(result)
    return CorrectiveView(
        head=document_head(context, result),
        items=tuple(
            CorrectiveItem(
                ref=finding.id,
                point=point_line(context, result, finding, voice=Voice.LETTER),
                is_mandatory=finding.knock_out,
            )
            for finding in gaps
        ),
        correct_by=context.day(given.correct_by),
        contact=context.told(""),
    )


def offboarding_view(context: DocumentContext, result: ProcessorResult) -> OffboardingView | None:
    """How to end what ended or is about to; None where nothing does."""
    as_of = context.view.assessment.as_of
    ending = [row for row in result.processor.entrustments if _ends(row, as_of)]
    if not ending:
        return None
    given = context.of(result)
    return OffboardingView(
        head=document_head(context, result),
        works=tuple(_ending(context, row) for row in ending),
        return_by=context.day(given.return_by),
        contact=context.told(given.contact),
    )


def _ends(row: Entrustment, as_of: date) -> bool:
    ended, term = row.record.day("ended_on"), row.record.day("term_end")
    if ended is not None:
        return True
    renews = row.record.is_yes("auto_renewal")
    return term is not None and not renews and term <= as_of + SOON


def _ending(context: DocumentContext, row: Entrustment) -> EndingWork:
    record = row.record
    certificate = record.day("certificate_on")
    day = context.view.translator.day
    return EndingWork(
        contract=row.contract,
        work=record.text("work"),
        items=context.told(record.text("data_items")),
        storage=context.told(record.text("storage")),
        systems=record.text("systems"),
        ends=context.day(record.day("ended_on") or record.day("term_end")),
        certificate=day(certificate) if certificate else context.say(N_("not yet received")),
    )
