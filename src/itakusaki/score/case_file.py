"""Case files: everything read about one processor, gathered for judging (関係資料)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from itakusaki.catalogue.checklist import Checklist, Control
from itakusaki.catalogue.credits import Credit, credits_of
from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.policy import ScoringPolicy
from itakusaki.model.answer import (
    Answer,
    AnswerValue,
    Clause,
    Fact,
    LastAnswers,
    Questionnaire,
    Review,
)
from itakusaki.model.assessment import Dossier
from itakusaki.model.depth import Depth
from itakusaki.model.evidence import EvidenceFile, EvidenceState
from itakusaki.model.party import Approval, Duty, Entrustment, Processor, Role
from itakusaki.model.record import Record
from itakusaki.model.retest import Examination, SpokenAgainst
from itakusaki.model.verdict import Severity

#: The grade from which evidence is a thing that can be handed in.
DOCUMENT = 2
MANY_PERSONS = "many_persons"
STEPS_UP = {
    Severity.LOW: Severity.MEDIUM,
    Severity.MEDIUM: Severity.HIGH,
    Severity.HIGH: Severity.CRITICAL,
    Severity.CRITICAL: Severity.CRITICAL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """One processor with its own questionnaire, the client's check of it, clauses and evidence.

    `client_checks` go from the one about this processor to the one about all; `company_forms` are
    the kinds of company (Ltd. and the like) that names are compared without, `client` whose audit it is.
    `last` is what the party answered in earlier rounds, `control_tests` what logs are put through,
    `spoken_against` what these found in earlier runs and is not settled. Where it is not `is_due`, the round
    asks nothing of it.
    """

    processor: Processor
    flags: frozenset[str]
    role: Role
    as_of: date
    checklist: Checklist
    policy: ScoringPolicy
    own: Questionnaire | None
    client_checks: tuple[Questionnaire, ...]
    clauses: tuple[Clause, ...]
    approvals: tuple[Approval, ...]
    reviews: tuple[Review, ...]
    evidence: tuple[EvidenceFile, ...]
    dossier: Dossier
    company_forms: tuple[str, ...] = ()
    client: str = ""
    examination: Examination | None = None
    control_tests: EvidenceData | None = None
    spoken_against: SpokenAgainst = field(default_factory=SpokenAgainst)
    last: LastAnswers = field(default_factory=dict)
    is_due: bool = True

    @property
    def party(self) -> Duty:
        """The side this processor answers on."""
        return self.processor.duty

    @property
    def is_first_tier(self) -> bool:
        """Whether the client itself entrusts this party, and so answers beside it."""
        return self.party is Duty.PROCESSOR

    def controls(self) -> tuple[Control, ...]:
        """The controls that are judged for this processor, in catalogue order."""
        return tuple(c for c in self.checklist.controls.values() if self.sides(c))

    def sides(self, control: Control) -> tuple[Duty, ...]:
        """Who answers a control about this processor: the client (first tier only), the party."""
        asked = [self.party] if control.asked_of(self.party, self.flags) else []
        client_answers = self.is_first_tier and self.role is not Role.PROCESSOR
        if client_answers and control.asked_of(Duty.CLIENT, self.flags):
            asked.insert(0, Duty.CLIENT)
        return tuple(asked)

    def answer(self, control: str, side: Duty) -> Answer | None:
        """What a side declared; the client's own word on this processor goes before its general one.

        A cell left blank in the one leaves the other standing.
        """
        given = [q.answers[control] for q in self.questionnaires(side) if control in q.answers]
        said = (answer for answer in given if answer.value is not AnswerValue.BLANK)
        return next(said, given[0] if given else None)

    def fact(self, fact: str, side: Duty) -> Fact | None:
        """A fact a side gave, None where it gave none or it could not be read."""
        for questionnaire in self.questionnaires(side):
            found = questionnaire.facts.get(fact)
            if found is not None and found.value is not None:
                return found
        return None

    def questionnaires(self, side: Duty) -> tuple[Questionnaire, ...]:
        """The workbooks in which a side speaks of this processor."""
        if side is Duty.CLIENT:
            return self.client_checks
        return (self.own,) if self.own else ()

    def files(self, side: Duty) -> tuple[EvidenceFile, ...]:
        """The files that side delivered; the client's stand for every processor alike."""
        owner = "" if side is Duty.CLIENT else self.processor.id
        return tuple(file for file in self.evidence if file.processor == owner)

    def severity(self, control: Control) -> Severity:
        """The control's severity, one step up where the entrustment's flags raise it."""
        raising = self.policy.raise_on if control.raised_by is None else control.raised_by
        return STEPS_UP[control.severity] if raising & self.flags else control.severity

    def required_grade(self, control: Control) -> int:
        """The evidence grade from which a yes counts as verified."""
        if control.required_grade is not None:
            return control.required_grade
        return self.policy.grades[control.severity]

    def required_state(self, control: Control) -> EvidenceState:
        """How far evidence has to have been looked at; where a statement suffices, not at all."""
        if self.required_grade(control) < DOCUMENT:
            return EvidenceState.CLAIMED
        by_severity = self.policy.states[control.severity]
        if not control.knock_out:
            return by_severity
        return max((by_severity, self.policy.knock_out_state), key=lambda state: state.rank)

    def credit(self, control: str, side: Duty) -> Credit | None:
        """The certificate that stands for an answer nobody was asked for; the party must have replied."""
        if side is Duty.CLIENT or self.own is None:
            return None
        found = credits_of(self.processor, self.checklist, self.as_of)
        return found.controls.get(control)

    @property
    def depth(self) -> Depth:
        """How much the party's form asked; full where there is none."""
        return self.own.depth if self.own else Depth.FULL

    def is_asked(self, control: Control, side: Duty) -> bool:
        """Whether the round's form asked a control of a side; what stood in it when it went out was."""
        if self.own is None:
            return side is Duty.CLIENT or self.is_due
        if side is Duty.CLIENT or control.id in self.own.sent:
            return True
        return self.checklist.depths.asks(
            control.id,
            self.own.depth,
            self.last.get(control.id),
            self.as_of,
            knock_out=control.knock_out,
        )

    def asks_figures(self, control: Control, names: Iterable[str], side: Duty) -> bool:
        """Whether the round's form asked a side all of those figures of a control; a client's own check does."""
        if side is Duty.CLIENT or self.own is None:
            return True
        every = [fact.id for fact in control.facts_for(side) if not fact.point]
        asked = self.checklist.depths.figures(every, self.depth)
        return all(name in asked or name in self.own.facts for name in names)

    def approval(self, control: str, kind: str) -> Approval | None:
        """The client's approval of that kind that holds on the day of the audit."""
        for approval in self.approvals:
            if (approval.control, approval.kind) == (control, kind) and approval.holds(self.as_of):
                return approval
        return None

    def review(self, control: str, side: Duty) -> Review | None:
        """The auditor's last word on a side's answer; unsigned or undated ones do not count."""
        found = [
            review
            for review in self.reviews
            if (review.control, review.side) == (control, side) and is_signed(review)
        ]
        return max(found, key=lambda r: (r.reviewed_on or date.min, r.at.cell)) if found else None

    def children(self) -> tuple[Processor, ...]:
        """The ledger's parties that this one entrusts in turn."""
        return tuple(
            other
            for other in self.dossier.ledger.processors.values()
            if self.processor.id in other.parents
        )

    def sub_processors(self) -> tuple[Record, ...]:
        """The lower tiers this party declares."""
        return self.own.sub_processors if self.own else ()

    def entrustments(self) -> tuple[Entrustment, ...]:
        """Its rows of the ledger."""
        return self.processor.entrustments


def is_signed(review: Review) -> bool:
    """Whether a review names who looked, when, and why."""
    return bool(review.reviewer and review.reviewed_on and review.reason)


def case_files(  # noqa: PLR0913 - each is one thing a dossier is judged by
    dossier: Dossier,
    *,
    checklist: Checklist,
    policy: ScoringPolicy,
    role: Role,
    as_of: date,
    company_forms: tuple[str, ...] = (),
    client: str = "",
    last: Mapping[str, LastAnswers] | None = None,
    control_tests: EvidenceData | None = None,
    spoken: Mapping[str, SpokenAgainst] | None = None,
    not_due: frozenset[str] = frozenset(),
) -> Iterator[CaseFile]:
    """One case file per processor of the ledger, in its order."""
    own: Mapping[str, Questionnaire] = {
        q.processor: q for q in dossier.questionnaires if q.side is not Duty.CLIENT
    }
    for processor in dossier.ledger.processors.values():
        contracts = {entrustment.contract for entrustment in processor.entrustments}
        yield CaseFile(
            processor=processor,
            flags=_flags(processor, policy),
            role=role,
            as_of=as_of,
            checklist=checklist,
            policy=policy,
            own=own.get(processor.id),
            client_checks=_client_checks(dossier, processor.id),
            clauses=tuple(c for c in dossier.clauses if c.contract in contracts),
            approvals=tuple(a for a in dossier.approvals if a.processor == processor.id),
            reviews=tuple(r for r in dossier.reviews if r.processor == processor.id),
            evidence=tuple(f for f in dossier.evidence if f.processor in (processor.id, "")),
            dossier=dossier,
            company_forms=company_forms,
            client=client,
            last=(last or {}).get(processor.id, {}),
            examination=next(
                (e for e in dossier.examinations if e.processor == processor.id), None
            ),
            control_tests=control_tests,
            spoken_against=(spoken or {}).get(processor.id, SpokenAgainst()),
            is_due=processor.id not in not_due,
        )


def _flags(processor: Processor, policy: ScoringPolicy) -> frozenset[str]:
    persons = sum(e.record.number("persons") or 0 for e in processor.entrustments)
    return processor.flags | ({MANY_PERSONS} if persons > policy.many_persons else set())


def _client_checks(dossier: Dossier, processor: str) -> tuple[Questionnaire, ...]:
    checks = [q for q in dossier.questionnaires if q.side is Duty.CLIENT]
    return tuple(q for wanted in (processor, "") for q in checks if q.processor == wanted)
