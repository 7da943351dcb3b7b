"""The database that exports are read with: in memory, of one run, spilling beside what it makes."""

from __future__ import annotations

from pathlib import Path

import duckdb

from itakusaki.files.cores import threads_within


def connected(memory: str, threads: int, spill: Path) -> duckdb.DuckDBPyConnection:
    """A database that takes so much memory (such as 4GB) and so many threads, 0 for all cores; fewer where it is little."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "temp_directory": str(spill),
        "autoinstall_known_extensions": "false",
        "threads": threads_within(memory, threads),
    }
    connection = duckdb.connect(":memory:", config=config)
    connection.execute("SET TimeZone = 'UTC'")
    return connection
