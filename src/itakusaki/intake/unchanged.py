"""変更なし: what a party declared last, taken for what it declares now, where it says so and may."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, TypeVar

from itakusaki.catalogue.checklist import Control, FactSpec
from itakusaki.catalogue.layout import Choice, Column
from itakusaki.files.folding import code_key, key
from itakusaki.intake.cell import UnreadCell
from itakusaki.intake.issues import Notes
from itakusaki.intake.recognise import Recognised
from itakusaki.model.answer import Answer, AnswerValue, CarriedAnswer, CarriedFact, Fact
from itakusaki.model.plain import NotOfModelError, from_plain
from itakusaki.tabular.blocks import Row
from itakusaki.tabular.cell_text import raw_text

_Last = TypeVar("_Last", CarriedAnswer, CarriedFact)
#: The column in which a party says it, and whose words may stand in the answer itself as well.
_COLUMN: Final = "unchanged"


class Unchanged:
    """What one workbook says of its own last round, and which of its rows rest on it."""

    def __init__(self, found: Recognised, notes: Notes) -> None:
        self._notes = notes
        self._spellings = found.reader.spellings
        self._last: Mapping[str, str] = found.mark.last if found.mark else {}
        self._choices = _choices(found)
        self._words = frozenset(
            key(word) for c in self._choices for word in (c.words.ja, c.words.en)
        )
        self._sheets = self._marked_sheets(found) if self._last else frozenset()
        # Each row is asked about several times, one after another.
        self._said: tuple[Row | None, bool] = None, False

    def _marked_sheets(self, found: Recognised) -> frozenset[str]:
        """The domains of which a row says that nothing on their sheet changed."""
        return frozenset(
            code_key(raw_text(row.cell("id")))
            for block in found.of("answers")
            if _COLUMN in block.columns
            for row in block.rows()
            if not found.reader.items.id_of(row.cell("id")) and self._is_chosen(row)
        )

    def may_hold(self, row: Row) -> bool:
        """Whether anything at all says so of a row: a column of its block, its sheet, or the words."""
        return _COLUMN in row.block.columns or bool(self._sheets) or self.is_said(row)

    def is_said(self, row: Row) -> bool:
        """Whether the words stand in place of an answer."""
        if self._said[0] is not row:
            cell = row.cell("answer")
            self._said = row, isinstance(cell, str) and bool(cell) and key(cell) in self._words
        return self._said[1]

    def answer(self, row: Row, control: Control, given: Answer) -> Answer:
        """The last answer where the row or its sheet says that it holds, else what is given."""
        is_marked = self._is_marked(row, control.id)
        if given.value is not AnswerValue.BLANK:
            if is_marked:
                self._notes.add("unchanged_and_answered", row.at("answer"), id=control.id)
            return given
        if not (is_marked or self._of_sheet(control)) or (given.raw and not self.is_said(row)):
            return given
        if control.knock_out:
            if is_marked:
                self._notes.add("unchanged_anew", row.at("answer"), id=control.id)
            return given
        last = self._known(row, control.id, CarriedAnswer)
        return _taken(given, last) if last else given

    def fact(self, row: Row, spec: FactSpec, control: Control, given: Fact) -> Fact:
        """The last value where the row or its sheet says that it holds, else what is given."""
        is_marked = self._is_marked(row, spec.id)
        if given.raw and not self.is_said(row):
            if is_marked:
                self._notes.add("unchanged_and_answered", row.at("answer"), id=spec.id)
            return given
        if not (is_marked or self._of_sheet(control)):
            return given
        if control.knock_out or spec.is_anew:
            if is_marked:
                self._notes.add("unchanged_anew", row.at("answer"), id=spec.id)
            return given
        if not is_marked and spec.id not in self._last:
            return given  # a fact that was left blank before may be so again
        last = self._known(row, spec.id, CarriedFact)
        return replace(given, value=last.value, raw=last.raw) if last else given

    def _of_sheet(self, control: Control) -> bool:
        return code_key(control.domain) in self._sheets

    def _is_marked(self, row: Row, name: str) -> bool:
        if self.is_said(row):
            return True
        cell = row.cell(_COLUMN)
        if cell == "":
            return False
        read = self._spellings.choice(cell, self._choices)
        if isinstance(read, UnreadCell):
            self._notes.add("choice_unknown", row.at(_COLUMN), column=name, reason=read.reason)
            return False
        return read is not None

    def _is_chosen(self, row: Row) -> bool:
        read = self._spellings.choice(row.cell(_COLUMN), self._choices)
        return isinstance(read, str)

    def _known(self, row: Row, name: str, kind: type[_Last]) -> _Last | None:
        """The last reply to an item; that there is none, or none that can be read, is noted."""
        try:
            return from_plain(kind, json.loads(self._last[name]))
        except (KeyError, ValueError, RecursionError, NotOfModelError):
            self._notes.add("unchanged_without_last", row.at("answer"), id=name)
            return None


def _choices(found: Recognised) -> tuple[Choice, ...]:
    columns: tuple[Column, ...] = tuple(c for b in found.of("answers")[:1] for c in b.table.columns)
    return next((tuple(c.choices) for c in columns if c.name == _COLUMN), ())


def _taken(given: Answer, last: CarriedAnswer) -> Answer:
    """The last answer in the row's place; what was entered beside it now goes before."""
    return replace(
        given,
        value=last.value,
        scope=given.scope or last.scope,
        exceptions=given.exceptions or last.exceptions,
        since=given.since or last.since,
        comment=given.comment or last.comment,
        evidence_kind=given.evidence_kind or last.evidence_kind,
        evidence_names=given.evidence_names or last.evidence_names,
        evidence_at=given.evidence_at if given.evidence_names else None,
        claimed_grade=last.claimed_grade if given.claimed_grade is None else given.claimed_grade,
        reaffirmed=last.reaffirmed + 1,
    )
