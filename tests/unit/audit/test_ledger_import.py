"""A ledger with headings of its own: mapped, laid beside it as it is, and read like ours."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from itakusaki.audit.assess import ledger_of
from itakusaki.files.sheet_xml import SheetScan
from itakusaki.intake.book import Book
from itakusaki.intake.own_ledger import Surety, proposed_ledger
from itakusaki.model.source import SourceFile
from itakusaki.tabular.book_sheet import BookSheet
from itakusaki.wiring import open_workspace
from support.blank_books import layout
from support.cli import itakusaki
from support.workspaces import workbook

JAPANESE = (
    ("No.", "外部委託先", "委託業務の内容", "委託する個人情報", "個人情報件数", "契約締結年月日", "特定個人情報", "稟議番号"),
    (1, "みどり印刷株式会社", "DMの印刷・発送", "氏名、住所", 12000, "令和6年4月1日", "無", "甲"),
    (2, "あさひ給与サービス株式会社", "給与計算", "氏名、口座", 340, "2023/10/1", "有", ""),
)  # fmt: skip
ENGLISH = (
    ("Vendor ID", "Vendor Name", "Service Provided", "Risk Level", "Last Assessment", "Owner"),
    ("V-001", "Aoba CRM", "CRM platform", "High", "2026-01-15", "Sales"),
)
HEADINGS = (*map(str, JAPANESE[0]), *map(str, ENGLISH[0]), "備考", "メモ", "x")


@pytest.fixture
def space(tmp_path: Path) -> Path:
    root = tmp_path / "点検"
    argv = ("--client", "みなと生活", "--round", "2026Q4", "--as-of", "2026-12-31")
    assert itakusaki("init", root, *argv, lang="ja").code == 0
    return root


def own(folder: Path, *rows: tuple[object, ...], name: str = "台帳.xlsx") -> Path:
    path = folder / name
    path.write_bytes(workbook({"取引先": [("委託先管理台帳",), (), *rows]}))
    return path


def test_a_ledger_of_ones_own_is_read_after_it_was_mapped(space: Path, tmp_path: Path) -> None:
    file = own(tmp_path, *JAPANESE)
    said = itakusaki("contract", "import", file, space, lang="ja")
    assert said.code == 0, said.err
    assert "見出しは3行目" in said.out
    assert "外部委託先 → 委託先名（name）" in said.out
    assert "契約締結年月日 → 契約締結日（signed_on）？　例：令和6年4月1日" in said.out
    assert "稟議番号：読み取りません" in said.out
    assert (space / "contracts" / file.name).read_bytes() == file.read_bytes()
    found = ledger_of(open_workspace(space))
    first, second = found.processors.values()
    assert (first.name, second.name) == (JAPANESE[1][1], JAPANESE[2][1])
    (row,) = first.entrustments
    assert row.record.number("persons") == 12000
    assert str(row.record.day("signed_on")) == "2024-04-01"
    assert second.flags == {"mynumber"}


def test_a_rehearsal_writes_nothing_and_a_corrected_mapping_is_kept(
    space: Path, tmp_path: Path
) -> None:
    file = own(tmp_path, *ENGLISH)
    mapping = space / "checklists" / "layouts" / "own-ledger.yaml"
    before = sorted(space.rglob("*"))
    assert itakusaki("contract", "import", file, space, "--dry-run").code == 0
    assert sorted(space.rglob("*")) == before
    assert itakusaki("contract", "import", file, space).code == 0
    corrected = mapping.read_text(encoding="utf-8").replace("Risk Level", "x") + "# mine\n"
    mapping.write_text(corrected, encoding="utf-8")
    again = itakusaki("contract", "import", file, space)
    assert again.code == 0
    assert "was there already" in again.err
    assert mapping.read_text(encoding="utf-8") == corrected
    assert itakusaki("contract", "import", file, space, "--force").code == 0
    written = yaml.safe_load(mapping.read_text(encoding="utf-8"))
    names = [column["name"] for column in written["tables"]["ledger"]["columns"]]
    assert names == ["processor", "name", "work", "last_audit_on", "department"]


def test_another_ledger_of_that_name_is_not_written_over(space: Path, tmp_path: Path) -> None:
    own(space / "contracts", *ENGLISH)
    said = itakusaki("contract", "import", own(tmp_path, *JAPANESE), space)
    assert said.code != 0
    assert "--force" in said.err


def test_a_file_without_a_heading_of_a_ledger_is_refused(space: Path, tmp_path: Path) -> None:
    file = own(tmp_path, ("あいうえお", "かきくけこ"), (1, 2))
    said = itakusaki("contract", "import", file, space, lang="ja")
    assert said.code == 2
    assert "見出しと読めるシートがありません" in said.err
    assert not list((space / "contracts").glob("台帳*"))


@given(headings=st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=12))
def test_no_heading_and_no_column_is_taken_twice(headings: list[str]) -> None:
    found = proposed_ledger(book_of(headings), layout().tables["ledger"])
    if found is None:
        return
    mapped = [column.column for column in found.mapped]
    assert len(mapped) == len(set(mapped))
    for column in found.columns:
        assert bool(column.column) is (column.surety is not Surety.NONE)


def book_of(headings: list[str]) -> Book:
    """A book of one sheet with one row."""
    sheet = BookSheet(
        file="l.xlsx", name="L", rows=[list(headings)], top=0, left=0, visible=True,
        scan=SheetScan(), merged=(),
    )  # fmt: skip
    return Book(source=SourceFile(path="l.xlsx", sha256="0" * 64, size=1), sheets=(sheet,))


def in_two_lines(folder: Path) -> Path:
    """A ledger with a title, group names over merged columns, totals, a footnote, and things still open."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "管理台帳"
    page["A1"] = "個人情報の委託先に関する管理台帳"
    for place, text in {
        "A3": "No.", "B3": "委託先", "D3": "委託業務", "E3": "預託する個人情報", "G3": "契約",
        "I3": "再委託", "J3": "直近の評価", "L3": "備考", "B4": "会社名", "C4": "所在地", "E4": "種類",
        "F4": "件数\n（概数）", "G4": "締結日", "H4": "満了日", "I4": "有無", "J4": "実施日", "K4": "結果",
    }.items():  # fmt: skip
        page[place] = text
    for area in ("A1:L1", "A3:A4", "B3:C3", "D3:D4", "E3:F3", "G3:H3", "J3:K3", "L3:L4"):
        page.merge_cells(area)
    for row in (
        (1, "株式会社なぎさ印刷", "みなと市", "宛名印字", "氏名、住所", "約800", "R6.4.1", "未定", "有", "令和7年9月12日", "A", ""),
        (2, "(有)こだま労務", "みなと市", "給与計算", "口座", 58, "令和元年10月1日", "期間の定めなし", "－", "未実施", "", "原本不明"),
        (3, "同上", "", "年末調整", "同上", "同上", "同上", "令和7年度中", "無", "未実施", "", ""),
        ("合計", "", "", "3件", "", 916, "", "", "", "", "", ""),
        ("※満了日の「未定」は更新を協議中",),
    ):  # fmt: skip
        page.append(row)
    path = folder / "台帳.xlsx"
    book.save(path)
    return path


def test_headings_in_two_lines_are_mapped_with_their_group(space: Path, tmp_path: Path) -> None:
    said = itakusaki("contract", "import", in_two_lines(tmp_path), space, lang="ja")
    assert said.code == 0, said.err
    for line in (
        "No. → 契約番号（contract）",
        "委託先 会社名 → 委託先名（name）",
        "委託業務 → 委託業務（work）",
        "預託する個人情報 種類 → 個人データの項目（data_items）",
        "預託する個人情報 件数 （概数） → 本人数（persons）",
        "契約 満了日 → 契約終了日（term_end）",
        "再委託 有無 → 再委託の有無（reentrusted）",
        "直近の評価 実施日 → 前回点検日（last_audit_on）",
        "直近の評価 結果 → 前回結果（last_result）",
        "備考 → 備考（remarks）",
    ):
        assert line in said.out
    rows = [
        row for party in ledger_of(open_workspace(space)).processors.values()
        for row in party.entrustments
    ]  # fmt: skip
    assert [(row.contract, row.name) for row in rows] == [
        ("1", "株式会社なぎさ印刷"),
        ("2", "(有)こだま労務"),
        ("3", "(有)こだま労務"),
    ]
    assert rows[0].record.number("persons") == 800
    assert str(rows[1].record.day("signed_on")) == "2019-10-01"
    assert rows[2].record.text("data_items") == "口座"


def test_what_is_open_or_has_no_column_is_no_fault_of_a_ledger(space: Path, tmp_path: Path) -> None:
    assert itakusaki("contract", "import", in_two_lines(tmp_path), space, lang="ja").code == 0
    said = itakusaki("intake", "check", space, lang="ja").out
    # The one day that can be read neither as a day nor as open.
    assert "「令和7年度中」は日付として読めません" in said
    assert said.count("value_unreadable") == 1
    assert "no_questionnaire" in said
    for code in ("D-LED-", "row_without_key", "choice_unknown"):
        assert code not in said


def test_a_name_under_one_heading_with_the_address_is_read_alone(
    space: Path, tmp_path: Path
) -> None:
    rows = (
        ("物品役務等の名称及び数量", "契約を締結した日", "契約の相手方の商号又は名称及び住所", "法人番号", "落札率（％）", "備考"),
        ("封筒印刷　一式", "令和6年4月1日", "株式会社なぎさ印刷\nみなと市港町2-3-4", "", "－", ""),
        ("合計", "", "", "", "", ""),
    )  # fmt: skip
    said = itakusaki("contract", "import", own(tmp_path, *rows), space, lang="ja")
    assert "契約の相手方の商号又は名称及び住所 → 委託先名（name）" in said.out
    (party,) = ledger_of(open_workspace(space)).processors.values()
    assert party.name == "株式会社なぎさ印刷"
    assert party.entrustments[0].record.text("work").startswith("封筒印刷")


@pytest.mark.parametrize(
    ("contract", "word", "is_taken"),
    [("", "合計", False), ("", "計測サービス株式会社", True), ("K-900", "合計", True)],
)
def test_only_a_row_that_adds_up_is_left_out(
    space: Path, tmp_path: Path, contract: str, word: str, *, is_taken: bool
) -> None:
    rows = (*JAPANESE, (contract, word, "", "", 12340, "", "", ""))
    assert itakusaki("contract", "import", own(tmp_path, *rows), space, lang="ja").code == 0
    names = [party.name for party in ledger_of(open_workspace(space)).processors.values()]
    assert names == [JAPANESE[1][1], JAPANESE[2][1], *([word] if is_taken else [])]
