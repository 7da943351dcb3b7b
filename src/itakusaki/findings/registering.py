"""Registering: what a person entered in a gap register, against what is kept and what was written there.

An entry that was not changed since the register was written says nothing; one that was changed on both
sides is a conflict; what rows of one finding say otherwise, and what the rules refuse, is left as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from itakusaki.catalogue.rounds import FindingRules
from itakusaki.findings.changing import FindingChange, changed_by_hand
from itakusaki.findings.taking import Conflicts, TakenCell
from itakusaki.model.errors import FindingChangeError
from itakusaki.model.message import N_, Message
from itakusaki.model.tracked import FindingState, RegisterRow, TrackedFinding
from itakusaki.tabular.gap_register import (
    ACCEPTED,
    CLOSED,
    DUE,
    ENTRIES,
    IN_PROGRESS,
    OPEN,
    OWNER,
    STATUS,
    SUBMITTED,
    by_row,
    standing_entries,
)
from itakusaki.tabular.hidden_sheet import text_digest

#: What each status of the register's list asks of a finding; who may say so is the rules' matter.
_STATES: Final[Mapping[str, FindingState]] = {
    OPEN: FindingState.REOPENED,
    IN_PROGRESS: FindingState.IN_PROGRESS,
    SUBMITTED: FindingState.READY,
    CLOSED: FindingState.CLOSED,
    ACCEPTED: FindingState.ACCEPTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenRegister:
    """What a register brings: its cells, what is refused and why by finding, and the findings after it.

    `unknown` are rows with entries of which no finding is kept.
    """

    cells: tuple[TakenCell, ...]
    refused: Mapping[str, tuple[Message, ...]]
    unknown: tuple[RegisterRow, ...]
    changed: tuple[TrackedFinding, ...]


def registered(
    kept: Sequence[TrackedFinding],
    rows: Iterable[RegisterRow],
    conflicts: Conflicts,
    rules: FindingRules,
    on: tuple[str, date],
) -> TakenRegister:
    """Hold a register against the findings that are kept; where it is to stop, none changes.

    `on` is the round and the day it is taken in.
    """
    paired = list(_paired(kept, rows))
    entered: dict[str, _Entered] = {}
    for row, finding in paired:
        if finding is not None:
            entered.setdefault(finding.id, _Entered(finding)).add(row)
    cells = tuple(cell for one in entered.values() for cell in one.cells)
    refused: dict[str, tuple[Message, ...]] = {}
    changed = []
    for id_, one in entered.items():
        try:
            changed.append(one.after(conflicts, rules, on))
        except FindingChangeError as error:
            refused[id_] = error.mistakes
    stops = conflicts is Conflicts.STOP and (refused or any(one.is_conflict for one in cells))
    return TakenRegister(
        cells=cells,
        refused=refused,
        unknown=tuple(
            row for row, finding in paired if finding is None and any(row.entries.values())
        ),
        changed=() if stops else tuple(one for one in changed if one != entered[one.id].finding),
    )


@dataclass(frozen=True, slots=True)
class _Entered:
    """What the rows of one finding say, each entry once, and what was added as remarks."""

    finding: TrackedFinding
    told: dict[tuple[str, str], TakenCell] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @property
    def cells(self) -> tuple[TakenCell, ...]:
        return tuple(self.told.values())

    def add(self, row: RegisterRow) -> None:
        for cell in _cells(row, self.finding):
            self.told.setdefault((cell.field, cell.entered), cell)
        self.remarks.extend([row.remarks] if row.remarks else [])

    def after(
        self, conflicts: Conflicts, rules: FindingRules, on: tuple[str, date]
    ) -> TrackedFinding:
        """The finding after its entries; as it was where none counts.

        Raises:
            FindingChangeError: its rows contradict one another, or the rules refuse what they say.
        """
        counted = [c for c in self.cells if not c.is_conflict or conflicts is Conflicts.TAKE]
        if not counted:
            return self.finding
        told = Counter(cell.field for cell in counted)
        text = N_("its rows say different things under “{heading}”")
        twice = (Message.of(text, heading=Message(name)) for name, n in told.items() if n > 1)
        if reasons := tuple(twice):
            raise FindingChangeError(self.finding.id, reasons)
        remarks = self.remarks[0] if self.remarks else ""
        change = _change(self.finding, counted, remarks)
        return changed_by_hand(self.finding, change, rules, on)


def _paired(
    kept: Sequence[TrackedFinding], rows: Iterable[RegisterRow]
) -> Iterator[tuple[RegisterRow, TrackedFinding | None]]:
    """Each row with its finding: by the mark, else by party, side and control."""
    by_id, by_control = {one.id: one for one in kept if not one.sealed}, by_row(kept)
    for row in rows:
        whose = (row.processor, row.side, row.control)
        yield row, by_id.get(row.finding) if row.finding else by_control.get(whose)


def _cells(row: RegisterRow, finding: TrackedFinding) -> Iterator[TakenCell]:
    stands = standing_entries(finding)
    for name in ENTRIES:
        entered, was = row.entries[name], row.written.get(name, text_digest(""))
        # A cell emptied takes nothing back: who filters and pastes empties many.
        if not entered or entered == stands[name] or text_digest(entered) == was:
            continue
        yield TakenCell(
            at=row.cells[name],
            finding=finding.id,
            field=name,
            kept=stands[name],
            entered=entered,
            # A register of before the store knows nothing of what is kept since.
            is_conflict=bool(row.finding) and text_digest(stands[name]) != was,
        )


def _change(finding: TrackedFinding, cells: Sequence[TakenCell], remarks: str) -> FindingChange:
    """The change that entries ask for.

    Raises:
        FindingChangeError: a day or a status is none.
    """
    entered = {cell.field: cell.entered for cell in cells}
    wrong: list[Message] = []
    due, state = None, None
    if DUE in entered:
        try:
            due = date.fromisoformat(entered[DUE])
        except ValueError:
            wrong.append(Message.of(N_("“{value}” is not a date"), value=entered[DUE]))
    if STATUS in entered:
        state = _STATES.get(entered[STATUS])
        if state is None:
            text = N_("“{value}” is no status of the register's list")
            wrong.append(Message.of(text, value=entered[STATUS]))
    if wrong:
        raise FindingChangeError(finding.id, tuple(wrong))
    owner = entered.get(OWNER, finding.owner)
    return FindingChange(
        owner=owner,
        due=due,
        state=state,
        reason=remarks,
        by=owner if state is FindingState.READY else "",
    )
