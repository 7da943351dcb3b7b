"""What a workspace may lack or hold beside, and is read all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from itakusaki.language import translator_for
from itakusaki.model.party import Duty
from support.workspaces import (
    AOBA,
    CLAUSE_HEADINGS,
    MIDORI,
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


def a_ledger(root: Path, headings: tuple[str, ...], *rows: tuple[object, ...]) -> Workspace:
    return Workspace(root).contract(ledger(*rows, headings=headings))


@pytest.mark.parametrize(
    ("headings", "row", "known"),
    [
        (("契約番号", "委託先コード", "委託先名"), AOBA[:3], ("K-001", "P001", AOBA[2])),
        (("委託先コード", "委託先名", "階層"), (*AOBA[1:3], 1), ("A2", "P001", AOBA[2])),
        (("契約番号", "委託先名", "階層"), ("K-001", AOBA[2], 1), ("K-001", AOBA[2], AOBA[2])),
        (("契約番号", "委託先コード", "階層"), ("K-001", "P001", 1), ("K-001", "P001", "P001")),
    ],
)
def test_one_missing_column_of_the_ledger_does_not_lose_the_round(
    headings: tuple[str, ...], row: tuple[object, ...], known: tuple[str, ...], tmp_path: Path
) -> None:
    workspace = a_ledger(tmp_path, headings, row)

    (found,) = workspace.read().dossier.ledger.entrustments

    assert (found.contract, found.processor, found.name) == known
    assert found.tier == 1
    assert len(workspace.issues("column_assumed")) == 1
    assert not workspace.issues("columns_missing")
    assert not workspace.issues("key_missing")


def test_rows_without_contract_numbers_are_told_apart_over_several_files(tmp_path: Path) -> None:
    headings = ("委託先コード", "委託先名", "階層")
    workspace = a_ledger(tmp_path, headings, (*AOBA[1:3], 1), (*MIDORI[1:3], 1))
    workspace.contract(ledger((*AOBA[1:3], 1), headings=headings), "more.xlsx")

    found = [row.contract for row in workspace.read().dossier.ledger.entrustments]

    assert found == ["A2", "A3", "委託先台帳!A2"]


def test_a_ledger_without_code_and_name_is_not_read(tmp_path: Path) -> None:
    workspace = a_ledger(tmp_path, ("契約番号", "法人番号", "階層", "備考"), ("K-1", "", 1, ""))

    assert {"columns_missing", "no_ledger"} <= workspace.codes()


def test_approvals_that_lack_a_column_are_not_taken_for_a_ledger(tmp_path: Path) -> None:
    headings = ("委託先コード", "管理策ID", "区分", "理由", "承認日", "開始日", "終了日")
    workspace = a_workspace(tmp_path).contract(workbook({"Sheet1": [headings]}), "a.xlsx")

    assert not workspace.issues("column_assumed")
    assert len(workspace.read().dossier.ledger.entrustments) == 1


def test_the_clients_own_answers_are_asked_for_unless_a_company_inspects_itself(
    tmp_path: Path,
) -> None:
    workspace = a_workspace(tmp_path).reply(reply(YES))

    assert "no_client_check" in workspace.codes()
    assert "no_client_check" not in workspace.codes(client_answers=False)
    workspace.reply(reply(YES, name="委託元", kind="委託元"), "client.xlsx")
    assert "no_client_check" not in workspace.codes()


@pytest.mark.parametrize("form", ["", "outgoing/2026Q4/自社点検_2026Q4_港商事.xlsx"])
def test_the_remedy_names_the_form_that_lies_there(tmp_path: Path, form: str) -> None:
    workspace = a_workspace(tmp_path).reply(reply(YES))
    (found,) = [
        issue
        for issue in workspace.read(own_form=form).dossier.issues
        if issue.code == "no_client_check"
    ]
    said = translator_for("en").say(found.mend)
    assert ("questionnaire make" in said) is not bool(form)
    assert form in said


@pytest.mark.parametrize("name", [AOBA[2], "青葉データサービス（株）", ""])
def test_a_company_that_inspects_itself_needs_no_ledger(name: str, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path).reply(reply(YES, name=name))

    dossier = workspace.read(own_name=AOBA[2], client_answers=False).dossier

    assert [(p.id, p.name, p.tier) for p in dossier.ledger.processors.values()] == [
        ("SELF", AOBA[2], 1)
    ]
    assert [(q.processor, q.side) for q in dossier.questionnaires] == [("SELF", Duty.PROCESSOR)]
    assert not {issue.code for issue in dossier.issues} & {"no_ledger", "no_questionnaire"}


def test_a_company_that_inspects_itself_may_use_what_its_client_sent(tmp_path: Path) -> None:
    sheets = {"表紙": cover(), "設問": answers(YES)}
    workspace = Workspace(tmp_path).reply(marked(sheets, mark("P777")))

    assert [q.processor for q in workspace.read(own_name=AOBA[2]).dossier.questionnaires] == [
        "SELF"
    ]


def test_the_answers_of_another_company_are_not_its_own(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path).reply(reply(YES, name=MIDORI[2]))

    assert "not_in_ledger" in workspace.codes(own_name=AOBA[2])


def test_a_missing_round_names_the_rounds_that_exist(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path)
    (tmp_path / "questionnaires/2026Q4").rename(tmp_path / "questionnaires/2026Q3")

    (found,) = workspace.issues("no_round_folder")

    said = translator_for("en").say(found.says)
    assert found.at.file == "questionnaires/2026Q4"
    assert "questionnaires/2026Q4/" in said
    assert "2026Q3" in said


@pytest.mark.parametrize("kind", ["文書", "文書 (2)", "文書（２）", "2", 2, "Document (2)"])
def test_a_kind_of_evidence_may_be_given_as_the_instructions_show_it(
    kind: object, tmp_path: Path
) -> None:
    workspace = a_workspace(tmp_path).reply(reply((*YES, kind)))

    answer = workspace.read().dossier.questionnaires[0].answers["TEC-01"]

    assert (answer.evidence_kind, answer.claimed_grade) == ("document", 2)


def test_a_kind_of_evidence_with_the_grade_of_another_is_not_guessed(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path).reply(reply((*YES, "文書 (4)")))

    assert workspace.issues("choice_unknown")


@pytest.mark.parametrize(
    ("kind", "meant"),
    [("業務委託契約", "entrustment"), ("保守契約", "maintenance"), ("SaaS", "saas")],
)
def test_kinds_of_agreement_go_by_their_usual_names(kind: str, meant: str, tmp_path: Path) -> None:
    headings = ("契約番号", "委託先コード", "委託先名", "階層", "契約の種類")
    workspace = a_ledger(tmp_path, headings, (*AOBA[:3], 1, kind))

    (row,) = workspace.read().dossier.ledger.entrustments

    assert row.record.value("agreement") == meant


@pytest.mark.parametrize("word", ["はい、実施しています", "実施している", "✓", "☑", "レ", "ﾚ"])
def test_a_tick_or_a_sentence_means_yes(word: str, tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path).reply(reply(("TEC-01", "設問", word)))

    assert workspace.read().dossier.questionnaires[0].answers["TEC-01"].value.value == "yes"


@pytest.mark.parametrize("sheet", ["記入要領", "How to fill in", "Instructions"])
def test_ids_on_the_instructions_are_no_lost_table(sheet: str, tmp_path: Path) -> None:
    ids = [("TEC-02",), ("TEC-03",), ("TEC-04",), ("TEC-05",)]
    workspace = a_workspace(tmp_path).reply(
        workbook({"表紙": cover(), "設問": answers(YES), sheet: ids})
    )

    (questionnaire,) = workspace.read().dossier.questionnaires
    assert set(questionnaire.answers) == {"TEC-01"}
    assert not workspace.issues("ids_without_headings")


def test_delivered_files_that_nobody_names_are_listed_in_one_note(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path).reply(reply((*YES, "文書", "規程.pdf")))
    workspace.evidence("P001/規程.PDF").evidence("P001/b.pdf").evidence("P001/c/d.pdf")

    (found,) = workspace.issues("evidence_unnamed")

    assert found.processor == "P001"
    said = translator_for("en").say(found.says)
    assert "(2)" in said
    assert "b.pdf, d.pdf" in said


def test_a_named_file_that_is_not_there_is_asked_for_once_with_its_cell(tmp_path: Path) -> None:
    rows = ((*YES, "文書", "規程.pdf、Log.CSV"), ("TEC-02", "設問", "×", "記録", "log.csv"))
    workspace = a_workspace(tmp_path).reply(reply(*rows)).evidence("P001/下/規程.PDF")

    (found,) = workspace.issues("evidence_missing")

    assert (found.processor, found.at.sheet, found.at.cell) == ("P001", "設問", "E2")
    said = translator_for("en").say(found.says)
    assert said == "Log.CSV is named as evidence for TEC-01, TEC-02, and was not provided."
    assert not workspace.evidence("P001/log.csv").issues("evidence_missing")


def test_clause_blocks_that_nobody_has_begun_are_passed_over(tmp_path: Path) -> None:
    rows = [("", "CON-01", "確認事項"), ("", "CON-02", "確認事項")]
    workspace = a_workspace(tmp_path).contract(
        workbook({"契約条項": [CLAUSE_HEADINGS, *rows]}), "clauses.xlsx"
    )

    assert not workspace.issues("clause_without_contract")
    begun = workbook({"契約条項": [CLAUSE_HEADINGS, ("", "CON-01", "", "○")]})
    assert workspace.contract(begun, "clauses.xlsx").issues("clause_without_contract")
