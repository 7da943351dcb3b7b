"""Canonical rows for control tests: from small dictionaries to tables in DuckDB, and back as hits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from itakusaki.catalogue.evidence_data import EvidenceData, load_evidence_data
from itakusaki.catalogue.parameters import Parameters, parameters_for
from itakusaki.catalogue.retest import ControlTest
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.retests.expressions import EXPRESSIONS
from itakusaki.retests.prints import printed_ahead
from itakusaki.retests.queries import Printer
from itakusaki.retests.tables import schema, unbound

Row: TypeAlias = dict[str, Any]
Rows: TypeAlias = Mapping[str, Sequence[Row]]

SHIPPED = Path(__file__).parents[2] / "checklists" / "evidence"
#: A Monday.
MONDAY = datetime(2026, 3, 2)


@cache
def data() -> EvidenceData:
    return load_evidence_data(SHIPPED)


@cache
def printer() -> Printer:
    """What it prints holds for all tests of a process."""
    return Printer(data=data(), ahead=printed_ahead(SHIPPED))


def moment(day: int = 0, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute, seconds=second)


def day(number: int) -> date:
    return (MONDAY + timedelta(days=number)).date()


def full(export: str, row: Row) -> Row:
    """A row with every column; what a column is unless given is what the reading would make of it."""
    columns = data().exports[export].columns
    assert not set(row) - {column.name for column in columns}, row
    return {column.name: row.get(column.name, column.default or None) for column in columns}


def arrow(export: str, rows: Iterable[Row]) -> pa.Table:
    types = schema(data().exports[export]).to_pyarrow()
    fields = [
        pa.field(f.name, pa.timestamp("us") if pa.types.is_timestamp(f.type) else f.type)
        for f in types
    ]
    return pa.Table.from_pylist([full(export, row) for row in rows], schema=pa.schema(fields))


def parquet(folder: Path, rows: Rows) -> dict[str, Path]:
    """One canonical Parquet file per export."""
    found = {}
    for export in data().exports:
        found[export] = folder / f"{export}.parquet"
        pq.write_table(arrow(export, rows.get(export, ())), found[export])
    return found


def parameters(test: ControlTest, **changes: Any) -> Parameters:
    values = dict(parameters_for(test, EvidenceSettings()).values)
    assert not set(changes) - set(values), changes
    return Parameters(values | changes)


class Desk:
    """One DuckDB connection on which tests are carried out on a few rows, each query printed once."""

    def __init__(self) -> None:
        self._connection = duckdb.connect(config={"threads": 1})
        self._filled: set[str] = set()
        self._queries: dict[str, str] = {}
        for export in data().exports:
            self._put(export, ())

    def _put(self, export: str, rows: Iterable[Row]) -> None:
        self._connection.register(export, arrow(export, rows))

    def hits(self, test: str, rows: Rows, **changes: Any) -> list[tuple[Any, ...]]:
        """The hits of a test in a fixed order, as tuples in the order of its columns."""
        for export in self._filled - set(rows):
            self._put(export, ())
        for export, lines in rows.items():
            self._put(export, lines)
        self._filled = set(rows)
        found = self._connection.execute(self._query(test, changes)).fetchall()
        # Whole numbers only: floats need not be the same on two engines.
        assert not any(isinstance(value, float) for hit in found for value in hit)
        return in_order(found)

    def named(self, test: str, rows: Rows, **changes: Any) -> list[dict[str, Any]]:
        """The hits with the names of their columns."""
        names = [column.name for column in data().tests[test].columns]
        return [dict(zip(names, hit, strict=True)) for hit in self.hits(test, rows, **changes)]

    def _query(self, test: str, changes: Mapping[str, Any]) -> str:
        key = f"{test} {sorted(changes.items())}"
        if key not in self._queries:
            known = data().tests[test]
            expression = EXPRESSIONS[test](unbound(data().exports), parameters(known, **changes))
            names = [column.name for column in known.columns]
            self._queries[key] = str(ibis.to_sql(expression.select(*names), dialect="duckdb"))
        return self._queries[key]


def in_order(hits: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(hits, key=lambda hit: [(value is not None, str(value)) for value in hit])
