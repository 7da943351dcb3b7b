"""The portfolio's page: every processor of the round side by side, the worst first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from itakusaki.language.labels import DEPTHS, RATINGS, SEALED_MATTER, rating_words
from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.depth import DEEPEST_FIRST, Depth
from itakusaki.model.finding import Finding, FindingKind
from itakusaki.model.message import N_, Message, by_number
from itakusaki.model.party import Duty, Processor, persons_of, running_since
from itakusaki.model.verdict import RANKS, Rating
from itakusaki.report.view.appendix import PolicyRow, policy_rows
from itakusaki.report.view.chain import TierRow, chain_remark, tier_rows
from itakusaki.report.view.comparison import topics_asked
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.frame import Frame, frame
from itakusaki.report.view.listing import Listing, listing
from itakusaki.report.view.logs import portfolio_lines
from itakusaki.report.view.over_rounds import (
    TrendTable,
    candidate_lines,
    promise_lines,
    trend_table,
)
from itakusaki.report.view.records import FileRow, IssueRow, file_rows, issue_rows
from itakusaki.report.view.score import (
    LISTED,
    HeatCell,
    RatingView,
    ScoreView,
    heat_cells,
    is_unsettled,
    rating_css,
    rating_meaning,
    rating_view,
    score_view,
    worst_first,
)

MOST_COMMON = 20
MOST_ISSUES = 200
MOST_FILES = 100
DATA = "assessment.json"
DEPTH_GROUP: Final = N_("{depth} form")


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioRow:
    """A processor in the table of ratings and in the heat map.

    `apart` heads the processors whose form had the same depth, at the first of them; "" where all had the
    full one. `below` tells of a lower tier that stands worse or is not known; `supervision` is how the client
    stands in entrusting it.
    """

    id: str
    name: str
    page: str
    tier: str
    apart: str
    rating: RatingView
    score: ScoreView
    knock_outs: str
    gaps: str
    questions: str
    sealed: str
    unverified: str
    unanswered: str
    heat: tuple[HeatCell, ...]
    below: str
    supervision: RatingView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRow:
    """A rating: how many processors have it, and what it means."""

    label: str
    css: str
    count: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentRow:
    """A processor that did not answer."""

    id: str
    name: str
    page: str
    due: str
    late: str
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonRow:
    """A control and how many processors are open on it."""

    id: str
    title: str
    knock_out: bool
    gaps: str
    questions: str
    unanswered: str
    unverified: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainHead:
    """A column of the heat map."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioView:
    """Everything the portfolio's page shows."""

    frame: Frame
    total: str
    ratings: tuple[RatingRow, ...]
    order: str
    rows: tuple[PortfolioRow, ...]
    supervision: RatingView | None
    supervision_score: ScoreView | None
    domains: tuple[DomainHead, ...]
    silent: tuple[SilentRow, ...]
    common: Listing[CommonRow]
    logs: tuple[str, ...]
    incidents: tuple[str, ...]
    trend: TrendTable | None
    promises: tuple[str, ...]
    candidates: tuple[str, ...]
    tiers: tuple[TierRow, ...]
    issues: Listing[IssueRow]
    issues_elsewhere: str
    policy: tuple[PolicyRow, ...]
    files: Listing[FileRow]


Found = Mapping[str, Sequence[Finding]]


def portfolio_view(context: ViewContext, found: Found) -> PortfolioView:
    """A run over all processors, ready to print."""
    run = context.assessment
    parties = {result.processor.id for result in run.results}
    others = [issue for issue in run.issues if issue.processor not in parties]
    return PortfolioView(
        frame=frame(context, run.client, folder="", page="index"),
        total=str(len(run.results)),
        ratings=_ratings(context),
        order=" → ".join(_rank_words(context)),
        rows=tuple(_rows(context, found)),
        supervision=rating_view(context, run.supervision) if run.supervision else None,
        supervision_score=(
            score_view(run.supervision.score, unsettled=is_unsettled(run.supervision))
            if run.supervision
            else None
        ),
        domains=tuple(
            DomainHead(id=domain.id, title=context.pick(domain.title))
            for domain in context.checklist.domains
        ),
        silent=_silent(context),
        common=listing(context, _common(context, found), MOST_COMMON, DATA),
        logs=tuple(portfolio_lines(context, run.results)),
        incidents=tuple(_incidents(context)),
        trend=trend_table(context),
        candidates=tuple(candidate_lines(context)),
        promises=() if context.is_sealed else tuple(promise_lines(context)),
        tiers=tier_rows(context),
        issues=listing(context, issue_rows(context, others), MOST_ISSUES, DATA),
        issues_elsewhere=str(len(run.issues) - len(others)),
        policy=policy_rows(context),
        files=listing(context, file_rows(context), MOST_FILES, DATA),
    )


def _rank_words(context: ViewContext) -> Iterator[str]:
    """The ranks from the worst, ratings of one rank joined."""
    for ratings in RANKS:
        yield " = ".join(context.say(RATINGS[rating]) for rating in ratings)


def _incidents(context: ViewContext) -> Iterator[str]:
    """What is to be done about incidents, what was done too late, and how many are not told of."""
    told = context.incidents
    if told is None:
        return
    for one in told.standings:
        if not one.remarks:
            text = N_("Incident {name}: nothing is late or missing")
            yield context.say(Message.of(text, name=one.called))
    says = (
        *told.remarks(is_open=True),
        *told.remarks(is_open=False),
        *told.ending(names_command=False),
    )
    yield from map(context.say, says)


def _worst_first(results: Sequence[ProcessorResult]) -> tuple[ProcessorResult, ...]:
    """The worst rank first, in it what raw data speak against, then the lowest evidenced score.

    Of equal score the one with more persons, then the one that is entrusted for longer.
    """

    def key(result: ProcessorResult) -> tuple[int, bool, float, int, date, str]:
        place, verified = worst_first(result)
        rows, raw = result.processor.entrustments, result.against_raw_data
        since = running_since(rows) or date.max
        return place, not raw, verified, -persons_of(rows), since, result.processor.id

    return tuple(sorted(results, key=key))


def _ratings(context: ViewContext) -> tuple[RatingRow, ...]:
    """Every rating with its count; those that rest on a shorter form apart."""
    counted = Counter((result.depth, result.rating) for result in context.assessment.results)
    return tuple(
        RatingRow(
            label=context.say(rating_words(rating, depth)),
            css=rating_css(rating),
            count=str(counted[depth, rating]),
            meaning=rating_meaning(context, rating),
        )
        for depth in DEEPEST_FIRST
        for rating in LISTED
        if counted[depth, rating] or (depth is Depth.FULL and rating is not Rating.NOT_DUE)
    )


def _rows(context: ViewContext, found: Found) -> Iterator[PortfolioRow]:
    """Processors in order, those of one depth of form together, the deepest first."""
    ordered = _worst_first(context.assessment.results)
    has_several = any(result.depth is not Depth.FULL for result in ordered)
    for depth in DEEPEST_FIRST:
        apart = context.say(Message.of(DEPTH_GROUP, depth=DEPTHS[depth])) if has_several else ""
        for result in ordered:
            if result.depth is depth:
                yield _row(context, result, found, apart=apart)
                apart = ""


def _row(
    context: ViewContext, result: ProcessorResult, found: Found, *, apart: str
) -> PortfolioRow:
    party = result.processor
    mine = [finding for finding in found.get(party.id, ()) if finding.side is not Duty.CLIENT]
    kinds = Counter(finding.kind for finding in mine)
    return PortfolioRow(
        id=party.id,
        name=party.name,
        page=context.names[party.id],
        tier=str(party.tier),
        apart=apart,
        rating=rating_view(context, result),
        score=score_view(result.score, unsettled=is_unsettled(result)),
        knock_outs=str(sum(finding.blocking for finding in mine)),
        gaps=str(kinds[FindingKind.GAP]),
        questions=str(len(topics_asked(mine))),
        sealed=context.say(SEALED_MATTER) if result.sealed else "",
        unverified=str(kinds[FindingKind.UNVERIFIED]),
        unanswered=str(kinds[FindingKind.UNANSWERED]),
        heat=heat_cells(context, result),
        below=chain_remark(context, result),
        supervision=rating_view(context, result.supervision) if result.supervision else None,
    )


def _silent(context: ViewContext) -> tuple[SilentRow, ...]:
    silent = [(_due(r.processor), r.processor) for r in context.assessment.results if _is_silent(r)]
    ordered = sorted(silent, key=lambda row: (row[0] or date.max, row[1].id))
    return tuple(_silent_row(context, due, party) for due, party in ordered)


def _is_silent(result: ProcessorResult) -> bool:
    """Whether nothing came back from a party of which something was asked."""
    return result.rating is not Rating.NOT_DUE and all(
        questionnaire.side is Duty.CLIENT for questionnaire in result.questionnaires
    )


def _due(party: Processor) -> date | None:
    days = [row.record.day("questionnaire_due") for row in party.entrustments]
    return min((day for day in days if day), default=None)


def _silent_row(context: ViewContext, due: date | None, party: Processor) -> SilentRow:
    contacts = dict.fromkeys(row.record.text("contact_email") for row in party.entrustments)
    return SilentRow(
        id=party.id,
        name=party.name,
        page=context.names[party.id],
        due=context.translator.day(due),
        late=_late(context, due),
        contact=context.translator.joined(contact for contact in contacts if contact),
    )


def _late(context: ViewContext, due: date | None) -> str:
    if due is None:
        return context.say(Message(N_("no due date in the ledger")))
    days = (context.assessment.as_of - due).days
    if days <= 0:
        return context.say(Message(N_("not yet due")))
    return context.say(
        Message.of(by_number(days, N_("{days} day late"), N_("{days} days late")), days=days)
    )


def _common(context: ViewContext, found: Found) -> tuple[CommonRow, ...]:
    counted: dict[str, Counter[FindingKind]] = defaultdict(Counter)
    for mine in found.values():
        for finding in mine:
            if finding.control and finding.side is not Duty.CLIENT:
                counted[finding.control][finding.kind] += 1
    ordered = sorted(counted.items(), key=lambda entry: _commonness(*entry))
    return tuple(_common_row(context, control, kinds) for control, kinds in ordered)


def _commonness(control: str, kinds: Counter[FindingKind]) -> tuple[int, int, int, str]:
    return -kinds[FindingKind.GAP], -kinds[FindingKind.CONTRADICTION], -kinds.total(), control


def _common_row(context: ViewContext, control: str, kinds: Counter[FindingKind]) -> CommonRow:
    known = context.checklist.controls.get(control)
    return CommonRow(
        id=control,
        title=context.title(control),
        knock_out=bool(known and known.knock_out),
        gaps=str(kinds[FindingKind.GAP]),
        questions=str(kinds[FindingKind.CONTRADICTION]),
        unanswered=str(kinds[FindingKind.UNANSWERED]),
        unverified=str(kinds[FindingKind.UNVERIFIED]),
    )
