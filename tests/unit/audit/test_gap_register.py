"""What is entered in a gap register is carried on: taken in by its marks, whatever was sorted or changed here."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from itakusaki.report.formats.register_rows import COLUMNS as COLUMNS_WRITTEN
from itakusaki.tabular.gap_register import MARK, PLACES
from support.calc import Typed, fill, installed
from support.cli import Said, itakusaki
from support.databases import KeptIn
from support.small_round import answers, make_space, store_of

pytestmark = pytest.mark.usefixtures("without_the_gate")

HEAD = 4
COLUMNS = {"owner": "担当者", "due": "期限", "status": "状況", "remarks": "備考"}
EARLY = ("--on", "2027-01-02")


@pytest.fixture
def file_space(tmp_path: Path) -> Path:
    """A workspace whose one processor said no to four questions."""
    root = make_space(tmp_path / "space")
    answers(root, "×")
    return root


@pytest.fixture
def space(file_space: Path, kept_in: KeptIn) -> Path:
    """The same, on each database."""
    return kept_in(file_space)


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

    def row(self, control: str) -> int:
        """The processor's row of a control."""
        numbers = range(HEAD + 1, self.sheet.max_row + 1)
        whose = [
            (
                self.sheet.cell(n, self.columns["区分"]).value,
                self.sheet.cell(n, self.columns["管理策"]).value,
            )
            for n in numbers
        ]
        return HEAD + 1 + whose.index(("委託先", control))

    def marked(self, control: str) -> Any:
        """The cell that marks the row of a control."""
        return self.sheet.cell(self.row(control), self.columns["取込み用"])

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

    assert "取込みの予定：指摘2件、記入4件" in rehearsed.err
    assert f"追記の予定：{store_of(space).name}" in rehearsed.err.replace("\n", "")
    assert "取込み：指摘2件、記入4件。取り込まなかった記入0件" in taken(space, file).err
    first, second = finding(space, "TEC-01"), finding(space, "TEC-02")
    assert (first["owner"], first["state"]) == ("田中", "in_progress")
    assert (second["owner"], second["due"], second["moved"]) == ("山口", "2027-03-31", 1)
    assert "取込み：指摘0件" in taken(space, file).err  # the same again changes nothing
    again = taken(space, file, "--dry-run").err
    assert "書き込む予定のものはありません" in again
    assert "追記" not in again

    carried = Register(audited(space))
    rows = carried.sheet.iter_rows(min_row=HEAD + 1, values_only=True)
    at = [carried.columns[COLUMNS[name]] - 1 for name in ("owner", "status")]
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
    assert (
        "kept there “佐藤”, entered in the register “田中”"
        in taken(space, path, code=2, lang="en").err
    )
    assert finding(space, "TEC-02")["owner"] == ""
    taken(space, path, "--conflicts", "skip")
    assert (finding(space, "TEC-01")["owner"], finding(space, "TEC-02")["owner"]) == (
        "佐藤",
        "山口",
    )
    taken(space, path, "--conflicts", "take")
    assert finding(space, "TEC-01")["owner"] == "田中"


REFUSED = [
    ({"status": "完了"}, "状況「完了」：指摘管理表への記入では完了にできません"),
    ({"status": "リスク受容"}, "状況「リスク受容」：指摘管理表への記入ではリスク受容にできません"),
    ({"status": "たぶん済"}, "状況「たぶん済」：状況の選択肢にありません"),
    ({"due": "そのうち"}, "期限「そのうち」：日付として読めません"),
    ({"due": date(2027, 6, 30)}, "期限「2027-06-30」：変更には理由が必要です。同じ行の「備考」に"),
    ({"status": "確認待ち"}, "状況「確認待ち」：作業した者の氏名が必要です。同じ行の「担当者」に"),
    ({"owner": "田中\n佐藤"}, "担当者は改行なしの氏名で"),
    ({"owner": "田" * 101}, "担当者は改行なしの氏名で、100文字以内"),
]


@pytest.mark.parametrize(("entries", "says"), REFUSED)
def test_what_the_rules_refuse_is_named_by_its_cell_and_changes_nothing(
    space: Path, tmp_path: Path, entries: dict[str, Any], says: str
) -> None:
    store_of(space, make=True)
    register = Register(audited(space)).enter("TEC-01", **entries)
    path = register.enter("TEC-02", owner="山口").saved(tmp_path / "a.xlsx")
    before = finding(space, "TEC-01")
    stopped = taken(space, path, code=2).err
    (column,) = {"status": "X", "due": "W", "owner": "V"}[next(iter(entries))]
    assert f"a.xlsx [指摘管理表!{column}{register.row('TEC-01')}]" in stopped
    assert says in stopped
    for option in ("--reason）", "--by）", "--owner"):
        assert option not in stopped
    skipped = taken(space, path, "--conflicts", "skip")
    assert "取込み：指摘1件、記入1件。取り込まなかった記入1件" in skipped.err
    assert f"取り込みません：a.xlsx [指摘管理表!{column}" in skipped.out
    assert "→" in skipped.out
    assert skipped.out.count("→") == 1  # what is left out does not read as a change
    assert finding(space, "TEC-01") == before
    assert finding(space, "TEC-02")["owner"] == "山口"


def test_every_entry_that_is_left_out_is_counted(space: Path, tmp_path: Path) -> None:
    store_of(space, make=True)
    register = Register(audited(space)).enter("TEC-01", owner="田中", due=date(2027, 6, 30))
    path = register.saved(tmp_path / "a.xlsx")
    assert "2 entries cannot be taken" in taken(space, path, code=2, lang="en").err
    skipped = taken(space, path, "--conflicts", "skip", lang="en")
    assert "Taken in: 0 entries of 0 findings; 2 entries left out." in skipped.err
    assert "Owner “田中”: left out with the other entry of this finding" in skipped.out
    one = Register(audited(space)).enter("TEC-01", due=date(2027, 6, 30)).saved(tmp_path / "b.xlsx")
    assert "1 entry cannot be taken" in taken(space, one, code=2, lang="en").err


def test_an_owner_of_many_lines_is_refused_by_the_command_too(space: Path) -> None:
    store_of(space, make=True)
    audited(space)
    id_ = finding(space, "TEC-01")["id"]
    for name in ("田中\n佐藤", "田" * 5_000):
        said = itakusaki("finding", "set", id_, space, "--owner", name, *EARLY)
        assert (said.code, "on one line" in said.err) == (2, True)
    assert finding(space, "TEC-01")["owner"] == ""


@pytest.mark.parametrize(
    ("due", "says"),
    [
        (datetime(2027, 3, 31, 18, 0), "期限に時刻は使いません。2027-03-31 として"),
        ("2027年3月31日 18:00", "期限に時刻は使いません。2027-03-31 として"),
        (date(2026, 12, 1), "2026-12-01 は既に過ぎているため、この指摘は期限超過となります"),
    ],
)
def test_what_is_odd_about_a_due_day_is_said_and_it_is_taken(
    space: Path, tmp_path: Path, due: object, says: str
) -> None:
    store_of(space, make=True)
    register = Register(audited(space)).enter("TEC-01", due=due, remarks="打合せの結果")
    said = taken(space, register.saved(tmp_path / "a.xlsx"))
    assert f"[指摘管理表!W{register.row('TEC-01')}]：{says}" in said.out
    assert finding(space, "TEC-01")["due"] in says


def test_a_due_day_that_has_passed_is_said_by_the_command_too(space: Path) -> None:
    store_of(space, make=True)
    audited(space)
    id_ = finding(space, "TEC-01")["id"]
    words = ("--due", "2026-12-01", "--reason", "x", *EARLY)
    said = itakusaki("finding", "set", id_, space, *words)
    assert "2026-12-01 has passed already" in said.err
    later = ("--due", "2027-02-01", "--reason", "x", *EARLY)
    assert "has passed" not in itakusaki("finding", "set", id_, space, *later).err


def test_a_remark_alone_is_told_once_it_is_left_out(space: Path, tmp_path: Path) -> None:
    store_of(space, make=True)
    register = Register(audited(space)).enter("TEC-01", remarks="次回の会議で決める")
    register.enter("TEC-02", due=date(2027, 3, 31), remarks="装置の納入待ち")
    path = register.saved(tmp_path / "a.xlsx")
    for _ in range(2):  # what was taken with its entry is not told the second time either
        said = taken(space, path)
        assert f"Y{register.row('TEC-01')}]：備考は同じ行の他の記入の理由" in said.out
        assert f"Y{register.row('TEC-02')}]" not in said.out


# -- whose register, and whose row -----------------------------------------------------------------


def test_a_register_of_another_client_is_refused(space: Path, tmp_path: Path) -> None:
    store_of(space, make=True)
    path = Register(audited(space)).enter("TEC-01", owner="田中").saved(tmp_path / "a.xlsx")
    other = make_space(tmp_path / "other")
    settings = other / "itakusaki.toml"
    settings.write_text(settings.read_text("utf-8").replace("みなと生活", "虹ヶ浦通販"), "utf-8")
    answers(other, "×")
    store_of(other, make=True)
    audited(other)
    said = taken(other, path, code=2)
    assert "a.xlsx はみなと生活のもので、この作業フォルダーの委託元は虹ヶ浦通販です" in said.err
    assert finding(other, "TEC-01")["owner"] == ""
    taken(space, path)


def test_a_register_of_another_round_is_taken_where_that_round_is_named(
    space: Path, tmp_path: Path
) -> None:
    store_of(space, make=True)
    path = Register(audited(space)).enter("TEC-01", owner="田中").saved(tmp_path / "a.xlsx")
    settings = space / "itakusaki.toml"
    moved = (
        settings.read_text("utf-8").replace("2026Q4", "2027Q1").replace("2026-12-31", "2027-03-31")
    )
    settings.write_text(moved, "utf-8")
    said = taken(space, path, code=2, lang="en")
    assert "a.xlsx was written in round 2026Q4, and the round worked on is 2027Q1" in said.err
    assert f"finding register {path} {space} --round 2026Q4" in said.err
    taken(space, path, "--round", "2026Q4")
    assert finding(space, "TEC-01")["owner"] == "田中"


def test_a_sheet_of_another_client_or_round_is_refused_too(space: Path) -> None:
    store_of(space, make=True)
    audited(space)
    assert itakusaki("finding", "sheet", "export", space, *EARLY).code == 0
    (sheet,) = (space / "outgoing/2026Q4/findings").glob("*.xlsx")
    settings = space / "itakusaki.toml"
    ours = settings.read_text("utf-8")
    for changed, says in (
        (ours.replace("みなと生活", "虹ヶ浦通販"), "was written for みなと生活"),
        (
            ours.replace("2026Q4", "2027Q1").replace("2026-12-31", "2027-03-31"),
            "was written in round 2026Q4",
        ),
    ):
        settings.write_text(changed, "utf-8")
        said = itakusaki("finding", "sheet", "import", sheet, space)
        assert (said.code, says in said.err) == (2, True), said.err
    settings.write_text(ours, "utf-8")
    assert itakusaki("finding", "sheet", "import", sheet, space).code == 0


def test_a_row_whose_hidden_mark_is_of_another_row_is_refused_by_its_cell(
    space: Path, tmp_path: Path
) -> None:
    store_of(space, make=True)
    register = Register(audited(space))
    register.enter("TEC-01", owner="田中").enter("TEC-02", owner="山口").enter("TEC-03", owner="林")
    first, second = (register.marked(control) for control in ("TEC-01", "TEC-02"))
    first.value, second.value = second.value, first.value  # as if sorted without the last column
    path = register.saved(tmp_path / "a.xlsx")
    said = taken(space, path, code=2)
    for control in ("TEC-01", "TEC-02"):
        assert (
            f"[指摘管理表!V{register.row(control)}]：この行の取込み用の欄（非表示）は、別の行"
            in said.err
        )
    assert f"V{register.row('TEC-03')}" not in said.err
    assert "取り込まなかった記入2件" in taken(space, path, "--conflicts", "skip").err
    owners = [finding(space, control)["owner"] for control in ("TEC-01", "TEC-02", "TEC-03")]
    assert owners == ["", "", "林"]


def test_a_row_that_strayed_and_says_nothing_is_passed_over(space: Path, tmp_path: Path) -> None:
    store_of(space, make=True)
    register = Register(audited(space)).enter("TEC-03", owner="林")
    first, second = (register.marked(control) for control in ("TEC-01", "TEC-02"))
    first.value, second.value = second.value, first.value
    assert "取込み：指摘1件" in taken(space, register.saved(tmp_path / "a.xlsx")).err


def test_a_mark_that_cannot_be_read_is_said_and_writes_nothing_over_unseen(
    space: Path, tmp_path: Path
) -> None:
    store_of(space, make=True)
    register = Register(audited(space)).enter("TEC-01", owner="田中")
    register.marked("TEC-01").value = "F-P001-001 ?"
    path = register.saved(tmp_path / "a.xlsx")
    assert "記録側でも変更されています" in taken(space, path, code=2).err
    said = taken(space, path, "--conflicts", "take")
    assert "取込み用の欄（非表示）が読み取れません" in said.out
    assert finding(space, "TEC-01")["owner"] == "田中"
    # What nobody entered here says nothing, mark or no mark.
    plain = Register(audited(space))
    plain.marked("TEC-01").value = "?"
    assert "読み取れません" not in taken(space, plain.saved(tmp_path / "b.xlsx")).out


def test_a_row_that_is_nobodys_is_told(space: Path, tmp_path: Path) -> None:
    store_of(space, make=True)
    register = Register(audited(space))
    last = register.sheet.max_row + 1
    register.sheet.cell(last, register.columns["担当者"]).value = "田中"
    said = taken(space, register.saved(tmp_path / "a.xlsx"))
    assert f"[指摘管理表!V{last}]：どの委託先の行か分からないため" in said.out


def test_a_register_of_before_the_store_is_taken_by_its_rows(
    file_space: Path, tmp_path: Path, kept_in: KeptIn
) -> None:
    space = file_space
    register = Register(audited(space))
    assert "取込み用" not in register.columns
    path = register.enter("TEC-01", owner="田中", status="対応中").saved(tmp_path / "a.xlsx")
    store_of(kept_in(space), make=True)
    audited(space)
    taken(space, path)
    assert (finding(space, "TEC-01")["owner"], finding(space, "TEC-01")["state"]) == (
        "田中",
        "in_progress",
    )


def test_a_register_that_lost_its_marks_writes_nothing_over_unseen(
    space: Path, tmp_path: Path
) -> None:
    store_of(space, make=True)
    register = Register(audited(space)).enter("TEC-01", owner="中村")
    register.enter("TEC-02", owner="中村")
    ident = finding(space, "TEC-01")["id"]
    itakusaki("finding", "set", ident, space, "--due", "2027-02-28", "--reason", "合意")
    register.sheet.delete_cols(register.columns["取込み用"])
    path = register.saved(tmp_path / "a.xlsx")
    stopped = taken(space, path, code=2)
    assert "記録側でも変更されています" in stopped.err
    said = taken(space, path, "--conflicts", "skip")
    assert "非表示の管理情報がありません" in said.out
    kept = finding(space, "TEC-01")
    assert (kept["due"], kept["owner"]) == ("2027-02-28", "")
    # Of what nobody has changed since nothing can be written over.
    assert finding(space, "TEC-02")["owner"] == "中村"


def test_rows_of_one_finding_that_differ_and_rows_of_none_are_told(
    space: Path, tmp_path: Path
) -> None:
    answers(space, "")  # silence is one finding for every question
    store_of(space, make=True)
    register = Register(audited(space)).enter("TEC-01", owner="田中").enter("TEC-02", owner="山口")
    path = register.saved(tmp_path / "a.xlsx")
    assert "担当者「田中」：同じ指摘の行で記入が異なります" in taken(space, path, code=2).err
    strange = Register(path).enter("TEC-01", owner="山口")
    for row in range(HEAD + 1, strange.sheet.max_row + 1):
        mark = strange.sheet.cell(row, strange.columns["取込み用"])
        if strange.sheet.cell(row, strange.columns["管理策"]).value == "TEC-03":
            mark.value = str(mark.value).replace("F-P001-", "F-P999-")
    said = taken(space, strange.saved(tmp_path / "b.xlsx"))
    assert "TEC-03 の指摘は記録されていないため" in said.out
    assert "取込み：指摘1件" in said.err


def test_another_workbook_is_no_register(space: Path) -> None:
    store_of(space, make=True)
    said = taken(space, space / "contracts" / "ledger.xlsx", code=3)
    assert "指摘管理表として読み取れません" in said.err
    settings = taken(space, space / "itakusaki.toml", code=3)
    assert "ファイルの中身がExcelブックではありません（拡張子は.toml）" in settings.err


@pytest.mark.slow
@pytest.mark.skipif(installed() is None, reason="LibreOffice (soffice) is not installed")
def test_a_register_filled_in_calc_loses_neither_entries_nor_marks(
    file_space: Path, tmp_path: Path
) -> None:
    store_of(file_space, make=True)
    source = audited(file_space)
    register = Register(source)
    at = {name: get_column_letter(register.columns[text]) for name, text in COLUMNS.items()}
    first, second = register.row("TEC-01"), register.row("TEC-02")
    typed = (
        Typed("指摘管理表", f"{at['owner']}{first}", "田中"),
        Typed("指摘管理表", f"{at['status']}{first}", "対応中"),
        Typed("指摘管理表", f"{at['due']}{second}", "2027-03-31"),
        Typed("指摘管理表", f"{at['remarks']}{second}", "装置の納入待ち"),
    )
    target = tmp_path / "記入済.xlsx"
    fill(source, target, typed, profile=tmp_path / "profile")
    said = taken(file_space, target)
    assert "取込み：指摘2件、記入3件。取り込まなかった記入0件" in said.err
    changed, moved = finding(file_space, "TEC-01"), finding(file_space, "TEC-02")
    assert (changed["owner"], changed["state"]) == ("田中", "in_progress")
    assert (moved["due"], moved["reason"]) == ("2027-03-31", "装置の納入待ち")


def test_a_register_that_does_not_say_whose_it_is_waits_for_a_decision(
    space: Path, tmp_path: Path
) -> None:
    store_of(space, make=True)
    register = Register(audited(space)).enter("TEC-01", owner="田中")
    del register.book["_itakusaki"]
    path = register.saved(tmp_path / "a.xlsx")
    said = taken(space, path, code=2, lang="en")
    assert "does not say for which client and round it was written" in said.err
    assert f"finding register {path} {space} --round 2026Q4" in said.err
    assert finding(space, "TEC-01")["owner"] == ""
    taken(space, path, "--round", "2026Q4")
    assert finding(space, "TEC-01")["owner"] == "田中"


def _exported(space: Path) -> Path:
    assert itakusaki("finding", "sheet", "export", space, *EARLY).code == 0
    (sheet,) = (space / "outgoing/2026Q4/findings").glob("*.xlsx")
    return sheet


def test_a_sheet_without_its_hidden_sheet_says_what_is_missing(space: Path, tmp_path: Path) -> None:
    store_of(space, make=True)
    audited(space)
    book = openpyxl.load_workbook(_exported(space))
    del book["_itakusaki"]
    book.save(tmp_path / "a.xlsx")
    said = itakusaki("finding", "sheet", "import", tmp_path / "a.xlsx", space)
    assert (said.code, "its hidden sheet is missing" in said.err) == (3, True), said.err


@pytest.mark.parametrize("kind", ["register", "sheet"])
def test_a_heading_that_lost_its_words_is_named(space: Path, tmp_path: Path, kind: str) -> None:
    store_of(space, make=True)
    file = audited(space)
    if kind == "sheet":
        file = _exported(space)
    book = openpyxl.load_workbook(file)
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    written = {"register": ("担当者", "状況"), "sheet": ("Cause", "Costs to talk about")}[kind]
    cells = [c for row in sheet.iter_rows() for c in row if c.value in written]
    first, second = cells
    first.value, second.value = "主担当", None
    book.save(tmp_path / "a.xlsx")
    words = {"register": ("register",), "sheet": ("sheet", "import")}[kind]
    said = itakusaki("finding", *words, tmp_path / "a.xlsx", space)
    assert said.code == 3
    name = f"a.xlsx [{sheet.title}!{first.coordinate}]"
    assert f"{name}: the column is headed “主担当”; as written, it was “{written[0]}”" in said.err
    assert f"no column is headed “{written[1]}”" in said.err


def test_marks_are_found_without_their_heading_and_that_is_said(
    space: Path, tmp_path: Path
) -> None:
    store_of(space, make=True)
    register = Register(audited(space)).enter("TEC-01", owner="田中")
    ident = finding(space, "TEC-01")["id"]
    itakusaki("finding", "set", ident, space, "--due", "2027-02-28", "--reason", "合意")
    register.sheet.cell(HEAD, register.columns["取込み用"]).value = "管理番号"
    said = taken(space, register.saved(tmp_path / "a.xlsx"))
    assert "見出しが「管理番号」" in said.out
    assert finding(space, "TEC-01")["owner"] == "田中"  # what was written there is known


def test_a_formula_without_a_value_is_told_by_its_cell(space: Path, tmp_path: Path) -> None:
    store_of(space, make=True)
    register = Register(audited(space)).enter("TEC-01", owner='=CONCATENATE("田","中")')
    register.enter("TEC-02", owner="山口", remarks="=A1")
    path = register.saved(tmp_path / "a.xlsx")
    at = f"V{register.row('TEC-01')}"
    said = taken(space, path, code=2)
    assert f"[指摘管理表!{at}]：担当者：セルに値の保存されていない数式があります" in said.err
    assert f"[指摘管理表!Y{register.row('TEC-02')}]" in said.err
    said = taken(space, path, "--conflicts", "skip")
    assert at in said.out
    assert "取り込まなかった記入2件" in said.err
    assert (finding(space, "TEC-01")["owner"], finding(space, "TEC-02")["owner"]) == ("", "山口")


def test_a_formula_in_a_sheet_is_told_and_empties_nothing(space: Path, tmp_path: Path) -> None:
    store_of(space, make=True)
    audited(space)
    book = openpyxl.load_workbook(_exported(space))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    heads = {c.value: c for row in sheet.iter_rows() for c in row if c.value}
    row = heads["Cause"].row + 1
    cause, number = (sheet.cell(row, heads[n].column) for n in ("Cause", "Finding number"))
    cause.value = "手順がない"
    book.save(tmp_path / "a.xlsx")
    taking = ("finding", "sheet", "import")
    assert itakusaki(*taking, tmp_path / "a.xlsx", space).code == 0
    (again,) = (space / "outgoing/2026Q4/findings").glob("*.xlsx")
    again.unlink()
    book = openpyxl.load_workbook(_exported(space))
    book.active[cause.coordinate].value = "=B1"  # type: ignore[index]
    book.active.cell(row + 1, heads["Finding number"].column).value = None  # type: ignore[union-attr]
    book.active.cell(row + 1, heads["Cause"].column).value = "別の原因"  # type: ignore[union-attr]
    book.save(tmp_path / "b.xlsx")
    said = itakusaki(*taking, tmp_path / "b.xlsx", space)
    assert said.code == 0
    assert f"!{cause.coordinate}]: Cause: the cell holds a formula" in said.out
    assert "the row has no finding number" in said.out
    shown = itakusaki("finding", "show", number.value, space, "--json").out
    assert "手順がない" in shown


def test_columns_are_looked_for_where_they_are_written() -> None:
    assert dict(PLACES) == {
        **{
            column.heading: at
            for at, column in enumerate(COLUMNS_WRITTEN)
            if column.heading in PLACES
        },
        MARK: len(COLUMNS_WRITTEN),
    }
