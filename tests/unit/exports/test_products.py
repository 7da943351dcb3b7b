"""Products' own files: sign-ins of clouds, event texts of Windows, folded lines of syslog."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from itakusaki.files.delimited import separator_of
from support.deliveries import Reading, read_files, read_text
from support.windows_texts import SIGNED_IN, SIGNED_IN_JA, event_log, powershell

pytestmark = pytest.mark.slow  # every product's export is read by an engine

ENTRA = (
    "Date (UTC),Request ID,User,Username,Application,IP address,Location,Status,"
    "Sign-in error code,Authentication requirement\n"
)
AT = datetime(2026, 7, 1, 9, 0)


@pytest.mark.parametrize("text", [SIGNED_IN, SIGNED_IN_JA], ids=["en", "ja"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp932"])
@pytest.mark.parametrize("typed", [False, True])
def test_whole_event_texts_of_powershell_are_read(text: str, encoding: str, *, typed: bool) -> None:
    body = powershell(text.format(account="mori", terminal="MT-07"), typed=typed)
    found = read_files({"security.csv": body.decode("utf-8-sig").encode(encoding)})
    assert found.rows("sign_ins", "at", "account", "terminal", "action", "kind", "address")[0] == (
        AT, "mori", "mt-07", "in", "remote", "192.0.2.42",
    )  # fmt: skip
    assert (found.only.kept, found.only.put_aside) == (3, 0)


@pytest.mark.parametrize("text", [SIGNED_IN, SIGNED_IN_JA], ids=["en", "ja"])
def test_get_event_log_is_read_as_well(text: str) -> None:
    found = read_files({"security.csv": event_log(text.format(account="mori", terminal="MT-07"))})
    assert found.rows("sign_ins", "at", "account", "record")[0] == (AT, "mori", 100)
    assert found.only.kept == 3


def test_many_long_texts_are_read_to_the_last() -> None:
    body = powershell(SIGNED_IN.format(account="mori", terminal="MT-07"), count=2_000)
    found = read_files({"security.csv": body})
    assert (found.only.rows, found.only.put_aside) == (2_000, 0)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ('"a","b"\n"x\ty\tz\t\t\t","c"\n', ","),
        ('a;b\n"1,2,3,4";x\n"1,2,3,4";y\n', ";"),
        ('a\tb\n"1,2,3"\tx\n', "\t"),
        ('"a","b"\n"never closed\t\t\t\t\t', ","),
        ('a,b\n3" disk,x\n5" disk,y\n', ","),
        ('"says ""a;b;c;d""","x"\n', ","),
    ],
)
def test_the_separator_is_told_outside_quotes(text: str, sign: str) -> None:
    assert separator_of(text) == sign


def _entra(*rows: str) -> Reading:
    return read_text(ENTRA + "".join(f"{row}\n" for row in rows), "InteractiveSignIns.csv")


def test_entra_signs_in_by_the_name_that_lists_have() -> None:
    found = _entra(
        '2026-07-01T00:12:33Z,r1,Mori Ken,mori@x.example,Portal,192.0.2.1,"Tokyo, Tokyo, JP",Success,0,multiFactorAuthentication',
        '2026-07-01T00:13:33Z,r2,Mori Ken,mori@x.example,Portal,192.0.2.1,"Hanoi, Ha Noi, VN",Failure,50126,singleFactorAuthentication',
        '2026-07-01T00:14:33Z,r3,Mori Ken,mori@x.example,Portal,192.0.2.1,"Tokyo, Tokyo, JP",Interrupted,50140,singleFactorAuthentication',
    )
    assert found.rows("sign_ins", "at", "account", "action", "country", "second_factor") == [
        (datetime(2026, 7, 1, 9, 12, 33), "mori@x.example", "in", "JP", True),
        (datetime(2026, 7, 1, 9, 13, 33), "mori@x.example", "failed", "VN", False),
        (datetime(2026, 7, 1, 9, 14, 33), "mori@x.example", "failed", "JP", False),
    ]
    assert found.only.zone_stated


def test_entra_as_json_of_graph_is_read_from_inside_its_object() -> None:
    records = [
        {
            "id": f"r{n}",
            "createdDateTime": f"2026-07-01T00:1{n}:00Z",
            "userPrincipalName": "mori@x.example",
            "ipAddress": "192.0.2.1",
            "correlationId": "c",
            "status": {"errorCode": code},
            "location": {"countryOrRegion": "JP"},
        }
        for n, code in enumerate((0, 50126))
    ]
    text = json.dumps({"@odata.context": "https://graph", "value": records})
    found = read_text(text, "signins.json")
    assert found.rows("sign_ins", "action", "country") == [("failed", "JP"), ("in", "JP")]


@pytest.mark.parametrize(
    ("words", "head"),
    [
        (("Successful login", "Failed login", "Logout"), "Date,Event,Description,Actor,IP address"),
        (("ログイン成功", "ログイン失敗", "ログアウト"), "日付,イベント,説明,アクター,IP アドレス"),
    ],
)
def test_login_events_of_google_are_sign_ins(words: tuple[str, ...], head: str) -> None:
    rows = "".join(
        f"2026-07-01T09:0{n}:00+09:00,{w},-,mori@x.example,192.0.2.1\n" for n, w in enumerate(words)
    )
    found = read_text(f"{head}\n{rows}", "login_logs.csv")
    assert [a for (a,) in found.rows("sign_ins", "action")] == ["failed", "in", "out"]
    assert found.rows("changes") == []


def test_google_events_that_bear_on_sign_ins_and_are_not_read_are_a_doubt() -> None:
    rows = (
        "2026-07-01T09:00:00+09:00,Successful login,-,mori@x.example,192.0.2.1\n"
        "2026-07-01T09:01:00+09:00,Suspicious login blocked,-,mori@x.example,192.0.2.1\n"
    )
    found = read_text("Date,Event,Description,Actor,IP address\n" + rows)
    assert found.delivery.doubts["sign_ins"]


def _trail(name: str, **more: Any) -> dict[str, Any]:
    return {
        "eventTime": "2026-07-01T00:18:31Z",
        "eventID": f"{name}-{more}",
        "eventName": name,
        "eventSource": "iam.amazonaws.com",
        "sourceIPAddress": "192.0.2.9",
        "userIdentity": {"type": "IAMUser", "userName": "mori", "arn": "arn:aws:iam::1:user/mori"},
        **more,
    }


EVENTS = (
    _trail("ConsoleLogin", responseElements={"ConsoleLogin": "Success"}),
    _trail("ConsoleLogin", responseElements={"ConsoleLogin": "Failure"}, errorMessage="Failed"),
    _trail("CreateUser", requestParameters={"userName": "tmp"}),
    _trail("DeleteUser", requestParameters={"userName": "x"}, errorCode="AccessDenied"),
    _trail("AttachUserPolicy", requestParameters={"userName": "tmp", "policyArn": "arn:aws:iam::aws:policy/Admin"}),
    _trail("StopLogging", requestParameters={"name": "main"}),
    _trail("GetObject", requestParameters={"bucketName": "b", "key": "list.csv"}),
    _trail("DescribeInstances"),
)  # fmt: skip


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("form", ["records", "lines"])
def test_cloudtrail_is_read_from_its_object_and_from_lines(form: str, indent: int | None) -> None:
    text = (
        json.dumps({"Records": EVENTS}, indent=indent)
        if form == "records"
        else "\n".join(map(json.dumps, EVENTS))
    )
    found = read_text(text, "trail.json")
    assert [a for (a,) in found.rows("sign_ins", "action")] == ["failed", "in"]
    assert found.rows("changes", "action", "actor", "account", "right") == [
        ("created", "mori", "tmp", None),
        ("log_cleared", "mori", None, None),
        ("right_added", "mori", "tmp", "Admin"),
    ]
    assert found.rows("downloads", "object", "system") == [("list.csv", "b")]
    assert not any(read.cut for read in found.reads)


@pytest.mark.parametrize("tail", [1, 3, 40])
def test_an_object_of_records_that_breaks_off_is_cut(tail: int) -> None:
    text = json.dumps({"Records": EVENTS})[:-tail]
    assert all(read.cut for read in read_text(text, "trail.json").reads)


def test_fields_behind_the_records_are_no_cut() -> None:
    text = json.dumps({"kind": "x", "records": EVENTS, "next": None, "count": 8})
    assert not any(read.cut for read in read_text(text, "trail.json").reads)


SSH = "2026-07-01T09:{n:02}:00+09:00 srv sshd[10{n}]: {says}\n"


def _ssh(*says: str) -> Reading:
    text = "".join(SSH.format(n=n, says=one) for n, one in enumerate(says))
    return read_text(text, "auth.log")


@pytest.mark.parametrize("count", [1, 2, 37])
def test_a_folded_line_counts_as_often_as_it_says(count: int) -> None:
    failed = "Failed password for root from 192.0.2.9 port 40 ssh2"
    found = _ssh(failed, f"message repeated {count} times: [ {failed}]", failed)
    rows = found.rows("sign_ins", "account", "action", "address")
    assert rows == [("root", "failed", "192.0.2.9")] * (count + 2)
    assert not found.delivery.doubts.get("sign_ins")


def test_a_folded_line_delivered_twice_counts_once() -> None:
    line = SSH.format(
        n=1,
        says="message repeated 4 times: [ Failed password for root from 192.0.2.9 port 40 ssh2]",
    )
    found = read_files({"a.log": line.encode(), "b.log": line.encode()})
    assert len(found.rows("sign_ins")) == 4


def test_a_line_that_only_says_that_the_last_was_repeated_is_a_doubt() -> None:
    text = SSH.format(n=0, says="Accepted password for mori from 192.0.2.1 port 40 ssh2")
    found = read_text(
        text + "2026-07-01T09:01:00+09:00 srv last message repeated 3 times\n", "auth.log"
    )
    assert found.delivery.doubts["sign_ins"]


@pytest.mark.parametrize(
    ("says", "account", "address"),
    [
        (
            "Failed password for invalid user root from 10.9.9.9 port 22 ssh2 from 192.0.2.77 port 50 ssh2",
            "root from 10.9.9.9 port 22 ssh2",
            "192.0.2.77",
        ),
        ("Failed none for invalid user  from 192.0.2.77 port 50 ssh2", None, "192.0.2.77"),
        ("Accepted publickey for mori from 192.0.2.1 port 50 ssh2: RSA SHA256:abc", "mori", "192.0.2.1"),
        ("Failed password for a b from 192.0.2.1 port 50 ssh2", "a b", "192.0.2.1"),
    ],
)  # fmt: skip
def test_a_name_that_says_from_does_not_blame_another_address(
    says: str, account: str | None, address: str
) -> None:
    rows = _ssh(says).rows("sign_ins", "account", "address")
    assert rows == ([(account, address)] if account else [])


@pytest.mark.parametrize(
    "line",
    [
        "<38>Jul  1 09:00:00 srv sshd[7]: {says}",
        "<38>1 2026-07-01T09:00:00+09:00 srv sshd 7 - - {says}",
        "Jul  1 09:00:00 srv auth.info sshd[7]: {says}",
        "2026-07-01T09:00:00.123456+09:00 srv sshd-session[7]: {says}",
    ],
)
def test_lines_of_syslog_may_bear_a_priority_or_a_facility(line: str) -> None:
    says = "Accepted password for mori from 192.0.2.1 port 40 ssh2"
    found = read_text(
        line.format(says=says) + "\n", "messages.log", period_from=AT.date(), period_to=AT.date()
    )
    assert found.rows("sign_ins", "at", "account", "system", "address") == [
        (AT, "mori", "srv", "192.0.2.1")
    ]


def test_an_error_inside_a_record_of_microsoft_365_is_a_failure() -> None:
    rows = [
        {"CreationTime": f"2026-07-01T00:0{n}:00", "Operation": "UserLoggedIn", "UserId": "m@x.example", "Workload": "AzureActiveDirectory", "Id": str(n), **more}
        for n, more in enumerate(({}, {"LogonError": "InvalidUserNameOrPassword"}))
    ]  # fmt: skip
    found = read_text("\n".join(map(json.dumps, rows)) + "\n", "audit.jsonl")
    assert found.rows("sign_ins", "action") == [("failed",), ("in",)]
