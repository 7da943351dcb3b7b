"""Ports: what use cases ask of a stage that `wiring` chooses for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from itakusaki.model.assessment import Assessment
from itakusaki.model.journal import ChainCheck, EntryMark, JournalEntry, JournalHead
from itakusaki.model.kept_incident import KeptIncident
from itakusaki.model.rounds import (
    AuditRound,
    DueParty,
    Keeping,
    KeptAssessment,
    RoundLines,
    TakenAssessment,
)
from itakusaki.model.tracked import FindingStanding, FindingStep, TrackedFinding


class AuditStore(Protocol):
    """Where assessments, rounds and the journal are kept; each call stands whole or not at all.

    What a method raises beside StoreError stands with `store.store.DatabaseStore`.
    """

    @property
    def name(self) -> str:
        """What it is called where it is spoken of; no password is in it."""
        ...

    def keep(self, taken: TakenAssessment, mark: EntryMark) -> Keeping:
        """Keep an assessment, unless the round's last is the same, of the same input."""
        ...

    def kept(self, round_: str | None = None) -> tuple[KeptAssessment, ...]:
        """The heads of all assessments, or of a round's, in the order in which they were kept."""
        ...

    def lines(self, head: KeptAssessment, *, controls: bool = True) -> RoundLines:
        """An assessment in lines, without `controls` those of the parties alone."""
        ...

    def inputs(self, head: KeptAssessment) -> tuple[tuple[str, str], ...]:
        """What was read for an assessment: path and SHA-256 of each file."""
        ...

    def assessment(self, head: KeptAssessment) -> Assessment | None:
        """An assessment as it went in, None where only its lines are known."""
        ...

    def open_round(
        self, name: str, days: tuple[date, date], due: Sequence[DueParty], mark: EntryMark
    ) -> AuditRound:
        """Open a round, with who is due in it."""
        ...

    def close_round(self, name: str, mark: EntryMark) -> JournalHead:
        """Close a round on the last assessment of it."""
        ...

    def erase_round(self, name: str, mark: EntryMark) -> int:
        """Take away all that is kept of a round but its entries."""
        ...

    def rounds(self) -> tuple[AuditRound, ...]:
        """Every round that was opened, in that order."""
        ...

    def round(self, name: str) -> AuditRound | None:
        """A round by name, None where it was never opened."""
        ...

    def due(self, name: str) -> tuple[DueParty, ...]:
        """Who was due at the opening of a round, and who was not."""
        ...

    def findings(self) -> tuple[TrackedFinding, ...]:
        """Every finding as it stands, by processor and number."""
        ...

    def finding_standings(self) -> tuple[FindingStanding, ...]:
        """How far the findings have come, those alike counted together, in no order."""
        ...

    def finding_steps(self, id_: str) -> tuple[FindingStep, ...]:
        """How a finding stood after each entry that changed it; nothing where there is none."""
        ...

    def change_findings(
        self,
        round_: str,
        change: Callable[[tuple[TrackedFinding, ...]], tuple[TrackedFinding, ...]],
        mark: EntryMark,
    ) -> tuple[TrackedFinding, ...]:
        """Keep what `change` makes of the findings as they stand: those that are new or changed."""
        ...

    def incidents(self) -> tuple[KeptIncident, ...]:
        """Every incident as it was recorded last, by name."""
        ...

    def keep_incidents(
        self, round_: str, found: Sequence[KeptIncident], mark: EntryMark
    ) -> tuple[KeptIncident, ...]:
        """Record the incidents that are new or stand otherwise than they did; those are given."""
        ...

    def entries(self) -> tuple[JournalEntry, ...]:
        """Every entry of the journal in order."""
        ...

    def verify(self, printed: str = "") -> ChainCheck:
        """Go through the journal; `printed` is a head that it must hold."""
        ...
