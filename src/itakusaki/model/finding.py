"""Findings: what an audit has to say about one control of one processor (指摘)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from itakusaki.model.assessment import Comparison
from itakusaki.model.message import Message
from itakusaki.model.party import Duty
from itakusaki.model.quick import quick
from itakusaki.model.verdict import Severity, Verdict


class FindingKind(StrEnum):
    """What has to happen: correct, amend the contract, answer, explain, show, or watch the end date."""

    GAP = "gap"
    CONTRACT_GAP = "contract_gap"
    UNANSWERED = "unanswered"
    CONTRADICTION = "contradiction"
    UNVERIFIED = "unverified"
    EXCEPTION = "exception"


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One control, one finding, with every reason for it.

    `id` is made of processor, side where it is the client's, control and kind, so that the next
    round finds it again; `side` is whose finding it is. A
    contradiction that touches no control has `control` "" and no severity or verdict. `blocking`
    is set where an open mandatory control by itself makes the processor not acceptable. `persons` are
    those of the entrustments concerned, by the ledger; `since` is the first day that it speaks of, else
    the day from which these entrustments run.
    """

    id: str
    processor: str
    side: Duty
    control: str
    kind: FindingKind
    verdict: Verdict | None
    severity: Severity | None
    weight: float
    knock_out: bool
    blocking: bool
    reasons: tuple[Message, ...]
    comparisons: tuple[Comparison, ...] = ()
    persons: int = 0
    since: date | None = None
