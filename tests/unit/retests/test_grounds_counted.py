"""What is counted for grounds agrees with plain loops."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import duckdb
import ibis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from itakusaki.retests.counts import counts_table
from support.control_test_bench import complete
from support.evidence_oracles import media, records
from support.evidence_oracles.grounds import counts
from support.evidence_rows import arrow, data, parameters
from support.evidence_strategies import (
    account_list,
    changes,
    days,
    device_events,
    downloads,
    entries,
    media_list,
    people,
    sign_ins,
    terminals,
)
from support.laws import examples

TABLES = st.fixed_dictionaries(
    {
        "accounts": account_list(),
        "people": people(),
        "sign_ins": sign_ins(360, 16),
        "downloads": downloads(),
        "device_events": device_events(),
        "changes": changes(4),
        "entries": entries(360, 16),
        "terminals": terminals(),
        "media": media_list(),
        "log_reviews": st.lists(
            st.fixed_dictionaries(
                {
                    "reviewed_on": days(),
                    "period_from": days(),
                    "period_to": days(),
                    "anomalies": st.none() | st.integers(0, 2),
                }
            ),
            max_size=3,
        ),
    }
).map(lambda tables: tables | {"sign_ins": _numbered(tables["sign_ins"])})


def _numbered(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines with record numbers, some missing: every second of a source, or all of them."""
    step = 2 if len(lines) % 2 else 1
    return [line | {"record": step * at} for at, line in enumerate(lines)]


GROUNDED = [
    test.id
    for test in data().tests.values()
    if test.grounds.shows
    or test.grounds.meets
    or test.grounds.rests_on
    or test.grounds.states
    or test.grounds.passed_over
]
#: Parameters that a few rows reach.
NEAR: dict[str, dict[str, Any]] = {
    "log-silence": {"working_days": 0, "least_days": 2, "alive_percent": 90},
    "log-sequence-break": {"few_breaks": 1, "breaks_percent": 20},
}
PASSED_OVER = media.PASSED_OVER | records.PASSED_OVER


@cache
def _query(test: str) -> str:
    known = data().tests[test]
    given_ = parameters(known, **NEAR.get(test, {}))
    return str(ibis.to_sql(counts_table(known, given_, data()), dialect="duckdb"))


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    made = duckdb.connect(config={"threads": 1})
    for name in data().exports:
        made.register(name, arrow(name, ()))
    yield made
    made.close()


@pytest.mark.slow
@settings(
    max_examples=examples(12),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=TABLES)
def test_counts_are_those_of_plain_loops(
    connection: duckdb.DuckDBPyConnection, rows: dict[str, list[dict[str, Any]]]
) -> None:
    whole = complete(rows)
    for name in rows:
        connection.register(name, arrow(name, whole[name]))
    for test in GROUNDED:
        query = _query(test)
        found = {item: tuple(rest) for item, *rest in connection.execute(query).fetchall()}
        oracle = counts(whole, data().tests[test].grounds)
        if test in PASSED_OVER:
            given_ = parameters(data().tests[test], **NEAR.get(test, {}))
            oracle.append((PASSED_OVER[test](whole, given_.values), 0, 0, 0))
        assert [found[item] for item in sorted(found)][1:] == oracle, test
