"""What was printed ahead is what would be printed now, and is used for nothing else."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from itakusaki.catalogue.parameters import Parameters, parameters_for
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.retests.prints import DAYS, FILE, STAND_IN, PrintedAhead, printed_ahead, stamp
from printed_queries import RULES, prints
from support.evidence_rows import data

OTHER = date(1999, 12, 31)


@pytest.fixture(scope="module")
def ahead() -> PrintedAhead:
    return printed_ahead(RULES)


@pytest.mark.slow
def test_the_file_holds_what_is_printed_now(ahead: PrintedAhead) -> None:
    assert json.loads(FILE.read_text(encoding="utf-8"))["stamp"] == stamp(RULES), "run make prints"
    days = dict.fromkeys(DAYS, OTHER.isoformat())
    settings = EvidenceSettings(parameters=days)
    printed = prints(days)
    assert len(printed) > 30
    for test in data().tests.values():
        held = ahead.of(test, parameters_for(test, settings), "duckdb")
        assert held == printed[test.id], f"{test.id}: run make prints"


def test_no_shared_table_depends_on_a_day(ahead: PrintedAhead) -> None:
    """A table is named by its query: a day put in later would leave it the name of another."""
    assert len(ahead.shared) > 10
    assert not [name for name, query in ahead.shared.items() if str(STAND_IN.year) in query]


def test_parameters_of_one_s_own_another_dialect_and_a_day_left_open_are_printed(
    ahead: PrintedAhead,
) -> None:
    overlap, tenure = (data().tests[name] for name in ("account-overlap", "privileged-tenure"))
    shipped = parameters_for(overlap, EvidenceSettings())
    assert "hits" in ahead.of(overlap, shipped, "duckdb")
    assert ahead.of(overlap, shipped, "pyspark") == {}
    own = Parameters({**shipped.values, "margin_minutes": 16})
    assert ahead.of(overlap, own, "duckdb") == {}
    for day in ("", "soon"):
        assert ahead.of(tenure, Parameters({"as_of": day}), "duckdb") == {}


@pytest.mark.parametrize("name", ["exports.yaml", "tests/accounts.yaml"])
def test_another_rule_or_one_of_one_s_own_means_that_nothing_is_used(
    name: str, tmp_path: Path
) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(RULES, changed)
    assert printed_ahead(changed).by_test
    with (changed / name).open("a", encoding="utf-8") as file:
        file.write("# another\n")
    assert printed_ahead(changed).by_test == {}
    own = tmp_path / "own"
    (own / name).parent.mkdir(parents=True)
    assert printed_ahead(RULES, own).by_test
    (own / name).write_text("", encoding="utf-8")
    assert printed_ahead(RULES, own).by_test == {}
