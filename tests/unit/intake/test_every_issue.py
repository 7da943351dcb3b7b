"""Every code that reading can give, brought about by a workbook that deserves it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from itakusaki.files.book import MAX_AREA
from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.wall import end_readers
from itakusaki.intake.book import open_book
from itakusaki.intake.issues import ISSUES
from itakusaki.language import LANGUAGES, translator_for
from itakusaki.model.allowance import Allowance
from support.hostile import repeated_text
from support.workspaces import (
    ANSWER_HEADINGS,
    AOBA,
    APPROVAL_HEADINGS,
    CLAUSE_HEADINGS,
    LEDGER_HEADINGS,
    MIDORI,
    REVIEW_HEADINGS,
    SHIOKAZE,
    VALID,
    YES,
    Workspace,
    a_workspace,
    answers,
    cover,
    ledger,
    mark,
    marked,
    reply,
    workbook,
)

REVIEWED = ("P001", "委託先", "TEC-01", 3, "", "監査人", date(2026, 12, 1), "原本を見た")
APPROVED = (
    "P001",
    "TEC-01",
    "期限付き例外",
    "移行中",
    "部長",
    date(2026, 4, 1),
    "",
    date(2027, 3, 31),
)
FOUR = (YES, ("TEC-02", "設問"), ("TEC-03", "設問"), ("TEC-05", "設問"))
Scenario = Callable[[Workspace], object]


def _changed(change: Callable[[Workbook], None], *rows: tuple[object, ...]) -> bytes:
    return workbook({"表紙": cover(), "設問": answers(*(rows or (YES,)))}, change)


#: Points of TEC-02, of which one is not so.
POINTS = (("TEC-02.point_1", "要点", "はい"), ("TEC-02.point_2", "要点", "いいえ"))


def _hide_row(book: Workbook) -> None:
    book["設問"].row_dimensions[2].hidden = True


def _hide_sheet(book: Workbook) -> None:
    book["設問"].sheet_state = "hidden"


def _hide_column(book: Workbook) -> None:
    book["設問"].column_dimensions["C"].hidden = True


def _formula(book: Workbook) -> None:
    book["設問"]["C2"] = "=IF(TRUE,B1,B2)"


def _error(book: Workbook) -> None:
    book["設問"]["C2"] = "#REF!"
    book["設問"]["C2"].data_type = "e"


def _merge(book: Workbook) -> None:
    book["設問"].merge_cells("C2:C3")


def _two_answers(headings: tuple[str, str], *values: str) -> bytes:
    sheet = [("ID", "設問", *headings), ("TEC-01", "設問", *values)]
    return workbook({"表紙": cover(), "設問": sheet})


def _strike(book: Workbook) -> None:
    book["設問"]["C2"].font = Font(strike=True)


def _comment(book: Workbook) -> None:
    book["設問"]["C2"].value = None
    book["設問"]["C2"].comment = Comment("対応済みです", "回答者")


def _colour(book: Workbook) -> None:
    for cell in ("C3", "C4"):
        book["設問"][cell].fill = PatternFill("solid", fgColor="FFFF00")


def _ledger_formula(book: Workbook) -> None:
    book["委託先台帳"]["D2"] = "=A1"


def _far(book: Workbook) -> None:
    book["設問"].cell(MAX_AREA // 10, 40).value = "x"


def _wide(book: Workbook) -> None:
    for number in range(3):
        sheet = book.create_sheet(f"集計{number}")
        sheet["A1"], sheet["CZ40000"] = 1, 1


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(30):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"0" * 10_000_000)
    return out.getvalue()


def _encrypted() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")
    )


def _large(workspace: Workspace) -> None:
    path = workspace.root / "questionnaires/2026Q4/large.xlsx"
    with path.open("wb") as out:
        out.truncate(65 * 1024 * 1024)


def _clauses(*rows: tuple[object, ...]) -> bytes:
    return workbook({"契約条項": [CLAUSE_HEADINGS, *rows]})


def _approvals(*rows: tuple[object, ...]) -> bytes:
    return workbook({"承認台帳": [APPROVAL_HEADINGS, *rows]})


def _reviews(*rows: tuple[object, ...]) -> bytes:
    return workbook({"監査人確認": [REVIEW_HEADINGS, *rows]})


def _two(workspace: Workspace, first: str, second: str, row: tuple[str, ...] = YES) -> None:
    workspace.reply(reply(YES, as_of=first), "a.xlsx").reply(reply(row, as_of=second), "b.xlsx")


def _listed_file(workspace: Workspace) -> None:
    sheets: dict[str, Any] = {
        "表紙": cover(),
        "設問": answers(YES),
        "証跡一覧": [
            ("ファイル名", "対象の項目ID", "ハッシュ値（SHA-256）"),
            ("a.pdf", "TEC-01", "0" * 64),
        ],
    }
    workspace.reply(workbook(sheets)).evidence("P001/a.pdf")


def _not_asked(workspace: Workspace) -> None:
    workspace.asked = ("TEC-02", "CON-02")
    workspace.reply(reply(("TEC-02", "設問", "○"), YES, ("TEC-01.accounts", "件数", 3)))


def _without_cover() -> bytes:
    return "ID,設問,回答\nTEC-01,設問,○\n".encode()


def _assigned_twice(workspace: Workspace) -> None:
    workspace.contract(ledger(AOBA, MIDORI)).reply(_without_cover(), "P001/tec.csv")
    workspace.given.update(owners={"tec*": "P002"})


def _due(workspace: Workspace, due: date, **given: Any) -> None:
    workspace.contract(ledger((*AOBA, due), headings=(*LEDGER_HEADINGS, "回答期限")))
    workspace.given.update(given)


def _signed_in_future(workspace: Workspace) -> None:
    headings = (*LEDGER_HEADINGS, "契約締結日")
    workspace.contract(ledger((*AOBA, date(2031, 4, 1)), headings=headings))
    workspace.given.update(as_of=date(2026, 12, 31))


def _allowing(workspace: Workspace, **given: int) -> None:
    workspace.reply(reply(YES))
    workspace.given.update(allowance=Allowance(**given))


#: Code → what to add to a workspace whose ledger holds one processor.
SCENARIOS: dict[str, Scenario] = {
    "encrypted": lambda w: w.reply(_encrypted()),
    "damaged": lambda w: w.reply(reply(YES)[:-400]),
    "not_excel": lambda w: w.reply(b"\x89PNG\r\n\x1a\n\0\0\0"),
    "zip_bomb": lambda w: w.reply(_bomb()),
    "too_large": _large,
    "texts_too_large": lambda w: w.reply(repeated_text()),
    "contents_too_large": lambda w: _allowing(w, output=64),
    # Processor time may be told in steps: nothing is less than none.
    "took_too_long": lambda w: _allowing(w, seconds=-1),
    "took_too_much_memory": lambda w: (end_readers(), _allowing(w, memory=1024)),
    "not_plain": lambda w: (w.root / "questionnaires/2026Q4/out.xlsx").symlink_to("/dev/null"),
    "not_readable": lambda w: (w.root / "questionnaires/2026Q4/loop.xlsx").symlink_to("loop.xlsx"),
    "encoding_unknown": lambda w: w.reply(b"ID,\x81\x00\xff\xfe\xff,\n" * 5, "a.csv"),
    "western_text": lambda w: w.reply(
        "ID,Question,Answer\nTEC-01,Société,Yes\n".encode("cp1252"), "a.csv"
    ),
    "cut_off": lambda w: w.reply("ID,設問,回答\nTEC-01,a,○\nTEC-02,b".encode(), "a.csv"),
    "sheet_too_large": lambda w: w.reply(_changed(_far)),
    "book_too_large": lambda w: w.reply(_changed(_wide)),
    "wrong_suffix": lambda w: w.reply(reply(YES), "a.xls"),
    "other_file": lambda w: w.reply(b"%PDF-", "a.pdf"),
    "no_table": lambda w: w.reply(workbook({"メモ": [("お世話になります",)]})),
    "sheets_passed_over": lambda w: w.reply(
        workbook({"表紙": cover(), "設問": answers(YES), "別紙": [("見出しのない回答",), ("○",)]})
    ),
    "sheets_joined": lambda w: w.reply(_without_cover(), "P001/tec.csv").reply(
        _without_cover().replace(b"TEC-01", b"PHY-01"), "P001/phy.csv"
    ),
    "corrections_returned": lambda w: w.reply(
        marked({"P001": [("次のセル",)]}, mark(kind="corrections"))
    ),
    "findings_returned": lambda w: w.reply(
        marked({"P001": [("次のセル",)]}, mark(kind="findings"))
    ),
    "columns_missing": lambda w: w.contract(
        ledger(headings=("契約番号", "法人番号", "階層", "備考"))
    ),
    "column_assumed": lambda w: w.contract(
        ledger(headings=("委託先名", "法人番号", "契約締結日", "備考"))
    ),
    "code_no_folder": lambda w: w.contract(ledger(("K-001", "../P001", *AOBA[2:]))),
    "other_workbook": lambda w: w.reply(b"PK", "a.ods"),
    "no_client_check": lambda _w: None,
    "no_round_folder": lambda _w: None,
    "evidence_missing": lambda w: w.reply(reply((*YES, "文書", "規程.pdf"))),
    "evidence_unnamed": lambda w: w.reply(reply(YES)).evidence("P001/a.pdf"),
    "ids_without_headings": lambda w: w.reply(
        workbook({"設問": answers(YES), "TEC": [("TEC-02",), ("TEC-03",), ("TEC-04",)]})
    ),
    "wrong_folder": lambda w: w.reply(ledger(AOBA)),
    "answer_outside_scale": lambda w: w.reply(reply(("TEC-01", "設問", "たぶん"))),
    "unchanged_anew": lambda w: w.reply(reply(("TEC-02", "設問", "変更なし"))),
    "unchanged_without_last": lambda w: w.reply(reply(("TEC-01", "設問", "変更なし"))),
    "unchanged_and_answered": lambda w: w.reply(
        workbook(
            {
                "表紙": cover(),
                "設問": [("ID", "設問", "変更なし", "回答"), ("TEC-01", "", "○", "×")],
            }
        )
    ),
    "answer_without_id": lambda w: w.reply(reply(YES, ("", "設問", "○"))),
    "choice_unknown": lambda w: w.reply(reply((*YES, "口頭"))),
    "column_twice": lambda w: w.reply(_two_answers(("回答", "回答"), "○", "×")),
    "column_twice_read": lambda w: w.reply(_two_answers(("回答", "評価"), "○", "×")),
    "merged_answer": lambda w: w.reply(_changed(_merge, YES, ("TEC-02", "設問"))),
    "ditto_unclear": lambda w: w.reply(reply(("TEC-01", "設問", "〃"))),
    "none_is_zero": lambda w: w.reply(reply(("TEC-02.shared_accounts", "件数", "なし"))),
    "struck_out": lambda w: w.reply(_changed(_strike)),
    "answer_in_comment": lambda w: w.reply(_changed(_comment)),
    "points_differ": lambda w: w.reply(reply(("TEC-02", "設問", "○"), *POINTS)),
    "answer_by_colour": lambda w: w.reply(_changed(_colour, *FOUR)),
    "duplicate_id": lambda w: w.reply(reply(YES, ("TEC-01", "設問", "×"))),
    "error_value": lambda w: w.reply(_changed(_error)),
    "fact_not_applicable": lambda w: w.reply(reply(("TEC-02.shared_accounts", "件数", "該当なし"))),
    "formula_without_value": lambda w: w.reply(_changed(_formula)),
    "grade_outside": lambda w: w.reply(reply((*YES, "", "", 7))),
    "hidden_answer": lambda w: w.reply(_changed(_hide_row)),
    "hidden_sheet": lambda w: w.reply(_changed(_hide_sheet)),
    "hidden_column": lambda w: w.reply(_changed(_hide_column)),
    "items_removed": lambda w: w.reply(
        marked({"設問": answers(YES)}, mark(items={"TEC-01": "設問", "TEC-02": "設問"}))
    ),
    "controls_missing": lambda w: w.reply(reply(YES)),
    "period_in_days": lambda w: w.reply(reply(("BRC-03.procedure_hours", "時間", "5日以内"))),
    "shifted_row": lambda w: w.reply(marked({"設問": answers(YES)}, mark(items={"TEC-01": "別"}))),
    "unknown_id": lambda w: w.reply(reply(("TEC-99", "設問", "○"))),
    "not_asked": _not_asked,
    "value_unreadable": lambda w: w.reply(reply(("TEC-02.shared_accounts", "件数", "多数"))),
    "formula_cell": lambda w: w.contract(
        workbook({"委託先台帳": [LEDGER_HEADINGS, AOBA]}, _ledger_formula)
    ),
    "key_missing": lambda w: w.contract(ledger(("", *AOBA[1:]))),
    "row_without_key": lambda w: w.contract(ledger(AOBA, ("K-009", "", "", "", 1))),
    "identity_unknown": lambda w: w.reply(workbook({"設問": answers(YES)})),
    "identity_ambiguous": lambda w: w.contract(
        ledger(AOBA, ("K-009", "P009", "青葉データサービス（株）", "", 1))
    ).reply(reply(YES)),
    "identity_conflict": lambda w: w.contract(ledger(AOBA, MIDORI)).reply(
        marked({"表紙": cover(MIDORI[2]), "設問": answers(YES)}, mark())
    ),
    "other_company": lambda w: w.contract(ledger(SHIOKAZE)).reply(
        reply(YES, name=SHIOKAZE[2], number=VALID[1])
    ),
    "matched_by_name": lambda w: w.reply(reply(YES)),
    "other_kind_of_company": lambda w: w.reply(reply(YES, name="株式会社青葉データサービス")),
    "assigned": lambda w: w.reply(_without_cover(), "P001/tec.csv"),
    "assigned_elsewhere": lambda w: w.contract(ledger(AOBA, MIDORI)).reply(
        reply(YES), "P002/a.xlsx"
    ),
    "assigned_twice": _assigned_twice,
    "assigned_to_nobody": lambda w: w.given.update(owners={"CAIQ*.xlsx": "P777"}),
    "returned_blank": lambda w: w.reply(reply(("TEC-01", "設問", ""))),
    "blank_copy": lambda w: w.reply(reply(YES)).reply(reply(("TEC-01", "設問", "")), "b.xlsx"),
    "nothing_read": lambda w: w.reply(reply(("TEC-01", "設問", "たぶん"))),
    "not_in_ledger": lambda w: w.reply(reply(YES, name="株式会社知らない")),
    "no_questionnaire": lambda _w: None,
    "not_due": lambda w: w.given.update(not_due=frozenset({"P001"})),
    "reply_awaited": lambda w: _due(w, date(2026, 12, 11), today=date(2026, 11, 28)),
    "round_unclear": lambda w: w.reply(reply(YES, round_="今期")),
    "as_of_outside_round": lambda w: w.given.update(as_of=date(2027, 1, 15)),
    "due_before_round": lambda w: _due(w, date(2026, 9, 11)),
    "date_in_future": _signed_in_future,
    "two_questionnaires": lambda w: _two(w, "2026/11/1", "2026/10/1"),
    "same_day": lambda w: _two(w, "2026/11/1", "2026/11/1", ("TEC-01", "設問", "△")),
    "same_copy": lambda w: w.reply(_without_cover(), "P001/a.csv").reply(
        _without_cover(), "P001/b.csv"
    ),
    "depth_not_shown": lambda w: w.reply(reply(YES, front=[*cover(), ("調査票の区分", "簡易")])),
    "no_as_of": lambda w: w.reply(reply(YES, as_of="")),
    "wrong_round": lambda w: w.reply(reply(YES, round_="2026Q3")),
    "other_version": lambda w: w.reply(
        marked({"設問": answers(YES)}, mark(checklist_version="2025.1"))
    ),
    "side_assumed": lambda w: w.reply(reply(YES, kind="")),
    "no_ledger": lambda w: (w.root / "contracts/ledger.xlsx").unlink(),
    "empty_ledger": lambda w: w.contract(ledger()),
    "duplicate_row": lambda w: w.contract(ledger(AOBA, AOBA)),
    "duplicate_contract": lambda w: w.contract(ledger(AOBA, (*AOBA[:3], "", 2, "P001"))),
    "tier_assumed": lambda w: w.contract(ledger((*AOBA[:4], 0))),
    "processor_differs": lambda w: w.contract(ledger(AOBA, ("K-009", "P001", "別の会社", "", 1))),
    "unknown_parent": lambda w: w.contract(ledger((*AOBA[:4], 2, "P777"))),
    "no_parent": lambda w: w.contract(ledger((*AOBA[:4], 2, ""))),
    "chain_cycle": lambda w: w.contract(ledger((*AOBA[:5], "P002"), (*MIDORI[:5], "P001"))),
    "clause_without_contract": lambda w: w.contract(_clauses(("K-9", "CON-01", "", "○")), "c.xlsx"),
    "unknown_processor": lambda w: w.contract(_approvals(("P9", *APPROVED[1:])), "a.xlsx"),
    "approval_incomplete": lambda w: w.contract(_approvals((*APPROVED[:4], "", "")), "a.xlsx"),
    "review_incomplete": lambda w: w.review(_reviews((*REVIEWED[:5], "", "", ""))),
    "decision_without_mark": lambda w: w.review(
        workbook(
            {
                "監査人確認": [
                    (*REVIEW_HEADINGS, "相違の判定", "照合値"),
                    (*REVIEWED[:3], "", "", *REVIEWED[5:], "不備と確認", "0123456789abcdef"),
                ]
            }
        )
    ),
    "duplicate_review": lambda w: w.review(
        _reviews(REVIEWED, (*REVIEWED[:6], date(2026, 12, 9), "x"))
    ),
    "evidence_unknown_folder": lambda w: w.evidence("P777/a.pdf"),
    "evidence_loose_file": lambda w: w.evidence("a.pdf"),
    "hash_differs": _listed_file,
    "unmapped_items": lambda w: w.layouts.append(_own_layout()) or w.reply(_own_book()),  # type: ignore[func-returns-value]
}


def _own_layout() -> Any:
    from itakusaki.catalogue.layouts import load_layouts  # noqa: PLC0415
    from itakusaki.settings import data_folder  # noqa: PLC0415

    folder = Path(__file__).parents[2] / "support" / "layouts"
    found = load_layouts(data_folder("checklists") / "layouts", folder)
    return next(each for each in found if each.name == "jda-survey")


def _own_book() -> bytes:
    sheet = [("#", "評価項目", "評価内容", "実施状況\n（自己評価）"), ("z-1", "", "問い", "○")]
    return workbook({"表紙": cover(), "調査票": sheet})


#: Told of an answer to an inquiry, which no round holds (test_inquiry_book.py).
OF_INQUIRIES = {"day_ahead", "days_reversed", "named_twice"}
#: Told of a mistake of our own, which no file is known to bring about (below).
OF_OURS = {"own_fault"}


def test_every_code_has_its_scenario() -> None:
    assert set(SCENARIOS) == set(ISSUES) - OF_INQUIRIES - OF_OURS


def test_a_mistake_of_our_own_is_no_damage_of_a_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing:
        def __init__(self, *_: object, **_more: object) -> None:
            """Take what is asked for."""

        def result(self) -> None:
            raise RefusedFileError("own_fault", place="KeyError, files/book.py:88")

    monkeypatch.setattr("itakusaki.files.kept_books.ask_for", Failing)
    (issue,) = open_book(tmp_path / "a.xlsx", "a.xlsx").issues
    assert issue.code == "own_fault"
    for language in LANGUAGES:
        assert "KeyError, files/book.py:88" in translator_for(language).say(issue.says)


@pytest.mark.parametrize("code", sorted(SCENARIOS))
def test_the_issue_is_named_with_its_place_in_both_languages(code: str, tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path)
    SCENARIOS[code](workspace)

    found = workspace.issues(code)

    assert found, {issue.code for issue in workspace.read().dossier.issues}
    issue = found[0]
    assert issue.level is ISSUES[code].level
    assert issue.at.file
    assert not Path(issue.at.file).is_absolute()
    said = [translator_for(language).say(issue.says) for language in LANGUAGES]
    done = [translator_for(language).say(issue.mend) for language in LANGUAGES]
    assert said[0] != said[1]
    assert done[0] != done[1]
    assert not any("{" in text for text in (*said, *done))


@pytest.mark.parametrize(
    ("code", "cell"),
    [
        ("answer_outside_scale", "設問!C2"),
        ("answer_without_id", "設問!C3"),
        ("duplicate_id", "設問!A3"),
        ("error_value", "設問!C2"),
        ("formula_without_value", "設問!C2"),
        ("grade_outside", "設問!F2"),
        ("hidden_answer", "設問!C2"),
        ("shifted_row", "設問!A2"),
        ("unknown_id", "設問!A2"),
        ("not_asked", "設問!A3"),
        ("value_unreadable", "設問!C2"),
        ("formula_cell", "委託先台帳!D2"),
        ("tier_assumed", "委託先台帳!E2"),
        ("wrong_round", "表紙!C6"),
        ("not_in_ledger", "表紙!C3"),
        ("no_questionnaire", "委託先台帳!A2"),
        ("not_due", "委託先台帳!A2"),
    ],
)
def test_the_issue_points_at_the_cell(code: str, cell: str, tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path)
    SCENARIOS[code](workspace)

    at = workspace.issues(code)[0].at

    assert f"{at.sheet}!{at.cell}" == cell


def test_what_a_workspace_does_not_ask_is_said_once_per_workbook_and_nowhere_counted(
    tmp_path: Path,
) -> None:
    workspace = a_workspace(tmp_path).review(_reviews(REVIEWED))
    workspace.contract(_approvals(APPROVED), "a.xlsx")
    workspace.contract(
        _clauses(("K-001", "CON-01", "", "○"), ("K-001", "CON-02", "", "○")), "c.xlsx"
    )
    workspace.asked = ("TEC-02", "CON-02")
    rows = (("TEC-02", "設問", "○"), YES, ("TEC-01.accounts", "件数", 3))
    sent = mark(items={"TEC-01": "設問", "TEC-02": "設問", "TEC-01.accounts": "件数"})
    workspace.reply(marked({"設問": answers(*rows)}, sent))

    dossier = workspace.read().dossier

    noted = [i for i in dossier.issues if i.code in ("not_asked", "unknown_id", "items_removed")]
    said = [(i.code, i.at.sheet, dict(i.says.values)["ids"]) for i in noted]
    assert sorted(said) == [
        ("not_asked", "契約条項", "CON-01"),
        ("not_asked", "承認台帳", "TEC-01"),
        ("not_asked", "監査人確認", "TEC-01"),
        ("not_asked", "設問", "TEC-01"),
    ]
    (own,) = dossier.questionnaires
    assert list(own.answers) == ["TEC-02"]
    assert own.facts == {}
    assert [clause.control for clause in dossier.clauses] == ["CON-02"]


def test_headings_are_written_as_the_builders_think() -> None:
    assert ANSWER_HEADINGS[2] == "回答"
