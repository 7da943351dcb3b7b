"""What the tests on downloads must find, in plain loops, written from what their docstrings say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from fnmatch import fnmatchcase
from typing import Any

from support.evidence_rows import Row, Rows, full

Hit = tuple[Any, ...]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Tables:
    """All tables, each row with every column."""

    def __init__(self, rows: Rows) -> None:
        self._rows = {name: [full(name, row) for row in lines] for name, lines in rows.items()}

    def __getitem__(self, name: str) -> list[Row]:
        return self._rows.get(name, [])


def service(tables: Tables, p: Mapping[str, Any], account: str) -> bool:
    listed = any(a["account"] == account and a["kind"] == "service" for a in tables["accounts"])
    return listed or any(fnmatchcase(account, pattern) for pattern in p["service_accounts"])


def owned_by(tables: Tables, account: str) -> set[str]:
    return {a["owner"] for a in tables["accounts"] if a["account"] == account and a["owner"]}


def permitted(tables: Tables, kinds: Iterable[str], account: str, on: date) -> list[Row]:
    """Permits that are the account's and in force that day."""
    found = []
    for permit in tables["permits"]:
        if permit["kind"] not in kinds or not permit["start_on"] <= on <= permit["end_on"]:
            continue
        person = permit["person"]
        own = permit["account"] == account
        own |= person is not None and (person in owned_by(tables, account) or person == account)
        own |= any(
            loan["person"] == person
            and loan["account"] == account
            and loan["start_at"].date() <= on <= loan["end_at"].date()
            for loan in tables["checkouts"]
        )
        if own:
            found.append(permit)
    return found


def ticketed(tables: Tables, p: Mapping[str, Any], account: str, at: datetime) -> bool:
    margin = timedelta(minutes=p["margin_minutes"])
    for ticket in tables["tickets"]:
        if not ticket["start_at"] - margin <= at <= ticket["end_at"] + margin:
            continue
        person = ticket["person"]
        if ticket["account"] == account:
            return True
        if person is None:
            continue
        if person == account or person in owned_by(tables, account):
            return True
        for loan in tables["checkouts"]:
            lent = loan["person"] == person and loan["account"] == account
            if lent and loan["start_at"] <= at <= loan["end_at"]:
                return True
    return False


def covered(tables: Tables, p: Mapping[str, Any], download: Row) -> bool:
    number = (download["ticket"] or "").lower()
    numbers = {t["ticket"].lower() for t in tables["tickets"]}
    numbers |= {t["permit"].lower() for t in tables["permits"] if t["kind"] == "download"}
    if number and number in numbers:
        return True
    if permitted(tables, ("download",), download["account"], download["at"].date()):
        return True
    return ticketed(tables, p, download["account"], download["at"])


def parts(destination: str | None) -> list[str]:
    """The folders of a destination, its host first."""
    text = re.sub(r"(file|smb|cifs|sftp|ftps|ftp|https|http)://", "/", (destination or "").lower())
    return [part for part in re.split(r"[\\/:]+", text) if part]


def below(destination: str | None, entry: str | None) -> bool:
    wanted = parts(entry)
    return bool(wanted) and parts(destination)[: len(wanted)] == wanted


def download_count(rows: Rows, p: Mapping[str, Any]) -> list[Hit]:
    log = Tables(rows)["downloads"]
    last = max((d["at"].date() for d in log), default=None)
    by_account: dict[str, list[Row]] = defaultdict(list)
    for d in log:
        if last is not None and (last - d["at"].date()).days <= p["days"] - 1:
            by_account[d["account"]].append(d)
    return [
        (
            account,
            len(own),
            sum(d["rows"] or 0 for d in own),
            min(d["at"] for d in own),
            max(d["at"] for d in own),
        )
        for account, own in by_account.items()
    ]


def days_of(tables: Tables, p: Mapping[str, Any]) -> dict[tuple[str, date], list[Row]]:
    days: dict[tuple[str, date], list[Row]] = defaultdict(list)
    for d in tables["downloads"]:
        if not service(tables, p, d["account"]):
            days[d["account"], d["at"].date()].append(d)
    return days


def download_volume(rows: Rows, p: Mapping[str, Any]) -> list[Hit]:
    tables = Tables(rows)
    found = []
    for (account, on), own in days_of(tables, p).items():
        records = sum(d["rows"] or 0 for d in own)
        much = records > p["rows_per_day"] or len(own) > p["count_per_day"]
        if much and not permitted(tables, ("download",), account, on):
            found.append((min(d["at"] for d in own), account, len(own), records))
    return found


def mass_reading(rows: Rows, p: Mapping[str, Any]) -> list[Hit]:
    tables = Tables(rows)
    days = days_of(tables, p)
    records = {key: sum(d["rows"] or 0 for d in own) for key, own in days.items()}
    found = []
    for key, own in days.items():
        account, on = key
        mine = [n for (other, day), n in records.items() if other == account and day != on]
        others = [n for (other, _), n in records.items() if other != account]
        usual = [sum(some) / len(some) if some else 0 for some in (mine, others)]
        much = records[key] >= p["least_rows"]
        # Averages of whole numbers this small are told apart by floats well enough here.
        much &= records[key] > p["own_factor"] * usual[0] + 1e-9
        much &= records[key] > p["peer_factor"] * usual[1] + 1e-9
        if much and not permitted(tables, ("download",), account, on):
            floors = [sum(some) // len(some) if some else 0 for some in (mine, others)]
            found.append((min(d["at"] for d in own), account, len(own), records[key], *floors))
    return found


def works(tables: Tables, p: Mapping[str, Any], on: date) -> bool:
    if WEEKDAYS[on.weekday()] in p["days_off"]:
        return False
    return all(holiday["holiday"] != on for holiday in tables["holidays"])


def download_out_of_hours(rows: Rows, p: Mapping[str, Any]) -> list[Hit]:
    tables = Tables(rows)
    shifts = [(s["starts"], s["ends"]) for s in tables["shifts"]] or [(p["opens"], p["closes"])]
    if round_the_clock(shifts):
        return []
    found = []
    for d in tables["downloads"]:
        if service(tables, p, d["account"]) or covered(tables, p, d):
            continue
        if not any(in_shift(tables, p, d["at"], starts, ends) for starts, ends in shifts):
            why = "hours" if works(tables, p, d["at"].date()) else "day_off"
            found.append((d["at"], d["account"], d["terminal"], d["object"], d["rows"], why))
    return found


def round_the_clock(shifts: Iterable[tuple[int, int]]) -> bool:
    free = set(range(1440))
    for starts, ends in shifts:
        until = ends if ends > starts else ends + 1440
        free -= {minute % 1440 for minute in range(starts, until)}
    return not free


def in_shift(tables: Tables, p: Mapping[str, Any], at: datetime, starts: int, ends: int) -> bool:
    margin = timedelta(minutes=p["margin_minutes"])
    minute = at.replace(second=0)
    for step in (-1, 0, 1):
        first = datetime.combine(at.date() + timedelta(days=step), datetime.min.time())
        since = first + timedelta(minutes=starts)
        until = first + timedelta(minutes=ends if ends > starts else ends + 1440)
        if works(tables, p, first.date()) and since - margin <= minute < until + margin:
            return True
    return False


def download_to_maintenance_terminal(rows: Rows, _p: Mapping[str, Any]) -> list[Hit]:
    tables = Tables(rows)
    names = {t["terminal"] for t in tables["terminals"] if t["use"] == "maintenance"}
    found = []
    for d in tables["downloads"]:
        host = (parts(d["destination"]) or [""])[0]
        place = host if host in names else d["terminal"] if d["terminal"] in names else None
        if place is None:
            continue
        permits = permitted(tables, ("download", "carry"), d["account"], d["at"].date())
        named = any(
            place == permit["terminal"] or parts(permit["destination"])[:1] == [place]
            for permit in permits
        )
        if not named:
            found.append(shown(d, place))
    return found


def shown(d: Row, terminal: str | None) -> Hit:
    return (d["at"], d["account"], terminal, d["destination"], d["object"], d["rows"])


def download_to_unlisted_destination(rows: Rows, _p: Mapping[str, Any]) -> list[Hit]:
    tables = Tables(rows)
    found = []
    for d in tables["downloads"]:
        place, on = d["destination"], d["at"].date()
        if not parts(place) or any(below(place, e["destination"]) for e in tables["destinations"]):
            continue
        kinds = ("download", "carry")
        permits = permitted(tables, kinds, d["account"], on) + [
            permit
            for permit in tables["permits"]
            if permit["kind"] in kinds
            and permit["account"] is None
            and permit["person"] is None
            and permit["start_on"] <= on <= permit["end_on"]
        ]
        if not any(below(place, permit["destination"]) for permit in permits):
            found.append(shown(d, d["terminal"]))
    return found


def download_without_permit(rows: Rows, p: Mapping[str, Any]) -> list[Hit]:
    tables = Tables(rows)
    return [
        (*shown(d, d["terminal"]), d["ticket"])
        for d in tables["downloads"]
        if d["rows"] is not None
        and d["rows"] >= p["from_rows"]
        and not service(tables, p, d["account"])
        and not covered(tables, p, d)
    ]


def media_permitted(tables: Tables, write: Row) -> bool:
    """Something that both name is the same, and nothing that both name differs."""
    owners = owned_by(tables, write["account"]) if write["account"] else set()
    return any(
        permit["kind"] == "media"
        and permit["start_on"] <= write["at"].date() <= permit["end_on"]
        and _fits(write, owner, permit)
        for permit in tables["permits"]
        for owner in owners or {None}
    )


def _fits(write: Row, owner: str | None, permit: Row) -> bool:
    names = ("serial", "terminal", "account")
    pairs = [(write[name], permit[name]) for name in names]
    # A person may stand for the account that bears the same name.
    same_name = permit["person"] is not None and permit["person"] == write["account"]
    pairs.append((permit["person"] if same_name else owner, permit["person"]))
    both = [(ours, theirs) for ours, theirs in pairs if ours is not None and theirs is not None]
    return bool(both) and all(ours == theirs for ours, theirs in both)


def download_then_media(rows: Rows, p: Mapping[str, Any]) -> list[Hit]:
    tables = Tables(rows)
    within = timedelta(hours=p["within_hours"])
    arrivals: dict[str, list[Row]] = defaultdict(list)
    for d in tables["downloads"]:
        if service(tables, p, d["account"]):
            continue
        host = (parts(d["destination"]) or [None])[0]
        for place in {d["terminal"], host} - {None}:
            arrivals[str(place)].append(d)
    writes: dict[str, list[Row]] = defaultdict(list)
    for e in tables["device_events"]:
        carried = e["action"] == "write" and e["device_class"] in ("storage", "phone", "optical")
        shared = any(fnmatchcase(e["terminal"], pattern) for pattern in p["shared_terminals"])
        near = any(e["at"] - within <= d["at"] <= e["at"] for d in arrivals[e["terminal"]])
        if carried and near and not shared and not media_permitted(tables, e):
            writes[e["terminal"]].append(e)
    found = []
    for terminal, own in writes.items():
        uses = sorted(
            t["use"] or "business" for t in tables["terminals"] if t["terminal"] == terminal
        )
        some = runs(sorted(own, key=lambda e: e["at"]), within)
        found += [
            chain(terminal, (uses or ["unlisted"])[0], run, arrivals[terminal], within)
            for run in some
        ]
    return found


def runs(writes: list[Row], within: timedelta) -> list[list[Row]]:
    found: list[list[Row]] = []
    for write in writes:
        if found and write["at"] - found[-1][-1]["at"] <= within:
            found[-1].append(write)
        else:
            found.append([write])
    return found


def chain(terminal: str, use: str, run: list[Row], came: list[Row], within: timedelta) -> Hit:
    first, last = run[0]["at"], run[-1]["at"]
    downloads = [d for d in came if first - within <= d["at"] <= last]
    before = max(d["at"] for d in downloads if d["at"] <= first)
    account = min(d["account"] for d in downloads if d["at"] == before)
    starts = [e for e in run if e["at"] == first]
    media = min((e["account"] for e in starts if e["account"]), default=None)
    serial = min((e["serial"] for e in starts if e["serial"]), default=None)
    same = "unknown" if media is None else "yes" if media == account else "no"
    return (
        first,
        terminal,
        use,
        len(downloads),
        sum(d["rows"] or 0 for d in downloads),
        min(d["at"] for d in downloads),
        account,
        len(run),
        media,
        serial,
        same,
        int((first - before).total_seconds()) // 60,
    )


ORACLES: dict[str, Callable[[Rows, Mapping[str, Any]], list[Hit]]] = {
    "download-count": download_count,
    "download-volume": download_volume,
    "download-out-of-hours": download_out_of_hours,
    "download-to-maintenance-terminal": download_to_maintenance_terminal,
    "download-to-unlisted-destination": download_to_unlisted_destination,
    "download-without-permit": download_without_permit,
    "mass-reading": mass_reading,
    "download-then-media": download_then_media,
}
