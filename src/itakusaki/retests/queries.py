"""Queries: a control test as text in an engine's SQL, worked out once and used for every party.

Building and printing an expression costs more than running it on a small export; the tables go by
the same names everywhere, so the text holds for all parties.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.parameters import Parameters
from itakusaki.catalogue.retest import ControlTest
from itakusaki.retests.list_periods import ALL_TIME, WHEN, ListSpells
from itakusaki.retests.prints import COUNTS, HITS, PrintedAhead, Prints
from itakusaki.retests.shared_tables import Asked

if TYPE_CHECKING:
    from itakusaki.retests.printing import PrintedHits, SharedTables

#: The column by which a test names exports.
EXPORT: Final = "export"


@dataclass(frozen=True, kw_only=True)
class Queries:
    """A test's queries: the hits themselves, and what is asked of them once they are held.

    Each is taken from what was printed ahead, or printed when it is first wanted: most tests hit
    nothing, and printing takes time. `make` builds and prints; `limit` is how many rows a sample has.
    """

    test: ControlTest
    make: Callable[[], PrintedHits]
    limit: int
    ahead: Prints = field(default_factory=dict)

    @cached_property
    def hits(self) -> Asked:
        """The hits themselves."""
        ahead = self.ahead.get(HITS)
        return ahead if isinstance(ahead, Asked) else self._made.hits

    @cached_property
    def summary(self) -> str:
        """One row: the number of hits, then the figures that are one value."""
        return self._ahead("summary") or self._made.summary()

    @cached_property
    def sample(self) -> str:
        """The first hits in the order of their columns."""
        return self._ahead(f"sample {self.limit}") or self._made.sample(self.limit)

    @cached_property
    def days(self) -> str:
        """Hits per day; "" where a hit has no time."""
        if all(column.name != WHEN for column in self.test.columns):
            return ""
        return self._ahead("days") or self._made.days()

    def distinct(self, column: str) -> str:
        """The different values of a column, in order."""
        return self._ahead(f"distinct {column}") or self._made.distinct(column)

    @cached_property
    def _made(self) -> PrintedHits:
        return self.make()

    def _ahead(self, name: str) -> str:
        ahead = self.ahead.get(name)
        return ahead if isinstance(ahead, str) else ""


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
                make=partial(self._made, test, given, dialect, periods),
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
                else self._made_counts(test, given, dialect, periods)
            )
        return self._counted[key]

    def _made(
        self, test: ControlTest, given: Parameters, dialect: str, periods: ListSpells
    ) -> PrintedHits:
        from itakusaki.retests.printing import printed_hits  # noqa: PLC0415 - loads ibis

        return printed_hits(test, given, self.data, periods, self._shared(dialect))

    def _made_counts(
        self, test: ControlTest, given: Parameters, dialect: str, periods: ListSpells
    ) -> tuple[Asked, ...]:
        from itakusaki.retests.printing import printed_counts  # noqa: PLC0415 - loads ibis

        return tuple(printed_counts(test, given, self.data, periods, self._shared(dialect)))

    def _shared(self, dialect: str) -> SharedTables:
        from itakusaki.retests.printing import SharedTables  # noqa: PLC0415 - loads ibis

        return self._tables.setdefault(dialect, SharedTables(dialect=dialect))

    def _ahead(
        self, test: ControlTest, given: Parameters, dialect: str, periods: ListSpells
    ) -> Prints:
        return self.ahead.of(test, given, dialect) if periods == ALL_TIME else {}
