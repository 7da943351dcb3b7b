"""Suspicious rows: four weeks of a few people in which every control test finds something."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime

from support.evidence_rows import Row, day, moment

ACCOUNTS = ("a1", "a2", "a3", "adm", "svc", "vault")
TERMINALS = ("t1", "t2", "mt-1", "srv", "vdi-1", None)


def logs() -> dict[str, list[Row]]:
    """Four weeks of a few people; every kind of line, and names that are missing."""
    dice = random.Random(7)  # noqa: S311 - the same rows each time
    made: dict[str, list[Row]] = {
        name: [] for name in ("sign_ins", "downloads", "device_events", "changes", "entries")
    }
    numbers = dict.fromkeys(made, 0)

    for number in range(28):
        if (number % 7 >= 5 and number % 3) or number in {10, 11}:
            continue
        for _ in range(14):
            at = moment(number, dice.randrange(24), dice.randrange(60), dice.randrange(60))
            for log, row in _lines(dice, at):
                numbers[log] += 1 if dice.random() < 0.97 else 3
                source = {} if log == "entries" else {"system": "s1", "record": numbers[log]}
                made[log].append(row | source)
    _planted(made)
    return made


def _lines(dice: random.Random, at: datetime) -> Iterator[tuple[str, Row]]:
    """What somebody does at a time."""
    who, where = dice.choice(ACCOUNTS), dice.choice(TERMINALS)
    yield "sign_ins", _sign_in(dice, at, who, where)
    if dice.random() < 0.5:
        yield "downloads", _download(dice, at, who, where)
    if where and dice.random() < 0.6:
        yield "device_events", _device(dice, at, who, where)
    if dice.random() < 0.2:
        yield "changes", _change(dice, at, who, where)
    if dice.random() < 0.6:
        yield "entries", {"at": at, "person": dice.choice(("p1", "p2", "p3")), "site": "hq"}


def _planted(made: dict[str, list[Row]]) -> None:
    """What chance does not bring about: a day without rest, an absent owner, an unlisted account."""
    for hour in range(0, 24, 2):
        at, until = moment(20, hour), moment(20, hour + 1)
        made["sign_ins"].append({"at": at, "ended_at": until, "account": "a5", "terminal": "t1"})
    made["entries"] += [{"at": moment(1, 9), "person": "p5"}, {"at": moment(20, 9), "person": "p1"}]
    made["sign_ins"].append({"at": moment(21, 9), "account": "ghost", "terminal": "srv"})
    made["downloads"] += [
        {"at": moment(number, 9), "account": "a5", "terminal": "t1", "rows": rows}
        for number, rows in ((20, 9_000_000), (21, 1))
    ]


def _sign_in(dice: random.Random, at: datetime, who: str, where: str | None) -> Row:
    return {
        "at": at,
        "account": who,
        "terminal": where,
        "action": dice.choice(("in", "in", "in", "out", "failed")),
        "kind": dice.choice(("interactive", "interactive", "remote", "batch")),
        "country": dice.choice(("JP", "JP", "VN", None)),
    }


def _download(dice: random.Random, at: datetime, who: str, where: str | None) -> Row:
    return {
        "at": at,
        "account": who,
        "terminal": where,
        "object": "顧客",
        "rows": dice.choice((3, 40, 2500, 60_000, None)),
        "destination": dice.choice(
            (None, "\\\\FS1\\出力\\a.csv", "\\\\MT-1\\c$", "D:\\x", "//fs2/")
        ),
        "ticket": dice.choice((None, None, "W-1")),
    }


def _device(dice: random.Random, at: datetime, who: str, where: str) -> Row:
    return {
        "at": at,
        "terminal": where,
        "account": dice.choice((who, None)),
        "action": dice.choice(("write", "write", "connect", "blocked", "read")),
        "device_class": dice.choice(("storage", "storage", "printer", "phone")),
        "device": dice.choice(("USBメモリ", "printer", None)),
        "serial": dice.choice(("s1", "s2", "s3", None)),
    }


def _change(dice: random.Random, at: datetime, who: str, where: str | None) -> Row:
    return {
        "at": at,
        "action": dice.choice(
            ("created", "deleted", "right_added", "right_removed", "log_cleared", "disabled")
        ),
        "actor": "adm",
        "account": dice.choice((who, "tmp")),
        "right": dice.choice(("admins", None)),
        "terminal": where,
    }


LISTS: dict[str, list[Row]] = {
    "accounts": [
        {"account": "a1", "owner": "p1", "created_on": day(-400), "rights": "user"},
        {"account": "a2", "owner": "p2", "disabled_on": day(15), "created_on": day(-30)},
        {"account": "a3"},
        {"account": "a5", "owner": "p5"},
        {"account": "adm", "owner": "p3", "kind": "shared"},
        {"account": "svc", "kind": "service"},
        {"account": "vault", "kind": "vault"},
    ],
    "people": [
        {"person": "p1", "employment": "own", "start_on": day(-10), "privileged_since": day(-5)},
        {"person": "p2", "employment": "dispatched", "employer": "派遣会社", "end_on": day(12)},
        {
            "person": "p3",
            "employment": "sub_processor",
            "start_on": day(-900),
            "privileged_since": day(-800),
        },
        {"person": "p4", "employment": "seconded", "employer": "出向元", "start_on": day(2)},
    ],
    "tickets": [
        {"ticket": "w-1", "start_at": moment(1, 9), "end_at": moment(1, 18), "account": "adm"},
        {"ticket": "w-2", "start_at": moment(3, 9), "end_at": moment(4, 18), "person": "p3"},
        {
            "ticket": "w-3",
            "start_at": moment(7),
            "end_at": moment(8),
            "terminal": "mt-1",
            "person": "p1",
        },
    ],
    "log_reviews": [
        {
            "reviewed_on": day(8),
            "period_from": day(0),
            "period_to": day(6),
            "anomalies": 0,
            "reviewer": "p1",
        },
        {
            "reviewed_on": day(15),
            "period_from": day(7),
            "period_to": day(13),
            "anomalies": 1,
            "log": "USB媒体",
        },
        {"reviewed_on": day(22), "period_from": day(14), "period_to": day(20), "log": "出力ログ"},
    ],
    "training": [
        {"person": "p1", "attended_on": day(-20)},
        {"person": "p3", "attended_on": day(-500)},
        {"person": "p4", "attended_on": day(20)},
    ],
    "pledges": [{"person": "p1", "signed_on": day(-20)}, {"person": "p4", "signed_on": day(20)}],
    "terminals": [
        {
            "terminal": "t1",
            "use": "business",
            "media_policy": "blocked",
            "on_site": True,
            "site": "hq",
        },
        {"terminal": "mt-1", "use": "maintenance", "media_policy": "allowed", "on_site": True},
        {"terminal": "srv", "use": "server", "on_site": True, "media_policy": "read_only"},
        {"terminal": "vdi-1", "use": "vdi"},
        {"terminal": "t9", "use": "business", "media_policy": "blocked"},
        {"terminal": "t2", "use": "business", "retired_on": day(9)},
    ],
    "media": [
        {"serial": "s1", "registered_on": day(-300)},
        {"serial": "s2", "disposed_on": day(5)},
    ],
    "media_stock": [
        {
            "kind": "USBメモリ",
            "counted_on": day(1),
            "opening": 5,
            "added": 1,
            "removed": 2,
            "closing": 3,
        },
        {"kind": "DVD", "opening": 5, "added": 1, "removed": 2, "closing": 4},
    ],
    "permits": [
        {"permit": "m-1", "kind": "media", "start_on": day(0), "end_on": day(6), "serial": "s1"},
        {"permit": "d-1", "kind": "download", "start_on": day(2), "end_on": day(9), "person": "p1"},
        {
            "permit": "c-1",
            "kind": "carry",
            "start_on": day(0),
            "end_on": day(30),
            "destination": "//fs2",
        },
    ],
    "destinations": [{"destination": "//fs1/出力"}],
    "holidays": [{"holiday": day(3)}],
    "shifts": [
        {"shift": "日勤", "starts": 540, "ends": 1080},
        {"shift": "夜勤", "starts": 1320, "ends": 360},
    ],
    "checkouts": [
        {"account": "vault", "person": "p1", "start_at": moment(2, 8), "end_at": moment(3, 20)}
    ],
    "extractions": [
        {
            "export": "sign_ins",
            "extraction": name,
            "at": moment(0, hour),
            "record": record,
            "line": line,
        }
        for name, lines in {
            "a.csv": ((1, 1, "x"), (2, 2, "y"), (3, None, "n"), (4, 4, "z")),
            "b.csv": ((1, 1, "x"), (2, 2, "changed"), (3, None, "m"), (4, 4, "z")),
        }.items()
        for hour, record, line in lines
    ],
}
