"""Exports and control tests: the shipped ones hold together; of one's own, what is told of mistakes."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from itakusaki.audit.lint import lint
from itakusaki.catalogue.evidence_data import load_evidence_data, read_evidence
from itakusaki.catalogue.evidence_entries import EXPORTS, LAYOUTS, TESTS
from itakusaki.catalogue.yaml_file import YamlFile, aliases, doubled_keys, read_yaml
from itakusaki.language import translator_for
from itakusaki.model.errors import CatalogueError
from itakusaki.settings import data_folder
from itakusaki.wiring import shipped_rules

CHECKLISTS = data_folder("checklists")
SHIPPED = CHECKLISTS / "evidence"
DATA = load_evidence_data(SHIPPED)


def _shipped(kind: str, name: str) -> dict[str, Any]:
    entries, _ = read_evidence(SHIPPED)
    found = entries.exports if kind == "exports" else entries.tests
    return deepcopy(dict(found[name].data))


def _test(**changed: object) -> dict[str, Any]:
    """The shipped test pledge-missing with other fields; those that are None are left out."""
    test = {**_shipped("tests", "pledge-missing"), **changed}
    return {key: value for key, value in test.items() if value is not None}


def _write(folder: Path, kind: str, *entries: object, name: str = "ours") -> Path:
    text = yaml.safe_dump({kind: list(deepcopy(entries))}, allow_unicode=True, sort_keys=False)
    return _put(folder, "exports.yaml" if kind == "exports" else f"tests/{name}.yaml", text)


def _put(folder: Path, name: str, text: str) -> Path:
    path = folder / "evidence" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def _said(folder: Path) -> list[str]:
    """What stops a run."""
    with pytest.raises(CatalogueError) as raised:
        load_evidence_data(SHIPPED, folder / "evidence")
    return [translator_for("en").say(mistake) for mistake in raised.value.mistakes]


def _linted(folder: Path) -> list[str]:
    return [translator_for("en").say(mistake) for mistake in lint(shipped_rules(folder))]


def _figure(**changed: object) -> dict[str, Any]:
    figure = {
        "name": "persons",
        "kind": "distinct",
        "of": "person",
        "title": {"ja": "人", "en": "P"},
    }
    return figure | changed


def test_the_shipped_exports_tests_and_layouts_are_as_they_should_be() -> None:
    assert read_evidence(SHIPPED, thorough=True)[1] == ()
    assert lint(shipped_rules()) == ()


@pytest.mark.parametrize("path", sorted(SHIPPED.rglob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_file_is_written_out(path: Path) -> None:
    file = read_yaml(path)
    assert isinstance(file, YamlFile)
    assert [*aliases(file), *doubled_keys(file)] == []


def test_every_schema_is_there() -> None:
    assert all(
        (CHECKLISTS / "schemas" / kind.schema).is_file() for kind in (EXPORTS, TESTS, LAYOUTS)
    )


def test_a_test_of_ones_own_changes_words_parameters_and_controls(tmp_path: Path) -> None:
    test = _test(touches=["PER-03", "PER-01"], title={"ja": "誓約書", "en": "Pledges"})
    test["parameters"][0]["default"] = 30
    test["parameters"][1]["default"] = "2026-03-31"

    _write(tmp_path, "tests", test)

    assert lint(shipped_rules(tmp_path)) == ()
    found = load_evidence_data(SHIPPED, tmp_path / "evidence")
    assert list(found.tests) == list(DATA.tests)
    mine = found.tests["pledge-missing"]
    assert (mine.title.en, mine.touches) == ("Pledges", ("PER-03", "PER-01"))
    assert [one.default for one in mine.parameters] == [30, "2026-03-31"]


def test_an_export_and_a_heading_of_ones_own_are_added(tmp_path: Path) -> None:
    pledges = _shipped("exports", "pledges")
    pledges["columns"][0]["aliases"] = ["職員コード"]
    column = {"name": "card", "type": "text", "title": {"ja": "カード", "en": "Card"}}
    cards = {"id": "cards", "kind": "list", "title": {"ja": "入館証", "en": "Cards"}}

    _write(tmp_path, "exports", pledges, {**cards, "columns": [column]})

    assert lint(shipped_rules(tmp_path)) == ()
    found = load_evidence_data(SHIPPED, tmp_path / "evidence")
    assert list(found.exports) == [*DATA.exports, "cards"]
    assert found.exports["pledges"].columns[0].aliases == ("職員コード",)


def test_a_missing_key_is_told_with_file_and_line(tmp_path: Path) -> None:
    _write(tmp_path, "tests", _test(), _test(found=None, rule=None))

    (said,) = _said(tmp_path)

    lines = (tmp_path / "evidence/tests/ours.yaml").read_text(encoding="utf-8").splitlines()
    second = [at for at, text in enumerate(lines, 1) if text.startswith("- id:")][1]
    assert said == f"ours.yaml, line {second}: tests.1: missing field: rule, found"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"id": "visits"}, "there is no shipped test visits: a test of one's own can change words"),
        ({"needs": ["people", "pledges", "visits"]}, "unknown export visits; add it to exports.yaml"),
        ({"uses": ["visits"]}, "unknown export visits"),
        ({"needs": ["people"]}, "needs lacks what the shipped test looks at: pledges"),
        ({"found": {"ja": "{hits}", "en": "{others}"}}, "a sentence may hold {hits}, {persons}, {employers}, not {others}"),
        ({"clean": {"ja": "{hits:>9}", "en": "-"}}, "a sentence may hold {hits}, {persons}, {employers}, not {hits:>9}"),
        ({"clean": {"ja": "{}", "en": "-"}}, "a sentence may hold {hits}, {persons}, {employers}, not {}"),
        ({"clean": {"ja": "{hits", "en": "-"}}, "a sentence has a brace that does not close"),
        ({"figures": [_figure(), _figure()]}, "persons stands twice in this list"),
        ({"figures": [_figure(of="body")]}, "body is none of the columns: person, employment"),
        ({"figures": [_figure(), _figure(name="hits")]}, "hits is the number of hits itself"),
        ({"figures": [_figure(kind="sum")]}, "figures of a shipped test have to stay"),
        ({"figures": [_figure(of=None)]}, "tests.0.figures.0.of: None should be: string"),
        ({"parameters": []}, "parameters of a shipped test have to stay, save for words and defaults: grace_days, as_of"),
        ({"grounds": {"compared": {"ja": "-", "en": "-"}, "passed_over": {"title": {"ja": "-", "en": "-"}, "cure": {"ja": "-", "en": "-"}}}}, "passed_over stands where the shipped test has it, and nowhere else"),
        ({"colour": "red"}, "tests.0: unknown field: colour"),
        ({"needs": "people"}, "tests.0.needs: people should be: array"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_test_of_ones_own_is_told(
    tmp_path: Path, changed: Mapping[str, object], expected: str
) -> None:
    _write(tmp_path, "tests", {**_test(), **changed})
    said = _said(tmp_path)
    assert any(expected in one for one in said), said
    assert all(one.startswith("ours.yaml, line ") for one in said)


def test_a_column_that_names_a_person_stays_masked(tmp_path: Path) -> None:
    test = _test()
    del test["columns"][0]["mask"]
    _write(tmp_path, "tests", test)
    (said,) = _said(tmp_path)
    assert "columns of a shipped test have to stay" in said


@pytest.mark.parametrize(
    ("place", "default", "expected"),
    [
        (0, "seven", "grace_days must be of the kind of 7"),
        (0, None, "grace_days must be of the kind of 7"),
        (0, -1, "-1 is below 0"),
        (1, "soon", "as_of must be of the kind of 2026-12-31"),
        (1, 3.5, "3.5 should be: integer, string, array, null"),
    ],
)
def test_a_default_of_another_kind_is_told(
    tmp_path: Path, place: int, default: object, expected: str
) -> None:
    test = _test()
    test["parameters"][place]["default"] = default
    _write(tmp_path, "tests", test)
    (said,) = _said(tmp_path)
    assert expected in said


def test_controls_and_cross_checks_that_nobody_knows_are_told_by_lint(tmp_path: Path) -> None:
    _write(
        tmp_path,
        "tests",
        _test(rule="X-99", touches=["PER-98"], concerns=["PER-97"], proves=["PER-03", "PER-96"]),
    )
    said = [one.partition(": ")[2] for one in _linted(tmp_path)]
    assert said == [
        "unknown cross-check X-99; add it to cross_checks.yaml",
        "unknown control PER-98",
        "unknown control PER-97",
        "unknown control PER-96",
    ]


def test_what_a_possible_leak_names_is_looked_up_by_lint(tmp_path: Path) -> None:
    basis = [{"instrument": "no-law", "article": "7", "strength": "must", "tag": "P"}]
    leak = {"says": {"ja": "{hits}", "en": "{hits}"}, "basis": basis, "along_with": ["no-test"]}
    _write(tmp_path, "tests", _test(possible_leak=leak))
    said = [one.partition(": ")[2] for one in _linted(tmp_path)]
    assert said == [
        "unknown instrument no-law; add it to sources.yaml or correct the id",
        "unknown control test no-test",
    ]


def test_a_cross_check_of_a_figure_that_no_test_has_is_told_by_lint(tmp_path: Path) -> None:
    rule = """\
rules:
  - id: X-90
    title: {ja: 人数, en: People}
    topic: facts
    checks:
      - id: people
        kind: equal
        touches: [PER-01]
        left: {log: people-by-employment.NAME}
        right: {fact: PER-01.access_own}
        question: {ja: "{left}", en: "{left}"}
"""
    (tmp_path / "cross_checks.yaml").write_text(rule.replace("NAME", "others"), encoding="utf-8")
    (said,) = _linted(tmp_path)
    text = "cross_checks.yaml, line 9: unknown figure people-by-employment.others"
    assert text in said
    (tmp_path / "cross_checks.yaml").write_text(rule.replace("NAME", "own"), encoding="utf-8")
    assert lint(shipped_rules(tmp_path)) == ()


def test_aliases_and_doubled_keys_are_mistakes(tmp_path: Path) -> None:
    _put(tmp_path, "tests/a.yaml", "tests:\n  - &one {id: a}\n  - *one\n")
    _put(tmp_path, "tests/b.yaml", "tests: []\ntests: []\n")
    said = _said(tmp_path)
    assert said[0] == "a.yaml, line 3: *one is an alias; write it out"
    assert "b.yaml, line 2: tests is written twice" in said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "ours.yaml, line 1: the file must hold named entries"),
        ("tests: [pledge-missing]", "tests.0: pledge-missing should be: object"),
        ("tests: {pledge-missing: {}}", "should be: array"),
        ("tests: [", "this is not valid YAML"),
        ("tests: [{1: 2}]", "unknown field: 1"),
    ],
)
def test_a_file_of_another_form_is_told(tmp_path: Path, text: str, expected: str) -> None:
    _put(tmp_path, "tests/ours.yaml", text)
    said = _said(tmp_path)
    assert any(expected in one for one in said), said


def test_one_test_in_two_files_is_told(tmp_path: Path) -> None:
    _write(tmp_path, "tests", _test(), name="a")
    _write(tmp_path, "tests", _test(), name="b")
    assert _said(tmp_path) == [
        "b.yaml, line 2: pledge-missing stands twice; the other one is in a.yaml"
    ]


def test_a_file_that_nobody_reads_is_told(tmp_path: Path) -> None:
    _put(tmp_path, "tests/ours.yml", "tests: []")
    (said,) = _said(tmp_path)
    assert said.startswith("evidence/tests/ours.yml, line 1: no file of this name is read")


def test_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    _write(tmp_path, "exports", {"id": "cards"})
    _write(tmp_path, "tests", _test(needs=["people", "pledges", "cards"]), name="a")
    _write(tmp_path, "tests", _test(id="visits"), name="b")
    said = _said(tmp_path)
    # The export cards was complained of already.
    assert [one.partition(",")[0] for one in said] == ["b.yaml", "exports.yaml"]
    assert _linted(tmp_path) == said


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"time": "day"}, "day is none of the columns: at, "),
        ({"time": "account"}, "account is the time of a log, so its type has to be time"),
        ({"key": ["serial_number"]}, "serial_number is none of the columns"),
        ({"kind": "list", "time": None}, "kind has to stay as in the shipped export: log"),
        ({"begins": "at"}, "does not fit the schema"),
        ({"kind": "list", "time": None, "begins": "since"}, "since is none of the columns: at, "),
        ({"kind": "list", "time": None, "begins": "account"}, "account says when an entry began"),
    ],
)
def test_a_mistake_in_an_export_of_ones_own_is_told(
    tmp_path: Path, changed: Mapping[str, object], expected: str
) -> None:
    export = {**_shipped("exports", "sign_ins"), **changed}
    _write(tmp_path, "exports", {key: value for key, value in export.items() if value is not None})
    said = _said(tmp_path)
    assert any(expected in one for one in said), said


def test_which_column_says_when_an_entry_began_is_data(tmp_path: Path) -> None:
    begins = {name: export.begins for name, export in DATA.exports.items() if export.begins}
    assert (begins["pledges"], begins["permits"]) == ("signed_on", "start_on")
    assert not any(DATA.exports[name].is_log for name in begins)
    older = _shipped("exports", "pledges")
    del older["begins"]
    _write(tmp_path, "exports", older)
    mine = load_evidence_data(SHIPPED, tmp_path / "evidence").exports["pledges"]
    assert mine.begins == "signed_on"


def test_an_export_of_ones_own_keeps_the_columns_that_tests_work_with(tmp_path: Path) -> None:
    export = _shipped("exports", "sign_ins")
    columns = {column["name"]: column for column in export["columns"]}
    columns["terminal"]["type"] = "text"
    del columns["action"]["values"]["in"]
    export["columns"] = [column for name, column in columns.items() if name != "account"]
    _write(tmp_path, "exports", export)
    said = " ".join(_said(tmp_path))
    assert "the tests work with the column terminal (terminal); it has to stay" in said
    assert "the tests work with the column account (account); it has to stay" in said
    assert "values of the column action; they have to stay: in" in said
    assert "in is not one of: " in said  # the default


@pytest.mark.parametrize(
    ("feed", "expected"),
    [
        ("{export: visits, columns: {at: a}}", "unknown export visits"),
        ("{export: sign_ins, columns: {when: a}}", "when is none of the columns: at, "),
        ("{export: sign_ins, columns: {at: a}, constants: {whose: x}}", "whose is none of the columns"),
        ("{export: sign_ins, columns: {at: a}, values: {action: {gone: [x]}}}", "gone is not one of: in, "),
    ],
)  # fmt: skip
def test_a_layout_of_ones_own_feeds_only_what_exports_have(
    tmp_path: Path, feed: str, expected: str
) -> None:
    text = "layout: ours\ntitle: {ja: 自社, en: Ours}\nidentify: [[a]]\ncolumns: {a: A}\nfeeds:\n"
    _put(tmp_path, "layouts/ours.yaml", f"{text}  - {feed}\n")
    (said,) = _said(tmp_path)
    assert said.startswith("ours.yaml, line 6: ")
    assert expected in said
    assert _linted(tmp_path) == [said]


def test_a_layout_of_ones_own_may_feed_an_export_of_ones_own(tmp_path: Path) -> None:
    column = {"name": "card", "type": "text", "title": {"ja": "カード", "en": "Card"}}
    cards = {"id": "cards", "kind": "list", "title": {"ja": "入館証", "en": "Cards"}}
    _write(tmp_path, "exports", {**cards, "columns": [column]})
    text = "layout: ours\ntitle: {ja: 自社, en: Ours}\nidentify: [[a]]\ncolumns: {a: A}\n"
    feeds = "feeds: [{export: cards, columns: {card: a}}]\n"
    _put(tmp_path, "layouts/ours.yaml", text + feeds)
    assert lint(shipped_rules(tmp_path)) == ()
    assert load_evidence_data(SHIPPED, tmp_path / "evidence").layouts[-1].feeds[0].export == "cards"
