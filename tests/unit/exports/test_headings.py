"""Headings: zone, unit and round beside the word; two of one meaning; a time in two columns; guesses."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from itakusaki.exports.date_words import Scales
from itakusaki.exports.remarks import HeadingReader, RemarkKind
from itakusaki.model.issue import IssueLevel
from support.deliveries import Reading, read_files, read_text, shipped

pytestmark = pytest.mark.slow  # exports are read by an engine

ROW = "{at},mori,PC-7,{action}\n"


def _signed_in(heading: str, at: str, **settings: str) -> Reading:
    text = f"{heading},アカウント,端末名,操作\n" + ROW.format(at=at, action="ログオン")
    return read_text(text, **settings)


def _doubted(found: Reading, export: str) -> bool:
    return bool(found.delivery.doubts.get(export))


@pytest.mark.parametrize(
    ("heading", "hour"),
    [
        ("日時（UTC）", 12),
        ("日時 (GMT)", 12),
        ("日時[UTC+9]", 3),
        ("日時（+09:00）", 3),
        ("【UTC-05:00】日時", 17),
        ("日時（UTC+05:30）", 6),
        ("日時（JST）", 3),
        ("Time_UTC", 12),
        ("Timestamp UTC", 12),
        ("日時（必須）", 3),
        ("日時", 3),
    ],
)
def test_the_zone_that_a_heading_says_is_that_of_its_times(heading: str, hour: int) -> None:
    minute = 0 if "30" not in heading else 30
    found = _signed_in(heading, "2026-07-15 03:00:00")
    assert found.rows("sign_ins", "at") == [(datetime(2026, 7, 15, hour, minute),)]
    stated = heading not in {"日時（必須）", "日時"}
    assert found.only.zone_stated is stated
    assert ("export_zone_unknown" in found.codes) is not stated
    assert not _doubted(found, "sign_ins")


@pytest.mark.parametrize(
    ("first", "second", "doubted"),
    [
        ("日時", "終了日時", False),
        ("日時（UTC）", "終了日時（UTC）", False),
        ("日時（UTC）", "終了日時（JST）", False),
        ("日時（UTC）", "終了日時", True),
        ("日時", "終了日時（JST）", True),
    ],
)
def test_times_of_which_only_some_say_their_zone_are_doubted(
    first: str, second: str, *, doubted: bool
) -> None:
    found = read_text(
        f"{first},{second},アカウント,端末名,操作\n"
        "2026/07/15 09:00:00,2026/07/15 10:00:00,mori,PC-7,ログオン\n"
    )
    assert _doubted(found, "sign_ins") is doubted


def test_a_time_that_says_its_own_zone_goes_over_the_heading() -> None:
    found = _signed_in("日時（UTC）", "2026-07-15T03:00:00+02:00")
    assert found.rows("sign_ins", "at") == [(datetime(2026, 7, 15, 10),)]


def test_the_zone_of_a_heading_holds_for_serial_numbers_of_a_workbook() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["日時（UTC）", "アカウント", "端末名", "操作"])
    sheet.append([46218.125, "mori", "PC-7", "ログオン"])
    sheet.append([datetime(2026, 7, 15, 3), "mori", "PC-8", "ログオン"])
    out = io.BytesIO()
    book.save(out)
    found = read_files({"log.xlsx": out.getvalue()})
    assert {at for (at,) in found.rows("sign_ins", "at")} == {datetime(2026, 7, 15, 12)}


def test_a_product_layout_reads_the_zone_and_unit_of_a_heading_too() -> None:
    text = (
        "操作日時（UTC）,端末名,操作種別,デバイス名,ログオンユーザー,サイズ（KB）\n"
        "2026/07/15 03:00:00,PC-7,ファイル書込み,USB Memory,mori,12\n"
    )
    found = read_text(text)
    assert found.rows("device_events", "at", "bytes") == [(datetime(2026, 7, 15, 12), 12 * 1024)]


@pytest.mark.parametrize("heading", ["日時（現地時間）", "日時（サーバー時計）", "Time (server)"])
def test_a_remark_on_times_that_nobody_knows_is_named_and_doubted(heading: str) -> None:
    found = _signed_in(heading, "2026-07-15 03:00:00")
    assert "export_remark_unread" in found.codes
    assert _doubted(found, "sign_ins")


@pytest.mark.parametrize(
    ("heading", "cell", "count"),
    [
        ("件数", "3", 3),
        ("件数（件）", "3", 3),
        ("件数（千件）", "3", 3_000),
        ("件数（千件）", "1.5", 1_500),
        ("件数（万件）", '"1,200"', 12_000_000),
        ("件数（百万）", "0.25", 250_000),
        ("件数【単位：千】", "7", 7_000),
    ],
)
def test_what_numbers_are_counted_in_multiplies_them(heading: str, cell: str, count: int) -> None:
    found = read_text(f"日時,アカウント,対象,{heading}\n2026/7/15 9:00,mori,顧客表,{cell}\n")
    assert found.rows("downloads", "rows") == [(count,)]
    assert not _doubted(found, "downloads")


@pytest.mark.parametrize(
    ("heading", "size"),
    [("サイズ（KB）", 2_048), ("Size (MB)", 2 * 1024**2), ("サイズ GB", 2 * 1024**3)],
)
def test_sizes_are_read_in_bytes(heading: str, size: int) -> None:
    found = read_text(f"日時,アカウント,対象,{heading}\n2026/7/15 9:00,mori,顧客表,2\n")
    assert found.rows("downloads", "bytes") == [(size,)]


@pytest.mark.parametrize("heading", ["件数（箱）", "件数（税込）", "Records (dozen)"])
def test_a_unit_that_nobody_knows_is_named_and_doubted(heading: str) -> None:
    found = read_text(f"日時,アカウント,対象,{heading}\n2026/7/15 9:00,mori,顧客表,2\n")
    assert found.said("export_remark_unread")["column"]
    assert _doubted(found, "downloads")


def test_a_remark_that_changes_no_value_is_no_more_than_a_note() -> None:
    found = read_text(
        "日時,アカウント（社内）,端末名,操作（必須）\n"
        + ROW.format(at="2026/7/15 9:00", action="ログオン")
    )
    assert found.said("export_remark_passed")["remark"] == "社内"
    assert not _doubted(found, "sign_ins")


@pytest.mark.parametrize("order", [("前回", "今回"), ("今回", "前回"), ("変更前", "変更後")])
def test_values_of_another_time_are_never_read(order: tuple[str, str]) -> None:
    cells = {"前回": "99", "変更前": "99", "今回": "5", "変更後": "5"}
    head = ",".join(f"件数（{one}）" for one in order)
    body = ",".join(cells[one] for one in order)
    found = read_text(f"日時,アカウント,対象,{head}\n2026/7/15 9:00,mori,顧客表,{body}\n")
    assert found.rows("downloads", "rows") == [(5,)]
    assert "99" not in str(found.rows("downloads"))
    assert found.said("export_heading_refused")["headings"]


def test_a_column_that_only_has_the_former_values_is_not_read_at_all() -> None:
    found = read_text(
        "従事者ID,雇用区分,従事終了日（変更前）\nE9,自社,2026-03-31\n", "従事者一覧.csv"
    )
    assert found.rows("people", "person", "end_on") == [("e9", None)]
    assert "export_heading_refused" in found.codes


def test_two_columns_of_one_meaning_are_both_named_and_doubted() -> None:
    text = (
        "日時,ユーザーID,ユーザー名,端末名,操作\n"
        "2026/7/15 9:00,u7,Mori Ken,PC-7,ログオン\n2026/7/15 9:05,u8,Abe Rin,PC-8,ログオン\n"
    )
    found = read_text(text)
    said = found.said("export_two_columns")
    assert (said["used"], said["other"], said["count"], said["line"]) == (
        "ユーザーID", "ユーザー名", 2, 2,
    )  # fmt: skip
    assert _doubted(found, "sign_ins")


def test_two_columns_of_one_meaning_that_agree_are_no_trouble() -> None:
    text = "日時,ユーザーID,ユーザー名,端末名,操作\n2026/7/15 9:00,Mori,ｍｏｒｉ,PC-7,ログオン\n"
    found = read_text(text)
    assert "export_two_columns" not in found.codes
    assert not _doubted(found, "sign_ins")


def test_the_heading_that_bears_the_very_name_is_read_and_the_other_noted() -> None:
    text = "日時,端末名,コンピューター名,アカウント,操作\n2026/7/15 9:00,PC-7,SRV-1,mori,ログオン\n"
    found = read_text(text)
    assert found.rows("sign_ins", "terminal") == [("pc-7",)]
    said = found.said("export_column_beside")
    assert (said["used"], said["other"]) == ("端末名", "コンピューター名")
    assert not _doubted(found, "sign_ins")


def test_a_heading_that_a_layout_knows_and_that_stands_twice_is_named() -> None:
    text = (
        "操作日時,端末名,操作種別,デバイス名,ログオンユーザー,端末名\n"
        "2026/07/15 09:00:00,PC-7,ファイル書込み,USB Memory,mori,PC-8\n"
    )
    assert read_text(text).said("export_two_columns")["other"] == "端末名"


@pytest.mark.parametrize(
    ("day", "clock", "cells"),
    [
        ("日付", "時刻", ("2026/07/15", "09:15:00")),
        ("操作日", "操作時刻", ("2026年7月15日", "9時15分")),
        ("Date", "Time", ("2026-07-15", "09:15")),
        ("日付", "時刻", ("20260715", "091500")),
    ],
)
def test_a_day_and_a_time_of_day_in_two_columns_are_one_time(
    day: str, clock: str, cells: tuple[str, str]
) -> None:
    text = (
        f"{day},備考,{clock},アカウント,端末名,操作\n{cells[0]},x,{cells[1]},mori,PC-7,ログオン\n"
    )
    found = read_text(text)
    assert found.rows("sign_ins", "at") == [(datetime(2026, 7, 15, 9, 15),)]
    assert found.only.ignored_columns == ("備考",)


def test_a_time_in_two_columns_has_the_zone_that_the_headings_say() -> None:
    text = (
        "日付（UTC）,時刻（UTC）,アカウント,端末名,操作\n2026/07/15,22:00:00,mori,PC-7,ログオン\n"
    )
    found = read_text(text)
    assert found.rows("sign_ins", "at") == [(datetime(2026, 7, 16, 7),)]


def test_days_and_times_of_a_workbook_are_joined_too() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["日付", "時刻", "アカウント", "端末名", "操作"])
    sheet.append(
        [date(2026, 7, 15), datetime(2026, 7, 15, 9, 15).time(), "mori", "PC-7", "ログオン"]
    )
    out = io.BytesIO()
    book.save(out)
    found = read_files({"log.xlsx": out.getvalue()})
    assert found.rows("sign_ins", "at") == [(datetime(2026, 7, 15, 9, 15),)]


def test_a_column_of_whole_times_needs_no_other() -> None:
    text = "date,時間,user,pc,event\n2026/07/15 09:15,120,mori,PC-7,logon\n"
    assert read_text(text).rows("sign_ins", "at") == [(datetime(2026, 7, 15, 9, 15),)]


def test_a_heading_may_stand_below_what_was_searched_for() -> None:
    searched = "".join(f"[条件{n}],x\n" for n in range(20))
    found = read_text(
        searched
        + "\n日時,アカウント,端末名,操作\n"
        + ROW.format(at="2026/7/15 9:00", action="ログオン")
    )
    assert found.only.kept == 1


@pytest.mark.parametrize(
    "text",
    [
        "id,date,user,pc,to,cc,bcc,from,size,attachments\n1,2026-07-15 09:00:00,a,b,c,d,e,f,9,0\n",
        "日時,ユーザー,端末名,宛先,件名,添付ファイル名,サイズ\n2026/7/15 9:00,a,b,c,d,e,9\n",
        "日時,アカウント,送信先,件名,ファイル名\n2026/7/15 9:00,a,b,c,d\n",
    ],
)
def test_a_log_of_mails_is_no_log_of_downloads(text: str) -> None:
    assert read_text(text).reads == ()


def test_what_every_log_has_is_not_enough_to_tell_one() -> None:
    text = (
        "id,date,user,pc,filename,activity,removable\n1,2026-07-15 09:00:00,a,b,c,File Open,False\n"
    )
    found = read_text(text)
    assert found.reads == ()
    assert "device_events" in found.said("export_ambiguous")["candidates"]
    assert _doubted(found, "device_events")


def test_a_guess_says_so_with_the_columns_that_were_not_read() -> None:
    text = "日時,アカウント,端末名,操作,部署,備考,所属長\n2026/7/15 9:00,a,PC-7,ログオン,x,y,z\n"
    found = read_text(text)
    assert found.said("export_guessed")["ignored"] == "部署, 備考, 所属長"
    level = {i.code: i.level for i in found.delivery.issues}["export_guessed"]
    assert level is IssueLevel.NOTE
    assert "export_guessed" not in read_text(text, "サインイン・セッションのログ.csv").codes
    assert "export_guessed" not in read_text(text, layouts={"log.csv": "sign_ins"}).codes


@pytest.mark.parametrize(
    ("heading", "kind", "by"),
    [
        ("日時（UTC）", RemarkKind.ZONE, 0),
        ("人数（万人）", RemarkKind.SCALE, 10_000),
        ("件数(件)", RemarkKind.SCALE, 1),
        ("件数（前年度）", RemarkKind.PREVIOUS, 0),
        ("日時（yyyy/mm/dd）", RemarkKind.NOTHING, 0),
        ("【必須】サイズ（KB）", RemarkKind.SCALE, 1024),
        ("備考（なんでも）", RemarkKind.UNREAD, 0),
    ],
)
def test_remarks_are_read_by_the_words_of_the_standard_layout(
    heading: str, kind: RemarkKind, by: int
) -> None:
    remark = HeadingReader(Scales.of(shipped()[1])).read(heading).remark
    assert remark is not None
    assert (remark.kind, remark.by) == (kind, by)


@pytest.mark.parametrize("heading", ["日時", "[日時]", "Account name", "No.", "data_size", ""])
def test_headings_without_a_remark_have_none(heading: str) -> None:
    assert HeadingReader(Scales.of(shipped()[1])).read(heading).remark is None
