"""Rounds as they are kept: who is due, what each audit came to in lines that can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from itakusaki.model.assessment import Assessment
from itakusaki.model.depth import Depth
from itakusaki.model.journal import JournalHead
from itakusaki.model.kept_incident import IncidentsTold
from itakusaki.model.message import Message
from itakusaki.model.party import Duty
from itakusaki.model.tracked import TrackedFinding
from itakusaki.model.verdict import Rating, Severity, Verdict

#: The line of the client's own standing over all its entrustments.
CLIENT_LINE: Final = ""


class Origin(StrEnum):
    """How an assessment came into the store."""

    AUDIT = "audit"
    WORKBOOKS = "workbooks"  # an earlier round, judged again from its workbooks
    REPORT = "report"  # an earlier round, read from its assessment.json: lines only


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlLine:
    """How one control stood: what is compared between rounds.

    `answer` is what was counted ("" where nothing was), `grade` the least and `state` the weakest that
    counted; `decision` and `approval` name what an auditor decided and the client approved, "" for
    neither. Credits are None where the control was out of the sum. `words` is a digest of what was
    written beside the answer, "" where nothing was; `reaffirmed` for how many rounds in a row the party
    said that nothing changed.
    """

    control: str
    verdict: Verdict
    severity: Severity
    weight: float
    declared: float | None
    verified: float | None
    knock_out: bool
    answer: str
    grade: int
    required_grade: int
    state: str
    required_state: str
    decision: str
    approval: str
    words: str = ""
    reaffirmed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """One file that counts for one control: where it lay, its SHA-256, the grade that counts."""

    control: str
    path: str
    sha256: str
    grade: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLine:
    """How one side stood in an entrustment, with its controls: the party, or the client that owes it care.

    `processor` is CLIENT_LINE for the client over all its entrustments; its controls are in their lines.
    `depth` is how much the form asked that it rests on: scores of different depths cover different controls.
    """

    processor: str
    side: Duty
    name: str
    tier: int
    rating: Rating
    declared: float | None
    verified: float | None
    assurance: float | None
    sealed: bool
    controls: tuple[ControlLine, ...]
    evidence: tuple[EvidenceLine, ...] = ()
    depth: Depth = Depth.FULL


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenAssessment:
    """An assessment to be kept: whole (None where only its lines are known), and in lines.

    Digests are SHA-256: of the policy in force, and of everything that was read.
    """

    origin: Origin
    round: str
    as_of: date
    checklist_version: str
    policy_version: str
    policy_digest: str
    tool_version: str
    inputs: tuple[tuple[str, str], ...]
    parties: tuple[PartyLine, ...]
    whole: Assessment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAssessment:
    """The head of an assessment in the store; `number` counts those of its round, from 1 on.

    `entry` is its number in the journal; `is_correction` tells that its round was closed before.
    """

    round: str
    number: int
    origin: Origin
    as_of: date
    checklist_version: str
    policy_version: str
    policy_digest: str
    tool_version: str
    input_digest: str
    digest: str
    entry: int
    is_correction: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """What became of an assessment that was to be kept; `is_new` False: it was there already."""

    kept: KeptAssessment
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLines:
    """One kept assessment in lines."""

    head: KeptAssessment
    parties: tuple[PartyLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueParty:
    """One party at the opening of a round: whether it is due, and why.

    `risk` is its risk tier, `cycle_months` how often that is looked at; `on_site` is set where it has
    to be inspected on site; `last_on` is the last day it was looked at, `reply_due` the ledger's day.
    """

    processor: str
    name: str
    tier: int
    risk: str
    cycle_months: int
    is_due: bool
    on_site: bool
    reasons: tuple[Message, ...]
    last_on: date | None
    reply_due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRound:
    """A round in the store: its days, the journal's entry that opened it, and the one that closed it."""

    name: str
    first: date
    last: date
    opened: int
    closed: JournalHead | None = None
    erased: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTally:
    """A round in numbers: processors by rating, findings made in it, findings closed in it.

    `shallower` counts the processors whose rating rests on less than the full form.
    """

    round: str
    ratings: Mapping[Rating, int]
    found: int
    closed: int
    shallower: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundScores:
    """A party's scores in a round, from 0 to 100; None where it has none, or none that may be told."""

    round: str
    declared: float | None
    verified: float | None
    depth: Depth = Depth.FULL


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreHistory:
    """A party's scores by round, the earliest first and this round's last.

    `steps` say what moved the verified score since the round before, each with its part in tenths of a
    point; none where that cannot be told.
    """

    scores: tuple[RoundScores, ...]
    steps: tuple[tuple[Message, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What the store adds to a round's reports: the journal's head at its closing, and the round before.

    Either is None where the round is open, or no earlier one is kept. `findings` are those over rounds, `since`
    counts the controls of each processor by what became of them, `trend` is every round in numbers,
    `incidents` those of the workspace, None where it has none.
    """

    closed: JournalHead | None = None
    earlier: RoundLines | None = None
    trend: tuple[RoundTally, ...] = ()
    since: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    findings: tuple[TrackedFinding, ...] = ()
    incidents: IncidentsTold | None = None
