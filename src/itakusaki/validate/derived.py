"""Derived columns: what a suite may ask of a cell beyond its value, as `column.derivation`.

They keep the expectations themselves plain: `tier.whole` must be in the set [true].
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from itakusaki.model.corporate_number import has_form, is_valid
from itakusaki.model.record import Scalar
from itakusaki.tabular import TableRow


def only_number(value: Scalar) -> float | None:
    """The value where it is a number; for columns that mix kinds, such as facts."""
    return value if isinstance(value, float) else None


def only_date(value: Scalar) -> date | None:
    """The value where it is a date."""
    return value if isinstance(value, date) else None


def only_text(value: Scalar) -> str | None:
    """The value where it is text."""
    return value if isinstance(value, str) else None


def whole(value: Scalar) -> bool | None:
    """Whether a number has no fraction."""
    return value.is_integer() if isinstance(value, float) else None


def check_digit(value: Scalar) -> bool | None:
    """Whether a 13-digit corporate number has the right first digit; another form says nothing."""
    number = value if isinstance(value, str) else ""
    # That its form is wrong is said by another expectation.
    return is_valid(number) if has_form(number) else None


DERIVATIONS: Final[Mapping[str, Callable[[Scalar], Scalar]]] = {
    "number": only_number,
    "date": only_date,
    "text": only_text,
    "whole": whole,
    "check_digit": check_digit,
}

#: Columns every table has: whose the row is, and where it stands.
CONTEXT: Final[Mapping[str, Callable[[TableRow], str]]] = {
    "_processor": lambda row: row.processor,
    "_file": lambda row: row.record.at.file,
    "_sheet": lambda row: row.record.at.sheet,
}


def split(column: str) -> tuple[str, str]:
    """The column a name speaks of, and the derivation asked for ("" where none)."""
    base, _, derivation = column.partition(".")
    return base, derivation
