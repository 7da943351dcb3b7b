"""Findings over rounds: brought up to date by an audit, looked at, and changed by a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from itakusaki.audit.assess import ledger_of
from itakusaki.audit.keeping import mark_of
from itakusaki.audit.ports import AuditStore
from itakusaki.audit.setup import Setup
from itakusaki.files.folding import key
from itakusaki.files.names import book_names, safe_text
from itakusaki.files.writing import Written, write_together
from itakusaki.findings.causes import causes_of, cleared_of, sealed_of
from itakusaki.findings.changing import FindingChange, changed_by_hand
from itakusaki.findings.commitments import commitment_causes, commitment_cleared
from itakusaki.findings.registering import TakenOn, TakenRegister, registered
from itakusaki.findings.taking import Conflicts, TakenSheet, taken_in
from itakusaki.findings.tracking import AuditDay, audited, lapsed
from itakusaki.forms import FindingSheet, findings_book
from itakusaki.intake.finding_sheet import read_finding_sheet
from itakusaki.intake.gap_register import read_gap_register
from itakusaki.language import Translator
from itakusaki.model.assessment import Assessment
from itakusaki.model.errors import (
    FileExistsAlreadyError,
    NoFindingsError,
    NoOriginError,
    NoSuchFindingError,
    OtherClientError,
    OtherRoundError,
    UnknownNameError,
)
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty
from itakusaki.model.tracked import (
    SETTLED,
    FindingState,
    FindingStep,
    TrackedFinding,
    is_overdue,
    state_on,
)
from itakusaki.settings import Workspace

#: What a sheet is called; its name goes on with round, code and company.
SHEET: Final = Message(N_("findings-and-corrective-action-plan"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingTally:
    """What an audit did to the findings that are kept, and how they stand since, as of its day.

    Of those that changed: `new`, `ready` for verification, `reopened`.
    """

    new: int
    ready: int
    reopened: int
    after: FindingCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFilter:
    """Which findings are wanted; None for any."""

    processor: str | None = None
    states: frozenset[FindingState] = frozenset()
    overdue: bool = False

    def wants(self, finding: TrackedFinding, today: date) -> bool:
        """Whether a finding is one of them on a day."""
        is_party = self.processor is None or finding.processor == self.processor
        is_state = not self.states or finding.state in self.states
        return is_party and is_state and (not self.overdue or finding.is_overdue(today))


def track(setup: Setup, store: AuditStore, assessment: Assessment) -> FindingTally | None:
    """Bring the findings up to date by the ordinary part of a run.

    None where a later day was judged before: an old round judged again changes nothing that is now.
    """
    if _is_old(store, assessment):
        return None
    on = AuditDay(round=assessment.round, as_of=assessment.as_of)
    promised = assessment.commitments
    found = (*causes_of(assessment, setup.rules.checklist), *commitment_causes(promised))
    cleared = {**cleared_of(assessment), **dict(commitment_cleared(promised))}
    rules = setup.rules.rounds.findings
    sealed = sealed_of(assessment)
    states: dict[str, FindingState] = {}

    def change(kept: tuple[TrackedFinding, ...]) -> tuple[TrackedFinding, ...]:
        states.update({one.id: one.state for one in kept})
        return audited(kept, found, cleared, on, rules, sealed)

    changed = store.change_findings(assessment.round, change, mark_of(setup.workspace))
    return _tally(states, changed, finding_counts(store, on.as_of))


def followed(store: AuditStore, assessment: Assessment) -> tuple[TrackedFinding, ...]:
    """The findings as they stand, for the reports of a run; none where a later day was judged since."""
    return () if _is_old(store, assessment) else store.findings()


def _is_old(store: AuditStore, assessment: Assessment) -> bool:
    return any(head.as_of > assessment.as_of for head in store.kept())


def _tally(
    before: dict[str, FindingState],
    changed: Sequence[TrackedFinding],
    after: FindingCounts,
) -> FindingTally:
    moved = Counter(one.state for one in changed if before.get(one.id) is not one.state)
    return FindingTally(
        new=sum(one.id not in before for one in changed),
        ready=moved[FindingState.READY],
        reopened=moved[FindingState.REOPENED],
        after=after,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCounts:
    """How many findings are waited for on a day, overdue, and ready to be verified."""

    day: date
    waiting: int
    overdue: int
    ready: int


def finding_counts(store: AuditStore, today: date) -> FindingCounts:
    """How the findings stand on a day, in three numbers."""
    found = [
        (state_on(one.state, one.until, today), one.due, one.count)
        for one in store.finding_standings()
    ]
    return FindingCounts(
        day=today,
        waiting=sum(count for state, _, count in found if state not in SETTLED),
        overdue=sum(count for state, due, count in found if is_overdue(state, due, today)),
        ready=sum(count for state, _, count in found if state is FindingState.READY),
    )


def list_findings(
    store: AuditStore, wanted: FindingFilter, today: date
) -> tuple[TrackedFinding, ...]:
    """The findings wanted as they stand on a day, by processor and number."""
    standing = (lapsed(finding, today) for finding in store.findings())
    return tuple(finding for finding in standing if wanted.wants(finding, today))


def finding_steps(store: AuditStore, id_: str) -> tuple[FindingStep, ...]:
    """A finding as it stood after every entry that changed it.

    Raises:
        NoSuchFindingError: there is none of that id.
    """
    steps = store.finding_steps(id_)
    if not steps:
        raise NoSuchFindingError(id_, tuple(one.id for one in store.findings()))
    return steps


def set_finding(
    setup: Setup, store: AuditStore, id_: str, change: FindingChange, today: date
) -> TrackedFinding:
    """Change a finding as a person says, on a day; the finding as it stands then is given.

    Raises:
        NoSuchFindingError: there is none of that id.
        FindingChangeError: the rules do not allow it.
    """
    workspace, rules = setup.workspace, setup.rules.rounds.findings
    stands: list[TrackedFinding] = []

    def changed(kept: tuple[TrackedFinding, ...]) -> tuple[TrackedFinding, ...]:
        found = next((one for one in kept if one.id == id_), None)
        if found is None:
            raise NoSuchFindingError(id_, tuple(one.id for one in kept))
        after = changed_by_hand(found, change, rules, (workspace.round, today))
        stands.append(after)
        return (after,) if after != found else ()

    store.change_findings(workspace.round, changed, mark_of(workspace))
    return stands[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedSheets:
    """For whom sheets of findings are written: processors by code (none: all), or the client itself.

    They show the findings as they stand `on` a day.
    """

    on: date
    processors: tuple[str, ...] = ()
    own: bool = False


def export_sheets(
    setup: Setup,
    store: AuditStore,
    wanted: WantedSheets,
    translator: Translator,
    *,
    out: Path,
    force: bool,
) -> tuple[Written, ...]:
    """Write a sheet for each party wanted that has a finding not yet settled, all or none.

    Raises:
        UnknownNameError: a processor is none of the ledger's.
        NoFindingsError: there is nothing to write.
        FileExistsAlreadyError: one is there already; then none is written.
    """
    workspace = setup.workspace
    names = {party.id: party.name for party in ledger_of(setup).processors.values()}
    for code in wanted.processors:
        if code not in names:
            raise UnknownNameError(code, tuple(names))
    files = book_names(names)
    books: dict[Path, bytes] = {}
    for code, findings in _sheets(store, wanted).items():
        party = files.get(code) or safe_text(code or workspace.client)
        sheet = FindingSheet(
            code=code,
            name=names.get(code, code),
            client=workspace.client,
            round=workspace.round,
            findings=findings,
        )
        name = f"{translator.say(SHEET)}_{workspace.round}_{party}.xlsx"
        books[out / name] = findings_book(sheet, setup.rules.checklist, translator)
    if not books:
        raise NoFindingsError
    for path in books:
        if path.exists() and not force:
            raise FileExistsAlreadyError(str(path))
    return write_together(books, root=workspace.folder)


def _sheets(store: AuditStore, wanted: WantedSheets) -> Mapping[str, Sequence[TrackedFinding]]:
    """What is neither settled nor sealed, by the party it is sent to; "" is the client itself."""
    sheets: dict[str, list[TrackedFinding]] = {}
    for finding in list_findings(store, FindingFilter(), wanted.on):
        code = "" if finding.side is Duty.CLIENT else finding.processor
        is_wanted = not wanted.processors or code in wanted.processors
        if finding.sealed or finding.state in SETTLED:
            continue
        if wanted.own if not code else is_wanted:
            sheets.setdefault(code, []).append(finding)
    if wanted.own and not wanted.processors:
        return {code: found for code, found in sheets.items() if not code}
    return sheets


def import_sheet(
    setup: Setup, store: AuditStore, path: Path, conflicts: Conflicts, *, is_named: bool = False
) -> TakenSheet:
    """Take in what a party entered on its sheet; what came of each cell is given.

    `is_named` as with `import_register`.

    Raises:
        NoFindingSheetError: the file is no such sheet.
        NoOriginError: it does not say whose it is, and nobody did.
        OtherClientError, OtherRoundError: it was written for another.
    """
    workspace = setup.workspace
    sheet = read_finding_sheet(path, workspace.reading)
    origin = (sheet.client, sheet.round)
    _refuse_strange(workspace, path, origin, ("sheet", "import"), is_named=is_named)
    taken: list[TakenSheet] = []

    def change(kept: tuple[TrackedFinding, ...]) -> tuple[TrackedFinding, ...]:
        taken.append(taken_in(kept, sheet, conflicts))
        return taken[-1].changed

    store.change_findings(workspace.round, change, mark_of(workspace))
    return taken[0]


def import_register(
    setup: Setup,
    store: AuditStore,
    path: Path,
    conflicts: Conflicts,
    today: date,
    *,
    is_named: bool = False,
) -> TakenRegister:
    """Take in owner, due day and status that were entered in a gap register; what came of each is given.

    `is_named` is whether somebody said that it is of the workspace's round, where the file does not.

    Raises:
        NoGapRegisterError: the file is none.
        NoOriginError: it does not say whose it is, and nobody did.
        OtherClientError, OtherRoundError: it was written for another.
    """
    workspace, rules = setup.workspace, setup.rules
    register = (workspace.client, workspace.round)
    filled = read_gap_register(path, rules.standard, workspace.reading, register)
    origin = (filled.client, filled.round)
    _refuse_strange(workspace, path, origin, ("register",), is_named=is_named)
    on = TakenOn(round=workspace.round, day=today, folder=str(workspace.folder))
    taken: list[TakenRegister] = []

    def change(kept: tuple[TrackedFinding, ...]) -> tuple[TrackedFinding, ...]:
        taken.append(registered(kept, filled, conflicts, rules.rounds.findings, on))
        return taken[-1].changed

    store.change_findings(workspace.round, change, mark_of(workspace))
    return taken[0]


def _refuse_strange(
    workspace: Workspace,
    path: Path,
    written: tuple[str, str],
    words: tuple[str, ...],
    *,
    is_named: bool,
) -> None:
    """Refuse a workbook of another client or round, or one that says neither; `words` name the command.

    Raises:
        OtherClientError, OtherRoundError, NoOriginError: see above.
    """
    client, round_ = written
    if client and key(client) != key(workspace.client):
        raise OtherClientError(path.name, client, workspace.client)
    if round_ and round_ != workspace.round:
        raise OtherRoundError(str(path), round_, workspace.round, words)
    if not (client and round_) and not is_named:
        raise NoOriginError(str(path), workspace.round, words)
