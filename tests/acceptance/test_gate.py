"""The one file that goes through Great Expectations: planted mistakes come back with their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from itakusaki.files.writing import rehearsal
from itakusaki.language import translator_for
from itakusaki.model.issue import DataIssue, IssueLevel
from itakusaki.model.record import Scalar
from itakusaki.model.source import column_letters
from itakusaki.settings import data_folder
from itakusaki.tabular import SheetTable
from itakusaki.validate import check, load_suites
from itakusaki.validate.expectations import KINDS, ExpectationScope, Suite
from itakusaki.validate.gate import LISTED, NOT_EVALUATED
from support.laws import examples
from support.tables import Unread, build_table, write_suite

pytestmark = pytest.mark.slow

Row = dict[str, Scalar]
RIGHT_NUMBER = "7000012050002"
SHIPPED = data_folder("checklists") / "suites"


def ledger_row(**changes: Scalar) -> Row:
    row: Row = {
        "contract": "K-001",
        "processor": "P-001",
        "name": "架空データ株式会社",
        "corporate_number": RIGHT_NUMBER,
        "tier": 1.0,
        "persons": 1200.0,
        "signed_on": date(2024, 3, 1),
        "term_start": date(2024, 4, 1),
        "term_end": date(2027, 3, 31),
        "open_findings": 3.0,
        "open_knock_outs": 1.0,
    }
    return {name: value for name, value in {**row, **changes}.items() if value is not ...}


def planted() -> tuple[SheetTable, ...]:
    """Every table, each with rows in order and rows that are wrong; comments give the row number."""
    d = date
    ledger = [
        ledger_row(),  # 5
        ledger_row(),  # 6: double of row 5
        ledger_row(contract="K-003", corporate_number="T7000012050002", tier=0.0),  # 7
        ledger_row(contract="K-004", corporate_number="7000012050003", tier=1.5, parent="P-9"),  # 8
        ledger_row(contract=None, processor="P-002", tier=2.0),  # 9: no contract, no parent
        ledger_row(contract="K-006", tier=2.0, parent="P-001", persons=-1.0),  # 10: own parent
        ledger_row(contract="K-007", term_end=d(2020, 1, 1), open_knock_outs=9.0),  # 11
        ledger_row(contract="K-008", signed_on=d(1026, 3, 1), tier=Unread("二次")),  # 12
        ledger_row(contract="K-009", signed_on=d(2025, 3, 1), name="  "),  # 13
        ledger_row(contract="K-010", last_audit_on=d(2026, 9, 1), next_audit_on=d(2026, 3, 1)),
        ledger_row(contract="K-011", ended_on=d(2021, 1, 1)),  # 15
    ]
    clauses: list[Row] = [
        {"contract": "K-001", "id": "CON-01", "answer": "yes"},  # 5
        {"contract": "K-001", "id": "CON-02", "answer": None},
        {"contract": "K-001", "id": "CON-02", "answer": "no"},  # 7
        {"id": "CON-02", "answer": "no"},  # 8
    ]
    approval: Row = {
        "processor": "P-001",
        "control": "TEC-01",
        "kind": "exception",
        "reason": "移行中",
        "approver": "架空 花子",
        "approved_on": d(2026, 1, 10),
        "valid_from": d(2026, 2, 1),
        "valid_until": d(2026, 9, 30),
        "extensions": 0.0,
    }
    approvals: list[Row] = [
        approval,  # 5
        {**approval, "control": "TEC-02", "valid_until": None},  # 6
        {**approval, "control": "TEC-03", "valid_until": d(2026, 1, 31), "approver": None},  # 7
        {**approval, "control": "TEC-04", "approved_on": d(2026, 2, 2), "extensions": -1.0},  # 8
        {**approval, "control": "TEC-05", "kind": "exemption", "valid_until": None},  # 9
        {**approval, "control": "TEC-05", "kind": "exemption"},  # 10: double of 9
    ]
    answer: Row = {"control": "ORG-01", "side": "processor", "answer": "yes", "grade": 2.0}
    answers: list[Row] = [
        {**answer, "id": "ORG-01"},  # 5
        {**answer, "id": "ORG-02", "answer": None, "grade": None},  # 6: unanswered, no mistake
        {**answer, "id": "ORG-03", "answer": "not_applicable"},  # 7: no reason
        {**answer, "id": "ORG-04", "answer": "not_applicable", "comment": "業務なし"},
        {**answer, "id": "ORG-05", "answer": "perhaps", "grade": 5.0},  # 9
        {**answer, "id": "ORG-01", "grade": 2.5},  # 10: double of 5
    ]
    facts: list[Row] = [
        {"id": "ORG-01.people", "type": "number", "value": 3.0},  # 5
        {"id": "ORG-02.people", "type": "number", "value": -3.0},  # 6
        {"id": "ORG-03.since", "type": "date", "value": d(2024, 1, 1)},
        {"id": "ORG-04.since", "type": "date", "value": d(1024, 1, 1)},  # 8
        {"id": "ORG-05.has", "type": "yes_no", "value": False},
        {"id": "ORG-06.names", "type": "list", "value": ("甲", "乙")},
        {"id": "ORG-01.people", "type": "number", "value": None},  # 11: double of 5
    ]
    sub: Row = {"name": "架空運輸", "parent": "架空データ", "tier": 2.0, "work": "配送"}
    sub_processors: list[Row] = [
        {**sub, "corporate_number": RIGHT_NUMBER, "country": ("日本",)},  # 5
        {**sub, "name": None, "tier": 12.0},  # 6
        {**sub, "name": "架空印刷", "corporate_number": "123", "persons_engaged": -2.0},  # 7
        {**sub, "name": "架空倉庫", "started_on": d(2026, 5, 1), "ended_on": d(2026, 4, 1)},  # 8
        {**sub, "name": "架空データ"},  # 9: entrusts itself
    ]
    exceptions: list[Row] = [
        {"control": "TEC-01", "valid_from": d(2026, 1, 1), "valid_until": d(2026, 3, 1)},  # 5
        {"control": None, "valid_from": d(2026, 3, 2), "valid_until": d(2026, 3, 1)},  # 6
    ]
    evidence: list[Row] = [
        {"file": "規程.pdf", "sha256": "a" * 64, "issued_on": d(2026, 1, 1)},  # 5
        {
            "file": "台帳.xlsx",
            "sha256": "abc",
            "period_from": d(2026, 4, 1),
            "period_to": d(2026, 3, 1),
        },
        {"file": "台帳.xlsx", "issued_on": d(2026, 4, 1), "expires_on": d(2026, 3, 1)},  # 7
        {"remarks": "名前なし"},  # 8
    ]
    seen: Row = {"processor": "P-001", "side": "processor", "control": "ORG-01"}
    signed: Row = {"reviewer": "架空 太郎", "reviewed_on": d(2026, 11, 1), "reason": "原本を確認"}
    review: list[Row] = [
        {**seen, **signed, "grade": 3.0},  # 5
        {**seen, "control": "ORG-02"},  # 6: not yet reviewed, no mistake
        {**seen, "control": "ORG-03", "answer": "no", "reviewer": "架空 太郎"},  # 7
        {**seen, **signed, "control": "ORG-04", "side": "auditor", "grade": 7.0},  # 8
    ]
    book = "questionnaires/2026Q4/p-001.xlsx"
    return (
        build_table("ledger", ledger, sheet="委託先台帳"),
        build_table("clauses", clauses),
        build_table("approvals", approvals),
        build_table("answers", answers, file=book, sheet="設問"),
        build_table("facts", facts, file=book, sheet="設問"),
        build_table("sub_processors", sub_processors, file=book),
        build_table("exceptions", exceptions, file=book),
        build_table("evidence", evidence, file=book),
        build_table("review", review, file="reviews/2026Q4/review.xlsx"),
    )


#: Code → the cells it must name, and no others.
EXPECTED: Mapping[str, Sequence[str]] = {
    "D-LED-01": ["contract 9"],
    "D-LED-03": ["name 13"],
    "D-LED-05": ["contract 5", "contract 6"],
    "D-LED-06": ["corporate_number 7"],
    "D-LED-07": ["corporate_number 8"],
    "D-LED-08": ["tier 7"],
    "D-LED-09": ["tier 8"],
    "D-LED-10": ["parent 9"],
    "D-LED-11": ["parent 10"],
    "D-LED-12": ["persons 10"],
    "D-LED-13": ["signed_on 12"],
    "D-LED-14": ["term_end 11"],
    "D-LED-15": ["term_start 13"],
    "D-LED-16": ["ended_on 15"],
    "D-LED-17": ["next_audit_on 14"],
    "D-LED-18": ["open_findings 11"],
    "D-CLA-01": ["contract 8"],
    "D-CLA-03": ["id 6", "id 7"],
    "D-APP-03": ["approver 7"],
    "D-APP-05": ["valid_until 6"],
    "D-APP-06": ["valid_until 7"],
    "D-APP-07": ["valid_from 8"],
    "D-APP-09": ["extensions 8"],
    "D-APP-10": ["control 9", "control 10"],
    "D-ANS-02": ["id 5", "id 10"],
    "D-ANS-03": ["answer 9"],
    "D-ANS-04": ["grade 9"],
    "D-ANS-05": ["grade 10"],
    "D-ANS-06": ["comment 7"],
    "D-FAC-02": ["id 5", "id 11"],
    "D-FAC-03": ["value 6"],
    "D-FAC-04": ["value 8"],
    "D-SUB-01": ["name 6"],
    "D-SUB-02": ["corporate_number 7"],
    "D-SUB-04": ["tier 6"],
    "D-SUB-06": ["persons_engaged 7"],
    "D-SUB-08": ["ended_on 8"],
    "D-SUB-09": ["parent 9"],
    "D-EXC-01": ["control 6"],
    "D-EXC-02": ["valid_until 6"],
    "D-EVI-01": ["file 8"],
    "D-EVI-02": ["file 6", "file 7"],
    "D-EVI-03": ["period_to 6"],
    "D-EVI-04": ["expires_on 7"],
    "D-EVI-06": ["sha256 6"],
    "D-REV-02": ["side 8"],
    "D-REV-04": ["grade 8"],
    "D-REV-06": ["reason 7", "reviewed_on 7"],
}


@pytest.fixture(scope="module")
def suites() -> tuple[Suite, ...]:
    return load_suites(SHIPPED)


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("docs")


@pytest.fixture(scope="module")
def issues(suites: tuple[Suite, ...], docs: Path) -> tuple[DataIssue, ...]:
    import pytest_socket  # noqa: PLC0415 - its fixtures are per test, this run is per module

    pytest_socket.disable_socket()
    try:
        return check(planted(), suites, data_docs=docs)
    finally:
        pytest_socket.enable_socket()


def cells(issues: Sequence[DataIssue], code: str) -> list[str]:
    return sorted(issue.at.cell for issue in issues if issue.code == code)


def cell_of(place: str, table: SheetTable) -> str:
    """The cell of "tier 7", also where it is empty."""
    column, row = place.split()
    return f"{column_letters(table.columns.index(column))}{row}"


def test_every_planted_mistake_comes_back_at_its_cells_and_nothing_else(
    issues: tuple[DataIssue, ...], suites: tuple[Suite, ...]
) -> None:
    tables = {table.name: table for table in planted()}
    table_of = {one.code: tables[suite.table] for suite in suites for one in suite.expectations}
    found = {code: cells(issues, code) for code in sorted({issue.code for issue in issues})}
    wanted = {
        code: sorted(cell_of(place, table_of[code]) for place in places)
        for code, places in EXPECTED.items()
    }
    assert found == dict(sorted(wanted.items()))


def test_an_issue_says_what_stands_in_the_cell_in_both_languages(
    issues: tuple[DataIssue, ...],
) -> None:
    (issue,) = [one for one in issues if one.code == "D-LED-14"]
    english, japanese = translator_for("en"), translator_for("ja")
    assert english.say(issue.says) == (
        "The contract ends before it begins. Found: 2020-01-01 / 2024-04-01"
    )
    assert japanese.say(issue.says).startswith("契約終了日が契約開始日より前です。")
    assert "2020-01-01" in japanese.say(issue.says)
    assert japanese.say(issue.mend) == "どちらの日付が誤りか、契約書で確認してください。"
    assert issue.level is IssueLevel.ERROR
    assert issue.processor == "P-001"
    assert str(issue.at).startswith("contracts/ledger.xlsx [委託先台帳!")


def test_what_could_not_be_read_is_not_called_blank(issues: tuple[DataIssue, ...]) -> None:
    assert cells(issues, "D-LED-04") == []


def words(page: Path) -> str:
    """A page's text, whatever part of it is marked as Japanese."""
    return re.sub(r"</?span[^>]*>", "", page.read_text(encoding="utf-8"))


def test_data_docs_are_local_files_that_load_nothing(
    issues: tuple[DataIssue, ...], docs: Path
) -> None:
    assert issues
    pages = sorted(path.name for path in docs.iterdir())
    assert pages == sorted(["index.html", *(f"{table.name}.html" for table in planted())])
    for path in docs.iterdir():
        text = path.read_text(encoding="utf-8")
        assert "default-src 'none'" in text
        assert not re.search(r"https?://|<script|<link|<img|url\(", text), path.name
        for target in re.findall(r'href="([^"#]+)"', text):
            assert (docs / target).is_file()
    ledger = words(docs / "ledger.html")
    assert "D-LED-14" in ledger
    assert "契約終了日が契約開始日より前です。" in ledger
    assert "contracts/ledger.xlsx [委託先台帳!A11]" in ledger


def test_the_same_tables_give_the_same_issues_and_the_same_pages(
    issues: tuple[DataIssue, ...], suites: tuple[Suite, ...], docs: Path, tmp_path: Path
) -> None:
    assert check(planted(), suites, data_docs=tmp_path) == issues
    for path in docs.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_a_run_that_only_rehearses_writes_no_pages(
    suites: tuple[Suite, ...], tmp_path: Path
) -> None:
    with rehearsal() as planned:
        assert check(planted(), suites, data_docs=tmp_path / "docs")
    assert [one.name for one in planned] == [str(tmp_path / "docs")]
    assert not (tmp_path / "docs").exists()


def test_nothing_is_written_to_the_terminal(
    suites: tuple[Suite, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    check(planted(), suites)
    assert capfd.readouterr() == ("", "")


def test_a_cell_cannot_put_markup_into_data_docs(suites: tuple[Suite, ...], tmp_path: Path) -> None:
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>$x"
    table = build_table("ledger", [ledger_row(corporate_number=evil)], file="<b>.xlsx")
    found = check([table], suites_of(suites, "ledger"), data_docs=tmp_path)
    assert cells(found, "D-LED-06") == ["D5"]
    text = (tmp_path / "ledger.html").read_text(encoding="utf-8")
    assert "<img" not in text
    assert "<script" not in text
    assert "<b>" not in text
    assert "＜img src=x onerror" in words(tmp_path / "ledger.html")


def suites_of(suites: tuple[Suite, ...], *tables: str) -> tuple[Suite, ...]:
    return tuple(suite for suite in suites if suite.table in tables)


def test_a_column_that_is_nowhere_filled_in_stands_for_its_row(suites: tuple[Suite, ...]) -> None:
    table = build_table("ledger", [ledger_row(tier=2.0)])
    assert cells(check([table], suites_of(suites, "ledger")), "D-LED-10") == ["A5"]


def test_what_the_reader_has_said_of_a_row_is_not_said_again(suites: tuple[Suite, ...]) -> None:
    table = build_table("ledger", [ledger_row(contract=None), ledger_row(contract=None)])
    said = replace(
        check([table], suites_of(suites, "ledger"))[0], code="key_missing", at=table.cell(1, "name")
    )
    found = check([table], suites_of(suites, "ledger"), known=[said])
    assert cells(found, "D-LED-01") == ["A5"]


def test_more_failures_than_can_be_listed_are_counted(suites: tuple[Suite, ...]) -> None:
    rows = [ledger_row(contract=f"K-{at}", persons=-1.0) for at in range(LISTED + 30)]
    found = check([build_table("ledger", rows)], suites_of(suites, "ledger"))
    assert len(found) == LISTED + 1
    assert "There are 30 more of these" in translator_for("en").say(found[-1].says)
    assert found[-1].at.cell.endswith(str(LISTED + 5))


OWN = """\
suite: own
table: ledger
expectations:
  - expect: expect_column_values_to_be_between
    columns: [name]
    kwargs: {min_value: 3}
    code: MY-1
    weight: error
    says: &says {ja: 誤り, en: Wrong.}
    mend: &mend {ja: 直す, en: Mend it.}
  - {expect: expect_column_values_to_not_be_null, columns: [colour], code: MY-2, weight: note, says: *says, mend: *mend}
  - {expect: expect_table_row_count_to_be_between, kwargs: {min_value: 9}, code: MY-3, weight: warning, says: *says, mend: *mend}
  - {expect: expect_column_mean_to_be_between, columns: [persons], kwargs: {max_value: 5}, code: MY-4, weight: note, says: *says, mend: *mend}
  - {expect: expect_column_values_to_match_regex, columns: [name], kwargs: {regex: '^甲'}, mostly: 0.5, code: MY-5, weight: note, says: *says, mend: *mend}
  - {expect: expect_column_values_to_match_regex, columns: [name], kwargs: {regex: '('}, code: MY-6, weight: note, says: *says, mend: *mend}
  - {expect: expect_column_values_to_be_in_set, columns: [name], kwargs: {value_set: 5}, code: MY-7, weight: note, says: *says, mend: *mend}
  - expect: expect_column_values_to_be_in_set
    columns: [persons]
    kwargs: {value_set: [7]}
    row_condition: {all: [{column: name, one_of: ["甲'\\"@pd`"]}, {column: tier, below: 2}]}
    code: MY-8
    weight: note
    says: *says
    mend: *mend
  - expect: expect_column_values_to_be_in_set
    columns: [persons]
    kwargs: {value_set: [7]}
    row_condition: {any: [{column: name, one_of: [乙]}, {column: tier, above: 7}, {column: name, given: false}]}
    code: MY-9
    weight: note
    says: *says
    mend: *mend
"""


@pytest.fixture(scope="module")
def own_issues(tmp_path_factory: pytest.TempPathFactory) -> tuple[DataIssue, ...]:
    folder = tmp_path_factory.mktemp("own")
    write_suite(folder, "own", OWN)
    write_suite(
        folder, "other", OWN.replace("table: ledger", "table: nothing").replace("MY-", "NO-")
    )
    rows = [ledger_row(name="甲'\"@pd`"), ledger_row(name="乙")]
    return check([build_table("ledger", rows)], load_suites(folder))


def test_what_cannot_be_evaluated_is_one_issue_each(own_issues: tuple[DataIssue, ...]) -> None:
    said = [translator_for("en").say(one.says) for one in own_issues if one.code == NOT_EVALUATED]
    refused = [re.search(r"expectation (MY-\d)", text) for text in said]
    assert sorted(found[1] for found in refused if found) == ["MY-1", "MY-2", "MY-6", "MY-7"]
    assert any("the table has no column colour; it has _file" in text for text in said)
    assert sum("there is no table nothing" in text for text in said) == 9
    assert all(
        one.at.file.endswith(("/own.yaml", "/other.yaml"))
        for one in own_issues
        if one.code == NOT_EVALUATED
    )


def test_expectations_of_a_user_work_as_the_shipped_do(own_issues: tuple[DataIssue, ...]) -> None:
    found = {one.code: one for one in own_issues if one.code != NOT_EVALUATED}
    assert set(found) == {"MY-3", "MY-4", "MY-8", "MY-9"}
    assert translator_for("en").say(found["MY-3"].says) == "Wrong. Found: 2"
    assert translator_for("en").say(found["MY-4"].says) == "Wrong. Found: 1200.0"
    assert cells(own_issues, "MY-8") == [
        build_table("ledger", [ledger_row()]).cell(0, "persons").cell
    ]


def test_an_empty_table_is_nothing_to_complain_of(suites: tuple[Suite, ...]) -> None:
    empty = [build_table(suite.table, []) for suite in suites]
    assert check(empty, suites) == ()


def test_every_allowed_expectation_exists_and_takes_what_we_say() -> None:
    import great_expectations.expectations as theirs  # noqa: PLC0415

    columns = {
        ExpectationScope.COLUMN: ("column", "mostly", "row_condition"),
        ExpectationScope.AGGREGATE: ("column", "row_condition"),
        ExpectationScope.PAIR: ("column_A", "column_B", "mostly", "row_condition"),
        ExpectationScope.COLUMNS: ("column_list", "mostly", "row_condition"),
        ExpectationScope.TABLE: (),
    }
    for name, kind in KINDS.items():
        fields = getattr(theirs, "".join(map(str.capitalize, name.split("_")))).__fields__
        assert {*columns[kind.shape], *kind.needs, *kind.takes} <= set(fields), name


def maybe(value: st.SearchStrategy[Scalar]) -> st.SearchStrategy[Scalar]:
    return st.one_of(st.none(), value)


DAYS = st.dates(date(2020, 1, 1), date(2024, 12, 31))
LATER = st.dates(date(2025, 1, 1), date(2030, 12, 31))
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Z"]), min_size=1, max_size=8)


@st.composite
def right_rows(draw: st.DrawFn) -> list[Row]:
    """Ledger rows without a mistake: optional cells are blank as often as not."""
    names = draw(st.lists(TEXT, unique=True, max_size=5))
    return [
        {
            "contract": name,
            "processor": "P-001",
            "name": name,
            "tier": 1.0,
            "corporate_number": draw(maybe(st.just(RIGHT_NUMBER))),
            "persons": draw(maybe(st.integers(0, 10**7).map(float))),
            "term_start": draw(maybe(DAYS)),
            "term_end": draw(maybe(LATER)),
            "remarks": draw(maybe(TEXT)),
            "cloud": draw(maybe(st.booleans())),
        }
        for name in names
    ]


@pytest.fixture(scope="module", autouse=True)
def _imported(issues: tuple[DataIssue, ...]) -> Iterator[None]:
    """The library is imported before any deadline runs."""
    assert issues
    yield  # noqa: PT022 - a fixture with a type of its own


@settings(max_examples=examples(10), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=right_rows())
def test_rows_without_mistakes_give_no_issue(rows: list[Row]) -> None:
    ledger = suites_of(load_suites(SHIPPED), "ledger")
    assert check([build_table("ledger", rows)], ledger) == ()
