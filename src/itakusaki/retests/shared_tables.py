"""Shared tables: what several tests are built on, made once by the engine that carries them out.

A test stays one expression. Where it is carried out, a part of it that others are built on as well is
a table by itself, named by the digest of its query: whatever parameters and lists it depends on, the
same question is one table. Where a test is printed for a warehouse, the part is inlined.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import ibis
from ibis import Table
from ibis.expr.operations import Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedTable:
    """A table that an engine makes when it is first wanted: its name and what it is made by."""

    name: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query, and the shared tables it reads, each after those that it is made from."""

    query: str
    shared: tuple[SharedTable, ...] = ()


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
class Wanted:
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
