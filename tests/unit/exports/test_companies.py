"""Companies in delivered lists and logs: found by their column, wherever it stands; customers are none."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from itakusaki.exports.company_names import MOST
from itakusaki.exports.recognise import RecognisedSubmission, recognised
from itakusaki.model.evidence import EvidenceFile, Submission
from support.deliveries import read_files, shipped

ACCOUNTS = "アカウント,所有者,所属会社,種別\nadm-01,A21,青葉データ,個人\nadm-02,R01,霧里保守㈱,個人\nadm-03,R02,霧里保守㈱,個人\n"
TICKETS = "申請番号,作業開始,作業終了,作業者,作業会社\nT-1,2026-10-01 09:00,2026-10-01 10:00,R01,霧里保守㈱\n"
ENTRIES = "日時,従事者ID,入退,来訪者会社\n2026-10-01 09:00,V01,入,夕凪警備\n2026-10-01 09:05,A21,入,自社\n"
ROUTES = "接続経路一覧,,,\n経路,接続会社,法人番号,用途\nVPN-1,鏡淵通信株式会社,7000012050002,監視\nVPN-2,-,,予備\nVPN-3,社内,,保守\n"


ROUTES_JSON = """{"route": "VPN-1", "vendor": {"name": "鏡淵通信株式会社", "法人番号": "7000012050002"}, "use": "監視"}
{"route": "VPN-2", "vendor": {"name": "社内"}, "use": "保守"}
{"route": "VPN-3", "vendor": null, "use": "予備"}
"""
ACCOUNTS_JSON = """{"アカウント": "adm-01", "所有者": "A21", "所属会社": "青葉データ", "種別": "個人"}
{"アカウント": "adm-02", "所有者": "R01", "所属会社": "霧里保守㈱", "種別": "個人"}
{"アカウント": "adm-03", "所有者": "R02", "所属会社": "霧里保守㈱", "種別": "個人"}
"""


def named(name: str, text: str) -> list[tuple[str, str, str, bool]]:
    found = read_files({name: text.encode()}).delivery.companies
    return [(one.name, one.number, one.at.cell, one.in_export) for one in found]


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("accounts.csv", ACCOUNTS, [("青葉データ", "C2"), ("霧里保守(株)", "C3")]),
        ("作業申請.csv", TICKETS, [("霧里保守(株)", "E2")]),
        ("入退室の記録.csv", ENTRIES, [("夕凪警備", "D2")]),
    ],
)
def test_each_company_of_an_export_is_named_once_where_it_stands_first(
    name: str, text: str, wanted: list[tuple[str, str]]
) -> None:
    assert named(name, text) == [(company, "", cell, True) for company, cell in wanted]


def test_a_list_of_routes_is_no_export_and_names_companies_with_their_numbers() -> None:
    assert named("routes.csv", ROUTES) == [("鏡淵通信株式会社", "7000012050002", "B3", False)]


def test_records_of_an_export_name_each_company_once_by_field_and_record() -> None:
    assert named("accounts.jsonl", ACCOUNTS_JSON) == [
        ("青葉データ", "", "所属会社 #1", True),
        ("霧里保守(株)", "", "所属会社 #2", True),
    ]


def test_records_that_are_no_export_name_companies_inside_an_object_with_the_number_beside() -> (
    None
):
    wanted = [("鏡淵通信株式会社", "7000012050002", "vendor.name #1", False)]
    assert named("routes.jsonl", ROUTES_JSON) == wanted
    assert named("routes.json", "[" + ROUTES_JSON.strip().replace("\n", ",") + "]") == wanted


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ('["霧里保守㈱", "夕凪警備㈱", "-"]', ["夕凪警備(株)", "霧里保守(株)"]),
        ('"[霧里保守㈱"', ["[霧里保守(株)"]),
        ('[{"内訳": "霧里保守㈱"}]', []),
        ('{"内訳": "霧里保守㈱"}', []),
        ("3", ["3"]),  # no company by itself; the list of candidates passes over it
        ("[]", []),
        ("NaN", ["NaN"]),
    ],
)
def test_a_field_that_is_a_list_names_each_and_an_object_nobody(
    field: str, wanted: list[str]
) -> None:
    text = f'{{"route": "VPN-1", "接続会社": {field}, "use": 1}}\n'
    found = read_files({"routes.jsonl": text.encode()}).delivery
    assert [one.name for one in found.companies] == wanted
    assert found.issues == ()


def test_a_company_of_a_sheet_is_named_with_its_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "契約"
    for row in (
        ("保守契約の一覧",),
        (),
        ("契約", "保守業者", "期限"),
        ("K-1", "みずうみ設備㈲", "2027"),
    ):
        book.active.append(row)
    book.save(tmp_path / "保守契約.xlsx")
    (found,) = read_files({"保守契約.xlsx": tmp_path / "保守契約.xlsx"}).delivery.companies
    assert (found.name, found.at.sheet, found.at.cell) == ("みずうみ設備(有)", "契約", "B4")


@pytest.mark.parametrize(
    "text",
    [
        "会社名,霧里保守株式会社\n作成日,2026-10-01\n",  # a field of a form
        "件名,担当,期限\n点検,A21,2026-10-01\n",  # no column of companies
        "番号,会社名,購入日\n" + "".join(f"{n},客{n}株式会社,x\n" for n in range(MOST + 1)),
        '{"会社名": "霧里保守株式会社"}\n',  # a field of a form as well
        '{"件名": "点検", "company": {"担当": "霧里保守株式会社"}, "期限": "x"}\n',
        '{"name": "霧里保守株式会社", "件名": "点検", "期限": "x"}\n',  # whose name is not said
        "".join(f'{{"番号": {n}, "会社名": "客{n}株式会社", "x": 1}}\n' for n in range(MOST + 1)),
    ],
)
def test_a_form_other_words_and_a_list_of_customers_name_nobody(text: str) -> None:
    assert named("list.csv", text) == []


@pytest.mark.parametrize(("name", "text"), [("a.csv", ROUTES), ("a.jsonl", ROUTES_JSON)])
def test_a_list_of_companies_alone_is_read_though_no_test_looks_at_it(
    name: str, text: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    file = EvidenceFile(processor="P01", path=name, name=name, sha256="", size=9)
    found = recognised(Submission(processor="P01", files=(file,), root=tmp_path), *shipped())
    assert isinstance(found, RecognisedSubmission)
    assert not found.holds_export
