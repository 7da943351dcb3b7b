"""Whose answers these are: numbers outweigh names, names outweigh nothing, and folders say the rest."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from itakusaki.language import translator_for
from itakusaki.model.issue import DataIssue, IssueLevel
from itakusaki.model.party import Duty
from support.workspaces import (
    AOBA,
    LEDGER_HEADINGS,
    MIDORI,
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

TSUBAME = ("K-004", "P004", "つばめ電算有限会社", VALID[1], 1, "")
CSV = "ID,設問,回答\nTEC-01,設問,○\n".encode()
BARE = workbook({"設問": answers(YES)})


def _read(workspace: Workspace) -> tuple[list[str], dict[str, DataIssue]]:
    """Whose questionnaires were counted, and an issue of each code."""
    dossier = workspace.read().dossier
    return [q.processor for q in dossier.questionnaires], {i.code: i for i in dossier.issues}


# -- numbers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        reply(YES, name=SHIOKAZE[2], number=VALID[2]),
        reply(YES, name="潮風ロジ", number=f"T{VALID[2]}"),
        reply(YES, name=SHIOKAZE[2], number="４０００－００００－０００１３"),
        marked({"表紙": cover(SHIOKAZE[2], number=VALID[2]), "設問": answers(YES)}, mark("P003")),
        marked({"表紙": cover("", number=VALID[1]), "設問": answers(YES)}, mark("P003")),
        workbook({"設問": [("会社名", SHIOKAZE[2]), ("法人番号", VALID[2]), (), *answers(YES)]}),
    ],
    ids=[
        "name",
        "short name",
        "wide digits",
        "hidden ids",
        "hidden ids, in the ledger",
        "no cover",
    ],
)
def test_another_valid_number_is_another_company_whatever_else_is_said(
    data: bytes, tmp_path: Path
) -> None:
    counted, issues = _read(a_workspace(tmp_path, SHIOKAZE, TSUBAME).reply(data))

    assert counted == []
    assert issues["other_company"].level is IssueLevel.ERROR
    assert issues["other_company"].at.cell
    assert "no_questionnaire" in issues


def test_another_number_outweighs_the_folder_a_form_was_put_into(tmp_path: Path) -> None:
    data = reply(YES, name="Cloud Example", number=VALID[2])
    counted, issues = _read(a_workspace(tmp_path, SHIOKAZE).reply(data, "P003/a.xlsx"))

    assert counted == []
    assert "other_company" in issues


@pytest.mark.parametrize(
    ("row", "number"),
    [
        (SHIOKAZE, VALID[0]),
        (SHIOKAZE, ""),
        (SHIOKAZE, "12345"),
        (SHIOKAZE, "1234567890123"),
        ((*SHIOKAZE[:3], "", 1, ""), VALID[2]),
        ((*SHIOKAZE[:3], "1234567890123", 1, ""), VALID[2]),
    ],
    ids=["the same", "none", "too short", "a slip", "none in the ledger", "a slip in the ledger"],
)
def test_beside_a_number_that_tells_nothing_the_name_counts_and_is_noted(
    row: tuple[object, ...], number: str, tmp_path: Path
) -> None:
    counted, issues = _read(
        a_workspace(tmp_path, row).reply(reply(YES, name=SHIOKAZE[2], number=number))
    )

    assert counted == ["P003"]
    assert ("matched_by_name" in issues) is (number != VALID[0])


def test_the_clients_own_number_on_its_own_check_is_no_stranger(tmp_path: Path) -> None:
    data = marked(
        {"表紙": cover(SHIOKAZE[2], number=VALID[2], kind="委託元"), "設問": answers(YES)},
        mark("P003", kind="client"),
    )
    found = a_workspace(tmp_path, SHIOKAZE).reply(data).read().dossier

    assert [(q.processor, q.side) for q in found.questionnaires] == [("P003", Duty.CLIENT)]


def test_a_code_that_meanwhile_is_another_companys_gives_way_to_the_number(tmp_path: Path) -> None:
    sent = mark("P003", corporate_number=VALID[1])
    counted, _ = _read(
        a_workspace(tmp_path, SHIOKAZE, TSUBAME).reply(marked({"設問": answers(YES)}, sent))
    )

    assert counted == ["P004"]


def test_a_code_of_a_company_that_left_is_no_word_for_whoever_has_it_now(tmp_path: Path) -> None:
    sent = mark("P003", corporate_number=VALID[2])
    data = marked({"表紙": cover("旧社名"), "設問": answers(YES)}, sent)
    counted, issues = _read(a_workspace(tmp_path, SHIOKAZE).reply(data))

    assert counted == []
    assert issues["other_company"].processor == "P003"


# -- names ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("in_ledger", "on_cover", "same"),
    [
        ("株式会社はまかぜ", "はまかぜ株式会社", False),
        ("一般社団法人はまかぜ", "株式会社はまかぜ", False),
        ("有限会社はまかぜ", "㈱はまかぜ", False),
        ("はまかぜ㈲", "(有)はまかぜ", False),
        ("株式会社はまかぜ", "㈱ はまかぜ", True),
        ("はまかぜ株式会社", "はまかぜ（株）", True),
        ("株式会社はまかぜ", "はまかぜ", True),
        ("はまかぜ", "はまかぜ合同会社", True),
        ("Hamakaze Co., Ltd.", "HAMAKAZE", True),
        ("株式会社はま・かぜ", "株式会社はまかぜ", True),
    ],
)
def test_kind_and_place_tell_companies_apart_where_both_are_given(
    in_ledger: str, on_cover: str, *, same: bool, tmp_path: Path
) -> None:
    row = ("K-009", "P009", in_ledger, "", 1, "")
    counted, issues = _read(a_workspace(tmp_path, row).reply(reply(YES, name=on_cover)))

    assert counted == (["P009"] if same else [])
    assert ("matched_by_name" in issues, "other_kind_of_company" in issues) == (same, not same)


def test_of_two_names_that_fold_alike_the_one_that_agrees_is_meant(tmp_path: Path) -> None:
    rows = [
        ("K-1", "P1", "株式会社ハマ・カゼ", "", 1, ""),
        ("K-2", "P2", "株式会社ハマカゼ", "", 1, ""),
    ]
    space = a_workspace(tmp_path, *rows)

    assert _read(space.reply(reply(YES, name="ハマカゼ")))[0] == ["P2"]
    assert _read(space.reply(reply(YES, name="㈱ハマ・カゼ")))[0] == ["P1"]


# -- forms that do not say whose they are -------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "owners"),
    [
        ("P001/CAIQ.xlsx", {}),
        ("ｐ００１/x/CAIQ.xlsx", {}),
        ("青葉データサービス/CAIQ.xlsx", {}),
        ("CAIQ v4 (青葉).xlsx", {"CAIQ*.xlsx": "P001"}),
        ("caiq.XLSX", {"CAIQ*.xlsx": "p001"}),
        ("[青葉] CAIQ.xlsx", {"[青葉] CAIQ.xlsx": "P001"}),
        ("他社書式/a.xlsx", {"他社書式/*": "P001"}),
        (unicodedata.normalize("NFD", "ガイド回答.xlsx"), {"ガイド*": "P001"}),
    ],
)
@pytest.mark.parametrize("data", [BARE, CSV], ids=["workbook", "one sheet as CSV"])
def test_a_form_without_a_cover_is_whose_folder_or_settings_say(
    data: bytes, name: str, owners: dict[str, str], tmp_path: Path
) -> None:
    stem, dot, _ = name.rpartition(".")
    space = a_workspace(tmp_path, AOBA, MIDORI)
    space.given.update(
        owners={p.replace(".xlsx", ".csv") if data is CSV else p: c for p, c in owners.items()}
    )
    counted, issues = _read(space.reply(data, f"{stem}{dot}csv" if data is CSV else name))

    assert counted == ["P001"]
    assert issues["assigned"].level is IssueLevel.NOTE
    assert "identity_unknown" not in issues


def test_the_clients_own_check_may_be_put_into_a_folder_too(tmp_path: Path) -> None:
    found = a_workspace(tmp_path).reply(BARE, "client/own.xlsx").read().dossier

    assert [(q.processor, q.side) for q in found.questionnaires] == [("", Duty.CLIENT)]


def test_a_trade_name_that_nobody_knows_does_not_stand_in_the_way(tmp_path: Path) -> None:
    data = reply(YES, name="Example Cloud, Inc.", kind="")
    space = a_workspace(tmp_path)
    assert _read(space.reply(data, "caiq.xlsx"))[0] == []
    (tmp_path / "questionnaires/2026Q4/caiq.xlsx").unlink()

    counted, issues = _read(space.reply(data, "P001/caiq.xlsx"))

    assert counted == ["P001"]
    assert "Example Cloud, Inc." in translator_for("en").say(issues["assigned"].says)


def test_what_a_form_says_itself_outweighs_the_folder(tmp_path: Path) -> None:
    space = a_workspace(tmp_path, AOBA, MIDORI)
    counted, issues = _read(space.reply(reply(YES, name=MIDORI[2]), "P001/a.xlsx"))

    assert counted == ["P002"]
    assert issues["assigned_elsewhere"].level is IssueLevel.WARNING


def test_a_form_that_was_sent_to_somebody_else_is_nobodys_in_a_folder(tmp_path: Path) -> None:
    data = marked({"設問": answers(YES)}, mark("P777"))
    counted, issues = _read(a_workspace(tmp_path).reply(data, "P001/a.xlsx"))

    assert counted == []
    assert "P777" in translator_for("en").say(issues["assigned_elsewhere"].says)
    assert "not_in_ledger" in issues


def test_the_clients_checks_of_each_processor_may_lie_together(tmp_path: Path) -> None:
    data = marked({"設問": answers(YES)}, mark("P001", kind="client"))
    found = a_workspace(tmp_path).reply(data, "client/P001.xlsx").read().dossier

    assert [(q.processor, q.side) for q in found.questionnaires] == [("P001", Duty.CLIENT)]
    assert "assigned_elsewhere" not in {issue.code for issue in found.issues}


def test_a_folder_decides_between_companies_of_one_name(tmp_path: Path) -> None:
    space = a_workspace(tmp_path, AOBA, ("K-009", "P009", AOBA[2], "", 1, ""))
    counted, issues = _read(space.reply(reply(YES), "P009/a.xlsx"))

    assert counted == ["P009"]
    assert "identity_ambiguous" not in issues


def test_who_is_not_told_is_told_how_to_say_it(tmp_path: Path) -> None:
    _, issues = _read(a_workspace(tmp_path).reply(CSV, "tec.csv"))

    said = translator_for("ja").say(issues["identity_unknown"].mend)
    assert "questionnaires/2026Q4/P001/" in said
    assert '"tec.csv" = "P001"' in said


# -- blank forms, forms of another round ----------------------------------------------------------

OWN = marked({"表紙": cover(), "設問": answers(("TEC-01", "設問", ""))}, mark())


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (OWN, "a.xlsx", "returned_blank"),
        (
            reply(("TEC-01", "設問", "選択してください"), ("TEC-01.x", "数", "")),
            "a.xlsx",
            "returned_blank",
        ),
        (reply(), "a.xlsx", ""),
        ("ID,設問,回答\nTEC-01,設問,\n".encode(), "P001/a.csv", "returned_blank"),
        (
            reply(("TEC-01", "設問", "たぶん"), ("TEC-02", "設問", "おおむね")),
            "a.xlsx",
            "nothing_read",
        ),
        (reply(("TEC-99", "設問", "○")), "a.xlsx", "nothing_read"),
    ],
    ids=["our form", "prompts", "no row", "CSV", "other words", "other items"],
)
def test_a_form_without_one_answer_is_no_answer(
    data: bytes, name: str, code: str, tmp_path: Path
) -> None:
    counted, issues = _read(a_workspace(tmp_path).reply(data, name))

    assert counted == []
    assert not code or issues[code].processor == "P001"
    assert not code or "no_questionnaire" not in issues


@pytest.mark.parametrize(
    "row",
    [("TEC-01", "設問", "×"), ("TEC-01", "設問", "？"), ("TEC-02.shared_accounts", "件数", 0)],
)
def test_a_form_with_one_answer_is_one(row: tuple[object, ...], tmp_path: Path) -> None:
    assert _read(a_workspace(tmp_path).reply(reply(row)))[0] == ["P001"]


def test_a_blank_copy_never_takes_the_place_of_the_answers(tmp_path: Path) -> None:
    space = a_workspace(tmp_path).reply(reply(YES, as_of="2026/10/1"), "a.xlsx")
    space.reply(reply(("TEC-01", "設問", ""), as_of="2026/12/1"), "b.xlsx")
    found = space.read().dossier

    assert [q.file for q in found.questionnaires] == ["questionnaires/2026Q4/a.xlsx"]
    assert {i.code for i in found.issues if i.level is IssueLevel.ERROR} == set()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("2026Q3", "wrong_round"),
        ("2027Q1", "wrong_round"),
        ("2025年第4四半期", "wrong_round"),
        ("2026年3月", "wrong_round"),
        ("2026Q4", ""),
        ("2026q4", ""),
        ("２０２６年第４四半期", ""),
        ("", ""),
        ("2026", "round_unclear"),
        ("2026年度第4四半期", "round_unclear"),
        ("年末点検", "round_unclear"),
    ],
)
def test_the_form_of_another_round_is_no_answer(said: str, code: str, tmp_path: Path) -> None:
    counted, issues = _read(a_workspace(tmp_path).reply(reply(YES, round_=said)))

    assert counted == ([] if code == "wrong_round" else ["P001"])
    assert {"wrong_round", "round_unclear"} & set(issues) == ({code} - {""})


def test_the_hidden_sheet_says_which_round_our_own_form_is_of(tmp_path: Path) -> None:
    sheets = {"表紙": cover(round_="2026Q4"), "設問": answers(YES)}
    counted, issues = _read(a_workspace(tmp_path).reply(marked(sheets, mark(round="2026Q3"))))

    assert counted == []
    assert "no_questionnaire" not in issues


# -- days -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "today", "code", "level"),
    [
        (date(2026, 12, 11), date(2026, 11, 28), "reply_awaited", IssueLevel.NOTE),
        (date(2026, 12, 11), date(2026, 12, 11), "reply_awaited", IssueLevel.NOTE),
        (date(2026, 12, 11), date(2026, 12, 12), "no_questionnaire", IssueLevel.ERROR),
        (date(2026, 12, 11), None, "no_questionnaire", IssueLevel.ERROR),
        ("", date(2026, 11, 28), "no_questionnaire", IssueLevel.ERROR),
        (date(2026, 9, 11), date(2026, 9, 1), "no_questionnaire", IssueLevel.ERROR),
    ],
)
def test_the_due_day_decides_between_reminder_and_alarm(
    due: object, today: date | None, code: str, level: IssueLevel, tmp_path: Path
) -> None:
    space = Workspace(tmp_path)
    space.contract(ledger((*AOBA, due), headings=(*LEDGER_HEADINGS, "回答期限")))
    space.given.update(today=today)
    _, issues = _read(space)

    assert {"reply_awaited", "no_questionnaire"} & set(issues) == {code}
    assert issues[code].level is level


@pytest.mark.parametrize(
    ("heading", "day", "noted"),
    [
        ("契約締結日", date(2031, 4, 1), True),
        ("前回点検日", date(2029, 1, 1), True),
        ("選定時確認日", date(2027, 1, 1), True),
        ("契約締結日", date(2026, 12, 31), False),
        ("次回点検予定日", date(2027, 12, 1), False),
        ("契約終了日", date(2030, 3, 31), False),
    ],
)
def test_a_day_that_tells_of_what_has_been_cannot_lie_ahead(
    heading: str, day: date, *, noted: bool, tmp_path: Path
) -> None:
    space = Workspace(tmp_path).contract(ledger((*AOBA, day), headings=(*LEDGER_HEADINGS, heading)))
    space.given.update(as_of=date(2026, 12, 31))

    found = space.issues("date_in_future")

    assert [issue.at.cell for issue in found] == (["G2"] if noted else [])


@pytest.mark.parametrize("kind", ["謎の契約", "業務委託もどき", "contract"])
def test_a_kind_of_agreement_outside_the_list_is_named(kind: str, tmp_path: Path) -> None:
    space = Workspace(tmp_path).contract(
        ledger((*AOBA, kind), headings=(*LEDGER_HEADINGS, "契約の種類"))
    )

    assert [issue.at.cell for issue in space.issues("choice_unknown")] == ["G2"]


# -- sheets that came one by one --------------------------------------------------------------------


def _sheet(*ids: str) -> bytes:
    return "".join(["ID,設問,回答\n", *(f"{name},設問,○\n" for name in ids)]).encode()


def test_sheets_saved_one_by_one_as_csv_are_one_form(tmp_path: Path) -> None:
    space = a_workspace(tmp_path, AOBA, MIDORI)
    space.reply(_sheet("TEC-01", "TEC-02"), "P001/tec.csv").reply(_sheet("PHY-01"), "P001/phy.csv")
    space.reply(_sheet("TEC-01"), "P002/tec.csv")
    found = space.read()

    counted = {q.processor: list(q.answers) for q in found.dossier.questionnaires}
    assert counted == {"P001": ["PHY-01", "TEC-01", "TEC-02"], "P002": ["TEC-01"]}
    (joined,) = (i for i in found.dossier.issues if i.code == "sheets_joined")
    assert "phy.csv, tec.csv" in translator_for("en").say(joined.says)
    (missing,) = (
        i for i in found.dossier.issues if (i.code, i.processor) == ("controls_missing", "P001")
    )
    assert "TEC-01" not in translator_for("en").say(missing.says).split(", ")
    assert found.progress[0].files == (
        "questionnaires/2026Q4/P001/phy.csv",
        "questionnaires/2026Q4/P001/tec.csv",
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((_sheet("TEC-01"), "P001/a.csv"), (_sheet("TEC-01") + b"\r\n", "P001/b.csv")),
        ((_sheet("TEC-01"), "P001/a.csv"), (BARE, "P001/b.xlsx")),
    ],
    ids=["the same question", "a workbook"],
)
def test_two_whole_forms_are_never_mixed(
    first: tuple[bytes, str], second: tuple[bytes, str], tmp_path: Path
) -> None:
    counted, issues = _read(a_workspace(tmp_path).reply(*first).reply(*second))

    assert counted == ["P001"]
    assert "same_day" in issues
    assert "sheets_joined" not in issues


# -- answers that are there and cannot be read ------------------------------------------------------


def _comment(book: Workbook) -> None:
    book["設問"]["C2"].comment = Comment("実施済み", "担当")


def _colour(book: Workbook) -> None:
    book["設問"]["C2"].fill = PatternFill("solid", fgColor="FF00FF00")


def _strike(book: Workbook) -> None:
    book["設問"]["C2"] = "○"
    book["設問"]["C2"].font = Font(strike=True)


def _formula(book: Workbook) -> None:
    book["設問"]["C2"] = "=A1"


@pytest.mark.parametrize("change", [_comment, _colour, _strike, _formula])
def test_who_answered_in_a_way_that_cannot_be_read_did_not_return_a_blank_form(
    change: Callable[[Workbook], None], tmp_path: Path
) -> None:
    blank = [(name, "設問", "") for name in ("TEC-01", "TEC-02")]
    data = workbook({"表紙": cover(), "設問": answers(*blank)}, change)
    counted, issues = _read(a_workspace(tmp_path).reply(data))

    assert counted == []
    assert "nothing_read" in issues
    assert "returned_blank" not in issues
