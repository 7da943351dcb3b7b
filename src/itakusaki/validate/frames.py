"""Frames: the columns of a table that its expectations read, typed so that they can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from itakusaki.model.record import Scalar
from itakusaki.tabular import SheetTable
from itakusaki.validate.derived import CONTEXT, DERIVATIONS, split

if TYPE_CHECKING:
    import pandas as pd

#: Where a row stands, so that a page of results can be followed back; not for suites.
ROW, AT = "_row", "_at"


def gate_columns(
    table: SheetTable, columns: Iterable[str], *, places: bool = False
) -> dict[str, list[Scalar]]:
    """The named columns of a table, derived and context columns included, each with a value per row.

    With `places` they also hold where each row stands.
    """
    found = {name: _values(table, name) for name in sorted(set(columns))}
    if places:
        found[ROW] = list(range(len(table.rows)))
        found[AT] = [str(row.record.at) for row in table.rows]
    return found


def frame_of(columns: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """Columns as a frame, typed so that they can be compared; index = row number."""
    import pandas as pd  # noqa: PLC0415 - a second to import; only the gate needs it

    data = {name: pd.Series(found, dtype=_dtype(name, found)) for name, found in columns.items()}
    return pd.DataFrame(data)


def _values(table: SheetTable, name: str) -> list[Scalar]:
    if name in CONTEXT:
        return [CONTEXT[name](row) or None for row in table.rows]
    base, derivation = split(name)
    values = [_given(value) for value in table.values(base)]
    if not derivation:
        return values
    derive = DERIVATIONS[derivation]
    return [None if value is None else derive(value) for value in values]


def _given(value: Scalar) -> Scalar:
    """Take text of nothing but space for what it is: no value."""
    return None if isinstance(value, str) and not value.strip() else value


def _dtype(name: str, values: Sequence[Scalar]) -> str:
    """Numbers must be floats to be compared beside missing ones; dates and texts stay as they are.

    A column without any value counts as numbers, so that every comparison of it is simply false.
    """
    if name == ROW:
        return "int64"
    return "float64" if all(type(value) is float or value is None for value in values) else "object"
