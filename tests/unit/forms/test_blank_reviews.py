"""The review workbook shows what was declared and waits for the auditor's word."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from openpyxl import Workbook, load_workbook

from itakusaki.forms import review_book
from itakusaki.language import translator_for
from itakusaki.language.labels import VERDICTS
from itakusaki.model.answer import AnswerValue
from itakusaki.model.assessment import ControlResult, ProcessorResult
from itakusaki.model.evidence import CheckOutcome, EvidenceState, FileCheck, FileCheckKind
from itakusaki.model.message import Message
from itakusaki.model.verdict import Verdict
from itakusaki.tabular.hidden_sheet import SHEET
from support.assessments import CHECKLIST, every_rating, judged_on_both_sides
from support.blank_books import layout

RESULTS = {result.processor.id: result for result in every_rating().results}


def review(result: ProcessorResult, lang: str = "ja") -> Workbook:
    book = review_book(
        checklist=CHECKLIST,
        layout=layout(),
        result=result,
        round_="2026Q4",
        translator=translator_for(lang),
    )
    return load_workbook(io.BytesIO(book))


@pytest.mark.parametrize("party", sorted(RESULTS))
def test_each_answer_has_a_row_and_silence_and_clauses_have_none(party: str) -> None:
    result = RESULTS[party]
    expected = [
        control.control
        for control in result.controls
        for side in control.judgements
        if side.answer is not None and side.answer.value is not AnswerValue.BLANK
    ]
    page = review(result).worksheets[0]
    shown = [row[2] for row in page.iter_rows(min_row=4, values_only=True)]
    assert sorted(shown) == sorted(expected)
    disputed = {c.control for c in result.judged if c.looked_at}
    assert {control in disputed for control in shown[: len(disputed)]} <= {True}


def test_a_row_says_what_was_declared_and_whether_the_file_came() -> None:
    page = review(RESULTS["P02"]).worksheets[0]
    rows = {row[2]: row for row in page.iter_rows(min_row=4, values_only=True)}
    headings = [cell.value for cell in page[3]]
    shown = dict(zip(headings, rows["TEC-09"], strict=True))
    assert shown["委託先コード"] == "P02"
    assert shown["回答者"] == "委託先"
    assert shown["申告回答"] == "×"
    assert shown["提出証跡"] == "log.csv（提出なし）"
    delivered = [row[headings.index("提出証跡")] for row in rows.values()]
    assert "log.csv（提出あり）" in delivered
    assert shown["設問"] == CHECKLIST.controls["TEC-09"].question.ja


@pytest.mark.parametrize(("lang", "mark"), [("ja", "要確認"), ("en", "To be looked at")])
def test_a_row_says_what_the_tool_concluded_and_whether_a_person_has_to_look(
    lang: str, mark: str
) -> None:
    result, translator = RESULTS["P02"], translator_for(lang)
    page = review(result, lang).worksheets[0]
    table = layout().tables["review"]
    headings = [cell.value for cell in page[3]]
    at = {
        name: headings.index(translator.pick(table.column(name).heading))
        for name in ("control", "verdict", "attention")
    }
    rows = [[row[i] for i in at.values()] for row in page.iter_rows(min_row=4, values_only=True)]
    verdicts = {c.control: translator.say(VERDICTS[c.verdict]) for c in result.controls}
    assert {control: verdict for control, verdict, _ in rows}.items() <= verdicts.items()
    marked = [attention == mark for *_, attention in rows]
    assert marked == sorted(marked, reverse=True)
    assert {c.control for c in result.judged if c.looked_at} & {r[0] for r in rows} <= {
        r[0] for r, is_marked in zip(rows, marked, strict=True) if is_marked
    }
    assert page.auto_filter.ref == f"A3:{page.cell(3, len(headings)).column_letter}{page.max_row}"


def test_an_answer_stands_beside_the_question_its_side_was_asked() -> None:
    control = CHECKLIST.controls["CON-06"]
    assert control.practice is not None
    page = review(judged_on_both_sides()).worksheets[0]
    rows = {row[2]: row for row in page.iter_rows(min_row=4, values_only=True)}
    assert control.practice.question.ja in rows["CON-06"]
    assert control.question.ja not in rows["CON-06"]


def test_only_the_auditors_cells_are_open_and_checked() -> None:
    page = review(RESULTS["P02"]).worksheets[0]
    open_cells = [cell.column_letter for cell in page[4] if not cell.protection.locked]
    assert open_cells == ["N", "O", "P", "Q", "R", "S", "T"]
    rules = {
        letter: rule.type
        for letter in open_cells
        for rule in page.data_validations.dataValidation
        if f"{letter}4" in rule.sqref
    }
    assert rules == {"N": "whole", "O": "list", "P": "list", "Q": "list", "S": "date"}
    assert page.protection.sheet


def test_the_hidden_sheet_says_that_it_is_a_review_and_of_whom() -> None:
    page = review(RESULTS["P02"])[SHEET]
    says = dict(page.iter_rows(max_row=7, max_col=2, values_only=True))
    assert (says["kind"], says["processor"], says["round"]) == ("review", "P02", "2026Q4")


def test_an_english_review_shows_english_words() -> None:
    page = review(RESULTS["P02"], "en").worksheets[0]
    row = next(page.iter_rows(min_row=4, values_only=True))
    assert row[1] == "Processor"
    assert any("not provided" in str(value) for value in row)


def test_what_waits_for_a_person_comes_first_and_says_what_for() -> None:
    result = RESULTS["P02"]
    check = FileCheck(
        file="evidence/2026Q4/P02/scan.pdf",
        kind=FileCheckKind.READABLE,
        outcome=CheckOutcome.FOR_A_PERSON,
        says=Message("a picture, which no machine reads here"),
    )

    def waiting(control: ControlResult) -> ControlResult:
        if control.control != "TEC-09":
            return control
        (said,) = control.judgements
        open_ = replace(said, state=EvidenceState.DELIVERED, checks=(check,))
        return replace(control, verdict=Verdict.UNVERIFIED, settled=True, judgements=(open_,))

    page = review(replace(result, controls=tuple(map(waiting, result.controls)))).worksheets[0]
    headings = [cell.value for cell in page[3]]
    first = dict(zip(headings, [cell.value for cell in page[4]], strict=True))
    assert first["管理策ID"] == "TEC-09"
    assert first["証跡の確認状況"] == "提出済（内容未確認）"
    assert first["形式確認の結果"] == "scan.pdf：画像ファイル（人による確認が必要）"
