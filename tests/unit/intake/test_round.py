"""A whole round: what comes of ledgers, questionnaires, clauses, approvals, reviews, evidence."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from itakusaki.catalogue.layouts import load_layouts
from itakusaki.model.answer import AnswerValue
from itakusaki.model.issue import DataIssue, IssueLevel
from itakusaki.model.party import Duty
from itakusaki.model.step import Step
from itakusaki.settings import data_folder
from support.blank_books import (
    a_processor,
    an_entrustment,
    checklist,
    contracts,
    opened,
    questionnaire,
)
from support.laws import examples
from support.workspaces import (
    AOBA,
    APPROVAL_HEADINGS,
    CLAUSE_HEADINGS,
    LEDGER_HEADINGS,
    MIDORI,
    REVIEW_HEADINGS,
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

SHIPPED = data_folder("checklists") / "layouts"
FLAGS = (
    "要配慮個人情報",
    "クラウド",
    "照会・事案の有無",
    "再委託の有無",
    "契約の種類",
    "その他の区分",
)


# -- ledger ---------------------------------------------------------------------------------


def test_a_processor_is_all_its_rows_joined(tmp_path: Path) -> None:
    rows = [
        (*AOBA[:5], "", "○", "", "無", "無", "", ""),
        ("K-009", *AOBA[1:4], 2, "P002", "", "", "無", "有", "SaaS・クラウド", "Own_Flag、x"),
        (*MIDORI[:5], "", "", "はい", "有", "", "", ""),
    ]
    found = a_workspace(tmp_path).contract(ledger(*rows, headings=(*LEDGER_HEADINGS, *FLAGS)))

    processors = found.read().dossier.ledger.processors

    aoba = processors["P001"]
    assert aoba.tier == 1
    assert aoba.parents == ("P002",)
    assert aoba.flags == {"sensitive", "cloud", "no_incident", "own_flag", "x"}
    assert [e.contract for e in aoba.entrustments] == ["K-001", "K-009"]
    assert "no_reentrustment" in aoba.entrustments[0].flags
    assert processors["P002"].flags == {"cloud"}


def test_a_code_written_in_other_widths_is_the_same_processor(tmp_path: Path) -> None:
    found = a_workspace(tmp_path, AOBA, ("K-009", "ｐ００１", AOBA[2], "", 1)).read().dossier

    assert list(found.ledger.processors) == ["P001"]


def test_the_values_of_a_ledger_row_keep_their_cells(tmp_path: Path) -> None:
    headings = (*LEDGER_HEADINGS, "本人数（人）", "契約締結日")
    data = ledger((*AOBA, "12万人", "令和8年4月1日"), headings=headings)
    (row,) = a_workspace(tmp_path).contract(data).read().dossier.ledger.entrustments

    assert row.record.number("persons") == 120_000
    assert row.record.day("signed_on") == date(2026, 4, 1)
    assert row.record.text("signed_on") == "令和8年4月1日"
    assert row.record.fields["signed_on"].at.cell == "H2"


def test_an_example_row_is_no_entrustment(tmp_path: Path) -> None:
    rows = [("（記入例）K-000", "P000", "例の会社", "", 1), AOBA]

    assert list(a_workspace(tmp_path, *rows).read().dossier.ledger.processors) == ["P001"]


# -- whose questionnaire --------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        marked({"設問": answers(YES)}, mark("P001")),
        marked({"設問": answers(YES)}, mark("", corporate_number=AOBA[3])),
        reply(YES, name="", number="1234-5678-90123"),
        reply(YES, name="青葉データサービス㈱"),
        reply(YES, name="　青葉 データサービス"),
        workbook({"設問": [("会社名：青葉データサービス株式会社",), (), *answers(YES)]}),
    ],
    ids=["hidden id", "hidden number", "number", "name", "name without form", "label in one cell"],
)
def test_the_owner_is_known_by_ids_number_or_name(data: bytes, tmp_path: Path) -> None:
    found = a_workspace(tmp_path, AOBA, MIDORI).reply(data, "みどり印刷.xlsx").read().dossier

    assert [q.processor for q in found.questionnaires] == ["P001"]
    assert found.questionnaires[0].answers["TEC-01"].value is AnswerValue.YES


def test_a_stranger_is_listed_but_not_scored(tmp_path: Path) -> None:
    found = a_workspace(tmp_path).reply(reply(YES, name="知らない会社")).read().dossier

    assert found.questionnaires == ()
    assert [s.path for s in found.sources][-1] == "questionnaires/2026Q4/a.xlsx"
    assert "not_in_ledger" in {issue.code for issue in found.issues}


def test_the_clients_own_check_is_about_every_processor(tmp_path: Path) -> None:
    data = reply(("SEL-01", "設問", "○"), name="ひかり通信販売株式会社", kind="委託元自己点検")
    (found,) = a_workspace(tmp_path).reply(data).read().dossier.questionnaires

    assert (found.processor, found.side) == ("", Duty.CLIENT)


@pytest.mark.parametrize(
    ("kind", "side"),
    [
        ("委託元", Duty.CLIENT),
        ("委託先用", Duty.PROCESSOR),
        ("再委託先用", Duty.SUB_PROCESSOR),
        ("委託先（再委託先を含む）", Duty.PROCESSOR),
        ("Sub-processor", Duty.SUB_PROCESSOR),
        ("", Duty.PROCESSOR),
    ],
)
def test_the_side_is_told_by_the_cover_else_by_the_ledger(
    kind: str, side: Duty, tmp_path: Path
) -> None:
    (found,) = a_workspace(tmp_path).reply(reply(YES, kind=kind)).read().dossier.questionnaires

    assert found.side is side


def test_of_two_questionnaires_the_later_day_counts(tmp_path: Path) -> None:
    space = a_workspace(tmp_path)
    space.reply(reply(("TEC-01", "設問", "×"), as_of="2026/11/1"), "a.xlsx")
    space.reply(reply(("TEC-01", "設問", "○"), as_of="2026/10/1"), "b.xlsx")
    found = space.read()

    (one,) = found.dossier.questionnaires
    assert one.file == "questionnaires/2026Q4/a.xlsx"
    assert one.as_of == date(2026, 11, 1)
    (table,) = (t for t in found.tables if t.name == "answers")
    assert [row.record.value("answer") for row in table.rows] == ["no"]


def test_each_side_of_a_processor_has_its_own_questionnaire(tmp_path: Path) -> None:
    space = a_workspace(tmp_path).reply(reply(YES), "a.xlsx")
    space.reply(reply(("SEL-01", "設問", "○"), kind="委託元"), "b.xlsx")

    sides = {(q.processor, q.side) for q in space.read().dossier.questionnaires}
    assert sides == {("P001", Duty.PROCESSOR), ("P001", Duty.CLIENT)}


# -- answers and facts ----------------------------------------------------------------------


def test_an_answer_keeps_all_that_stands_beside_it(tmp_path: Path) -> None:
    row = ("ＴＥＣ\u201001", "設問", "〇", "運用記録", "台帳.xlsx、記録.pdf", "", "全社で実施")
    (found,) = a_workspace(tmp_path).reply(reply(row)).read().dossier.questionnaires

    answer = found.answers["TEC-01"]
    assert answer.value is AnswerValue.YES
    assert answer.raw == "〇"
    assert answer.at.cell == "C2"
    assert answer.evidence_kind == "operation"
    assert answer.claimed_grade == 3
    assert answer.evidence_names == ("台帳.xlsx", "記録.pdf")
    assert answer.comment == "全社で実施"


@pytest.mark.parametrize(
    ("kind", "grade", "claimed"),
    [
        ("文書", "", 2),
        ("文書", 3, 3),
        ("", "４", 4),
        ("なし", "", 0),
        ("", "", None),
        ("", 9, None),
    ],
)
def test_the_grade_is_the_one_given_else_that_of_the_kind(
    kind: str, grade: object, claimed: int | None, tmp_path: Path
) -> None:
    data = reply(("TEC-01", "設問", "○", kind, "", grade))
    (found,) = a_workspace(tmp_path).reply(data).read().dossier.questionnaires

    assert found.answers["TEC-01"].claimed_grade == claimed


def test_facts_are_read_by_their_type(tmp_path: Path) -> None:
    rows = [
        ("TEC-02.shared_accounts", "件数", "３件"),
        ("TEC-01.last_review", "日付", "R8.9.30"),
        ("TEC-01.account_ids", "一覧", "admin、root"),
        ("TEC-02.user_named", "はい・いいえ", "いいえ"),
        ("TEC-09.retention_months", "か月", "1年"),
        ("TEC-02.means", "一覧", "N/A"),
        ("TEC-01.persons", "人数", "不明"),
        ("TEC-01.accounts", "件数", "選択してください"),
    ]
    (found,) = a_workspace(tmp_path).reply(reply(*rows)).read().dossier.questionnaires

    assert {name.partition(".")[2]: fact.value for name, fact in found.facts.items()} == {
        "shared_accounts": 3.0,
        "last_review": date(2026, 9, 30),
        "account_ids": ("admin", "root"),
        "user_named": False,
        "retention_months": 12.0,
        "means": (),
        "persons": None,
        "accounts": None,
    }


def test_not_applicable_is_no_missing_value(tmp_path: Path) -> None:
    data = reply(("TEC-01", "設問", "N/A"), ("TEC-02", "設問", "NA"), ("TEC-03", "設問", "n/a"))
    found = a_workspace(tmp_path).reply(data).read()

    values = [a.value for a in found.dossier.questionnaires[0].answers.values()]
    assert values == [AnswerValue.NOT_APPLICABLE] * 3


def test_a_prompt_and_an_example_are_no_answer(tmp_path: Path) -> None:
    rows = [
        ("記入例", "設問", "○"),
        ("TEC-01", "設問", "選択してください"),
        ("TEC-02", "設問", ""),
        ("TEC-03", "設問", "○"),
    ]
    found = a_workspace(tmp_path).reply(reply(*rows)).read().dossier

    assert {a.control: a.value for a in found.questionnaires[0].answers.values()} == {
        "TEC-01": AnswerValue.BLANK,
        "TEC-02": AnswerValue.BLANK,
        "TEC-03": AnswerValue.YES,
    }
    assert not {i.code for i in found.issues} & {"answer_outside_scale", "unknown_id"}


def test_ids_with_other_dashes_spaces_and_cases_are_ours(tmp_path: Path) -> None:
    rows = [("tec－01", "", "○"), ("TEC\u00a0-\u00a002", "", "○"), ("TEC\u201303\u200b", "", "○")]
    (found,) = a_workspace(tmp_path).reply(reply(*rows)).read().dossier.questionnaires

    assert list(found.answers) == ["TEC-01", "TEC-02", "TEC-03"]


def test_a_section_title_between_the_rows_is_no_issue(tmp_path: Path) -> None:
    data = reply(("技術的安全管理措置",), YES, ("※ 不明な点はご連絡ください",))

    workspace = a_workspace(tmp_path).reply(data)
    (questionnaire,) = workspace.read().dossier.questionnaires
    assert set(questionnaire.answers) == {"TEC-01"}
    assert "unknown_id" not in workspace.codes()


def test_the_other_lists_of_a_questionnaire_are_read(tmp_path: Path) -> None:
    sheets = {
        "表紙": cover(),
        "設問": answers(YES),
        "再委託先一覧": [
            ("再委託先名", "所在国・取扱国", "事故通知期限"),
            ("株式会社孫", "日本", "2日"),
        ],
        "例外一覧": [("管理策ID", "例外の内容", "終了日"), ("TEC-01", "旧端末", "2027/3/31")],
        "証跡一覧": [
            ("ファイル名", "対象の項目ID", "作成日"),
            ("a.pdf", "TEC-01、TEC-02", "2026/10/1"),
        ],
    }
    (found,) = a_workspace(tmp_path).reply(workbook(sheets)).read().dossier.questionnaires

    assert found.sub_processors[0].number("notice_hours") == 48
    assert found.exceptions[0].day("valid_until") == date(2027, 3, 31)
    assert found.evidence[0].entries("controls") == ("TEC-01", "TEC-02")


# -- csv ------------------------------------------------------------------------------------

CSV = "会社名,青葉データサービス株式会社\r\nID,設問,回答\r\nTEC-01,問い,○\r\nTEC-02,問い,×\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_csv_is_read_in_every_usual_encoding(encoding: str, tmp_path: Path) -> None:
    found = a_workspace(tmp_path).reply(CSV.encode(encoding), "a.csv").read().dossier

    (one,) = found.questionnaires
    assert {a.control: a.value.value for a in one.answers.values()} == {
        "TEC-01": "yes",
        "TEC-02": "no",
    }
    assert str(one.answers["TEC-02"].at) == "questionnaires/2026Q4/a.csv [C4]"


@pytest.mark.parametrize("cut", [3, 5, 8, 12])
@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_csv_cut_off_in_mid_row_is_named(cut: int, encoding: str, tmp_path: Path) -> None:
    data = CSV.replace("TEC-02", "TEC-02,問い,×\r\nTEC-03").encode(encoding)[:-cut]
    space = a_workspace(tmp_path).reply(data, "a.csv")

    assert space.issues("cut_off")
    assert "TEC-01" in space.read().dossier.questionnaires[0].answers


# -- clauses, approvals, reviews, evidence --------------------------------------------------


def test_clauses_hold_their_judgement_and_their_values(tmp_path: Path) -> None:
    rows = [
        ("K-001", "CON-09", "事故の通知", "○", "第12条", "直ちに通知する"),
        ("K-001", "CON-09.notice_hours", "期限", "3日"),
        ("K-001", "CON-10", "監査", "×"),
    ]
    space = a_workspace(tmp_path).contract(
        workbook({"契約条項": [CLAUSE_HEADINGS, *rows]}), "c.xlsx"
    )
    found = space.read()

    first, second = found.dossier.clauses
    assert (first.control, first.value, first.article) == ("CON-09", AnswerValue.YES, "第12条")
    assert first.facts["CON-09.notice_hours"].value == 72.0
    assert second.value is AnswerValue.NO
    (facts,) = (t for t in found.tables if t.name == "facts")
    assert facts.rows[0].processor == "P001"
    assert facts.rows[0].record.text("contract") == "K-001"


def test_an_approval_is_read_with_its_days(tmp_path: Path) -> None:
    row = ("P001", "TEC-01", "期限付き例外", "移行中", "部長", "2026/4/1", "", "2027/3/31")
    space = a_workspace(tmp_path).contract(
        workbook({"承認台帳": [APPROVAL_HEADINGS, row]}), "b.xlsx"
    )

    (approval,) = space.read().dossier.approvals
    assert approval.kind == "exception"
    assert approval.holds(date(2027, 3, 31))
    assert not approval.holds(date(2027, 4, 1))


def test_a_review_counts_once_and_only_when_signed(tmp_path: Path) -> None:
    rows = [
        ("P001", "委託先", "TEC-01", 3, "", "山田", "2026/12/1", "原本を確認"),
        ("P001", "委託先", "TEC-01", 1, "×", "山田", "2026/12/9", "再確認"),
        ("P001", "委託先", "TEC-02", "", "", "", "", ""),
        ("P001", "委託先", "TEC-03", 2, "", "", "", ""),
    ]
    space = a_workspace(tmp_path).review(workbook({"監査人確認": [REVIEW_HEADINGS, *rows]}))

    (review,) = space.read().dossier.reviews
    assert (review.control, review.grade, review.value) == ("TEC-01", 1, AnswerValue.NO)
    assert review.side is Duty.PROCESSOR
    assert {"duplicate_review", "review_incomplete"} <= space.codes()


def test_delivered_files_are_hashed_and_owned(tmp_path: Path) -> None:
    space = a_workspace(tmp_path).evidence("P001/sub/a.pdf", b"one").evidence("client/b.pdf")
    space.evidence("青葉データサービス(株)/c.pdf").evidence("P001/~$d.docx").evidence(
        "P001/.DS_Store"
    )

    files = space.read().dossier.evidence
    assert {(f.processor, f.path.removeprefix("evidence/2026Q4/")) for f in files} == {
        ("P001", "P001/sub/a.pdf"),
        ("", "client/b.pdf"),
        ("P001", "青葉データサービス(株)/c.pdf"),
    }
    one = next(f for f in files if f.name == "a.pdf")
    assert (one.sha256, one.size) == (hashlib.sha256(b"one").hexdigest(), 3)


# -- the whole ------------------------------------------------------------------------------


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    space = a_workspace(tmp_path, AOBA, MIDORI).reply(b"not a workbook", "0.xlsx")
    space.reply(reply(YES), "1.xlsx").reply(reply(YES)[:2000], "2.xlsx")
    space.reply(reply(YES, name=MIDORI[2]), "3.xlsx").reply(b"", "~$3.xlsx")
    heard: list[Step] = []

    found = space.read(heard.append).dossier

    assert [q.processor for q in found.questionnaires] == ["P001", "P002"]
    assert [Path(step.item).name for step in heard] == [
        "ledger.xlsx",
        *(f"{n}.xlsx" for n in range(4)),
    ]
    assert {i.at.file[-6:] for i in found.issues if i.level is IssueLevel.ERROR} == {
        "0.xlsx",
        "2.xlsx",
    }


def test_an_issue_belongs_to_the_processor_it_is_about(tmp_path: Path) -> None:
    space = a_workspace(tmp_path, (*AOBA[:4], "x")).reply(reply(("TEC-99", "設問", "○")))
    owners = {i.code: i.processor for i in space.read().dossier.issues}

    assert owners["unknown_id"] == owners["value_unreadable"] == "P001"


def test_the_same_files_read_alike_twice(tmp_path: Path) -> None:
    space = a_workspace(tmp_path, AOBA, MIDORI).reply(reply(YES, ("TEC-99", "?", "?")))

    assert space.read().dossier == space.read().dossier


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_our_own_blank_workbooks_read_back_as_unanswered(lang: str, tmp_path: Path) -> None:
    entrustment = an_entrustment()
    space = Workspace(tmp_path).contract(
        ledger(("K-001", "P001", entrustment.name, entrustment.corporate_number, 1))
    )
    space.contract(contracts(entrustment, lang=lang), "clauses.xlsx")
    space.reply(questionnaire(processor=None, lang=lang, kind=Duty.CLIENT))
    found = space.read().dossier

    assert found.questionnaires == ()
    assert {c.value for c in found.clauses} == {AnswerValue.BLANK}
    strange: list[DataIssue] = [
        i
        for i in found.issues
        if i.code not in ("no_questionnaire", "no_client_check", "returned_blank", "duplicate_row")
    ]
    assert strange == []


def _changed(book: bytes, control: str, column: int, text: str) -> bytes:
    """A questionnaire with another text in a control's row."""
    opened_book = opened(book)
    for page in opened_book.worksheets:
        for row in page.iter_rows(max_col=column):
            if row[0].value == control and page.sheet_state == "visible":
                row[column - 1].value = text  # type: ignore[assignment]
    out = io.BytesIO()
    opened_book.save(out)
    return out.getvalue()


def test_the_question_of_a_clause_beside_the_partys_practice_is_another_question(
    tmp_path: Path,
) -> None:
    control = checklist().controls["CON-06"]
    assert control.practice is not None
    sent = _changed(questionnaire(processor=a_processor()), "CON-06", 3, "○")
    space = a_workspace(tmp_path).reply(sent)
    assert space.issues("shifted_row") == []

    space.reply(_changed(sent, "CON-06", 2, control.question.ja))
    (one,) = space.issues("shifted_row")
    assert "CON" in one.at.sheet


def test_a_party_that_says_nothing_of_a_clause_leaves_nothing_out(tmp_path: Path) -> None:
    sent = _changed(questionnaire(processor=a_processor()), "CON-06", 3, "○")
    space = a_workspace(tmp_path).reply(sent)
    (own,) = space.read().dossier.questionnaires
    assert own.answers["CON-06"].value is AnswerValue.YES
    assert "CON-01" not in own.answers
    assert space.issues("controls_missing") == []


TEXT = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=40).filter(
    lambda text: not text.startswith("=")
)
GRID = st.lists(st.lists(TEXT, max_size=6), max_size=8)


@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(grid=GRID)
def test_no_text_in_a_workbook_can_stop_the_round(
    grid: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    space = a_workspace(tmp_path_factory.mktemp("w"))
    rows = [("ID", "設問", "回答", "証跡の種類", "証跡", "証跡グレード"), *map(tuple, grid)]
    space.reply(workbook({"表紙": [*cover(), *grid], "設問": rows, "他": grid}))

    found = space.read().dossier

    assert len(found.sources) == 2


@settings(max_examples=examples(60), deadline=None)
@given(
    data=st.binary(max_size=300),
    start=st.sampled_from([b"", b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
)
def test_no_bytes_can_stop_the_round(
    data: bytes, start: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    space = a_workspace(tmp_path_factory.mktemp("w"))
    for name in ("a.xlsx", "b.xls", "c.csv", "d.xlsm"):
        space.reply(start + data, name)

    found = space.read().dossier

    assert len(found.sources) == 5
    assert found.ledger.processors


OWN_LEDGER = """
layout: own-ledger
tables:
  ledger:
    columns:
      - {name: name, heading: {ja: 取引先}}
      - {name: work, heading: {ja: 依頼内容}}
      - {name: persons, heading: {ja: 人数}}
"""


def test_a_ledger_of_ones_own_may_go_by_names_alone(tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "own.yaml").write_text(OWN_LEDGER, encoding="utf-8")
    rows = [("取引先", "依頼内容", "人数"), (AOBA[2], "入力", "千人"), (AOBA[2], "発送", "2千人")]
    space = Workspace(tmp_path, list(load_layouts(SHIPPED, tmp_path / "layouts")))
    space.contract(workbook({"一覧": rows})).reply(reply(YES))

    found = space.read().dossier

    assert list(found.ledger.processors) == [AOBA[2]]
    assert [q.processor for q in found.questionnaires] == [AOBA[2]]
    assert [e.record.number("persons") for e in found.ledger.entrustments] == [None, 2000.0]
    assert "value_unreadable" in {issue.code for issue in found.issues}
    assert "key_missing" not in {issue.code for issue in found.issues}
