"""Judging: an answer and the rules → every point, and how far one can rely on the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from itakusaki.catalogue.inquiry import Criterion, InquiryRules
from itakusaki.inquiry.checks import CHECKS
from itakusaki.inquiry.looking import Viewpoint, gravest
from itakusaki.model.inquiry import (
    InquiryAnswer,
    InquiryOpinion,
    JudgedPoint,
    PointOutcome,
    Reliance,
)

#: Outcomes that leave nothing to ask for.
SETTLED: Final = frozenset({PointOutcome.SHOWN, PointOutcome.NOT_APPLICABLE})


def judge(answer: InquiryAnswer, rules: InquiryRules) -> InquiryOpinion:
    """Judge an answer; the order of its rows makes no difference to any outcome."""
    points = tuple(_point(answer, rules, criterion) for criterion in rules.criteria)
    gates = [point for point in points if point.gate]
    reliance = _reliance(gates, points)
    open_gates = [point.outcome for point in gates if point.outcome not in SETTLED]
    ground = gravest(open_gates) if open_gates else None
    return InquiryOpinion(reliance=reliance, ground=ground, points=points)


def _point(answer: InquiryAnswer, rules: InquiryRules, criterion: Criterion) -> JudgedPoint:
    if not _applies(answer, criterion):
        return JudgedPoint(
            criterion=criterion.id, gate=criterion.gate, outcome=PointOutcome.NOT_APPLICABLE
        )
    look = Viewpoint(answer=answer, check=criterion.check, layout=rules.layout)
    judged = CHECKS[criterion.check.kind](look)
    return JudgedPoint(
        criterion=criterion.id,
        gate=criterion.gate,
        outcome=judged.outcome,
        remarks=tuple(dict.fromkeys(judged.remarks)),
    )


def _applies(answer: InquiryAnswer, criterion: Criterion) -> bool:
    named = criterion.applies.items()
    return not named or any(answer.choice(field) in values for field, values in named)


def _reliance(gates: Sequence[JudgedPoint], points: Sequence[JudgedPoint]) -> Reliance:
    """What is lacking, what differs and what is not stated weigh the same: a gap is no better than a word."""
    if any(point.outcome not in {*SETTLED, PointOutcome.PARTLY} for point in gates):
        return Reliance.NOT_RELIABLE
    if any(point.outcome not in SETTLED for point in gates):
        return Reliance.NOT_YET
    if any(point.outcome not in SETTLED for point in points):
        return Reliance.SUPPLEMENT
    return Reliance.RELIABLE
