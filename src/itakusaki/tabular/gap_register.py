"""The gap register as a workbook that comes back: its headings, its statuses, the mark of each row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from itakusaki.model.message import N_
from itakusaki.model.party import Duty
from itakusaki.model.tracked import FindingState, TrackedFinding
from itakusaki.tabular.hidden_sheet import text_digest

#: Where a row says whose it is.
CODE: Final = N_("Processor code")
SIDE: Final = N_("Side")
CONTROL: Final = N_("Control")
#: What a person fills in.
OWNER: Final = N_("Owner")
DUE: Final = N_("Due date")
STATUS: Final = N_("Status")
REMARKS: Final = N_("Remarks")
#: A column that is hidden: which finding a row is of, and digests of what was written into its entries.
MARK: Final = N_("For reading it back")
#: In which column of the register each is written, the first being 0.
PLACES: Final = {
    CODE: 1,
    SIDE: 3,
    CONTROL: 10,
    OWNER: 21,
    DUE: 22,
    STATUS: 23,
    REMARKS: 24,
    MARK: 25,
}
#: The entries that are carried on, by the name of their column.
ENTRIES: Final = (OWNER, DUE, STATUS)

#: A finding, then a digest of whose row it is and one of each entry.
_MARK: Final = re.compile(rf"(\S.*?)((?: [0-9a-f]{{12}}){{{len(ENTRIES) + 1}}})")

OPEN: Final = N_("Open")
IN_PROGRESS: Final = N_("In progress")
SUBMITTED: Final = N_("Submitted for check")
CLOSED: Final = N_("Closed")
ACCEPTED: Final = N_("Risk accepted")
STATUSES: Final = (OPEN, IN_PROGRESS, SUBMITTED, CLOSED, ACCEPTED)
#: How far a finding has come, in the words of the register's list.
_STATUS: Final[Mapping[FindingState, str]] = {
    FindingState.OPEN: OPEN,
    FindingState.ANSWERED: IN_PROGRESS,
    FindingState.IN_PROGRESS: IN_PROGRESS,
    FindingState.READY: SUBMITTED,
    FindingState.CLOSED: CLOSED,
    FindingState.ACCEPTED: ACCEPTED,
    FindingState.WITHDRAWN: CLOSED,
    FindingState.REOPENED: OPEN,
}


def by_row(
    findings: Iterable[TrackedFinding],
) -> Mapping[tuple[str, Duty, str], TrackedFinding]:
    """The finding whose entries stand in the row of a party, side and control; none that is sealed."""
    found: dict[tuple[str, Duty, str], TrackedFinding] = {}
    # A finding of the control itself goes before one that only touches it.
    for one in sorted(findings, key=lambda one: one.cause.rpartition(":")[2] in one.controls):
        for control in one.controls if not one.sealed else ():
            found[one.processor, one.side, control] = one
    return found


def standing_entries(finding: TrackedFinding) -> Mapping[str, str]:
    """A finding's entries by column: the day in ISO, the status in English."""
    return {OWNER: finding.owner, DUE: finding.due.isoformat(), STATUS: _STATUS[finding.state]}


@dataclass(frozen=True, slots=True)
class WrittenMark:
    """The mark of a row, read: its finding, the digest of whose row it is, those of what was written."""

    finding: str
    whose: str
    written: Mapping[str, str]


def whose_row(register: tuple[str, str], row: tuple[str, Duty, str]) -> str:
    """A digest of whose row it is: of which client and round, of which party, side and control."""
    return text_digest("\n".join((*register, *row)))


def row_mark(finding: TrackedFinding, whose: str) -> str:
    """What marks the row of a finding."""
    return " ".join([finding.id, whose, *map(text_digest, standing_entries(finding).values())])


def read_mark(text: str) -> WrittenMark | None:
    """The mark that a text is; None where it is none."""
    found = _MARK.fullmatch(text)
    if found is None:
        return None
    whose, *written = found[2].split()
    written_by_column = dict(zip(ENTRIES, written, strict=True))
    return WrittenMark(found[1], whose, written_by_column)
