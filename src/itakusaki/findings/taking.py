"""Taking in: what a party entered on its sheet, cell by cell against what is kept and what was sent.

A cell that was not changed since the sheet was written says nothing; one that was changed on both
sides is a conflict, and nothing is written over unseen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from itakusaki.model.party import Duty
from itakusaki.model.source import CellRef
from itakusaki.model.tracked import (
    FilledRow,
    FilledSheet,
    FindingState,
    RowRemark,
    TrackedFinding,
)
from itakusaki.tabular.finding_sheet import FIELDS, entry_key
from itakusaki.tabular.hidden_sheet import text_digest


class Conflicts(StrEnum):
    """What becomes of cells that were changed on both sides."""

    STOP = "stop"
    SKIP = "skip"
    TAKE = "take"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenCell:
    """One entry that differs from what is kept: where it stands, what is kept, what was entered."""

    at: CellRef
    finding: str
    field: str
    kept: str
    entered: str
    is_conflict: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenSheet:
    """What a sheet brings: its cells, ids that are none of the party's, and the findings after it.

    `unread` are cells of which nothing can be taken.
    """

    cells: tuple[TakenCell, ...]
    unknown: tuple[str, ...]
    unread: tuple[RowRemark, ...]
    changed: tuple[TrackedFinding, ...]

    @property
    def conflicts(self) -> tuple[TakenCell, ...]:
        """The cells that were changed on both sides."""
        return tuple(cell for cell in self.cells if cell.is_conflict)


def taken_in(
    kept: Sequence[TrackedFinding], sheet: FilledSheet, conflicts: Conflicts
) -> TakenSheet:
    """Hold a sheet against the findings that are kept; where it is to stop at conflicts, none changes."""
    known = {one.id: one for one in kept if _is_theirs(one, sheet)}
    cells = tuple(
        cell for row in sheet.rows if row.id in known for cell in _cells(row, known[row.id], sheet)
    )
    counted = [cell for cell in cells if not cell.is_conflict or conflicts is Conflicts.TAKE]
    stops = conflicts is Conflicts.STOP and len(counted) < len(cells)
    return TakenSheet(
        cells=cells,
        unknown=tuple(row.id for row in sheet.rows if row.id not in known),
        unread=sheet.unread,
        changed=() if stops else tuple(_changed(known, counted)),
    )


def _is_theirs(finding: TrackedFinding, sheet: FilledSheet) -> bool:
    """Whether a finding is one that the sheet's party may speak to."""
    if finding.side is Duty.CLIENT:
        return not sheet.processor
    return finding.processor == sheet.processor


def _cells(row: FilledRow, finding: TrackedFinding, sheet: FilledSheet) -> Iterator[TakenCell]:
    for field in (name for name in FIELDS if name in row.cells):
        entered, stands = getattr(row.plan, field), getattr(finding.plan, field)
        was = sheet.written.get(entry_key(finding.id, field), text_digest(""))
        if entered == stands or text_digest(entered) == was:
            continue
        yield TakenCell(
            at=row.cells[field],
            finding=finding.id,
            field=field,
            kept=stands,
            entered=entered,
            is_conflict=text_digest(stands) != was,
        )


def _changed(
    known: Mapping[str, TrackedFinding], cells: Sequence[TakenCell]
) -> Iterator[TrackedFinding]:
    for id_ in dict.fromkeys(cell.finding for cell in cells):
        finding = known[id_]
        entered = {cell.field: cell.entered for cell in cells if cell.finding == id_}
        after = replace(finding, plan=replace(finding.plan, **entered))
        is_new = finding.state in (FindingState.OPEN, FindingState.REOPENED)
        yield replace(after, state=FindingState.ANSWERED) if is_new else after
