"""Found values: what a cross-check compares, with the cells it stands in or was made of."""

from __future__ import annotations

from dataclasses import dataclass

from itakusaki.model.quick import quick
from itakusaki.model.record import Scalar
from itakusaki.model.source import CellRef


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A value to compare, and its cells: one where it stands in one, several where it was worked out."""

    value: Scalar
    cells: tuple[CellRef, ...] = ()
