"""The queries of the shipped control tests, printed ahead (src/itakusaki/retests/prints.json).

Run as `make prints` after a change of an expression, a ground, a test's data, or of ibis or sqlglot.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from itakusaki.catalogue.evidence_data import load_evidence_data
from itakusaki.catalogue.parameters import parameters_for
from itakusaki.catalogue.retest import ControlTest, FigureKind
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.retests.prints import (
    COUNTS,
    DAYS,
    DIALECT,
    FILE,
    HITS,
    STAND_IN,
    Prints,
    stamp,
)
from itakusaki.retests.queries import EXPORT, Printer
from itakusaki.retests.shared_tables import Asked

RULES: Final = Path(__file__).parents[2] / "checklists" / "evidence"


def prints(days: Mapping[str, str] | None = None) -> dict[str, Prints]:
    """What is printed, by test: its queries with the parameters that are shipped, and these days."""
    given = days or dict.fromkeys(DAYS, STAND_IN.isoformat())
    settings = EvidenceSettings(parameters=given)
    printer = Printer(data=load_evidence_data(RULES))
    tests = printer.data.tests.values()
    return {test.id: dict(_prints(test, settings, printer)) for test in tests}


def _prints(
    test: ControlTest, settings: EvidenceSettings, printer: Printer
) -> Iterator[tuple[str, str | Asked]]:
    given = parameters_for(test, settings)
    queries = printer.queries(test, given, DIALECT, settings.sample)
    yield HITS, queries.hits
    yield "summary", queries.summary
    yield f"sample {settings.sample}", queries.sample
    if queries.days:
        yield "days", queries.days
    lists = (figure.of for figure in test.figures if figure.kind is FigureKind.LIST)
    exports = (column.name for column in test.columns if column.name == EXPORT)
    for column in dict.fromkeys((*lists, *exports)):
        yield f"distinct {column}", queries.distinct(column)
    (counted,) = printer.counts(test, given, DIALECT)
    yield COUNTS, counted


def content() -> str:
    """The file as it should be: a line for each query, so that a change can be read."""
    by_test = prints()
    asked = [one for held in by_test.values() for one in held.values() if isinstance(one, Asked)]
    shared = {table.name: table.query for one in asked for table in one.shared}
    tests = {
        test: {name: _plain(one) for name, one in held.items()} for test, held in by_test.items()
    }
    held = {"stamp": stamp(RULES), "shared": shared, "tests": tests}
    return json.dumps(held, ensure_ascii=False, indent=0) + "\n"


def _plain(one: str | Asked) -> str | dict[str, object]:
    if isinstance(one, str):
        return one
    return {"query": one.query, "shared": [table.name for table in one.shared]}


if __name__ == "__main__":
    FILE.write_text(content(), encoding="utf-8", newline="")
