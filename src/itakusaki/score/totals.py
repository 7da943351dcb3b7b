"""Totals: credits and weights → scores, per set of controls; never a mean of means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from itakusaki.catalogue.checklist import Checklist
from itakusaki.model.assessment import ControlResult, Score
from itakusaki.model.verdict import Verdict

#: Where nothing was handed in, or nothing counts.
NO_SCORE: Final = Score(
    declared=None,
    verified=None,
    assurance=None,
    exempt=0.0,
    unanswered=0.0,
    weight=0.0,
    controls=0,
)


def total(results: Iterable[ControlResult]) -> Score:
    """Score a set of controls: 100 × Σ(weight × credit) ÷ Σ(weight), rounded to one decimal."""
    found = tuple(results)
    counted = [r for r in found if r.declared is not None and r.verified is not None]
    weight = sum(r.weight for r in counted)
    everything = sum(r.weight for r in found)
    passed_over = [r for r in found if r.verdict is Verdict.NOT_ASKED]
    left_out = sum(r.weight for r in passed_over)
    return Score(
        declared=_percent(sum(r.weight * (r.declared or 0.0) for r in counted), weight),
        verified=_percent(sum(r.weight * (r.verified or 0.0) for r in counted), weight),
        assurance=_share(sum(r.weight for r in counted if r.settled), weight),
        exempt=_share(everything - weight - left_out, everything) or 0.0,
        unanswered=_share(_weight_of(counted, Verdict.UNANSWERED), weight) or 0.0,
        weight=weight,
        controls=len(found),
        not_asked=_share(left_out, everything) or 0.0,
        passed_over=len(passed_over),
    )


def by_domain(results: Sequence[ControlResult], checklist: Checklist) -> Mapping[str, Score]:
    """A score for each domain that applies at all, in catalogue order."""
    return {
        domain.id: total(mine)
        for domain in checklist.domains
        if (mine := [r for r in results if checklist.controls[r.control].domain == domain.id])
    }


def _weight_of(results: Sequence[ControlResult], verdict: Verdict) -> float:
    return sum(r.weight for r in results if r.verdict is verdict)


def _percent(part: float, whole: float) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
