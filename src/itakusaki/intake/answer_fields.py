"""Answer fields: an answer's row for the gate, its fields made when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from itakusaki.intake.cell import raw_text
from itakusaki.intake.tables import Row
from itakusaki.model.answer import Answer, AnswerValue
from itakusaki.model.record import Field, Record, Scalar
from itakusaki.model.source import CellRef, column_letters

#: Columns that the gate sees as they are written.
TEXTS: Final = ("question", "evidence", "comment", "scope", "exceptions", "since")
#: Columns of the table that stand in a cell of another name.
STANDS_IN: Final = {"control": "id", "side": "id", "answer_raw": "answer"}


class AnswerFields(Mapping[str, Field]):
    """The fields of an answer's row; it keeps the texts it needs, not the sheet."""

    __slots__ = ("_answer", "_left", "_places", "_row", "_texts")

    def __init__(self, row: Row, answer: Answer) -> None:
        sheet = row.block.sheet
        self._answer = answer
        self._places = row.block.columns
        self._left = sheet.left
        self._row = row.index + sheet.top + 1
        cells = row.cells
        self._texts = {
            name: raw_text(cells[place])
            for name, place in row.block.columns.items()
            if cells[place] != ""
        }

    def __getitem__(self, name: str) -> Field:
        """The field of a column."""
        value, raw = self._value(name)
        if value is None and name != "answer":
            raise KeyError(name)
        return Field(value=value, raw=raw, at=self._at(name))

    def __iter__(self) -> Iterator[str]:
        """The columns that have a value; the answer always is one."""
        names = ("id", "control", "side", "answer", "answer_raw", *TEXTS, "evidence_kind", "grade")
        return iter([name for name in names if name == "answer" or self._value(name)[0]])

    def __len__(self) -> int:
        """How many there are."""
        return sum(1 for _ in self)

    def _value(self, name: str) -> tuple[Scalar, str]:
        answer = self._answer
        match name:
            case "id" | "control":
                return answer.control, answer.control
            case "side":
                return answer.side.value, answer.side.value
            case "answer":
                blank = answer.value is AnswerValue.BLANK
                return (None if blank else answer.value.value), answer.raw
            case "grade":
                grade = answer.claimed_grade
                return (None, "") if grade is None else (float(grade), str(grade))
            case "evidence_kind":
                return answer.evidence_kind or None, self._texts.get(name, "")
            case _:
                text = self._texts.get("answer" if name == "answer_raw" else name, "")
                return text or None, text

    def _at(self, name: str) -> CellRef:
        column = STANDS_IN.get(name, name)
        # A grade that follows from the kind of evidence stands there.
        if column == "grade" and column not in self._texts:
            column = "evidence_kind"
        at = self._answer.at
        cell = f"{column_letters(self._places[column] + self._left)}{self._row}"
        return CellRef(file=at.file, sheet=at.sheet, cell=cell)


def answer_record(row: Row, answer: Answer) -> Record:
    """An answer as a row of the table `answers`."""
    return Record(table="answers", at=answer.at, fields=AnswerFields(row, answer))
