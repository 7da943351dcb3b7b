"""List periods: over which time which lists are in force, as far as a test asks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Final, TypeAlias

from itakusaki.catalogue.retest import ControlTest
from itakusaki.model.list_period import ListPeriod

#: Of each period: its first day, the day after its last, and the names of its tables.
Spell: TypeAlias = tuple[date | None, date | None, tuple[tuple[str, str], ...]]
#: The column that says when a hit happened, where a test has one.
WHEN: Final = "at"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSpells:
    """The periods of a test's lists: their days and table names; equal where a query is the same."""

    spells: tuple[Spell, ...] = ()
    ended: tuple[tuple[tuple[str, str], ...], ...] = ()

    @classmethod
    def of(cls, test: ControlTest, periods: Sequence[ListPeriod]) -> ListSpells:
        """The periods over which the lists that a test asks are the same."""
        asked = {*test.needs, *test.uses}
        runs = [
            list(run) for _, run in groupby(periods, key=lambda period: _asked_of(period, asked))
        ]
        if len(runs) < 2:  # noqa: PLR2004 - one list over all time
            return cls()
        if test.measures or all(column.name != WHEN for column in test.columns):
            runs = runs[-1:]
        return cls(
            spells=tuple(
                (run[0].first, run[-1].until, _named(run[0].tables, asked)) for run in runs
            ),
            ended=tuple(_named(run[0].ended, asked) for run in runs),
        )


#: One list over all time, or none.
ALL_TIME: Final = ListSpells()


def list_tables(periods: Sequence[ListPeriod]) -> Mapping[str, tuple[str, Path]]:
    """Every table of the periods by its name, with the export that it is of."""
    return {
        path.stem: (export, path)
        for period in periods
        for tables in (period.tables, period.ended)
        for export, path in tables.items()
    }


def _asked_of(period: ListPeriod, asked: set[str]) -> tuple[tuple[tuple[str, str], ...], ...]:
    return _named(period.tables, asked), _named(period.ended, asked)


def _named(tables: Mapping[str, Path], asked: set[str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, path.stem) for name, path in tables.items() if name in asked))
