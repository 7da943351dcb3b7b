"""Made-up operations put before the control tests, and what the truth says of their hits."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, TypeAlias

import duckdb
import ibis
import pyarrow as pa

from itakusaki.catalogue.export import IDENTIFIERS
from itakusaki.catalogue.parameters import Parameters
from itakusaki.catalogue.retest import ControlTest, ParameterValue
from itakusaki.retests.expressions import EXPRESSIONS
from itakusaki.retests.tables import schema, unbound
from samplemaker.operation.calendar import (
    holidays,
    is_working,
    quarters,
    working_days,
)
from samplemaker.operation.duties import Roster
from samplemaker.operation.forms import files
from samplemaker.operation.operation import Operation, operation
from samplemaker.operation.plan import Plan, call_centre, plan_of
from samplemaker.operation.staff import staff
from support.control_test_bench import parameters_of, shipped

__all__ = [
    "Operation",
    "Plan",
    "Roster",
    "call_centre",
    "files",
    "hits_of",
    "holidays",
    "is_working",
    "left_over",
    "missed",
    "operation",
    "plan_of",
    "quarters",
    "staff",
    "working_days",
]

#: What the client would set for this operation: names that are no seats.
SETTINGS: Mapping[str, ParameterValue] = {"shared_terminals": ("vdi-*",)}
Hit: TypeAlias = Mapping[str, Any]
Told: TypeAlias = Mapping[str, Any]


def hits_of(
    made: Operation, tests: Iterable[ControlTest], **settings: ParameterValue
) -> dict[str, list[Hit]]:
    """Test → its hits on an operation, by column; a parameter is set where a test has it."""
    connection, found = _loaded(made), {}
    for test in tests:
        given = parameters_of(test.id)
        given |= {k: v for k, v in {**SETTINGS, **settings}.items() if k in given}
        if any(value is None for value in given.values()):
            continue
        expression = EXPRESSIONS[test.id](unbound(shipped().exports), Parameters(given))
        hits = connection.sql(str(ibis.to_sql(expression, dialect="duckdb")))
        found[test.id] = [dict(zip(hits.columns, hit, strict=True)) for hit in hits.fetchall()]
    connection.close()
    return found


def _loaded(made: Operation) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"threads": 1})
    for name, rows in _canonical(made).items():
        arrow = schema(shipped().exports[name]).to_pyarrow()
        connection.register(name, pa.Table.from_pylist(rows, schema=arrow))
    return connection


def missed(truth: str, hits: Mapping[str, Sequence[Hit]]) -> list[str]:
    """Planted events, by test, that no hit shows; those that are figures or need a setting left out."""
    return [
        f"{event['event']} {event['what']}: {told['test']} {told['match']}"
        for event, told in _told(truth)
        if told.get("must", True)
        and told["test"] in hits
        and not any(_is(told, hit) for hit in hits[told["test"]])
    ]


def left_over(truth: str, hits: Mapping[str, Sequence[Hit]]) -> dict[str, list[Hit]]:
    """Hits that nobody planted, by test: false alarms."""
    told = [one for _, one in _told(truth)]
    found = {
        test: [hit for hit in some if not any(t["test"] == test and _is(t, hit) for t in told)]
        for test, some in hits.items()
        if not shipped().tests[test].measures
    }
    return {test: some for test, some in found.items() if some}


def _told(truth: str) -> Iterator[tuple[Told, Told]]:
    for event in json.loads(truth)["events"]:
        for told in event["finds"]:
            yield event, told


def _is(told: Told, hit: Hit) -> bool:
    # A hit at the first sign-in of the day may lie before the planted one: the day counts.
    fits = all(_text(hit.get(name)) == _text(value) for name, value in told["match"].items())
    at = hit.get("at")
    if not fits or "from" not in told or at is None:
        return fits
    moment = at if isinstance(at, datetime) else datetime.combine(at, time())
    return datetime.fromisoformat(told["from"]) <= moment <= datetime.fromisoformat(told["to"])


def _text(value: object) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return unicodedata.normalize("NFKC", str(value)).casefold()


def _canonical(made: Operation) -> dict[str, list[dict[str, Any]]]:
    """The rows as reading would fold them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name, export in shipped().exports.items():
        folded = {column.name for column in export.columns if column.type in IDENTIFIERS}
        found[name] = [
            {k: v.casefold() if k in folded and isinstance(v, str) else v for k, v in row.items()}
            for row in made.rows.of(name)
        ]
    return found
