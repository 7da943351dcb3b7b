"""Evaluating: a dossier → a result for every processor of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from itakusaki.catalogue.checklist import Checklist
from itakusaki.catalogue.cross_check import CrossCheck
from itakusaki.catalogue.policy import ScoringPolicy
from itakusaki.model.assessment import Comparison, ControlResult, Dossier, ProcessorResult
from itakusaki.model.party import Role
from itakusaki.score.brief import Brief, briefs
from itakusaki.score.chain import chain_view
from itakusaki.score.cross_checks import compared
from itakusaki.score.logs import log_comparisons
from itakusaki.score.rating import Rated, rated
from itakusaki.score.settle import judged_sides, settled
from itakusaki.score.totals import by_domain, by_duty, total


def evaluate(  # noqa: PLR0913 - each is one thing a dossier is judged by
    dossier: Dossier,
    *,
    checklist: Checklist,
    policy: ScoringPolicy,
    rules: Sequence[CrossCheck],
    role: Role,
    as_of: date,
    company_forms: tuple[str, ...] = (),
) -> tuple[ProcessorResult, ...]:
    """Judge every processor of the ledger, in its order."""
    all_briefs = {
        brief.processor.id: brief
        for brief in briefs(
            dossier,
            checklist=checklist,
            policy=policy,
            role=role,
            as_of=as_of,
            company_forms=company_forms,
        )
    }
    judged = {name: judged_controls(brief, rules) for name, brief in all_briefs.items()}
    ratings = {
        name: rated(results, policy, answered=all_briefs[name].own is not None)
        for name, (results, _) in judged.items()
    }
    return tuple(
        _result(brief, *judged[name], ratings=ratings, all_briefs=all_briefs)
        for name, brief in all_briefs.items()
    )


def judged_controls(
    brief: Brief, rules: Sequence[CrossCheck]
) -> tuple[tuple[ControlResult, ...], tuple[Comparison, ...]]:
    """The verdict on each control that applies, and every comparison made."""
    comparisons = (*compared(brief, rules), *log_comparisons(brief))
    touching: dict[str, list[Comparison]] = {}
    for comparison in comparisons:
        for name in comparison.touches:
            touching.setdefault(name, []).append(comparison)
    results = tuple(
        settled(brief, control, judged_sides(brief, control), touching.get(control.id, ()))
        for control in brief.controls()
    )
    return results, comparisons


def _result(
    brief: Brief,
    results: tuple[ControlResult, ...],
    comparisons: tuple[Comparison, ...],
    *,
    ratings: dict[str, Rated],
    all_briefs: dict[str, Brief],
) -> ProcessorResult:
    mine = ratings[brief.processor.id]
    own = brief.own
    return ProcessorResult(
        processor=brief.processor,
        rating=mine.rating,
        reasons=mine.reasons,
        would_change=mine.would_change,
        score=total(results),
        domains=by_domain(results, brief.checklist),
        duties=by_duty(results),
        controls=results,
        comparisons=comparisons,
        claimed_exceptions=own.exceptions if own else (),
        chain=chain_view(
            brief, all_briefs, {name: rating.rating for name, rating in ratings.items()}
        ),
        questionnaires=((own,) if own else ()) + brief.client_checks,
        examination=brief.examination,
    )
