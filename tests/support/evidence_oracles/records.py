"""What the tests on records must find, in plain loops, written from what their docstrings say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from fnmatch import fnmatchcase
from itertools import pairwise
from typing import Any

from support.evidence_oracles.downloads import WEEKDAYS, Hit, Tables, media_permitted
from support.evidence_oracles.downloads import download_to_maintenance_terminal as to_maintenance
from support.evidence_rows import Row, Rows

DAILY = {"sign_ins": "system", "downloads": "system", "device_events": "system", "entries": "site"}
NUMBERED = ("sign_ins", "downloads", "device_events", "changes")


def working(tables: Tables, p: Mapping[str, Any], since: date, until: date) -> list[date]:
    """Working days from a day to a day, both included."""
    holidays = {h["holiday"] for h in tables["holidays"]}
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    return [d for d in days if WEEKDAYS[d.weekday()] not in p["days_off"] and d not in holidays]


def log_silence(rows: Rows, p: Mapping[str, Any]) -> list[Hit]:
    tables = Tables(rows)
    one = timedelta(days=1)
    found = []
    for export, column in DAILY.items():
        sources: dict[Any, list[datetime]] = defaultdict(list)
        for line in tables[export]:
            sources[line[column]].append(line["at"])
        end = max((at.date() for times in sources.values() for at in times), default=None)
        for system, times in sources.items():
            days = sorted({at.date() for at in times})
            whole = working(tables, p, days[0], days[-1])
            active = len(set(days) & set(whole))
            stretches = [*pairwise(days), (days[-1], end)]
            for since, until in stretches:
                silent = len(working(tables, p, since + one, until - one))
                last = since == days[-1]
                rest = len(whole) - (0 if last else silent)
                daily = active >= p["least_days"] and active * 100 >= rest * p["alive_percent"]
                if silent > p["working_days"] and daily:
                    before = max(at for at in times if at.date() == since)
                    after = None if last else min(at for at in times if at.date() == until)
                    found.append((before, export, system, after, silent))
    return found


def sparse_sources(rows: Rows, p: Mapping[str, Any]) -> int:
    """How many sources log_silence leaves out although they were silent too long for a daily one."""
    silent = log_silence(rows, p | {"alive_percent": 0})
    daily = set(log_silence(rows, p))
    return len({(export, system) for _, export, system, *_ in set(silent) - daily})


def scattered_sources(rows: Rows, p: Mapping[str, Any]) -> int:
    """How many sources log_sequence_break leaves out."""
    every = log_sequence_break(rows, p | {"breaks_percent": 100})
    judged = log_sequence_break(rows, p)
    return len({hit[1:3] for hit in every} - {hit[1:3] for hit in judged})


def unnumbered_reviews(rows: Rows, _p: Mapping[str, Any]) -> int:
    """How many reviews review_missed leaves out."""
    tables = Tables(rows)
    logs = ("device_events", "downloads", "sign_ins", "changes")
    seen = {line["at"].date() for log in logs for line in tables[log]}
    return sum(
        any(review["period_from"] <= on <= review["period_to"] for on in seen)
        for review in tables["log_reviews"]
        if review["anomalies"] is None
    )


#: How many rows each test leaves out.
PASSED_OVER = {
    "log-silence": sparse_sources,
    "log-sequence-break": scattered_sources,
    "review-missed": unnumbered_reviews,
}


def log_sequence_break(rows: Rows, p: Mapping[str, Any]) -> list[Hit]:
    tables = Tables(rows)
    found = []
    for export in NUMBERED:
        sources: dict[Any, dict[int, datetime]] = defaultdict(dict)
        lines: dict[Any, int] = defaultdict(int)
        for line in tables[export]:
            if line["record"] is not None:
                lines[line["system"]] += 1
                times = sources[line["system"]]
                times[line["record"]] = min(line["at"], times.get(line["record"], line["at"]))
        for system, times in sources.items():
            numbers = sorted(times)
            breaks = [(a, b) for a, b in pairwise(numbers) if b > a + 1]
            scattered = len(breaks) * 100 > lines[system] * p["breaks_percent"]
            if len(breaks) > p["few_breaks"] and scattered:
                continue
            found += [(times[a], export, system, times[b], a, b, b - a - 1) for a, b in breaks]
    return found


def log_range(rows: Rows, _p: Mapping[str, Any]) -> list[Hit]:
    tables = Tables(rows)
    found = []
    for export in DAILY:
        times = [line["at"] for line in tables[export]]
        if times:
            first, last = min(times), max(times)
            found.append((export, first, last, (last.date() - first.date()).days + 1, len(times)))
    return found


def extractions_differ(rows: Rows, _p: Mapping[str, Any]) -> list[Hit]:
    files: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for line in Tables(rows)["extractions"]:
        files[line["export"], line["extraction"]].append(line)
    found = []
    for (export, first), ours in files.items():
        for (other_export, second), theirs in files.items():
            if export == other_export and first < second:
                found += _differences(export, first, second, ours, theirs)
    return found


def _differences(
    export: str, first: str, second: str, ours: list[Row], theirs: list[Row]
) -> list[Hit]:
    since = max(min(x["at"] for x in ours), min(x["at"] for x in theirs))
    until = min(max(x["at"] for x in ours), max(x["at"] for x in theirs))
    altered: dict[int, datetime] = {}
    rest = set()
    for mine, other, what in ((ours, theirs, "missing"), (theirs, ours, "added")):
        digests = {x["line"] for x in other}
        numbers = {x["record"] for x in other} - {None}
        for x in mine:
            if not since <= x["at"] <= until or x["line"] in digests:
                continue
            if x["record"] in numbers:
                altered[x["record"]] = min(x["at"], altered.get(x["record"], x["at"]))
            else:
                rest.add((x["at"], export, what, first, second, x["record"], x["line"]))
    changed = [(at, export, "altered", first, second, n) for n, at in altered.items()]
    return changed + [line[:-1] for line in rest]


def review_missed(rows: Rows, p: Mapping[str, Any]) -> list[Hit]:
    """Without overlaps, whose oracle stands with the tests on accounts."""
    tables = Tables(rows)
    kinds = {
        "media_writes": ("media_words", _media_days(tables)),
        "downloads": ("download_words", _download_days(rows)),
        "overlaps": ("overlap_words", []),
        "cleared": (
            "cleared_words",
            [c["at"].date() for c in tables["changes"] if c["action"] == "log_cleared"],
        ),
    }
    found = []
    told = ("reviewed_on", "period_from", "period_to", "log", "reviewer")
    different = {tuple(r[c] for c in (*told, "anomalies")): r for r in tables["log_reviews"]}
    for review in different.values():
        name = (review["log"] or "").lower()
        fits = [
            kind
            for kind, (words, _) in kinds.items()
            if any(fnmatchcase(name, word) for word in p[words])
        ]
        counts = {
            kind: sum(review["period_from"] <= on <= review["period_to"] for on in days)
            if kind in p["kinds"] and (kind in fits or not fits)
            else 0
            for kind, (_, days) in kinds.items()
        }
        named, computed = review["anomalies"], sum(counts.values())
        if named is not None and computed > named:
            found.append((*(review[c] for c in told), named, computed, *counts.values()))
    return found


def _media_days(tables: Tables) -> list[date]:
    if not tables["permits"]:
        return []
    writes = {
        (e["terminal"], e["account"], e["serial"], e["at"].date())
        for e in tables["device_events"]
        if e["action"] == "write"
        and e["device_class"] in ("storage", "phone", "optical")
        and not media_permitted(tables, e)
    }
    return [on for *_, on in writes]


def _download_days(rows: Rows) -> list[date]:
    return [on for *_, on in {(h[1], h[2], h[0].date()) for h in to_maintenance(rows, {})}]


def months_before(day: date, months: int) -> tuple[int, int, int]:
    """Year, month and day of the month so many calendar months before; the day may not exist."""
    count = day.year * 12 + day.month - 1 - months
    return count // 12, count % 12 + 1, day.day


def access(
    tables: Tables, p: Mapping[str, Any], days: list[date]
) -> tuple[date | None, dict[str, Row]]:
    """The day it is looked at, and the people with access that day, each once."""
    starts = [x["start_on"] for x in tables["people"] if x["start_on"]]
    today = date.fromisoformat(p["as_of"]) if p["as_of"] else max(starts + days, default=None)
    lines: dict[str, list[Row]] = defaultdict(list)
    for x in tables["people"]:
        begun = x["start_on"] is None or (today is not None and x["start_on"] <= today)
        ended = x["end_on"] is not None and (today is None or x["end_on"] < today)
        if begun and not ended:
            lines[x["person"]].append(x)
    people = {
        person: {
            name: min((x[name] for x in own if x[name] is not None), default=None)
            for name in ("employment", "employer", "start_on", "privileged_since")
        }
        for person, own in lines.items()
    }
    return today, people


def _missing(
    rows: Rows, p: Mapping[str, Any], export: str, column: str, *, months: int | None
) -> list[Hit]:
    tables = Tables(rows)
    days = [x[column] for x in tables[export]]
    today, people = access(tables, p, days)
    if today is None:
        # Without any day nobody is known to be late; without a start a missing record is one.
        return [
            (who, x["employment"], x["employer"], None, None, "never") for who, x in people.items()
        ]
    begins = min((d for d in days if d <= today), default=None)
    found = []
    for who, x in people.items():
        start = x["start_on"]
        own = sorted(r[column] for r in tables[export] if r["person"] == who and r[column] <= today)
        due = start + timedelta(days=p["grace_days"]) if start else None
        reason = told = None
        if not own:
            reason = "never" if due is None or due < today else None
        elif months is not None and (
            (own[-1].year, own[-1].month, own[-1].day) < months_before(today, months)
        ):
            reason, told = "long_ago", own[-1]
        elif due and begins and begins <= start and own[0] > due:
            reason, told = "late", own[0]
        if reason:
            found.append((who, x["employment"], x["employer"], start, told, reason))
    return found


def training_missing(rows: Rows, p: Mapping[str, Any]) -> list[Hit]:
    return _missing(rows, p, "training", "attended_on", months=p["months"])


def pledge_missing(rows: Rows, p: Mapping[str, Any]) -> list[Hit]:
    return _missing(rows, p, "pledges", "signed_on", months=None)


def people_by_employment(rows: Rows, p: Mapping[str, Any]) -> list[Hit]:
    _, people = access(Tables(rows), p, [])
    kinds = ("own", "dispatched", "seconded", "sub_processor")
    found = []
    for employer in {x["employer"] for x in people.values()}:
        own = [x["employment"] for x in people.values() if x["employer"] == employer]
        found.append((employer, len(own), *(own.count(kind) for kind in kinds)))
    return found


def privileged_tenure(rows: Rows, p: Mapping[str, Any]) -> list[Hit]:
    today, people = access(Tables(rows), p, [])
    found = []
    for who, x in people.items():
        since = x["privileged_since"]
        if since is None:
            continue
        whole = None
        if today is not None:
            whole = (today.year - since.year) * 12 + today.month - since.month
            whole -= today.day < since.day
        found.append((who, x["employment"], x["employer"], since, whole))
    return found


ORACLES: dict[str, Callable[[Rows, Mapping[str, Any]], list[Hit]]] = {
    "log-silence": log_silence,
    "log-sequence-break": log_sequence_break,
    "log-range": log_range,
    "extractions-differ": extractions_differ,
    "review-missed": review_missed,
    "training-missing": training_missing,
    "pledge-missing": pledge_missing,
    "people-by-employment": people_by_employment,
    "privileged-tenure": privileged_tenure,
}
