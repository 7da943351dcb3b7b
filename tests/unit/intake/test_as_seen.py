"""Cells as a person sees them: merged, marked as above, doubled, scaled by their heading."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from itakusaki.catalogue.layouts import with_answers
from itakusaki.language import translator_for
from itakusaki.model.answer import AnswerValue
from itakusaki.model.record import Scalar
from itakusaki.tabular.cell_text import raw_text
from support.blank_books import checklist, layout
from support.workspaces import AOBA, LEDGER_HEADINGS, Workspace, a_workspace, cover, workbook

YES, NO, PARTIAL, BLANK = (
    AnswerValue.YES,
    AnswerValue.NO,
    AnswerValue.PARTIAL,
    AnswerValue.BLANK,
)
Change = Callable[[Workbook], None]


def replied(root: Path, *rows: tuple[object, ...], change: Change | None = None) -> Workspace:
    """A workspace with one reply; the first row is the heading of its sheet 設問."""
    return a_workspace(root).reply(workbook({"表紙": cover(), "設問": rows}, change))


def answers_of(workspace: Workspace) -> dict[str, AnswerValue]:
    (own,) = workspace.read().dossier.questionnaires
    return {name: answer.value for name, answer in own.answers.items()}


def fact_of(workspace: Workspace, name: str) -> Scalar:
    (own,) = workspace.read().dossier.questionnaires
    return own.facts[name].value


def merging(*ranges: str, sheet: str = "設問") -> Change:
    def change(book: Workbook) -> None:
        for one in ranges:
            book[sheet].merge_cells(one)

    return change


# -- headings: round, unit and scale --------------------------------------------------


@pytest.mark.parametrize(
    "headings",
    [
        ("回答（前回）", "回答（今回）"),
        ("回答（今回）", "回答（前回）"),
        ("回答【前年度】", "回答"),
        ("Answer (previous round)", "Answer (this round)"),
        ("回答（前回 2026Q3）（参考）", "回答（今回）"),
    ],
)
def test_the_answers_of_an_earlier_round_are_not_read(
    headings: tuple[str, str], tmp_path: Path
) -> None:
    first_is_old = "前" in headings[0] or "previous" in headings[0]
    row = ("○", "×") if first_is_old else ("×", "○")
    workspace = replied(tmp_path, ("ID", "設問", *headings), ("TEC-01", "設問", *row))

    assert answers_of(workspace) == {"TEC-01": NO}
    assert not workspace.codes() & {"column_twice", "column_twice_read"}


def test_a_sheet_with_nothing_but_earlier_answers_lacks_its_column(tmp_path: Path) -> None:
    workspace = replied(tmp_path, ("ID", "設問", "回答（前回）"), ("TEC-01", "設問", "○"))

    assert "columns_missing" in workspace.codes()
    assert not workspace.read().dossier.questionnaires


def test_the_round_may_stand_below_a_merged_heading(tmp_path: Path) -> None:
    workspace = replied(
        tmp_path,
        ("ID", "設問", "回答", ""),
        ("", "", "前回", "今回"),
        ("TEC-01", "設問", "○", "△"),
        change=merging("A1:A2", "B1:B2", "C1:D1"),
    )

    assert answers_of(workspace) == {"TEC-01": PARTIAL}


def test_of_two_columns_of_one_meaning_only_what_both_say_is_read(tmp_path: Path) -> None:
    workspace = replied(
        tmp_path,
        ("ID", "設問", "回答", "回答"),
        ("TEC-01", "設問", "○", "×"),
        ("TEC-02", "設問", "○", "○"),
        ("TEC-03", "設問", "", "×"),
    )

    assert answers_of(workspace) == {"TEC-01": BLANK, "TEC-02": YES, "TEC-03": NO}
    (issue,) = workspace.issues("column_twice")
    said = dict(issue.says.values)
    assert (said["first"], said["others"], said["count"]) == ("C", "D", 1)


def test_a_columns_own_heading_goes_before_another_word_for_it(tmp_path: Path) -> None:
    workspace = replied(tmp_path, ("ID", "設問", "評価", "回答"), ("TEC-01", "設問", "○", "×"))

    assert answers_of(workspace) == {"TEC-01": NO}
    (issue,) = workspace.issues("column_twice_read")
    assert dict(issue.says.values)["first"] == "D"


@pytest.mark.parametrize(
    ("heading", "value", "persons"),
    [
        ("本人数（万人）", 124, 1_240_000.0),
        ("本人数（千件）", "1,240", 1_240_000.0),
        ("本人数［単位：千人］", 3.5, 3_500.0),
        ("Persons (in thousands)", 12, 12_000.0),
        ("本人数（万人）", "3万", 30_000.0),
        ("本人数（人）", 124, 124.0),
        ("本人数（概数）", 124, 124.0),
    ],
)
def test_the_scale_in_a_heading_counts(
    heading: str, value: object, persons: float, tmp_path: Path
) -> None:
    workspace = Workspace(tmp_path).contract(
        workbook({"委託先台帳": [(*LEDGER_HEADINGS, heading), (*AOBA, value)]})
    )

    (row,) = workspace.read().dossier.ledger.entrustments

    assert row.record.number("persons") == persons


@pytest.mark.parametrize(("heading", "value"), [("本人数（万人）", "124人"), ("本人数（時間）", 5)])
def test_a_unit_that_does_not_fit_is_refused(heading: str, value: object, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path).contract(
        workbook({"委託先台帳": [(*LEDGER_HEADINGS, heading), (*AOBA, value)]})
    )

    (row,) = workspace.read().dossier.ledger.entrustments

    assert row.record.number("persons") is None
    assert workspace.issues("value_unreadable")


def test_the_unit_beside_a_fact_counts_where_the_party_changed_it(tmp_path: Path) -> None:
    workspace = replied(
        tmp_path,
        ("ID", "設問", "回答", "単位"),
        ("GRP-09.persons", "本人", 124, "万人"),
        ("TEC-09.retention_months", "月数", 2, "年"),
        ("TEC-02.shared_accounts", "件数", 3, "件"),
    )

    assert fact_of(workspace, "GRP-09.persons") == 1_240_000.0
    assert fact_of(workspace, "TEC-09.retention_months") == 24.0
    assert fact_of(workspace, "TEC-02.shared_accounts") == 3.0


# -- merged cells ---------------------------------------------------------------------


def test_a_merged_answer_counts_for_every_question_it_covers(tmp_path: Path) -> None:
    workspace = replied(
        tmp_path,
        ("ID", "設問", "回答", "証跡（ファイル名）"),
        ("TEC-01", "設問", "○", "台帳.pdf"),
        ("TEC-02", "設問", "", ""),
        ("TEC-03", "設問", "×", ""),
        change=merging("C2:C3", "D2:D4"),
    )

    (own,) = workspace.read().dossier.questionnaires

    assert answers_of(workspace) == {"TEC-01": YES, "TEC-02": YES, "TEC-03": NO}
    assert {answer.evidence_names for answer in own.answers.values()} == {("台帳.pdf",)}
    (issue,) = workspace.issues("merged_answer")
    assert (issue.at.cell, dict(issue.says.values)["last"]) == ("C3", "C3")


def test_a_merged_prompt_is_no_answer_and_needs_no_word(tmp_path: Path) -> None:
    workspace = replied(
        tmp_path,
        ("ID", "設問", "回答"),
        ("TEC-01", "設問", "選択してください"),
        ("TEC-02", "設問", ""),
        ("注記", "", ""),
        ("TEC-03", "設問", "○"),
        change=merging("C2:C4"),
    )

    assert answers_of(workspace) == {"TEC-01": BLANK, "TEC-02": BLANK, "TEC-03": YES}
    assert not workspace.codes() & {"merged_answer", "answer_without_id"}


def test_a_title_merged_over_several_columns_is_no_answer(tmp_path: Path) -> None:
    workspace = replied(
        tmp_path,
        ("ID", "設問", "回答"),
        ("1 技術", "", ""),
        ("TEC-01", "設問", "○"),
        change=merging("A2:C2"),
    )

    assert answers_of(workspace) == {"TEC-01": YES}
    assert not workspace.codes() & {"merged_answer", "answer_without_id", "unknown_id"}


def test_an_answer_that_begins_in_an_unknown_column_is_seen(tmp_path: Path) -> None:
    workspace = replied(
        tmp_path,
        ("ID", "設問", "", "回答"),
        ("TEC-01", "設問", "△", ""),
        change=merging("C2:D2"),
    )

    assert answers_of(workspace) == {"TEC-01": PARTIAL}


def test_a_mark_merged_over_a_control_and_its_facts_gives_these_no_value(tmp_path: Path) -> None:
    workspace = replied(
        tmp_path,
        ("ID", "設問", "回答"),
        ("TEC-02", "設問", "○"),
        ("TEC-02.shared_accounts", "件数", ""),
        change=merging("C2:C3"),
    )

    assert fact_of(workspace, "TEC-02.shared_accounts") is None
    assert not workspace.issues("value_unreadable")


def test_merged_cells_of_a_ledger_count_for_all_its_rows(tmp_path: Path) -> None:
    rows = [LEDGER_HEADINGS, AOBA, ("K-002", "", "", "", 1, ""), ("K-003", "", "", "", 1, "")]
    ranges = ("B2:B4", "C2:C4", "D2:D4")
    workspace = Workspace(tmp_path).contract(
        workbook({"委託先台帳": rows}, merging(*ranges, sheet="委託先台帳"))
    )

    found = workspace.read().dossier.ledger.processors

    assert [row.contract for row in found["P001"].entrustments] == ["K-001", "K-002", "K-003"]
    assert not workspace.issues("key_missing")


# -- ditto marks ----------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["〃", "同上", "″", '"', "ditto", " 〃 "])
def test_a_ditto_mark_stands_for_the_cell_above(mark: str, tmp_path: Path) -> None:
    rows = [AOBA, ("K-002", mark, mark, mark, 1, ""), ("K-003", mark, mark, mark, 1, "")]
    workspace = a_workspace(tmp_path, *rows)

    found = workspace.read().dossier.ledger.processors

    assert list(found) == ["P001"]
    assert len(found["P001"].entrustments) == 3
    assert found["P001"].entrustments[2].corporate_number == AOBA[3]


def test_a_ditto_mark_stands_for_what_a_merged_cell_says(tmp_path: Path) -> None:
    workspace = replied(
        tmp_path,
        ("ID", "設問", "回答"),
        ("TEC-01", "設問", "×"),
        ("TEC-02", "設問", ""),
        ("TEC-03", "設問", "同上"),
        change=merging("C2:C3"),
    )

    assert answers_of(workspace)["TEC-03"] is NO


def test_a_ditto_mark_with_nothing_above_is_named(tmp_path: Path) -> None:
    rows = (("TEC-01", "設問", "同上"), ("TEC-02", "設問", "○"))
    workspace = replied(tmp_path, ("ID", "設問", "回答"), *rows)

    assert answers_of(workspace)["TEC-01"] is BLANK
    assert workspace.issues("ditto_unclear")[0].at.cell == "C2"


# -- words of one's own ---------------------------------------------------------------

OWN = {
    "yes": ("OK", "1) Yes*"),
    "partial": ("⚠ In Bearbeitung*", "○（一部を除く）"),
    "no": ("2) No*", "TRUE"),
}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("OK", YES),
        ("ｏｋ", YES),
        ("1) Yes, since 2024", YES),
        ("⚠ In Bearbeitung (bis Mai)", PARTIAL),
        ("○（一部を除く）", PARTIAL),
        ("2) No", NO),
        (True, NO),
        ("○", YES),
        ("×", NO),
    ],
)
def test_own_words_are_read_whole_or_by_their_beginning(
    written: object, value: AnswerValue, tmp_path: Path
) -> None:
    workspace = replied(tmp_path, ("ID", "設問", "回答"), ("TEC-01", "設問", written))
    workspace.layouts = [with_answers(layout(), OWN)]

    assert answers_of(workspace) == {"TEC-01": value}


def test_an_own_word_goes_before_the_shipped_one_and_counts_for_facts(tmp_path: Path) -> None:
    facts = [name for name in checklist().facts if checklist().facts[name].type == "yes_no"]
    workspace = replied(
        tmp_path, ("ID", "設問", "回答"), ("TEC-01", "設問", "○"), (facts[0], "有無", "2) No")
    )
    workspace.layouts = [with_answers(layout(), {"partial": ("○",), "no": ("2) No*",)})]

    assert answers_of(workspace) == {"TEC-01": PARTIAL}
    assert fact_of(workspace, facts[0]) is False


def test_an_unknown_word_says_how_it_may_be_known(tmp_path: Path) -> None:
    workspace = replied(tmp_path, ("ID", "設問", "回答"), ("TEC-01", "設問", '⚠ "läuft"'))

    (issue,) = workspace.issues("answer_outside_scale")

    said = translator_for("en").say(issue.mend)
    assert "[spellings]" in said
    assert "MEANING = [" in said  # what it means is for a person to say
    assert not any(f"{meaning} = [" in said for meaning in ("yes", "partial", "no", "unknown"))
    assert tomllib.loads(f"partial = [{dict(issue.mend.values)['word']}]") == {
        "partial": ['⚠ "läuft"']
    }


# -- struck out, in a comment, by colour ----------------------------------------------


def test_what_is_struck_out_is_not_read(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = book["設問"]
        sheet["C2"].font = Font(strike=True)
        old = TextBlock(InlineFont(strike=True), "○")
        sheet["C3"].value = CellRichText(old, "×")

    workspace = replied(
        tmp_path,
        ("ID", "設問", "回答"),
        ("TEC-01", "設問", "○"),
        ("TEC-02", "設問", "○×"),
        ("TEC-03", "設問", "○"),
        change=change,
    )

    assert answers_of(workspace) == {"TEC-01": BLANK, "TEC-02": NO, "TEC-03": YES}
    (issue,) = workspace.issues("struck_out")
    assert dict(issue.says.values)["cells"] == "C2, C3"


def test_a_contract_that_is_struck_out_is_no_row(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        for cell in book["委託先台帳"][3]:
            cell.font = Font(strike=True)

    rows = [LEDGER_HEADINGS, AOBA, ("K-002", *AOBA[1:])]
    workspace = Workspace(tmp_path).contract(workbook({"委託先台帳": rows}, change))

    assert [row.contract for row in workspace.read().dossier.ledger.entrustments] == ["K-001"]
    assert workspace.issues("struck_out")


@pytest.mark.parametrize("answer", ["", "○"])
def test_a_comment_counts_only_where_the_cell_is_blank(answer: str, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["設問"]["C2"].comment = Comment("昨年から実施しています", "回答者")

    rows = (("ID", "設問", "回答"), ("TEC-01", "設問", answer), ("TEC-02", "設問", "○"))
    workspace = replied(tmp_path, *rows, change=change)

    found = workspace.issues("answer_in_comment")

    assert [issue.at.cell for issue in found] == ([] if answer else ["C2"])
    assert all("昨年" in str(dict(issue.says.values)["comment"]) for issue in found)


@pytest.mark.parametrize(("coloured", "told"), [(("C3",), 1), (("C2", "C3", "C4"), 0)])
def test_a_colour_is_told_where_it_sets_some_answers_apart(
    coloured: tuple[str, ...], told: int, tmp_path: Path
) -> None:
    def change(book: Workbook) -> None:
        for cell in coloured:
            book["設問"][cell].fill = PatternFill("solid", fgColor="92D050")

    rows = tuple((f"TEC-0{number}", "設問") for number in (1, 2, 3))
    workspace = replied(tmp_path, ("ID", "設問", "回答"), *rows, change=change)

    assert len(workspace.issues("answer_by_colour")) == told


# -- text kept as text ----------------------------------------------------------------


@pytest.mark.parametrize("kept", ['="P001"', "'P001", "P001", ' ="P001" '])
@pytest.mark.parametrize("number", ["'1234567890123", '="1234567890123"'])
def test_what_keeps_a_text_a_text_is_no_part_of_it(kept: str, number: str, tmp_path: Path) -> None:
    text = f"契約番号,委託先コード,委託先名,法人番号,階層\n'001,{_quoted(kept)},青葉,{_quoted(number)},1\n"
    workspace = Workspace(tmp_path).contract(text.encode(), "ledger.csv")

    (row,) = workspace.read().dossier.ledger.entrustments

    found = (row.contract, row.processor, row.corporate_number)
    assert found == ("001", "P001", "1234567890123")


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


@pytest.mark.parametrize("text", ["'s-Gravenhage", "'OK'", "=1+1", "''", '="a"b"'])
def test_other_signs_at_the_beginning_stay(text: str) -> None:
    assert raw_text(text) == text
