"""`intake check` speaks by company, counts, and writes what can be sent back; codes are explained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from itakusaki.audit.intake_check import CompanyCheck, IssueGroup
from itakusaki.audit.issue_codes import FILLED, explained, issue_code
from itakusaki.cli.intake_lines import check_lines
from itakusaki.intake.issues import ISSUES
from itakusaki.language import translator_for
from itakusaki.model.issue import EVIDENCE_MISSING
from itakusaki.model.source import CellRef
from itakusaki.wiring import shipped_rules
from support.blank_books import a_processor, an_entrustment
from support.cli import Said, itakusaki
from support.workspaces import (
    AOBA,
    LEDGER_HEADINGS,
    MIDORI,
    SHIOKAZE,
    YES,
    Workspace,
    ledger,
    reply,
)

RULES = shipped_rules()
SETTINGS = 'client = "港 商事"\nround = "2026Q4"\nas_of = 2026-12-31\n'
ROWS = (
    YES,
    ("TEC-02", "設問", "たぶん"),
    ("TEC-03", "設問", "おそらく"),
    ("TEC-04", "設問", "○"),
    ("TEC-04", "設問", "×"),
    ("TEC-02.shared_accounts", "件数", "多数"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    root: Path
    said: Said
    corrections: Path


def _workspace(root: Path) -> Workspace:
    (root / "itakusaki.toml").write_text(SETTINGS, encoding="utf-8")
    headings = (*LEDGER_HEADINGS, "回答期限")
    due = date(2026, 12, 11)
    rows = ((*AOBA, due), (*MIDORI, due), (*SHIOKAZE, due))
    space = Workspace(root).contract(ledger(*rows, headings=headings))
    space.reply(reply(*ROWS), "a.xlsx")
    return space.reply(reply(("TEC-01", "設問", ""), name=MIDORI[2]), "b.xlsx")


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    root = tmp_path_factory.mktemp("checked")
    _workspace(root)
    out = root / "out"
    argv = ("intake", "check", root, "--on", "2026-11-28", "--corrections", "--out", out)
    return Checked(root=root, said=itakusaki(*argv, lang="ja"), corrections=out)


def test_each_company_has_a_line_that_says_how_far_it_is(checked: Checked) -> None:
    heads = [line for line in checked.said.out.splitlines() if line.startswith("P00")]

    assert heads[0].startswith(f"P001 {AOBA[2]}：回答 2／")
    assert heads[0].endswith("読めない欄 3、訂正が必要な箇所 1")
    assert heads[1:] == [
        f"P002 {MIDORI[2]}：回答なし（期限 2026年12月11日、あと13日）",
        f"P003 {SHIOKAZE[2]}：回答なし（期限 2026年12月11日、あと13日）",
    ]
    assert "白紙のまま返送" in checked.said.out
    assert checked.said.code == 1


def test_like_issues_are_told_once_with_their_cells(checked: Checked) -> None:
    lines = checked.said.out.splitlines()
    (told,) = (n for n, line in enumerate(lines) if "(answer_outside_scale)" in line)

    assert "たぶん" in lines[told]
    assert "（ほか同様1件）" in lines[told]
    assert lines[told + 1].strip() == "questionnaires/2026Q4/a.xlsx [設問!C3, C4]"


def test_a_file_that_one_company_named_stands_under_that_company() -> None:
    checks = []
    for code in ("P001", "P002", "P003"):
        at = CellRef(file=f"{code}.xlsx", sheet="証跡一覧", cell="A4")
        told = {"file": f"{code}のログ.csv", "controls": "TEC-02"}
        issue = ISSUES[EVIDENCE_MISSING].issue(EVIDENCE_MISSING, at, code, **told)
        group = IssueGroup(code=EVIDENCE_MISSING, level=issue.level, issues=(issue,))
        party = a_processor(an_entrustment(processor=code))
        checks.append(
            CompanyCheck(processor=party, progress=(), unread=0, to_correct=0, groups=(group,))
        )
    lines = list(check_lines(checks, translator_for("ja"), date(2026, 12, 1)))
    named = [n for n, line in enumerate(lines) if "のログ.csv" in line]
    assert len(named) == 3
    for at, code in zip(named, ("P001", "P002", "P003"), strict=True):
        assert f"{code}のログ.csv" in lines[at]
        assert f"{code}.xlsx" in lines[at + 1]


def test_what_is_sent_to_one_company_holds_nothing_of_another(checked: Checked) -> None:
    names = sorted(path.name for path in checked.corrections.iterdir())
    assert names == [
        f"訂正依頼_2026Q4_P001_{AOBA[2]}.xlsx",
        f"訂正依頼_2026Q4_P002_{MIDORI[2]}.xlsx",
        "訂正依頼_2026Q4_全社.xlsx",
    ]
    whole = openpyxl.load_workbook(checked.corrections / names[2])
    own = openpyxl.load_workbook(checked.corrections / names[0])
    assert whole.sheetnames[:2] == [f"P001 {AOBA[2]}", f"P002 {MIDORI[2]}"]
    assert own.sheetnames[0] == f"P001 {AOBA[2]}"
    texts = {str(c.value) for sheet in own for row in sheet.rows for c in row if c.value}
    assert not any(MIDORI[2] in text or "P002" in text for text in texts)
    cells = [row[3].value for row in own.worksheets[0].iter_rows(min_row=6)]
    assert cells == ["C3", "C4", "A6", "C7"]
    assert own.worksheets[0]["A1"].value == "次のセルをご確認ください"
    assert not own.worksheets[0]["G6"].protection.locked


def test_a_list_that_comes_back_is_known_and_no_answer(checked: Checked, tmp_path: Path) -> None:
    space = _workspace(tmp_path)
    data = (checked.corrections / f"訂正依頼_2026Q4_P001_{AOBA[2]}.xlsx").read_bytes()
    dossier = space.reply(data, "返送.xlsx").read().dossier

    codes = {issue.code: issue for issue in dossier.issues if issue.at.file.endswith("返送.xlsx")}
    assert list(codes) == ["corrections_returned"]
    assert codes["corrections_returned"].processor == "P001"
    assert [q.file for q in dossier.questionnaires] == ["questionnaires/2026Q4/a.xlsx"]


def test_lists_that_are_there_are_not_written_over(checked: Checked) -> None:
    argv = ("intake", "check", checked.root, "--corrections", "--out", checked.corrections)
    again = itakusaki(*argv, lang="ja")

    assert again.code == 2
    assert "既にあり" in again.err


def test_past_the_due_day_it_is_an_alarm(checked: Checked) -> None:
    late = itakusaki("intake", "check", checked.root, "--on", "2026-12-31", lang="ja").out

    assert f"P003 {SHIOKAZE[2]}：回答なし（期限 2026年12月11日、20日超過）" in late
    assert "(no_questionnaire)" in late
    assert "(reply_awaited)" not in late


@pytest.mark.parametrize(
    "argv",
    [("audit",), ("intake", "check"), ("review", "make"), ("explain", "P001", "TEC-01")],
    ids=" ".join,
)
@pytest.mark.parametrize("round_", ["2027Q1", "2026Q5"])
def test_a_round_without_a_folder_is_refused(
    argv: tuple[str, ...], round_: str, tmp_path: Path
) -> None:
    _workspace(tmp_path)

    said = itakusaki(*argv, tmp_path, "--round", round_)

    assert said.code == 2
    assert "2026Q4" in said.err
    assert not (tmp_path / "reports").exists()


def test_forms_can_be_made_for_a_round_that_is_yet_to_come(tmp_path: Path) -> None:
    _workspace(tmp_path)

    said = itakusaki("questionnaire", "make", tmp_path, "P001", "--round", "2027Q1")

    assert said.code == 0
    book = openpyxl.load_workbook(said.out.strip())
    labels = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows(max_col=2)}
    assert labels["Reply due"] is None
    assert "P001" in said.err


def test_another_round_is_judged_as_of_its_last_day_and_says_so(tmp_path: Path) -> None:
    _workspace(tmp_path)
    (tmp_path / "questionnaires/2026Q3").mkdir()

    said = itakusaki("review", "make", tmp_path, "--round", "2026Q3", lang="ja")

    assert said.code == 0
    assert "2026年9月30日（点検回の最終日）" in said.err


# -- codes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("D-ANS-06", "理由"),
        ("d-led-07", "検査用数字"),
        ("returned_blank", "白紙"),
        ("export_cut_off", "途切れ"),
        ("pack_tampered", "署名"),
        ("not_evaluated", "評価"),
        ("value_unreadable", "求めた種類"),
    ],
)
def test_a_code_is_explained_wherever_it_comes_from(code: str, said: str) -> None:
    found = itakusaki("explain", code, lang="ja")

    assert found.code == 0
    assert said in found.out
    assert "対応：" in found.out


@pytest.mark.parametrize("code", sorted(ISSUES))
def test_an_explanation_is_more_than_blanks(code: str) -> None:
    lines = tuple(explained(issue_code(code, RULES), translator_for("ja")))

    assert len(lines[1].replace(FILLED, "")) > len("  意味：") + 8


def test_a_workspaces_own_code_is_explained_too(tmp_path: Path) -> None:
    _workspace(tmp_path)
    folder = tmp_path / "checklists/suites"
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_text(
        "suite: own\ntable: ledger\nexpectations:\n"
        "  - expect: expect_column_values_to_not_be_null\n    columns: [department]\n"
        "    code: OUR-01\n    weight: warning\n"
        "    says: {ja: 主管部署がありません。, en: There is no department.}\n"
        "    mend: {ja: 記入してください。, en: Fill it in.}\n",
        encoding="utf-8",
    )

    assert "There is no department." in itakusaki("explain", "OUR-01", tmp_path).out
    unknown = itakusaki("explain", "OUR-1", tmp_path)
    assert unknown.code == 2
    assert "OUR-01" in unknown.err
