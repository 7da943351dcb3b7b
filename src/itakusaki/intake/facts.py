"""Answer cells: an answer on the scale beside a control, or a typed value beside a fact."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from sys import intern
from typing import Final

from itakusaki.catalogue.checklist import FactSpec
from itakusaki.intake.answer_block import AnswerBlock
from itakusaki.intake.cell import LONGEST, UnreadCell
from itakusaki.intake.issues import Notes
from itakusaki.intake.periods import hours_of
from itakusaki.model.answer import AnswerValue, Fact
from itakusaki.model.party import Duty
from itakusaki.model.record import Field, Record
from itakusaki.model.source import CellRef
from itakusaki.tabular.blocks import Row
from itakusaki.tabular.cell_text import raw_text

#: The columns of the table `facts`.
FACT_COLUMNS: Final = ("id", "control", "side", "contract", "type", "value")


class FactFields(Mapping[str, Field]):
    """The fields of a fact's row for the gate, made when they are asked for: facts are many."""

    __slots__ = ("_contract", "_fact", "_type")

    def __init__(self, fact: Fact, type_: str, contract: str = "") -> None:
        self._fact = fact
        self._type = type_
        self._contract = contract

    def __getitem__(self, name: str) -> Field:
        """The field of a column; all point at the cell of the value."""
        fact = self._fact
        if name == "value":
            return Field(value=fact.value, raw=fact.raw, at=fact.at)
        text = self._text(name)
        if not text:
            raise KeyError(name)
        return Field(value=text, raw=text, at=fact.at)

    def __iter__(self) -> Iterator[str]:
        """The columns that have a value."""
        return iter([name for name in FACT_COLUMNS if name == "value" or self._text(name)])

    def __len__(self) -> int:
        """How many there are."""
        return sum(1 for _ in self)

    def _text(self, name: str) -> str:
        match name:
            case "id":
                return self._fact.id
            case "control":
                return self._fact.id.split(".", 1)[0]
            case "side":
                return self._fact.side.value
            case "contract":
                return self._contract
            case "type":
                return self._type
            case _:
                return ""


def fact_record(fact: Fact, spec: FactSpec, contract: str = "") -> Record:
    """A fact as a row of the table `facts`."""
    return Record(table="facts", at=fact.at, fields=FactFields(fact, spec.type, contract))


def read_answer(block: AnswerBlock, row: Row, item: str, notes: Notes) -> AnswerValue:
    """The answer in a row; what cannot be believed is noted and counts as unanswered."""
    cell = block.answer(row)
    if cell == "" and _is_broken(row, item, notes):
        return AnswerValue.BLANK
    value = block.found.reader.spellings.answer(cell)
    if isinstance(value, UnreadCell):
        note_outside_scale(notes, row.at("answer"), item, value, raw_text(cell))
        return AnswerValue.BLANK
    return value


def note_outside_scale(notes: Notes, at: CellRef, item: str, unread: UnreadCell, raw: str) -> None:
    """Note an answer that is no word of the scale, and how it may be made one."""
    word = json.dumps(raw[:LONGEST], ensure_ascii=False)
    notes.add("answer_outside_scale", at, id=item, reason=unread.reason, word=word)


def read_fact(block: AnswerBlock, row: Row, spec: FactSpec, side: Duty, notes: Notes) -> Fact:
    """The fact in a row; a value that cannot be read is None, and noted."""
    spellings = block.found.reader.spellings
    cell, at = block.answer(row), row.at("answer")
    if cell == "":
        broken = _is_broken(row, spec.id, notes)
        return Fact(id=spec.id, side=side, value=None, raw="", at=at, unread=broken)
    # Many parties give the same: one text serves all of them.
    raw = intern(spellings.text(cell))
    if not raw:
        return Fact(id=spec.id, side=side, value=None, raw="", at=at)
    reader = block.found.reader.fact(spec)
    counted = reader.counted(block.given_unit(row))
    if reader.is_period:
        value = hours_of(reader.period(cell, counted), raw, at, spec.ask, notes)
    else:
        value = reader.value(cell, counted, epoch_1904=block.found.book.epoch_1904)
    unread = False
    if isinstance(value, UnreadCell):
        unread, value = _note_unread(block, row, spec, value, notes), None
    elif spec.type == "number" and value == 0 and spellings.is_none(cell):
        notes.add("none_is_zero", at, column=spec.id, value=raw)
    return Fact(id=spec.id, side=side, value=value, raw=raw, at=at, unread=unread)


def _note_unread(
    block: AnswerBlock, row: Row, spec: FactSpec, unread: UnreadCell, notes: Notes
) -> bool:
    """Note a value that cannot be read; whether it is one, rather than a word for none."""
    spellings, cell = block.found.reader.spellings, block.answer(row)
    at = row.at("answer")
    # One mark over a control and its facts alike says nothing of their values.
    if row.is_covered("answer") or spellings.is_unknown(cell):
        return False
    if spellings.is_not_applicable(cell):
        notes.add("fact_not_applicable", at, id=spec.id, value=spellings.text(cell))
        return False
    notes.add("value_unreadable", at, column=spec.id, reason=unread.reason)
    return True


def _is_broken(row: Row, item: str, notes: Notes) -> bool:
    """Whether a blank answer is a formula that came to nothing."""
    if error := row.error("answer"):
        notes.add("error_value", row.at("answer"), id=item, error=error)
        return True
    if row.lacks_value("answer"):
        notes.add("formula_without_value", row.at("answer"), id=item)
        return True
    return False
