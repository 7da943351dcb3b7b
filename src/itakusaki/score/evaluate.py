"""Evaluating: a dossier → the standing of every processor, and of the client that entrusts them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from itakusaki.catalogue.checklist import Checklist
from itakusaki.catalogue.cross_check import CrossCheck
from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.policy import ScoringPolicy
from itakusaki.model.answer import LastAnswers
from itakusaki.model.assessment import (
    ChainView,
    Comparison,
    ControlResult,
    Dossier,
    ProcessorResult,
    Standing,
)
from itakusaki.model.issue import RETURNED_BLANK, DataIssue
from itakusaki.model.party import Duty, Role
from itakusaki.model.retest import SpokenAgainst
from itakusaki.score.case_file import CaseFile, case_files
from itakusaki.score.chain import chain_view
from itakusaki.score.cross_checks import compared
from itakusaki.score.gone import gone_since
from itakusaki.score.held_back import (
    Waiting,
    controls_waiting,
    held_back,
    with_doubts,
)
from itakusaki.score.logs import log_comparisons
from itakusaki.score.rating import Rated, rated, unrated
from itakusaki.score.settle import settled
from itakusaki.score.totals import NO_SCORE, by_domain, total
from itakusaki.score.uncompared import left_uncompared


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Every processor's result, in the ledger's order, and the client's standing over all of them.

    `supervision` is None where no duty of the client is judged; `issues` are what only judging shows
    of the workbooks: what was lost, and would have been held against what counts.
    """

    results: tuple[ProcessorResult, ...]
    supervision: Standing | None
    issues: tuple[DataIssue, ...] = ()


def evaluate(  # noqa: PLR0913 - each is one thing a dossier is judged by
    dossier: Dossier,
    *,
    checklist: Checklist,
    policy: ScoringPolicy,
    rules: Sequence[CrossCheck],
    role: Role,
    as_of: date,
    company_forms: tuple[str, ...] = (),
    client: str = "",
    last: Mapping[str, LastAnswers] | None = None,
    control_tests: EvidenceData | None = None,
    spoken: Mapping[str, SpokenAgainst] | None = None,
    not_due: frozenset[str] = frozenset(),
) -> Evaluation:
    """Judge every processor of the ledger, and how the client supervises them.

    `last` is what each party answered in earlier rounds, by its code; `control_tests` are those that
    a file which was named and is missing holds back, none where they are left out; `spoken` is what
    logs said in earlier runs and nobody settled, by party; `not_due` are the parties from which the round
    expects nothing.
    """
    found = case_files(
        dossier,
        checklist=checklist,
        policy=policy,
        role=role,
        as_of=as_of,
        company_forms=company_forms,
        client=client,
        last=last,
        control_tests=control_tests,
        spoken=spoken,
        not_due=not_due,
    )
    waiting = {}
    files = {}
    for one in found:
        waiting[one.processor.id] = held_back(one, rules)
        files[one.processor.id] = with_doubts(one, waiting[one.processor.id])
    made = {name: _comparisons(case_file, rules) for name, case_file in files.items()}
    own = {
        name: _own_standing(one, made[name], controls_waiting(one, waiting[name], rules))
        for name, one in files.items()
    }
    clients = {name: _supervision(files[name], made[name]) for name in files}
    ratings = {name: standing.rating for name, standing in own.items()}
    results = tuple(
        _result(
            case_file,
            own[name],
            supervision=clients[name],
            comparisons=made[name],
            chain=chain_view(case_file, files, ratings),
        )
        for name, case_file in files.items()
    )
    return Evaluation(
        results=results,
        supervision=_over_all(clients.values(), dossier, (checklist, policy)),
        issues=tuple(
            issue
            for name, case_file in files.items()
            for issue in (
                *left_uncompared(case_file, rules, own[name].controls),
                *gone_since(case_file, rules),
            )
        ),
    )


def _comparisons(case_file: CaseFile, rules: Sequence[CrossCheck]) -> tuple[Comparison, ...]:
    topics = {rule.id: rule.topic for rule in rules}
    return (*compared(case_file, rules), *log_comparisons(case_file, topics))


def judged_controls(
    case_file: CaseFile,
    side: Duty,
    comparisons: Sequence[Comparison],
    waiting: Waiting = MappingProxyType({}),
) -> tuple[ControlResult, ...]:
    """The verdict on each control that a side owes in this entrustment, in catalogue order.

    `waiting` are the controls whose tests wait for files, with the names of these.
    """
    touching: dict[str, list[Comparison]] = {}
    for comparison in comparisons:
        for name in comparison.touches:
            touching.setdefault(name, []).append(comparison)
    return tuple(
        settled(
            case_file,
            control,
            side,
            touching.get(control.id, ()),
            waits_for=waiting.get(control.id, ()),
        )
        for control in case_file.controls()
        if side in case_file.sides(control)
    )


def _own_standing(
    case_file: CaseFile,
    comparisons: Sequence[Comparison],
    waiting: Waiting,
) -> Standing:
    controls = judged_controls(case_file, case_file.party, comparisons, waiting)
    judged_by = (case_file.checklist, case_file.policy)
    blank = any(
        issue.code == RETURNED_BLANK and issue.processor == case_file.processor.id
        for issue in case_file.dossier.issues
    )
    return _standing(
        controls,
        judged_by,
        answered=case_file.own is not None,
        unrated_as=unrated(case_file.party, blank=blank, due=case_file.is_due or blank),
    )


def _supervision(case_file: CaseFile, comparisons: Sequence[Comparison]) -> Standing | None:
    """How the client stands on what it owes in entrusting this party."""
    controls = judged_controls(case_file, Duty.CLIENT, comparisons)
    if not controls:
        return None
    answered = bool(case_file.client_checks)
    judged_by = (case_file.checklist, case_file.policy)
    return _standing(controls, judged_by, answered=answered, unrated_as=unrated(Duty.CLIENT))


def _over_all(
    supervisions: Iterable[Standing | None],
    dossier: Dossier,
    judged_by: tuple[Checklist, ScoringPolicy],
) -> Standing | None:
    """The client's standing over all its entrustments: every duty counts once for each of them."""
    controls = [control for found in supervisions if found for control in found.controls]
    if not controls:
        return None
    answered = any(q.side is Duty.CLIENT for q in dossier.questionnaires)
    return _standing(controls, judged_by, answered=answered, unrated_as=unrated(Duty.CLIENT))


def _standing(
    controls: Sequence[ControlResult],
    judged_by: tuple[Checklist, ScoringPolicy],
    *,
    answered: bool,
    unrated_as: Rated,
) -> Standing:
    """A side's controls, scored and rated; one that handed nothing in has neither score nor rating."""
    checklist, policy = judged_by
    rating = rated(controls, policy) if answered else unrated_as
    return Standing(
        rating=rating.rating,
        reasons=rating.reasons,
        would_change=rating.would_change,
        score=total(controls) if answered else NO_SCORE,
        domains=by_domain(controls, checklist),
        controls=tuple(controls),
    )


def _result(
    case_file: CaseFile,
    own: Standing,
    *,
    supervision: Standing | None,
    comparisons: tuple[Comparison, ...],
    chain: ChainView,
) -> ProcessorResult:
    asked = case_file.own
    return ProcessorResult(
        processor=case_file.processor,
        rating=own.rating,
        reasons=own.reasons,
        would_change=own.would_change,
        score=own.score,
        domains=own.domains,
        controls=own.controls,
        supervision=supervision,
        comparisons=comparisons,
        claimed_exceptions=asked.exceptions if asked else (),
        chain=chain,
        questionnaires=((asked,) if asked else ()) + case_file.client_checks,
        examination=case_file.examination,
        depth=case_file.depth,
    )
