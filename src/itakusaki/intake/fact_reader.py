"""Fact readers: what cells say of one fact by the spellings of one layout, worked out once for all workbooks."""

from __future__ import annotations

from itakusaki.catalogue.checklist import FactSpec
from itakusaki.files.folding import key
from itakusaki.files.workbook import Cell
from itakusaki.intake.cell import Reading, UnreadCell
from itakusaki.intake.normalise import Spellings
from itakusaki.intake.periods import Period


class FactReader:
    """Reads the cells that answer one fact."""

    __slots__ = ("_asked", "_spellings", "_type", "_unit", "is_period")

    def __init__(self, spec: FactSpec, spellings: Spellings) -> None:
        self._spellings = spellings
        self._type = spec.type
        self._unit = (spec.unit.ja, spec.unit.en) if spec.unit else ()
        self._asked = frozenset(map(key, self._unit))
        #: Whether the fact is a limit of time.
        self.is_period = spec.period

    def counted(self, given: str) -> str:
        """What numbers are counted in where that is not the unit asked for: 万人 for 人."""
        is_other = given and key(given) not in self._asked and self._spellings.is_unit(given)
        return given if is_other else ""

    def period(self, cell: Cell, counted: str) -> Period | UnreadCell | None:
        """The limit of time in a cell."""
        return self._spellings.period(cell, self._unit, counted)

    def value(self, cell: Cell, counted: str, *, epoch_1904: bool) -> Reading:
        """The value in a cell, by the type of the fact."""
        match self._type:
            case "number":
                return self._spellings.number(cell, self._unit, counted)
            case "date":
                return self._spellings.day(cell, epoch_1904=epoch_1904)
            case "list":
                return self._spellings.entries(cell)
            case _:
                return self._spellings.yes_no(cell)
