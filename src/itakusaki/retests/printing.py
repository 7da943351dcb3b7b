"""Printing: control tests, their grounds, and what is asked of their hits, built and printed as SQL.

Loading ibis takes half a second, building and printing longer: where queries were printed ahead, nothing
of this is loaded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, assert_never

import ibis
from ibis import Schema, Table
from ibis.expr.operations import Relation

from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.parameters import Parameters, parameters_for
from itakusaki.catalogue.retest import ControlTest, FigureKind, FigureSpec
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.retests.counts import counts_table
from itakusaki.retests.expressions import EXPRESSIONS
from itakusaki.retests.list_periods import ALL_TIME, WHEN, ListSpells
from itakusaki.retests.period_logs import hits_held, logs_of
from itakusaki.retests.shared_tables import HELD, Asked, SharedTable
from itakusaki.retests.tables import Keep, inlined

#: Entries of a list figure that are kept; a list is for reading.
LISTED: Final = 200


@dataclass(slots=True, kw_only=True)
class SharedTables:
    """The shared tables of a dialect, each printed once however many expressions it stands in."""

    dialect: str
    _known: dict[Relation, SharedTable] = field(default_factory=dict)

    def of(self, name: str, made: Table) -> SharedTable:
        """The shared table that holds what an expression makes."""
        node = made.op()
        if node not in self._known:
            query = text(made, self.dialect)
            digest = hashlib.sha256(query.encode()).hexdigest()[:12]
            self._known[node] = SharedTable(name=f"shared_{name}_{digest}", query=query)
        return self._known[node]


@dataclass(slots=True, kw_only=True)
class Gathered:
    """The shared tables that one expression is built on, gathered while it is built."""

    tables: SharedTables
    _found: dict[str, SharedTable] = field(default_factory=dict)

    def keep(self, name: str, made: Table) -> Table:
        """What stands in the expression for a part of it (tables.Keep)."""
        found = self.tables.of(name, made)
        self._found[found.name] = found
        return ibis.table(made.schema(), name=found.name)

    def asked(self, built: Table) -> Asked:
        """The query of the expression that was built."""
        return Asked(query=text(built, self.tables.dialect), shared=tuple(self._found.values()))


def text(table: Table, dialect: str) -> str:
    """An expression as SQL."""
    return str(ibis.to_sql(table, dialect=dialect, pretty=False))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedHits:
    """A test's hits, and what is asked of them once they are held in HELD.

    `columns` are those of the hits.
    """

    test: ControlTest
    columns: Schema
    hits: Asked
    dialect: str

    @property
    def _held(self) -> Table:
        return ibis.table(self.columns, name=HELD)

    def summary(self) -> str:
        """One row: the number of hits, then the figures that are one value."""
        return text(_summary(self._held, self.test), self.dialect)

    def sample(self, limit: int) -> str:
        """The first hits in the order of their columns."""
        return text(_sample(self._held, limit), self.dialect)

    def days(self) -> str:
        """Hits per day."""
        return text(_days(self._held), self.dialect)

    def distinct(self, column: str) -> str:
        """The different values of a column, in order."""
        return text(_distinct(self._held, column), self.dialect)


def printed_hits(
    test: ControlTest,
    given: Parameters,
    data: EvidenceData,
    periods: ListSpells,
    tables: SharedTables,
) -> PrintedHits:
    """The query of a test's hits, and of what is asked of them."""
    gathered = Gathered(tables=tables)
    built = expression(test, given, data, periods, gathered.keep)
    return PrintedHits(
        test=test, columns=built.schema(), hits=gathered.asked(built), dialect=tables.dialect
    )


def printed_counts(
    test: ControlTest,
    given: Parameters,
    data: EvidenceData,
    periods: ListSpells,
    tables: SharedTables,
) -> Iterator[Asked]:
    """What is counted for a test's grounds, for each period."""
    gathered = Gathered(tables=tables)
    for logs in logs_of(periods, data.exports, gathered.keep):
        yield gathered.asked(counts_table(test, given, data, logs))


def expression(
    test: ControlTest,
    given: Parameters,
    data: EvidenceData,
    periods: ListSpells = ALL_TIME,
    keep: Keep = inlined,
) -> Table:
    """A test's expression over tables that belong to no database, its columns in order."""
    names = [column.name for column in test.columns]
    held = hits_held(periods, EXPRESSIONS[test.id], test, given, data.exports, keep)
    return held.select(*names)


def _sample(held: Table, limit: int) -> Table:
    in_order = [ibis.asc(name, nulls_first=True) for name in held.columns]
    return held.order_by(in_order).limit(limit)


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


def printed(test: ControlTest, data: EvidenceData, settings: EvidenceSettings, dialect: str) -> str:
    """The exact query of a test in a dialect of SQL, over the canonical tables by their names."""
    found = expression(test, parameters_for(test, settings), data)
    return str(ibis.to_sql(found, dialect=dialect))
