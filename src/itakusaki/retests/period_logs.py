"""Period logs: a test held against each list over the time it was in force, as one expression.

A hit counts in the period it falls in, by its `at`: the logs stay whole, so that a session, or what
is usual, does not end with a list. Tests that sum up over all time go through the periods themselves
(`Logs.periods`); tests whose hits have no time take the latest lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

import ibis
from ibis import Table

from itakusaki.catalogue.export import Export
from itakusaki.catalogue.parameters import Parameters
from itakusaki.catalogue.retest import ControlTest
from itakusaki.retests.expressions import BY_PERIOD, Expression
from itakusaki.retests.list_periods import WHEN, ListSpells, Spell
from itakusaki.retests.tables import Keep, Logs, inlined, schema


def logs_of(
    periods: ListSpells, exports: Mapping[str, Export], keep: Keep = inlined
) -> tuple[Logs, ...]:
    """The tables of each period: the lists in force in it, the logs whole."""
    spells = periods.spells or ((None, None, ()),)
    ended = periods.ended or ((),)
    return tuple(
        Logs(_tables(exports, dict(names)), ended=_only(exports, dict(gone)), keep=keep)
        for (_, _, names), gone in zip(spells, ended, strict=True)
    )


def hits_held(
    periods: ListSpells,
    made: Expression,
    test: ControlTest,
    given: Parameters,
    exports: Mapping[str, Export],
    keep: Keep = inlined,
) -> Table:
    """A test's hits, each held against the lists in force when it happened."""
    each = logs_of(periods, exports, keep)
    if len(each) == 1:
        return made(each[0], given)
    if test.id in BY_PERIOD:
        cut = [_cut(logs, exports, spell) for logs, spell in zip(each, periods.spells, strict=True)]
        whole = Logs(_tables(exports, {}), periods=cut, keep=keep)
        return made(whole, given)
    hits = [
        _within(made(logs, given), spell) for logs, spell in zip(each, periods.spells, strict=True)
    ]
    return reduce(Table.union, hits)


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
