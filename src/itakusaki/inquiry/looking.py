"""Looking at one point: the answer, what the check is told, and how outcomes of parts make one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from itakusaki.catalogue.inquiry import InquiryCheck
from itakusaki.catalogue.layout import Column, Layout
from itakusaki.model.inquiry import InquiryAnswer, InquiryRemark, PointOutcome, choice_id
from itakusaki.model.message import Message, Value, Words
from itakusaki.model.record import Record

#: From nothing to complain of to the gravest; the last three weigh the same for the opinion.
GRAVITY: Final = (
    PointOutcome.SHOWN,
    PointOutcome.NOT_APPLICABLE,
    PointOutcome.PARTLY,
    PointOutcome.NOT_STATED,
    PointOutcome.LACKING,
    PointOutcome.DIFFERS,
)


@dataclass(frozen=True, slots=True)
class Judged:
    """How a point, or a part of one, came out, and what was found."""

    outcome: PointOutcome
    remarks: tuple[InquiryRemark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewpoint:
    """What a check sees."""

    answer: InquiryAnswer
    check: InquiryCheck
    layout: Layout

    @property
    def rows(self) -> tuple[Record, ...]:
        """The rows of its table."""
        return self.answer.rows(self.check.table)

    def heading(self, column: str) -> Words:
        """What a column of its table is called."""
        return self.layout.tables[self.check.table].column(column).heading

    def label(self, field: str) -> Words:
        """What a field of the cover is called."""
        return self._field(field).heading

    def choice(self, column: str, name: str) -> Words | str:
        """What a choice of a column is called."""
        choices = self.layout.tables[self.check.table].column(column).choices
        return next((choice.words for choice in choices if choice.id == name), name)

    def sheet(self, table: str = "") -> Words:
        """What the sheet of a table is called."""
        found = self.layout.tables[table or self.check.table]
        return found.sheet or Words(ja=found.name, en=found.name)

    def key(self, row: Record) -> str:
        """What a row is called by, "-" where its first cell is blank."""
        return row.text(self.layout.tables[row.table].key[0]) or "-"

    def _field(self, name: str) -> Column:
        fields = self.layout.forms["cover"].fields
        return next(field for field in fields if field.name == name)


#: A kind of check: what it sees → how the point came out.
CheckKind: TypeAlias = Callable[[Viewpoint], Judged]


def shown() -> Judged:
    """Nothing to remark."""
    return Judged(PointOutcome.SHOWN)


def remarked(outcome: PointOutcome, text: str, *rows: Record, **values: Value) -> Judged:
    """An outcome with one remark on some rows."""
    says = Message.of(text, **values)
    return Judged(outcome, (InquiryRemark(says=says, at=tuple(row.at for row in rows)),))


def on_cover(
    look: Viewpoint, outcome: PointOutcome, text: str, name: str, /, **values: Value
) -> Judged:
    """An outcome with one remark on a field of the cover, whose label fills the blank {field}."""
    says = Message.of(text, field=look.label(name), **values)
    return Judged(outcome, (InquiryRemark(says=says, at=(look.answer.at(name),)),))


def joined(parts: Sequence[Judged]) -> Judged:
    """Parts of one point together: what holds of some only is partly shown."""
    outcomes = {part.outcome for part in parts} - {PointOutcome.NOT_APPLICABLE}
    remarks = _remarks(parts)
    if outcomes <= {PointOutcome.SHOWN}:
        return Judged(PointOutcome.SHOWN, remarks)
    if outcomes & {PointOutcome.SHOWN, PointOutcome.PARTLY}:
        return Judged(PointOutcome.PARTLY, remarks)
    return Judged(gravest(outcomes), remarks)


def all_of(parts: Sequence[Judged]) -> Judged:
    """Parts that are all needed: the gravest decides."""
    return Judged(gravest(part.outcome for part in parts), _remarks(parts))


def gravest(outcomes: Iterable[PointOutcome]) -> PointOutcome:
    """The gravest of some outcomes."""
    return max(outcomes, key=GRAVITY.index)


def _remarks(parts: Sequence[Judged]) -> tuple[InquiryRemark, ...]:
    """All remarks, the gravest first."""
    ordered = sorted(parts, key=lambda part: -GRAVITY.index(part.outcome))
    return tuple(remark for part in ordered for remark in part.remarks)


def meaning(row: Record, column: str) -> str:
    """A choice, yes or no that stands in a row, "" where neither does."""
    return choice_id(row.value(column))
