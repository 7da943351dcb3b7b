"""Parties: who owes a control, who was entrusted with what, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from itakusaki.model.record import Field, Record
from itakusaki.model.source import CellRef

#: The flag of work that is itself entrusted to the client.
UPSTREAM: Final = "upstream"


class Duty(StrEnum):
    """Who owes a control and answers for it."""

    CLIENT = "client"
    PROCESSOR = "processor"
    SUB_PROCESSOR = "sub_processor"
    RECIPIENT = "recipient"


class Role(StrEnum):
    """Who runs the audit; a processor inspects its own duties only (docs/workspace.md, Self-inspection)."""

    CLIENT = "client"
    CONSULTANT = "consultant"
    PROCESSOR = "processor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrustment:
    """One ledger row: one contract, who entrusts whom with what (委託)."""

    contract: str
    processor: str
    name: str
    corporate_number: str
    tier: int
    parent: str
    flags: frozenset[str]
    record: Record

    @property
    def at(self) -> CellRef:
        """Where the row stands."""
        return self.record.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Processor:
    """The unit that is rated: a legal entity with all its entrustments; flags are joined."""

    id: str
    name: str
    corporate_number: str
    tier: int
    parents: tuple[str, ...]
    flags: frozenset[str]
    entrustments: tuple[Entrustment, ...]

    @property
    def duty(self) -> Duty:
        """Which side's questions this party answers."""
        return Duty.PROCESSOR if self.tier <= 1 else Duty.SUB_PROCESSOR

    @property
    def due(self) -> Field | None:
        """The earliest day by which its reply is due, with its cell; None where none is given."""
        found = (row.record.fields.get("questionnaire_due") for row in self.entrustments)
        given = [(field.value, field) for field in found if field and isinstance(field.value, date)]
        return min(given, key=lambda pair: pair[0])[1] if given else None

    @property
    def due_on(self) -> date | None:
        """That day."""
        value = self.due.value if self.due else None
        return value if isinstance(value, date) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """The client's consent to a 'not applicable' or to a dated exception, from its own register."""

    processor: str
    control: str
    kind: str  # "exemption" or "exception"
    reason: str
    measure: str  # what stands in for the control meanwhile; "" where nothing does
    approver: str
    approved_on: date | None
    valid_from: date | None
    valid_until: date | None
    extensions: int
    at: CellRef

    def holds(self, as_of: date) -> bool:
        """Whether it is approved and in force on that day, the last day included."""
        if not self.approver or self.approved_on is None or self.approved_on > as_of:
            return False
        started = self.valid_from is None or self.valid_from <= as_of
        if self.kind == "exception":
            return started and self.valid_until is not None and as_of <= self.valid_until
        return started and (self.valid_until is None or as_of <= self.valid_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """All entrustments of the client, and the processors they make."""

    entrustments: tuple[Entrustment, ...] = ()
    processors: Mapping[str, Processor]


def persons_of(entrustments: Iterable[Entrustment]) -> int:
    """The persons whose data are entrusted, as the ledger counts them; 0 where it does not."""
    return int(sum(row.record.number("persons") or 0 for row in entrustments))


def running_since(entrustments: Iterable[Entrustment]) -> date | None:
    """The first day on which one of some entrustments runs or was signed, by the ledger."""
    days = [row.record.day(name) for row in entrustments for name in ("term_start", "signed_on")]
    return min((day for day in days if day is not None), default=None)
