"""Queries: a control test as text in an engine's SQL, worked out once and used for every party.

Building and printing an expression costs more than running it on a small export; the tables go by
the same names everywhere, so the text holds for all parties.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, assert_never

import ibis
from ibis import Table

from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.parameters import Parameters
from itakusaki.catalogue.retest import ControlTest, FigureKind, FigureSpec
from itakusaki.retests.expressions import EXPRESSIONS
from itakusaki.retests.grounds import counts_table
from itakusaki.retests.list_periods import ALL_TIME, WHEN, ListSpells

#: The table in which a test's hits are held while they are asked.
HELD: Final = "held_hits"
#: The column by which a test names exports.
EXPORT: Final = "export"
#: Entries of a list figure that are kept; a list is for reading.
LISTED: Final = 200


class Queries:
    """A test's queries: the hits themselves, and what is asked of them once they are held.

    Each is printed when it is first wanted: most tests hit nothing, and printing takes time.
    """

    def __init__(self, test: ControlTest, hits: Table, dialect: str, sample: int) -> None:
        self._test = test
        self._dialect = dialect
        self._sample = sample
        self._held = ibis.table(hits.schema(), name=HELD)
        self.hits = self._sql(hits)

    @cached_property
    def summary(self) -> str:
        """One row: the number of hits, then the figures that are one value."""
        return self._sql(_summary(self._held, self._test))

    @cached_property
    def sample(self) -> str:
        """The first hits in the order of their columns."""
        names = self._held.columns
        in_order = self._held.order_by([ibis.asc(name, nulls_first=True) for name in names])
        return self._sql(in_order.limit(self._sample))

    @cached_property
    def days(self) -> str:
        """Hits per day; "" where a hit has no time."""
        return self._sql(_days(self._held)) if WHEN in self._held.columns else ""

    def distinct(self, column: str) -> str:
        """The different values of a column, in order."""
        return self._sql(_distinct(self._held, column))

    def _sql(self, table: Table) -> str:
        return str(ibis.to_sql(table, dialect=self._dialect, pretty=False))


@dataclass(slots=True, kw_only=True)
class Printer:
    """Prints queries, each test in a dialect with given parameters once; held for many parties."""

    data: EvidenceData
    _printed: dict[Hashable, Queries] = field(default_factory=dict)
    _counted: dict[Hashable, tuple[str, ...]] = field(default_factory=dict)

    def queries(
        self,
        test: ControlTest,
        given: Parameters,
        dialect: str,
        sample: int = 0,
        periods: ListSpells = ALL_TIME,
    ) -> Queries:
        """A test's queries with these parameters in a dialect, and so many rows for a sample."""
        key = (test.id, dialect, sample, tuple(sorted(given.values.items())), periods)
        if key not in self._printed:
            hits = expression(test, given, self.data, periods)
            self._printed[key] = Queries(test, hits, dialect, sample)
        return self._printed[key]

    def counts(
        self, test: ControlTest, given: Parameters, dialect: str, periods: ListSpells = ALL_TIME
    ) -> tuple[str, ...]:
        """What is counted for a test's grounds with these parameters, in a dialect, for each period."""
        key = (test.id, dialect, tuple(sorted(given.values.items())), periods)
        if key not in self._counted:
            tables = (
                counts_table(test, given, self.data, logs)
                for logs in periods.logs(self.data.exports)
            )
            self._counted[key] = tuple(
                str(ibis.to_sql(table, dialect=dialect, pretty=False)) for table in tables
            )
        return self._counted[key]


def expression(
    test: ControlTest, given: Parameters, data: EvidenceData, periods: ListSpells = ALL_TIME
) -> Table:
    """A test's expression over tables that belong to no database, its columns in order."""
    names = [column.name for column in test.columns]
    return periods.held(EXPRESSIONS[test.id], test, given, data.exports).select(*names)


def _summary(held: Table, test: ControlTest) -> Table:
    figures = {
        spec.name: _value(held, spec) for spec in test.figures if spec.kind is not FigureKind.LIST
    }
    return held.aggregate(hits_in_all=held.count(), **figures)


def _value(held: Table, spec: FigureSpec) -> ibis.Scalar:
    match spec.kind:
        case FigureKind.ROWS | FigureKind.LIST:
            return held.count()
        case FigureKind.DISTINCT:
            return held[spec.of].nunique()
        case FigureKind.SUM:
            return held[spec.of].sum().fill_null(0).cast("int64")
        case FigureKind.LEAST:
            return held[spec.of].min()
        case FigureKind.MOST:
            return held[spec.of].max()
        case _:
            assert_never(spec.kind)


def _days(held: Table) -> Table:
    when = held[WHEN]
    day = when.date() if when.type().is_timestamp() else when
    counted = held.filter(when.notnull()).group_by(day=day).aggregate(n=lambda t: t.count())
    return counted.order_by("day")


def _distinct(held: Table, name: str) -> Table:
    named = held.filter(held[name].notnull()).select(name).distinct()
    return named.order_by(name).limit(LISTED)
