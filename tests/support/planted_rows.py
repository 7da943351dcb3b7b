"""Planted rows: the clean rows with what most tests look for, and neither a gap nor a number missing."""

from __future__ import annotations

from support.clean_rows import clean_rows
from support.evidence_rows import Row, moment


def planted_rows() -> dict[str, list[Row]]:
    """The clean rows and what was planted, each log whole: nothing else is there to doubt."""
    rows = {name: [dict(row) for row in lines] for name, lines in clean_rows().items()}
    for name, extra in PLANTED.items():
        rows[name] = sorted([*rows[name], *extra], key=lambda row: row["at"])
    for name in PLANTED:
        rows[name] = [row | {"system": "s1", "record": n} for n, row in enumerate(rows[name], 100)]
    return rows


def _session(day: int, hour: int, account: str, terminal: str) -> Row:
    at, until = moment(day, hour, 10), moment(day, hour, 50)
    return {"at": at, "ended_at": until, "account": account, "terminal": terminal, "country": "JP"}


PLANTED: dict[str, list[Row]] = {
    "sign_ins": [
        _session(14, 9, "a1", "mt-1"),  # at two terminals at once
        _session(15, 12, "ghost", "mt-1"),  # on no list
        _session(16, 12, "a2", "t9"),  # at a terminal of no ledger
        _session(17, 12, "a9", "t1"),  # after the last day
        _session(18, 16, "v1", "mt-1"),  # without a check-out
        _session(21, 20, "a1", "mt-1"),  # without a ticket
    ],
    "downloads": [
        {
            "at": moment(22, 22),
            "account": "a1",
            "terminal": "mt-1",
            "rows": 900_000,
            "destination": "//elsewhere/x",
        }
    ],
    "device_events": [
        {
            "at": moment(23, 10, 30),
            "terminal": "t1",
            "account": "a1",
            "device_class": "storage",
            "action": "write",
            "serial": "s9",
        }
    ],
    "changes": [
        {"at": moment(24, 9), "action": "created", "account": "brief", "actor": "a1"},
        {"at": moment(24, 10), "action": "right_added", "account": "brief", "right": "r"},
        {"at": moment(24, 11), "action": "right_removed", "account": "brief", "right": "r"},
        {"at": moment(24, 12), "action": "deleted", "account": "brief", "actor": "a1"},
        {"at": moment(25, 9), "action": "log_cleared", "actor": "a1"},
    ],
}
