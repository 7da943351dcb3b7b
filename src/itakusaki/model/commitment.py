"""Commitments: what was promised, or asked by an authority, with its owner, due day and proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from itakusaki.model.message import Message
from itakusaki.model.source import CellRef


class CommitmentKind(StrEnum):
    """A promise by whom it was made to, or what an authority asked by the power it used."""

    TO_CLIENT = "client"
    TO_REGULATOR = "regulator"
    TO_PUBLIC = "public"
    REPORT = "report"  # 報告徴収
    GUIDANCE = "guidance"  # 指導・助言
    RECOMMENDATION = "recommendation"  # 勧告
    ORDER = "order"  # 命令
    INSPECTION = "inspection"  # 立入検査
    PERIODIC = "periodic"  # 定期の報告

    @property
    def is_asked(self) -> bool:
        """Whether an authority asked for it."""
        return self not in (self.TO_CLIENT, self.TO_REGULATOR, self.TO_PUBLIC)


class CommitmentState(StrEnum):
    """How one stands on a day, what needs doing first before what is done."""

    OVERDUE = "overdue"
    INCOMPLETE = "incomplete"  # answered, but not all of it, or not accepted
    UNPROVEN = "unproven"  # said to be done, without proof or without another's confirmation
    UNDATED = "undated"
    PENDING = "pending"
    LATE = "late"  # done and shown, after its day
    KEPT = "kept"


#: With these nothing is waited for.
DONE = frozenset({CommitmentState.LATE, CommitmentState.KEPT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One row of the register, judged for a day.

    `processor` is "" where it is the client's own; `says` is what was found on it, in words.
    """

    number: str
    kind: CommitmentKind
    processor: str
    whom: str
    text: str
    article: str
    since: date | None
    due: date | None
    done: date | None
    owner: str
    proof: tuple[str, ...]
    state: CommitmentState
    says: tuple[Message, ...]
    at: CellRef

    @property
    def plain_fields(self) -> dict[str, object]:
        """What JSON tells of one, but for what is said of it and its place; days in ISO form."""
        return {
            "number": self.number,
            "kind": self.kind.value,
            "processor": self.processor,
            "whom": self.whom,
            "article": self.article,
            "text": self.text,
            "since": _iso(self.since),
            "due": _iso(self.due),
            "done": _iso(self.done),
            "owner": self.owner,
            "proof": list(self.proof),
            "state": self.state.value,
        }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
