"""Assessing: a workspace's files in, one Assessment out; nothing is written."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from itakusaki import __version__
from itakusaki.audit.code_stamp import code_stamp
from itakusaki.audit.examinations import examinations
from itakusaki.audit.notices import with_notices
from itakusaki.audit.setup import Setup
from itakusaki.catalogue.names import name_fold
from itakusaki.files.kept_books import KeptBooks
from itakusaki.files.names import safe_text
from itakusaki.files.workers import Worker, WorkerDiedError
from itakusaki.findings.commitments import commitments
from itakusaki.findings.sealing import Parted, parted
from itakusaki.findings.unrecognised import candidates
from itakusaki.intake.book import NOTHING_KEPT
from itakusaki.intake.recognise import Recognised
from itakusaki.intake.round import (
    Inputs,
    Intake,
    read_contract_books,
    read_deliveries,
    read_ledger_alone,
    read_round,
)
from itakusaki.model.assessment import Assessment, Dossier
from itakusaki.model.errors import NoRoundError, NothingToAuditError
from itakusaki.model.issue import DataIssue
from itakusaki.model.message import N_
from itakusaki.model.party import Ledger, Role
from itakusaki.model.retest import Examination
from itakusaki.model.source import SourceFile
from itakusaki.model.step import OnStep, Step
from itakusaki.score.evaluate import evaluate
from itakusaki.settings import Workspace
from itakusaki.validate.checking import Checking
from itakusaki.validate.gate import Checks, check
from itakusaki.validate.job import Job
from itakusaki.validate.kept_outcomes import KeptOutcomes
from itakusaki.validate.outcome import TableOutcome


def read(setup: Setup, *, on_progress: OnStep, today: date | None = None) -> Intake:
    """Read everything a round consists of, however little that is."""
    inputs, rules = _inputs(setup, today), setup.rules
    inputs = replace(inputs, last=setup.last_answers(), not_due=setup.not_due())
    return read_round(inputs, rules.checklist, rules.layouts, on_progress=on_progress)


def ledger_of(setup: Setup) -> Ledger:
    """The workspace's ledger; what cannot be read of it shows in `intake check`."""
    return read_ledger_alone(_inputs(setup), setup.rules.checklist, setup.rules.layouts)


def contract_books(setup: Setup) -> tuple[tuple[Path, Recognised], ...]:
    """The workbooks about contracts, each with the tables found in it."""
    return read_contract_books(_inputs(setup), setup.rules.checklist, setup.rules.layouts)


def deliveries_of(setup: Setup) -> Dossier:
    """The workspace's ledger and what was delivered as evidence; no reply is read for it."""
    return read_deliveries(_inputs(setup), setup.rules.checklist, setup.rules.layouts)


def _inputs(setup: Setup, today: date | None = None) -> Inputs:
    workspace = setup.workspace
    inspects_itself = workspace.role is Role.PROCESSOR
    return Inputs(
        root=workspace.folder,
        contracts=workspace.contracts,
        questionnaires=workspace.questionnaires,
        evidence=workspace.evidence,
        reviews=workspace.reviews,
        round=workspace.round,
        client_answers=not inspects_itself,
        own_form=_own_form(workspace),
        own_name=workspace.client if inspects_itself else "",
        owners=workspace.owners,
        as_of=workspace.as_of,
        today=today or workspace.as_of,
        allowance=workspace.reading,
        kept=_kept_books(setup),
        jobs=setup.jobs,
    )


def _kept_books(setup: Setup) -> KeptBooks:
    return (
        NOTHING_KEPT
        if setup.cache.folder is None
        else KeptBooks(cache=setup.cache, stamp=code_stamp())
    )


def _own_form(workspace: Workspace) -> str:
    """The questionnaire that was made for the client itself, from the workspace; "" where none was."""
    end = f"_{workspace.round}_{safe_text(workspace.client)}.xlsx"
    folder = workspace.outgoing
    made = sorted(path for path in folder.glob("*.xlsx") if path.name.endswith(end))
    return made[0].relative_to(workspace.folder).as_posix() if made else ""


def intake(setup: Setup, *, on_progress: OnStep, today: date | None = None) -> Intake:
    """Read a round that is to be audited; due dates are held against a day, else the as-of day.

    Raises:
        NoRoundError: there is no folder of the round.
        NothingToAuditError: neither a ledger nor a questionnaire could be read.
    """
    _refuse_unknown_round(setup.workspace)
    found = read(setup, on_progress=on_progress, today=today)
    if not found.dossier.ledger.processors and not found.dossier.questionnaires:
        raise NothingToAuditError(str(setup.workspace.folder), found.dossier.issues)
    return found


def _refuse_unknown_round(workspace: Workspace) -> None:
    """End a run on a round that was mistyped, or of which nothing has come in yet."""
    is_empty = not workspace.rounds and not workspace.contracts.is_dir()
    if not is_empty and not any(folder.is_dir() for folder in workspace.round_folders):
        folder = workspace.questionnaires.relative_to(workspace.folder).as_posix()
        raise NoRoundError(workspace.round, workspace.rounds, f"{folder}/")


def gate(
    setup: Setup,
    found: Intake,
    *,
    data_docs: Path | None = None,
    checking: Checks | None = None,
) -> tuple[DataIssue, ...]:
    """Check every table of the run against the suites of expectations, in one go."""
    return check(
        found.tables,
        setup.rules.suites,
        data_docs=data_docs,
        known=found.dossier.issues,
        outcomes=_kept_outcomes(setup),
        checking=checking,
    )


@contextmanager
def _checking(setup: Setup, *, wanted: bool) -> Iterator[Checks | None]:
    """What checks tables in a process of its own, which loads Great Expectations in the meantime.

    None where it is not wanted, one core is all there is, or the library is loaded here already.
    """
    if not wanted or setup.jobs == 1 or "great_expectations" in sys.modules:
        yield None
        return
    worker: Worker[Sequence[Job], tuple[TableOutcome, ...]] = Worker(Checking())

    def checked(jobs: Sequence[Job]) -> tuple[TableOutcome, ...]:
        try:
            return worker(jobs)
        except WorkerDiedError:
            return Checking()(jobs)

    try:
        yield checked
    finally:
        worker.close()


def _kept_outcomes(setup: Setup) -> KeptOutcomes:
    stamp = code_stamp() if setup.cache.folder else ""
    return KeptOutcomes(cache=setup.cache, stamp=stamp)


def assess(setup: Setup, *, on_progress: OnStep, gated: bool = True) -> Assessment:
    """Read, check and score a round."""
    return judge(setup, dossier_of(setup, on_progress=on_progress, gated=gated))


def dossier_of(setup: Setup, *, on_progress: OnStep, gated: bool = True, only: str = "") -> Dossier:
    """Everything that is known of a round before it is judged: read, checked, its logs examined.

    `only` is the code of the one party whose logs are wanted.
    """
    with _checking(setup, wanted=gated) as checking:
        found = intake(setup, on_progress=on_progress)
        examined = examinations(setup, found.dossier, on_progress=on_progress, only=only)
        amiss = tuple(issue for examination in examined for issue in examination.issues)
        if gated:
            on_progress(Step(stage=N_("checking with Great Expectations")))
        refused = gate(setup, found, checking=checking) if gated else ()
    issues = found.dossier.issues + refused + amiss
    return replace(found.dossier, issues=issues, examinations=examined)


def judge(setup: Setup, dossier: Dossier) -> Assessment:
    """Score what is known of a round."""
    workspace, rules = setup.workspace, setup.rules
    evaluation = evaluate(
        dossier,
        checklist=rules.checklist,
        policy=rules.policy,
        rules=rules.cross_checks,
        role=workspace.role,
        as_of=workspace.as_of,
        company_forms=rules.standard.company_forms,
        client=workspace.client,
        last=setup.last_answers(),
        control_tests=rules.evidence,
        spoken=setup.spoken_against(),
        not_due=setup.not_due(),
    )
    assessment = Assessment(
        client=workspace.client,
        role=workspace.role,
        round=workspace.round,
        as_of=workspace.as_of,
        checklist_version=rules.checklist.version,
        policy_version=rules.policy.version,
        tool_version=__version__,
        supervision=evaluation.supervision,
        results=evaluation.results,
        issues=dossier.issues + evaluation.issues,
        sources=tuple(dict.fromkeys((*dossier.sources, *_looked_at(dossier.examinations)))),
        commitments=commitments(dossier.registers, workspace.as_of),
    )
    return with_notices(assessment, dossier, rules)


def part(setup: Setup, assessment: Assessment) -> Parted:
    """Part a run into what everybody may read and what the person responsible reads."""
    run = parted(assessment, setup.rules.evidence.tests, setup.rules.cross_checks)
    key = name_fold(setup.rules.standard.company_forms)
    return replace(run, ordinary=replace(run.ordinary, candidates=candidates(run.ordinary, key)))


def _looked_at(examined: Iterable[Examination]) -> Iterator[SourceFile]:
    """The exports and packs that tests rest on."""
    for examination in examined:
        yield from (read.file for read in examination.reads)
        yield from (seal.file for seal in examination.seals)
