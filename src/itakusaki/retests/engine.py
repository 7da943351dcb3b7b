"""Engines: where queries run; DuckDB in process, Spark where asked (ADR 0008)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Final, Protocol, TypeAlias

import duckdb
import pyarrow.parquet as pq

from itakusaki.catalogue.export import Export, ExportColumn
from itakusaki.files.lent_database import LentDatabase
from itakusaki.model.errors import TooLittleMemoryError
from itakusaki.retests.shared_tables import HELD, SharedTable

#: Bytes up to which a canonical file is taken into memory; some forty of them are a party's.
_SMALL: Final = 1024 * 1024
#: A value of a result, in standard library types whatever the engine.
Value: TypeAlias = str | int | bool | date | datetime | None
Row: TypeAlias = tuple[Value, ...]


class Engine(Protocol):
    """What runs queries over the canonical tables of one party.

    `dialect` is that of ibis; the tables go by their export ids.
    """

    dialect: str

    def open(self, tables: Mapping[str, Path], exports: Mapping[str, Export]) -> None:
        """Make the canonical tables, one Parquet file each, ready under their names."""

    def share(self, tables: Iterable[SharedTable]) -> None:
        """Make those tables that are not there yet; they stay until others are opened."""

    @contextmanager
    def held(self, query: str) -> Iterator[None]:  # noqa: ARG002 - a protocol's method
        """Work a query out once, as the table HELD, for several questions to its result."""
        yield

    def rows(self, query: str) -> list[Row]:
        """The rows of a result that fits in memory, each value in standard library types."""

    def close(self) -> None:
        """Let go of everything."""


def _made_table(name: str, path: Path, rows: int, columns: Sequence[ExportColumn]) -> str:
    """What makes a canonical file of so many rows a table: an empty one needs none of it read."""
    if not rows:
        typed = ", ".join(f'"{column.name}" {column.sql_type}' for column in columns)
        return f'CREATE OR REPLACE TEMP TABLE "{name}" ({typed})'
    cast = ", ".join(
        f'CAST("{column.name}" AS {column.sql_type}) AS "{column.name}"' for column in columns
    )
    quoted = str(path).replace("'", "''")
    kind = "TEMP TABLE" if path.stat().st_size <= _SMALL else "VIEW"
    return f"CREATE OR REPLACE {kind} \"{name}\" AS SELECT {cast} FROM read_parquet('{quoted}')"  # noqa: S608 - our own names


class DuckEngine:
    """DuckDB in process: bounded memory; what does not fit goes to a folder on disk.

    Raises:
        TooLittleMemoryError: of any method; a query cannot be worked out in it.
    """

    dialect = "duckdb"

    def __init__(self, scratch: Path, *, memory: str = "4GB", threads: int = 0) -> None:
        # The order of rows says nothing.
        self._lent = LentDatabase(memory, threads, scratch / "spilled", ordered=False)
        self._connection = self._lent.connection
        self._memory = memory
        self._shared: set[str] = set()

    def open(self, tables: Mapping[str, Path], exports: Mapping[str, Export]) -> None:
        """Small tables at hand, views over the files of the others.

        What a query does of a small file is mostly to open it, time and again.
        """
        for name in self._shared:
            self._run(f'DROP TABLE "{name}"')
        self._shared.clear()
        rows = {name: pq.read_metadata(path).num_rows for name, path in tables.items()}
        self._lent.expect(sum(rows.values()))
        for name, path in tables.items():
            made = _made_table(name, path, rows[name], exports[name].columns)
            self._within_memory(self._connection.execute, made)

    def share(self, tables: Iterable[SharedTable]) -> None:
        """Each as a temporary table."""
        for table in tables:
            if table.name not in self._shared:
                self._run(f'CREATE TEMP TABLE "{table.name}" AS {table.query}')
                self._shared.add(table.name)

    @contextmanager
    def held(self, query: str) -> Iterator[None]:
        """The result as a temporary table."""
        self._run(f"CREATE OR REPLACE TEMP TABLE {HELD} AS {query}")
        try:
            yield
        finally:
            self._run(f"DROP TABLE {HELD}")

    def rows(self, query: str) -> list[Row]:
        """The rows of a result."""
        found: list[Row] = self._run(query).fetchall()
        return found

    def _run(self, query: str) -> duckdb.DuckDBPyConnection:
        return self._within_memory(self._lent.asked_again, query)

    def _within_memory(
        self, run: Callable[[str], duckdb.DuckDBPyConnection], query: str
    ) -> duckdb.DuckDBPyConnection:
        try:
            return run(query)
        except duckdb.OutOfMemoryException as error:
            raise TooLittleMemoryError(self._memory) from error

    def close(self) -> None:
        """Close the database."""
        self._lent.close()
