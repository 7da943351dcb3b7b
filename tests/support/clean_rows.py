"""Clean rows: eight weeks in which every control test is carried out and finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from itakusaki.model.evidence_settings import EvidenceSettings
from support.evidence_rows import MONDAY, Row, day, moment

#: The contract ends in the seventh week; after it there are only attempts that fail.
LAST, CONTRACT_END = 55, 46
HOLIDAY = 3
#: Settings under which every test has what it must be told.
SETTINGS = EvidenceSettings(
    tests={
        "sign-in-after-contract": {
            "contract_end": f"{MONDAY + timedelta(days=CONTRACT_END):%Y-%m-%d}"
        },
        "log-cleared": {"clearing_confirmed": "2026-03-02, audit policy"},
    }
)


def _working_days() -> Iterator[int]:
    return (n for n in range(LAST + 1) if n % 7 < 5 and n != HOLIDAY)


def _numbered(rows: list[Row]) -> list[Row]:
    return [row | {"system": "s1", "record": number} for number, row in enumerate(rows, 100)]


def _sign_ins(number: int) -> Iterator[Row]:
    if number > CONTRACT_END:
        yield {"at": moment(number, 9), "account": "a1", "terminal": "t1", "action": "failed"}
        return
    yield _session(number, 9, "a1", "t1")
    yield _session(number, 11, "v1", "mt-1")
    yield _session(number, 14, "a1", "mt-1")
    if number < 9:
        yield _session(number, 16, "a9", "t1")


def _session(number: int, hour: int, account: str, terminal: str) -> Row:
    return {
        "at": moment(number, hour),
        "ended_at": moment(number, hour + 1),
        "account": account,
        "terminal": terminal,
        "country": "JP",
    }


def _downloads(number: int) -> Iterator[Row]:
    yield {
        "at": moment(number, 10),
        "account": "a1",
        "terminal": "t1",
        "rows": 10,
        "destination": "//fs1/out/a.csv",
    }


def _devices(number: int) -> Iterator[Row]:
    keyboard = {"terminal": "t1", "device_class": "input", "action": "connect"}
    yield {"at": moment(number, 9, 5)} | keyboard
    yield {"at": moment(number, 9, 6)} | keyboard | {"terminal": "mt-1"}
    if number == 4:  # the deliberate, dated test write
        yield {
            "at": moment(number, 12),
            "terminal": "t1",
            "account": "a1",
            "device_class": "storage",
            "action": "blocked",
            "serial": "s1",
        }


def _entries(number: int) -> Iterator[Row]:
    for person in ("p1", "p2", "p9"):
        if person != "p9" or number <= 9:
            yield {"at": moment(number, 8, 30), "person": person, "site": "hq"}


CHANGES: list[Row] = [
    {"at": moment(1, 9), "action": "created", "account": "tmp", "actor": "a1"},
    {"at": moment(2, 9), "action": "right_added", "account": "tmp", "right": "r", "actor": "a1"},
    {"at": moment(30, 9), "action": "right_removed", "account": "tmp", "right": "r", "actor": "a1"},
    {"at": moment(31, 9), "action": "deleted", "account": "tmp", "actor": "a1"},
]
LISTS: dict[str, list[Row]] = {
    "accounts": [
        {"account": "a1", "owner": "p1", "created_on": day(-80)},
        {"account": "a2", "owner": "p2", "created_on": day(-80)},
        {"account": "a9", "owner": "p9", "created_on": day(-80), "disabled_on": day(10)},
        {"account": "v1", "kind": "vault"},
    ],
    "people": [
        {"person": "p1", "employment": "own", "start_on": day(-90), "privileged_since": day(-90)},
        {"person": "p2", "employment": "own", "start_on": day(-90)},
        {"person": "p9", "employment": "own", "start_on": day(-90), "end_on": day(10)},
    ],
    "tickets": [
        {"ticket": f"w-{n}", "start_at": moment(n, 8), "end_at": moment(n, 19)}
        for n in _working_days()
    ],
    "checkouts": [
        {"account": "v1", "person": "p1", "start_at": moment(n, 10), "end_at": moment(n, 13)}
        for n in _working_days()
    ],
    "log_reviews": [
        {"reviewed_on": day(7), "period_from": day(0), "period_to": day(6), "anomalies": 0}
    ],
    "training": [{"person": p, "attended_on": day(-90)} for p in ("p1", "p2", "p9")],
    "pledges": [{"person": p, "signed_on": day(-90)} for p in ("p1", "p2", "p9")],
    "terminals": [
        {"terminal": "t1", "use": "business", "media_policy": "blocked", "on_site": True},
        {"terminal": "mt-1", "use": "maintenance", "media_policy": "blocked", "on_site": True},
    ],
    "media": [{"serial": "s1", "registered_on": day(-300)}],
    "media_stock": [{"kind": "USB", "opening": 2, "added": 0, "removed": 1, "closing": 1}],
    "permits": [
        {"permit": "m-1", "kind": "media", "start_on": day(0), "end_on": day(LAST), "person": "p8"}
    ],
    "destinations": [{"destination": "//fs1/out"}],
    "holidays": [{"holiday": day(HOLIDAY)}],
    "shifts": [{"shift": "day", "starts": 480, "ends": 1140}],
    "extractions": [
        {
            "export": "sign_ins",
            "extraction": name,
            "at": moment(n, 9),
            "record": n,
            "line": f"l{n}",
        }
        for name in ("a.csv", "b.csv")
        for n in range(3)
    ],
}


def clean_rows() -> dict[str, list[Row]]:
    """Every export with lines; no test finds anything in them."""
    makers = {
        "sign_ins": _sign_ins,
        "downloads": _downloads,
        "device_events": _devices,
        "entries": _entries,
    }
    made = {
        name: [row for number in _working_days() for row in maker(number)]
        for name, maker in makers.items()
    }
    numbered = {name: _numbered(made[name]) for name in ("sign_ins", "downloads", "device_events")}
    return LISTS | made | numbered | {"changes": _numbered(CHANGES)}
