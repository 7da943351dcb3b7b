"""Records: one row of a table that was read, each value with the cell it stood in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from itakusaki.model.quick import quick
from itakusaki.model.source import CellRef

#: What a cell means once it has been read: a list is a tuple of its entries.
Scalar: TypeAlias = str | float | bool | date | tuple[str, ...] | None


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A value as understood, as written, and where."""

    value: Scalar
    raw: str
    at: CellRef


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row of a table; `fields` go by the layout's canonical column names."""

    table: str
    at: CellRef
    fields: Mapping[str, Field]

    def text(self, name: str) -> str:
        """The value as written, "" where the column or the value is absent."""
        field = self.fields.get(name)
        return field.raw if field else ""

    def value(self, name: str) -> Scalar:
        """The value as understood, None where absent."""
        field = self.fields.get(name)
        return field.value if field else None

    def day(self, name: str) -> date | None:
        """The value where it is a date."""
        value = self.value(name)
        return value if isinstance(value, date) else None

    def number(self, name: str) -> float | None:
        """The value where it is a number."""
        value = self.value(name)
        return value if isinstance(value, float) else None

    def is_yes(self, name: str) -> bool:
        """Whether the value is a plain yes."""
        return self.value(name) is True

    def entries(self, name: str) -> tuple[str, ...]:
        """The value where it is a list, else ()."""
        value = self.value(name)
        return value if isinstance(value, tuple) else ()
