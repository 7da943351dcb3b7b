"""Registering: what a person entered in a gap register, against what is kept and what was written there.

An entry that was not changed since the register was written says nothing; one that was changed on both
sides is a conflict; what rows of one finding say otherwise, and what the rules refuse, is left as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from itakusaki.catalogue.rounds import FindingRules
from itakusaki.findings.changing import PAST_DUE, FindingChange, changed_by_hand, refusals
from itakusaki.findings.refused_entries import (
    NOT_A_DATE,
    NOT_A_STATUS,
    TOLD_APART,
    WITH_THE_OTHERS,
    asked_state,
    refused_entries,
)
from itakusaki.findings.taking import Conflicts, TakenCell
from itakusaki.model.message import N_, Message, Value
from itakusaki.model.source import CellRef
from itakusaki.model.tracked import (
    FilledRegister,
    FindingState,
    RegisterRow,
    RowMark,
    RowRemark,
    TrackedFinding,
)
from itakusaki.tabular.gap_register import (
    DUE,
    ENTRIES,
    OWNER,
    REMARKS,
    STATUS,
    by_row,
    standing_entries,
)
from itakusaki.tabular.hidden_sheet import text_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOn:
    """In which round, on which day and in which workspace, by its folder, a register is taken in."""

    round: str
    day: date
    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """One entry that is not taken, and why: what is wrong with it, and what to enter instead."""

    cell: TakenCell
    reason: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenRegister:
    """What a register brings: entries taken, in conflict and left out, rows left out, and the findings after it.

    `conflicts` were changed on both sides, whether or not they are taken. `strayed` are rows whose hidden mark
    is of another row, `unread` cells of which nothing can be taken, `unknown` rows with entries of which no
    finding is kept, `remarks` what is to be said of what was taken.
    """

    taken: tuple[TakenCell, ...]
    conflicts: tuple[TakenCell, ...]
    refused: tuple[LeftOut, ...]
    strayed: tuple[RowRemark, ...]
    unread: tuple[RowRemark, ...]
    unknown: tuple[RowRemark, ...]
    remarks: tuple[RowRemark, ...]
    changed: tuple[TrackedFinding, ...]


def registered(
    kept: Sequence[TrackedFinding],
    register: FilledRegister,
    conflicts: Conflicts,
    rules: FindingRules,
    on: TakenOn,
) -> TakenRegister:
    """Hold a register against the findings that are kept; where it is to stop, none changes."""
    sorted_rows = _Sorted.of(kept, register.rows)
    outcomes = [one.outcome(conflicts, rules, on) for one in sorted_rows.entered.values()]
    taken = tuple(cell for one in outcomes for cell in one.taken)
    both = tuple(cell for one in sorted_rows.entered.values() for cell in one.conflicts)
    refused = tuple(left for one in outcomes for left in one.refused)
    stops = conflicts is Conflicts.STOP and bool(
        both or refused or sorted_rows.strayed or register.unread
    )
    return TakenRegister(
        taken=taken,
        conflicts=both,
        refused=refused,
        strayed=tuple(sorted_rows.strayed),
        unread=register.unread,
        unknown=tuple(sorted_rows.unknown),
        remarks=(
            *register.notes,
            *sorted_rows.remarks,
            *_on_days(taken, sorted_rows.timed, on.day),
        ),
        changed=() if stops else tuple(one.after for one in outcomes if one.is_changed),
    )


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a finding's entries."""

    before: TrackedFinding
    after: TrackedFinding
    taken: tuple[TakenCell, ...] = ()
    refused: tuple[LeftOut, ...] = ()

    @property
    def is_changed(self) -> bool:
        return self.after != self.before


@dataclass(frozen=True, slots=True)
class _Entered:
    """What the rows of one finding say, each entry once, and what was added as remarks."""

    finding: TrackedFinding
    told: dict[tuple[str, str], TakenCell] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @property
    def conflicts(self) -> tuple[TakenCell, ...]:
        return tuple(cell for cell in self.told.values() if cell.is_conflict)

    def add(self, row: RegisterRow) -> None:
        for cell in _cells(row, self.finding):
            self.told.setdefault((cell.field, cell.entered), cell)
        self.remarks.extend([row.remarks] if row.remarks else [])

    def outcome(self, conflicts: Conflicts, rules: FindingRules, on: TakenOn) -> _Outcome:
        """The finding after its entries: all of them, or as it was where one cannot be taken."""
        counted = [
            c for c in self.told.values() if not c.is_conflict or conflicts is Conflicts.TAKE
        ]
        if not counted:
            return _Outcome(self.finding, self.finding)
        wrong = dict(_unreadable(counted))
        if not wrong:
            change = _change(self.finding, counted, self.remarks[0] if self.remarks else "")
            found = tuple(refusals(self.finding, change, rules, on.day))
            wrong = dict(refused_entries(self.finding, change, found, on.folder))
            if not wrong:
                after = changed_by_hand(self.finding, change, rules, (on.round, on.day))
                return _Outcome(self.finding, after, taken=tuple(counted))
        others = Message(WITH_THE_OTHERS)
        left = (LeftOut(cell=c, reason=wrong.get(c.field, others)) for c in counted)
        return _Outcome(self.finding, self.finding, refused=tuple(left))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sorted:
    """The rows of a register by finding, and what is to be said of those that have none."""

    entered: dict[str, _Entered] = field(default_factory=dict)
    strayed: list[RowRemark] = field(default_factory=list)
    unknown: list[RowRemark] = field(default_factory=list)
    remarks: list[RowRemark] = field(default_factory=list)
    timed: set[CellRef] = field(default_factory=set)

    @classmethod
    def of(cls, kept: Sequence[TrackedFinding], rows: Iterable[RegisterRow]) -> _Sorted:
        made = cls()
        by_id = {one.id: one for one in kept if not one.sealed}
        by_control = by_row(kept)
        for row in rows:
            seen = by_control.get((row.processor, row.side, row.control)) if row.side else None
            made._add(row, by_id.get(row.finding) if row.mark is RowMark.WHOLE else seen)
        return made

    def _add(self, row: RegisterRow, finding: TrackedFinding | None) -> None:
        if row.mark is RowMark.ELSEWHERE:
            if _says_something(row, finding):
                self.strayed.append(_remark(row, _STRAYED))
        elif finding is None:
            if any(row.entries.values()):
                name = f"{row.processor} {row.control}".strip()
                self.unknown.append(_remark(row, _UNKNOWN if name else _NOBODYS, name=name))
        else:
            entered = self.entered.setdefault(finding.id, _Entered(finding))
            entered.add(row)
            says_more = any(_cells(row, finding))
            if _is_unknown(row, finding) and says_more:
                text = _UNMARKED if row.mark is RowMark.ABSENT else _UNREADABLE
                self.remarks.append(_remark(row, text, name=finding.id))
            if row.remarks not in ("", finding.reason, finding.id) and not says_more:
                at = row.cells[REMARKS]
                self.remarks.append(RowRemark(at=at, says=Message.of(_ALONE)))
            self.timed.update([row.cells[DUE]] if row.is_timed else [])


#: States of a finding that nobody has touched.
_AS_MADE = frozenset({FindingState.OPEN, FindingState.REOPENED})
#: What is said of rows.
_STRAYED = N_(
    "the hidden mark of this row is of another row or register: it was copied here, or sorted without its hidden column. Enter it in the row itself, in a register as an audit wrote it"
)
_UNKNOWN = N_("no finding of {name} is kept; it was left out")
_NOBODYS = N_("the row does not say whose it is; it was left out")
_UNREADABLE = N_(
    "the hidden mark of this row cannot be read; it is taken for {name} by party, side and control, and what differs from what is kept counts as changed on both sides"
)
_UNMARKED = N_(
    "this row has no hidden mark (its column is missing, or the register is of before the store); it is taken for {name} by party, side and control, and since the finding was changed, what differs from what is kept counts as changed on both sides"
)
_ALONE = N_("a remark is taken as the reason of another entry in its row; alone it was left out")
_TIMED = N_("a due date has no time of day; taken as {day}")


def _remark(row: RegisterRow, text: str, **values: Value) -> RowRemark:
    return RowRemark(at=row.cells[OWNER], says=Message.of(text, **values))


def _says_something(row: RegisterRow, finding: TrackedFinding | None) -> bool:
    """Whether a strayed row holds an entry that was written neither for its mark nor for what it shows."""
    stands = standing_entries(finding) if finding else {}
    entered = ((name, text) for name, text in row.entries.items() if text)
    return any(
        text_digest(text) != row.written[name] or text != stands.get(name, text)
        for name, text in entered
    )


def _on_days(taken: Iterable[TakenCell], timed: set[CellRef], today: date) -> Iterator[RowRemark]:
    """What is to be said of due days that were taken."""
    for cell in taken:
        if cell.field != DUE:
            continue
        if cell.at in timed:
            yield RowRemark(at=cell.at, says=Message.of(_TIMED, day=cell.entered))
        if date.fromisoformat(cell.entered) < today:
            yield RowRemark(at=cell.at, says=Message.of(PAST_DUE, day=cell.entered))


def _cells(row: RegisterRow, finding: TrackedFinding) -> Iterator[TakenCell]:
    stands = standing_entries(finding)
    for name in ENTRIES:
        entered, was = row.entries[name], row.written.get(name, text_digest(""))
        # A cell emptied takes nothing back: who filters and pastes empties many.
        if not entered or entered == stands[name] or text_digest(entered) == was:
            continue
        # A register of before the store knows nothing of what is kept since; of a mark that cannot be read
        # nobody knows what was written.
        changed_here = row.mark is RowMark.WHOLE and text_digest(stands[name]) != was
        yield TakenCell(
            at=row.cells[name],
            finding=finding.id,
            field=name,
            kept=stands[name],
            entered=entered,
            is_conflict=changed_here or _is_unknown(row, finding),
        )


def _is_unknown(row: RegisterRow, finding: TrackedFinding) -> bool:
    """Whether nobody knows what was written into a row, and it may have been something else since.

    A register of before the store has no marks: what nobody changed since cannot be in conflict.
    """
    if row.mark is RowMark.ABSENT:
        return (
            bool(finding.owner or finding.reason or finding.moved) or finding.state not in _AS_MADE
        )
    return row.mark is RowMark.UNREADABLE


def _unreadable(cells: Sequence[TakenCell]) -> Iterator[tuple[str, Message]]:
    """What is wrong with entries by themselves, by column."""
    told = Counter(cell.field for cell in cells)
    for cell in cells:
        if told[cell.field] > 1:
            yield cell.field, Message(TOLD_APART)
        elif cell.field == DUE and _day(cell.entered) is None:
            yield cell.field, Message(NOT_A_DATE)
        elif cell.field == STATUS and asked_state(cell.entered) is None:
            yield cell.field, Message(NOT_A_STATUS)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _change(finding: TrackedFinding, cells: Sequence[TakenCell], remarks: str) -> FindingChange:
    """The change that entries ask for, which are a day and a status where they are to be."""
    entered: Mapping[str, str] = {cell.field: cell.entered for cell in cells}
    state = asked_state(entered.get(STATUS, ""))
    return FindingChange(
        owner=entered.get(OWNER),
        due=_day(entered[DUE]) if DUE in entered else None,
        state=state,
        reason=remarks,
        by=entered.get(OWNER, finding.owner) if state is FindingState.READY else "",
    )
