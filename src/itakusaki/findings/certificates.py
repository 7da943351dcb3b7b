"""Certificates: how each that the ledger names stands on a round's day, and on that of the round before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from itakusaki.catalogue.credits import not_in_force
from itakusaki.model.assessment import Assessment
from itakusaki.model.message import N_, Message
from itakusaki.model.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateState:
    """One certificate of a party: how it stood in the round before (None: nothing to compare), and stands."""

    name: str
    was: Message | None
    now: Message


def certificate_states(
    assessment: Assessment, before: date | None
) -> Mapping[str, tuple[CertificateState, ...]]:
    """Certificates that are not in force, or became so since an earlier day, by party; the others are left out."""
    found = {
        result.processor.id: tuple(
            dict.fromkeys(
                state
                for row in result.processor.entrustments
                for state in _told(row.record, assessment.as_of, before)
            )
        )
        for result in assessment.results
    }
    return {code: states for code, states in found.items() if states}


def _told(record: Record, on: date, before: date | None) -> Iterator[CertificateState]:
    name = record.text("certificate")
    if not name:
        return
    was, now = _state(record, before) if before else None, _state(record, on)
    if now == _IN_FORCE and before is not None:
        now = _suspended_between(record, before, on) or now
    if now != _IN_FORCE or was not in (None, now):
        yield CertificateState(name=name, was=was, now=now)


def _suspended_between(record: Record, before: date, on: date) -> Message | None:
    """That a certificate was suspended and is no longer, all of it between two days."""
    since, over = record.day("certificate_suspended_from"), record.day("certificate_suspended_to")
    if since is None or over is None or not before < since <= over < on:
        return None
    text = N_("in force again, suspended from {first} to {last}")
    return Message.of(text, first=str(since), last=str(over))


def _state(record: Record, on: date) -> Message:
    return not_in_force(record, on) or _IN_FORCE


_IN_FORCE = Message(N_("in force"))
