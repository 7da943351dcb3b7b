"""Reading deliveries: formats, encodings, times, duplicates, cuts; nothing is silently lost."""

from __future__ import annotations

import csv
import gzip
import io
import subprocess
import sys
import zipfile
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from itakusaki.exports import sheet
from itakusaki.exports.recognise import recognised
from itakusaki.exports.typed import clock
from itakusaki.files import text_file
from itakusaki.files.archive import Limits
from itakusaki.model.evidence import EvidenceFile, Submission
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.model.issue import IssueLevel
from support.deliveries import Reading, read_files, read_text, shipped
from support.laws import examples
from support.without_wall import without_wall

pytestmark = pytest.mark.slow  # exports are read by an engine

HEAD = "日時,アカウント,端末名,操作\n"
ROW = "2026/01/05 09:03:22,user01,T-01,サインイン\n"
AT = datetime(2026, 1, 5, 9, 3, 22)


def _times(found: Reading, export: str = "sign_ins") -> list[datetime]:
    return [row[0] for row in found.rows(export, "at")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
def test_text_is_read_in_any_encoding_packed_or_not(encoding: str, packed: bool) -> None:  # noqa: FBT001
    body = (HEAD + ROW).encode(encoding)
    name = "log.csv.gz" if packed else "log.csv"
    found = read_files({name: gzip.compress(body) if packed else body})

    assert found.rows("sign_ins", "at", "account", "terminal", "action") == [
        (AT, "user01", "t-01", "in")
    ]


def test_a_short_list_in_cp932_is_not_taken_for_utf8() -> None:
    found = read_files({"x.csv": "従事者ID,誓約日\nA1,2026/4/1\nあ,2026/4/1".encode("cp932")})
    assert found.rows("pledges", "person") == [("a1",), ("あ",)]


def test_names_that_come_late_in_a_large_ascii_file_are_still_decoded() -> None:
    head = "at,account,terminal,action\n"
    body = head + "2026-01-05 09:03:22,u,t,in\n" * 300_000 + "2026-01-05 09:03:23,山田,t,in\n"
    found = read_files({"log.csv": body.encode("cp932")})
    assert found.only.encoding == "cp932"
    assert ("山田",) in found.rows("sign_ins", "account")


def test_characters_that_cannot_be_decoded_are_counted() -> None:
    body = (
        (HEAD + ROW).encode()
        + b"2026/01/05 09:04:00,us\xfferr,T-01,\xe3\x82\xb5\xe3\x82\xa4\xe3\x83\xb3\xe3\x82\xa4\xe3\x83\xb3\n"
    )
    found = read_files({"log.csv": body})
    assert found.only.kept == 2
    assert found.said("export_encoding")["count"] == 1


@pytest.mark.parametrize("sign", ["\t", ";"])
def test_tabs_and_semicolons_part_fields_too(sign: str) -> None:
    assert read_text((HEAD + ROW).replace(",", sign), "log.tsv").only.kept == 1


def test_columns_are_found_in_any_order_and_unknown_ones_are_named() -> None:
    found = read_text("備考,操 作,端末,ユーザー名（ID）,時刻\nx,ログオン,T-1,a,2026/1/5 9:03\n")
    assert found.only.ignored_columns == ("備考",)
    assert found.rows("sign_ins", "account", "terminal", "action") == [("a", "t-1", "in")]


def test_a_heading_below_a_title_is_found_and_lines_count_from_the_top() -> None:
    found = read_text(f"サインインログ\n\n{HEAD}{ROW}x\n")
    assert found.only.kept == 1
    assert found.said("export_rows_malformed")["lines"] == "5"


def test_every_export_has_a_table_even_if_nothing_was_delivered() -> None:
    found = read_files({})
    data, _ = shipped()
    assert set(found.delivery.tables) == {*data.exports, "extractions"}
    for export, path in found.delivery.tables.items():
        assert found.rows(export) == []
        assert path.is_file()


def test_rules_in_prose_are_no_exports_and_are_not_mentioned() -> None:
    files = {
        "規程.md": b"# rules\n",
        "a.pdf": b"%PDF",
        "memo.txt": "入退室の規則、第1条\n".encode(),
    }
    found = read_files(files)
    assert (found.reads, found.codes) == ((), [])


def test_a_heading_that_nearly_fits_lists_what_is_required_and_what_was_found() -> None:
    found = read_text("日時,端末名,接続元アドレス,接続元の国\n2026/1/5,T,1,JP\n")
    said = found.said("export_nearly")
    assert said["missing"].ja == "アカウント"
    assert said["found"] == "日時,端末名,接続元アドレス,接続元の国".replace(",", ", ")
    assert "sign_ins" in found.delivery.doubts


def test_values_tell_exports_of_the_same_headings_apart() -> None:
    rows = {"sign_ins": "サインイン", "device_events": "書込み"}
    for export, action in rows.items():
        found = read_text(f"{HEAD}2026/1/5 9:03,a,T-1,{action}\n")
        assert found.only.export == export


def test_an_ambiguous_heading_is_settled_by_the_settings() -> None:
    text = "日時,アカウント,端末名\n2026/1/5 9:03,a,T-1\n"
    found = read_text(text, "x.csv")
    assert found.reads == ()
    assert found.said("export_ambiguous")["candidates"] == "sign_ins, downloads"
    assert read_text(text, "x.csv", layouts={"x*": "downloads"}).only.export == "downloads"


def test_sheets_of_a_workbook_may_each_be_an_export() -> None:
    book = Workbook()
    first = book.active
    first.title = "誓約"
    first.append(["秘密保持の誓約"])
    first.append(["従事者ID", "誓約日"])
    first.append(["A1", date(2026, 4, 1)])
    first.append([1002, 46113])
    second = book.create_sheet("申請")
    second.append(["申請番号", "作業開始", "作業終了"])
    second.append(["W-1", datetime(2026, 1, 5, 9, 0), "2026年1月5日 18時30分"])
    second.append(["W-2", 46027.375, 46027.5])
    book.create_sheet("説明").append(["この表の書き方"])
    body = io.BytesIO()
    book.save(body)
    found = read_files({"台帳.xlsx": body.getvalue()})

    assert found.rows("pledges", "person", "signed_on") == [
        ("1002", date(2026, 4, 1)),
        ("a1", date(2026, 4, 1)),
    ]
    assert found.rows("tickets", "ticket", "start_at", "end_at") == [
        ("W-1", datetime(2026, 1, 5, 9), datetime(2026, 1, 5, 18, 30)),
        ("W-2", datetime(2026, 1, 5, 9), datetime(2026, 1, 5, 12)),
    ]
    assert {read.sheet for read in found.reads} == {"誓約", "申請"}


def test_parquet_is_read_with_its_own_types(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT TIMESTAMP '2026-01-05 09:03:22' AS at, 'U1' AS account, 'T1' AS terminal,"
            f" 'in' AS action, 7 AS record) TO '{path}' (FORMAT parquet)"
        )
    found = read_files({"x.parquet": path})
    assert found.rows("sign_ins", "at", "account", "record") == [(AT, "u1", 7)]
    assert read_files({"y.parquet": b"PAR1 is not enough"}).codes == ["export_damaged"]


@pytest.mark.parametrize("name", ["log.jsonl", "log.json"])
def test_json_lines_and_arrays_are_read_and_their_cut_is_named(name: str) -> None:
    record = '{"at": "2026-01-05T00:03:22Z", "account": "U1", "terminal": "T", "action": "in"%s}'
    whole = [record % f', "no": {i}' for i in range(3)]
    text = "\n".join(whole) if name == "log.jsonl" else f"[{', '.join(whole)}"
    found = read_text(text + ("" if name == "log.jsonl" else "]"), name)
    assert (found.only.kept, found.only.cut, found.only.zone_stated) == (3, False, True)
    assert _times(found) == [AT] * 3
    cut = read_text(text + (",\n" if name == "log.json" else "\n") + '{"at": "2026-', name)
    assert (cut.only.kept, cut.only.put_aside, cut.only.cut) == (3, 1, True)


def test_several_styles_in_one_column_are_read_and_named() -> None:
    styles = [
        "2026/1/5 9:03", "2026-01-05T09:03:00+09:00", "2026年1月5日 9時3分", "20260105090300",
        "2026/01/05 09:03:00.123", "令和8年1月5日 9:03", "2026-01-05T00:03:00Z",
        "2026/1/5(月) 午前9:03", "05-Jan-2026 09:03:00", "R8.1.5 9:03",
    ]  # fmt: skip
    rows = "".join(f"{style},u{i},T,サインイン\n" for i, style in enumerate(styles))
    found = read_text(HEAD + rows)

    assert set(_times(found)) == {AT.replace(second=0)}
    assert found.only.kept == len(styles)
    assert "2026/1/5 9:03 (1)" in found.said("export_date_styles")["styles"]
    level = {i.code: i.level for i in found.delivery.issues}["export_date_styles"]
    assert level is IssueLevel.NOTE


def test_day_and_month_are_told_by_a_number_above_twelve_or_not_at_all() -> None:
    body = "{},u,T,サインイン\n"
    clear = read_text(HEAD + body.format("05/01/2026 09:03") + body.format("13/01/2026 09:03"))
    assert _times(clear) == [datetime(2026, 1, 5, 9, 3), datetime(2026, 1, 13, 9, 3)]
    unclear = read_text(HEAD + body.format("05/01/2026 09:03"))
    assert (unclear.only.put_aside, unclear.only.kept) == (1, 0)
    assert unclear.said("export_date_order")["count"] == 1


def test_a_file_that_states_no_zone_is_read_as_local_and_noted_once() -> None:
    found = read_text(HEAD + ROW + ROW)
    assert found.only.zone_stated is False
    assert found.codes.count("export_zone_unknown") == 1
    stated = read_text(HEAD + ROW.replace(":22", ":22+09:00"))
    assert stated.only.zone_stated is True
    assert read_text(HEAD + ROW.replace(":22", ":22Z"), time_zone="UTC").rows("sign_ins", "at")


def test_times_are_cut_to_whole_seconds_only_after_telling_duplicates() -> None:
    found = read_text(HEAD + ROW.replace(":22", ":22.1") + ROW.replace(":22", ":22.9"))
    assert (found.only.kept, found.only.duplicates) == (2, 0)
    assert _times(found) == [AT, AT]


def test_duplicates_are_told_by_number_or_else_by_the_whole_row() -> None:
    head = "日時,アカウント,端末名,操作,システム,連番,備考\n"
    row = "2026/1/5 9:03,a,T,サインイン,{},{},{}\n"
    rows = [("S", 1, "x"), ("S", 1, "y"), ("S", 2, "x"), ("", 2, "x"), ("", 2, "y"), ("", 2, "x")]
    found = read_text(head + "".join(row.format(*one) for one in rows))
    assert (found.only.rows, found.only.duplicates, found.only.kept) == (6, 2, 4)
    assert found.said("export_many_duplicates")["line"] == 3
    assert found.said("export_record_differs")["count"] == 1


def test_a_numbering_that_starts_again_makes_no_duplicates() -> None:
    head = "日時,アカウント,端末名,操作,システム,連番\n"
    rows = "".join(f"2026/1/{day} 9:03,a,T,サインイン,S,1\n" for day in (5, 6, 7))
    found = read_text(head + rows)
    assert (found.only.kept, found.only.duplicates) == (3, 0)
    assert found.said("export_record_differs")["count"] == 2


def test_a_log_with_44_percent_duplicates_counts_right_over_two_files() -> None:
    rows = [ROW.replace("user01", f"user{i:03}") for i in range(56)]
    january = HEAD + "".join(rows[:40])
    both = HEAD + "".join(rows[40:] + rows[:40] + rows[:4])
    found = read_files({"1.csv": january.encode(), "2.csv": both.encode()})
    assert [(r.rows, r.duplicates, r.kept) for r in found.reads] == [(40, 0, 40), (60, 44, 16)]
    assert found.said("export_many_duplicates")["share"] == "73.3"
    assert len(found.rows("sign_ins")) == 56


def test_few_duplicates_are_a_note() -> None:
    rows = "".join(ROW.replace("user01", f"user{i:03}") for i in range(200))
    found = read_text(HEAD + rows + ROW.replace("user01", "user000"))
    issue = next(i for i in found.delivery.issues if i.code == "export_duplicates")
    assert (issue.level, found.said(issue.code)["share"]) == (IssueLevel.NOTE, "0.5")


@pytest.mark.parametrize("tail", ["2026/01/05 09:0", '2026/01/06 09:03:22,u,"T-01'])
def test_an_export_cut_in_mid_row_names_line_and_last_time(tail: str) -> None:
    found = read_text(HEAD + ROW + tail)
    assert (found.only.rows, found.only.kept, found.only.put_aside) == (2, 1, 1)
    assert found.only.cut is True
    said = found.said("export_cut_off")
    assert (said["line"], said["last"]) == (3, "2026-01-05 09:03:22")
    assert found.delivery.doubts["sign_ins"]


def test_a_torn_gz_is_cut_and_what_stands_before_is_read() -> None:
    rows = "".join(ROW.replace("user01", f"user{i * 7919 % 100_003}") for i in range(20_000))
    body = gzip.compress((HEAD + rows).encode())
    found = read_files({"log.csv.gz": body[: len(body) // 2]})
    assert found.only.cut is True
    assert 1000 < found.only.kept < 20_000


def test_a_last_row_without_a_line_break_is_whole() -> None:
    found = read_text((HEAD + ROW).rstrip("\n"))
    assert (found.only.kept, found.only.cut) == (1, False)


def test_malformed_rows_are_put_aside_with_their_lines() -> None:
    found = read_text(
        HEAD + ROW + "x,y\n" + ROW.replace("user01", "u2,extra,more") + ROW + '"\n' + ROW
    )
    assert (found.only.put_aside, found.only.cut) == (3, False)
    assert found.said("export_rows_malformed")["lines"] == "3, 4, 6"
    assert found.only.rows == 6


def test_a_stray_quote_swallows_no_more_than_its_own_row() -> None:
    rows = "".join(ROW.replace("user01", f"u{i}") for i in range(100))
    found = read_text(HEAD + '2026/01/05 09:03:22,"user,T-01,サインイン\n' + rows)
    assert (found.only.kept, found.only.put_aside) == (100, 1)


def test_rows_are_put_aside_for_required_values_only() -> None:
    found = read_files(
        {
            "a.csv": (
                "日時,端末名,アカウント,操作,デバイス種別,サイズ\n"
                "2026/1/5 9:03,T,a,書込み,USBメモリ,1.5\n"
                "2026/1/5 9:04,T,a,点検,USBメモリ,12\n"
                "いつか,T,a,書込み,USBメモリ,12\n"
            ).encode()
        }
    )
    assert (found.only.rows, found.only.put_aside, found.only.kept) == (3, 2, 1)
    said = [
        dict(i.says.values) for i in found.delivery.issues if i.code == "export_rows_unreadable"
    ]
    assert [(s["example"], s["line"]) for s in said] == [("いつか", 4), ("点検", 3)]
    assert found.said("export_values_unreadable")["example"] == "1.5"


def test_a_log_shorter_than_the_period_is_said_to_be_and_doubted() -> None:
    settings = EvidenceSettings(period_from=date(2025, 12, 1), period_to=date(2026, 1, 6))
    found = read_files({"log.csv": (HEAD + ROW).encode()}, settings)
    assert found.said("export_short")["first"] == "2026-01-05"
    assert found.delivery.doubts["sign_ins"]
    assert (found.only.first_at, found.only.last_at) == (AT, AT)


def test_two_extractions_of_one_source_are_kept_side_by_side() -> None:
    head = "日時,アカウント,端末名,操作,システム,連番\n"
    rows = [f"2026/1/{1 + i // 4} 9:{i % 4:02},u{i},T,サインイン,S,{i}\n" for i in range(40)]
    second = [*rows[:20], rows[20].replace("u20", "u99"), *rows[22:]]
    found = read_files(
        {"a.csv": (head + "".join(rows)).encode(), "b.csv": (head + "".join(second)).encode()}
    )
    extracted = found.rows("extractions", "extraction", "record", "line")
    assert [e for e, _, _ in extracted].count("a.csv") == 40
    assert [e for e, _, _ in extracted].count("b.csv") == 39
    lines = {name: {(r, x) for e, r, x in extracted if e == name} for name in ("a.csv", "b.csv")}
    assert {r for r, _ in lines["a.csv"] - lines["b.csv"]} == {20, 21}


def test_monthly_files_are_no_extractions_of_each_other() -> None:
    files = {
        f"{month}.csv": (HEAD + ROW.replace("2026/01", f"2026/0{month}")).encode()
        for month in (1, 2)
    }
    assert read_files(files).rows("extractions") == []


def test_hostile_cells_survive_as_text() -> None:
    cells = [
        "=cmd|' /C calc'!A0",
        "+1",
        "@x",
        "a\x00b",
        "a\x01b",
        "x" * 300_000,
        "'; DROP TABLE t; --",
    ]
    body = io.StringIO()
    writer = csv.writer(body)
    for cell in cells:
        writer.writerow(["2026/01/05 09:03:22", cell, "T", "サインイン"])
    found = read_text(HEAD + body.getvalue())
    assert found.only.kept == len(cells)
    assert ("'; drop table t; --",) in found.rows("sign_ins", "account")


def test_hostile_headings_are_names_and_no_statements() -> None:
    hostile = ["'; DROP TABLE part_1_0; --", "a'||'b"]
    head = f"{HEAD.strip()},{','.join(hostile)}\n"
    row = f"{ROW.strip()},x,y\n"
    found = read_text(head + row)
    assert found.only.kept == 1
    assert set(hostile) <= set(found.only.ignored_columns)


def test_a_domain_is_taken_off_unless_the_settings_say_otherwise() -> None:
    text = HEAD + ROW.replace("user01", "CORP\\User01")
    assert read_text(text).rows("sign_ins", "account") == [("user01",)]
    kept = read_text(text, strip_domain=False)
    assert kept.rows("sign_ins", "account") == [("corp\\user01",)]


def test_times_of_day_of_shifts_are_minutes() -> None:
    found = read_text("勤務帯,始業,終業\n日勤,9:00,17時30分\n夜勤,22:00:00,0600\n")
    assert found.rows("shifts", "starts", "ends") == [(540, 1050), (1320, 360)]
    assert (clock("午後 1:05", {"午後": "pm"}), clock("0.375", {}), clock("25:99", {})) == (
        "785",
        "540",
        None,
    )


def test_a_packed_bomb_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    without_wall(monkeypatch)
    monkeypatch.setattr(text_file, "MAX_UNPACKED", 1024 * 1024)
    found = read_files({"log.csv.gz": gzip.compress((HEAD + ROW * 200_000).encode())})
    assert found.codes == ["export_unpacked_too_large"]
    monkeypatch.setattr(sheet, "LIMITS", Limits(unpacked=1024 * 1024, area=1000))
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/a.xml", b" " * 4_000_000)
    assert read_files({"x.xlsx": body.getvalue()}).codes == ["export_unpacked_too_large"]
    assert read_files({"x.xlsx": b"PK\x03\x04 torn"}).codes == ["export_damaged"]


def test_recognising_needs_no_database(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(HEAD + ROW, encoding="utf-8")
    (tmp_path / "rules.md").write_text(HEAD + ROW, encoding="utf-8")
    data, layouts = shipped()
    rules, log = (
        EvidenceFile(processor="P01", path=name, name=name, sha256="", size=0)
        for name in ("rules.md", "log.csv")
    )
    found = recognised(
        Submission(processor="P01", files=(rules, log), root=tmp_path), data, layouts
    )
    assert found is not None
    assert [*found.heads] == ["rules.md", "log.csv"]
    assert not recognised(Submission(processor="P01", files=(rules,), root=tmp_path), data, layouts)
    code = (
        "import sys; import itakusaki.exports.recognise;"
        "print(sorted({'duckdb', 'ibis', 'pandas', 'pyarrow'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


def test_many_rows_in_cp932_cut_in_mid_row_are_read_with_the_cut_named() -> None:
    head = "日時,アカウント,端末名,操作,接続元アドレス,連番,システム\r\n"
    block = "".join(
        f"2026/01/{1 + i % 28:02} 09:{i % 60:02}:{i % 53:02},user{i % 300:03},T-{i % 90},サインイン,192.0.2.1,{i},SV\r\n"
        for i in range(20_000)
    ).encode("cp932")
    body = head.encode("cp932") + block * 20 + "2026/01/05 09:0".encode("cp932")
    found = read_files({"log.csv": body})

    read = found.only
    assert (read.rows, read.put_aside, read.cut, read.encoding) == (400_001, 1, True, "cp932")
    assert (read.duplicates, read.kept) == (380_000, 20_000)
    assert found.said("export_cut_off")["line"] == 400_002


CELL = st.text(st.sampled_from('ab,"\n\r;\t 0あ\x00'), max_size=6)
TIMES = st.sampled_from(["2026/1/5 9:03", "2026/1/5 9:04", "いつか", ""])


@settings(max_examples=examples(40), deadline=None)
@given(st.text(st.sampled_from('ab,"\n\r 0あ/:2026'), max_size=300))
def test_whatever_a_file_says_no_row_is_lost(noise: str) -> None:
    found = read_text(HEAD + ROW + noise, "サインイン.csv")
    for read in found.reads:
        assert read.rows == read.kept + read.duplicates + read.put_aside
        assert len(found.rows(read.export)) == read.kept


@settings(max_examples=examples(40), deadline=None)
@given(
    st.lists(
        st.tuples(TIMES, CELL, st.sampled_from(["S", ""]), st.sampled_from(["1", "2", ""])),
        max_size=12,
    )
)
def test_duplicates_agree_with_a_plain_count(rows: list[tuple[str, str, str, str]]) -> None:
    body = io.StringIO()
    writer = csv.writer(body)
    writer.writerow(["日時", "アカウント", "操作", "システム", "連番"])
    for at, account, system, record in rows:
        writer.writerow([at, f"u{account}", "サインイン", system, record])
    found = read_text(body.getvalue(), "サインイン.csv")

    readable = [row for row in rows if row[0].startswith("2026")]
    records = {
        (row[0], row[2], row[3]) if row[2] and row[3] else tuple(_as_read(cell) for cell in row)
        for row in readable
    }
    assert found.only.rows == len(rows)
    assert found.only.put_aside == len(rows) - len(readable)
    assert found.only.kept == len(records)


def _as_read(cell: str) -> str:
    """A cell after line ends are made alike."""
    return cell.replace("\0", "").replace("\r\n", "\n").replace("\r", " ")


def test_a_workbook_is_opened_once_and_no_row_turned_into_text_in_vain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened, read = Counter[str](), Counter[tuple[str, int | None]]()
    true_open, true_rows = sheet.opened_workbook, sheet.ExportSheet.rows

    def counting_open(source: BinaryIO, limits: Limits) -> object:
        opened["book"] += 1
        return true_open(source, limits)

    def counting_rows(one: sheet.ExportSheet, limit: int | None = None) -> object:
        read[one.name, limit] += 1
        return true_rows(one, limit)

    without_wall(monkeypatch)
    monkeypatch.setattr(sheet, "opened_workbook", counting_open)
    monkeypatch.setattr(sheet.ExportSheet, "rows", counting_rows)
    book = Workbook()
    for name in ("一", "二"):
        page = book.create_sheet(name)
        page.append(["日時", "アカウント", "端末名", "操作", "方式"])
        page.append(["2026-01-05 09:00:00", f"u-{name}", "pc-1", "ログオン", "対話"])
    book.create_sheet("表紙").append(["サインインの記録"])
    out = io.BytesIO()
    book.save(out)
    found = read_files({"サインインログ.xlsx": out.getvalue()})
    assert len(found.rows("sign_ins", "account")) == 2
    assert opened["book"] == 1
    assert {name for name, limit in read if limit is None} == {"一", "二"}
    assert set(read.values()) == {1}
