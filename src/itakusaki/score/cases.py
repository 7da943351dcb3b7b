"""Cases: what one comparison is about – a row, a side, a control, a lower tier – beside the processor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from itakusaki.catalogue.cross_check import Check, OperandSpec
from itakusaki.model.answer import Questionnaire
from itakusaki.model.party import Duty, Entrustment
from itakusaki.model.quick import quick
from itakusaki.model.record import Record
from itakusaki.score.case_file import CaseFile

#: Columns that name a row, the first that is filled in counts.
NAMING = ("name", "contract", "file", "subject", "control")


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One comparison's surroundings; what a check does not go through is left empty.

    `contract` is set where the side is a contract's clause, `lower` is a lower tier's own workbook.
    """

    case_file: CaseFile
    row: Record | None = None
    side: Duty | None = None
    contract: str = ""
    lower: Questionnaire | None = None
    name: str = ""


def cases(case_file: CaseFile, check: Check) -> Iterator[Case]:
    """Every case of a check for this processor."""
    return iter(CASES[check.each](case_file, check))


def _one(case_file: CaseFile, _check: Check) -> Iterator[Case]:
    yield Case(case_file=case_file)


def _rows(case_file: CaseFile, rows: Sequence[Record]) -> Iterator[Case]:
    for row in rows:
        name = next((text for column in NAMING if (text := row.text(column))), "")
        yield Case(case_file=case_file, row=row, name=name)


def _entrustments(case_file: CaseFile, _check: Check) -> Iterator[Case]:
    for entrustment in case_file.entrustments():
        yield Case(case_file=case_file, row=entrustment.record, name=entrustment.contract)


def entrustments_below(case_file: CaseFile) -> tuple[Entrustment, ...]:
    """The ledger's rows in which this party entrusts another."""
    return tuple(
        entrustment
        for entrustment in case_file.dossier.ledger.entrustments
        if entrustment.parent == case_file.processor.id
        and entrustment.processor != case_file.processor.id
    )


def _lower_entrustments(case_file: CaseFile, _check: Check) -> Iterator[Case]:
    return _rows(case_file, [entrustment.record for entrustment in entrustments_below(case_file)])


def _sub_processors(case_file: CaseFile, _check: Check) -> Iterator[Case]:
    return _rows(case_file, case_file.sub_processors())


def _exceptions(case_file: CaseFile, _check: Check) -> Iterator[Case]:
    return _rows(case_file, case_file.own.exceptions if case_file.own else ())


def _evidence(case_file: CaseFile, _check: Check) -> Iterator[Case]:
    return _rows(case_file, case_file.own.evidence if case_file.own else ())


def _lower_tiers(case_file: CaseFile, _check: Check) -> Iterator[Case]:
    below = {child.id: child.name for child in case_file.children()}
    for questionnaire in case_file.dossier.questionnaires:
        name = below.get(questionnaire.processor)
        if name is not None and questionnaire.side is not Duty.CLIENT:
            yield Case(case_file=case_file, lower=questionnaire, name=name)


def _sides(case_file: CaseFile, check: Check) -> Iterator[Case]:
    """Each side that is asked for the control and for every fact; of the client's clauses each contract."""
    control = case_file.checklist.controls[_about(check)]
    for side in case_file.sides(control):
        if not all(_is_asked(case_file, spec, side) for spec in check.operands):
            continue
        if side is Duty.CLIENT and control.is_contract:
            judged = [c.contract for c in case_file.clauses if c.control == control.id]
            for contract in dict.fromkeys(judged):
                yield Case(case_file=case_file, side=side, contract=contract, name=contract)
        else:
            yield Case(case_file=case_file, side=side, name=side if side is Duty.CLIENT else "")


def _about(check: Check) -> str:
    """The control whose sides a check goes through: the first it touches, else the first it asks of."""
    asked = [c.operand.name for c in check.when if c.operand.source == "answer"]
    facts = [spec.name.split(".", 1)[0] for spec in check.operands if spec.source == "fact"]
    return [*check.touches, *asked, *facts][0]


def _is_asked(case_file: CaseFile, spec: OperandSpec, side: Duty) -> bool:
    if spec.source != "fact" or spec.side:
        return True
    control = case_file.checklist.controls[spec.name.split(".", 1)[0]]
    return any(side in fact.side for fact in control.facts if fact.id == spec.name)


#: What a check may go through, by its name in cross_checks.yaml.
CASES: Final[Mapping[str, Callable[[CaseFile, Check], Iterator[Case]]]] = {
    "": _one,
    "entrustments": _entrustments,
    "lower_entrustments": _lower_entrustments,
    "sub_processors": _sub_processors,
    "exceptions": _exceptions,
    "evidence": _evidence,
    "lower_tiers": _lower_tiers,
    "sides": _sides,
}
