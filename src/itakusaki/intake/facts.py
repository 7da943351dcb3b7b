"""Answer cells: an answer on the scale beside a control, or a typed value beside a fact."""

from __future__ import annotations

from dataclasses import dataclass

from itakusaki.catalogue.checklist import FactSpec
from itakusaki.intake.cell import Cell, Reading, Unread
from itakusaki.intake.issues import Notes
from itakusaki.intake.normalise import Spellings
from itakusaki.intake.recognise import Recognised
from itakusaki.intake.tables import Row
from itakusaki.model.answer import AnswerValue, Fact
from itakusaki.model.party import Duty


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """A fact with its type, and the contract it is about where a clause gave it."""

    fact: Fact
    type: str
    contract: str = ""


def read_answer(found: Recognised, row: Row, item: str, notes: Notes) -> AnswerValue:
    """The answer in a row; what cannot be believed is noted and counts as unanswered."""
    cell = row.cell("answer")
    if _is_broken(row, item, notes):
        return AnswerValue.BLANK
    value = found.lens.spellings.answer(cell)
    if isinstance(value, Unread):
        notes.add("answer_outside_scale", row.at("answer"), id=item, reason=value.reason)
        return AnswerValue.BLANK
    return value


def read_fact(found: Recognised, row: Row, spec: FactSpec, side: Duty, notes: Notes) -> Fact:
    """The fact in a row; a value that cannot be read is None, and noted."""
    spellings = found.lens.spellings
    cell = row.cell("answer")
    at = row.at("answer")
    raw = spellings.text(cell)
    value: Reading = None
    if not _is_broken(row, spec.id, notes) and raw:
        value = _typed(spellings, cell, spec, epoch_1904=found.book.epoch_1904)
    if isinstance(value, Unread):
        if spellings.is_not_applicable(cell):
            notes.add("fact_not_applicable", at, id=spec.id, value=raw)
        elif not spellings.is_unknown(cell):
            notes.add("value_unreadable", at, column=spec.id, reason=value.reason)
        value = None
    return Fact(id=spec.id, side=side, value=value, raw=raw, at=at)


def _is_broken(row: Row, item: str, notes: Notes) -> bool:
    if row.cell("answer") != "":
        return False
    if error := row.error("answer"):
        notes.add("error_value", row.at("answer"), id=item, error=error)
        return True
    if row.lacks_value("answer"):
        notes.add("formula_without_value", row.at("answer"), id=item)
        return True
    return False


def _typed(spellings: Spellings, cell: Cell, spec: FactSpec, *, epoch_1904: bool) -> Reading:
    match spec.type:
        case "number":
            return spellings.number(cell, (spec.unit.ja, spec.unit.en) if spec.unit else ())
        case "date":
            return spellings.day(cell, epoch_1904=epoch_1904)
        case "list":
            return spellings.entries(cell)
        case _:
            return spellings.yes_no(cell)
