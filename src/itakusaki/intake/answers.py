"""Answer rows: the questions of a workbook with what was answered, and the facts beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from itakusaki.catalogue.checklist import Control, FactSpec
from itakusaki.catalogue.layout import Column
from itakusaki.files.workbook import Cell
from itakusaki.intake.answer_block import AnswerBlock
from itakusaki.intake.cell import UnreadCell
from itakusaki.intake.facts import fact_record, read_answer, read_fact
from itakusaki.intake.issues import Notes, listed
from itakusaki.intake.recognise import Recognised
from itakusaki.intake.row_fields import RowFields
from itakusaki.intake.strangers import note_not_asked
from itakusaki.intake.unchanged import Unchanged
from itakusaki.model.answer import Answer, AnswerValue, Fact
from itakusaki.model.party import Duty
from itakusaki.model.record import Record, Scalar
from itakusaki.model.source import CellRef
from itakusaki.tabular.blocks import Block, Row
from itakusaki.tabular.cell_text import raw_text
from itakusaki.tabular.hidden_sheet import text_digest

HIGHEST_GRADE = 4
# The same questions stand in every workbook of a round.
_digest = lru_cache(maxsize=4096)(text_digest)


@dataclass(slots=True)
class AnswerRows:
    """What the answer sheets of one workbook hold."""

    answers: dict[str, Answer] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)


#: How a comment begins that objects to counting an answer by a figure.
_OBJECTION: Final = re.compile(r"\s*(?:異議|objection)\s*[:：]", re.IGNORECASE)


def read_answers(found: Recognised, side: Duty, notes: Notes) -> AnswerRows:
    """Read every answer sheet of a workbook."""
    reading = _AnswerReading(found, side, notes)
    for block in found.of("answers"):
        reading.block(block)
    reading.note_removed()
    reading.note_not_asked()
    reading.note_unmapped()
    return reading.rows


class _AnswerReading:
    """Answer rows read so far."""

    def __init__(self, found: Recognised, side: Duty, notes: Notes) -> None:
        self.found = found
        self.side = side
        self.notes = notes
        self.rows = AnswerRows()
        self._unchanged = Unchanged(found, notes)
        self._spellings = found.reader.spellings
        self._items = found.reader.items
        self._sent: Mapping[str, str] = found.mark.items if found.mark else {}
        self._seen: dict[str, Row] = {}
        self._unmapped: dict[str, CellRef] = {}
        self._not_asked: dict[str, CellRef] = {}
        self._areas: dict[str, str] = {}

    def block(self, block: Block) -> None:
        """Read the rows under one heading."""
        answers = AnswerBlock(self.found, block)
        is_example, id_place = self._spellings.is_example_row, block.columns.get("id")
        for row in block.rows():
            if not is_example(row.cells):
                name = "" if id_place is None else self._items.id_of(row.cells[id_place])
                self._row(answers, row, name)
        place = block.columns.get("answer")
        if place is None:
            return
        if block.sheet.scan.coloured and self.found.mark is None:
            self._note_coloured(block, place)
        if not block.sheet.visible or block.sheet.is_hidden_column(place):
            self._note_out_of_sight(block, place)

    def _note_coloured(self, block: Block, place: int) -> None:
        """Note blank answers that are marked by a colour, where not all of them bear the same."""
        blank = [row for row in block.rows() if row.cells[place] == "" and self._is_item(row)]
        fills = {row.index: block.sheet.fill_of_blank(row.index, place) for row in blank}
        marked = [index for index, fill in fills.items() if fill is not None]
        if marked and len(set(fills.values())) > 1:
            names = tuple(block.sheet.at(index, place).cell for index in marked)
            at = block.sheet.at(marked[0], place)
            self.notes.add("answer_by_colour", at, count=len(marked), cells=listed(names))

    def _is_item(self, row: Row) -> bool:
        return bool(self._items.id_of(row.cell("id"))) and not row.is_covered("answer")

    def _note_out_of_sight(self, block: Block, place: int) -> None:
        count = sum(bool(self._spellings.text(row.cells[place])) for row in block.rows())
        if count and not block.sheet.visible:
            self.notes.add("hidden_sheet", block.sheet.whole, count=count)
        elif count:
            self.notes.add("hidden_column", block.sheet.at(block.top, place))

    def _row(self, block: AnswerBlock, row: Row, name: str) -> None:
        if not name:
            if self._items.is_domain(row.cell("id")):
                self._areas[str(row.cell("id"))] = self._spellings.text(block.answer(row))
            else:
                self._stranger(row)
            return
        first = self._seen.setdefault(name, row)
        if first is not row:
            self.notes.add("duplicate_id", row.at("id"), id=name, first=str(first.at("id")))
            return
        self._check_row(block, row, name)
        item = self._items.by_id[name]
        if isinstance(item, Control):
            self._answer(block, row, item)
        else:
            self._fact(block, row, item)

    def _check_row(self, block: AnswerBlock, row: Row, name: str) -> None:
        sent = self._sent.get(name)
        if sent and sent != _digest(str(block.question(row))):
            self.notes.add("shifted_row", row.at("id"), id=name)
        may_be_beside = block.has_comments and block.answer(row) == ""
        if comment := row.comment("answer") if may_be_beside else "":
            shown = " ".join(comment.split())[:60]
            self.notes.add("answer_in_comment", row.at("answer"), id=name, comment=shown)
        if block.has_hidden_rows and row.is_hidden and self._spellings.text(block.answer(row)):
            self.notes.add("hidden_answer", row.at("answer"), id=name)

    def _answer(self, block: AnswerBlock, row: Row, control: Control) -> None:
        text = self._spellings.text
        is_said = self._unchanged.is_said(row)
        blank = AnswerValue.BLANK
        value = blank if is_said else read_answer(block, row, control.id, self.notes)
        kind, kind_grade = self._evidence_kind(row, block.evidence_kind(row), control.id)
        grade = self._grade(row, block.grade(row), control.id)
        comment = text(block.comment(row))
        answer = Answer(
            control=control.id,
            side=self.side,
            value=value,
            raw=text(block.answer(row)),
            at=row.at("answer"),
            scope=text(block.scope(row)),
            exceptions=text(block.exceptions(row)),
            since=text(block.since(row)),
            comment=comment,
            objection=text(block.objection(row)) or objection_in(comment),
            area=self._areas.get(control.domain, ""),
            evidence_kind=kind,
            evidence_names=self._spellings.file_names(block.evidence(row)),
            claimed_grade=kind_grade if grade is None else grade,
            evidence_at=row.at("evidence"),
        )
        if self._unchanged.may_hold(row):
            answer = self._unchanged.answer(row, control, answer)
        self.rows.answers[control.id] = answer
        self._record(row, answer)

    def _record(self, row: Row, answer: Answer) -> None:
        values: dict[str, Scalar] = {
            "id": answer.control,
            "control": answer.control,
            "side": self.side.value,
            "answer": None if answer.value is AnswerValue.BLANK else answer.value.value,
        }
        if answer.evidence_kind:
            values["evidence_kind"] = answer.evidence_kind
        if answer.claimed_grade is not None:
            values["grade"] = float(answer.claimed_grade)
        at = answer.at
        record = Record(table="answers", at=at, fields=RowFields(row, at, values))
        self.rows.records.append(record)

    def _evidence_kind(self, row: Row, cell: Cell, name: str) -> tuple[str, int | None]:
        if cell == "":
            return "", None
        column: Column = row.block.table.column("evidence_kind")
        read = self._spellings.choice(cell, column.choices)
        if isinstance(read, UnreadCell):
            at = row.at("evidence_kind")
            self.notes.add("choice_unknown", at, column=name, reason=read.reason)
            return "", None
        return next(((c.id, c.grade) for c in column.choices if c.id == read), ("", None))

    def _grade(self, row: Row, cell: Cell, name: str) -> int | None:
        if cell == "":
            return None
        read = self._spellings.number(cell)
        if read is None:
            return None
        if isinstance(read, float) and read.is_integer() and 0 <= read <= HIGHEST_GRADE:
            return int(read)
        self.notes.add("grade_outside", row.at("grade"), id=name, grade=raw_text(cell)[:20])
        return None

    def _fact(self, block: AnswerBlock, row: Row, spec: FactSpec) -> None:
        if self._unchanged.is_said(row):
            fact = Fact(id=spec.id, side=self.side, value=None, raw="", at=row.at("answer"))
        else:
            fact = read_fact(block, row, spec, self.side, self.notes)
        if self._unchanged.may_hold(row):
            fact = self._unchanged.fact(row, spec, self._items.control_of(spec), fact)
        self.rows.facts[spec.id] = fact
        self.rows.records.append(fact_record(fact, spec))

    def _stranger(self, row: Row) -> None:
        """A row whose id is none of ours: a section's title, an unknown or an unmapped item."""
        cell, reader = row.cell("id"), self.found.reader
        answer = raw_text(row.cell("answer"))
        if cell == "":
            if row.is_covered("answer"):
                return
            if answer and not self._spellings.is_prompt(answer):
                self.notes.add("answer_without_id", row.at("answer"), answer=answer[:60])
            elif not answer:
                return
        elif left_out := self._items.not_asked(cell):
            self._not_asked.setdefault(left_out, row.at("id"))
            return
        elif not reader.is_own:
            self._unmapped[self._items.shown(cell)] = row.at("id")
        elif answer or self._items.looks_like_id(cell):
            self.notes.add("unknown_id", row.at("id"), id=self._items.shown(cell))
        else:
            return
        self._strange_record(row, cell)

    def _strange_record(self, row: Row, cell: Cell) -> None:
        read = self._spellings.answer(row.cell("answer"))
        value = None if isinstance(read, UnreadCell) or read is AnswerValue.BLANK else read.value
        values: dict[str, Scalar] = {"id": self._items.shown(cell) or None, "answer": value}
        at = row.at("answer")
        record = Record(table="answers", at=at, fields=RowFields(row, at, values))
        self.rows.records.append(record)

    def note_removed(self) -> None:
        """Note items that the workbook had when it was sent and has no more."""
        gone = tuple(
            name
            for name in self._sent
            if name not in self._seen and not self._items.not_asked(name)
        )
        if gone:
            at = CellRef(file=self.found.book.file)
            self.notes.add("items_removed", at, count=len(gone), ids=listed(gone))

    def note_not_asked(self) -> None:
        """Note controls that the workbook holds and the workspace leaves out, in one sentence."""
        note_not_asked(self.notes, self._not_asked)

    def note_unmapped(self) -> None:
        """Note a customer's items that no control of ours is named for, in one sentence."""
        if not self._unmapped:
            return
        self.notes.add(
            "unmapped_items",
            next(iter(self._unmapped.values())),
            count=len(self._unmapped),
            ids=listed(tuple(self._unmapped), 8),
            layout=self.found.reader.layout.name,
        )


def objection_in(comment: str) -> str:
    """What a comment says after the word for an objection; "" where it begins otherwise."""
    found = _OBJECTION.match(comment)
    return comment[found.end() :].strip() if found else ""
