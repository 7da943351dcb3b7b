"""Engines: the same canonical files give the same hits on DuckDB and on Spark, and print as SQL."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import ibis
import pytest
import sqlglot

from itakusaki.files.lent_database import FEW
from itakusaki.model.errors import EngineAbsentError
from itakusaki.retests.counts import counts_table
from itakusaki.retests.dialects import DIALECTS, ENGINES
from itakusaki.retests.engine import DuckEngine, Engine
from itakusaki.retests.expressions import EXPRESSIONS
from itakusaki.retests.queries import Printer
from itakusaki.retests.tables import unbound
from support.evidence_rows import data, in_order, parameters, parquet
from support.laws import IS_SLICE
from support.suspicious_rows import LISTS, logs

pytestmark = pytest.mark.slow  # control tests on engines

#: What a test needs to be told that has no default.
DECLARED = {
    "account-not-listed": {"list_covers": "all"},
    "sign-in-after-contract": {"contract_end": "2026-03-20"},
}
#: Plans of a handful of rows run once: what makes them quicker the second time costs more than it saves.
QUICK = {
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    return parquet(tmp_path_factory.mktemp("canonical"), LISTS | logs())


@pytest.fixture(scope="module")
def duck(tmp_path_factory: pytest.TempPathFactory, files: Mapping[str, Path]) -> Iterator[Engine]:
    engine = DuckEngine(tmp_path_factory.mktemp("duck"))
    engine.open(files, data().exports)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory, files: Mapping[str, Path]) -> Iterator[Engine]:
    pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
    # Read by Java as it starts; its second compiler would work longer than the queries do.
    os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    from itakusaki.retests.spark_engine import SparkEngine  # noqa: PLC0415

    try:
        engine = SparkEngine("local[2]", scratch=tmp_path_factory.mktemp("spark"))
    except EngineAbsentError as absent:
        pytest.skip(f"Spark does not start here (is there a Java?): {absent}")
    # A handful of rows: one part each, and no code made for each query, is quickest.
    for name, value in QUICK.items():
        engine._session.conf.set(name, value)  # noqa: SLF001
    engine.open(files, data().exports)
    yield engine
    engine.close()


@cache
def _expression(test: str) -> ibis.Table:
    known = data().tests[test]
    given = parameters(known, **DECLARED.get(test, {}))
    expression = EXPRESSIONS[test](unbound(data().exports), given)
    return expression.select(*(column.name for column in known.columns))


@cache
def _query(test: str, dialect: str) -> str:
    return str(ibis.to_sql(_expression(test), dialect=dialect, pretty=False))


def _hits(test: str, engine: Engine) -> list[tuple[object, ...]]:
    return in_order(engine.rows(_query(test, engine.dialect)))


@pytest.mark.parametrize("test", sorted(EXPRESSIONS))
def test_the_rows_hold_something_for_every_test(duck: Engine, test: str) -> None:
    assert _hits(test, duck)


@pytest.fixture(scope="module")
def thorough(
    tmp_path_factory: pytest.TempPathFactory, files: Mapping[str, Path]
) -> Iterator[Engine]:
    """DuckDB as it plans for many rows."""
    engine = DuckEngine(tmp_path_factory.mktemp("thorough"))
    engine.open(files, data().exports)
    engine._lent.expect(FEW + 1)  # noqa: SLF001
    yield engine
    engine.close()


@pytest.mark.parametrize("test", sorted(EXPRESSIONS))
def test_few_rows_and_many_are_planned_to_the_same_end(
    duck: Engine, thorough: Engine, test: str
) -> None:
    assert _hits(test, duck) == _hits(test, thorough)
    assert _counts(test, duck) == _counts(test, thorough)


def _counts(test: str, engine: Engine) -> list[tuple[object, ...]]:
    known = data().tests[test]
    given = parameters(known, **DECLARED.get(test, {}))
    table = counts_table(known, given, data())
    return in_order(engine.rows(str(ibis.to_sql(table, dialect=engine.dialect, pretty=False))))


@pytest.mark.parametrize("test", sorted(EXPRESSIONS))
def test_the_grounds_of_a_test_with_hits_are_there_to_be_counted(duck: Engine, test: str) -> None:
    counted = {item: rest for item, *rest in _counts(test, duck)}
    grounds = data().tests[test].grounds
    needed = [rest for rest in grounds.rests_on if rest.where]
    left_out = (grounds.passed_over,) if grounds.passed_over else ()
    parts = (*grounds.shows, *needed, *grounds.meets, *grounds.states, *left_out)
    assert sorted(counted) == list(range(1 + len(parts)))
    assert counted[0][0], "what is hit was looked at"


#: Spark takes two seconds to plan a count: in every run some tests, all of them with `make laws`.
COUNTED = sorted(EXPRESSIONS)[:: 3 if IS_SLICE else 1]


@pytest.mark.enable_socket
@pytest.mark.parametrize("test", COUNTED)
def test_duckdb_and_spark_count_the_same(duck: Engine, spark: Engine, test: str) -> None:
    assert _counts(test, spark) == _counts(test, duck)


@cache
def _printer() -> Printer:
    return Printer(data=data())


def _built_on_shared_tables(test: str, engine: Engine) -> list[tuple[object, ...]]:
    """The hits by the tables that tests share, instead of one query that is whole by itself."""
    known = data().tests[test]
    given = parameters(known, **DECLARED.get(test, {}))
    asked = _printer().queries(known, given, engine.dialect).hits
    engine.share(asked.shared)
    return in_order(engine.rows(asked.query))


#: Tests that are built on shared tables.
BUILT = (
    "account-long-day",
    "account-not-listed",
    "account-overlap",
    "blocked-attempts",
    "download-then-media",
    "download-to-maintenance-terminal",
    "download-volume",
    "log-range",
    "log-sequence-break",
    "log-silence",
    "mass-reading",
    "media-connect-when-blocked",
    "media-not-in-ledger",
    "media-write-when-blocked",
    "media-write-without-permit",
    "owner-absent",
    "privileged-without-entry",
    "review-missed",
)


@pytest.mark.parametrize("test", sorted(EXPRESSIONS))
def test_shared_tables_change_no_hit(duck: Engine, test: str) -> None:
    known = data().tests[test]
    asked = _printer().queries(known, parameters(known, **DECLARED.get(test, {})), "duckdb").hits
    assert bool(asked.shared) == (test in BUILT)
    assert _built_on_shared_tables(test, duck) == _hits(test, duck)


#: Spark works for seconds on each: in every run every other test, all of them with `make laws`.
ON_SPARK = sorted(EXPRESSIONS)[:: 2 if IS_SLICE else 1]


@pytest.mark.enable_socket  # Spark talks to its Java process over one
@pytest.mark.parametrize("test", ON_SPARK)
def test_duckdb_and_spark_find_the_same(duck: Engine, spark: Engine, test: str) -> None:
    """By shared tables on Spark, by one query each on DuckDB: neither way nor engine makes a difference."""
    assert _built_on_shared_tables(test, spark) == _hits(test, duck)


def test_what_is_asked_twice_is_one_table() -> None:
    both = [
        _printer().queries(known, parameters(known), "duckdb").hits.shared
        for known in (data().tests["account-overlap"], data().tests["review-missed"])
    ]
    overlaps, reviewed = ({table.name: table.query for table in tables} for tables in both)
    assert overlaps.items() <= reviewed.items()
    other = data().tests["account-overlap"]
    changed = _printer().queries(other, parameters(other, margin_minutes=16), "duckdb").hits.shared
    assert [table.name for table in changed if table.name not in overlaps]
    assert [table.name for table in changed if table.name in overlaps]


#: Printing is slow: in every run each test in one of the dialects that do not run here, in turn.
PRINTED = [
    (test, name)
    for number, test in enumerate(sorted(EXPRESSIONS))
    for place, name in enumerate(sorted(set(DIALECTS) - set(ENGINES)))
    if not IS_SLICE or place == number % (len(DIALECTS) - len(ENGINES))
]


@pytest.mark.parametrize(("test", "name"), PRINTED)
def test_a_query_for_a_warehouse_is_one_statement_and_no_endless_one(test: str, name: str) -> None:
    query = _query(test, DIALECTS[name].ibis)
    assert len(sqlglot.parse(query, read=DIALECTS[name].sqlglot)) == 1
    assert len(query) < 150_000, "a step that names its text twice doubles the whole query"


def test_the_catalogue_and_the_expressions_name_the_same_tests() -> None:
    assert set(data().tests) == set(EXPRESSIONS)
