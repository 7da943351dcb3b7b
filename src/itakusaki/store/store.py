"""The store as use cases see it: each call is one transaction, with its entry in the journal."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from itakusaki.files.canonical_json import Json
from itakusaki.model.assessment import Assessment
from itakusaki.model.errors import RoundClosedError, RoundExistsError, RoundNotOpenError
from itakusaki.model.journal import (
    Action,
    ChainCheck,
    ChainFault,
    EntryMark,
    FaultKind,
    JournalEntry,
    JournalHead,
)
from itakusaki.model.kept_incident import KeptIncident
from itakusaki.model.plain import from_plain, to_plain
from itakusaki.model.rounds import (
    AuditRound,
    DueParty,
    Keeping,
    KeptAssessment,
    RoundLines,
    TakenAssessment,
)
from itakusaki.model.tracked import FindingStanding, FindingStep, TrackedFinding
from itakusaki.store import assessments, chain, findings, incidents
from itakusaki.store.database import Database, database_at
from itakusaki.store.tables import DUE, ROUND
from itakusaki.store.upgrading import is_made, upgrade

#: Entries on what outlives a round; an erased round leaves it.
OVER_ROUNDS: Final = frozenset({Action.INCIDENTS_KEPT})


@dataclass(frozen=True, slots=True)
class DatabaseStore:
    """A store that is there, in whichever database."""

    database: Database

    @property
    def name(self) -> str:
        """What it is called: its file, or its URL without the password."""
        return self.database.name

    # -- assessments

    def keep(self, taken: TakenAssessment, mark: EntryMark) -> Keeping:
        """Keep an assessment, unless the round's last is the same, of the same input."""
        parts = assessments.parts_of(taken.whole)
        parties = tuple(assessments.cleaned(party) for party in taken.parties)
        digests = [assessments.digest_of(part) for part in parts]
        digest = assessments.assessment_digest(digests, parties)
        read = assessments.input_digest(taken.inputs)
        with self.database.writing() as connection:
            known = assessments.heads(connection, taken.round)
            same = (digest, read, taken.policy_digest)
            if known and same == (
                known[-1].digest,
                known[-1].input_digest,
                known[-1].policy_digest,
            ):
                return Keeping(kept=known[-1], is_new=False)
            kept = self._kept(connection, taken, (digest, read), mark)
            assessments.write(connection, replace(taken, parties=parties), kept, parts)
        return Keeping(kept=kept, is_new=True)

    def _kept(
        self,
        connection: Connection,
        taken: TakenAssessment,
        digests: tuple[str, str],
        mark: EntryMark,
    ) -> KeptAssessment:
        """The head of an assessment, its entry written."""
        found = _round(connection, taken.round)
        values: Json = {
            "round": taken.round,
            "number": assessments.next_number(connection, taken.round),
            "checklist_version": taken.checklist_version,
            "policy_version": taken.policy_version,
            "policy_digest": taken.policy_digest,
            "tool_version": taken.tool_version,
            "digest": digests[0],
            "input_digest": digests[1],
            "is_correction": found is not None and found.closed is not None,
        }
        told = {**values, "origin": taken.origin.value, "as_of": taken.as_of.isoformat()}
        head = chain.append(connection, Action.ASSESSED, told, mark)
        return KeptAssessment(**values, origin=taken.origin, as_of=taken.as_of, entry=head.number)

    def kept(self, round_: str | None = None) -> tuple[KeptAssessment, ...]:
        """The heads of all assessments, or of a round's, in the order in which they were kept."""
        with self.database.reading() as connection:
            return assessments.heads(connection, round_)

    def lines(self, head: KeptAssessment, *, controls: bool = True) -> RoundLines:
        """An assessment in lines, without `controls` those of the parties alone."""
        with self.database.reading() as connection:
            id_ = assessments.id_of(connection, head)
            found = assessments.parties(connection, id_, with_controls=controls)
            return RoundLines(head=head, parties=found)

    def inputs(self, head: KeptAssessment) -> tuple[tuple[str, str], ...]:
        """What was read for an assessment: path and SHA-256 of each file."""
        with self.database.reading() as connection:
            return assessments.inputs(connection, assessments.id_of(connection, head))

    def assessment(self, head: KeptAssessment) -> Assessment | None:
        """An assessment as it went in, None where only its lines are known."""
        with self.database.reading() as connection:
            return assessments.whole(connection, assessments.id_of(connection, head))

    # -- rounds

    def open_round(
        self, name: str, days: tuple[date, date], due: Sequence[DueParty], mark: EntryMark
    ) -> AuditRound:
        """Open a round, with who is due in it.

        Raises:
            RoundExistsError: it is open or was closed.
        """
        contents = [assessments.as_bytes(to_plain(party)) for party in due]
        with self.database.writing() as connection:
            if _round(connection, name) is not None:
                raise RoundExistsError(name)
            told: Json = {"round": name, "parties": len(due), "due": _due_digest(contents)}
            told |= {"first": days[0].isoformat(), "last": days[1].isoformat()}
            head = chain.append(connection, Action.ROUND_OPENED, told, mark)
            first, last = (day.isoformat() for day in days)
            row = {"name": name, "first": first, "last": last, "opened": head.number}
            connection.execute(insert(ROUND).values(**row))
            for place, content in enumerate(contents):
                values = {"round": name, "place": place, "content": content}
                connection.execute(insert(DUE).values(**values))
        return AuditRound(name=name, first=days[0], last=days[1], opened=head.number)

    def close_round(self, name: str, mark: EntryMark) -> JournalHead:
        """Close a round on the last assessment of it; what is kept later is a correction.

        Raises:
            RoundNotOpenError: it was never opened, or nothing of it was assessed.
            RoundClosedError: it is closed.
        """
        with self.database.writing() as connection:
            found, known = _round(connection, name), assessments.heads(connection, name)
            if found is None or not known:
                raise RoundNotOpenError(name, opened=found is not None)
            if found.closed is not None:
                raise RoundClosedError(name)
            last = known[-1]
            told: Json = {"round": name, "assessment": last.entry, "digest": last.digest}
            head = chain.append(connection, Action.ROUND_CLOSED, told, mark)
            change = update(ROUND).where(ROUND.c.name == name).values(closed=head.number)
            connection.execute(change)
        return head

    def erase_round(self, name: str, mark: EntryMark) -> int:
        """Take away all that is kept of a round but its entries; how many assessments went is given.

        Changes of findings go with the round they were made in. Of a finding that was settled then stays
        what it was of, how it came out and when, without names and words; one that is still open stays.

        Raises:
            RoundNotOpenError: there is nothing of it.
        """
        with self.database.writing() as connection:
            found = _round(connection, name)
            gone = assessments.erase(connection, name)
            if found is None and not gone:
                raise RoundNotOpenError(name, opened=False)
            connection.execute(DUE.delete().where(DUE.c.round == name))
            told: Json = {"round": name, "digests": list(gone)}
            head = chain.append(connection, Action.ROUND_ERASED, told, mark)
            change = update(ROUND).where(ROUND.c.name == name).values(erased=head.number)
            connection.execute(change)
            left = findings.erase(connection, _changes_of(connection, name))
            if left:
                _keep_findings(connection, name, left, mark)
        return len(gone)

    def rounds(self) -> tuple[AuditRound, ...]:
        """Every round that was opened, in that order."""
        with self.database.reading() as connection:
            rows = connection.execute(select(ROUND).order_by(ROUND.c.opened)).all()
            return tuple(_audit_round(connection, row) for row in rows)

    def round(self, name: str) -> AuditRound | None:
        """A round by name, None where it was never opened."""
        return next((one for one in self.rounds() if one.name == name), None)

    def due(self, name: str) -> tuple[DueParty, ...]:
        """Who was due at the opening of a round, and who was not, in the ledger's order."""
        with self.database.reading() as connection:
            found = assessments.all_from_bytes(_due(connection, name))
            return tuple(from_plain(DueParty, plain) for plain in found)

    # -- findings

    def findings(self) -> tuple[TrackedFinding, ...]:
        """Every finding as it stands, by processor and number."""
        with self.database.reading() as connection:
            return findings.standing(connection)

    def finding_standings(self) -> tuple[FindingStanding, ...]:
        """How far the findings have come, those alike counted together, in no order."""
        with self.database.reading() as connection:
            return findings.standings(connection)

    def finding_steps(self, id_: str) -> tuple[FindingStep, ...]:
        """How a finding stood after each entry that changed it; nothing where there is none."""
        with self.database.reading() as connection:
            return findings.steps(connection, id_)

    def change_findings(
        self,
        round_: str,
        change: Callable[[tuple[TrackedFinding, ...]], tuple[TrackedFinding, ...]],
        mark: EntryMark,
    ) -> tuple[TrackedFinding, ...]:
        """Keep what `change` makes of the findings as they stand: those that are new or changed.

        Nobody else changes them meanwhile; where nothing changed, nothing is appended.
        """
        with self.database.writing() as connection:
            changed = change(findings.standing(connection))
            if changed:
                _keep_findings(connection, round_, changed, mark)
        return changed

    # -- incidents

    def incidents(self) -> tuple[KeptIncident, ...]:
        """Every incident as it was recorded last, by name."""
        with self.database.reading() as connection:
            return incidents.standing(connection)

    def keep_incidents(
        self, round_: str, found: Sequence[KeptIncident], mark: EntryMark
    ) -> tuple[KeptIncident, ...]:
        """Record the incidents that are new or stand otherwise than they did; those are given."""
        with self.database.writing() as connection:
            known = {one.name: one for one in incidents.standing(connection)}
            changed = tuple(one for one in found if known.get(one.name) != one)
            if changed:
                contents = incidents.contents_of(changed)
                told: Json = {"round": round_, "incidents": len(changed)}
                told |= {"digest": findings.changes_digest(contents)}
                head = chain.append(connection, Action.INCIDENTS_KEPT, told, mark)
                incidents.write(connection, changed, contents, head.number)
        return changed

    # -- the journal

    def entries(self) -> tuple[JournalEntry, ...]:
        """Every entry of the journal in order."""
        with self.database.reading() as connection:
            return tuple(chain.entries(connection))

    def verify(self, printed: str = "") -> ChainCheck:
        """Go through the journal, then hold what it tells of against what is stored.

        Args:
            printed: the digest of a head that was printed; a chain that lacks it was cut or made anew.
        """
        with self.database.reading() as connection:
            found = tuple(chain.entries(connection))
            fault = chain.first_fault(connection)
            if fault is None and printed and all(e.digest != printed for e in found):
                fault = ChainFault(number=len(found) + 1, kind=FaultKind.CUT_END)
            fault = fault or _record_fault(connection, found)
        head = found[-1].head if found else None
        return ChainCheck(entries=len(found), head=head, fault=fault)


def store_at(place: str | Path) -> DatabaseStore | None:
    """The store of a URL or a file, brought to this version's form; None where there is none.

    Raises:
        StoreError: it cannot be reached, opened or written.
        StoreNewerError: a later version of itakusaki has been there.
    """
    database = database_at(place)
    if not is_made(database):
        return None
    upgrade(database)
    return DatabaseStore(database)


def make_store(place: str | Path) -> DatabaseStore:
    """The same, made where there is none."""
    database = database_at(place)
    upgrade(database)
    return DatabaseStore(database)


def _keep_findings(
    connection: Connection, round_: str, changed: Sequence[TrackedFinding], mark: EntryMark
) -> None:
    contents = findings.contents_of(changed)
    told: Json = {"round": round_, "findings": len(changed)}
    told |= {"digest": findings.changes_digest(contents)}
    head = chain.append(connection, Action.FINDINGS_CHANGED, told, mark)
    findings.write(connection, changed, contents, head.number)


def _changes_of(connection: Connection, round_: str) -> tuple[int, ...]:
    """The entries that tell of changes of findings in a round."""
    entries = (e for e in chain.entries(connection) if e.action == Action.FINDINGS_CHANGED)
    return tuple(e.number for e in entries if json.loads(e.payload)["round"] == round_)


def _round(connection: Connection, name: str) -> AuditRound | None:
    found = connection.execute(select(ROUND).where(ROUND.c.name == name)).first()
    return _audit_round(connection, found) if found else None


def _audit_round(connection: Connection, row: Row[Any]) -> AuditRound:
    entry = chain.entry_at(connection, row.closed) if row.closed is not None else None
    return AuditRound(
        name=row.name,
        first=date.fromisoformat(row.first),
        last=date.fromisoformat(row.last),
        opened=row.opened,
        closed=entry.head if entry else None,
        erased=row.erased is not None,
    )


def _due(connection: Connection, name: str) -> tuple[bytes, ...]:
    query = select(DUE.c.content).where(DUE.c.round == name).order_by(DUE.c.place)
    return tuple(bytes(content) for (content,) in connection.execute(query).all())


def _due_digest(contents: Sequence[bytes]) -> str:
    return assessments.digest_of(b"\n".join(contents))


def _record_fault(connection: Connection, found: Sequence[JournalEntry]) -> ChainFault | None:
    """The first entry that tells of something else than is stored; of erased rounds nothing is."""
    told = [(entry, json.loads(entry.payload)) for entry in found]
    erased = {
        payload["round"]: entry.number
        for entry, payload in told
        if entry.action == Action.ROUND_ERASED
    }
    kept = {head.entry: head for head in assessments.heads(connection)}
    for entry, payload in told:
        is_of_round = entry.action not in OVER_ROUNDS
        if is_of_round and entry.number < erased.get(payload["round"], 0):
            continue
        if not _is_stored(connection, entry, payload, kept.get(entry.number)):
            return ChainFault(number=entry.number, kind=FaultKind.RECORD)
    return _untold(connection, kept, told)


def _is_stored(
    connection: Connection, entry: JournalEntry, payload: Json, head: KeptAssessment | None
) -> bool:
    if entry.action == Action.ASSESSED:
        return head is not None and _is_whole(connection, head, payload)
    if entry.action == Action.ROUND_OPENED:
        return bool(payload["due"] == _due_digest(_due(connection, payload["round"])))
    if entry.action == Action.ROUND_CLOSED:
        found = _round(connection, payload["round"])
        return found is not None and found.closed == entry.head
    if entry.action == Action.FINDINGS_CHANGED:
        return findings.is_stored(connection, entry.number, payload["digest"])
    if entry.action == Action.INCIDENTS_KEPT:
        contents = incidents.stored_contents(connection, entry.number)
        return bool(payload["digest"] == findings.changes_digest(contents))
    return True


def _is_whole(connection: Connection, head: KeptAssessment, payload: Json) -> bool:
    id_ = assessments.id_of(connection, head)
    parts = assessments.part_digests(connection, id_)
    digest = assessments.assessment_digest(parts, assessments.parties(connection, id_))
    inputs = assessments.input_digest(assessments.inputs(connection, id_))
    told = {name: value for name, value in payload.items() if hasattr(head, name)}
    stored = {**to_plain(head), "digest": digest, "input_digest": inputs}
    return all(stored[name] == value for name, value in told.items())


def _untold(
    connection: Connection,
    kept: Mapping[int, KeptAssessment],
    told: Sequence[tuple[JournalEntry, Json]],
) -> ChainFault | None:
    """What is stored and no entry tells of: entries that were cut off told of it."""
    actions = {entry.number: entry.action for entry, _ in told}
    rows = connection.execute(select(ROUND.c.opened, ROUND.c.closed, ROUND.c.erased)).all()
    claimed = dict.fromkeys(kept, Action.ASSESSED)
    claimed |= dict.fromkeys(findings.told_by(connection), Action.FINDINGS_CHANGED)
    claimed |= dict.fromkeys(incidents.told_by(connection), Action.INCIDENTS_KEPT)
    for row in rows:
        wanted = (Action.ROUND_OPENED, Action.ROUND_CLOSED, Action.ROUND_ERASED)
        claimed |= {at: what for at, what in zip(row, wanted, strict=True) if at is not None}
    wrong = [number for number, action in claimed.items() if actions.get(number) != action]
    return ChainFault(number=min(wrong), kind=FaultKind.RECORD) if wrong else None
