"""A DuckDB that prints nothing: its bar of progress would stand among the figures."""

from __future__ import annotations

import duckdb


def quiet_duckdb(memory: str = "4GB") -> duckdb.DuckDBPyConnection:
    """A database in memory that may use so much of it."""
    database = duckdb.connect(config={"memory_limit": memory})
    database.execute("set enable_progress_bar = false")
    return database
