"""Changes: what is new, worse, better, the same or gone since an earlier round, control by control."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from itakusaki.findings.bridge import AskedTwice, Bridge, asked_twice, bridge
from itakusaki.model.party import Duty
from itakusaki.model.rounds import ControlLine, PartyLine, RoundLines
from itakusaki.model.verdict import Rating, Verdict

#: Verdicts with which there is nothing to be done about a control, or nothing that is told here.
SETTLED: Final = (Verdict.MET, Verdict.EXEMPT, Verdict.NOT_ASKED, Verdict.SEALED)


class ChangeKind(StrEnum):
    """What became of a control that is, or was, not met and shown.

    LEFT_OUT: it was open, and is now exempt, sealed or not asked; that is no correction.
    """

    NEW = "new"
    REGRESSED = "regressed"
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    CLOSED = "closed"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlChange:
    """One control in two rounds; a line is None where the control was not asked."""

    control: str
    kind: ChangeKind
    before: ControlLine | None
    after: ControlLine | None

    @property
    def knock_out(self) -> bool:
        """Whether it is a knock-out in the later round, else in the earlier."""
        line = self.after or self.before
        return bool(line and line.knock_out)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyChange:
    """One side in an entrustment in two rounds; a line is None where the party was not audited.

    There are no changes where it was not due in one of the two. The bridges lead from the earlier verified and self-assessed score to the later, None without either;
    `asked_twice` has the verified scores like for like, where not the same was asked.
    """

    before: PartyLine | None
    after: PartyLine | None
    changes: tuple[ControlChange, ...]
    verified: Bridge | None
    declared: Bridge | None
    asked_twice: AskedTwice | None = None

    @property
    def line(self) -> PartyLine:
        """The later line, else the earlier."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - one of the two is always there
        return found

    @property
    def counts(self) -> Mapping[ChangeKind, int]:
        """How many controls there are of each kind of change."""
        return Counter(change.kind for change in self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundChange:
    """Two rounds side by side: each party in the later one's order, then those that are gone."""

    before: RoundLines
    after: RoundLines
    parties: tuple[PartyChange, ...]

    @property
    def counts(self) -> Mapping[ChangeKind, int]:
        """How many controls of all parties there are of each kind of change."""
        return sum((Counter(party.counts) for party in self.parties), Counter())


def changed(before: RoundLines, after: RoundLines) -> RoundChange:
    """Lay two rounds side by side."""
    old = {_key(line): line for line in before.parties}
    new = {_key(line): line for line in after.parties}
    same_edition = _edition(before) == _edition(after)
    return RoundChange(
        before=before,
        after=after,
        parties=tuple(
            _party(old.get(key), new.get(key), same_edition=same_edition) for key in {**new, **old}
        ),
    )


def _key(line: PartyLine) -> tuple[str, Duty]:
    """A party that moved to another tier is the same party; the client's side is its own."""
    side = Duty.CLIENT if line.side is Duty.CLIENT else Duty.PROCESSOR
    return line.processor, side


def _edition(lines: RoundLines) -> str:
    """The edition of the checklist, whichever of its controls were asked."""
    return lines.head.checklist_version.partition("+")[0]


def _party(before: PartyLine | None, after: PartyLine | None, *, same_edition: bool) -> PartyChange:
    verified = declared = None
    if before and after and Rating.NOT_DUE in (before.rating, after.rating):
        return PartyChange(before=before, after=after, changes=(), verified=None, declared=None)
    if before and after:
        verified = bridge(before, after, "verified", same_edition=same_edition)
        declared = bridge(before, after, "declared", same_edition=same_edition)
    return PartyChange(
        before=before,
        after=after,
        changes=tuple(control_changes(before, after)) if before and after else (),
        verified=verified,
        declared=declared,
        asked_twice=(
            asked_twice(before, after, "verified")
            if before and after and asked_differently(before, after)
            else None
        ),
    )


def asked_differently(before: PartyLine, after: PartyLine) -> bool:
    """Whether two lines rest on forms of different depth, or of one that left out what the other asked."""
    left_out = [
        {line.control for line in one.controls if line.verdict is Verdict.NOT_ASKED}
        for one in (before, after)
    ]
    return before.depth is not after.depth or left_out[0] != left_out[1]


def control_changes(before: PartyLine, after: PartyLine) -> Iterator[ControlChange]:
    """What became of each control of a party that is, or was, not met and shown."""
    old = {line.control: line for line in before.controls}
    new = {line.control: line for line in after.controls}
    for control in {**new, **old}:
        kind = change_kind(old.get(control), new.get(control))
        if kind is not None:
            yield ControlChange(
                control=control, kind=kind, before=old.get(control), after=new.get(control)
            )


def change_kind(before: ControlLine | None, after: ControlLine | None) -> ChangeKind | None:
    """What became of a control, None where it was settled and is."""
    was_open, is_open = _is_open(before), _is_open(after)
    if not was_open and not is_open:
        return None
    if not is_open:
        is_met = after is not None and after.verdict is Verdict.MET
        return ChangeKind.CLOSED if is_met else ChangeKind.LEFT_OUT
    if not was_open:
        was_met = before is not None and before.verdict is Verdict.MET
        return ChangeKind.REGRESSED if was_met else ChangeKind.NEW
    worth = _worth(before), _worth(after)
    if worth[0] == worth[1]:
        return ChangeKind.UNCHANGED
    return ChangeKind.IMPROVED if worth[1] > worth[0] else ChangeKind.REGRESSED


def _is_open(line: ControlLine | None) -> bool:
    return line is not None and line.verdict not in SETTLED


def _worth(line: ControlLine | None) -> tuple[float, float]:
    """How well a control stands: what is shown, then what is said and nothing speaks against."""
    if line is None:
        return 0.0, 0.0
    said = 0.0 if line.verdict is Verdict.CONTRADICTED else line.declared or 0.0
    return line.verified or 0.0, said
