"""List states: lists of one kind and different days, told from parts of one list, each in force in turn.

Two lists are states of one list where they bear the same name but for the day, or where half of the
smaller one's entries stand in the other; else they are parts (of sites, of systems), and stand together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from itakusaki.catalogue.export import Export
from itakusaki.exports.merge import Extra, Kept, Merger
from itakusaki.exports.part import Part
from itakusaki.exports.sql import identifier, literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A part of a list with its day (None where it is not known) and its name without days."""

    part: Part
    day: date | None
    called: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChange:
    """From one list to the next of later day: entries that are new, gone, or read differently.

    `backdated` are new ones that say they began on the earlier list's day or before; `shrunk` where more than
    half of the earlier list is gone, so that being gone is no leaving.
    """

    earlier: date
    later: date
    at: int
    joined: int
    left: int
    changed: int
    backdated: int
    shrunk: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """All parts of one list that are of one day, by their places."""

    day: date
    members: tuple[int, ...]


class ListStates:
    """The lists of one export, by their days; each is in force until the next of the same list."""

    def __init__(
        self,
        connection: Any,  # noqa: ANN401 - duckdb's own type
        export: Export,
        listed: Sequence[Listed],
    ) -> None:
        self._connection = connection
        self._export = export
        self._listed = listed
        self._alike = {pair: self._is_same(*pair) for pair in combinations(range(len(listed)), 2)}

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days on which a list took the place of an earlier one, in order."""
        return tuple(sorted({later.day for _, later in self._turns}))

    @cached_property
    def undated(self) -> tuple[tuple[int, int], ...]:
        """Pairs of lists that look like two states of one list, of which one does not tell its day."""
        return tuple(
            pair
            for pair, alike in self._alike.items()
            if alike and None in self._days_of(pair) and self._differ(*pair)
        )

    @cached_property
    def changes(self) -> tuple[ListChange, ...]:
        """What changed from each list to the next."""
        return tuple(self._change(earlier, later) for earlier, later in self._turns)

    def write(self, merger: Merger, begin: date | None, target: Path) -> dict[int, Kept]:
        """Write the lists in force from a day on (None: before all turns); gives what was kept by place.

        In force with a list are those entries of the next that say they began after its day.
        """
        places = self._in_force(begin)
        extras = [
            Extra(part=self._listed[place].part, where=self._fresh(earlier, later, "p"))
            for earlier, later in self._turns
            if set(earlier.members) <= set(places)
            for place in later.members
            if self._export.begins
        ]
        kept = merger.merge([self._listed[place].part for place in places], target, extras)
        return dict(zip(places, kept, strict=True))

    def write_ended(self, begin: date | None, table: Path, target: Path) -> None:
        """Write a table in force with what earlier and later lists say of ends.

        An entry without an end has that of the next list; one that is gone from the list was over by
        the day before it.
        """
        columns = [column.name for column in self._export.columns]
        ending = identifier(self._export.ends)
        of_next = self._columns(f"coalesce(t.{ending}, l._later)", "t.")
        of_gone = self._columns(f"least(coalesce({ending}, _by), _by)")
        names = self._export.names
        later = self._union(self._later(begin), [*names, "_later"])
        gone = self._union(self._left_behind(begin), [*columns, "_by"])
        held = f"read_parquet({literal(str(table))})"
        self._connection.execute(
            f"COPY (SELECT {of_next} FROM {held} t LEFT JOIN ({later}) l ON {_same('t', 'l', names)}"
            f" UNION ALL SELECT {of_gone} FROM ({gone}) g WHERE NOT EXISTS"
            f" (SELECT 1 FROM {held} t WHERE {_same('g', 't', names)}))"
            f" TO {literal(str(target))} (FORMAT parquet)"
        )

    def _columns(self, ending: str, table: str = "") -> str:
        return ", ".join(
            f"{ending} AS {identifier(column.name)}"
            if column.name == self._export.ends
            else f"{table}{identifier(column.name)}"
            for column in self._export.columns
        )

    def _union(self, selects: Iterable[str], columns: Sequence[str]) -> str:
        none = ", ".join(f"NULL AS {identifier(column)}" for column in columns)
        return " UNION ALL ".join(selects) or f"SELECT {none} WHERE false"

    def _later(self, begin: date | None) -> Iterator[str]:
        """The ends that the lists next to those in force give to entries, all of whose lines have one."""
        names = ", ".join(map(identifier, self._export.names))
        ending = identifier(self._export.ends)
        for earlier, later in self._turns:
            if set(earlier.members) <= set(self._in_force(begin)):
                yield (
                    f"SELECT {names}, max({ending}) AS _later FROM ({self._rows(later)})"
                    f" GROUP BY {names} HAVING count({ending}) = count(*)"
                )

    def _left_behind(self, begin: date | None) -> Iterator[str]:
        """Rows that a later list, in force or before it, no longer has."""
        for states in self._lists:
            for at, state in enumerate(states[1:], 1):
                begun = begin is not None and state.day <= begin
                if begun and (states[at - 1], state) not in self._shrunk:
                    yield self._gone(states, at)

    def _gone(self, states: Sequence[_State], at: int) -> str:
        """Rows of the list before one that are no longer in it, with the last day they can have held."""
        last = states[at].day - timedelta(days=1)
        columns = ", ".join(identifier(column.name) for column in self._export.columns)
        return (
            f"SELECT {columns}, DATE '{last}' AS _by FROM ({self._rows(states[at - 1])}) e"
            f" WHERE {self._missing('e', states[at])}"
        )

    @cached_property
    def _lists(self) -> tuple[tuple[_State, ...], ...]:
        """Each list as its states in the order of their days."""
        groups: list[set[int]] = []
        for place, one in enumerate(self._listed):
            if one.day is not None:
                near = [group for group in groups if any(self._alike[at, place] for at in group)]
                groups = [group for group in groups if group not in near]
                groups.append({place}.union(*near))
        return tuple(self._states(group) for group in groups)

    def _states(self, group: set[int]) -> tuple[_State, ...]:
        days: dict[date, list[int]] = {}
        for place in sorted(group):
            days.setdefault(self._listed[place].day or date.min, []).append(place)
        return tuple(_State(day=day, members=tuple(days[day])) for day in sorted(days))

    @cached_property
    def _turns(self) -> tuple[tuple[_State, _State], ...]:
        return tuple(turn for states in self._lists for turn in pairwise(states))

    def _in_force(self, begin: date | None) -> list[int]:
        places = [place for place, one in enumerate(self._listed) if one.day is None]
        for states in self._lists:
            begun = [state for state in states if begin is not None and state.day <= begin]
            places += (begun or states)[-1 if begun else 0].members
        return sorted(places)

    def _days_of(self, pair: tuple[int, int]) -> tuple[date | None, ...]:
        return tuple(self._listed[place].day for place in pair)

    def _is_same(self, one: int, other: int) -> bool:
        first, second = self._listed[one], self._listed[other]
        if first.called == second.called and first.day != second.day:
            return True
        names = [self._names(self._listed[place].part.name) for place in (one, other)]
        shared, fewer = self._one(
            f"SELECT (SELECT count(*) FROM ({names[0]} INTERSECT {names[1]})),"
            f" least((SELECT count(*) FROM ({names[0]})), (SELECT count(*) FROM ({names[1]})))"
        )
        return bool(2 * shared >= fewer > 0)

    def _differ(self, one: int, other: int) -> bool:
        rows = [self._rows(_State(day=date.min, members=(place,))) for place in (one, other)]
        (count,) = self._one(
            f"SELECT count(*) FROM (({rows[0]} EXCEPT {rows[1]}) UNION ALL"
            f" ({rows[1]} EXCEPT {rows[0]}))"
        )
        return bool(count)

    @cached_property
    def _shrunk(self) -> set[tuple[_State, _State]]:
        return {
            turn for turn, change in zip(self._turns, self.changes, strict=True) if change.shrunk
        }

    def _change(self, earlier: _State, later: _State) -> ListChange:
        old, new = self._rows(earlier), self._rows(later)
        names = self._names(f"({old})"), self._names(f"({new})")
        fresh = self._fresh(earlier, later, "n") if self._export.begins else "false"
        total, left, joined, changed, announced = self._one(
            f"SELECT (SELECT count(*) FROM ({names[0]})),"
            f" (SELECT count(*) FROM ({names[0]} EXCEPT {names[1]})),"
            f" (SELECT count(*) FROM ({names[1]} EXCEPT {names[0]})),"
            f" (SELECT count(*) FROM ({self._names(f'({new} EXCEPT {old})')} INTERSECT {names[0]})),"
            f" (SELECT count(*) FROM ({self._names(f'(SELECT * FROM ({new}) n WHERE {fresh})')}))"
        )
        dated = self._undated_begins(earlier, later)
        return ListChange(
            earlier=earlier.day,
            later=later.day,
            at=later.members[0],
            joined=joined,
            left=left,
            changed=changed,
            backdated=joined - announced - dated if self._export.begins else 0,
            shrunk=2 * left > total,
        )

    def _undated_begins(self, earlier: _State, later: _State) -> int:
        """New entries that do not say when they began."""
        if not self._export.begins:
            return 0
        begins = identifier(self._export.begins)
        blank = f"SELECT * FROM ({self._rows(later)}) n WHERE {self._missing('n', earlier)}"
        named = self._names(f"({blank} AND {begins} IS NULL)")
        (count,) = self._one(f"SELECT count(*) FROM ({named})")
        return int(count)

    def _fresh(self, earlier: _State, later: _State, row: str) -> str:
        """Whether a row of the later list began after the earlier one, which lacks it."""
        begins = f"{row}.{identifier(self._export.begins)}"
        after = f"{begins} > DATE '{earlier.day}' AND {begins} <= DATE '{later.day}'"
        return f"{after} AND {self._missing(row, earlier)}"

    def _missing(self, row: str, state: _State) -> str:
        """Whether no row of a state has the names of a row."""
        same = _same(row, "s", self._export.names)
        return f"NOT EXISTS (SELECT 1 FROM ({self._rows(state)}) s WHERE {same})"

    def _rows(self, state: _State) -> str:
        columns = ", ".join(identifier(column.name) for column in self._export.columns)
        parts = (self._listed[place].part.name for place in state.members)
        return " UNION ALL ".join(f"SELECT {columns} FROM {p} WHERE NOT _aside" for p in parts)

    def _names(self, table: str) -> str:
        columns = ", ".join(map(identifier, self._export.names))
        first = identifier(self._export.names[0])
        return f"SELECT DISTINCT {columns} FROM {table} WHERE {first} IS NOT NULL"

    def _one(self, query: str) -> tuple[Any, ...]:
        found: tuple[Any, ...] = self._connection.execute(query).fetchone()
        return found


def parted(
    connection: Any,  # noqa: ANN401
    part: Part,
    heading: int,
    day_in: Callable[[str], date | None],
) -> Iterator[tuple[Part, date | None]]:
    """A part as one for each day that a column of its own names, None where a row names none."""
    cell = f"c{heading}"
    raw = f"read_parquet({literal(str(part.raw.path))})"
    texts = connection.execute(
        f"SELECT DISTINCT r.{cell} FROM {raw} r JOIN {part.name} p ON p._line = r.line"
    ).fetchall()
    days: dict[date | None, list[str | None]] = {}
    for (text,) in sorted(texts, key=lambda row: row[0] or ""):
        days.setdefault(day_in(text or ""), []).append(text)
    for number, (day, members) in enumerate(days.items()):
        if len(days) == 1:
            yield part, day
            return
        yield _view(connection, part, f"{part.name}_{number}", raw, cell, members), day


def _view(
    connection: Any,  # noqa: ANN401
    part: Part,
    name: str,
    raw: str,
    cell: str,
    texts: Sequence[str | None],
) -> Part:
    """The rows of a part beside which one of the texts stands."""
    among = " OR ".join(
        f"{cell} IS NOT DISTINCT FROM {'NULL' if text is None else literal(text)}" for text in texts
    )
    connection.execute(
        f"CREATE VIEW {name} AS SELECT * FROM {part.name}"
        f" WHERE _line IN (SELECT line FROM {raw} WHERE {among})"
    )
    rows, aside = connection.execute(
        f"SELECT count(*), count(*) FILTER (WHERE _aside) FROM {name}"
    ).fetchone()
    first = name.endswith("_0")  # what is amiss with the table is said once
    said = part if first else replace(part, flaws=(), failed=0, differing=(), moments={})
    return replace(said, name=name, rows=rows, aside=aside)


def _same(one: str, other: str, names: Sequence[str]) -> str:
    return " AND ".join(
        f"{one}.{identifier(name)} IS NOT DISTINCT FROM {other}.{identifier(name)}"
        for name in names
    )
