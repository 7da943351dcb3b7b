"""Proofs: the cases shipped with each control, run through the real engine.

A control says of itself which answer comes to which verdict; here a dossier is made of each such
case and judged as any other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from itakusaki.catalogue.checklist import Checklist, Control, FactSpec, Proof
from itakusaki.catalogue.cross_check import CrossCheck
from itakusaki.catalogue.policy import ScoringPolicy
from itakusaki.model.answer import SYMBOLS, Answer, AnswerValue, Clause, Fact, Questionnaire
from itakusaki.model.assessment import ControlResult, Dossier
from itakusaki.model.evidence import EvidenceFile, EvidenceState
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Approval, Duty, Entrustment, Ledger, Processor, Role
from itakusaki.model.record import Field, Record, Scalar
from itakusaki.model.source import CellRef
from itakusaki.model.verdict import Verdict
from itakusaki.score.case_file import DOCUMENT, CaseFile, case_files
from itakusaki.score.cross_checks import compared
from itakusaki.score.settle import settled

#: The day proofs are judged for; the dates in them lie well before or after it.
AS_OF: Final = date(2026, 12, 31)
ROUND: Final = "proof"
CONTRACT: Final = "PROOF-1"
FILE: Final = "proof.txt"
#: What the client and the party hand in; whose statement a cell is shows by its file.
CLIENTS: Final = CellRef(file="client")
PARTYS: Final = CellRef(file="party")
#: Verdicts from the gravest on.
GRAVEST: Final = (
    Verdict.CONTRADICTED,
    Verdict.GAP,
    Verdict.UNANSWERED,
    Verdict.PARTIAL,
    Verdict.EXCEPTED,
    Verdict.UNVERIFIED,
    Verdict.MET,
    Verdict.EXEMPT,
)
NOT_APPLICABLE: Final = AnswerValue.NOT_APPLICABLE.symbol
ANSWERS: Final = {symbol: value for value, symbol in SYMBOLS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedProof:
    """A proof that came to another verdict; `number` counts within its control from 1.

    `got` is "" where the control was not judged at all.
    """

    control: str
    number: int
    proof: Proof
    got: str

    def message(self) -> Message:
        """The failure as one line, verdicts called as in the file."""
        if not self.got:
            text = N_(
                "{control}, proof {number}: nobody is asked this control, so it has no verdict"
            )
            return Message.of(text, control=self.control, number=self.number)
        text = N_(
            "{control}, proof {number}: answer “{answer}” (grade {grade}) comes to {got}, not to {verdict}"
        )
        return Message.of(
            text,
            control=self.control,
            number=self.number,
            answer=self.proof.answer,
            grade=self.proof.grade,
            got=self.got,
            verdict=self.proof.verdict,
        )


def failed_proofs(
    checklist: Checklist, policy: ScoringPolicy, rules: Sequence[CrossCheck]
) -> tuple[FailedProof, ...]:
    """Every proof of every control that does not come to the verdict it names."""
    return tuple(
        failed
        for control in checklist.controls.values()
        for failed in failed_proofs_of(control, checklist, policy, rules)
    )


def failed_proofs_of(
    control: Control,
    checklist: Checklist,
    policy: ScoringPolicy,
    rules: Sequence[CrossCheck],
) -> Iterator[FailedProof]:
    """The proofs of one control that do not come to the verdict they name."""
    touching = _touching(control, rules)
    for number, proof in enumerate(control.proof, start=1):
        result = _judged(_brief(control, proof, checklist, policy), touching, control)
        got = result.verdict.value if result else ""
        if got != proof.verdict:
            yield FailedProof(control=control.id, number=number, proof=proof, got=got)


def _touching(control: Control, rules: Sequence[CrossCheck]) -> tuple[CrossCheck, ...]:
    """The rules with only those checks that can turn the control's verdict."""
    return tuple(
        replace(rule, checks=tuple(c for c in rule.checks if control.id in c.touches))
        for rule in rules
    )


def _judged(
    case_file: CaseFile, rules: Sequence[CrossCheck], control: Control
) -> ControlResult | None:
    """The verdict on the side that comes off worst; both give the same answer."""
    comparisons = compared(case_file, rules)
    found = [settled(case_file, control, s, comparisons) for s in case_file.sides(control)]
    return min(found, key=lambda result: GRAVEST.index(result.verdict), default=None)


def _brief(control: Control, proof: Proof, checklist: Checklist, policy: ScoringPolicy) -> CaseFile:
    """A first-tier processor, or one below where nobody else owes the control, and what both sides say."""
    is_lower = set(control.duty) == {Duty.SUB_PROCESSOR}
    processor = _processor(control, tier=2 if is_lower else 1)
    dossier = Dossier(
        ledger=Ledger(entrustments=processor.entrustments, processors={processor.id: processor}),
        clauses=_clauses(control, proof),
        questionnaires=tuple(
            _questionnaire(control, proof, side) for side in (Duty.CLIENT, processor.duty)
        ),
        approvals=(_approval(control, proof),) if proof.approved else (),
        evidence=_evidence() if proof.grade >= DOCUMENT else (),
    )
    found = case_files(
        dossier, checklist=checklist, policy=_of_grades(policy), role=Role.CLIENT, as_of=AS_OF
    )
    return next(iter(found))


def _of_grades(policy: ScoringPolicy) -> ScoringPolicy:
    """The policy without states of evidence: a proof names a grade, and no file that could be read."""
    states = dict.fromkeys(policy.states, EvidenceState.CLAIMED)
    return replace(policy, states=states, knock_out_state=EvidenceState.CLAIMED)


def _processor(control: Control, *, tier: int) -> Processor:
    fields = {
        "contract": Field(value=CONTRACT, raw=CONTRACT, at=CLIENTS),
        "processor": Field(value="P", raw="P", at=CLIENTS),
    }
    entrustment = Entrustment(
        contract=CONTRACT,
        processor="P",
        name="P",
        corporate_number="",
        tier=tier,
        parent="",
        flags=control.applies,
        record=Record(table="ledger", at=CLIENTS, fields=fields),
    )
    return Processor(
        id="P",
        name="P",
        corporate_number="",
        tier=tier,
        parents=(),
        flags=control.applies,
        entrustments=(entrustment,),
    )


def _questionnaire(control: Control, proof: Proof, side: Duty) -> Questionnaire:
    asked = {spec.id for spec in control.facts_for(side)}
    facts = {name: fact for name, fact in _facts(control, proof, side).items() if name in asked}
    here = _where(side)
    answer = Answer(
        control=control.id,
        side=side,
        value=ANSWERS[proof.answer],
        raw=proof.answer,
        at=here,
        comment="proof" if proof.reason else "",
        evidence_names=(FILE,) if proof.grade >= DOCUMENT else (),
        claimed_grade=proof.grade,
    )
    return Questionnaire(
        processor="P",
        side=side,
        round=ROUND,
        as_of=AS_OF,
        checklist_version="",
        language="en",
        file=here.file,
        answers={control.id: answer},
        facts=facts,
    )


def _where(side: Duty) -> CellRef:
    return CLIENTS if side is Duty.CLIENT else PARTYS


def _facts(control: Control, proof: Proof, side: Duty) -> Mapping[str, Fact]:
    specs = {spec.id: spec for spec in control.facts}
    return {
        name: Fact(
            id=name,
            side=side,
            value=_typed(specs.get(name), value),
            raw=str(value),
            at=_where(side),
        )
        for name, value in proof.facts.items()
    }


def _typed(spec: FactSpec | None, value: object) -> Scalar:
    """A value of a proof as intake would have read it."""
    if isinstance(value, bool | date):
        return value
    if spec is not None and spec.type == "date":
        return _day(value)
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, list):
        return tuple(map(str, value))
    return str(value)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _clauses(control: Control, proof: Proof) -> tuple[Clause, ...]:
    """What the contract says: on the client's side of a contract control it is the answer."""
    if not control.is_contract:
        return ()
    return (
        Clause(
            contract=CONTRACT,
            control=control.id,
            value=ANSWERS[proof.answer],
            raw=proof.answer,
            at=CLIENTS,
            article="1" if proof.grade >= DOCUMENT else "",
            comment="proof" if proof.reason else "",
            facts=_facts(control, proof, Duty.CLIENT),
        ),
    )


def _approval(control: Control, proof: Proof) -> Approval:
    return Approval(
        processor="P",
        control=control.id,
        kind="exemption" if proof.answer == NOT_APPLICABLE else "exception",
        reason="proof",
        measure="",
        approver="proof",
        approved_on=AS_OF,
        valid_from=None,
        valid_until=AS_OF,
        extensions=0,
        at=CLIENTS,
    )


def _evidence() -> tuple[EvidenceFile, ...]:
    """The same file from the processor and from the client, whose own files belong to nobody."""
    digest = hashlib.sha256(FILE.encode()).hexdigest()
    return tuple(
        EvidenceFile(processor=owner, path=FILE, name=FILE, sha256=digest, size=len(FILE))
        for owner in ("P", "")
    )
