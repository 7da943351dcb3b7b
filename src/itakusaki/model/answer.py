"""Answers: what a party declared, control by control, and the facts and evidence beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from itakusaki.model.depth import Depth
from itakusaki.model.message import Message
from itakusaki.model.party import Duty
from itakusaki.model.quick import quick
from itakusaki.model.record import Record, Scalar
from itakusaki.model.source import CellRef


class AnswerValue(StrEnum):
    """The scale; silence has its own values and is never taken for a no."""

    YES = "yes"
    PARTIAL = "partial"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"
    BLANK = "blank"

    @property
    def symbol(self) -> str:
        """The sign that stands for it in Japanese workbooks."""
        return SYMBOLS[self]


SYMBOLS = {
    AnswerValue.YES: "○",
    AnswerValue.PARTIAL: "△",
    AnswerValue.NO: "×",
    AnswerValue.NOT_APPLICABLE: "－",
    AnswerValue.UNKNOWN: "？",
    AnswerValue.BLANK: "",
}


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One party's reply to one control, as declared.

    `claimed_grade` is None where no kind of evidence was named; grades are 0–4 (docs/workspace.md).
    `objection` is what the party says against its answer being counted by its own figure. `area` is what its
    sheet says once of scope, start and frequency. `reaffirmed` is for how many rounds in a row it said
    that nothing changed, 0 where it answered anew. `evidence_at` is the cell of `evidence_names`,
    None where they are of an earlier round.
    """

    control: str
    side: Duty
    value: AnswerValue
    raw: str
    at: CellRef
    scope: str = ""
    exceptions: str = ""
    since: str = ""
    comment: str = ""
    objection: str = ""
    area: str = ""
    evidence_kind: str = ""
    evidence_names: tuple[str, ...] = ()
    claimed_grade: int | None = None
    reaffirmed: int = 0
    evidence_at: CellRef | None = None

    @property
    def named_now(self) -> tuple[str, ...]:
        """The evidence named in this round's form; what 変更なし brings along from the last is not."""
        is_carried = self.reaffirmed and self.evidence_at is None
        return () if is_carried else self.evidence_names


@dataclass(frozen=True, slots=True, kw_only=True)
class LastAnswer:
    """What a party last answered to a control: in which round, what, as of which day."""

    round: str
    value: AnswerValue
    on: date


#: Control → what its party last answered, as far as that is known.
LastAnswers = Mapping[str, LastAnswer]


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A number, date, list or yes/no given beside an answer; `value` None means not given.

    `unread` tells that something stands there which cannot be read.
    """

    id: str
    side: Duty
    value: Scalar
    raw: str
    at: CellRef
    unread: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """What one contract says on one CON control, judged by the client, with its typed values."""

    contract: str
    control: str
    value: AnswerValue
    raw: str
    at: CellRef
    article: str = ""
    text: str = ""
    comment: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """One returned workbook: whose it is, of which round, and all that was declared in it.

    `processor` is the party the answers are about; for the client's own check that speaks of
    every processor alike it is "". `depth` is how much it asked, `sent` the controls that stood in it when
    it went out, () where that is not known; `own_lists` is whether it is our form and held
    lists, `lists_missing` those of them that are gone, `columns_missing` likewise the headings of a list,
    `digests` whether its list of evidence has a column for them.
    """

    processor: str
    side: Duty
    round: str
    as_of: date | None
    checklist_version: str
    language: str
    file: str
    respondent: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    sub_processors: tuple[Record, ...] = ()
    exceptions: tuple[Record, ...] = ()
    evidence: tuple[Record, ...] = ()
    depth: Depth = Depth.FULL
    sent: tuple[str, ...] = ()
    lists_missing: tuple[str, ...] = ()
    own_lists: bool = False
    columns_missing: Mapping[str, tuple[Message, ...]] = field(default_factory=dict)
    digests: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedAnswer:
    """What a party answered to a control in an earlier round, as a form of the next one carries it.

    `round` names that round where it lies before the reply's, "" where it is the reply's.
    """

    value: AnswerValue
    scope: str = ""
    exceptions: str = ""
    since: str = ""
    comment: str = ""
    evidence_kind: str = ""
    evidence_names: tuple[str, ...] = ()
    claimed_grade: int | None = None
    reaffirmed: int = 0
    round: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedFact:
    """What a party gave for a fact in an earlier round: its value, and as it was written."""

    value: Scalar
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LastReply:
    """All that a party declared when it last answered, control by control; lists as they were read.

    `round` is the last it answered in; what that round did not ask is of the last that did.
    """

    round: str
    answers: Mapping[str, CarriedAnswer]
    facts: Mapping[str, CarriedFact]
    lists: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)


class Decision(StrEnum):
    """What an auditor decides where sources differ and the party was heard."""

    CONFIRMED = "confirmed"  # it is a defect; the auditor's mark stands
    ACCEPTED = "accepted"  # the explanation holds; the answer stands as declared


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """An auditor's word on one answer: a confirmed grade, or another answer, with name, day, reason.

    `decision` is on what sources differ about it, `looked_at` the digest of what was decided on;
    `evidence_digest` that of the files whose grade was confirmed. `lifts_seal` says that a matter,
    once decided, need no longer be told in the sealed report only.
    """

    processor: str
    control: str
    side: Duty
    grade: int | None
    value: AnswerValue | None
    reviewer: str
    reviewed_on: date | None
    reason: str
    at: CellRef
    decision: Decision | None = None
    looked_at: str = ""
    evidence_digest: str = ""
    lifts_seal: bool = False
