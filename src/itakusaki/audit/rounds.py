"""Rounds: opened with who is due, looked at while they run, closed, compared, erased."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from itakusaki.audit.assess import ledger_of
from itakusaki.audit.findings import followed, track
from itakusaki.audit.keeping import keep, mark_of
from itakusaki.audit.kept_rounds import earlier_rounds, latest_of_each_round
from itakusaki.audit.ports import AuditStore
from itakusaki.audit.setup import Setup
from itakusaki.catalogue.depths import months_after
from itakusaki.files.writing import rehearsed_store
from itakusaki.findings.certificates import CertificateState, certificate_states
from itakusaki.findings.changes import RoundChange, changed, control_changes
from itakusaki.findings.due import LastLook, due_parties
from itakusaki.findings.lines import lines_of
from itakusaki.findings.repeats import Repeats, repeats
from itakusaki.findings.stale import StaleFile, stale_files
from itakusaki.model.assessment import Assessment
from itakusaki.model.depth import Depth
from itakusaki.model.errors import (
    EmptyLedgerError,
    NothingKeptError,
    NotKeptError,
    RoundClosedError,
    RoundNotOpenError,
    TooEarlyError,
)
from itakusaki.model.journal import JournalHead
from itakusaki.model.message import Words
from itakusaki.model.party import Duty
from itakusaki.model.rounds import (
    AuditRound,
    DueParty,
    Keeping,
    KeptAssessment,
    PartyLine,
    Remembered,
    RoundLines,
    RoundTally,
)
from itakusaki.model.tracked import FindingState
from itakusaki.model.verdict import UNRATED, Rating, Verdict
from itakusaki.settings import Workspace
from itakusaki.settings.rounds import quarter_of, round_span

#: Verdicts with which a knock-out of the last round makes a party due.
OPEN = (Verdict.GAP, Verdict.UNANSWERED, Verdict.CONTRADICTED)


def round_days(workspace: Workspace) -> tuple[date, date]:
    """The first and the last day of a round: those of its name, else the quarter of its as-of day."""
    span = round_span(workspace.round) or quarter_of(workspace.as_of)
    return span.first, span.last


def open_round(setup: Setup, store: AuditStore) -> tuple[AuditRound, tuple[DueParty, ...]]:
    """Open the round of a setup, with everybody in the ledger, due or not.

    Raises:
        EmptyLedgerError: the ledger names nobody.
        RoundExistsError: it was opened before.
    """
    due = who_is_due(setup, store)
    if not due:
        raise EmptyLedgerError(str(setup.workspace.contracts))
    workspace = setup.workspace
    opened = store.open_round(workspace.round, round_days(workspace), due, mark_of(workspace))
    return opened, due


def who_is_due(setup: Setup, store: AuditStore) -> tuple[DueParty, ...]:
    """Every party of the ledger, with whether and why the round looks at it."""
    days = round_days(setup.workspace)
    ledger = ledger_of(setup)
    looks = last_looks(store, days[0], ledger.processors)
    return due_parties(ledger, setup.rules.rounds, days, looks, flags(setup))


def flags(setup: Setup) -> Mapping[str, Words]:
    """What the flags of entrustments are called: as the ledger's headings have them."""
    columns = setup.rules.standard.tables["ledger"].columns
    return {column.flag: column.heading for column in columns if column.flag}


def last_looks(store: AuditStore, before: date, wanted: Collection[str]) -> Mapping[str, LastLook]:
    """When each party wanted last answered in a round that ended before a day; the last rounds first."""
    looks: dict[str, LastLook] = {}
    for head in reversed(latest_of_each_round(store)):
        if head.as_of >= before:
            continue
        if set(wanted) <= set(looks):
            break
        for line in store.lines(head).parties:
            if line.side is not Duty.CLIENT and line.rating not in UNRATED:
                looks.setdefault(line.processor, _look(head, line))
    return looks


def _look(head: KeptAssessment, line: PartyLine) -> LastLook:
    open_ones = (c.control for c in line.controls if c.knock_out and c.verdict in OPEN)
    return LastLook(on=head.as_of, round=head.round, open_knock_outs=tuple(open_ones))


def opened_round(store: AuditStore, name: str) -> AuditRound:
    """A round that was opened, whether or not it is closed.

    Raises:
        RoundNotOpenError: it was not.
    """
    found = store.round(name)
    if found is None:
        raise RoundNotOpenError(name, opened=False)
    return found


def closed_at(store: AuditStore | None, name: str) -> JournalHead | None:
    """The journal's head at the closing of a round; None while it is open, or where there is no store."""
    found = store.round(name) if store else None
    return found.closed if found else None


def round_before(store: AuditStore | None, name: str, as_of: date) -> RoundLines | None:
    """The last round kept before one that is judged for a day, party by party; None where none is."""
    earlier = earlier_rounds(store, name, as_of) if store else ()
    return store.lines(earlier[-1], controls=False) if store and earlier else None


def rounds_before(store: AuditStore | None, name: str, as_of: date) -> tuple[RoundLines, ...]:
    """Every round kept before one that is judged for a day, the earliest first; the last with its controls."""
    heads = earlier_rounds(store, name, as_of) if store else ()
    if not (store and heads):
        return ()
    *earlier, last = heads
    return (*(store.lines(head, controls=False) for head in earlier), store.lines(last))


def remembered(store: AuditStore, assessment: Assessment) -> Remembered:
    """What the store, which keeps a run already, adds to its reports; incidents apart."""
    return Remembered(
        closed=closed_at(store, assessment.round),
        earlier=round_before(store, assessment.round, assessment.as_of),
        trend=tallies(store, trend(store, assessment.as_of)),
        since=since_earlier(store, assessment),
        findings=followed(store, assessment),
    )


def refuse_unless_open(store: AuditStore, name: str) -> None:
    """Refuse a round that was not opened, or that is closed.

    Raises:
        RoundNotOpenError, RoundClosedError: see above.
    """
    found = opened_round(store, name)
    if found.closed is not None:
        raise RoundClosedError(name)


def close_round(
    setup: Setup, store: AuditStore, assessment: Assessment
) -> tuple[Keeping, JournalHead | None]:
    """Keep a round's assessment, then close the round on it; no head where a run only rehearses."""
    keeping = keep(setup, store, assessment)
    track(setup, store, assessment)
    if rehearsed_store(store.name, is_new=False):
        return keeping, None
    return keeping, store.close_round(assessment.round, mark_of(setup.workspace))


def compare_rounds(store: AuditStore, before: str, after: str) -> RoundChange:
    """Two rounds side by side, each by its last assessment; one with itself by its first and its last.

    Raises:
        NotKeptError: one of them was never kept.
    """
    kept = store.kept()
    last = {head.round: head for head in kept}
    for name in (before, after):
        if name not in last:
            raise NotKeptError(name, tuple(last))
    first = {head.round: head for head in reversed(kept)}
    earlier = (first if before == after else last)[before]
    return changed(store.lines(earlier), store.lines(last[after]))


def repeated(store: AuditStore, name: str) -> Mapping[str, Repeats]:
    """What each party repeated in a round, of what is kept up to it."""
    heads = latest_of_each_round(store)
    until = next((head.as_of for head in heads if head.round == name), None)
    return repeats([store.lines(head) for head in heads if until and head.as_of <= until])


def trend(store: AuditStore, until: date = date.max) -> tuple[RoundLines, ...]:
    """Every round judged for a day up to `until` by its last assessment, the earliest first; no controls."""
    heads = (head for head in latest_of_each_round(store) if head.as_of <= until)
    return tuple(store.lines(head, controls=False) for head in heads)


def since_earlier(store: AuditStore, assessment: Assessment) -> Mapping[str, Mapping[str, int]]:
    """How many controls of each processor changed since the round before, by kind; none is kept: nothing."""
    earlier = earlier_rounds(store, assessment.round, assessment.as_of)
    before = store.lines(earlier[-1]).parties if earlier else ()
    known = {line.processor: line for line in before if line.side is not Duty.CLIENT}
    return {
        line.processor: Counter(
            change.kind.value for change in control_changes(known[line.processor], line)
        )
        for line in lines_of(assessment)
        if line.side is not Duty.CLIENT
        and line.processor in known
        and Rating.NOT_DUE not in (line.rating, known[line.processor].rating)
    }


def tallies(store: AuditStore, rounds: Iterable[RoundLines]) -> tuple[RoundTally, ...]:
    """Rounds in numbers, with the findings made and closed in each."""
    made, closed = Counter[str](), Counter[str]()
    for one in store.finding_standings():
        made[one.first_round] += one.count
        closed[one.settled_in] += one.count * (one.state is FindingState.CLOSED)
    return tuple(
        RoundTally(
            round=lines.head.round,
            ratings=Counter(one.rating for one in lines.parties if one.side is not Duty.CLIENT),
            shallower=sum(
                one.depth is not Depth.FULL
                for one in lines.parties
                if one.side is not Duty.CLIENT and one.rating not in UNRATED
            ),
            found=made[lines.head.round],
            closed=closed[lines.head.round],
        )
        for lines in rounds
    )


def stale_evidence(
    store: AuditStore, before: str, after: str
) -> Mapping[str, tuple[StaleFile, ...]]:
    """Evidence of a round that does not cover it, or that expired since an earlier one; none of a report."""
    kept, day = _whole_and_day_before(store, before, after)
    if kept is None:
        return {}
    span = round_span(after) or quarter_of(kept.as_of)
    return stale_files(kept, (span.first, span.last), day)


def stale_certificates(
    store: AuditStore, before: str, after: str
) -> Mapping[str, tuple[CertificateState, ...]]:
    """Certificates that are not in force in a round, or were not in an earlier one; none of a report."""
    kept, day = _whole_and_day_before(store, before, after)
    return certificate_states(kept, day) if kept else {}


def _whole_and_day_before(
    store: AuditStore, before: str, after: str
) -> tuple[Assessment | None, date | None]:
    """The last assessment of a round, and the day an earlier round was judged for."""
    last = {head.round: head for head in store.kept()}
    kept = store.assessment(last[after]) if after in last else None
    return kept, last[before].as_of if before in last and before != after else None


def erase_round(setup: Setup, store: AuditStore, *, today: date) -> int:
    """Take away what is kept of a round whose time of keeping has passed.

    Raises:
        NothingKeptError: there is nothing of the round.
        TooEarlyError: its time has not passed.
    """
    workspace = setup.workspace
    known = sorted({one.name for one in store.rounds()} | {head.round for head in store.kept()})
    if workspace.round not in known:
        raise NothingKeptError(workspace.round, tuple(known))
    until = months_after(round_days(workspace)[1], setup.rules.rounds.keep_months)
    if today <= until:
        raise TooEarlyError(workspace.round, until)
    return store.erase_round(workspace.round, mark_of(workspace))


def due_now(due: Iterable[DueParty]) -> tuple[DueParty, ...]:
    """Those that a round looks at."""
    return tuple(party for party in due if party.is_due)
