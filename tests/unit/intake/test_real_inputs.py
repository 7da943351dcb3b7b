"""Workbooks that nobody in this project wrote: read as their README says, or the test is skipped."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from itakusaki.catalogue.layouts import load_layouts
from itakusaki.intake.book import Book, open_book
from itakusaki.intake.cell import UnreadCell
from itakusaki.intake.identity import Owner
from itakusaki.intake.issues import Notes
from itakusaki.intake.normalise import Spellings
from itakusaki.intake.questionnaire import Returned, read_questionnaire
from itakusaki.intake.recognise import LayoutReader, Recognised, recognise
from itakusaki.model.party import Duty
from itakusaki.settings import data_folder
from support.blank_books import checklist
from support.workspaces import AOBA, Workspace, a_workspace

REAL = Path(__file__).parents[4] / "shared" / "real-inputs"
OWN = Path(__file__).parents[2] / "support" / "layouts"

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="../shared/real-inputs is not here")

LAYOUTS = load_layouts(data_folder("checklists") / "layouts", OWN)


def _path(pattern: str) -> Path:
    return next(iter(sorted(REAL.glob(pattern))))


def _book(pattern: str) -> Book:
    path = _path(pattern)
    book = open_book(path, path.name).book
    assert book is not None
    return book


def _read(pattern: str) -> tuple[Recognised, Returned, Notes]:
    notes = Notes()
    readers = [LayoutReader(layout, checklist()) for layout in LAYOUTS]
    found = recognise(_book(pattern), readers, notes)
    owner = Owner(processor="P001", side=Duty.PROCESSOR)
    return found, read_questionnaire(found, owner, notes), notes


def test_the_filled_self_assessment_reads_to_its_counts() -> None:
    found, returned, _ = _read("jda-gif/468-2*.xlsx")
    rows = [record for record in returned.records if record.table == "answers"]

    assert found.reader.layout.name == "jda-quality"
    assert found.cover["scope"].raw == "XXシステム"
    assert Counter(row.text("answer_raw") for row in rows if row.text("answer_raw")) == {
        "アドホック(1)": 20,
        "部分対応(2)": 20,
        "基本(3)": 16,
        "未対応(0)": 13,
        "該当しない": 10,
        "ドロップダウンから選択してください": 4,
    }
    assert Counter(row.value("answer") for row in rows if row.text("answer_raw")) == {
        "partial": 40,
        "yes": 16,
        "no": 13,
        "not_applicable": 10,
        None: 4,
    }


def test_a_mapped_item_of_a_foreign_form_answers_our_control() -> None:
    _, returned, notes = _read("jda-gif/468-2*.xlsx")

    answer = returned.questionnaire.answers["GRP-02"]
    assert (answer.raw, answer.at.cell) == ("部分対応(2)", "D20")
    assert {issue.code for issue in notes.issues} == {"unmapped_items", "sheets_passed_over"}


@pytest.mark.parametrize(
    ("pattern", "items"),
    [
        ("jda-gif/465-3*.xlsx", 50),
        ("jda-gif/465-4*.xlsx", 13),
        ("jda-gif/465-5*.xlsx", 12),
        ("jda-gif/465-6*.xlsx", 70),
        ("jda-gif/466-2*.xlsx", 31),
    ],
)
def test_a_blank_form_reads_as_unanswered_throughout(pattern: str, items: int) -> None:
    found, returned, notes = _read(pattern)
    rows = [record for record in returned.records if record.table == "answers"]

    assert found.reader.layout.name == "jda-survey"
    assert len(rows) >= items
    assert {row.value("answer") for row in rows} == {None}
    assert {issue.code for issue in notes.issues} <= {
        "unmapped_items",
        "formula_cell",
        "sheets_passed_over",
    }


def test_a_list_of_questions_in_csv_is_a_questionnaire_without_answers() -> None:
    found, returned, _ = _read("ja-vendor-checksheet-csv/*.csv")

    rows = [record for record in returned.records if record.table == "answers"]
    assert found.reader.layout.name == "vendor-csv"
    assert len(rows) + len(returned.questionnaire.answers) >= 69
    assert not any(row.value("answer") for row in rows)


@pytest.mark.parametrize(
    "pattern", ["ja-era-dates/cell_format_2016.xlsx", "ja-era-dates/cell_format_date1904.xls"]
)
def test_a_date_that_is_shown_in_any_calendar_is_the_date_that_was_meant(pattern: str) -> None:
    spellings = Spellings(LAYOUTS[0])
    compared = 0
    for sheet in _book(pattern).sheets:
        for row in sheet.rows:
            if len(row) < 4 or not isinstance(row[2], date):
                continue
            shown = spellings.day(row[3])
            if isinstance(shown, date):
                assert spellings.day(row[2]) == shown, row
                compared += 1
    assert compared or "2016" in pattern


def test_a_holiday_list_in_cp932_reads_without_mojibake() -> None:
    (sheet,) = _book("ja-holidays/*.csv").sheets
    days = [Spellings(LAYOUTS[0]).day(row[0]) for row in sheet.rows[1:]]

    assert sheet.rows[1] == ["1955/1/1", "元日"]
    assert not [day for day in days if isinstance(day, UnreadCell) or day is None]


def test_what_is_no_workbook_is_refused_in_one_sentence(tmp_path: Path) -> None:
    space = a_workspace(tmp_path, AOBA)
    space.reply(_path("ja-xlsmapper/no_excel.xlsx").read_bytes(), "no_excel.xlsx")

    (issue,) = space.issues("not_excel")
    assert issue.at.file == "questionnaires/2026Q4/no_excel.xlsx"


@pytest.mark.parametrize("pattern", ["*/*.xls", "*/*.xlsx", "*/*.csv"])
def test_every_file_opens_or_says_why_not(pattern: str) -> None:
    for path in sorted(REAL.glob(pattern)):
        opened = open_book(path, path.name)
        assert (opened.book is None) == (path.name == "no_excel.xlsx")
        assert all(issue.code == "not_excel" for issue in opened.issues)


def test_every_file_at_once_reads_as_a_round(tmp_path: Path) -> None:
    space: Workspace = a_workspace(tmp_path, AOBA)
    files = [path for path in sorted(REAL.glob("*/*")) if path.is_file()]
    for path in files:
        space.reply(path.read_bytes(), path.name)

    found = space.read().dossier

    assert len(found.sources) == len(files) + 1
    named = {issue.at.file.rpartition("/")[2] for issue in found.issues}
    assert {path.name for path in files} <= named
