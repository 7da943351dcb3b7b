"""Tables found by their headings, wherever and however these stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from itakusaki.intake.book import open_book
from itakusaki.intake.recognise import LayoutReader
from itakusaki.language import translator_for
from itakusaki.tabular.blocks import Block
from itakusaki.tabular.book_sheet import BookSheet
from support.blank_books import checklist, layout
from support.workspaces import YES, a_workspace, answers, cover, fill, mark, marked, workbook

LENS = LayoutReader(layout(), checklist())


def _sheets(tmp_path: Path, data: bytes) -> tuple[BookSheet, ...]:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    book = open_book(path, "a.xlsx").book
    assert book is not None
    return book.sheets


def _blocks(tmp_path: Path, data: bytes) -> list[Block]:
    return [b for sheet in _sheets(tmp_path, data) for b in LENS.headings.blocks(sheet)[0]]


def _placed(top: int, left: int) -> bytes:
    def place(book: Workbook) -> None:
        rows = [("ID", "設問", "回答"), ("TEC-01", "a", "○"), ("TEC-02", "b", "×")]
        fill(book["TEC"], rows, top=top, left=left)

    return workbook({"TEC": []}, place)


@pytest.mark.parametrize(("top", "left", "cell"), [(1, 1, "C2"), (5, 2, "D6"), (9, 30, "AF10")])
def test_a_table_is_found_wherever_it_stands(
    top: int, left: int, cell: str, tmp_path: Path
) -> None:
    (block,) = _blocks(tmp_path, _placed(top, left))
    rows = list(block.rows())

    assert block.table.name == "answers"
    assert [row.cell("id") for row in rows] == ["TEC-01", "TEC-02"]
    assert rows[0].at("answer").cell == cell


def test_headings_are_known_by_alias_width_break_and_remark(tmp_path: Path) -> None:
    rows = [("Ｎｏ．", "確認\n内容", "評　価※", "備考（任意）"), ("TEC-01", "a", "○", "x")]
    (block,) = _blocks(tmp_path, workbook({"調査": rows}))

    assert set(block.columns) == {"id", "question", "answer", "comment"}


def test_english_headings_are_the_same_table(tmp_path: Path) -> None:
    rows = [("ID", "Question or fact", "Answer"), ("TEC-01", "a", "Yes")]

    assert [b.table.name for b in _blocks(tmp_path, workbook({"Sheet1": rows}))] == ["answers"]


def test_a_heading_repeated_per_section_starts_a_new_block(tmp_path: Path) -> None:
    head = ("ID", "設問", "回答")
    rows = [("1 組織",), head, ("TEC-01", "a", "○"), (), ("2 技術",), head, ("TEC-02", "b", "×")]
    blocks = _blocks(tmp_path, workbook({"調査": rows}))

    ids = [row.cell("id") for block in blocks for row in block.rows()]
    assert len(blocks) == 2
    assert [name for name in ids if str(name).startswith("TEC")] == ["TEC-01", "TEC-02"]


def test_stacked_and_merged_headings_are_read_together(tmp_path: Path) -> None:
    rows = [
        ("契約番号", "委託先", "", "階層", "契約期間", ""),
        ("", "委託先コード", "委託先名", "", "開始日", "終了日"),
        ("K-001", "P001", "青葉データサービス株式会社", 1, "2026/4/1", "2027/3/31"),
    ]

    def merge(book: Workbook) -> None:
        for area in ("A1:A2", "B1:C1", "D1:D2", "E1:F1"):
            book["台帳"].merge_cells(area)

    (block,) = _blocks(tmp_path, workbook({"台帳": rows}, merge))

    assert block.table.name == "ledger"
    assert set(block.columns) == {
        "contract",
        "processor",
        "name",
        "tier",
        "term_start",
        "term_end",
    }
    (row,) = block.rows()
    assert row.cell("term_end") == "2027/3/31"
    assert row.at("contract").cell == "A3"


def test_a_value_that_reads_like_a_heading_does_not_end_the_table(tmp_path: Path) -> None:
    rows = [
        ("ID", "設問", "回答", "単位"),
        ("TEC-01", "結果", "○", "項目"),
        ("TEC-02", "質問", "×", ""),
    ]
    (block,) = _blocks(tmp_path, workbook({"調査": rows}))

    assert len(list(block.rows())) == 2


def test_a_key_merged_down_stands_for_every_row(tmp_path: Path) -> None:
    rows = [
        ("契約番号", "項目ID", "確認事項", "判定・値"),
        ("K-001", "CON-01", "a", "○"),
        ("", "CON-02", "b", "×"),
        ("", "CON-03", "c", "○"),
    ]

    def merge(book: Workbook) -> None:
        book["契約条項"].merge_cells("A2:A4")

    (block,) = _blocks(tmp_path, workbook({"契約条項": rows}, merge))

    assert [row.cell("contract") for row in block.rows()] == ["K-001"] * 3


def test_labels_of_a_cover_make_no_table(tmp_path: Path) -> None:
    rows = [("会社名", "", "法人番号", ""), ("回答者", "", "基準日", "")]

    sheets = {"概要": rows, "設問": [("ID", "設問", "回答"), ("TEC-01", "a", "○")]}
    assert [block.table.name for block in _blocks(tmp_path, workbook(sheets))] == ["answers"]


def test_of_two_tables_the_one_that_fits_better_is_taken(tmp_path: Path) -> None:
    rows = [
        ("管理策ID", "例外の内容", "理由", "承認者", "開始日", "終了日"),
        ("TEC-01", "x", "y", "z", "2026/4/1", "2026/9/30"),
    ]

    assert [b.table.name for b in _blocks(tmp_path, workbook({"Sheet1": rows}))] == ["exceptions"]


# -- where nothing is found ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheets", "cell", "said"),
    [
        (
            {
                "はじめに": [("お願い",)],
                "回答": [("案内",), ("番号", "確認内容"), ("1", "x")],
            },
            "回答!A2",
            "番号, 確認内容",
        ),
        ({"一覧": [("社名",), ("委託業務", "住所"), ("a", "b")]}, "一覧!A2", "委託先コード"),
        ({"表": [(), ("", "項番", "内容"), ("", "1", "x")]}, "表!B2", "回答"),
    ],
    ids=["second sheet", "ledger", "not from A1"],
)
def test_the_nearest_line_and_what_it_lacks_are_named(
    sheets: dict[str, list[tuple[str, ...]]], cell: str, said: str, tmp_path: Path
) -> None:
    space = a_workspace(tmp_path).reply(workbook(sheets))

    (issue,) = space.issues("no_table")

    assert f"{issue.at.sheet}!{issue.at.cell}" == cell
    text = translator_for("ja").say(issue.says)
    assert said in text
    assert all(name in text for name in sheets)


def test_where_no_line_is_near_the_headings_wanted_are_named(tmp_path: Path) -> None:
    space = a_workspace(tmp_path).reply(workbook({"手紙": [("拝啓",), ("時下ますます",)]}))

    (issue,) = space.issues("no_table")

    text = translator_for("ja").say(issue.says)
    assert "手紙" in text
    assert "拝啓" in text
    assert "回答" in text


def test_sheets_on_which_nothing_was_read_are_named_once(tmp_path: Path) -> None:
    sheets = {
        "表紙": cover(),
        "記入要領": [("説明",)],
        "設問": answers(YES),
        "追加": [("自由記述",)],
        "空": [],
        "名簿": [("氏名", "部署")],
    }
    space = a_workspace(tmp_path).reply(workbook(sheets))

    (issue,) = space.issues("sheets_passed_over")

    assert dict(issue.says.values)["sheets"] == "追加, 名簿"


def test_nothing_is_said_of_the_other_sheets_of_our_own_form(tmp_path: Path) -> None:
    data = marked({"設問": answers(YES), "別紙": [("x",)]}, mark())

    assert a_workspace(tmp_path).reply(data).issues("sheets_passed_over") == []
