"""Assessments: one finished run, every figure with what it was made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from itakusaki.model.answer import Answer, Clause, Questionnaire, Review
from itakusaki.model.candidate import Candidate
from itakusaki.model.commitment import Commitment
from itakusaki.model.depth import Depth
from itakusaki.model.evidence import CheckOutcome, EvidenceFile, EvidenceState, FileCheck
from itakusaki.model.issue import DataIssue
from itakusaki.model.message import Message, Words
from itakusaki.model.notice import NoticePath
from itakusaki.model.party import Approval, Duty, Ledger, Processor, Role
from itakusaki.model.quick import quick
from itakusaki.model.record import Record
from itakusaki.model.retest import Examination
from itakusaki.model.source import CellRef, SourceFile
from itakusaki.model.verdict import Outcome, Rating, Severity, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that was read for a round, before any judgement (調書)."""

    ledger: Ledger
    clauses: tuple[Clause, ...] = ()
    questionnaires: tuple[Questionnaire, ...] = ()
    approvals: tuple[Approval, ...] = ()
    reviews: tuple[Review, ...] = ()
    registers: tuple[Record, ...] = ()
    evidence: tuple[EvidenceFile, ...] = ()
    sources: tuple[SourceFile, ...] = ()
    issues: tuple[DataIssue, ...] = ()
    examinations: tuple[Examination, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Operand:
    """One side of a comparison: what it is, its value as shown, and the cell it came from.

    `cells` are all the cells of a value that was worked out from several; `at` is the first.
    """

    label: Words
    shown: str
    at: CellRef | None
    cells: tuple[CellRef, ...] = ()

    def __post_init__(self) -> None:
        """A value from one cell has that one."""
        if self.at is not None and not self.cells:
            object.__setattr__(self, "cells", (self.at,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What is asked about together; `number` is its place among them, `send` what comes back with it."""

    number: int
    title: Words
    send: Words


#: What the part of a comparison with a control test on logs begins with.
LOG_PART: Final = "log/"


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One cross-check carried out on one processor (X-nn); a contradiction is a question first.

    `touches` are the controls whose verdict a contradiction turns, and `sides` whose: those of whose
    own statements it is made. `part` tells apart several comparisons of one rule
    ("X-11/approved-before-start", or a row's key). `counts_as` is the verdict an answer comes to by
    the side's own figure, where the outcome is that.
    """

    rule: str
    part: str
    topic: Topic
    outcome: Outcome
    title: Words
    question: Message
    operands: tuple[Operand, ...]
    touches: tuple[str, ...] = ()
    sides: tuple[Duty, ...] = ()
    counts_as: Verdict | None = None
    missing: tuple[Words, ...] = ()

    @property
    def from_logs(self) -> bool:
        """Whether one of its sources is raw data: a control test tested on logs."""
        return self.part.startswith(LOG_PART)


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How one answer or clause stands on a control, and the grade of evidence that counts for it.

    `claimed` is what the party says, `grade` what counts after files and review were looked at, `state`
    how far that was looked at, `checks` what a machine found in the files. `contract` is set where it
    is a contract's clause. `evidence_digest` is that of its files; `is_stale` tells that a grade was confirmed on other files than are there now.
    """

    side: Duty
    verdict: Verdict
    claimed: int
    grade: int
    state: EvidenceState = EvidenceState.CLAIMED
    answer: Answer | None = None
    clause: Clause | None = None
    review: Review | None = None
    contract: str = ""
    files: tuple[EvidenceFile, ...] = ()
    checks: tuple[FileCheck, ...] = ()
    steps: tuple[Message, ...] = ()
    evidence_digest: str = ""
    is_stale: bool = False

    @property
    def for_a_person(self) -> tuple[FileCheck, ...]:
        """What no machine could tell of its files, where nobody has looked at more of them yet."""
        if self.state.rank > EvidenceState.DELIVERED.rank:
            return ()
        return tuple(c for c in self.checks if c.outcome is CheckOutcome.FOR_A_PERSON)


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class ControlResult:
    """The verdict on how one side meets one control, and everything it was made of.

    `judgements` are several where the clauses of several contracts answer it. `looked_at` is the
    digest of what sources differ on, "" where they do not; `decision` the review that decided it,
    `is_stale` whether one was made on other inputs. Credits are 0–1, None where the control is out of
    the sum. `settled` is False for what evidence of another kind, or an explanation, could still change
    (assurance); how far evidence was looked at plays no part in it. `waits_for` tells the files or exports without
    which control tests that can turn it were not carried out, though the party named or delivered them.
    """

    control: str
    verdict: Verdict
    severity: Severity
    weight: float
    required_grade: int
    required_state: EvidenceState
    declared: float | None
    verified: float | None
    settled: bool
    knock_out: bool
    side: Duty
    judgements: tuple[Judgement, ...]
    comparisons: tuple[Comparison, ...] = ()
    approval: Approval | None = None
    steps: tuple[Message, ...] = ()
    looked_at: str = ""
    decision: Review | None = None
    is_stale: bool = False
    waits_for: tuple[Words, ...] = ()

    @property
    def differing(self) -> tuple[Comparison, ...]:
        """What contradicts it and has not been decided."""
        if self.decision is not None:
            return ()
        return tuple(c for c in self.comparisons if c.outcome is Outcome.CONTRADICTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A pair of scores on 0–100 over a set of controls, None where nothing counts.

    Shares are of weight, 0–1: `exempt` and `not_asked` of all that applies, the others of what is in the
    sum. `passed_over` counts the controls that were not asked in the round; they are among `controls`.
    """

    declared: float | None
    verified: float | None
    assurance: float | None
    exempt: float
    unanswered: float
    weight: float
    controls: int
    not_asked: float = 0.0
    passed_over: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainNode:
    """One party in the chain of entrustment, with its own rating and the parties below it."""

    processor: str
    name: str
    tier: int
    rating: Rating | None
    declared_only: bool
    depth: Depth = Depth.FULL
    children: tuple[ChainNode, ...] = ()

    def walk(self, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], ChainNode]]:
        """Itself and every party below it, each with the names on the path to it."""
        here = (*above, self.name)
        yield here, self
        for child in self.children:
            yield from child.walk(here)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainView:
    """What stands below a processor: the weakest tier, the path to it, how much is known.

    `assessed` and `known` count parties including the processor itself; `weakest` is None where
    no party of the chain is rated. `above` names whom the client works for itself, the first client
    first; empty where it is nobody's processor.
    """

    root: ChainNode
    weakest: Rating | None
    path: tuple[str, ...]
    assessed: int
    known: int
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one side stands on its own duties: its rating, why, what would change it, what it is made of.

    `depth` is how much its form asked; a rating is never told without it.
    """

    rating: Rating
    reasons: tuple[Message, ...]
    would_change: tuple[Message, ...]
    score: Score
    domains: Mapping[str, Score]
    controls: tuple[ControlResult, ...]
    depth: Depth = Depth.FULL


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessorResult(Standing):
    """One processor in one round, on the duties it owes itself.

    `supervision` is how the client stands on what it owes in entrusting this processor (selection,
    contract, grasp, approvals); None where the client does not entrust it itself, or inspects itself.
    `notices` say by its contracts how long word of an incident takes from the lowest tier to the client.
    `sealed` is set where something of it is told in a sealed report only, and left out here.
    """

    processor: Processor
    supervision: Standing | None
    comparisons: tuple[Comparison, ...]
    claimed_exceptions: tuple[Record, ...]
    chain: ChainView
    questionnaires: tuple[Questionnaire, ...]
    examination: Examination | None = None
    notices: tuple[NoticePath, ...] = ()
    sealed: bool = False

    @property
    def judged(self) -> tuple[ControlResult, ...]:
        """Every control judged in entrusting it: its own, then the client's."""
        return (*self.controls, *(self.supervision.controls if self.supervision else ()))

    @property
    def against_raw_data(self) -> bool:
        """Whether raw data speak against a mandatory control, not only another statement."""
        return any(
            comparison.from_logs and comparison.outcome is Outcome.CONTRADICTION
            for control in self.controls
            if control.knock_out and control.verdict is Verdict.CONTRADICTED
            for comparison in control.comparisons
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One finished run over a round: results, issues, inputs and the versions that made it.

    `supervision` is the client's own standing over all its entrustments, None where it is not judged.
    `commitments` are promises and what authorities asked, by the register; `candidates` companies to be
    confirmed as entrusted or not.
    """

    client: str
    role: Role
    round: str
    as_of: date
    checklist_version: str
    policy_version: str
    tool_version: str
    supervision: Standing | None
    results: tuple[ProcessorResult, ...]
    issues: tuple[DataIssue, ...]
    sources: tuple[SourceFile, ...]
    commitments: tuple[Commitment, ...] = ()
    candidates: tuple[Candidate, ...] = ()
