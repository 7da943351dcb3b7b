"""A round: every workbook of a workspace read into one dossier, and into tables for the gate."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Final

from itakusaki.catalogue.checklist import Checklist, Control
from itakusaki.catalogue.credits import credits_of
from itakusaki.catalogue.layout import Layout
from itakusaki.files.ahead import begun_ahead
from itakusaki.files.folding import code_key, plain
from itakusaki.files.kept_books import KeptBooks
from itakusaki.files.listing import listing
from itakusaki.files.names import relative_name
from itakusaki.intake.approvals import read_approvals
from itakusaki.intake.assignment import Assignment, Assignments
from itakusaki.intake.book import NOTHING_KEPT, READABLE, Opened, Opening
from itakusaki.intake.clauses import read_clauses
from itakusaki.intake.evidence_files import (
    note_hashes,
    note_missing,
    note_unnamed,
    read_evidence,
    with_contents,
)
from itakusaki.intake.gate_rows import gate_columns
from itakusaki.intake.identity import Owner, owner_of
from itakusaki.intake.issues import Notes, issue, listed
from itakusaki.intake.ledger import SELF, own_ledger, read_ledger
from itakusaki.intake.parties import Parties
from itakusaki.intake.questionnaire import (
    is_answered,
    note_head,
    note_round,
    note_unanswered,
    read_questionnaire,
)
from itakusaki.intake.reckoning import Reckoning
from itakusaki.intake.recognise import LayoutReader, Recognised, recognise
from itakusaki.intake.registers import read_registers
from itakusaki.intake.replies import (
    Progress,
    Reply,
    UnusedReply,
    counted,
    joined,
    missing_controls,
    progress_of,
    unanswered,
    unused_issues,
    without_client,
)
from itakusaki.intake.reviews import read_reviews
from itakusaki.model.allowance import USUAL, Allowance
from itakusaki.model.answer import LastAnswers
from itakusaki.model.assessment import Dossier
from itakusaki.model.depth import Depth
from itakusaki.model.issue import DataIssue
from itakusaki.model.message import N_, Words
from itakusaki.model.party import Duty, Ledger, Processor
from itakusaki.model.record import Record
from itakusaki.model.source import CellRef, SourceFile
from itakusaki.model.step import OnStep, Step
from itakusaki.tabular import SheetTable, TableRow, gathered
from itakusaki.tabular.hidden_sheet import CORRECTIONS, FINDINGS

#: What is read from each folder.
READING: Final = N_("reading")
CONTRACT_TABLES: Final = frozenset({"ledger", "clauses", "approvals", "promises", "orders"})
QUESTIONNAIRE_TABLES: Final = frozenset({"answers"})
REVIEW_TABLES: Final = frozenset({"review"})
#: What is said of a list of our own that lies among questionnaires, by its kind.
RETURNED: Final = {CORRECTIONS: "corrections_returned", FINDINGS: "findings_returned"}
#: Workbooks that other programs write; a sentence says what to do.
OTHER_WORKBOOKS: Final = frozenset({".ods", ".xlsb", ".numbers"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Where things lie, absolute; names in a CellRef are relative to `root`, with slashes.

    `owners` gives patterns of names of replies a processor code (or "client"); `as_of` is the day
    the round is judged for, `today` the one that due dates are held against; days that are None
    decide nothing. `client_answers` is whether the client answers for itself as well; a self-inspection has no
    such questionnaire; `own_form` is the one that was made for it, "" where none was. `own_name` is the company that inspects itself: with no ledger, it alone.
    `allowance` is what reading each file may take. `last` is what each party answered in earlier rounds.
    `not_due` are the parties from which the round expects nothing. `kept` finds workbooks again that were
    read before; `jobs` is how many may be read at a time.
    """

    root: Path
    contracts: Path
    questionnaires: Path
    evidence: Path
    reviews: Path
    round: str
    client_answers: bool = True
    own_form: str = ""
    own_name: str = ""
    owners: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None
    today: date | None = None
    allowance: Allowance = USUAL
    last: Mapping[str, LastAnswers] = field(default_factory=dict)
    not_due: frozenset[str] = frozenset()
    kept: KeptBooks = NOTHING_KEPT
    jobs: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What was read: the dossier, every kind of table for the gate, how far each reply is filled."""

    dossier: Dossier
    tables: tuple[SheetTable, ...]
    progress: tuple[Progress, ...] = ()


def _count(inputs: Inputs) -> int:
    """How many files there are to open."""
    folders = (inputs.contracts, inputs.questionnaires, inputs.reviews)
    return sum(len(listing(folder).files) for folder in folders)


def _silent(_step: Step) -> None:
    """Say nothing of a file that is opened."""


def read_round(
    inputs: Inputs,
    checklist: Checklist,
    layouts: Sequence[Layout],
    *,
    on_progress: OnStep = _silent,
) -> Intake:
    """Read ledger, clauses, approvals, questionnaires, reviews and evidence of a round.

    What cannot be read or believed is a data issue; nothing stops the rest. `on_progress` hears of
    each file as it is opened.
    """
    return _Round(inputs, checklist, layouts, on_progress).read()


def read_ledger_alone(inputs: Inputs, checklist: Checklist, layouts: Sequence[Layout]) -> Ledger:
    """Read the ledger and nothing else of a round; what cannot be read of it `read_round` says."""
    return _Round(inputs, checklist, layouts, _silent).ledger()


def read_contract_books(
    inputs: Inputs, checklist: Checklist, layouts: Sequence[Layout]
) -> tuple[tuple[Path, Recognised], ...]:
    """The workbooks that hold ledger, clauses or approvals; issues are left to `read_round`."""
    return _Round(inputs, checklist, layouts, _silent).contract_books()


def read_deliveries(inputs: Inputs, checklist: Checklist, layouts: Sequence[Layout]) -> Dossier:
    """Read the ledger and list the evidence delivered, no reply; issues are left to `read_round`."""
    return _Round(inputs, checklist, layouts, _silent).deliveries()


@dataclass(slots=True)
class _Found:
    """What the round holds so far."""

    sources: list[SourceFile] = field(default_factory=list)
    issues: list[DataIssue] = field(default_factory=list)
    rows: list[TableRow] = field(default_factory=list)
    progress: list[Progress] = field(default_factory=list)
    #: File, sheet and row number → whose row it is.
    owners: dict[tuple[str, str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ContractBooks:
    """What the workbooks about contracts say first: the ledger, by which all else finds its owner."""

    books: tuple[Recognised, ...]
    parties: Parties
    records: tuple[Record, ...]


class _Round:
    """One reading of a workspace."""

    def __init__(
        self,
        inputs: Inputs,
        checklist: Checklist,
        layouts: Sequence[Layout],
        on_progress: OnStep,
    ) -> None:
        self._inputs = inputs
        self._checklist = checklist
        self._layouts = layouts
        self._lenses = [LayoutReader(layout, checklist) for layout in layouts]
        self._told = on_progress
        self._opened, self._files = 0, _count(inputs)
        self._out = _Found()
        self._reckoning = Reckoning(
            round=inputs.round,
            as_of=inputs.as_of,
            today=inputs.today,
            not_due=inputs.not_due,
        )

    def read(self) -> Intake:
        inputs, notes = self._inputs, Notes()
        contracts = self._read_contracts(notes)
        parties = contracts.parties
        clauses = read_clauses(contracts.books, parties.ledger, notes)
        notes.issues.extend(self._reckoning.issues(parties.ledger))
        approvals, approval_rows = read_approvals(contracts.books, parties, notes)
        registers = read_registers(contracts.books, parties, notes)
        replies = self._replies(parties)
        with closing(self._books(inputs.reviews, REVIEW_TABLES, notes)) as books:
            reviews, review_rows = read_reviews(books, parties, notes)
        evidence = read_evidence(inputs.evidence, inputs.root, parties, notes)
        questionnaires = tuple(reply.returned.questionnaire for reply in replies)
        note_hashes(questionnaires, evidence, notes)
        note_unnamed(questionnaires, evidence, notes)
        note_missing(questionnaires, evidence, notes)
        days_in = self._lenses[0].spellings.days_in
        evidence = with_contents(questionnaires, evidence, inputs.root, days_in, inputs.allowance)
        rows = (*contracts.records, *clauses.records, *approval_rows, *review_rows, *registers)
        self._take(rows, parties)
        return Intake(
            dossier=Dossier(
                ledger=parties.ledger,
                clauses=clauses.clauses,
                questionnaires=questionnaires,
                approvals=approvals,
                registers=registers,
                reviews=reviews,
                evidence=evidence,
                sources=tuple(self._out.sources),
                issues=(*map(self._owned, notes.issues), *self._out.issues),
            ),
            tables=gathered(self._out.rows, gate_columns(self._layouts)),
            progress=tuple(self._out.progress),
        )

    def ledger(self) -> Ledger:
        """The ledger alone."""
        return self._read_contracts(Notes()).parties.ledger

    def contract_books(self) -> tuple[tuple[Path, Recognised], ...]:
        """The workbooks about contracts, each with where it lies."""
        folder = self._inputs.contracts
        paths = {self._name(path): path for path in listing(folder).files}
        books = self._books(folder, CONTRACT_TABLES, Notes())
        return tuple((paths[found.book.file], found) for found in books)

    def deliveries(self) -> Dossier:
        """The ledger and the evidence delivered."""
        notes = Notes()
        parties = self._read_contracts(notes).parties
        evidence = read_evidence(self._inputs.evidence, self._inputs.root, parties, notes)
        return Dossier(ledger=parties.ledger, evidence=evidence)

    def _read_contracts(self, notes: Notes) -> _ContractBooks:
        books = tuple(self._books(self._inputs.contracts, CONTRACT_TABLES, notes))
        ledger, records = read_ledger(books, notes, self._inputs.as_of)
        ledger, own = self._own_ledger(ledger, notes, books)
        spellings = self._lenses[0].spellings
        parties = Parties(ledger, spellings.company_key, spellings.company_kinds, own)
        return _ContractBooks(books=books, parties=parties, records=records)

    def _own_ledger(
        self, ledger: Ledger, notes: Notes, books: Sequence[Recognised]
    ) -> tuple[Ledger, str]:
        """The ledger, or that of a company which inspects itself, with its code."""
        at = CellRef(file=self._name(self._inputs.contracts))
        if ledger.entrustments:
            return ledger, ""
        if plain(self._inputs.own_name):
            return own_ledger(self._inputs.own_name, at), SELF
        empty = next((found for found in books if "ledger" in found.tables), None)
        if empty:
            notes.add("empty_ledger", empty.book.at)
        else:
            notes.add("no_ledger", at, folder="contracts/")
        return ledger, ""

    # -- files ----------------------------------------------------------------------------

    def _books(self, folder: Path, tables: frozenset[str], notes: Notes) -> Generator[Recognised]:
        """The workbooks of a folder that hold one of the tables read from there."""
        paths = self._listed(folder, notes)
        with closing(self._openings(paths)) as books:
            for path in paths:
                found = self._book(path, books, notes)
                if found is None:
                    continue
                if found.tables & tables:
                    yield found
                elif found.tables:
                    self._note_wrong_folder(found, notes)

    def _listed(self, folder: Path, notes: Notes) -> tuple[Path, ...]:
        """The files of a folder; what is none is noted."""
        found = listing(folder)
        for path in found.odd:
            notes.add("not_plain", CellRef(file=self._name(path)))
        return found.files

    def _openings(self, paths: Iterable[Path]) -> Generator[Opened]:
        """What comes of opening those of the files that may be read; to be closed."""
        readable = [path for path in paths if path.suffix.lower() in READABLE]
        return begun_ahead(self._open, readable, self._inputs.jobs)

    def _open(self, path: Path) -> Opening:
        return Opening(path, self._name(path), self._inputs.allowance, self._inputs.kept)

    def _book(self, path: Path, books: Iterator[Opened], notes: Notes) -> Recognised | None:
        """A file with the tables in it; `books` gives each readable one as its turn comes."""
        name = self._name(path)
        self._opened += 1
        self._told(Step(stage=READING, item=name, number=self._opened, of=self._files))
        suffix = path.suffix.lower()
        if suffix in OTHER_WORKBOOKS:
            notes.add("other_workbook", CellRef(file=name), suffix=suffix)
            return None
        if suffix not in READABLE:
            notes.add("other_file", CellRef(file=name))
            return None
        opened = next(books)
        if opened.source is not None:
            self._out.sources.append(opened.source)
        notes.issues.extend(opened.issues)
        return recognise(opened.book, self._lenses, notes) if opened.book else None

    def _note_wrong_folder(self, found: Recognised, notes: Notes) -> None:
        names = [block.table.sheet for block in found.blocks if block.table.sheet]
        first = names[0] if names else Words(ja="-", en="-")
        folder = "contracts/"
        if "answers" in found.tables:
            folder = f"questionnaires/{self._inputs.round}/"
        elif "review" in found.tables:
            folder = f"reviews/{self._inputs.round}/"
        notes.add("wrong_folder", found.book.at, tables=first, folder=folder)

    def _name(self, path: Path) -> str:
        return relative_name(path, self._inputs.root)

    # -- questionnaires -------------------------------------------------------------------

    def _replies(self, parties: Parties) -> tuple[Reply, ...]:
        every: list[Reply] = []
        unused: list[UnusedReply] = []
        with closing(self._each_reply(parties)) as replies:
            for notes, reply in replies:
                if isinstance(reply, Reply):
                    every.append(reply)
                else:
                    self._out.issues.extend(() if reply else notes.issues)
                    unused.extend([reply] if reply else [])
        every = [self._with_missing(reply, parties.ledger) for reply in joined(every)]
        digests = {source.path: source.sha256 for source in self._out.sources}
        chosen, issues = counted(every, digests)
        for left in unused:
            self._out.issues.extend(unused_issues(left, chosen))
        self._out.progress.extend(self._progress((*chosen, *unused), parties.ledger))
        for reply in chosen:
            self._take_reply(reply)
        files = {reply.file for reply in chosen}
        for reply in every:
            if reply.file not in files:
                self._out.issues.extend(reply.issues)
        silent = unanswered(parties.ledger, (*chosen, *unused), self._reckoning)
        self._out.issues.extend((*issues, *silent))
        if self._inputs.client_answers:
            at = CellRef(file=self._name(self._inputs.questionnaires))
            form = self._inputs.own_form
            self._out.issues.extend(without_client(parties.ledger, chosen, at, form=form))
        return chosen

    def _each_reply(self, parties: Parties) -> Generator[tuple[Notes, Reply | UnusedReply | None]]:
        """Every file of the round's folder, with what was noted in it and what it came to."""
        folder = self._inputs.questionnaires
        assignments, general = Assignments(self._inputs.owners, parties), Notes()
        paths = self._listed(folder, general)
        if not paths:
            self._note_no_round()
        assignments.note_unknown(general)
        self._out.issues.extend(general.issues)
        with closing(self._openings(paths)) as books:
            for path in paths:
                notes = Notes()
                found = self._book(path, books, notes)
                if found and found.mark and found.is_no_form:
                    notes.processor = parties.by_code(found.mark.processor)
                    notes.add(RETURNED[found.mark.kind], found.book.at)
                if not found or not found.tables or found.is_no_form:
                    yield notes, None
                    continue
                inside = PurePosixPath(relative_name(path, folder))
                assigned = assignments.of(inside, found.book.at, notes)
                yield notes, self._reply(found, parties, assigned, notes)

    def _note_no_round(self) -> None:
        folder = self._inputs.questionnaires
        beside = folder.parent.iterdir() if folder.parent.is_dir() else ()
        others = sorted(p.name for p in beside if p.is_dir() and p != folder and p.name[0] != ".")
        name = self._name(folder)
        shown = listed(tuple(others)) or "-"
        self._out.issues.append(
            issue("no_round_folder", CellRef(file=name), folder=f"{name}/", others=shown)
        )

    def _reply(
        self, found: Recognised, parties: Parties, assigned: Assignment | None, notes: Notes
    ) -> Reply | UnusedReply | None:
        if not found.tables & QUESTIONNAIRE_TABLES:
            self._note_wrong_folder(found, notes)
            return None
        owner = owner_of(found, parties, assigned, notes)
        if owner is None:
            return None
        if not note_round(found, self._inputs.round, notes):
            return self._unused(found, owner, notes)
        returned = read_questionnaire(found, owner, notes)
        questionnaire = returned.questionnaire
        if not is_answered(returned):
            note_unanswered(returned, found, notes)
            return self._unused(found, owner, notes)
        note_head(questionnaire, found, self._checklist, notes)
        return Reply(owner=owner, returned=returned, issues=notes.owned(owner.processor))

    def _with_missing(self, reply: Reply, ledger: Ledger) -> Reply:
        asked = self._asked(reply.owner.processor, reply.owner.side, ledger, reply.depth)
        missing = missing_controls(reply, tuple(control.id for control in asked))
        return replace(reply, issues=(*reply.issues, *missing))

    @staticmethod
    def _unused(found: Recognised, owner: Owner, notes: Notes) -> UnusedReply:
        issues = notes.owned(owner.processor)
        return UnusedReply(owner=owner, file=found.book.file, issues=issues)

    def _progress(
        self, replies: Iterable[Reply | UnusedReply], ledger: Ledger
    ) -> Iterator[Progress]:
        for reply in replies:
            depth = reply.depth if isinstance(reply, Reply) else Depth.FULL
            asked = self._asked(reply.owner.processor, reply.owner.side, ledger, depth)
            yield progress_of(reply, tuple(control.id for control in asked))

    def _asked(self, processor: str, side: Duty, ledger: Ledger, depth: Depth) -> Iterable[Control]:
        known = ledger.processors.get(processor)
        flags = known.flags if known else frozenset()
        left_out = self._left_out(known) if side is not Duty.CLIENT else frozenset()
        for control in self._checklist.controls.values():
            # Contract controls are judged from the clauses on the client's side.
            if side is Duty.CLIENT and (control.is_contract or not known):
                continue
            as_recipient = side is not Duty.CLIENT and control.asked_of(Duty.RECIPIENT, flags)
            if side is not Duty.CLIENT and not self._in_depth(processor, control, depth):
                continue
            if control.id not in left_out and (control.asked_of(side, flags) or as_recipient):
                yield control

    def _in_depth(self, processor: str, control: Control, depth: Depth) -> bool:
        """Whether a form of that depth asks the control of a party in this round."""
        as_of = self._inputs.as_of
        last = self._inputs.last.get(processor, {}).get(control.id)
        return as_of is None or self._checklist.depths.asks(
            control.id, depth, last, as_of, knock_out=control.knock_out
        )

    def _left_out(self, known: Processor | None) -> AbstractSet[str]:
        """The controls that a certificate of the party stands for, so that nobody misses an answer."""
        as_of = self._inputs.as_of
        if known is None or as_of is None:
            return frozenset()
        return credits_of(known, self._checklist, as_of).controls.keys()

    # -- rows for the gate ----------------------------------------------------------------

    def _take_reply(self, reply: Reply) -> None:
        owner = reply.owner.processor
        self._out.issues.extend(reply.issues)
        records = reply.returned.records
        self._out.rows.extend(TableRow(record=record, processor=owner) for record in records)

    def _take(self, records: Iterable[Record], parties: Parties) -> None:
        contracts = _contracts(parties.ledger)
        for record in records:
            owner = parties.by_code(record.text("processor"))
            owner = owner or contracts.get(code_key(record.text("contract")), "")
            self._out.rows.append(TableRow(record=record, processor=owner))
            self._out.owners[record.at.whole_row] = owner

    def _owned(self, noted: DataIssue) -> DataIssue:
        owner = self._out.owners.get(noted.at.whole_row, "")
        return noted if noted.processor or not owner else replace(noted, processor=owner)


def _contracts(ledger: Ledger) -> dict[str, str]:
    """Contract number → whose contract it is; of several parties to one, the uppermost."""
    rows = sorted(ledger.entrustments, key=lambda row: -row.tier)
    return {code_key(row.contract): row.processor for row in rows}
