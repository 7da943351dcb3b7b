"""Frames: the columns of a table that its expectations read, typed so that they can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from itakusaki.model.record import Scalar
from itakusaki.tabular import SheetTable
from itakusaki.validate.derived import CONTEXT, DERIVATIONS, split

if TYPE_CHECKING:
    import pandas as pd

#: Where a row stands, so that a page of results can be followed back; not for suites.
ROW, AT = "_row", "_at"


def gate_frame(table: SheetTable, columns: Iterable[str], *, places: bool = False) -> pd.DataFrame:
    """The named columns of a table, derived and context columns included; index = row number.

    With `places` it also holds where each row stands.
    """
    import pandas as pd  # noqa: PLC0415 - a second to import; only the gate needs it

    wanted = sorted(set(columns))
    plain = table.frame()
    values = {name: _values(table, plain, name) for name in wanted}
    data = {name: pd.Series(found, dtype=_dtype(found)) for name, found in values.items()}
    if places:
        data[ROW] = pd.Series(range(len(table.rows)), dtype="int64")
        data[AT] = pd.Series([str(row.record.at) for row in table.rows], dtype="object")
    return pd.DataFrame(data)


def _values(table: SheetTable, plain: pd.DataFrame, name: str) -> list[Scalar]:
    if name in CONTEXT:
        return [CONTEXT[name](row) or None for row in table.rows]
    base, derivation = split(name)
    values = [_given(value) for value in plain[base].tolist()]
    if not derivation:
        return values
    derive = DERIVATIONS[derivation]
    return [None if value is None else derive(value) for value in values]


def _given(value: Scalar) -> Scalar:
    """Take text of nothing but space for what it is: no value."""
    return None if isinstance(value, str) and not value.strip() else value


def _dtype(values: Sequence[Scalar]) -> str:
    """Numbers must be floats to be compared beside missing ones; dates and texts stay as they are.

    A column without any value counts as numbers, so that every comparison of it is simply false.
    """
    return "float64" if all(type(value) is float or value is None for value in values) else "object"
