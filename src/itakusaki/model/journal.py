"""The journal: who did what when, each entry chained to the one before (記録簿)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum


class Action(StrEnum):
    """What an entry tells of."""

    ASSESSED = "assessed"
    ROUND_OPENED = "round_opened"
    ROUND_CLOSED = "round_closed"
    ROUND_ERASED = "round_erased"
    FINDINGS_CHANGED = "findings_changed"
    INCIDENTS_KEPT = "incidents_kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryMark:
    """Who does something, by the settings ("" where they do not say), and when, in UTC by the second."""

    actor: str
    at: datetime

    @property
    def moment(self) -> str:
        """The moment as it is written down: nothing finer, so that what is read is what was hashed."""
        return self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalHead:
    """The last entry of a journal: its number, from 1 on, and its SHA-256."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One entry: `payload` is canonical JSON of references and digests, `prev` the digest before it."""

    number: int
    at: str
    actor: str
    action: str
    payload: bytes
    prev: str
    digest: str

    @property
    def head(self) -> JournalHead:
        """The entry as a head."""
        return JournalHead(number=self.number, digest=self.digest)


class FaultKind(StrEnum):
    """What is wrong with the first bad entry of a journal.

    RECORD: the entry holds, but what it tells of is not what is stored.
    """

    CONTENT = "content"
    LINK = "link"
    GAP = "gap"
    CUT_END = "cut_end"
    RECORD = "record"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainFault:
    """The first bad entry, by its number, and what is wrong with it."""

    number: int
    kind: FaultKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainCheck:
    """What came of going through a journal: how many entries, its head, and the first fault, if any."""

    entries: int
    head: JournalHead | None
    fault: ChainFault | None
