"""Reports on all processors: the portfolio for whoever decides, and the client's own supervision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from itakusaki.language.labels import SEALED_MATTER
from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.finding import FindingKind
from itakusaki.model.message import N_
from itakusaki.model.party import Duty, persons_of
from itakusaki.model.rounds import RoundLines
from itakusaki.model.verdict import RANKS, Rating, rank
from itakusaki.report.view.conclusion import GO_ON, conclusion, proposal
from itakusaki.report.view.documents.context import DocumentContext, DocumentHead, document_head
from itakusaki.report.view.figures import thousands
from itakusaki.report.view.listing import Listing, listing
from itakusaki.report.view.portfolio import (
    CommonRow,
    PortfolioRow,
    PortfolioView,
    SilentRow,
    portfolio_view,
)
from itakusaki.report.view.supervision import SupervisionView, supervision_view

MOST_COMMON: Final = 10
#: Where all of a list stands that a report cuts.
REGISTER: Final = "gap-register.xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingRow:
    """A processor in the report on all: how it stands, how much is entrusted, what is proposed."""

    row: PortfolioRow
    persons: str
    proposal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """A processor on which somebody has to decide, and the conclusion in a sentence."""

    id: str
    name: str
    conclusion: str
    proposal: str
    sealed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioReportView:
    """The report of a round on all processors."""

    head: DocumentHead
    summary: tuple[str, ...]
    rows: tuple[StandingRow, ...]
    domains: str
    decisions: tuple[DecisionRow, ...]
    silent: tuple[SilentRow, ...]
    common: Listing[CommonRow]
    issues: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionReportView:
    """The client's own standing, as a report inside."""

    head: DocumentHead
    page: SupervisionView


def portfolio_report_view(context: DocumentContext) -> PortfolioReportView:
    """The report on all processors of the round."""
    page = portfolio_view(context.view, context.found)
    results = {r.processor.id: r for r in context.view.assessment.results}
    ordered = [results[row.id] for row in page.rows]
    common = [row for row in page.common.shown if row.gaps != "0"]
    return PortfolioReportView(
        head=document_head(context),
        summary=tuple(_summary(context, page, results)),
        rows=tuple(_row(context, row, results[row.id]) for row in page.rows),
        domains=context.view.translator.joined(f"{d.id} {d.title}" for d in page.domains),
        decisions=tuple(_decisions(context, ordered)),
        silent=page.silent,
        common=listing(context.view, common, MOST_COMMON, REGISTER),
        issues=len(context.view.assessment.issues),
    )


def _persons(context: DocumentContext, results: Sequence[ProcessorResult]) -> str:
    """Of the first tier: those below work on the same persons' data."""
    first = [r for r in results if r.processor.tier <= 1]
    count = sum(persons_of(r.processor.entrustments) for r in first)
    return context.say(N_("{count} persons"), count=thousands(str(count)))


def _row(context: DocumentContext, row: PortfolioRow, result: ProcessorResult) -> StandingRow:
    persons = persons_of(result.processor.entrustments)
    return StandingRow(
        row=row,
        persons=thousands(str(persons)) if persons else "–",
        proposal=proposal(context.view, result).label,
    )


def _summary(
    context: DocumentContext, page: PortfolioView, results: Mapping[str, ProcessorResult]
) -> Iterator[str]:
    """The whole in three to five sentences."""
    counted = Counter(result.rating for result in results.values())
    worst = sum(counted[rating] for rating in RANKS[0])
    text = N_(
        "Of {total} processors and sub-processors assessed, {unacceptable} do not meet the acceptance criteria, {explain} must explain a discrepancy before they can be rated, and {silent} provided no readable reply."
    )
    yield context.say(
        text,
        total=len(results) - counted[Rating.NOT_DUE],
        unacceptable=counted[Rating.UNACCEPTABLE],
        explain=counted[Rating.TO_EXPLAIN],
        silent=counted[Rating.NOT_ANSWERED],
    )
    if counted[Rating.NOT_DUE]:
        text = N_("{count} {count:was|were} not due in this round.")
        yield context.say(text, count=counted[Rating.NOT_DUE])
    everybody = _persons(context, tuple(results.values()))
    yield context.say(
        N_("The data of {persons} are entrusted (first tier, per register)."), persons=everybody
    )
    ratings = (
        context.say(N_("{rating}: {count}"), rating=row.label, count=row.count)
        for row in page.ratings
        if row.count != "0"
    )
    told = context.view.translator.joined(ratings)
    yield context.say(N_("Number of processors by rating: {ratings}."), ratings=told)
    if worst:
        concerned = [r for r in results.values() if r.rating in RANKS[0] and r.processor.tier <= 1]
        yield context.say(
            N_(
                "Processors rated not acceptable or pending explanation handle data of {persons} (first tier)."
            ),
            persons=_persons(context, concerned),
        )
    gaps = Counter(f.kind for r in results.values() for f in context.findings(r))
    yield context.say(
        N_(
            "Open in total: {gaps} gaps to be corrected and {unverified} statements without sufficient evidence."
        ),
        gaps=gaps[FindingKind.GAP],
        unverified=gaps[FindingKind.UNVERIFIED],
    )
    if context.earlier:
        yield _since(context, context.earlier, results)
    if any(result.sealed for result in results.values()):
        yield context.view.say(SEALED_MATTER)


def _since(
    context: DocumentContext, earlier: RoundLines, results: Mapping[str, ProcessorResult]
) -> str:
    """How many stand better or worse than in the round before, of those that have a rank in both."""
    moved: Counter[int] = Counter()
    for line in earlier.parties:
        now = results.get(line.processor) if line.side is not Duty.CLIENT else None
        before, after = rank(line.rating), rank(now.rating) if now else None
        if before is not None and after is not None:
            moved[(after > before) - (after < before)] += 1
    text = N_("Since {round}: {better} rated better, {worse} worse, {same} alike.")
    return context.say(
        text, round=earlier.head.round, better=moved[1], worse=moved[-1], same=moved[0]
    )


def _decisions(
    context: DocumentContext, ordered: Sequence[ProcessorResult]
) -> Iterator[DecisionRow]:
    """Those on which more is proposed than to go on, the worst first."""
    go_on = context.view.say(GO_ON)
    for result in ordered:
        suggested = proposal(context.view, result)
        if suggested.label != go_on:
            yield DecisionRow(
                id=result.processor.id,
                name=result.processor.name,
                conclusion=conclusion(context.view, result, context.findings(result)),
                proposal=suggested.label,
                sealed=context.view.say(SEALED_MATTER) if result.sealed else "",
            )


def supervision_report_view(context: DocumentContext) -> SupervisionReportView | None:
    """How the client stands on what it owes; None where it is not judged."""
    run = context.view.assessment
    if run.supervision is None:
        return None
    found = [finding for mine in context.found.values() for finding in mine]
    page = supervision_view(context.view, run.supervision, found)
    return SupervisionReportView(head=document_head(context), page=page)
