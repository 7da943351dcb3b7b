"""List periods: stretches of time over which the same lists were in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPeriod:
    """A stretch of days, from `first` to before `until`, both open where None, and its lists.

    `tables` holds a Parquet file for each list of which several days were delivered; `ended` holds one
    with the ends that the next list gives, and with the entries that an earlier list had, each over by
    the day before the list without it.
    """

    first: date | None = None
    until: date | None = None
    tables: Mapping[str, Path] = field(default_factory=dict)
    ended: Mapping[str, Path] = field(default_factory=dict)
