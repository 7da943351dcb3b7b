"""List periods: a test held against each list over the time it was in force, as one expression.

A hit counts in the period it falls in, by its `at`: the logs stay whole, so that a session, or what
is usual, does not end with a list. Tests that sum up over all time go through the periods themselves
(`Logs.periods`); tests whose hits have no time take the latest lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import groupby
from pathlib import Path
from typing import Final, TypeAlias

import ibis
from ibis import Table

from itakusaki.catalogue.export import Export
from itakusaki.catalogue.parameters import Parameters
from itakusaki.catalogue.retest import ControlTest
from itakusaki.model.list_period import ListPeriod
from itakusaki.retests.expressions import BY_PERIOD, Expression
from itakusaki.retests.tables import Keep, Logs, inlined, schema

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

    def logs(self, exports: Mapping[str, Export], keep: Keep = inlined) -> tuple[Logs, ...]:
        """The tables of each period: the lists in force in it, the logs whole."""
        spells = self.spells or ((None, None, ()),)
        ended = self.ended or ((),)
        return tuple(
            Logs(_tables(exports, dict(names)), ended=_only(exports, dict(gone)), keep=keep)
            for (_, _, names), gone in zip(spells, ended, strict=True)
        )

    def held(
        self,
        made: Expression,
        test: ControlTest,
        given: Parameters,
        exports: Mapping[str, Export],
        keep: Keep = inlined,
    ) -> Table:
        """A test's hits, each held against the lists in force when it happened."""
        each = self.logs(exports, keep)
        if len(each) == 1:
            return made(each[0], given)
        if test.id in BY_PERIOD:
            cut = [
                _cut(logs, exports, spell) for logs, spell in zip(each, self.spells, strict=True)
            ]
            whole = Logs(_tables(exports, {}), periods=cut, keep=keep)
            return made(whole, given)
        hits = [
            _within(made(logs, given), spell) for logs, spell in zip(each, self.spells, strict=True)
        ]
        return reduce(Table.union, hits)


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


def _tables(exports: Mapping[str, Export], names: Mapping[str, str]) -> Mapping[str, Table]:
    return {
        name: ibis.table(schema(export), name=names.get(name, name))
        for name, export in exports.items()
    }


def _only(exports: Mapping[str, Export], names: Mapping[str, str]) -> Mapping[str, Table]:
    return {name: ibis.table(schema(exports[name]), name=table) for name, table in names.items()}


def _cut(logs: Logs, exports: Mapping[str, Export], spell: Spell) -> Logs:
    """The tables with the logs cut to a period."""
    return Logs(
        {
            name: _within(logs[name], spell, export.time) if export.time else logs[name]
            for name, export in exports.items()
        },
        ended={name: logs.with_ended(name) for name, export in exports.items() if export.ends},
    )


def _within(rows: Table, spell: Spell, column: str = WHEN) -> Table:
    first, until, _ = spell
    when = rows[column]
    day = when.date() if when.type().is_timestamp() else when
    kept = rows
    if first is not None:
        kept = kept.filter(day >= ibis.date(first.isoformat()))
    if until is not None:
        # What has no time is held against the latest list.
        kept = kept.filter(day < ibis.date(until.isoformat()))
    elif first is not None:
        kept = rows.filter((day >= ibis.date(first.isoformat())) | when.isnull())
    return kept
