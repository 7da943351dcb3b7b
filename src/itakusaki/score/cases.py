"""Cases: what one comparison is about – a row, a side, a control, a lower tier – beside the processor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from itakusaki.catalogue.cross_check import EVERY, Check, OperandSpec
from itakusaki.model.answer import Questionnaire
from itakusaki.model.party import Duty, Entrustment
from itakusaki.model.record import Record
from itakusaki.score.brief import Brief

#: Columns that name a row, the first that is filled in counts.
NAMING = ("name", "contract", "file", "subject", "control")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One comparison's surroundings; what a check does not go through is left empty.

    `contract` is set where the side is a contract's clause, `lower` is a lower tier's own workbook.
    """

    brief: Brief
    row: Record | None = None
    side: Duty | None = None
    contract: str = ""
    control: str = ""
    lower: Questionnaire | None = None
    name: str = ""

    def named(self, name: str) -> str:
        """The control or fact an operand names; `*` is the control at hand."""
        return self.control if name == EVERY else name


def cases(brief: Brief, check: Check) -> Iterator[Case]:
    """Every case of a check for this processor."""
    return iter(CASES[check.each](brief, check))


def _one(brief: Brief, _check: Check) -> Iterator[Case]:
    yield Case(brief=brief)


def _rows(brief: Brief, rows: Sequence[Record]) -> Iterator[Case]:
    for row in rows:
        name = next((text for column in NAMING if (text := row.text(column))), "")
        yield Case(brief=brief, row=row, name=name)


def _entrustments(brief: Brief, _check: Check) -> Iterator[Case]:
    for entrustment in brief.entrustments():
        yield Case(brief=brief, row=entrustment.record, name=entrustment.contract)


def entrustments_below(brief: Brief) -> tuple[Entrustment, ...]:
    """The ledger's rows in which this party entrusts another."""
    return tuple(
        entrustment
        for entrustment in brief.dossier.ledger.entrustments
        if entrustment.parent == brief.processor.id and entrustment.processor != brief.processor.id
    )


def _lower_entrustments(brief: Brief, _check: Check) -> Iterator[Case]:
    return _rows(brief, [entrustment.record for entrustment in entrustments_below(brief)])


def _sub_processors(brief: Brief, _check: Check) -> Iterator[Case]:
    return _rows(brief, brief.sub_processors())


def _exceptions(brief: Brief, _check: Check) -> Iterator[Case]:
    return _rows(brief, brief.own.exceptions if brief.own else ())


def _evidence(brief: Brief, _check: Check) -> Iterator[Case]:
    return _rows(brief, brief.own.evidence if brief.own else ())


def _lower_tiers(brief: Brief, _check: Check) -> Iterator[Case]:
    below = {child.id: child.name for child in brief.children()}
    for questionnaire in brief.dossier.questionnaires:
        name = below.get(questionnaire.processor)
        if name is not None and questionnaire.side is not Duty.CLIENT:
            yield Case(brief=brief, lower=questionnaire, name=name)


def _sides(brief: Brief, check: Check) -> Iterator[Case]:
    """Each side that is asked for the control and for every fact; of the client's clauses each contract."""
    control = brief.checklist.controls[_about(check)]
    for side in brief.sides(control):
        if not all(_is_asked(brief, spec, side) for spec in check.operands):
            continue
        if side is Duty.CLIENT and control.is_contract:
            judged = [c.contract for c in brief.clauses if c.control == control.id]
            for contract in dict.fromkeys(judged):
                yield Case(brief=brief, side=side, contract=contract, name=contract)
        else:
            yield Case(brief=brief, side=side, name=side if side is Duty.CLIENT else "")


def _about(check: Check) -> str:
    """The control whose sides a check goes through: the first it touches, else the first it asks of."""
    asked = [c.operand.name for c in check.when if c.operand.source == "answer"]
    facts = [spec.name.split(".", 1)[0] for spec in check.operands if spec.source == "fact"]
    return [*check.touches, *asked, *facts][0]


def _is_asked(brief: Brief, spec: OperandSpec, side: Duty) -> bool:
    if spec.source != "fact" or spec.side:
        return True
    control = brief.checklist.controls[spec.name.split(".", 1)[0]]
    return any(side in fact.side for fact in control.facts if fact.id == spec.name)


def _shared(brief: Brief, *, contract: bool) -> Iterator[Case]:
    for control in brief.checklist.controls.values():
        if control.is_contract is contract and len(brief.sides(control)) > 1:
            yield Case(brief=brief, control=control.id, name=control.id)


def _shared_controls(brief: Brief, _check: Check) -> Iterator[Case]:
    return _shared(brief, contract=False)


def _contract_controls(brief: Brief, _check: Check) -> Iterator[Case]:
    return _shared(brief, contract=True)


#: What a check may go through, by its name in cross_checks.yaml.
CASES: Final[Mapping[str, Callable[[Brief, Check], Iterator[Case]]]] = {
    "": _one,
    "entrustments": _entrustments,
    "lower_entrustments": _lower_entrustments,
    "sub_processors": _sub_processors,
    "exceptions": _exceptions,
    "evidence": _evidence,
    "lower_tiers": _lower_tiers,
    "sides": _sides,
    "shared_controls": _shared_controls,
    "contract_controls": _contract_controls,
}
