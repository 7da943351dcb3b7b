"""Operands: where a cross-check finds the values it compares, each with its cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from itakusaki.catalogue.cross_check import OperandCondition, OperandSpec
from itakusaki.files.folding import fold
from itakusaki.model.answer import Answer, AnswerValue, Clause, Fact
from itakusaki.model.assessment import Operand
from itakusaki.model.message import Words, shared_words
from itakusaki.model.party import Duty
from itakusaki.model.record import Field, Scalar
from itakusaki.score.cases import Case
from itakusaki.score.check_kinds import COMMA, number
from itakusaki.score.computed import COMPUTED
from itakusaki.score.found import Found
from itakusaki.score.logs import figure_label, measured


class Operands:
    """What the operands of one processor's checks come to; each is looked for once in each surroundings."""

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], tuple[Case, Found | None]] = {}

    def find(self, spec: OperandSpec, case: Case) -> Found | None:
        """The value an operand names, None where nobody gave it."""
        # The case is kept beside: as long as a row or workbook is there, no other has its identity.
        where = (case.side, case.contract, id(case.row), id(case.lower))
        key = (spec.source, spec.name, spec.side, *where)
        if key not in self._found:
            self._found[key] = case, FINDERS[spec.source](spec, case)
        return self._found[key][1]


def shown(found: Found | None, *, percent: bool = False, comma: str = COMMA.en) -> str:
    """A value as it is printed; but for the comma of a list, the same in every language."""
    value = found.value if found else None
    match value:
        case bool():
            text = "○" if value else "×"
        case float():
            text = f"{100 * value:.0f} %" if percent else f"{value:,.10g}"
        case date():
            text = value.isoformat()
        case tuple():
            text = comma.join(value)
        case str():
            text = AnswerValue(value).symbol if value in tuple(AnswerValue) else value
        case _:
            text = ""
    return text or "-"


def operand(spec: OperandSpec, found: Found | None, case: Case) -> Operand:
    """An operand as it goes into a report: label, value, cells."""
    cells = found.cells if found else ()
    return Operand(
        label=label(spec, case),
        shown=shown(found, percent=spec.percent),
        at=cells[0] if cells else None,
        cells=cells,
    )


def label(spec: OperandSpec, case: Case) -> Words:
    """What an operand is called: its own label, else that of the fact or control it names."""
    if spec.label is not None:
        return spec.label
    name = spec.name
    if spec.source in ("fact", "clause_fact"):
        return case.case_file.checklist.facts[name].ask
    if spec.source == "answer":
        title = case.case_file.checklist.controls[name].title
        return shared_words(f"{name} {title.ja}", f"{name} {title.en}")
    if spec.source == "log":
        return figure_label(case.case_file, name)
    return shared_words(name, name)


def holds(condition: OperandCondition, found: Found | None) -> bool | None:
    """Whether a condition holds for what was found; None where there is no value to tell."""
    if condition.given is not None:
        return (found is not None) is condition.given
    if condition.none_of:
        return found is None or not _is_one_of(found.value, condition.none_of)
    if found is None:
        return None
    if condition.one_of:
        return _is_one_of(found.value, condition.one_of)
    return _within(found.value, condition)


def _is_one_of(value: Scalar, wanted: Sequence[str | float | bool]) -> bool:
    return any(_same(value, one) for one in wanted)


def _within(value: Scalar, condition: OperandCondition) -> bool | None:
    found = number(value)
    if found is None:
        return None
    above = condition.above is None or found > condition.above
    return above and (condition.below is None or found < condition.below)


def _same(value: Scalar, wanted: str | float | bool) -> bool:  # noqa: FBT001 - a value, not a switch
    if isinstance(wanted, bool) or isinstance(value, bool):
        return value is wanted
    if isinstance(wanted, str):
        if value == wanted:
            return True
        entries = value if isinstance(value, tuple) else (str(value),)
        return fold(wanted) in {fold(entry) for entry in entries}
    return value == float(wanted)


def _asked(spec: OperandSpec, case: Case) -> Sequence[Duty]:
    """The sides whose word an operand takes, in order."""
    if spec.side == "client":
        return (Duty.CLIENT,)
    if spec.side == "processor":
        return (case.case_file.party,)
    return (case.side,) if case.side else (case.case_file.party, Duty.CLIENT)


def _fact(spec: OperandSpec, case: Case) -> Found | None:
    if spec.side == "lower":
        return _lower_fact(spec, case)
    for side in _asked(spec, case):
        fact = case.case_file.fact(spec.name, side)
        if fact is not None:
            return Found(value=fact.value, cells=(fact.at,))
        # The client's facts on a contract stand beside its clauses.
        found = _clause_fact(spec, case) if side is Duty.CLIENT else None
        if found is not None:
            return found
    return None


def _lower_fact(spec: OperandSpec, case: Case) -> Found | None:
    fact = case.lower.facts.get(spec.name) if case.lower else None
    return Found(value=fact.value, cells=(fact.at,)) if fact and fact.value is not None else None


def _answer(spec: OperandSpec, case: Case) -> Found | None:
    control = spec.name
    if spec.side == "lower":
        return _said(case.lower.answers.get(control) if case.lower else None)
    for side in _asked(spec, case):
        if side is Duty.CLIENT and case.case_file.checklist.controls[control].is_contract:
            found = _clause(spec, case)
        else:
            found = _reviewed(case, control, side) or _said(case.case_file.answer(control, side))
        if found is not None:
            return found
    return None


def _said(answer: Answer | None) -> Found | None:
    if answer is None or answer.value is AnswerValue.BLANK:
        return None
    return Found(value=answer.value.value, cells=(answer.at,))


def _reviewed(case: Case, control: str, side: Duty) -> Found | None:
    """The auditor's word, which goes before the declared answer here as it does in judging."""
    review = case.case_file.review(control, side)
    # One that decides on a difference is made on what was declared.
    if review is None or review.value is None or review.decision is not None:
        return None
    return Found(value=review.value.value, cells=(review.at,))


def _clause(spec: OperandSpec, case: Case) -> Found | None:
    control = spec.name
    clauses = [
        c
        for c in case.case_file.clauses
        if c.control == control and c.value is not AnswerValue.BLANK and _is_of(c, case)
    ]
    worst = min(clauses, key=_strength, default=None)
    if worst is None:
        return None
    return _reviewed(case, control, Duty.CLIENT) or Found(
        value=worst.value.value, cells=(worst.at,)
    )


def _clause_fact(spec: OperandSpec, case: Case) -> Found | None:
    """A typed value of the clauses; of several contracts the longest term or largest number."""
    given: list[Fact] = [
        clause.facts[spec.name]
        for clause in case.case_file.clauses
        if spec.name in clause.facts and clause.facts[spec.name].value is not None
        if _is_of(clause, case)
    ]
    numbers = [f for f in given if isinstance(f.value, float)]
    fact = max(numbers, key=lambda f: f.value if isinstance(f.value, float) else 0.0, default=None)
    if fact is None:
        fact = max(given, key=lambda f: str(f.value), default=None)
    return Found(value=fact.value, cells=(fact.at,)) if fact else None


def _is_of(clause: Clause, case: Case) -> bool:
    """Where a comparison goes through contracts or the ledger's rows, each has its own clauses."""
    contract = case.contract
    if case.row is not None and case.row.table == "ledger":
        contract = case.row.text("contract")
    return not contract or clause.contract == contract


def _strength(clause: Clause) -> int:
    order = (AnswerValue.UNKNOWN, AnswerValue.NO, AnswerValue.PARTIAL, AnswerValue.YES)
    return order.index(clause.value) if clause.value in order else len(order)


def _ledger(spec: OperandSpec, case: Case) -> Found | None:
    if case.row is not None and case.row.table == "ledger":
        return _field(case.row.fields.get(spec.name))
    for entrustment in case.case_file.entrustments():
        found = _field(entrustment.record.fields.get(spec.name))
        if found is not None:
            return found
    return None


def _row(spec: OperandSpec, case: Case) -> Found | None:
    return _field(case.row.fields.get(spec.name)) if case.row else None


def _field(field: Field | None) -> Found | None:
    if field is None or field.value is None or field.value in ("", ()):
        return None
    return Found(value=field.value, cells=(field.at,))


def _computed(spec: OperandSpec, case: Case) -> Found | None:
    return COMPUTED[spec.name](case.case_file, case.row)


def _policy(spec: OperandSpec, case: Case) -> Found | None:
    value = getattr(case.case_file.policy, spec.name)
    return Found(value=float(value))


def _constant(spec: OperandSpec, _case: Case) -> Found | None:
    try:
        return Found(value=float(spec.name))
    except ValueError:
        return Found(value=spec.name)


def _log(spec: OperandSpec, case: Case) -> Found | None:
    return measured(case.case_file, spec.name)


FINDERS: Final[Mapping[str, Callable[[OperandSpec, Case], Found | None]]] = {
    "fact": _fact,
    "answer": _answer,
    "clause_fact": _clause_fact,
    "ledger": _ledger,
    "row": _row,
    "computed": _computed,
    "policy": _policy,
    "constant": _constant,
    "log": _log,
}
