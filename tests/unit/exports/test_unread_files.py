"""Files that no reader takes, error cells, and days that count from 1904."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from itakusaki.exports.delivered_file import heads_in
from itakusaki.exports.head import Head
from itakusaki.exports.unreadable import content_unread, form_unread
from itakusaki.language import LANGUAGES, translator_for
from itakusaki.model.evidence import EvidenceFile, Submission
from support.deliveries import Reading, read_files, read_text

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
PAGE = "<html><body><table><tr><td>日時</td></tr></table></body></html>".encode()


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("サインイン.xls", OLE, "old workbook"),
        ("log.XLS", PAGE, "web page"),
        ("log.xls", b"date,user\n1,2\n", "only bears the name"),
        ("log.xls", b"PK\x03\x04", "call it .xlsx"),
        ("log.ods", b"PK\x03\x04", "another program"),
        ("log.xlsb", b"PK\x03\x04", "another program"),
        ("logs.zip", b"PK\x03\x04", "archive"),
        ("logs.tar.gz", b"\x1f\x8b", "archive"),
        ("security.evtx", b"ElfFile\0", "event log of Windows"),
    ],
)
def test_a_form_that_no_reader_takes_is_named_with_its_own_reason(
    name: str, body: bytes, said: str
) -> None:
    found = read_files({name: body})
    why = found.said("export_form_unread")["why"]
    assert said in translator_for("en").say(why)
    for code in LANGUAGES:
        (one,) = found.delivery.issues
        assert translator_for(code).say(one.says)


@pytest.mark.parametrize("name", ["policy.pdf", "規程.docx", "photo.png", "memo.md"])
def test_other_papers_are_nobodys_loss(name: str) -> None:
    assert read_files({name: b"%PDF-1.7"}).codes == []


def _delivered(root: Path, name: str) -> tuple[Submission, EvidenceFile]:
    file = EvidenceFile(processor="P01", path=name, name=name, sha256="", size=0)
    return Submission(processor="P01", files=(file,), root=root), file


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("x.json", '{"a": 1, "b": {"c": 2}}', "one object"),
        ("x.json", '{\n  "a": 1,\n  "b": "x"\n}\n', "one object"),
        ("x.jsonl", '{"a": 1}\n{"a": 2}\n', "no known product"),
        ("x.json", '[{"a": 1}, {"a": 2}]', "no known product"),
        ("messages", "Jul  1 09:00:00 srv cron[1]: (root) CMD\n", "syslog"),
        ("messages.log", "<13>Jul  1 09:00:00 srv app: hello\n", "syslog"),
    ],
)
def test_a_text_that_is_not_read_says_what_it_is(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    why = content_unread(heads_in(*_delivered(tmp_path, name)))
    assert why is not None
    assert said in translator_for("en").say(why)
    assert form_unread(*_delivered(tmp_path, name)) is None


def test_a_table_of_other_headings_has_no_reason_but_its_headings(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("品名,数\nりんご,3\n", encoding="utf-8")
    assert content_unread(heads_in(*_delivered(tmp_path, "x.csv"))) is None


def test_why_a_file_is_not_read_is_said_by_the_one_reading_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    def counted(submission: Submission, file: EvidenceFile) -> tuple[Head, ...]:
        read.append(file.name)
        return heads_in(submission, file)

    monkeypatch.setattr("itakusaki.exports.read.heads_in", counted)
    found = read_files({"x.json": b'{"a": 1}', "messages": b"Jul  1 09:00:00 srv cron[1]: CMD\n"})
    assert len(found.delivery.unread) == 2
    assert sorted(read) == ["messages", "x.json"]


def _people(*ends: object, epoch_1904: bool = False) -> Reading:
    book = Workbook()
    if epoch_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.append(["従事者ID", "雇用区分", "従事終了日", "雇用主"])
    for number, end in enumerate(ends):
        sheet.append([f"E{number}", "自社", end, "甲社"])
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("#"):
                cell.data_type = "e"
    out = io.BytesIO()
    book.save(out)
    return read_files({"従事者一覧.xlsx": out.getvalue()})


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!"])
def test_an_error_in_a_list_is_named_and_doubted(error: str) -> None:
    found = _people(date(2026, 6, 30), error)
    assert found.said("export_values_unreadable")["example"] == error.casefold()
    assert found.delivery.doubts["people"]
    assert not _people(date(2026, 6, 30), None).delivery.doubts.get("people")


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#N/a"])
def test_an_error_is_no_name(error: str) -> None:
    text = f"アカウント,所有者,種別\nadm1,E1,個人\nadm2,{error},個人\n"
    found = read_text(text, "管理者アカウント一覧.csv")
    assert found.rows("accounts", "account", "owner") == [("adm1", "e1"), ("adm2", None)]
    assert found.delivery.doubts["accounts"]


def test_an_error_in_place_of_an_account_puts_the_row_aside() -> None:
    found = read_text(
        "アカウント,所有者,種別\n#N/A,E1,個人\nadm2,E2,個人\n", "管理者アカウント一覧.csv"
    )
    assert (found.only.kept, found.only.put_aside) == (1, 1)


def test_days_that_count_from_1904_are_read_as_such() -> None:
    serial = (date(2026, 6, 30) - date(1904, 1, 1)).days
    found = _people(datetime(2026, 6, 30), serial, epoch_1904=True)
    assert [end for (end,) in found.rows("people", "end_on")] == [date(2026, 6, 30)] * 2
    plain = (date(2026, 6, 30) - date(1899, 12, 30)).days
    assert _people(plain).rows("people", "end_on") == [(date(2026, 6, 30),)]


RECORD = (
    '{"at": "2026-07-15T09:00:00+09:00", "account": "mori", "terminal": "%s", "action": "in"%s}\n'
)


def test_a_number_of_thousands_of_digits_spoils_no_more_than_its_record() -> None:
    text = RECORD % ("T1", "") + RECORD % ("T2", ', "no": ' + "9" * 5_000) + RECORD % ("T3", "")
    found = read_text(text, "log.jsonl")
    assert (found.only.kept, found.only.put_aside) == (2, 1)


@pytest.mark.parametrize("half", [r"\ud83d", r"\uDE00", r"\ud83d\ud83d"])
def test_half_a_sign_is_replaced_and_told(half: str) -> None:
    whole = RECORD % (r"T\ud83d\ude00", "")
    found = read_text(whole + RECORD % (f"T{half}", ""), "log.jsonl")
    assert found.only.kept == 2
    assert ("t\U0001f600",) in found.rows("sign_ins", "terminal")
    assert found.said("export_encoding")["count"] == half.count("u")


@pytest.mark.parametrize("size", [150_000, 250_000, 5_000_000])
def test_a_line_of_any_length_ends_nothing(size: int) -> None:
    text = f"日時,アカウント,端末名,操作\n2026/7/15 9:00,a,T,ログオン\n2026/7/15 9:01,{'x' * size},T,ログオン\n"
    found = read_text(text)
    assert found.only.rows == 2
    assert found.rows("sign_ins", "account")[0] == ("a",)
    assert read_text("x" * size, "notes.log").reads == ()


def test_a_parquet_of_which_a_page_is_damaged_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT TIMESTAMP '2026-01-05 09:03:22' AS at, 'U' || i AS account, 'T1' AS terminal,"  # noqa: S608 - a path of this test
            f" 'in' AS action FROM range(50000) r(i)) TO '{path}' (FORMAT parquet)"
        )
    body = bytearray(path.read_bytes())
    body[2_000:6_000] = b"\xff" * 4_000
    found = read_files({"x.parquet": bytes(body)})
    assert found.codes == ["export_damaged"]


@pytest.mark.parametrize("mark", ['="{}"', "'{}"])
def test_marks_that_keep_a_number_a_text_are_no_part_of_a_name(mark: str) -> None:
    cell = mark.format("0012").replace('"', '""')
    text = f'アカウント,所有者,種別\n"{cell}",E1,個人\nadm2,\'; x,個人\n'
    found = read_text(text, "管理者アカウント一覧.csv")
    assert found.rows("accounts", "account", "owner") == [("0012", "e1"), ("adm2", "'; x")]
