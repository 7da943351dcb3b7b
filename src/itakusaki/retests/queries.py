"""Queries: a control test as text in an engine's SQL, worked out once and used for every party.

Building and printing an expression costs more than running it on a small export; the tables go by
the same names everywhere, so the text holds for all parties.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Final, assert_never

import ibis
from ibis import Schema, Table

from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.parameters import Parameters
from itakusaki.catalogue.retest import ControlTest, FigureKind, FigureSpec
from itakusaki.retests.expressions import EXPRESSIONS
from itakusaki.retests.grounds import counts_table
from itakusaki.retests.list_periods import ALL_TIME, WHEN, ListSpells
from itakusaki.retests.prints import COUNTS, HITS, PrintedAhead, Prints
from itakusaki.retests.shared_tables import Asked, SharedTables, Wanted, text
from itakusaki.retests.tables import Keep, inlined

#: The table in which a test's hits are held while they are asked.
HELD: Final = "held_hits"
#: The column by which a test names exports.
EXPORT: Final = "export"
#: Entries of a list figure that are kept; a list is for reading.
LISTED: Final = 200


@dataclass(frozen=True, kw_only=True)
class Queries:
    """A test's queries: the hits themselves, and what is asked of them once they are held.

    Each is taken from what was printed ahead, or printed when it is first wanted: most tests hit
    nothing, and printing takes time. `make` builds the expression of the hits; `limit` is how many
    rows a sample has.
    """

    test: ControlTest
    make: Callable[[Keep], Table]
    tables: SharedTables
    limit: int
    ahead: Prints = field(default_factory=dict)

    @cached_property
    def hits(self) -> Asked:
        """The hits themselves."""
        ahead = self.ahead.get(HITS)
        return ahead if isinstance(ahead, Asked) else self._hits[1]

    @cached_property
    def summary(self) -> str:
        """One row: the number of hits, then the figures that are one value."""
        return self._sql("summary", lambda: _summary(self._held, self.test))

    @cached_property
    def sample(self) -> str:
        """The first hits in the order of their columns."""
        return self._sql(f"sample {self.limit}", lambda: _sample(self._held, self.limit))

    @cached_property
    def days(self) -> str:
        """Hits per day; "" where a hit has no time."""
        has_time = any(column.name == WHEN for column in self.test.columns)
        return self._sql("days", lambda: _days(self._held)) if has_time else ""

    def distinct(self, column: str) -> str:
        """The different values of a column, in order."""
        return self._sql(f"distinct {column}", lambda: _distinct(self._held, column))

    @cached_property
    def _hits(self) -> tuple[Schema, Asked]:
        wanted = Wanted(tables=self.tables)
        built = self.make(wanted.keep)
        return built.schema(), wanted.asked(built)

    @cached_property
    def _held(self) -> Table:
        return ibis.table(self._hits[0], name=HELD)

    def _sql(self, name: str, make: Callable[[], Table]) -> str:
        ahead = self.ahead.get(name)
        return ahead if isinstance(ahead, str) else text(make(), self.tables.dialect)


@dataclass(slots=True, kw_only=True)
class Printer:
    """Prints queries, each test in a dialect with given parameters once; held for many parties.

    `ahead` are those that were printed before.
    """

    data: EvidenceData
    ahead: PrintedAhead = field(default_factory=PrintedAhead)
    _printed: dict[Hashable, Queries] = field(default_factory=dict)
    _counted: dict[Hashable, tuple[Asked, ...]] = field(default_factory=dict)
    _tables: dict[str, SharedTables] = field(default_factory=dict)

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
            self._printed[key] = Queries(
                test=test,
                make=partial(expression, test, given, self.data, periods),
                tables=self._shared(dialect),
                limit=sample,
                ahead=self._ahead(test, given, dialect, periods),
            )
        return self._printed[key]

    def counts(
        self, test: ControlTest, given: Parameters, dialect: str, periods: ListSpells = ALL_TIME
    ) -> tuple[Asked, ...]:
        """What is counted for a test's grounds with these parameters, in a dialect, for each period."""
        key = (test.id, dialect, tuple(sorted(given.values.items())), periods)
        if key not in self._counted:
            ahead = self._ahead(test, given, dialect, periods).get(COUNTS)
            self._counted[key] = (
                (ahead,)
                if isinstance(ahead, Asked)
                else tuple(self._counts(test, given, dialect, periods))
            )
        return self._counted[key]

    def _counts(
        self, test: ControlTest, given: Parameters, dialect: str, periods: ListSpells
    ) -> Iterator[Asked]:
        wanted = Wanted(tables=self._shared(dialect))
        for logs in periods.logs(self.data.exports, wanted.keep):
            yield wanted.asked(counts_table(test, given, self.data, logs))

    def _shared(self, dialect: str) -> SharedTables:
        return self._tables.setdefault(dialect, SharedTables(dialect=dialect))

    def _ahead(
        self, test: ControlTest, given: Parameters, dialect: str, periods: ListSpells
    ) -> Prints:
        return self.ahead.of(test, given, dialect) if periods == ALL_TIME else {}


def expression(
    test: ControlTest,
    given: Parameters,
    data: EvidenceData,
    periods: ListSpells = ALL_TIME,
    keep: Keep = inlined,
) -> Table:
    """A test's expression over tables that belong to no database, its columns in order."""
    names = [column.name for column in test.columns]
    held = periods.held(EXPRESSIONS[test.id], test, given, data.exports, keep)
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
