"""Evaluating: a dossier → a result for every processor of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from itakusaki.catalogue.checklist import Checklist
from itakusaki.catalogue.cross_check import CrossCheck
from itakusaki.catalogue.policy import ScoringPolicy
from itakusaki.model.assessment import Comparison, ControlResult, Dossier, ProcessorResult
from itakusaki.model.party import Role
from itakusaki.score.case_file import CaseFile, case_files
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
        case_file.processor.id: case_file
        for case_file in case_files(
            dossier,
            checklist=checklist,
            policy=policy,
            role=role,
            as_of=as_of,
            company_forms=company_forms,
        )
    }
    judged = {name: judged_controls(case_file, rules) for name, case_file in all_briefs.items()}
    ratings = {
        name: rated(results, policy, answered=all_briefs[name].own is not None)
        for name, (results, _) in judged.items()
    }
    return tuple(
        _result(case_file, *judged[name], ratings=ratings, all_briefs=all_briefs)
        for name, case_file in all_briefs.items()
    )


def judged_controls(
    case_file: CaseFile, rules: Sequence[CrossCheck]
) -> tuple[tuple[ControlResult, ...], tuple[Comparison, ...]]:
    """The verdict on each control that applies, and every comparison made."""
    comparisons = (*compared(case_file, rules), *log_comparisons(case_file))
    touching: dict[str, list[Comparison]] = {}
    for comparison in comparisons:
        for name in comparison.touches:
            touching.setdefault(name, []).append(comparison)
    results = tuple(
        settled(case_file, control, judged_sides(case_file, control), touching.get(control.id, ()))
        for control in case_file.controls()
    )
    return results, comparisons


def _result(
    case_file: CaseFile,
    results: tuple[ControlResult, ...],
    comparisons: tuple[Comparison, ...],
    *,
    ratings: dict[str, Rated],
    all_briefs: dict[str, CaseFile],
) -> ProcessorResult:
    mine = ratings[case_file.processor.id]
    own = case_file.own
    return ProcessorResult(
        processor=case_file.processor,
        rating=mine.rating,
        reasons=mine.reasons,
        would_change=mine.would_change,
        score=total(results),
        domains=by_domain(results, case_file.checklist),
        duties=by_duty(results),
        controls=results,
        comparisons=comparisons,
        claimed_exceptions=own.exceptions if own else (),
        chain=chain_view(
            case_file, all_briefs, {name: rating.rating for name, rating in ratings.items()}
        ),
        questionnaires=((own,) if own else ()) + case_file.client_checks,
        examination=case_file.examination,
    )
