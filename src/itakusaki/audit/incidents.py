"""Incidents of a workspace: its folder of fact sheets, what the store remembers, and what is told of them.

A person writes the sheets; the store keeps how they stood whenever a round was audited.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from itakusaki.audit.keeping import mark_of
from itakusaki.audit.ports import AuditStore
from itakusaki.audit.rules import Rules
from itakusaki.audit.setup import Setup
from itakusaki.breach.read import read_incident
from itakusaki.breach.standing import standings
from itakusaki.files.calendar import JAPAN
from itakusaki.files.digest import file_digest
from itakusaki.files.folding import key
from itakusaki.files.listing import listing
from itakusaki.intake.inquiry_book import read_inquiry
from itakusaki.model.assessment import Assessment
from itakusaki.model.errors import FactSheetError, UnreadableFileError
from itakusaki.model.incident import Moment
from itakusaki.model.inquiry import InquiryAnswer
from itakusaki.model.kept_incident import (
    IncidentFile,
    IncidentStanding,
    IncidentsTold,
    KeptIncident,
    KeptInquiry,
)
from itakusaki.model.message import N_, Message

#: The endings of a fact sheet; a file of another kind beside the sheets is none.
SHEETS: Final = (".yaml", ".yml", ".xlsx", ".xlsm")
#: The ending of an answer's workbook.
BOOKS: Final = (".xlsx", ".xlsm")
#: The table of an answer in which earlier answers are named.
EARLIER: Final = "earlier"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundIncidents:
    """The incidents that lie in a workspace; `unread` says of a sheet why it could not be read.

    `names` are those of all, read or not.
    """

    incidents: tuple[KeptIncident, ...] = ()
    names: frozenset[str] = frozenset()
    unread: tuple[Message, ...] = ()


def found_incidents(setup: Setup, *, now: Moment | None = None) -> FoundIncidents:
    """Read the fact sheets of a workspace, and the folders of the same names with what belongs to them.

    `now` is the moment of the facts where a sheet names none; else this moment.
    """
    folder = setup.workspace.incidents
    moment = now or Moment.of(datetime.now(JAPAN).replace(tzinfo=None))
    sheets: dict[str, Path] = {}
    beside: dict[str, list[Path]] = {}
    unread: list[Message] = []
    for path in listing(folder).files:
        within = path.relative_to(folder)
        if len(within.parts) > 1:
            beside.setdefault(within.parts[0], []).append(path)
        elif path.suffix.casefold() in SHEETS and path.stem in sheets:
            text = N_("{file}: there is another fact sheet of this name; this one was not read")
            unread.append(Message.of(text, file=path.name))
        elif path.suffix.casefold() in SHEETS:
            sheets[path.stem] = path
    incidents = []
    for name in sorted({*sheets, *beside}):
        try:
            incidents.append(_kept(name, sheets.get(name), beside.get(name, ()), (setup, moment)))
        except FactSheetError as error:
            unread.extend(error.mistakes)
        except OSError:
            unread.append(Message.of(N_("{file}: it cannot be read"), file=name))
    names = frozenset({*sheets, *beside})
    return FoundIncidents(incidents=tuple(incidents), names=names, unread=tuple(unread))


def _kept(
    name: str, sheet: Path | None, beside: Sequence[Path], by: tuple[Setup, Moment]
) -> KeptIncident:
    setup, now = by
    root, rules = setup.workspace.folder, setup.rules
    inquiries: list[KeptInquiry] = []
    files: list[IncidentFile] = []
    for path in beside:
        file = _file(path, root)
        inquiry = _inquiry(path, file, rules)
        if inquiry is None:
            files.append(file)
        else:
            inquiries.append(inquiry)
    return KeptIncident(
        name=name,
        sheet=_file(sheet, root) if sheet else None,
        incident=read_incident(sheet, rules.breach, now=now) if sheet else None,
        inquiries=tuple(inquiries),
        files=tuple(files),
    )


def _file(path: Path, root: Path) -> IncidentFile:
    return IncidentFile(path=path.relative_to(root).as_posix(), sha256=file_digest(path))


def _inquiry(path: Path, file: IncidentFile, rules: Rules) -> KeptInquiry | None:
    """An answer to an inquiry, None where a file is none; extractions beside it are not looked at."""
    if path.suffix.casefold() not in BOOKS:
        return None
    try:
        answer = read_inquiry(path, rules.inquiry, rules.checklist)
    except UnreadableFileError:
        return None
    return KeptInquiry(
        file=file,
        asked_by=answer.text("asked_by"),
        answered_by=answer.text("answered_by"),
        subject=answer.text("subject"),
        conclusion=answer.choice("conclusion"),
        received_on=answer.day("received_on"),
        due_on=answer.day("due_on"),
        answered_on=answer.day("answered_on"),
        re_examined=tuple(_re_examined(answer)),
    )


def _re_examined(answer: InquiryAnswer) -> Iterator[date]:
    for row in answer.rows(EARLIER):
        earlier, again = row.day("answered_on"), row.day("re_examined_on")
        if earlier is not None and again is not None:
            yield earlier


def record(setup: Setup, store: AuditStore, found: FoundIncidents) -> tuple[KeptIncident, ...]:
    """Record incidents in the store as they stand; those that are new or changed are given.

    Of one that is told to the person responsible only, digests alone are kept: whoever reads the
    workspace's reports may read the store.
    """
    kept = tuple(one if one.is_open else _digests(one) for one in found.incidents)
    return store.keep_incidents(setup.workspace.round, kept, mark_of(setup.workspace))


def _digests(one: KeptIncident) -> KeptIncident:
    files = (*(inquiry.file for inquiry in one.inquiries), *one.files)
    return KeptIncident(name=one.name, sheet=one.sheet, incident=None, files=files)


def with_remembered(found: FoundIncidents, store: AuditStore | None) -> FoundIncidents:
    """The incidents of a workspace, with those that the store remembers and whose sheet is gone."""
    if store is None:
        return found
    kept = (one for one in store.incidents() if one.name not in found.names)
    gone = (replace(one, is_gone=True) for one in kept)
    return replace(found, incidents=(*found.incidents, *gone))


def told_incidents(
    setup: Setup,
    found: FoundIncidents,
    day: date,
    *,
    sealed: Collection[str] = (),
    all_: bool = False,
) -> IncidentsTold:
    """How incidents stand on a day, as far as a reader is told.

    Args:
        setup: the workspace and its rules.
        found: its incidents.
        day: by which what is late is judged.
        sealed: names and codes of parties with a sealed matter: of their incidents nothing is told.
        all_: tell everything; for the person responsible.
    """
    closed_parties = {key(name) for name in sealed}
    every = [
        replace(one, is_closed=one.is_closed or _concerns(one, closed_parties))
        for one in standings(found.incidents, setup.rules.breach, day)
    ]
    closed = [one for one in every if one.is_closed]
    return IncidentsTold(
        standings=tuple(one for one in every if all_ or not one.is_closed),
        closed=0 if all_ else len(closed),
        closed_waiting=0 if all_ else sum(one.is_waiting for one in closed),
        unread=found.unread if all_ else tuple(_unread(found)),
    )


def _unread(found: FoundIncidents) -> Iterator[Message]:
    """How many mistakes are in the way; which sheet it is may be for the person responsible only."""
    if found.unread:
        text = N_("Mistakes that keep fact sheets of incidents from being read: {count}")
        yield Message.of(text, count=len(found.unread))


def incidents_at(
    setup: Setup, store: AuditStore | None, assessment: Assessment
) -> IncidentsTold | None:
    """What the ordinary report of a run tells of incidents, recorded where there is a store; None for none."""
    found = found_incidents(setup)
    if store is not None and found.incidents:
        record(setup, store, found)
    found = with_remembered(found, store)
    if not found.names and not found.incidents:
        return None
    return told_incidents(setup, found, assessment.as_of, sealed=sealed_names(assessment))


def _concerns(one: IncidentStanding, parties: Collection[str]) -> bool:
    named = {key(name) for name, _ in one.parties} | {key(r.party) for r in one.remarks}
    return not named.isdisjoint(parties)


def sealed_names(assessment: Assessment) -> tuple[str, ...]:
    """Codes and names of the parties with a sealed matter."""
    return tuple(
        name
        for result in assessment.results
        if result.sealed
        for name in (result.processor.id, result.processor.name)
    )


def sealed_last(store: AuditStore | None, round_: str) -> tuple[str, ...]:
    """The same, by the last assessment kept of a round."""
    heads = store.kept(round_) if store else ()
    if store is None or not heads:
        return ()
    lines = store.lines(heads[-1], controls=False).parties
    return tuple(name for one in lines if one.sealed for name in (one.processor, one.name))
