"""Kept rounds: the last assessment of each round in the store, and which lie before another."""

from __future__ import annotations

from datetime import date

from itakusaki.audit.ports import AuditStore
from itakusaki.model.rounds import KeptAssessment


def latest_of_each_round(store: AuditStore) -> tuple[KeptAssessment, ...]:
    """The last assessment of each round, by the days they are judged for."""
    latest = {head.round: head for head in store.kept()}
    return tuple(sorted(latest.values(), key=lambda head: (head.as_of, head.round)))


def earlier_rounds(store: AuditStore, name: str, as_of: date) -> tuple[KeptAssessment, ...]:
    """The last assessment of every other round that was judged for an earlier day, the earliest first.

    A round whose as-of day was moved is no round before itself.
    """
    latest = latest_of_each_round(store)
    return tuple(head for head in latest if head.round != name and head.as_of < as_of)
