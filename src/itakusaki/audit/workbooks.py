"""Workbooks to be filled: questionnaires, reviews, corrections; nothing a person entered is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from itakusaki.audit.intake_check import CompanyCheck
from itakusaki.audit.last_round import OWN_CHECK, last_replies
from itakusaki.audit.ports import AuditStore
from itakusaki.audit.rounds import flags
from itakusaki.audit.setup import Setup
from itakusaki.catalogue.credits import NO_CREDITS, Credits, credits_of
from itakusaki.files.names import book_names, safe_text
from itakusaki.files.writing import Written, write_together
from itakusaki.findings.due import form_depths
from itakusaki.forms import (
    Correction,
    CorrectionSheet,
    corrections_book,
    questionnaire_book,
    review_book,
)
from itakusaki.forms.archive import is_as_made
from itakusaki.forms.selection import Extent
from itakusaki.language import Translator
from itakusaki.language.labels import DEPTHS
from itakusaki.model.answer import LastReply
from itakusaki.model.assessment import Assessment
from itakusaki.model.depth import Depth
from itakusaki.model.errors import FileExistsAlreadyError, UnknownNameError
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty, Ledger, Processor, Role
from itakusaki.settings.rounds import round_span

#: What each kind of workbook is called; its name goes on with round, code and company.
TITLES: Final = {
    Duty.PROCESSOR: Message(N_("questionnaire")),
    Duty.SUB_PROCESSOR: Message(N_("questionnaire-sub-processor")),
    Duty.CLIENT: Message(N_("own-check")),
}
REVIEW: Final = Message(N_("review"))
CORRECTIONS: Final = Message(N_("corrections"))
BLANK: Final = Message(N_("blank"))
EVERYBODY: Final = Message(N_("all"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which questionnaires to make: for whom (None: for nobody in particular), of which kind.

    `own_check` adds the client's own check, which speaks of all its processors at once; `ledger` is what
    the processors stand in, None where none is wanted by name. `depth` overrules that of the risk tier.
    """

    processors: Sequence[Processor | None]
    kind: Duty | None
    own_check: bool = False
    ledger: Ledger | None = None
    depth: Depth | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeQuestionnaires:
    """The questionnaires written, and how much each processor's asks, by its code."""

    written: tuple[Written, ...]
    extents: Mapping[str, Extent]


def make_questionnaires(
    setup: Setup,
    wanted: Wanted,
    translator: Translator,
    *,
    out: Path,
    force: bool,
    store: AuditStore | None = None,
) -> MadeQuestionnaires:
    """Write one questionnaire for each processor wanted, all or none.

    Where a store knows what a party declared in an earlier round, its form shows that.

    Raises:
        FileExistsAlreadyError: one is there already; then none is written.
    """
    asked = [
        (processor, wanted.kind or (processor.duty if processor else Duty.PROCESSOR))
        for processor in wanted.processors
    ]
    if wanted.own_check:
        asked.append((None, Duty.CLIENT))
    every = wanted.ledger.processors.values() if wanted.ledger else ()
    parties = book_names({party.id: party.name for party in every})  # no two come to one file
    paths = [out / _name(setup, who, kind, parties, translator) for who, kind in asked]
    blank = Extent(depth=wanted.depth or Depth.FULL)
    _refuse_existing(paths, force=force)
    codes = {who.id if who else OWN_CHECK for who, kind in asked if who or kind is Duty.CLIENT}
    last = last_replies(store, setup.workspace, codes) if store else {}
    extents = _extents(setup, wanted)
    books = (
        _questionnaire(
            setup, who, kind, translator, extents.get(who.id, blank) if who else blank, last
        )
        for who, kind in asked
    )
    written = write_together(dict(zip(paths, books, strict=True)), root=setup.workspace.folder)
    return MadeQuestionnaires(written=written, extents=extents)


def _extents(setup: Setup, wanted: Wanted) -> Mapping[str, Extent]:
    """How much the form of each processor wanted asks, and why: by its risk tier, unless overruled."""
    if wanted.ledger is None:
        return {}
    parties = [party for party in wanted.processors if party is not None]
    known = setup.last_answers()
    found = {}
    depths = form_depths(parties, wanted.ledger, setup.rules.rounds, flags(setup))
    for code, (depth, reason) in depths.items():
        overruled = Message.of(
            N_("asked for; by its tier it would be {depth}"), depth=DEPTHS[depth]
        )
        found[code] = Extent(
            depth=wanted.depth or depth,
            reason=overruled if wanted.depth not in (None, depth) else reason,
            last=known.get(code, {}),
            as_of=setup.workspace.as_of,
        )
    return found


def _questionnaire(
    setup: Setup,
    processor: Processor | None,
    kind: Duty,
    translator: Translator,
    extent: Extent,
    last: Mapping[str, LastReply],
) -> bytes:
    is_known = processor is not None or kind is Duty.CLIENT
    return questionnaire_book(
        checklist=setup.rules.checklist,
        layout=setup.rules.standard,
        kind=kind,
        processor=processor,
        client=_client(setup),
        round_=setup.workspace.round,
        due=_due(setup, processor),
        translator=translator,
        credits_=_credits(setup, processor),
        last=last.get(processor.id if processor else OWN_CHECK) if is_known else None,
        has_notes=setup.workspace.role is Role.PROCESSOR,
        extent=extent,
        contact=_contact(setup, processor),
    )


def _client(setup: Setup) -> str:
    """Whose data are handled; a processor that inspects itself is no client of its own."""
    if setup.workspace.role is Role.PROCESSOR:
        return setup.workspace.documents.of("").addressee
    return setup.workspace.client


def _contact(setup: Setup, processor: Processor | None) -> str:
    """Whom a cover names for questions, by the settings of letters."""
    given = setup.workspace.documents.of(processor.id if processor else "")
    told = (given.department, given.sender, given.contact)
    return " ".join(filter(None, told))


def _credits(setup: Setup, processor: Processor | None) -> Credits:
    """What certificates in the ledger stand for on the round's day."""
    if processor is None:
        return NO_CREDITS
    return credits_of(processor, setup.rules.checklist, setup.workspace.as_of)


def make_reviews(
    setup: Setup, assessment: Assessment, ids: Sequence[str], translator: Translator, *, force: bool
) -> tuple[Written, ...]:
    """Write the auditor's review workbook of each processor named, or of all that answered.

    One in which an auditor entered anything is never written over: the new one goes beside it, and
    both are read.
    """
    known = {result.processor.id: result for result in assessment.results}
    for name in ids:
        if name not in known:
            raise UnknownNameError(name, tuple(known))
    chosen = [known[name] for name in ids] or [r for r in known.values() if r.questionnaires]
    names = book_names({id_: result.processor.name for id_, result in known.items()})
    paths = [
        setup.workspace.reviews / _file(REVIEW, setup, names[result.processor.id], translator)
        for result in chosen
    ]
    _refuse_existing(paths, force=force)
    books = {}
    for path, result in zip(paths, chosen, strict=True):
        books[_untouched(path)] = review_book(
            checklist=setup.rules.checklist,
            layout=setup.rules.standard,
            result=result,
            round_=assessment.round,
            translator=translator,
        )
    return write_together(books, root=setup.workspace.folder)


def _untouched(path: Path) -> Path:
    """The path, or a numbered one beside it where a person has saved the workbook that lies there."""
    numbered = (path.with_stem(f"{path.stem}_{number}") for number in range(2, 1000))
    free = (at for at in (path, *numbered) if not at.exists() or is_as_made(at.read_bytes()))
    return next(free)


def _name(
    setup: Setup,
    processor: Processor | None,
    kind: Duty,
    parties: Mapping[str, str],
    translator: Translator,
) -> str:
    if processor is not None:
        party = parties[processor.id]
    elif kind is Duty.CLIENT or setup.workspace.role is Role.PROCESSOR:
        party = safe_text(setup.workspace.client) or translator.say(EVERYBODY)
    else:
        party = translator.say(BLANK)
    return _file(TITLES[kind], setup, party, translator)


def _file(title: Message, setup: Setup, party: str, translator: Translator) -> str:
    """The name of a workbook, such as 調査票_2026Q4_A01_青葉データサービス.xlsx."""
    return f"{translator.say(title)}_{setup.workspace.round}_{party}.xlsx"


def _refuse_existing(paths: Sequence[Path], *, force: bool) -> None:
    for path in _existing(paths):
        if not force:
            raise FileExistsAlreadyError(str(path))


def _existing(paths: Sequence[Path]) -> Iterator[Path]:
    return (path for path in paths if path.exists())


def make_corrections(
    setup: Setup, found: Sequence[CompanyCheck], translator: Translator, *, out: Path, force: bool
) -> tuple[Written, ...]:
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
    names = book_names({p.id: p.name for check in found if (p := check.processor) is not None})
    asked = {out / _file(CORRECTIONS, setup, translator.say(EVERYBODY), translator): parties} | {
        out / _file(CORRECTIONS, setup, names[party.code], translator): [party] for party in parties
    }
    _refuse_existing(tuple(asked), force=force)
    books = {
        path: corrections_book(
            sheets, client=workspace.client, round_=workspace.round, translator=translator
        )
        for path, sheets in asked.items()
    }
    return write_together(books, root=workspace.folder)


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
