"""Workbooks to be filled: questionnaires, ledger and clauses, reviews; never over what is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from itakusaki.audit.intake_check import CompanyCheck
from itakusaki.audit.safe_files import safe_name, write_whole
from itakusaki.audit.setup import Setup
from itakusaki.catalogue.credits import NO_CREDITS, Credits, credits_of
from itakusaki.forms import (
    Correction,
    CorrectionSheet,
    contract_book,
    corrections_book,
    questionnaire_book,
    review_book,
)
from itakusaki.language import Translator
from itakusaki.model.assessment import Assessment
from itakusaki.model.errors import FileExistsAlreadyError, UnknownNameError
from itakusaki.model.party import Duty, Ledger, Processor
from itakusaki.settings.rounds import round_span


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which questionnaires to make: for whom (None: for nobody in particular), of which kind.

    `own_check` adds the client's own check, which speaks of all its processors at once.
    """

    processors: Sequence[Processor | None]
    kind: Duty | None
    own_check: bool = False


def make_questionnaires(
    setup: Setup, wanted: Wanted, translator: Translator, *, out: Path, force: bool
) -> tuple[Path, ...]:
    """Write one questionnaire for each processor wanted, and give their paths.

    Raises:
        FileExistsAlreadyError: one is there already; then none is written.
    """
    books = [
        (_target(out, setup, processor, kind), processor, kind)
        for processor in wanted.processors
        for kind in (wanted.kind or (processor.duty if processor else Duty.PROCESSOR),)
    ]
    if wanted.own_check:
        books.append((_target(out, setup, None, Duty.CLIENT), None, Duty.CLIENT))
    _refuse_existing([path for path, _, _ in books], force=force)
    for path, processor, kind in books:
        content = questionnaire_book(
            checklist=setup.rules.checklist,
            layout=setup.rules.standard,
            kind=kind,
            processor=processor,
            client=setup.workspace.client,
            round_=setup.workspace.round,
            due=_due(setup, processor),
            translator=translator,
            credits_=_credits(setup, processor),
        )
        write_whole(path, content)
    return tuple(path for path, _, _ in books)


def _credits(setup: Setup, processor: Processor | None) -> Credits:
    """What certificates in the ledger stand for on the round's day."""
    if processor is None:
        return NO_CREDITS
    return credits_of(processor, setup.rules.checklist, setup.workspace.as_of)


def make_contract_book(
    setup: Setup, ledger: Ledger | None, translator: Translator, *, out: Path, force: bool
) -> Path:
    """Write the workbook for ledger, clauses and approvals."""
    _refuse_existing([out], force=force)
    content = contract_book(
        checklist=setup.rules.checklist,
        layout=setup.rules.standard,
        entrustments=ledger.entrustments if ledger else (),
        translator=translator,
    )
    write_whole(out, content)
    return out


def make_reviews(
    setup: Setup, assessment: Assessment, ids: Sequence[str], translator: Translator, *, force: bool
) -> tuple[Path, ...]:
    """Write the auditor's review workbook of each processor named, or of all that answered."""
    known = {result.processor.id: result for result in assessment.results}
    for name in ids:
        if name not in known:
            raise UnknownNameError(name, tuple(known))
    chosen = [known[name] for name in ids] or [r for r in known.values() if r.questionnaires]
    folder = setup.workspace.reviews
    paths = [folder / f"review_{safe_name(result.processor.id)}.xlsx" for result in chosen]
    _refuse_existing(paths, force=force)
    for path, result in zip(paths, chosen, strict=True):
        content = review_book(
            checklist=setup.rules.checklist,
            layout=setup.rules.standard,
            result=result,
            round_=assessment.round,
            translator=translator,
        )
        write_whole(path, content)
    return tuple(paths)


def _target(out: Path, setup: Setup, processor: Processor | None, kind: Duty) -> Path:
    party = safe_name(processor.id) if processor else "all" if kind is Duty.CLIENT else "blank"
    return out / f"{setup.workspace.round}_{kind.value}_{party}.xlsx"


def _refuse_existing(paths: Sequence[Path], *, force: bool) -> None:
    for path in _existing(paths):
        if not force:
            raise FileExistsAlreadyError(str(path))


def _existing(paths: Sequence[Path]) -> Iterator[Path]:
    return (path for path in paths if path.exists())


def make_corrections(
    setup: Setup, found: Sequence[CompanyCheck], translator: Translator, *, out: Path, force: bool
) -> tuple[Path, ...]:
    """Write what each company is asked to correct: one workbook each, and one of all for oneself.

    What is sent to one company so holds nothing of another. A company that has nothing to correct
    gets no workbook; where none has, there is none at all.

    Raises:
        FileExistsAlreadyError: one is there already; then none is written.
    """
    parties = [party for check in found if (party := _asked_of(check)) is not None]
    if not parties:
        return ()
    workspace = setup.workspace
    books = {out / f"{workspace.round}_corrections_all.xlsx": parties} | {
        out / f"{workspace.round}_corrections_{safe_name(party.code)}.xlsx": [party]
        for party in parties
    }
    _refuse_existing(tuple(books), force=force)
    for path, asked in books.items():
        content = corrections_book(
            asked, client=workspace.client, round_=workspace.round, translator=translator
        )
        write_whole(path, content)
    return tuple(books)


def _asked_of(check: CompanyCheck) -> CorrectionSheet | None:
    corrections = tuple(
        Correction(at=issue.at, found=issue.says, asked=asked) for issue, asked in check.requests
    )
    if check.processor is None or not corrections:
        return None
    party = check.processor
    return CorrectionSheet(
        code=party.id, name=party.name, due=party.due_on, corrections=corrections
    )


def overdue(setup: Setup, processors: Sequence[Processor | None]) -> tuple[Processor, ...]:
    """The processors whose reply would be due before the round begins: the ledger's day is an old one."""
    span = round_span(setup.workspace.round)
    return tuple(p for p in processors if p and span and p.due_on and p.due_on < span.first)


def _due(setup: Setup, processor: Processor | None) -> date | None:
    """The day a reply is due; a day before the round is not printed on a form."""
    return None if processor is None or overdue(setup, [processor]) else processor.due_on
