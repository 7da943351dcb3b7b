"""Oracles of the tests on accounts: plain loops, written from the sentences in the docstrings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from fnmatch import fnmatchcase
from itertools import pairwise
from typing import Any, TypeAlias

Row: TypeAlias = Mapping[str, Any]
Tables: TypeAlias = Mapping[str, Sequence[Row]]
Parameters: TypeAlias = Mapping[str, Any]
Oracle: TypeAlias = Callable[[Tables, Parameters], list[tuple[Any, ...]]]

SLOT = timedelta(minutes=5)
DAY = timedelta(days=1)


def fits(name: str | None, patterns: Iterable[str]) -> bool:
    return name is not None and any(fnmatchcase(name, pattern) for pattern in patterns)


def kinds(tables: Tables, account: str) -> set[str]:
    return {r["kind"] or "personal" for r in tables["accounts"] if r["account"] == account}


def owners(tables: Tables, account: str | None) -> set[str]:
    return {
        r["owner"]
        for r in tables["accounts"]
        if account is not None and r["account"] == account and r["owner"] is not None
    }


def signed_in(tables: Tables) -> list[Row]:
    return [r for r in tables["sign_ins"] if r["action"] == "in"]


def is_batch(row: Row) -> bool:
    return row["kind"] == "batch"


def by_day(rows: Iterable[Row]) -> list[tuple[Any, ...]]:
    groups: dict[Any, list[datetime]] = defaultdict(list)
    for r in rows:
        groups[r["account"], r["terminal"], r["at"].date()].append(r["at"])
    return [
        (min(ats), account, terminal, len(ats)) for (account, terminal, _), ats in groups.items()
    ]


def end_of(line: Any, after: Any, p: Parameters) -> datetime:
    """Where a sign-in (time, turn, order, told end) ends, by the line that stands after it."""
    at, told = line[0], line[3]
    if told is None and after is not None and after[1] == 0:
        told = after[0]
    if told is not None and told - at <= timedelta(hours=p["session_hours"]):
        return told
    guess = at + timedelta(minutes=p["unclosed_minutes"])
    return guess if after is None else min(guess, after[0])


def spans(lines: Sequence[Row], p: Parameters) -> list[tuple[str, str | None, datetime, datetime]]:
    found = []
    for account, terminal in {(r["account"], r["terminal"]) for r in lines}:
        own = [r for r in lines if (r["account"], r["terminal"]) == (account, terminal)]
        outs = [(r["at"], 0, r["at"], None) for r in own if r["action"] == "out"]
        ins = []
        for r in own:
            if r["action"] == "in":
                told = r["ended_at"] if r["ended_at"] and r["ended_at"] >= r["at"] else None
                ins.append((r["at"], 1, told, told) if told else (r["at"], 2, r["at"], None))
        ordered = sorted(outs + ins)
        for i, line in enumerate(ordered):
            after = ordered[i + 1] if i + 1 < len(ordered) else None
            if line[1] > 0:
                found.append((account, terminal, line[0], end_of(line, after, p)))
    return found


def account_overlap(tables: Tables, p: Parameters) -> list[tuple[Any, ...]]:
    def use_of(terminal: str) -> set[str]:
        return {r["use"] for r in tables["terminals"] if r["terminal"] == terminal}

    lines = [
        r
        for r in tables["sign_ins"]
        if r["action"] in ("in", "out")
        and not is_batch(r)
        and r["terminal"] is not None
        and not fits(r["terminal"], p["shared_terminals"])
        and "vdi" not in use_of(r["terminal"])
        and (r["kind"] != "remote" or use_of(r["terminal"]) & {"business", "maintenance"})
        and not kinds(tables, r["account"]) & {"service", "vault"}
        and not fits(r["account"], p["service_accounts"])
    ]
    found = spans(lines, p)
    hits = []
    for account in {s[0] for s in found}:
        own = [s for s in found if s[0] == account]
        slot, last = min(s[2] for s in own), max(s[3] for s in own)
        run: list[int] = []
        while slot <= last:  # every time here is a multiple of a slot
            at_once = len({s[1] for s in own if s[2] <= slot < s[3]})
            if at_once >= 2:
                run.append(at_once)
            elif run:
                start, length = slot - SLOT * len(run), SLOT * len(run)
                if length > timedelta(minutes=p["margin_minutes"]):
                    hits.append((start, account, slot, max(run), length // timedelta(minutes=1)))
                run = []
            slot += SLOT
    return hits


def account_long_day(tables: Tables, p: Parameters) -> list[tuple[Any, ...]]:
    lines = [
        r
        for r in tables["sign_ins"]
        if r["action"] in ("in", "out")
        and not is_batch(r)
        and kinds(tables, r["account"]) <= {"personal"}
        and not fits(r["account"], p["service_accounts"])
    ]
    found = spans(lines, p)
    hits = []
    for account in {s[0] for s in found}:
        blocks: list[list[Any]] = []
        for span in sorted((s for s in found if s[0] == account), key=lambda s: (s[2], s[3])):
            reach = max((s[3] for s in blocks[-1]), default=None) if blocks else None
            if reach is None or span[2] - reach >= timedelta(hours=p["rest_hours"]):
                blocks.append([])
            blocks[-1].append(span)
        for block in blocks:
            start, end = min(s[2] for s in block), max(s[3] for s in block)
            if end - start > timedelta(hours=p["longest_hours"]):
                terminals = {s[1] for s in block} - {None}
                hours = (end - start) // timedelta(hours=1)
                hits.append((start, account, end, hours, len(terminals), len(block)))
    return hits


def present(tables: Tables, person: str, at: datetime, hours: int) -> bool:
    records = [r["at"] for r in tables["entries"] if r["person"] == person]
    if any(one.date() == at.date() for one in records):
        return True
    before = [one for one in records if one.date() == at.date() - DAY]
    return bool(before) and at - max(before) <= timedelta(hours=min(hours, 24))


def in_entry_log(tables: Tables, persons: Iterable[str]) -> set[str]:
    return {r["person"] for r in tables["entries"]} & set(persons)


def on_site_with_entries(tables: Tables, row: Row) -> bool:
    on_site = any(r["terminal"] == row["terminal"] and r["on_site"] for r in tables["terminals"])
    return on_site and any(r["at"].date() == row["at"].date() for r in tables["entries"])


def owner_absent(tables: Tables, p: Parameters) -> list[tuple[Any, ...]]:
    hits = []
    for r in signed_in(tables):
        persons = in_entry_log(tables, owners(tables, r["account"]))
        if (
            r["kind"] in (None, "interactive")
            and kinds(tables, r["account"]) == {"personal"}
            and persons
            and on_site_with_entries(tables, r)
            and not any(present(tables, one, r["at"], p["look_back_hours"]) for one in persons)
        ):
            hits.append(r)
    return by_day(hits)


def vault_without_checkout(tables: Tables, p: Parameters) -> list[tuple[Any, ...]]:
    margin = timedelta(minutes=p["margin_minutes"])
    return by_day(
        r
        for r in signed_in(tables)
        if not is_batch(r)
        and "vault" in kinds(tables, r["account"])
        and not any(
            loan["account"] == r["account"]
            and loan["start_at"] - margin <= r["at"] <= loan["end_at"] + margin
            for loan in tables["checkouts"]
        )
    )


def account_not_listed(tables: Tables, p: Parameters) -> list[tuple[Any, ...]]:
    everything = p["list_covers"] == "all"
    places = {
        r["terminal"] for r in tables["terminals"] if r["use"] in ("maintenance", "server", "relay")
    }
    signs = [r for r in signed_in(tables) if everything or not is_batch(r)]
    seen = [
        (r["account"], r["at"])
        for r in [*signs, *tables["downloads"], *tables["device_events"]]
        if everything or r["terminal"] in places - {None}
    ]
    seen += [(r["actor"], r["at"]) for r in tables["changes"]]
    times: dict[str, list[datetime]] = defaultdict(list)
    listed = {r["account"] for r in tables["accounts"]}
    for account, at in seen:
        if account is not None and account not in listed:
            times[account].append(at)
    return [
        (min(ats), account, max(ats), len(ats))
        for account, ats in times.items()
        if not fits(account, p["service_accounts"])
    ]


def account_without_owner(tables: Tables, p: Parameters) -> list[tuple[Any, ...]]:
    people = {r["person"] for r in tables["people"]}
    found = set()
    for r in tables["accounts"]:
        lost = r["owner"] is None or (bool(people) and r["owner"] not in people)
        asked = r["kind"] in (None, "personal") and r["disabled_on"] is None
        if lost and asked and not fits(r["account"], p["service_accounts"]):
            found.add((r["account"], r["owner"], r["system"], r["created_on"]))
    return list(found)


def last_day_of(tables: Tables, person: str) -> date | None:
    """The day a person left on, None for one who has not."""
    ends = [r["end_on"] for r in tables["people"] if r["person"] == person]
    return max(ends) if ends and None not in ends else None


def closings(tables: Tables, account: str, grace: int) -> list[tuple[date, date]]:
    """When an account closed: the last day in time, and the day that is told."""
    found = []
    days = [r["disabled_on"] for r in tables["accounts"] if r["account"] == account]
    if days and None not in days:
        found.append((max(days), max(days)))
    left = [last_day_of(tables, one) for one in owners(tables, account)]
    gone = [day for day in left if day is not None]
    if kinds(tables, account) == {"personal"} and left and len(gone) == len(left):
        found.append((max(gone) + DAY * grace, max(gone)))
    return found


def sign_in_after_leaving(tables: Tables, p: Parameters) -> list[tuple[Any, ...]]:
    groups: dict[Any, list[datetime]] = defaultdict(list)
    told = {}
    for r in signed_in(tables):
        ends = closings(tables, r["account"], p["grace_days"])
        if ends and r["at"].date() > min(last for last, _ in ends):
            groups[r["account"], r["terminal"], r["at"].date()].append(r["at"])
            told[r["account"]] = min(day for _, day in ends)
    return [
        (min(ats), account, terminal, told[account], len(ats))
        for (account, terminal, _), ats in groups.items()
    ]


def sign_in_after_contract(tables: Tables, p: Parameters) -> list[tuple[Any, ...]]:
    times: dict[str, list[datetime]] = defaultdict(list)
    for r in signed_in(tables):
        if r["at"].date() > date.fromisoformat(p["contract_end"]):
            times[r["account"]].append(r["at"])
    return [(min(ats), account, max(ats), len(ats)) for account, ats in times.items()]


def is_privileged(tables: Tables, account: str, p: Parameters) -> bool:
    lines = [r for r in tables["accounts"] if r["account"] == account]
    return (
        any(
            r["rights"] in (None, "admin")
            and r["kind"] in (None, "personal", "shared", "emergency")
            for r in lines
        )
        and not kinds(tables, account) & {"service", "vault"}
        and not fits(account, p["service_accounts"])
    )


def in_time(ticket: Row, at: datetime, p: Parameters) -> bool:
    margin = timedelta(minutes=p["margin_minutes"])
    return bool(ticket["start_at"] - margin <= at <= ticket["end_at"] + margin)


def names(
    tables: Tables, ticket: Row, accounts: Iterable[str | None], terminal: str | None
) -> bool:
    """Whether a ticket names one of the accounts, somebody behind it, or the terminal."""
    for account in accounts:
        if account is not None and ticket["account"] == account:
            return True
        if ticket["person"] is not None and ticket["person"] in {account, *owners(tables, account)}:
            return True
    return terminal is not None and ticket["terminal"] == terminal


def covered(
    tables: Tables,
    at: datetime,
    accounts: Sequence[str | None],
    terminal: str | None,
    p: Parameters,
) -> bool:
    for ticket in tables["tickets"]:
        nameless = not (ticket["account"] or ticket["person"] or ticket["terminal"])
        if in_time(ticket, at, p) and (nameless or names(tables, ticket, accounts, terminal)):
            return True
    return False


def privileged_without_ticket(tables: Tables, p: Parameters) -> list[tuple[Any, ...]]:
    return by_day(
        r
        for r in signed_in(tables)
        if not is_batch(r)
        and is_privileged(tables, r["account"], p)
        and not covered(tables, r["at"], [r["account"]], r["terminal"], p)
    )


def privileged_without_entry(tables: Tables, p: Parameters) -> list[tuple[Any, ...]]:
    hits = []
    for r in signed_in(tables):
        asked = r["kind"] in (None, "interactive") and is_privileged(tables, r["account"], p)
        if not asked or not on_site_with_entries(tables, r):
            continue
        persons = set(owners(tables, r["account"]))
        for ticket in tables["tickets"]:
            named = names(tables, ticket, [r["account"]], r["terminal"])
            if ticket["person"] and named and in_time(ticket, r["at"], p):
                persons.add(ticket["person"])
        known = in_entry_log(tables, persons)
        if known and not any(present(tables, one, r["at"], p["look_back_hours"]) for one in known):
            hits.append(r)
    return by_day(hits)


def account_older_than_stated(tables: Tables, p: Parameters) -> list[tuple[Any, ...]]:
    found = set()
    for line in tables["accounts"]:
        account, owner = line["account"], line["owner"]
        if owner is None or kinds(tables, account) != {"personal"}:
            continue
        if fits(account, p["service_accounts"]):
            continue
        seen = [r["at"].date() for r in signed_in(tables) if r["account"] == account]
        seen += [
            r["created_on"]
            for r in tables["accounts"]
            if r["account"] == account and r["owner"] is not None and r["created_on"] is not None
        ]
        own = [r for r in tables["people"] if r["person"] == owner]
        since = [r["privileged_since"] for r in own if r["privileged_since"] is not None]
        starts = [r["start_on"] for r in own if r["start_on"] is not None]
        stated = since if line["rights"] in (None, "admin") and since else starts
        if seen and stated and (min(stated) - min(seen)).days > p["margin_days"]:
            found.add((account, owner, min(seen), min(stated), (min(stated) - min(seen)).days))
    return list(found)


def pairs(rows: Iterable[Row], actions: tuple[str, str], keys: Sequence[str]) -> list[Any]:
    """Doings and the undoing that follows directly, per key."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for r in rows:
        if r["action"] in actions and all(r[key] is not None for key in keys):
            groups[*(r[key] for key in keys), r["system"]].append(r)
    found = []
    for group in groups.values():
        ordered = sorted(
            group,
            key=lambda r: (
                r["at"],
                actions.index(r["action"]),
                r["actor"] or "",
                r["terminal"] or "",
            ),
        )
        for doing, undoing in pairwise(ordered):
            if (doing["action"], undoing["action"]) == actions:
                found.append((doing, undoing["at"]))
    return found


def account_short_lived(tables: Tables, p: Parameters) -> list[tuple[Any, ...]]:
    return [
        (r["at"], r["account"], undone, r["actor"], (undone - r["at"]) // timedelta(hours=1))
        for r, undone in pairs(tables["changes"], ("created", "deleted"), ["account"])
        if undone - r["at"] <= DAY * p["days"]
        and "service" not in kinds(tables, r["account"])
        and not fits(r["account"], p["service_accounts"])
    ]


def right_short_lived(tables: Tables, p: Parameters) -> list[tuple[Any, ...]]:
    actions, keys = ("right_added", "right_removed"), ["account", "right"]
    return [
        (
            r["at"],
            r["account"],
            r["right"],
            r["actor"],
            undone,
            (undone - r["at"]) // timedelta(minutes=1),
        )
        for r, undone in pairs(tables["changes"], actions, keys)
        if undone - r["at"] <= timedelta(hours=p["hours"])
        and not fits(r["account"], p["service_accounts"])
        and not covered(tables, r["at"], [r["account"], r["actor"]], r["terminal"], p)
    ]


def log_cleared(tables: Tables, _p: Parameters) -> list[tuple[Any, ...]]:
    return [
        (r["at"], r["actor"], r["terminal"], r["system"])
        for r in tables["changes"]
        if r["action"] == "log_cleared"
    ]


def source_countries(tables: Tables, _p: Parameters) -> list[tuple[Any, ...]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for r in signed_in(tables):
        if r["country"] is not None:
            groups[r["country"].upper()].append(r)
    return [
        (
            country,
            len(rows),
            len({r["account"] for r in rows}),
            min(r["at"] for r in rows),
            max(r["at"] for r in rows),
        )
        for country, rows in groups.items()
    ]


ORACLES: Mapping[str, Oracle] = {
    "account-overlap": account_overlap,
    "account-long-day": account_long_day,
    "owner-absent": owner_absent,
    "vault-without-checkout": vault_without_checkout,
    "account-not-listed": account_not_listed,
    "account-without-owner": account_without_owner,
    "sign-in-after-leaving": sign_in_after_leaving,
    "sign-in-after-contract": sign_in_after_contract,
    "privileged-without-ticket": privileged_without_ticket,
    "privileged-without-entry": privileged_without_entry,
    "account-older-than-stated": account_older_than_stated,
    "account-short-lived": account_short_lived,
    "right-short-lived": right_short_lived,
    "log-cleared": log_cleared,
    "source-countries": source_countries,
}
