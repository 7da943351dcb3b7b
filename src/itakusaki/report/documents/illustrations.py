"""Illustrations: which pictures a document's text may show, from what it was filled from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, time
from typing import Final

from itakusaki.language.labels import DEPTHS
from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.depth import Depth
from itakusaki.model.message import N_
from itakusaki.model.retest import Examination, TestOutcome
from itakusaki.model.rounds import RoundScores, ScoreHistory
from itakusaki.report.documents.chain_chart import ChainLine, chain_picture_of
from itakusaki.report.documents.charts import ScoreBars, score_picture
from itakusaki.report.documents.front import DocumentPicture
from itakusaki.report.documents.heat_chart import HeatSquare, heat_picture
from itakusaki.report.documents.log_chart import CoveredTime, HitCount, log_picture
from itakusaki.report.documents.round_charts import BridgeStep, bridge_picture, trend_picture
from itakusaki.report.view.chain import NodeView
from itakusaki.report.view.documents.context import DocumentContext
from itakusaki.report.view.documents.whole import PortfolioReportView
from itakusaki.report.view.figures import NOTHING
from itakusaki.report.view.periods import AxisPeriod, finest
from itakusaki.report.view.processor import ProcessorView
from itakusaki.report.view.score import HeatCell
from itakusaki.report.view.timeline import by_period

#: So many marks at most in a row of the log picture.
_MOST_MARKS: Final = 62
_BAND: Final = re.compile(r"h-band(\d)")


def pictures_of(
    view: object, context: DocumentContext, result: ProcessorResult | None
) -> tuple[DocumentPicture, ...]:
    """What a text filled from this may show; each picture with what it says in words."""
    if isinstance(view, PortfolioReportView):
        return (_heat(view, context),)
    if isinstance(view, ProcessorView) and result is not None:
        return tuple(_of_processor(view, context, result))
    return ()


def _of_processor(
    view: ProcessorView, context: DocumentContext, result: ProcessorResult
) -> Iterator[DocumentPicture]:
    declared, verified = context.say(N_("Self-assessed score")), context.say(N_("Evidenced score"))
    yield score_picture(
        tuple(_bars(view.heat)),
        declared=declared,
        verified=verified,
        about=context.say(N_("Scores of the domains.")),
    )
    history = context.view.histories.get(result.processor.id)
    yield trend_picture(
        [_with_depth(one, context) for one in history.scores] if history else (),
        declared=declared,
        verified=verified,
        about=context.say(N_("Scores over the rounds.")),
    )
    yield _bridge(history, context)
    yield chain_picture_of(
        _chain(view),
        about=context.say(N_("Chain of entrustment.")),
        path=context.say(N_("on the path to the weakest party")),
    )
    yield _logs(view, context, result)


def _bars(heat: Iterable[HeatCell]) -> Iterator[ScoreBars]:
    """The domains that have both scores."""
    for cell in heat:
        with suppress(ValueError):
            scores = float(cell.score.declared), float(cell.score.verified)
            yield ScoreBars(title=cell.title, declared=scores[0], verified=scores[1])


def _heat(view: PortfolioReportView, context: DocumentContext) -> DocumentPicture:
    squares = tuple(
        HeatSquare(
            row=f"{one.row.id} {one.row.name}",
            column=cell.domain,
            band=int(found[1]) if (found := _BAND.fullmatch(cell.css)) else 0,
            label=_label(cell),
        )
        for one in view.rows
        for cell in one.row.heat
    )
    return heat_picture(squares, about=context.say(N_("Evidenced scores by processor and domain.")))


def _label(cell: HeatCell) -> str:
    """A figure where there is one, marked where it must not be read as a standing."""
    marks = {"h-none": NOTHING, "h-unanswered": "?", "h-pending": f"({cell.score.verified})"}
    return marks.get(cell.css, cell.score.verified)


def _with_depth(scores: RoundScores, context: DocumentContext) -> RoundScores:
    """A round that names the depth of its form, where that was not the full one."""
    if scores.depth is Depth.FULL:
        return scores
    text = N_("{round} ({depth} form)")
    named = context.say(text, round=scores.round, depth=DEPTHS[scores.depth])
    return replace(scores, round=named)


def _bridge(history: ScoreHistory | None, context: DocumentContext) -> DocumentPicture:
    about = context.say(N_("From the evidenced score of the round before to this one."))
    if history is None or not history.steps:
        return bridge_picture((), None, about=about)
    before, now = (
        BridgeStep(label=one.round, points=one.verified or 0.0) for one in history.scores[-2:]
    )
    steps = [
        BridgeStep(label=context.view.say(cause), points=tenths / 10)
        for cause, tenths in history.steps
    ]
    return bridge_picture(steps, (before, now), about=about)


def _chain(view: ProcessorView) -> Sequence[ChainLine]:
    """The client where there is one, then the parties in the order of the tree."""
    lines: list[ChainLine] = []
    if not view.frame.is_own:
        lines.append(
            ChainLine(label=view.frame.client, depth=0, above=-1, is_assessed=True, on_path=False)
        )
    _add(lines, view.chain.root, above=len(lines) - 1)
    return lines


def _add(lines: list[ChainLine], node: NodeView, *, above: int) -> None:
    named = f"{node.name} ({node.id})" if node.id else node.name
    lines.append(
        ChainLine(
            label=f"{named} – {node.rating}",
            depth=lines[above].depth + 1 if above >= 0 else 0,
            above=above,
            is_assessed=node.css not in {"r-unknown", "r-not_answered", "r-not_due"},
            on_path=node.on_path,
        )
    )
    here = len(lines) - 1
    for child in node.children:
        _add(lines, child, above=here)


def _logs(
    view: ProcessorView, context: DocumentContext, result: ProcessorResult
) -> DocumentPicture:
    legend = context.say(N_("Hits"))
    shown = view.logs.timeline if view.logs else None
    if shown is None or result.examination is None:
        return log_picture((), (), about="", legend=legend)
    covered = tuple(_covered(context, result.examination))
    return log_picture(
        covered, tuple(_hits(context, result.examination)), about=shown.describes, legend=legend
    )


def _covered(context: DocumentContext, examined: Examination) -> Iterator[CoveredTime]:
    for read in examined.reads:
        if read.first_at and read.last_at:
            name = context.view.pick(read.title)
            yield CoveredTime(row=name, first=read.first_at, last=read.last_at)


def _hits(context: DocumentContext, examined: Examination) -> Iterator[HitCount]:
    """The hits of each test by period, all periods of one length."""
    found = [r for r in examined.results if r.outcome is TestOutcome.CONTRADICTION and r.hits.days]
    days = [day for one in found for day, _ in one.hits.days]
    if not days:
        return
    step = finest(AxisPeriod(first=min(days), end=max(days)), _MOST_MARKS)
    for one in found:
        row = f"{one.rule} {context.view.pick(one.title)}"
        for day, count in sorted(by_period(step, one).items()):
            if count:
                yield HitCount(row=row, at=datetime.combine(day, time()), count=count)
