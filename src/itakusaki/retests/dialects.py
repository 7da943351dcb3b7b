"""Dialects: the engines that tests run on here, and the warehouses whose SQL they are printed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

#: The engine in process, and the other one.
DUCKDB: Final = "duckdb"
SPARK: Final = "spark"
ENGINES: Final = (DUCKDB, SPARK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What a dialect of SQL is called by ibis, and by sqlglot."""

    ibis: str
    sqlglot: str


def _same(name: str) -> Dialect:
    return Dialect(ibis=name, sqlglot=name)


#: Dialects as people call them.
DIALECTS: Final[Mapping[str, Dialect]] = {
    DUCKDB: _same(DUCKDB),
    SPARK: Dialect(ibis="pyspark", sqlglot=SPARK),
    "bigquery": _same("bigquery"),
    "snowflake": _same("snowflake"),
    "postgres": _same("postgres"),
    "trino": _same("trino"),
}
