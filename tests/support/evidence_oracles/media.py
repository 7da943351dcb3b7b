"""Oracles of the tests on media and terminals: plain loops, written from the docstrings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from support.evidence_oracles.accounts import Oracle, Parameters, Row, Tables, fits, owners

MEDIA = ("storage", "phone", "optical")


def permitted(tables: Tables, row: Row) -> bool:
    day, account = row["at"].date(), row["account"]
    persons = owners(tables, account)
    for permit in tables["permits"]:
        if permit["kind"] != "media" or not permit["start_on"] <= day <= permit["end_on"]:
            continue
        both = [
            row[name] == permit[name]
            for name in ("serial", "terminal", "account")
            if row[name] is not None and permit[name] is not None
        ]
        if permit["person"] is not None and permit["person"] in persons | {account}:
            both.append(True)
        elif permit["person"] is not None and persons:
            both.append(False)
        if both and all(both):
            return True
    return False


def unpermitted_days(tables: Tables) -> list[dict[str, Any]]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for r in tables["device_events"]:
        if r["action"] == "write" and r["device_class"] in MEDIA and not permitted(tables, r):
            groups[r["terminal"], r["account"], r["serial"], r["at"].date()].append(r)
    return [
        {
            "at": min(r["at"] for r in rows),
            "terminal": terminal,
            "account": account,
            "serial": serial,
            "device": min((r["device"] for r in rows if r["device"] is not None), default=None),
            "writes": len(rows),
        }
        for (terminal, account, serial, _), rows in groups.items()
    ]


def media_write_without_permit(tables: Tables, _p: Parameters) -> list[tuple[Any, ...]]:
    return [tuple(hit.values()) for hit in unpermitted_days(tables)]


def media_write_when_blocked(tables: Tables, _p: Parameters) -> list[tuple[Any, ...]]:
    hits = []
    for hit in unpermitted_days(tables):
        lines = [r for r in tables["terminals"] if r["terminal"] == hit["terminal"]]
        policies = {r["media_policy"] for r in lines}
        policy = None
        if not lines:
            policy = "unlisted"
        elif "allowed" not in policies:
            policy = next((one for one in ("read_only", "blocked") if one in policies), None)
        if policy is not None:
            first = [hit[n] for n in ("at", "terminal", "account", "serial", "device")]
            hits.append((*first, policy, hit["writes"]))
    return hits


def media_connect_when_blocked(tables: Tables, _p: Parameters) -> list[tuple[Any, ...]]:
    return loose_connects(
        tables, lambda policies: "blocked" in policies and not policies & {"read_only", "allowed"}
    )


def connects_at_unlisted_terminals(tables: Tables, _p: Parameters) -> int:
    """How many hits media_connect_when_blocked leaves out."""
    return len(loose_connects(tables, lambda policies: not policies))


def loose_connects(
    tables: Tables, fits_policies: Callable[[set[Any]], bool]
) -> list[tuple[Any, ...]]:
    events = [r for r in tables["device_events"] if r["device_class"] in MEDIA]
    groups: dict[Any, list[Row]] = defaultdict(list)
    for r in events:
        policies = {
            t["media_policy"] for t in tables["terminals"] if t["terminal"] == r["terminal"]
        }
        if r["action"] != "connect" or not fits_policies(policies) or permitted(tables, r):
            continue
        if not any(stops(block, r) for block in events if block["action"] == "blocked"):
            groups[r["terminal"], r["account"], r["serial"], r["at"].date()].append(r)
    return [
        (
            min(r["at"] for r in rows),
            terminal,
            account,
            serial,
            min((r["device"] for r in rows if r["device"] is not None), default=None),
            len(rows),
        )
        for (terminal, account, serial, _), rows in groups.items()
    ]


def stops(block: Row, connect: Row) -> bool:
    same = block["terminal"] == connect["terminal"] and block["at"].date() == connect["at"].date()
    return same and (
        None in (block["serial"], connect["serial"]) or block["serial"] == connect["serial"]
    )


def media_not_in_ledger(tables: Tables, _p: Parameters) -> list[tuple[Any, ...]]:
    storage = [
        r
        for r in tables["device_events"]
        if r["device_class"] == "storage" and r["serial"] is not None
    ]
    blocked = {
        (r["serial"], r["terminal"], r["at"].date()) for r in storage if r["action"] == "blocked"
    }
    groups: dict[str, list[Row]] = defaultdict(list)
    disposed = {}
    for r in storage:
        connected = r["action"] == "connect"
        if connected and (r["serial"], r["terminal"], r["at"].date()) in blocked:
            continue
        if r["action"] not in ("read", "write", "connect"):
            continue
        days = [m["disposed_on"] for m in tables["media"] if m["serial"] == r["serial"]]
        gone = bool(days) and None not in days and r["at"].date() > max(days)
        if not days or gone:
            groups[r["serial"]].append(r)
            disposed[r["serial"]] = max(days) if gone else None
    return [
        (
            min(r["at"] for r in rows),
            serial,
            min((r["device"] for r in rows if r["device"] is not None), default=None),
            len({r["terminal"] for r in rows}),
            len(rows),
            max(r["at"] for r in rows),
            disposed[serial],
        )
        for serial, rows in groups.items()
    ]


def terminal_without_device_log(tables: Tables, _p: Parameters) -> list[tuple[Any, ...]]:
    log = tables["device_events"]
    last = max((r["at"].date() for r in log), default=None)
    sites: dict[str, list[str]] = defaultdict(list)
    for r in tables["terminals"]:
        live = r["retired_on"] is None or (last is not None and r["retired_on"] > last)
        if live and r["use"] in (None, "business", "maintenance"):
            sites[r["terminal"]] += [r["site"]] if r["site"] is not None else []
    hits = []
    for terminal in sites.keys() - {r["terminal"] for r in log}:
        ats = [
            r["at"] for r in tables["sign_ins"] if r["action"] == "in" and r["terminal"] == terminal
        ]
        site = min(sites[terminal], default=None)
        hits.append((terminal, site, len(ats), max(ats, default=None)))
    return hits


def unlisted_terminal(tables: Tables, p: Parameters) -> list[tuple[Any, ...]]:
    signs = [r for r in tables["sign_ins"] if r["action"] == "in"]
    groups: dict[str, list[Row]] = defaultdict(list)
    retired = {}
    for r in [*signs, *tables["downloads"], *tables["device_events"]]:
        name = r["terminal"]
        if name is None or fits(name, p["shared_terminals"]):
            continue
        days = [t["retired_on"] for t in tables["terminals"] if t["terminal"] == name]
        gone = bool(days) and None not in days and r["at"].date() > max(days)
        if not days or gone:
            groups[name].append(r)
            retired[name] = max(days) if gone else None
    return [
        (
            min(r["at"] for r in rows),
            name,
            max(r["at"] for r in rows),
            len(rows),
            len({r["account"] for r in rows} - {None}),
            retired[name],
        )
        for name, rows in groups.items()
    ]


def media_stock(tables: Tables, _p: Parameters) -> list[tuple[Any, ...]]:
    numbers = ("opening", "added", "removed", "closing")
    hits = []
    for r in tables["media_stock"]:
        if any(r[name] is None for name in numbers):
            continue
        opening, added, removed, closing = (r[name] for name in numbers)
        difference = closing - opening - added + removed
        if difference:
            row = (r["kind"], r["counted_on"], opening, added, removed, closing, difference)
            hits.append(row)
    return hits


def blocked_attempts(tables: Tables, _p: Parameters) -> list[tuple[Any, ...]]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for r in tables["device_events"]:
        if r["action"] == "blocked" and r["device_class"] in MEDIA:
            groups[r["terminal"], r["at"].date()].append(r)
    return [
        (
            min(r["at"] for r in rows),
            terminal,
            len(rows),
            len({r["account"] for r in rows} - {None}),
        )
        for (terminal, _), rows in groups.items()
    ]


ORACLES: Mapping[str, Oracle] = {
    "media-write-when-blocked": media_write_when_blocked,
    "media-connect-when-blocked": media_connect_when_blocked,
    "media-write-without-permit": media_write_without_permit,
    "media-not-in-ledger": media_not_in_ledger,
    "terminal-without-device-log": terminal_without_device_log,
    "unlisted-terminal": unlisted_terminal,
    "media-stock": media_stock,
    "blocked-attempts": blocked_attempts,
}

#: How many rows each test leaves out.
PASSED_OVER = {"media-connect-when-blocked": connects_at_unlisted_terminals}
