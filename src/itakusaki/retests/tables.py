"""Logs: the canonical tables that a control test's expression is written over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

import ibis
from ibis import Schema, Table

from itakusaki.catalogue.export import Export

#: The SQL types of canonical tables as ibis calls them.
IBIS_TYPES: Final = {
    "TIMESTAMP": "timestamp",
    "DATE": "date",
    "BIGINT": "int64",
    "BOOLEAN": "boolean",
    "VARCHAR": "string",
}


def schema(export: Export) -> Schema:
    """The columns of an export as ibis types; names and choices are text."""
    return ibis.schema({column.name: IBIS_TYPES[column.sql_type] for column in export.columns})


#: What stands in an expression for a part of it that several tests are built on, by its name.
Keep: TypeAlias = Callable[[str, Table], Table]


def inlined(_name: str, made: Table) -> Table:
    """The part itself, so that a query is whole by itself."""
    return made


class Logs:
    """The canonical tables by export id; one that was not delivered is there, without a row."""

    def __init__(
        self,
        tables: Mapping[str, Table],
        *,
        ended: Mapping[str, Table] | None = None,
        periods: Sequence[Logs] = (),
        keep: Keep = inlined,
    ) -> None:
        self._tables = tables
        self._ended = ended or {}
        self._periods = tuple(periods)
        self._keep = keep

    def __getitem__(self, export: str) -> Table:
        """The table of an export."""
        return self._tables[export]

    def with_ended(self, export: str) -> Table:
        """A list with what the lists before and after it say of the ends of entries (ListPeriod)."""
        return self._ended.get(export, self._tables[export])

    def shared(self, name: str, made: Table) -> Table:
        """What several tests are built on: a table that an engine makes once, or part of each query."""
        return self._keep(name, made)

    @property
    def periods(self) -> tuple[Logs, ...]:
        """The tables once for each period of the lists, the logs cut to it; itself where there is one."""
        return self._periods or (self,)


def unbound(exports: Mapping[str, Export]) -> Logs:
    """Tables that belong to no database: an expression over them can be printed as SQL."""
    return Logs({name: ibis.table(schema(export), name=name) for name, export in exports.items()})
