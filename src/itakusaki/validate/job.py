"""Jobs: tables that are to be checked against their expectations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from itakusaki.model.record import Scalar
from itakusaki.validate.expectations import Expectation


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One table to be checked: its columns as far as its expectations read them, each with all rows."""

    table: str
    columns: Mapping[str, Sequence[Scalar]]
    expectations: Mapping[int, Expectation]
