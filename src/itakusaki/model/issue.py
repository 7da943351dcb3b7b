"""Data issues: cells and files that cannot be believed. They are listed, never dropped."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from itakusaki.model.message import Message, Value
from itakusaki.model.source import CellRef

#: The code of a form that came back without one answer.
RETURNED_BLANK: Final = "returned_blank"
#: The code of what is said of a party from which the round expects nothing.
NOT_DUE: Final = "not_due"
#: The code of a file that is named as evidence and was not delivered; its values are `file`, `controls`.
EVIDENCE_MISSING: Final = "evidence_missing"
#: The code of a file whose reader failed by a mistake in our code: it says nothing of the file.
OWN_FAULT: Final = "own_fault"


def tells_own_fault(code: str) -> bool:
    """Whether an issue of this code, of whatever stage, tells of a mistake in our code."""
    return code == OWN_FAULT or code.endswith(f"_{OWN_FAULT}")


class IssueLevel(StrEnum):
    """How much an issue matters: ERROR means a value or a file is missing from the result."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataIssue:
    """One thing that could not be relied upon.

    `code` is one of intake's `ISSUES` or comes from a suite of expectations; `says` tells what was
    found, `mend` what to do; `processor` is "" where the issue belongs to nobody in particular.
    """

    code: str
    level: IssueLevel
    at: CellRef
    says: Message
    mend: Message
    processor: str = ""


@dataclass(frozen=True, slots=True)
class IssueKind:
    """A kind of data issue: its level, what it says, what to do; both are filled with the same blanks.

    `means` says in general what `says` says of a case, where that is little but blanks.
    """

    level: IssueLevel
    says: str
    mend: str
    means: str = ""

    def issue(self, code: str, at: CellRef, owner: str = "", /, **values: Value) -> DataIssue:
        """An issue of this kind at a place, its blanks filled; `owner` is whose it is."""
        return DataIssue(
            code=code,
            level=self.level,
            at=at,
            says=Message.of(self.says, **values),
            mend=Message.of(self.mend, **values),
            processor=owner,
        )
