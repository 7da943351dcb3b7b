"""A ledger with headings of its own: mapped, laid beside it as it is, and read like ours."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

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
