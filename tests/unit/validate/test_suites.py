from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from itakusaki.intake.issues import ISSUES
from itakusaki.language import translator_for
from itakusaki.model.errors import CatalogueError
from itakusaki.model.issue import IssueLevel
from itakusaki.model.record import Scalar
from itakusaki.settings import data_folder
from itakusaki.validate import load_suites
from itakusaki.validate.derived import CONTEXT, DERIVATIONS, check_digit, split, whole
from itakusaki.validate.expectations import Suite, Term
from support.tables import layout_columns, write_suite

SHIPPED = data_folder("checklists") / "suites"
KINDS_OF_TABLE = (
    *("ledger", "clauses", "approvals", "answers", "facts"),
    *("sub_processors", "exceptions", "evidence", "review"),
)
ENTRY = """\
  - expect: {expect}
    columns: {columns}
    kwargs: {kwargs}
    code: {code}
    weight: note
    says: {{ja: 誤り, en: Wrong}}
    mend: {{ja: 直す, en: Mend it}}
"""


def entry(
    expect: str = "expect_column_values_to_not_be_null",
    columns: str = "[name]",
    kwargs: str = "{}",
    code: str = "MY-1",
) -> str:
    return ENTRY.format(expect=expect, columns=columns, kwargs=kwargs, code=code)


def suite(*entries: str, head: str = "suite: own\ntable: ledger\n") -> str:
    return head + ("expectations:\n" + "".join(entries) if entries else "")


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        load_suites(SHIPPED, folder)
    return [translator_for("en").say(mistake) for mistake in caught.value.mistakes]


def codes(suites: tuple[Suite, ...]) -> set[str]:
    return {one.code for suite_ in suites for one in suite_.expectations}


def test_every_kind_of_table_has_a_shipped_suite() -> None:
    assert {one.table for one in load_suites(SHIPPED)} == set(KINDS_OF_TABLE)


@pytest.mark.parametrize("table", KINDS_OF_TABLE)
def test_shipped_expectations_read_columns_that_the_layout_has(table: str) -> None:
    known = {*layout_columns(table), *CONTEXT}
    (found,) = [one for one in load_suites(SHIPPED) if one.table == table]
    read = {split(name)[0] for one in found.expectations for name in one.reads}
    assert read <= known


def test_codes_that_the_reader_may_have_said_exist() -> None:
    named = {
        code for part in load_suites(SHIPPED) for one in part.expectations for code in one.unless
    }
    assert named <= set(ISSUES)


def test_a_blank_answer_is_no_matter_of_the_gate() -> None:
    (answers,) = [one for one in load_suites(SHIPPED) if one.table == "answers"]
    required = [one for one in answers.expectations if one.name.endswith("_to_not_be_null")]
    assert "answer" not in {column for one in required for column in one.columns}


def test_columns_looked_at_by_themselves_make_one_expectation_each(tmp_path: Path) -> None:
    write_suite(tmp_path, "own", suite(entry(columns="[name, processor]")))
    ((found),) = load_suites(tmp_path)
    assert [one.columns for one in found.expectations] == [("name",), ("processor",)]
    assert {(one.code, one.level) for one in found.expectations} == {("MY-1", IssueLevel.NOTE)}
    assert found.expectations[0].file == f"{tmp_path.name}/own.yaml"


def test_a_row_condition_is_read_into_terms(tmp_path: Path) -> None:
    condition = (
        "    row_condition: {any: [{column: tier, above: 1}, {column: name, given: true}]}\n"
    )
    write_suite(tmp_path, "own", suite(entry() + condition))
    ((found),) = load_suites(tmp_path)
    condition_ = found.expectations[0].condition
    assert condition_ is not None
    assert not condition_.every
    assert condition_.terms == (Term(column="tier", above=1), Term(column="name", given=True))


def test_a_folder_that_is_absent_is_empty(tmp_path: Path) -> None:
    assert load_suites(tmp_path / "none") == ()


def test_a_workspace_adds_to_the_suite_of_the_same_table(tmp_path: Path) -> None:
    write_suite(tmp_path, "own", suite(entry()))
    merged = load_suites(SHIPPED, tmp_path)
    assert len(merged) == len(load_suites(SHIPPED))
    assert codes(merged) == {*codes(load_suites(SHIPPED)), "MY-1"}


def test_a_workspace_replaces_an_expectation_by_its_code(tmp_path: Path) -> None:
    write_suite(tmp_path, "own", suite(entry(code="D-LED-13")))
    merged = load_suites(SHIPPED, tmp_path)
    (found,) = [one for part in merged for one in part.expectations if one.code == "D-LED-13"]
    assert found.level is IssueLevel.NOTE


def test_a_workspace_leaves_shipped_expectations_out(tmp_path: Path) -> None:
    head = "suite: own\ntable: ledger\nwithout: [D-LED-06, D-LED-07]\n"
    write_suite(tmp_path, "own", suite(head=head))
    left = codes(load_suites(SHIPPED)) - codes(load_suites(SHIPPED, tmp_path))
    assert left == {"D-LED-06", "D-LED-07"}


def test_all_mistakes_are_named_at_once_with_file_and_line(tmp_path: Path) -> None:
    write_suite(
        tmp_path,
        "own",
        suite(
            entry(expect="expect_the_moon"),
            entry(expect="expect_column_values_to_match_regex", code="MY-2"),
            entry(kwargs="{regex: x}", code="MY-3"),
            entry(columns="[name.colour]", code="MY-4"),
            entry(expect="expect_column_pair_values_to_be_equal", code="MY-5"),
            entry(expect="expect_column_values_to_be_between", code="MY-6"),
            entry(code="MY-6"),
            head="suite: own\ntable: ledger\nwithout: [D-NO-1]\n",
        ),
    )
    write_suite(tmp_path, "broken", "suite: [")
    write_suite(tmp_path, "poor", "suite: poor\nsuite: poor\ncolour: blue\n")
    found = "\n".join(mistakes(tmp_path))
    for expected in (
        "own.yaml, line 5: unknown expectation expect_the_moon; known are expect_column",
        "own.yaml, line 14: regex is missing from kwargs",
        "expect_column_values_to_not_be_null does not take regex",
        "name.colour: there is no colour; known are number",
        "expect_column_pair_values_to_be_equal takes 2 columns, 1 are given",
        "min_value is missing from kwargs",
        "MY-6 stands twice; the other one is in own.yaml",
        "D-NO-1 cannot be left out: nothing shipped is called so",
        "broken.yaml, line ",
        "poor.yaml, line 2: suite is written twice",
        "missing field: table",
        "unknown field: colour",
    ):
        assert expected in found


@pytest.mark.parametrize("text", ["", "[]", "3", "suite: x\ntable: ledger\nexpectations: {}\n"])
def test_a_file_of_another_form_is_a_mistake(tmp_path: Path, text: str) -> None:
    write_suite(tmp_path, "own", text)
    assert mistakes(tmp_path)


def test_an_expectation_on_the_table_knows_no_share_of_rows(tmp_path: Path) -> None:
    text = suite(entry("expect_table_row_count_to_be_between", "[name]", "{min_value: 1}"))
    write_suite(tmp_path, "own", text + "    mostly: 0.5\n")
    found = "\n".join(mistakes(tmp_path))
    assert "takes 0 columns, 1 are given" in found
    assert "does not look at single rows" in found


# 7000012050002 is the National Tax Agency's own number, from its specification of the check digit.
@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("7000012050002", True),
        ("7000012050003", False),
        ("1000012050002", False),
        ("0000000000000", False),
        ("700001205000", None),
        ("７００００１２０５０００２", None),
        ("T700001205000", None),
        (7000012050002.0, None),
    ],
)
def test_the_check_digit_of_a_corporate_number(number: str | float, *, right: bool | None) -> None:
    assert check_digit(number) is right


@pytest.mark.parametrize(("value", "result"), [(2.0, True), (1.5, False), ("2", None)])
def test_only_numbers_can_be_whole(value: str | float, *, result: bool | None) -> None:
    assert whole(value) is result


@pytest.mark.parametrize(
    ("kind", "value"), [("number", 3.0), ("date", date(2026, 4, 1)), ("text", "甲")]
)
def test_a_column_of_mixed_kinds_can_be_asked_for_one(kind: str, value: Scalar) -> None:
    given = {name: DERIVATIONS[name](value) for name in ("number", "date", "text")}
    assert given == {"number": None, "date": None, "text": None, kind: value}


def test_loading_suites_leaves_the_heavy_libraries_alone() -> None:
    script = (
        "import sys; from pathlib import Path; from itakusaki.validate import check, load_suites;"
        f"suites = load_suites(Path({str(SHIPPED)!r})); check((), suites);"
        "assert not {'pandas', 'great_expectations', 'openpyxl'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
