"""The client's page: how it stands on what it owes in entrusting, over all and for each processor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from itakusaki.catalogue.checklist import Control
from itakusaki.language.labels import VERDICTS
from itakusaki.model.assessment import ControlResult, ProcessorResult, Standing
from itakusaki.model.finding import Finding, FindingKind
from itakusaki.model.party import Duty, persons_of
from itakusaki.model.verdict import Verdict
from itakusaki.report.view.appendix import PolicyRow, policy_rows
from itakusaki.report.view.comparison import QuestionItem, QuestionView, question_items
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.control_names import listed, titled
from itakusaki.report.view.control_text import ControlText
from itakusaki.report.view.finding import FindingView, anchor, finding_view
from itakusaki.report.view.frame import Frame, frame
from itakusaki.report.view.score import (
    HeatCell,
    RatingView,
    ScoreView,
    heat_cells,
    is_unsettled,
    rating_view,
    score_view,
    worst_first,
)

#: How many open duties are named beside a processor.
NAMED = 6
#: Findings whose cure may be a clause.
CLAUSES = (FindingKind.CONTRACT_GAP, FindingKind.UNANSWERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionNote:
    """On a processor's page: how the client stands in entrusting it; it bears on no rating there."""

    rating: RatingView
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisedRow:
    """A processor, and how the client stands in entrusting it; `open` are the first open duties.

    `loose` are questions that touch no control.
    """

    id: str
    name: str
    page: str
    contracts: str
    rating: RatingView
    score: ScoreView
    knock_outs: str
    open: tuple[str, ...]
    more: int
    findings: tuple[FindingView, ...]
    loose: tuple[QuestionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAt:
    """A processor at which a duty of the client is open, and the finding on it there."""

    id: str
    name: str
    page: str
    finding: FindingView


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDuty:
    """A duty of the client that is open anywhere; `clause` is wording to start from, also by paragraph."""

    anchor: str
    knock_out: bool
    text: ControlText
    clause: str
    paragraphs: tuple[str, ...]
    at: tuple[OpenAt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOf:
    """What the client has to settle about one processor, by topic."""

    id: str
    name: str
    page: str
    items: tuple[QuestionItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionView:
    """Everything the client's page shows."""

    frame: Frame
    rating: RatingView
    reasons: tuple[str, ...]
    would_change: tuple[str, ...]
    score: ScoreView
    heat: tuple[HeatCell, ...]
    rows: tuple[SupervisedRow, ...]
    duties: tuple[OpenDuty, ...]
    asked: tuple[AskedOf, ...]
    questions: str
    policy: tuple[PolicyRow, ...]


def supervision_view(
    context: ViewContext, standing: Standing, found: Sequence[Finding]
) -> SupervisionView:
    """The client's standing over all its entrustments, ready to print."""
    own = [finding for finding in found if finding.side is Duty.CLIENT]
    rows = tuple(_rows(context, own))
    asked = tuple(_asked(context, own))
    return SupervisionView(
        frame=frame(context, context.assessment.client, folder="", page="client"),
        rating=rating_view(context, standing),
        reasons=tuple(listed(context, context.say(reason)) for reason in standing.reasons),
        would_change=tuple(titled(context, context.say(m)) for m in standing.would_change),
        score=score_view(standing.score, unsettled=is_unsettled(standing)),
        heat=heat_cells(context, standing),
        rows=rows,
        duties=tuple(_duties(context, rows)),
        asked=asked,
        questions=str(sum(len(one.items) for one in asked)),
        policy=policy_rows(context),
    )


def supervision_note(context: ViewContext, result: ProcessorResult) -> SupervisionNote | None:
    """What the client owes in entrusting a processor and has not shown, as context on its page."""
    standing = result.supervision
    if standing is None:
        return None
    lacking = [
        c
        for c in standing.controls
        if c.verdict not in (Verdict.MET, Verdict.EXEMPT, Verdict.NOT_ASKED, Verdict.SEALED)
    ]
    return SupervisionNote(
        rating=rating_view(context, standing),
        open=tuple(_named(context, control) for control in lacking),
    )


def _named(context: ViewContext, control: ControlResult) -> str:
    return f"{control.control} {context.title(control.control)}: {context.say(VERDICTS[control.verdict])}"


def _rows(context: ViewContext, own: Sequence[Finding]) -> Iterator[SupervisedRow]:
    supervised = [(r, r.supervision) for r in context.assessment.results if r.supervision]
    for result, standing in sorted(
        supervised, key=lambda pair: (*worst_first(pair[1]), pair[0].processor.id)
    ):
        mine = [finding for finding in own if finding.processor == result.processor.id]
        open_ = [finding for finding in mine if finding.control]
        names = [f"{f.control} {context.title(f.control)}" for f in open_]
        contracts = (entrustment.contract for entrustment in result.processor.entrustments)
        yield SupervisedRow(
            id=result.processor.id,
            name=result.processor.name,
            page=context.names[result.processor.id],
            contracts=context.translator.joined(dict.fromkeys(contracts)),
            rating=rating_view(context, standing),
            score=score_view(standing.score, unsettled=is_unsettled(standing)),
            knock_outs=str(sum(finding.blocking for finding in mine)),
            open=tuple(names[:NAMED]),
            more=max(len(names) - NAMED, 0),
            findings=tuple(_finding(context, result, finding) for finding in open_),
            loose=_loose(context, result, mine),
        )


def _loose(
    context: ViewContext, result: ProcessorResult, mine: Sequence[Finding]
) -> tuple[QuestionView, ...]:
    items = question_items(context, result, mine)
    return tuple(q for item in items for q in item.questions if q.finding)


def _finding(context: ViewContext, result: ProcessorResult, finding: Finding) -> FindingView:
    control = next(
        c for c in result.judged if (c.side, c.control) == (finding.side, finding.control)
    )
    return finding_view(context, finding, control, result)


def _duties(context: ViewContext, rows: Sequence[SupervisedRow]) -> Iterator[OpenDuty]:
    """The client's open duties, each once with all processors at which it is open; the heaviest first."""
    by_control: dict[str, list[OpenAt]] = {}
    for row in rows:
        for view in row.findings:
            at = OpenAt(id=row.id, name=row.name, page=row.page, finding=view)
            by_control.setdefault(view.text.id, []).append(at)
    duties = [_duty(context, context.checklist.controls[c], at) for c, at in by_control.items()]
    rows_of = {r.processor.id: r.processor.entrustments for r in context.assessment.results}

    def heaviest(duty: OpenDuty) -> tuple[bool, float, bool, int, str]:
        weight = max(float(one.finding.weight) for one in duty.at)
        has_case = bool(context.checklist.controls[duty.text.id].cases)
        persons = sum(persons_of(rows_of[one.id]) for one in duty.at)
        return not duty.knock_out, -weight, not has_case, -persons, duty.text.id

    yield from sorted(duties, key=heaviest)


def _duty(context: ViewContext, control: Control, at: Sequence[OpenAt]) -> OpenDuty:
    wants_clause = control.is_contract and any(one.finding.kind in CLAUSES for one in at)
    # The references of all of them: which apply may differ from one entrustment to the next.
    flags = frozenset().union(*(basis.when for basis in control.basis))
    text = context.text(control, flags, Duty.CLIENT)
    clause = text.clause if wants_clause else ""
    return OpenDuty(
        anchor=anchor(control.id),
        knock_out=control.knock_out,
        text=text,
        clause=clause,
        paragraphs=tuple(clause.splitlines()),
        at=tuple(at),
    )


def _asked(context: ViewContext, own: Sequence[Finding]) -> Iterator[AskedOf]:
    for result in context.assessment.results:
        mine = [finding for finding in own if finding.processor == result.processor.id]
        items = question_items(context, result, mine)
        if items:
            yield AskedOf(
                id=result.processor.id,
                name=result.processor.name,
                page=context.names[result.processor.id],
                items=items,
            )
