"""Merging: every export's parts into its canonical table, a list of several days into one for each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from itakusaki.catalogue.export import Export
from itakusaki.exports.coverage import CoverageReport, Fed, ReadSource
from itakusaki.exports.list_days import ListDays
from itakusaki.exports.list_states import Listed, ListStates, parted
from itakusaki.exports.merge import Kept, Merger
from itakusaki.exports.part import Part
from itakusaki.model.list_period import ListPeriod

_SIGNS: Final = re.compile(r"[\W_]+")


class Merging:
    """Merges exports one after another in one database, and keeps the periods of their lists."""

    def __init__(self, connection: Any, days: ListDays, scratch: Path) -> None:  # noqa: ANN401
        self._connection = connection
        self._days = days
        self._scratch = scratch
        self._turning: dict[str, tuple[Export, tuple[date, ...]]] = {}

    def table(self, export: Export) -> Path:
        """Where the canonical table of an export is: of a list the latest."""
        return self._scratch / f"{export.id}.parquet"

    def merge(
        self, export: Export, sources: Sequence[ReadSource], coverage: CoverageReport
    ) -> list[Fed]:
        """Write the tables of an export; gives each part with its file and what was kept of it."""
        fed = list(self._parts(export, sources))
        merger = Merger(self._connection, export)
        parts = [part for _, part, _ in fed]
        if not export.state or len(fed) < 2:  # noqa: PLR2004 - one list has no other
            kept = merger.merge(parts, self.table(export))
            return [(s, p, k) for (s, p, _), k in zip(fed, kept, strict=True)]
        listed = [Listed(part=p, day=day, called=self._called(s)) for s, p, day in fed]
        states = ListStates(self._connection, export, listed)
        coverage.lists(export, states, [source for source, _, _ in fed])
        by_place = self._write(export, states, merger)
        return [(s, p, by_place[place]) for place, (s, p, _) in enumerate(fed)]

    def periods(self) -> tuple[ListPeriod, ...]:
        """The stretches of time between the days on which any list took the place of another."""
        turns = sorted({day for _, days in self._turning.values() for day in days})
        if not turns:
            return ()
        return tuple(
            ListPeriod(
                first=first,
                until=until,
                tables={
                    name: self._table(export, days, first)
                    for name, (export, days) in self._turning.items()
                },
                ended={
                    name: self._ended(export, _begun(days, first))
                    for name, (export, days) in self._turning.items()
                    if export.ends
                },
            )
            for first, until in zip((None, *turns), (*turns, None), strict=True)
        )

    def _write(self, export: Export, states: ListStates, merger: Merger) -> dict[int, Kept]:
        days = states.days
        if days:
            self._turning[export.id] = export, days
        kept: dict[int, Kept] = {}
        for begin in (None, *days):
            table = self._table(export, days, begin)
            kept = {**states.write(merger, begin, table), **kept}
            if days and export.ends:
                states.write_ended(begin, table, self._ended(export, begin))
        return kept

    def _table(self, export: Export, days: tuple[date, ...], day: date | None) -> Path:
        """Where the list is that is in force on a day (None: before all turns)."""
        begun = _begun(days, day)
        if begun == (days[-1] if days else None):
            return self.table(export)
        return self._scratch / f"{export.id}_{_told(begun)}.parquet"

    def _ended(self, export: Export, begun: date | None) -> Path:
        return self._scratch / f"{export.id}_ended_{_told(begun)}.parquet"

    def _parts(
        self, export: Export, sources: Sequence[ReadSource]
    ) -> Iterator[tuple[ReadSource, Part, date | None]]:
        for source in sources:
            for part in source.parts:
                if part.plan.export.id != export.id:
                    continue
                if not export.state or source.day_column is None:
                    yield source, part, source.day
                    continue
                days = parted(self._connection, part, source.day_column, self._day_in)
                yield from ((source, one, day or source.day) for one, day in days)

    def _day_in(self, text: str) -> date | None:
        found = self._days.days_in(text)
        return next(iter(found)) if len(found) == 1 else None

    def _called(self, source: ReadSource) -> str:
        """The name of a file and its sheet without days and signs."""
        name = self._days.without_days(f"{source.file.name} {source.sheet}")
        return _SIGNS.sub("", name)


def _told(begun: date | None) -> str:
    return f"{begun:%Y%m%d}" if begun else "first"


def _begun(days: Sequence[date], day: date | None) -> date | None:
    """The last of the days by a day."""
    at = bisect_right(days, day) if day else 0
    return days[at - 1] if at else None
