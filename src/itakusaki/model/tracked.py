"""Tracked findings: what a finding came to over rounds, who corrects it by when, who confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from itakusaki.model.evidence import EvidenceState
from itakusaki.model.finding import FindingKind
from itakusaki.model.message import Message
from itakusaki.model.party import Duty
from itakusaki.model.source import CellRef
from itakusaki.model.verdict import Severity


class FindingState(StrEnum):
    """How far a finding has come (対応状況)."""

    OPEN = "open"
    ANSWERED = "answered"  # the party said what it means to do
    IN_PROGRESS = "in_progress"
    READY = "ready"  # for verification
    CLOSED = "closed"
    ACCEPTED = "accepted"  # an exception, with a last day
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


#: With these nothing is waited for.
SETTLED = frozenset({FindingState.CLOSED, FindingState.ACCEPTED, FindingState.WITHDRAWN})


class Urgency(StrEnum):
    """How soon: at once where it alone keeps the party from being acceptable, else as it weighs."""

    AT_ONCE = "at_once"
    SOON = "soon"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionPlan:
    """What the party enters on its sheet; every field a text as it was typed, "" for an empty cell."""

    cause: str = ""
    correction: str = ""
    corrective_action: str = ""
    party_owner: str = ""
    planned_on: str = ""
    evidence: str = ""
    cost: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """Who said that a finding is corrected, confirmed, accepted or withdrawn, and on what.

    `seen` is the digest of what had been found then, `round` the round it was said in; what is found
    otherwise later makes it stale. `until` is the last day of an exception, `extended` how often that
    was put off.
    """

    by: str
    reason: str
    seen: str
    round: str
    evidence: str = ""
    evidence_state: EvidenceState | None = None
    measure: str = ""
    until: date | None = None
    extended: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedFinding:
    """One cause found at one party or on the client's side of it, followed over rounds.

    `id` is never given to another; `number` counts the findings of the processor. `cause` names what
    it comes from: a control, or a cross-check with its part. `found` says what was found, `for_party`
    as much of it as its own workbooks say, `last_round` in which round last. `sealed` is set while how what
    it comes from stands is told in a sealed report only (ADR 0020). `moved` counts how often its due day was put off; `done_by` is who did the
    work, as far as somebody was named.
    """

    id: str
    number: int
    processor: str
    side: Duty
    cause: str
    controls: tuple[str, ...]
    kind: FindingKind
    severity: Severity
    urgency: Urgency
    required_state: EvidenceState
    found: tuple[Message, ...]
    state: FindingState
    since: date
    first_round: str
    last_round: str
    due: date
    moved: int = 0
    owner: str = ""
    done_by: str = ""
    reason: str = ""
    plan: CorrectionPlan = field(default_factory=CorrectionPlan)
    settlement: Settlement | None = None
    for_party: tuple[Message, ...] = ()
    sealed: bool = False

    def is_overdue(self, today: date) -> bool:
        """Whether its due day has passed and nothing settled it."""
        return is_overdue(self.state, self.due, today)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingStanding:
    """How far findings have come, without what was found: `count` of them have come as far as one another.

    `until` is the last day of an exception, `settled_in` the round in which they were settled, "" for none.
    """

    state: FindingState
    due: date
    until: date | None
    first_round: str
    settled_in: str
    count: int


def is_overdue(state: FindingState, due: date, today: date) -> bool:
    """Whether a due day has passed in a state in which something is waited for."""
    return state not in SETTLED and due < today


def state_on(state: FindingState, until: date | None, today: date) -> FindingState:
    """A state on a day: past the last day of an exception it is open again, by itself."""
    is_past = state is FindingState.ACCEPTED and until is not None and until < today
    return FindingState.REOPENED if is_past else state


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRemark:
    """Something to be said of a row or an entry, at the cell where it stands."""

    at: CellRef
    says: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledRow:
    """One finding on a sheet that came back: its id as it stands there, each entry and its cell.

    What cannot be read of it has no cell here.
    """

    id: str
    plan: CorrectionPlan
    cells: Mapping[str, CellRef]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledSheet:
    """A sheet of findings that came back: whose it is, and its rows.

    `written` gives, by finding and field, the digest of what stood there when the sheet was written.
    `processor` is "" for the client's own, `client` where the sheet does not say it. `unread` are cells
    of which nothing could be taken.
    """

    processor: str
    round: str
    rows: tuple[FilledRow, ...]
    written: Mapping[str, str]
    client: str = ""
    unread: tuple[RowRemark, ...] = ()


class RowMark(StrEnum):
    """What the hidden mark of a row of a gap register came back as."""

    ABSENT = "absent"  # no finding was kept when it was written
    WHOLE = "whole"
    ELSEWHERE = "elsewhere"  # it is the mark of another row, or of a row of another register
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One row of a gap register that came back: whose it is, and what was entered, each with its cell.

    `side` is None where none is said. `finding` is the id of the finding it was written for, "" where none
    was kept then; `written` holds the digest of what stood in each entry. `entries` are texts by column,
    `remarks` what was added beside them; `is_timed` where the due day was typed with a time of day.
    """

    processor: str
    side: Duty | None
    control: str
    mark: RowMark
    finding: str
    written: Mapping[str, str]
    entries: Mapping[str, str]
    remarks: str
    cells: Mapping[str, CellRef]
    is_timed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledRegister:
    """A gap register that came back: of which client and round, "" where it does not say, and its rows.

    `unread` are cells of which nothing could be taken, `notes` what is to be said of the workbook.
    """

    client: str
    round: str
    rows: tuple[RegisterRow, ...]
    unread: tuple[RowRemark, ...] = ()
    notes: tuple[RowRemark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingStep:
    """A finding as it stood after one entry of the journal: its number, moment and actor."""

    entry: int
    at: str
    actor: str
    finding: TrackedFinding
