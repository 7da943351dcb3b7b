"""The processor's page: one result, in the order a reader needs it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from itakusaki.language.labels import SEALED_MATTER, VERDICTS
from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.finding import Finding, FindingKind
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty, Entrustment, Role
from itakusaki.model.source import CellRef
from itakusaki.model.verdict import Verdict
from itakusaki.report.view.appendix import ControlRow, PolicyRow, control_rows, policy_rows
from itakusaki.report.view.chain import ChainPicture, chain_picture
from itakusaki.report.view.comparison import (
    ComparisonRow,
    QuestionItem,
    QuestionView,
    UncomparedRow,
    comparison_rows,
    question_count,
    question_items,
    uncompared_rows,
)
from itakusaki.report.view.conclusion import ProposalView, conclusion, proposal
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.control_names import listed, titled
from itakusaki.report.view.control_text import note_text
from itakusaki.report.view.figures import thousands
from itakusaki.report.view.finding import FindingView, finding_view
from itakusaki.report.view.followed import followed_texts
from itakusaki.report.view.frame import Frame, frame
from itakusaki.report.view.listing import Listing, listing
from itakusaki.report.view.logs import LogsView, logs_view
from itakusaki.report.view.notice import NoticeRow, notice_rows
from itakusaki.report.view.records import (
    ExceptionRow,
    FileRow,
    InstrumentRow,
    IssueRow,
    exception_rows,
    file_rows,
    instrument_rows,
    issue_rows,
)
from itakusaki.report.view.score import (
    HeatCell,
    RatingView,
    ScoreView,
    heat_cells,
    is_silent,
    is_unsettled,
    rating_view,
    score_view,
)
from itakusaki.report.view.since import since_before
from itakusaki.report.view.summary import SummaryView, summary_view
from itakusaki.report.view.supervision import SupervisionNote, supervision_note

MOST_ISSUES = 200
REGISTER = "assessment.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrustmentRow:
    """A contract of this processor."""

    contract: str
    work: str
    persons: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnockOutRow:
    """A mandatory control that is open, and in `effect` what that does to the rating."""

    control: str
    title: str
    verdict: str
    css: str
    effect: str
    reasons: tuple[str, ...]
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictCount:
    """How many controls came to a verdict."""

    label: str
    css: str
    count: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessorView:
    """Everything a processor's page shows; `owed` is what it owes by the law alone.

    `sealed` says that there is a sealed matter, "" where there is none; `proposal` is None where a
    processor inspects itself. `since` holds the round before beside this one, and how findings over rounds
    stand; () where neither is kept.
    """

    frame: Frame
    page: str
    id: str
    name: str
    corporate_number: str
    tier: str
    entrustments: tuple[EntrustmentRow, ...]
    rating: RatingView
    sealed: str
    conclusion: str
    since: tuple[str, ...]
    proposal: ProposalView | None
    summary: SummaryView
    reasons: tuple[str, ...]
    relation: str
    owed: str
    score: ScoreView
    counts: tuple[VerdictCount, ...]
    knock_outs: tuple[KnockOutRow, ...]
    would_change: tuple[str, ...]
    heat: tuple[HeatCell, ...]
    findings: tuple[FindingView, ...]
    gaps: tuple[FindingView, ...]
    unanswered: tuple[FindingView, ...]
    unverified: tuple[FindingView, ...]
    items: tuple[QuestionItem, ...]
    loose: tuple[QuestionView, ...]
    contradicted: tuple[FindingView, ...]
    supervision: SupervisionNote | None
    logs: LogsView | None
    chain: ChainPicture
    notices: tuple[NoticeRow, ...]
    exceptions: tuple[ExceptionRow, ...]
    issues: Listing[IssueRow]
    controls: tuple[ControlRow, ...]
    comparisons: tuple[ComparisonRow, ...]
    uncompared: tuple[UncomparedRow, ...]
    policy: tuple[PolicyRow, ...]
    files: tuple[FileRow, ...]
    instruments: tuple[InstrumentRow, ...]


def processor_view(
    context: ViewContext, result: ProcessorResult, found: Sequence[Finding]
) -> ProcessorView:
    """A processor's result, ready to print; what the client owes is told on the client's page."""
    party = result.processor
    found = [finding for finding in found if finding.side is not Duty.CLIENT]
    views = _findings(context, result, found)
    items = question_items(context, result, found)
    questions = tuple(question for item in items for question in item.questions)
    own = [comparison for comparison in result.comparisons if party.duty in comparison.sides]
    issues = issue_rows(context, (i for i in context.assessment.issues if i.processor == party.id))
    return ProcessorView(
        frame=frame(context, party.name, folder="processors/", page=context.names[party.id]),
        page=context.names[party.id],
        id=party.id,
        name=party.name,
        corporate_number=party.corporate_number,
        tier=str(party.tier),
        entrustments=tuple(_entrustment(context, row) for row in party.entrustments),
        rating=rating_view(context, result),
        sealed=context.say(SEALED_MATTER) if result.sealed else "",
        conclusion=conclusion(context, result, found),
        since=(*since_before(context, result), *followed_texts(context, party.id)),
        proposal=_proposal(context, result),
        summary=summary_view(context, result, views, items),
        reasons=tuple(listed(context, context.say(reason)) for reason in result.reasons),
        relation=_relation(context, result, found),
        owed=note_text(context.checklist, context.translator),
        score=score_view(result.score, unsettled=is_unsettled(result)),
        counts=_counts(context, result),
        knock_outs=_knock_outs(context, result, views),
        would_change=tuple(titled(context, context.say(m)) for m in result.would_change),
        heat=heat_cells(context, result),
        findings=views,
        gaps=_of(views, FindingKind.GAP),
        unanswered=_of(views, FindingKind.UNANSWERED),
        unverified=_of(views, FindingKind.UNVERIFIED),
        items=items,
        loose=tuple(question for question in questions if question.finding),
        contradicted=_of(views, FindingKind.CONTRADICTION),
        supervision=supervision_note(context, result),
        logs=logs_view(context, result, views),
        chain=chain_picture(context, result),
        notices=notice_rows(context, result),
        exceptions=exception_rows(context, result),
        issues=listing(context, issues, MOST_ISSUES, REGISTER),
        controls=control_rows(context, result),
        comparisons=comparison_rows(context, own),
        uncompared=uncompared_rows(context, own),
        policy=policy_rows(context),
        files=file_rows(context, _files(result)),
        instruments=instrument_rows(context, (c.control for c in result.controls)),
    )


def _proposal(context: ViewContext, result: ProcessorResult) -> ProposalView | None:
    """What is proposed to whoever decides; nobody decides on going on with oneself."""
    is_own = context.assessment.role is Role.PROCESSOR
    return None if is_own else proposal(context, result)


def _findings(
    context: ViewContext, result: ProcessorResult, found: Iterable[Finding]
) -> tuple[FindingView, ...]:
    by_id = {control.control: control for control in result.controls}
    return tuple(
        finding_view(context, finding, by_id[finding.control], result)
        for finding in found
        if finding.control
    )


def _of(views: Iterable[FindingView], kind: FindingKind) -> tuple[FindingView, ...]:
    return tuple(view for view in views if view.kind == kind)


def _knock_outs(
    context: ViewContext, result: ProcessorResult, views: Iterable[FindingView]
) -> tuple[KnockOutRow, ...]:
    silent = is_silent(result)
    return tuple(
        KnockOutRow(
            control=view.text.id,
            title=view.text.title,
            verdict=view.verdict,
            css=view.css,
            effect=context.say(Message(_effect(view, silent=silent))),
            reasons=view.reasons,
            anchor=view.anchor,
        )
        for view in views
        if view.knock_out
    )


def _effect(view: FindingView, *, silent: bool) -> str:
    if silent and view.kind == FindingKind.UNANSWERED:
        return N_("No reply yet; judged once the reply is in")
    if view.contradicted:
        return N_("To be explained; until it is, no rating")
    if view.blocking:
        return N_("Not acceptable until it is resolved")
    return N_("Limits the rating until it is resolved")


def _counts(context: ViewContext, result: ProcessorResult) -> tuple[VerdictCount, ...]:
    counted = Counter(control.verdict for control in result.controls)
    return tuple(
        VerdictCount(
            label=context.say(VERDICTS[verdict]), css=f"v-{verdict}", count=str(counted[verdict])
        )
        for verdict in Verdict
        if verdict not in (Verdict.NOT_ASKED, Verdict.SEALED) or counted[verdict]
    )


def _entrustment(context: ViewContext, row: Entrustment) -> EntrustmentRow:
    return EntrustmentRow(
        contract=row.contract,
        work=row.record.text("work"),
        persons=_persons(context, row.record.text("persons")),
        where=str(row.at),
    )


def _persons(context: ViewContext, count: str) -> str:
    if not count:
        return ""
    return context.say(Message.of(N_("{count} persons"), count=thousands(count)))


def _relation(context: ViewContext, result: ProcessorResult, found: Sequence[Finding]) -> str:
    """How the numbers of contradicted controls, questions and findings go together."""
    questions = question_count(found)
    if not questions:
        return ""
    contradicted = sum(c.verdict is Verdict.CONTRADICTED for c in result.controls)
    text = N_(
        "{controls} controls show a discrepancy; {questions} questions ask about what differs; there are {findings} items, one per control. A question may concern several controls and a control several questions, so the numbers differ."
    )
    numbers = {"controls": contradicted, "questions": questions, "findings": len(found)}
    return context.say(Message.of(text, **numbers))


def _files(result: ProcessorResult) -> Iterator[str]:
    """Every file this result rests on."""
    yield from (row.at.file for row in result.processor.entrustments)
    yield from (q.file for q in result.questionnaires if q.side is not Duty.CLIENT)
    for control in result.controls:
        if control.approval:
            yield control.approval.at.file
        for side in control.judgements:
            yield from (file.path for file in side.files)
            yield from (at.file for at in _cells(side.answer, side.clause, side.review))
    for comparison in result.comparisons:
        yield from (at.file for operand in comparison.operands for at in operand.cells)
    if result.examination:
        yield from (read.file.path for read in result.examination.reads)
        yield from (seal.file.path for seal in result.examination.seals)


def _cells(*given: object) -> Iterator[CellRef]:
    for value in given:
        at = getattr(value, "at", None)
        if isinstance(at, CellRef):
            yield at
