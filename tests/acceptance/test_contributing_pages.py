"""The examples of docs/contributing work as they stand: the code runs, the data are valid, both agree."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path
from textwrap import indent
from typing import Any

import duckdb
import ibis
import pytest

from itakusaki.catalogue.evidence_data import load_evidence_data, read_evidence
from itakusaki.catalogue.loader import read_catalogue
from itakusaki.catalogue.parameters import Parameters
from itakusaki.catalogue.retest import ParameterValue
from itakusaki.language import translator_for
from itakusaki.model.record import Scalar
from itakusaki.report.formats import WRITERS
from itakusaki.retests.expressions import Expression
from itakusaki.retests.tables import unbound
from itakusaki.score import check_kinds
from itakusaki.settings import data_folder
from support.assessments import every_rating
from support.control_test_bench import shipped
from support.deliveries import FOLDER, read_files
from support.documents import example
from support.evidence_oracles import accounts as oracles
from support.evidence_rows import Row, Rows, arrow, data, full, moment
from support.published import published

PAGES = "docs/contributing"
CHECKLISTS = data_folder("checklists")


def ran(code: str, known: dict[str, Any] | None = None) -> dict[str, Any]:
    """What a page's code defines, over the names of the module it is to stand in."""
    space = dict(known or {})
    exec(compile(code, "page", "exec"), space)  # noqa: S102 - our own page
    return space


def test_the_kind_of_cross_check_does_what_its_examples_say() -> None:
    page = f"{PAGES}/cross-check-kind.md"
    meet = ran(example(page, "def meet", "python"), vars(check_kinds))["meet"]
    cases = example(page, "CASES +=", "python")
    examples = ran(cases, {**vars(check_kinds), "CASES": ()})["CASES"]
    assert {agrees for _, _, agrees, _ in examples} == {True, False, None}
    for _, values, agrees, extra in examples:
        assert meet(values) == (agrees, extra)
    nothing: Scalar = None
    assert meet(check_kinds.Values(left=nothing)) == check_kinds.CANNOT


@pytest.mark.slow
def test_the_check_of_the_page_is_whole_once_the_schema_knows_its_kind(tmp_path: Path) -> None:
    folder = tmp_path / "checklists"
    shutil.copytree(CHECKLISTS, folder)
    check = example(f"{PAGES}/cross-check-kind.md", "- id: inventory-meets-ledger")
    rules = folder / "cross_checks.yaml"
    rule = (
        "  - id: X-99\n    title: {ja: 試し, en: Trial}\n    topic: facts\n    checks:\n"
        + indent(check, " " * 6)
    )
    rules.write_text(rules.read_text(encoding="utf-8") + rule, encoding="utf-8")
    assert "kind" in str(read_catalogue(folder, thorough=True)[1])

    path = folder / "schemas" / "cross_checks.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["$defs"]["check"]["properties"]["kind"]["enum"].append("meet")
    path.write_text(json.dumps(schema), encoding="utf-8")
    found, mistakes = read_catalogue(folder, thorough=True)
    assert mistakes == ()
    assert found is not None
    assert found.cross_checks[-1].id == "X-99"


def test_the_layout_reads_the_log_of_its_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f"{PAGES}/export-layout.md"
    path = tmp_path / "layouts" / "door-log.yaml"
    path.parent.mkdir()
    path.write_text(example(page, "# yaml-language-server"), encoding="utf-8")
    data = load_evidence_data(FOLDER, tmp_path)
    monkeypatch.setattr("support.deliveries.shipped", lambda: (data, data.layouts))

    found = read_files({"doors.csv": example(page, "操作時刻", "csv").encode()})

    assert found.rows("entries", "at", "person", "direction", "area") == [
        (datetime(2026, 10, 5, 8, 58, 12), "k-0012", "in", "サーバー室"),
        (datetime(2026, 10, 5, 9, 40, 3), "k-0012", "out", "サーバー室"),
    ]
    assert found.said("export_rows_passed_over")["count"] == 1


def test_the_report_format_writes_a_line_per_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    code = example(f"{PAGES}/report-format.md", '"""Plain text', "python")
    monkeypatch.setitem(WRITERS, "txt", ran(code)["as_text"])  # type: ignore[misc]
    files = published(every_rating(), formats=("txt",), languages=("en",))
    lines = files["ratings.txt"].decode().splitlines()
    assert len(lines) == len(every_rating().results)
    assert lines[0].split("\t")[:2] == ["P02", "Beta Call Centre"]


def test_the_words_of_the_control_test_are_whole(tmp_path: Path) -> None:
    words = example(f"{PAGES}/control-test.md", "- id: remote-without-second-factor")
    folder = tmp_path / "checklists"
    shutil.copytree(CHECKLISTS, folder)
    path = folder / "evidence" / "tests" / "accounts.yaml"
    path.write_text(path.read_text(encoding="utf-8") + indent(words, "  "), encoding="utf-8")
    entries, mistakes = read_evidence(folder / "evidence", thorough=True)
    assert [translator_for("en").say(mistake.message()) for mistake in mistakes] == []
    assert "remote-without-second-factor" in entries.tests


def test_the_control_test_finds_what_its_oracle_finds() -> None:
    page = f"{PAGES}/control-test.md"
    code = ran(example(page, '"""Remote', "python"))
    loops = ran(example(page, "def remote_without", "python"), vars(oracles))
    usual = {"account": "ada", "action": "in", "kind": "remote", "second_factor": False}
    rows: list[Row] = [
        {**usual, "at": moment(0, 9)},
        {**usual, "at": moment(0, 20)},
        {**usual, "at": moment(1, 9), "account": "bob"},
        {**usual, "at": moment(2, 9), "account": "svc-1"},
        {**usual, "at": moment(2, 9), "second_factor": True},
        {**usual, "at": moment(3, 9), "second_factor": None},
        {**usual, "at": moment(4, 9), "kind": "interactive"},
        {**usual, "at": moment(5, 9), "action": "failed"},
    ]
    given = {"service_accounts": ("svc-*",)}
    whole = {"sign_ins": [full("sign_ins", row) for row in rows]}
    found = carried_out(code["remote_without_second_factor"], whole, given)
    assert found == [(moment(0, 9), "ada", 2), (moment(1, 9), "bob", 1)]
    assert sorted(loops["remote_without_second_factor"](whole, given)) == found
    assert len(carried_out(code["remote_sign_ins"], whole, given)) == 4


def carried_out(
    expression: Expression, rows: Rows, given: dict[str, ParameterValue]
) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        for name in rows:
            connection.register(name, arrow(name, rows[name]))
        query = ibis.to_sql(
            expression(unbound(data().exports), Parameters(given)), dialect="duckdb"
        )
        return sorted(connection.execute(str(query)).fetchall(), key=repr)


def test_every_list_whose_entries_have_a_day_is_cut_by_it_or_taken_whole_on_purpose() -> None:
    whole = {
        name
        for name, export in shipped().exports.items()
        if not (export.time or export.begins)
        and any(column.type in ("day", "time") for column in export.columns)
    }
    # A terminal has only the day on which it went, a holiday is known before it comes.
    assert whole == {"terminals", "holidays"}
