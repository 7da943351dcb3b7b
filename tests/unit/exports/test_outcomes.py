"""Outcomes: what failed is never an event that happened, and what cannot be read is no default."""

from __future__ import annotations

import json

import pytest

from support.deliveries import Reading, read_text

SIGN_INS = "日時,アカウント,端末名,操作,{heading}\n{rows}"


def _outcome(heading: str, *words: str) -> Reading:
    rows = "".join(f"2026/7/15 9:{n:02},mori,PC-7,ログイン,{w}\n" for n, w in enumerate(words))
    return read_text(SIGN_INS.format(heading=heading, rows=rows))


@pytest.mark.parametrize(
    ("heading", "done", "failed"),
    [
        ("結果", "成功", "失敗"),
        ("成否", "○", "×"),
        ("認証結果", "OK", "NG"),
        ("Status", "Success", "Failure"),
        ("Status", "Success", "Interrupted"),
        ("Result", "succeeded", "Denied"),
        ("ステータス", "許可", "拒否"),
    ],
)
def test_a_sign_in_whose_outcome_is_a_failure_failed(heading: str, done: str, failed: str) -> None:
    found = _outcome(heading, done, failed)
    assert found.rows("sign_ins", "action") == [("failed",), ("in",)]
    assert found.only.ignored_columns == ()


@pytest.mark.parametrize("heading", ["LogonError", "エラーコード", "Error code"])
def test_whatever_stands_in_a_column_of_errors_is_a_failure(heading: str) -> None:
    found = _outcome(heading, "", "0", "InvalidUserNameOrPassword", "50126")
    assert found.rows("sign_ins", "action") == [("failed",), ("failed",), ("in",), ("in",)]


def test_an_outcome_that_cannot_be_read_puts_the_row_aside_and_a_blank_one_does_not() -> None:
    found = _outcome("結果", "成功", "", "保留")
    assert (found.only.kept, found.only.put_aside) == (2, 1)
    assert found.said("export_rows_unreadable")["example"] == "保留"
    assert found.delivery.doubts["sign_ins"]


@pytest.mark.parametrize("action", ["", "Logo", "認証要求"])
def test_an_action_that_cannot_be_read_is_never_a_sign_in(action: str) -> None:
    text = (
        f"日時,アカウント,端末名,操作\n2026/7/15 9:00,a,T,ログオン\n2026/7/15 9:01,b,T,{action}\n"
    )
    found = read_text(text)
    assert found.rows("sign_ins", "account") == [("a",)]
    assert found.only.put_aside == 1
    assert found.delivery.doubts["sign_ins"]


def test_a_log_without_a_column_of_actions_is_one_of_sign_ins() -> None:
    text = "日時,アカウント,端末名,接続元アドレス\n2026/7/15 9:00,a,T,192.0.2.1\n"
    assert read_text(text).rows("sign_ins", "action") == [("in",)]


def test_a_file_that_ends_within_its_action_does_not_count_its_last_row() -> None:
    text = "日時,アカウント,端末名,操作\n2026/7/15 9:00,a,T,Logon\n2026/7/15 9:01,b,T,Logo"
    found = read_text(text)
    assert found.rows("sign_ins", "account") == [("a",)]


def test_a_write_that_was_refused_is_a_block() -> None:
    text = (
        "日時,端末名,アカウント,操作,デバイス名,結果\n"
        "2026/7/15 9:00,T,a,書込み,USB Memory,成功\n"
        "2026/7/15 9:01,T,a,書込み,USB Memory,拒否\n"
        "2026/7/15 9:02,T,a,切断,USB Memory,失敗\n"
    )
    found = read_text(text).rows("device_events", "action")
    assert found == [("blocked",), ("disconnect",), ("write",)]


@pytest.mark.parametrize(
    ("head", "row", "export"),
    [
        ("日時,アカウント,対象,件数,結果", "2026/7/15 9:0{n},a,顧客表,5,{word}", "downloads"),
        ("日時,操作,実施者,対象アカウント,結果", "2026/7/15 9:0{n},作成,a,b,{word}", "changes"),
        ("日時,従事者ID,入退,区域,結果", "2026/7/15 9:0{n},E1,入,A,{word}", "entries"),
    ],
)
def test_what_failed_elsewhere_did_not_happen_and_is_told(head: str, row: str, export: str) -> None:
    words = ("成功", "失敗", "拒否")
    text = "\n".join([head, *(row.format(n=n, word=word) for n, word in enumerate(words))])
    found = read_text(text + "\n")
    assert len(found.rows(export)) == 1
    said = found.said("export_rows_failed")
    assert (said["count"], said["line"]) == (2, 3)
    (read,) = found.reads
    assert read.rows == read.kept + read.duplicates + read.put_aside


def test_a_field_that_only_a_late_record_has_is_read() -> None:
    """The first records of a long file may all be good."""
    good = {
        "eventTime": "2026-07-15T00:00:{n:02}Z",
        "eventName": "ConsoleLogin",
        "sourceIPAddress": "192.0.2.1",
        "userIdentity": {"userName": "mori"},
    }
    lines = [
        json.dumps({**good, "eventTime": f"2026-07-15T0{n // 60}:{n % 60:02}:00Z"})
        for n in range(400)
    ]
    late = {**good, "eventTime": "2026-07-15T09:00:00Z", "errorMessage": "x", "errorCode": "Failed"}
    found = read_text("\n".join([*lines, json.dumps(late)]) + "\n", "trail.jsonl")
    actions = [action for (action,) in found.rows("sign_ins", "action")]
    assert (actions.count("in"), actions.count("failed")) == (400, 1)
