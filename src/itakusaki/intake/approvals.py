"""Approvals: the client's consent to a 'not applicable' or to a dated exception."""

from __future__ import annotations

from collections.abc import Iterable

from itakusaki.intake.issues import Notes, listed
from itakusaki.intake.parties import Parties
from itakusaki.intake.recognise import Recognised
from itakusaki.intake.records import read_records
from itakusaki.intake.strangers import note_stranger
from itakusaki.model.message import Words
from itakusaki.model.party import Approval
from itakusaki.model.record import Record


def read_approvals(
    books: Iterable[Recognised], parties: Parties, notes: Notes
) -> tuple[tuple[Approval, ...], tuple[Record, ...]]:
    """The approvals of all books, and their rows for the gate."""
    approvals: list[Approval] = []
    records: list[Record] = []
    for found in books:
        for record in read_records(found, "approvals", notes):
            records.append(record)
            approval = _approval(found, record, parties, notes)
            if approval is not None:
                approvals.append(approval)
    return tuple(approvals), tuple(records)


def _approval(found: Recognised, record: Record, parties: Parties, notes: Notes) -> Approval | None:
    processor = parties.by_code(record.text("processor"))
    if not processor:
        notes.add("unknown_processor", record.at, processor=record.text("processor") or "-")
        return None
    written = record.text("control")
    control = found.reader.items.id_of(written)
    if not control:
        place = record.fields.get("control")
        note_stranger(notes, found.reader.items, place.at if place else record.at, written)
        return None
    kind = record.value("kind")
    approval = Approval(
        processor=processor,
        control=control,
        kind=kind if isinstance(kind, str) else "",
        reason=record.text("reason"),
        measure=record.text("measure"),
        approver=record.text("approver"),
        approved_on=record.day("approved_on"),
        valid_from=record.day("valid_from"),
        valid_until=record.day("valid_until"),
        extensions=int(record.number("extensions") or 0),
        at=record.at,
    )
    _note_incomplete(found, approval, notes)
    return approval


def _note_incomplete(found: Recognised, approval: Approval, notes: Notes) -> None:
    given = {
        "kind": approval.kind,
        "reason": approval.reason,
        "approver": approval.approver,
        "approved_on": approval.approved_on,
        "valid_until": approval.valid_until or approval.kind != "exception",
    }
    lacking = [name for name, value in given.items() if not value]
    if lacking:
        headings = column_words(found, "approvals", lacking)
        notes.add("approval_incomplete", approval.at, missing=headings)


def column_words(found: Recognised, table: str, names: Iterable[str]) -> Words:
    """The headings of some columns, in one line."""
    columns = found.of(table)[0].table
    headings = [c.heading for c in columns.columns if c.name in set(names)]
    return Words(
        ja=listed(tuple(heading.ja for heading in headings)),
        en=listed(tuple(heading.en for heading in headings)),
    )
