"""The Spark engine: the same expressions on a cluster, or on two cores for a test."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from itakusaki.catalogue.export import TEXT, Export, ExportColumn
from itakusaki.model.errors import EngineAbsentError
from itakusaki.retests.engine import Row, Value
from itakusaki.retests.shared_tables import HELD, SharedTable

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


class SparkEngine:
    """Spark at a master's address; needs the extra `spark` and a Java runtime."""

    dialect = "pyspark"

    def __init__(self, master: str, *, scratch: Path) -> None:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        try:
            with warnings.catch_warnings():
                # pyspark warns of the pandas it has not been tried with; nothing here goes through pandas.
                warnings.simplefilter("ignore")
                from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra, slow to load

                session = (
                    SparkSession.builder.master(master)
                    .appName("itakusaki")
                    .config("spark.ui.enabled", "false")
                    .config("spark.sql.session.timeZone", "UTC")
                    .config("spark.sql.shuffle.partitions", "8")
                    .config("spark.sql.ansi.enabled", "true")
                    .config("spark.sql.warehouse.dir", str(scratch / "warehouse"))
                    .config("spark.local.dir", str(scratch))
                    .getOrCreate()
                )
                session.sparkContext.setLogLevel("ERROR")
        except Exception as error:  # a missing extra, a missing Java, an unreachable master
            raise EngineAbsentError("spark", str(error).splitlines()[0][:200]) from error
        self._session = session
        self._shared: dict[str, DataFrame] = {}

    def open(self, tables: Mapping[str, Path], exports: Mapping[str, Export]) -> None:
        """Views over the Parquet files."""
        for found in self._shared.values():
            found.unpersist()
        self._shared.clear()
        for name, path in tables.items():
            columns = [
                f"CAST(`{column.name}` AS {_spark_type(column)}) AS `{column.name}`"
                for column in exports[name].columns
            ]
            self._session.read.parquet(str(path)).selectExpr(*columns).createOrReplaceTempView(name)

    def share(self, tables: Iterable[SharedTable]) -> None:
        """Each kept by Spark once it is asked."""
        for table in tables:
            if table.name not in self._shared:
                found = self._session.sql(table.query).persist()
                found.createOrReplaceTempView(table.name)
                self._shared[table.name] = found

    @contextmanager
    def held(self, query: str) -> Iterator[None]:
        """The result, kept by Spark while it is asked."""
        found = self._session.sql(query).cache()
        found.createOrReplaceTempView(HELD)
        try:
            yield
        finally:
            found.unpersist()

    def rows(self, query: str) -> list[Row]:
        """The rows of a result; Arrow, since Spark's own rows carry times in the machine's zone."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = self._session.sql(query).toArrow().to_pylist()
        return [tuple(map(_plain, row.values())) for row in found]

    def close(self) -> None:
        """Stop the session."""
        self._session.stop()


def _plain(value: Value) -> Value:
    """A time without the zone of the session, which is set to that of the tables."""
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _spark_type(column: ExportColumn) -> str:
    return "STRING" if column.sql_type == TEXT else column.sql_type
