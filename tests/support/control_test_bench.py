"""A bench for control tests: a few canonical rows in, the hits of one test out, on DuckDB."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import ibis
import pyarrow as pa
from hypothesis import strategies as st

from itakusaki.catalogue.evidence_data import EvidenceData, load_evidence_data
from itakusaki.catalogue.parameters import Parameters
from itakusaki.catalogue.retest import ControlTest, ParameterValue
from itakusaki.retests.expressions import COMPARED, EXPRESSIONS, Expression
from itakusaki.retests.tables import schema, unbound

#: Rows by export; a column that is not named is not given.
Rows: TypeAlias = Mapping[str, Sequence[Mapping[str, Any]]]
Hit: TypeAlias = tuple[Any, ...]
#: What a test is run with, by name.
Settings: TypeAlias = Mapping[str, ParameterValue]

#: Values of general parameters that are tried: patterns that fit none, some, and all names.
VARIED: Mapping[str, Sequence[ParameterValue]] = {
    "service_accounts": ((), ("svc-*",), ("a*", "*b"), ("*-*",)),
    "shared_terminals": ((), ("vdi-*", "pc-1"), ("*-1",)),
    "list_covers": ("admins", "all"),
}
#: A source with a long gap is looked at for its gap, although it is no daily one with it.
LOOKS_WIDER = ("log-silence",)
SHIPPED = Path(__file__).parents[2] / "checklists" / "evidence"


@cache
def shipped() -> EvidenceData:
    return load_evidence_data(SHIPPED)


def control_test(name: str) -> ControlTest:
    return shipped().tests[name]


def parameters_of(name: str, **changed: ParameterValue) -> dict[str, ParameterValue]:
    """A test's parameters: its defaults, some of them changed."""
    return {one.name: one.default for one in control_test(name).parameters} | changed


def complete(rows: Rows) -> dict[str, list[dict[str, Any]]]:
    """The rows with every column and every export."""
    return {
        name: [
            {column.name: row.get(column.name) for column in export.columns}
            for row in rows.get(name, ())
        ]
        for name, export in shipped().exports.items()
    }


def in_order(hits: Iterable[Hit]) -> list[Hit]:
    """Hits that can be compared: the order of rows says nothing."""
    return sorted(hits, key=repr)


def varied(
    name: str, data: st.DataObject, changed: Mapping[str, ParameterValue]
) -> dict[str, ParameterValue]:
    """A test's parameters, with other patterns and lists from time to time."""
    given = parameters_of(name, **changed)
    for parameter, values in VARIED.items():
        if parameter in given:
            given[parameter] = data.draw(st.sampled_from(values), label=parameter)
    return given


class Bench:
    """One DuckDB for many small runs; a query is compiled once per test and parameters."""

    def __init__(self) -> None:
        self._connection = duckdb.connect(config={"threads": 1})
        self._queries: dict[tuple[str, bool, tuple[Any, ...]], str] = {}
        self._filled: set[str] = set(shipped().exports)

    def hits(self, name: str, rows: Rows, **changed: ParameterValue) -> list[Hit]:
        """The hits of a test on the rows, in order."""
        given = parameters_of(name, **changed)
        return self.run(name, rows, given)

    def run(self, name: str, rows: Rows, given: Settings) -> list[Hit]:
        """The hits of a test on the rows with all its parameters."""
        self._load(complete(rows))
        found = self._connection.execute(self._query(name, given)).fetchall()
        if found and name not in LOOKS_WIDER:
            looked_at = self._query(name, given, COMPARED)
            assert self._connection.execute(looked_at).fetchall(), "a hit was looked at"
        return in_order(found)

    def _load(self, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        for name, rows in tables.items():
            if rows or name in self._filled:
                arrow = schema(shipped().exports[name]).to_pyarrow()
                self._connection.register(name, pa.Table.from_pylist(list(rows), schema=arrow))
            self._filled.discard(name)
            if rows:
                self._filled.add(name)

    def _query(
        self,
        name: str,
        given: Settings,
        made: Mapping[str, Expression] = EXPRESSIONS,
    ) -> str:
        key = (name, made is COMPARED, tuple(sorted(given.items(), key=repr)))
        if key not in self._queries:
            expression = made[name](unbound(shipped().exports), Parameters(given))
            self._queries[key] = str(ibis.to_sql(expression, dialect="duckdb"))
        return self._queries[key]
