"""What is entered in a gap register is carried on: taken in by its marks, whatever was sorted or changed here."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from support.cli import Said, itakusaki
from support.small_round import answers, make_space, store_of

pytestmark = pytest.mark.usefixtures("without_the_gate")

HEAD = 4
COLUMNS = {"owner": "担当者", "due": "期限", "status": "状況", "remarks": "備考"}
EARLY = ("--on", "2027-01-02")


@pytest.fixture
def space(tmp_path: Path) -> Path:
    """A workspace whose one processor said no to four questions."""
    root = make_space(tmp_path / "space")
    answers(root, "×")
    return root


def audited(space: Path) -> Path:
    said = itakusaki("audit", space, "--format", "xlsx", "--lang", "ja", lang="ja")
    assert said.code == 0, said.err
    return space / "reports/2026Q4/gap-register.xlsx"


class Register:
    """A register being filled in, row by control."""

    def __init__(self, path: Path) -> None:
        self.book = openpyxl.load_workbook(path)
        found = self.book.active
        assert isinstance(found, Worksheet)
        self.sheet = found
        self.columns = {cell.value: cell.column for cell in found[HEAD]}

    def enter(self, control: str, **entries: Any) -> Register:
        for row in range(HEAD + 1, self.sheet.max_row + 1):
            is_theirs = self.sheet.cell(row, self.columns["区分"]).value == "委託先"
            if is_theirs and self.sheet.cell(row, self.columns["管理策"]).value == control:
                for name, value in entries.items():
                    self.sheet.cell(row, self.columns[COLUMNS[name]]).value = value
        return self

    def saved(self, path: Path) -> Path:
        self.book.save(path)
        return path


def taken(space: Path, file: Path, *more: str, code: int = 0, lang: str = "ja") -> Said:
    said = itakusaki("finding", "register", file, space, *EARLY, *more, lang=lang)
    assert said.code == code, said.err + said.out
    return said


def finding(space: Path, control: str) -> dict[str, Any]:
    said = itakusaki("finding", "list", space, "--json", *EARLY)
    rows = json.loads(said.out)
    (found,) = [one for one in rows if one["side"] != "client" and one["controls"] == [control]]
    assert isinstance(found, dict)
    return found


def test_entries_are_carried_on_into_the_next_register(space: Path, tmp_path: Path) -> None:
    store_of(space, make=True)
    register = Register(audited(space))
    assert register.sheet.column_dimensions["Z"].hidden
    register.enter("TEC-01", owner="田中", status="対応中")
    register.enter("TEC-02", owner="山口", due=date(2027, 3, 31), remarks="装置の納入待ち")
    file = register.saved(tmp_path / "記入済.xlsx")
    before = len(store_of(space).entries())
    rehearsed = taken(space, file, "--dry-run")
    assert "状況：「未着手」→「対応中」" in rehearsed.out
    assert len(store_of(space).entries()) == before

    assert "指摘2件を変更" in taken(space, file).err
    first, second = finding(space, "TEC-01"), finding(space, "TEC-02")
    assert (first["owner"], first["state"]) == ("田中", "in_progress")
    assert (second["owner"], second["due"], second["moved"]) == ("山口", "2027-03-31", 1)
    assert "指摘0件を変更" in taken(space, file).err  # the same again changes nothing

    again = Register(audited(space))
    rows = again.sheet.iter_rows(min_row=HEAD + 1, values_only=True)
    at = [again.columns[COLUMNS[name]] - 1 for name in ("owner", "status")]
    assert ("田中", "対応中") in {tuple(row[place] for place in at) for row in rows}


def test_what_was_changed_on_both_sides_stops_is_left_out_or_taken(
    space: Path, tmp_path: Path
) -> None:
    store_of(space, make=True)
    register = Register(audited(space))
    file = register.enter("TEC-01", owner="田中").enter("TEC-02", owner="山口")
    path = file.saved(tmp_path / "a.xlsx")
    id_ = finding(space, "TEC-01")["id"]
    assert itakusaki("finding", "set", id_, space, "--owner", "佐藤", *EARLY).code == 0
    assert "here “佐藤”, there “田中”" in taken(space, path, code=2, lang="en").err
    assert finding(space, "TEC-02")["owner"] == ""
    taken(space, path, "--conflicts", "skip")
    assert (finding(space, "TEC-01")["owner"], finding(space, "TEC-02")["owner"]) == (
        "佐藤",
        "山口",
    )
    taken(space, path, "--conflicts", "take")
    assert finding(space, "TEC-01")["owner"] == "田中"


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ({"status": "完了"}, "F-P001-"),
        ({"status": "たぶん済"}, "「たぶん済」は状況の選択肢にありません"),
        ({"due": "そのうち"}, "「そのうち」は日付として読めません"),
        ({"due": date(2027, 6, 30)}, "期限の変更には理由が必要です"),
        ({"status": "確認待ち"}, "責任を負う者の氏名が必要です"),
    ],
)
def test_what_the_rules_refuse_is_named_and_changes_nothing(
    space: Path, tmp_path: Path, entries: dict[str, Any], says: str
) -> None:
    store_of(space, make=True)
    register = Register(audited(space)).enter("TEC-01", **entries)
    path = register.enter("TEC-02", owner="山口").saved(tmp_path / "a.xlsx")
    before = finding(space, "TEC-01")
    assert says in taken(space, path, code=2).err
    assert "取り込まなかった記入1件" in taken(space, path, "--conflicts", "skip").err
    assert finding(space, "TEC-01") == before
    assert finding(space, "TEC-02")["owner"] == "山口"


def test_a_register_of_before_the_store_is_taken_by_its_rows(space: Path, tmp_path: Path) -> None:
    register = Register(audited(space))
    assert "取込み用" not in register.columns
    path = register.enter("TEC-01", owner="田中", status="対応中").saved(tmp_path / "a.xlsx")
    store_of(space, make=True)
    audited(space)
    taken(space, path)
    assert (finding(space, "TEC-01")["owner"], finding(space, "TEC-01")["state"]) == (
        "田中",
        "in_progress",
    )


def test_rows_of_one_finding_that_differ_and_rows_of_none_are_told(
    space: Path, tmp_path: Path
) -> None:
    answers(space, "")  # silence is one finding for every question
    store_of(space, make=True)
    register = Register(audited(space)).enter("TEC-01", owner="田中").enter("TEC-02", owner="山口")
    path = register.saved(tmp_path / "a.xlsx")
    assert "同じ指摘の行で「担当者」の記入が異なります" in taken(space, path, code=2).err
    strange = Register(path).enter("TEC-01", owner="山口")
    for row in range(HEAD + 1, strange.sheet.max_row + 1):
        mark = strange.sheet.cell(row, strange.columns["取込み用"])
        if strange.sheet.cell(row, strange.columns["管理策"]).value == "TEC-03":
            mark.value = str(mark.value).replace("F-P001-", "F-P999-")
    said = taken(space, strange.saved(tmp_path / "b.xlsx"))
    assert "TEC-03 の指摘は記録されていないため" in said.out
    assert "指摘1件を変更" in said.err


def test_another_workbook_is_no_register(space: Path) -> None:
    store_of(space, make=True)
    said = taken(space, space / "contracts" / "ledger.xlsx", code=3)
    assert "指摘管理表として読み取れません" in said.err
