"""Rules: a workspace's own over the shipped ones, each part read once; lint looks at all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from itakusaki.audit.lint import lint
from itakusaki.audit.rules import Rules
from itakusaki.catalogue.parameters import parameters_for
from itakusaki.language import translator_for
from itakusaki.model.errors import CatalogueError
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.settings import data_folder
from itakusaki.wiring import open_workspace, rules_in, shipped_rules

LAYOUT = """\
layout: ours
tables:
  answers:
    columns: [{name: id, heading: {ja: 項番}}, {name: answer, heading: {ja: HEADING}}]
questions: {"1-1": TEC-01}
"""
SUITE = """\
suite: ours
table: ledger
expectations:
  - expect: expect_column_values_to_not_be_null
    columns: [name]
    code: OUR-01
    weight: WEIGHT
    says: {ja: 空欄です。, en: It is blank.}
    mend: {ja: 記入してください。, en: Fill it in.}
"""
EXPORT_LAYOUT = "layout: ours\ntitle: {ja: 自社, en: Ours}\nidentify: [[a]]\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    text = 'client = "みなと"\nround = "2026Q4"\nas_of = 2026-12-31\n'
    (tmp_path / "itakusaki.toml").write_text(text, encoding="utf-8")
    return tmp_path


def _put(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _rules(workspace: Path) -> Rules:
    return open_workspace(workspace).rules


def _heading(rules: Rules) -> str:
    (ours,) = (layout for layout in rules.layouts if layout.name == "ours")
    return ours.tables["answers"].column("answer").heading.ja


def _weight(rules: Rules) -> str:
    found = {one.code: one for suite in rules.suites for one in suite.expectations}
    return found["OUR-01"].level.value


def _said(rules: Rules) -> list[str]:
    return [translator_for("en").say(mistake) for mistake in lint(rules)]


@pytest.mark.parametrize("place", ["checklists/", ""], ids=["as shipped", "older workspaces"])
def test_layouts_and_suites_of_a_workspace_are_read(workspace: Path, place: str) -> None:
    _put(workspace, f"{place}layouts/a.yaml", LAYOUT.replace("HEADING", "自己評価"))
    _put(workspace, f"{place}suites/a.yaml", SUITE.replace("WEIGHT", "note"))
    rules = _rules(workspace)
    assert (_heading(rules), _weight(rules)) == ("自己評価", "note")
    assert lint(rules) == ()


def test_what_lies_in_checklists_goes_over_what_lies_beside_it(workspace: Path) -> None:
    for place, heading, weight in (("", "旧", "note"), ("checklists/", "新", "error")):
        _put(workspace, f"{place}layouts/a.yaml", LAYOUT.replace("HEADING", heading))
        _put(workspace, f"{place}suites/a.yaml", SUITE.replace("WEIGHT", weight))
    rules = _rules(workspace)
    assert (_heading(rules), _weight(rules)) == ("新", "error")


def test_evidence_delivered_to_a_workspace_is_no_rule(workspace: Path) -> None:
    _put(workspace, "evidence/exports.yaml", "exports: [")
    _put(workspace, "checklists/evidence/layouts/a.yaml", EXPORT_LAYOUT)
    rules = _rules(workspace)
    assert rules.evidence.layouts[-1].name == "ours"
    assert lint(rules) == ()


def test_each_part_is_read_when_it_is_wanted_and_once(workspace: Path) -> None:
    _put(workspace, "checklists/suites/a.yaml", "suite: [")
    rules = _rules(workspace)
    assert rules.checklist is rules.checklist
    assert rules.layouts is rules.layouts
    assert rules.evidence is rules.evidence
    with pytest.raises(CatalogueError):
        _ = rules.suites


def test_another_value_reads_anew(workspace: Path) -> None:
    before = _rules(workspace)
    assert "ours" not in {layout.name for layout in before.layouts}
    _put(workspace, "checklists/layouts/a.yaml", LAYOUT.replace("HEADING", "自己評価"))
    assert "ours" in {layout.name for layout in _rules(workspace).layouts}


def test_a_query_is_printed_once_for_all_parties_and_by_dialect() -> None:
    rules = shipped_rules()
    test = rules.evidence.tests["account-overlap"]
    parameters = parameters_for(test, EvidenceSettings())
    first = rules.printer.queries(test, parameters, "duckdb", 20)
    assert (
        rules.printer.queries(test, parameters_for(test, EvidenceSettings()), "duckdb", 20) is first
    )
    assert rules.printer.queries(test, parameters, "pyspark", 20) is not first


def test_lint_looks_at_every_kind_of_rule_at_once(workspace: Path) -> None:
    own = workspace / "checklists"
    _put(own, "TEC.yaml", "controls: [{id: TEC-05, severity: huge}]")
    _put(own, "layouts/a.yaml", LAYOUT.replace("tables", "table"))
    _put(own, "suites/b.yaml", SUITE.replace("WEIGHT", "heavy"))
    _put(own, "evidence/layouts/c.yaml", EXPORT_LAYOUT.replace("title", "name"))
    _put(own, "evidence/tests/d.yaml", "tests: {}")
    _put(workspace, "layouts/e.yml", "")
    _put(workspace, "suites/f.yaml", "suite: f\ntable: ledger\nwithout: [D-NO-1]\n")
    files = {one.partition(",")[0] for one in _said(rules_in(workspace))}
    assert files == {"TEC.yaml", "a.yaml", "b.yaml", "c.yaml", "d.yaml", "layouts/e.yml", "f.yaml"}


def test_a_layout_that_names_no_control_is_told_by_lint(tmp_path: Path) -> None:
    text = LAYOUT.replace('"1-1": TEC-01', '"1-1": TEC-99, "1-2": TEC-01.nothing')
    _put(tmp_path, "layouts/a.yaml", text)
    assert [one.split(";")[0] for one in _said(shipped_rules(tmp_path))] == [
        "a.yaml, line 5: unknown control TEC-99",
        "a.yaml, line 5: unknown fact TEC-01.nothing",
    ]


def test_a_folder_without_rules_is_told(tmp_path: Path) -> None:
    (said,) = _said(rules_in(tmp_path))
    assert said == f"{tmp_path} holds no rule files (*.yaml), so there is nothing to check."


def test_the_shipped_folder_is_checked_as_such() -> None:
    assert rules_in(data_folder("checklists")).is_shipped


def test_rules_of_the_same_content_are_made_once_in_a_process(tmp_path: Path) -> None:
    own = tmp_path / "checklists"
    own.mkdir()
    scoring = own / "scoring.yaml"
    scoring.write_text('version: "7"\n', encoding="utf-8")
    first, again = shipped_rules(own), shipped_rules(own)

    assert first.checklist is again.checklist
    assert first.evidence is again.evidence

    scoring.write_text('version: "8"\n', encoding="utf-8")
    changed = shipped_rules(own)

    assert changed.checklist.version.startswith("8+")
    assert first.checklist.version.startswith("7+")


def test_what_is_wrong_with_rules_is_said_each_time(tmp_path: Path) -> None:
    (tmp_path / "scoring.yaml").write_text("version: [\n", encoding="utf-8")

    for _ in range(2):
        with pytest.raises(CatalogueError):
            _ = shipped_rules(tmp_path).checklist
