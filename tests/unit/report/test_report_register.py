"""The gap register: a row per finding, to filter and to fill in."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from functools import cache

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from itakusaki.findings import findings_of
from itakusaki.model.party import Duty
from itakusaki.model.tracked import FindingState
from itakusaki.report.formats import register
from itakusaki.report.formats.register_rows import COLUMNS
from support.assessments import CHECKLIST, assessment, every_rating, judged_on_both_sides
from support.published import published, sample
from support.stored import TRACKED


@cache
def sheet(language: str) -> Worksheet:
    content = sample()[f"gap-register.{language}.xlsx"]
    found = openpyxl.load_workbook(io.BytesIO(content)).active
    assert isinstance(found, Worksheet)
    return found


def test_every_finding_has_its_row() -> None:
    ids = [row[0].value for row in sheet("en").iter_rows(min_row=5)]
    assert sorted(ids) == sorted(f.id for f in findings_of(every_rating(), CHECKLIST))
    owed = [name for name in ids if "-client-" in name]
    assert owed
    assert ids[-len(owed) :] == owed


def test_a_row_shows_the_question_as_its_side_was_asked_it() -> None:
    run = assessment(judged_on_both_sides())
    book = published(run, formats=("xlsx",), languages=("en",))["gap-register.xlsx"]
    rows = list(
        openpyxl.load_workbook(io.BytesIO(book)).active.iter_rows(min_row=4, values_only=True)
    )
    side, question = rows[0].index("Side"), rows[0].index("Question")
    control = CHECKLIST.controls["CON-06"]
    assert control.practice is not None
    assert {row[side]: row[question] for row in rows[1:]} == {
        "Processor": control.practice.question.en,
        "Client": control.question.en,
    }


def test_it_can_be_filtered_and_its_head_stays() -> None:
    assert sheet("en").auto_filter.ref == f"A4:Y{sheet('en').max_row}"
    assert sheet("en").freeze_panes == "D5"
    assert sheet("en").print_title_rows == "$4:$4"


def test_it_prints_across_a4_with_the_ten_columns_a_person_needs() -> None:
    page = sheet("en")
    shown = [laid for laid in page.column_dimensions.values() if not laid.hidden]
    heads = [page[f"{laid.index}4"].value for laid in shown]
    assert heads == [
        "Finding",
        "Processor name",
        "Kind",
        "Severity",
        "Title",
        "Reasons",
        "What to do",
        "Owner",
        "Due date",
        "Status",
    ]
    # About 140 half-width signs of 10 points fit across; no print is smaller than seven points.
    assert sum(laid.width for laid in shown) <= 200
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage) == (0, True)


def test_what_is_folded_away_is_there() -> None:
    folded = [laid for laid in sheet("ja").column_dimensions.values() if laid.hidden]
    assert {laid.outlineLevel for laid in folded} == {1}
    assert sum(laid.max - laid.min + 1 for laid in folded) + 10 == len(COLUMNS)
    assert "「2」" in sheet("ja")["A3"].value


def test_findings_can_be_filtered_by_cross_check() -> None:
    head = [cell.value for cell in next(sheet("en").iter_rows(min_row=4, max_row=4))]
    column = head.index("Cross-checks")
    assert "X-19" in {row[column].value for row in sheet("en").iter_rows(min_row=5)}


def test_status_and_due_date_are_checked() -> None:
    checks = {str(check.sqref)[:1]: check for check in sheet("ja").data_validations.dataValidation}
    assert checks["X"].type == "list"
    assert len(checks["X"].formula1) < 255
    assert checks["W"].type == "date"


def test_both_languages_have_the_same_numbers() -> None:
    weights = [
        [row[9].value for row in sheet(language).iter_rows(min_row=5)] for language in ("ja", "en")
    ]
    assert weights[0] == weights[1]


def test_its_bytes_hold_no_clock() -> None:
    with zipfile.ZipFile(io.BytesIO(sample()["gap-register.ja.xlsx"])) as book:
        assert {part.date_time for part in book.infolist()} == {(1980, 1, 31, 0, 0, 0)}
        assert book.read("docProps/core.xml").count(b"2026-12-31T00:00:00Z") == 2


def test_what_is_kept_of_a_finding_stands_in_its_cells_for_entries() -> None:
    run = assessment(judged_on_both_sides())
    (party,) = (result.processor.id for result in run.results)
    kept = replace(
        TRACKED,
        processor=party,
        cause="CON-06",
        controls=("CON-06",),
        state=FindingState.READY,
        owner="=佐藤",
    )
    touching = replace(kept, id="F-P01-002", cause="X-01", owner="別の担当", sealed=False)
    hidden = replace(kept, id="F-P01-003", side=Duty.CLIENT, sealed=True)
    followed = (kept, touching, hidden)
    files = published(run, formats=("xlsx",), languages=("en",), followed=followed)
    book = openpyxl.load_workbook(io.BytesIO(files["gap-register.xlsx"]))
    page = book.active
    assert page is not None
    # Sorted by the buttons of the filter, a row takes its hidden mark along.
    assert page.auto_filter.ref == f"A4:Z{page.max_row}"
    assert page["Z4"].value == "For reading it back"
    hidden_page = book["_itakusaki"]
    assert hidden_page.sheet_state == "veryHidden"
    said = {row[0]: row[1] for row in hidden_page.iter_rows(values_only=True)}
    assert (said["client"], said["round"], said["kind"]) == (run.client, run.round, "gap_register")
    rows = list(page.iter_rows(min_row=4, values_only=True))
    place = {name: rows[0].index(name) for name in ("Side", "Owner", "Due date", "Status")}
    told = {row[place["Side"]]: [row[at] for at in place.values()][1:] for row in rows[1:]}
    assert told["Processor"] == ["=佐藤", datetime(2027, 1, 30), "Submitted for check"]
    assert told["Client"] == [None, None, None]


@pytest.mark.parametrize(
    ("lang", "says"),
    [("ja", "指摘 全{count}件のうち先頭の2件"), ("en", "the first 2 of {count} findings")],
)
def test_what_a_sheet_cannot_hold_is_told(
    monkeypatch: pytest.MonkeyPatch, lang: str, says: str
) -> None:
    name = f"gap-register.{lang}.xlsx"
    whole = openpyxl.load_workbook(io.BytesIO(sample()[name])).active
    monkeypatch.setattr(register, "MOST_ROWS", 2)
    found = openpyxl.load_workbook(io.BytesIO(published(every_rating())[name])).active
    assert found.max_row == 4 + 2
    assert says.format(count=whole.max_row - 4) in found["A2"].value
