"""A new form shows what was answered last; 変更なし takes it over, counted apart, where it may."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from itakusaki.audit.last_round import last_replies
from itakusaki.model.answer import Answer, Fact
from itakusaki.settings import load_workspace
from itakusaki.tabular.hidden_sheet import LAST, SHEET
from support.cli import itakusaki
from support.databases import KeptIn
from support.small_round import audited, store_of
from support.workspaces import cover, reply

Q3, Q4 = ("--round", "2026Q3"), ("--round", "2026Q4")
#: What was said in the third quarter; TEC-02 is a knock-out, TEC-03 need not be asked again so soon.
SAID = (
    ("TEC-01", "設問", "○", "文書", "規程.pdf", "", "毎月見直す"),
    ("TEC-01.accounts", "件数", 12),
    ("TEC-01.account_ids", "ID", "adm01、adm02"),
    ("TEC-02", "設問", "○"),
    ("TEC-02.user_named", "特定", "はい"),
    ("TEC-03", "設問", "△", "", "", "", "一部のみ"),
)


@pytest.fixture
def space(space: Path, kept_in: KeptIn) -> Path:
    """The small round, on each database."""
    return kept_in(space)


@pytest.fixture
def form(space: Path) -> Path:
    """The fourth quarter's form of a party that answered in the third."""
    folder = space / "questionnaires" / "2026Q3"
    folder.mkdir(parents=True)
    (folder / "a.xlsx").write_bytes(reply(*SAID, front=cover(round_="2026Q3")))
    store_of(space, make=True)
    audited(space, *Q3)
    assert (
        itakusaki("questionnaire", "make", space, "P001", *Q4, "--depth", "full", lang="ja").code
        == 0
    )
    (made,) = (space / "outgoing" / "2026Q4").glob("*.xlsx")
    return made


def questions(book: Workbook) -> Worksheet:
    """The one sheet of questions."""
    (page,) = (page for page in book.worksheets if page.title.startswith("TEC "))
    return page


def place(page: Worksheet, name: str, heading: str) -> str:
    """Where an item's cell under a heading stands; a row is found by the id in its first column."""
    (column,) = (cell.column_letter for cell in page[4] if cell.value == heading)
    (row,) = (cell.row for cell in page["A"] if cell.value == name)
    return f"{column}{row}"


def seen(page: Worksheet, name: str, heading: str) -> object:
    return page[place(page, name, heading)].value


def replies(space: Path, round_: str) -> tuple[Mapping[str, Answer], Mapping[str, Fact]]:
    """What the store holds of a round."""
    store = store_of(space)
    kept = store.assessment(store.kept(round_)[-1])
    assert kept is not None
    (given,) = kept.results[0].questionnaires
    return given.answers, given.facts


def returned(space: Path, book: Workbook, *more: str) -> list[tuple[str, str]]:
    """Hand a form in, audit it, and give the issues of 変更なし, each with its cell."""
    book.save(space / "questionnaires" / "2026Q4" / "a.xlsx")
    audited(space, *Q4, *more)
    data = json.loads((space / "reports" / "2026Q4" / "assessment.json").read_text("utf-8"))
    told = [one for one in data["issues"] if one["code"].startswith("unchanged")]
    return [(one["code"], one["at"]["cell"]) for one in told]


def test_the_form_shows_what_was_answered_and_lets_only_what_may_hold_still(form: Path) -> None:
    page = questions(load_workbook(form))
    assert seen(page, "TEC-01", "前回の回答") == "○\n文書\n規程.pdf\n毎月見直す"
    assert seen(page, "TEC-01.accounts", "前回の回答") == "12"
    assert seen(page, "TEC-04", "前回の回答") is None
    open_ = {
        name: not page[place(page, name, "変更なし")].protection.locked
        for name in ("TEC", "TEC-01", "TEC-02", "TEC-01.account_ids", "TEC-01.accounts", "TEC-04")
    }
    assert [name for name, is_open in open_.items() if is_open] == [
        "TEC",
        "TEC-01",
        "TEC-01.account_ids",
    ]
    assert all(page[place(page, name, "前回の回答")].protection.locked for name in open_)


@pytest.mark.usefixtures("form")
def test_a_form_in_the_other_language_says_in_it_what_was_chosen(space: Path) -> None:
    code = itakusaki(
        "questionnaire", "make", space, "P001", *Q4, "--depth", "full", "--force", lang="en"
    ).code
    assert code == 0
    made = max((space / "outgoing" / "2026Q4").glob("questionnaire_*.xlsx"))
    page = questions(load_workbook(made))
    assert seen(page, "TEC-02.user_named", "Last answer") == "Yes"
    assert seen(page, "TEC-01.account_ids", "Last answer") == "adm01、adm02"


def test_unchanged_is_the_last_answer_counted_by_rounds_in_a_row(form: Path, space: Path) -> None:
    book = load_workbook(form)
    page = questions(book)
    page[place(page, "TEC-01", "変更なし")] = "変更なし"
    page[place(page, "TEC-01", "補足・該当なしの理由")] = "毎週見直す"
    page[place(page, "TEC-01.account_ids", "回答")] = "変更なし"
    page[place(page, "TEC-02", "回答")] = "○"
    assert returned(space, book) == []
    answers, facts = replies(space, "2026Q4")
    first = answers["TEC-01"]
    assert (first.value.symbol, first.reaffirmed, first.comment) == ("○", 1, "毎週見直す")
    assert (first.evidence_kind, first.evidence_names) == ("document", ("規程.pdf",))
    assert (answers["TEC-02"].value.symbol, answers["TEC-02"].reaffirmed) == ("○", 0)
    assert facts["TEC-01.account_ids"].value == ("adm01", "adm02")
    compared = itakusaki("round", "compare", "2026Q3", "2026Q4", space, "--json")
    (again,) = json.loads(compared.out)["repeats"]
    assert (again["answers"], again["reaffirmed"]) == ([], [{"control": "TEC-01", "rounds": 1}])
    assert (
        itakusaki(
            "questionnaire",
            "make",
            space,
            "P001",
            "--round",
            "2027Q1",
            "--depth",
            "full",
            lang="ja",
        ).code
        == 0
    )
    (made,) = (space / "outgoing" / "2027Q1").glob("*.xlsx")
    rows = list(load_workbook(made)[SHEET].iter_rows(max_col=2, values_only=True))
    assert (LAST, "2026Q4") in rows
    assert '"reaffirmed":1' in str(dict(rows)["TEC-01"])
    # What the fourth quarter did not ask is as the third had it, and says so.
    later = replace(load_workspace(space), round="2027Q1")
    known = last_replies(store_of(space), later, ["P001"])["P001"]
    told = {name: (one.value.symbol, one.round) for name, one in known.answers.items()}
    assert told == {"TEC-01": ("○", ""), "TEC-02": ("○", ""), "TEC-03": ("△", "2026Q3")}
    assert known.facts["TEC-01.accounts"].value == 12


def test_a_sheet_said_to_be_unchanged_leaves_open_what_is_asked_anew(
    form: Path, space: Path
) -> None:
    book = load_workbook(form)
    page = questions(book)
    page[place(page, "TEC", "変更なし")] = "○"
    page[place(page, "TEC-02", "回答")] = "×"
    told = returned(space, book)
    answers, facts = replies(space, "2026Q4")
    shown = {name: (one.value.symbol, one.reaffirmed) for name, one in answers.items()}
    assert shown == {"TEC-01": ("○", 1), "TEC-02": ("×", 0), "TEC-04": ("", 0)}
    assert facts["TEC-01.account_ids"].value == ("adm01", "adm02")
    assert facts["TEC-01.accounts"].value is None
    assert facts["TEC-02.user_named"].value is None
    assert told == [("unchanged_without_last", place(page, "TEC-04", "回答"))]


def test_unchanged_where_it_may_not_be_said_is_an_issue(form: Path, space: Path) -> None:
    book = load_workbook(form)
    page = questions(book)
    page[place(page, "TEC-02", "回答")] = "変更なし"
    page[place(page, "TEC-01.accounts", "回答")] = "変更なし"
    page[place(page, "TEC-01", "変更なし")] = "変更なし"
    page[place(page, "TEC-01", "回答")] = "×"
    page[place(page, "TEC-04", "変更なし")] = "変更なし"
    assert set(returned(space, book)) == {
        ("unchanged_anew", place(page, "TEC-02", "回答")),
        ("unchanged_anew", place(page, "TEC-01.accounts", "回答")),
        ("unchanged_and_answered", place(page, "TEC-01", "回答")),
        ("unchanged_without_last", place(page, "TEC-04", "回答")),
    }
    answers, _ = replies(space, "2026Q4")
    assert answers["TEC-01"].value.symbol == "×"
    assert not any(one.reaffirmed for one in answers.values())


@pytest.mark.parametrize("kept", ['{"value":"perhaps"}', "["])
def test_a_last_answer_that_somebody_changed_is_none(form: Path, space: Path, kept: str) -> None:
    book = load_workbook(form)
    page = questions(book)
    (cell,) = (
        row[1]
        for row in book[SHEET].iter_rows(max_col=2)
        if row[0].value == "TEC-01" and str(row[1].value).startswith("{")
    )
    cell.value = kept
    page[place(page, "TEC-01", "変更なし")] = "変更なし"
    page[place(page, "TEC-02", "回答")] = "○"
    assert [code for code, _ in returned(space, book)] == ["unchanged_without_last"]
    assert replies(space, "2026Q4")[0]["TEC-01"].value.symbol == ""


def test_without_a_store_the_form_is_what_it_was(file_space: Path) -> None:
    argv = ("questionnaire", "make", file_space, "P001", *Q4, "--depth", "full")
    assert itakusaki(*argv, lang="ja").code == 0
    (made,) = (file_space / "outgoing" / "2026Q4").glob("*.xlsx")
    book = load_workbook(made)
    assert "前回の回答" not in [cell.value for cell in questions(book)[4]]
    assert LAST not in [row[0] for row in book[SHEET].iter_rows(values_only=True)]
