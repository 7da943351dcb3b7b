"""A call centre's exports of any size, written as canonical Parquet by DuckDB; the same each time."""

from __future__ import annotations

from pathlib import Path

import ibis

from bench.quiet_duckdb import quiet_duckdb
from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.retests.tables import schema

#: Shares of the rows: sign-ins, downloads, device events, entries.
SIGN_INS, DOWNLOADS, DEVICE_EVENTS, ENTRIES = 0.4, 0.2, 0.3, 0.1
PEOPLE, TERMINALS, MAINTENANCE = 3000, 3000, 40

#: Sessions of a person on a day, each with a sign-in and a sign-out.
SESSIONS = 4
#: One in so many sessions is at a second terminal, or ends thirteen hours late.
TWICE, LONG = 400, 20_000
#: One in so many days of a person has no entry.
ABSENT = 300
#: One in so many downloads is of a whole table; one in so many record numbers is missing.
LARGE, GAP = 40_000, 500_000

#: People work in two shifts on the days of a year; `u` is who, `d` which day of theirs, `j` a draw.
_START = (
    "timestamp '2025-12-01' + to_days(cast(d * 365 // {days} as int)) + to_hours(8 + 5 * (u % 2))"
)
_SHIFT = _START + " + to_seconds(cast(hash(j) % 18000 as bigint))"
_WHOSE = "k % {people} as u, k // {people} as d"
_ANYBODY = "cast(hash(i) % {people} as bigint) as u, cast(i * {days} // {rows} as bigint) as d"
_LOGS = {
    "sign_ins": (
        SIGN_INS,
        f"""select {_SHIFT}
            + case when leaving and hash(j + 4) % {{long}} = 0 then to_hours(13)
            when leaving then to_seconds(cast(60 + hash(j + 2) % 9000 as bigint)) else to_seconds(0) end as "at",
        'u' || u as account,
        'PC-' || (u + case when hash(j + 7) % {{twice}} = 0 then 1 else 0 end) as terminal,
        case when leaving then 'out' else 'in' end as action,
        case when hash(j + 3) % 50 = 0 then 'remote' else 'interactive' end as kind,
        'JP' as country, true as second_factor, 'crm' as "system",
        i + i // {{gap}} as record
        from (select *, {_WHOSE} from (select i, i // 2 as j, i % 2 = 1 as leaving,
        i // (2 * {SESSIONS}) as k""",
    ),
    "downloads": (
        DOWNLOADS,
        f"""select {_SHIFT} as "at", 'u' || u as account, 'PC-' || u as terminal,
        'customers' as "object",
        cast(case when hash(i + 5) % {{large}} = 0 then 60000 else hash(i + 5) % 400 end as bigint) as "rows",
        cast(hash(i + 6) % 400000 as bigint) as bytes, 'fs01/handover' as destination,
        'T' || (hash(i) % 5000) as ticket, 'crm' as "system", i + i // {{gap}} as record
        from (select i, i as j, {_ANYBODY} from (select i""",
    ),
    "device_events": (
        DEVICE_EVENTS,
        f"""select {_SHIFT} as "at", 'PC-' || u as terminal, 'u' || u as account,
        case when hash(i + 1) % 997 = 0 then 'write' when hash(i + 1) % 97 = 0 then 'blocked' else 'connect' end as action,
        case hash(i + 2) % 400 when 0 then 'storage' when 1 then 'printer' when 2 then 'input' else 'network' end as device_class,
        'device' as device, 'SN' || (hash(i + 2) // 400 % 800) as serial,
        cast(hash(i + 3) % 100000 as bigint) as bytes, 'dlp' as "system", i + i // {{gap}} as record
        from (select i, i as j, {_ANYBODY} from (select i""",
    ),
    "entries": (
        ENTRIES,
        f"""select {_START} + case when i % 2 = 0 then to_minutes(-10) else to_hours(8) end as "at", 'e' || u as person,
        case when i % 2 = 0 then 'in' else 'out' end as direction, 'floor' as area, 'centre' as site
        from (select *, {_WHOSE} from (select i, i // 2 as k""",
    ),
}
#: Lines that are left out.
_WHERE = {"entries": " where hash(k) % {absent} <> 0"}
_LISTS = {
    "accounts": "select 'u' || i as account, 'e' || i as owner, 'own' as employer, case when i % 100 = 0 then 'service' else 'personal' end as kind, case when i % 40 = 0 then 'admin' else 'user' end as rights, 'crm' as system, date '2024-04-01' as created_on, null::date as disabled_on from range({people}) t(i)",
    "people": "select 'e' || i as person, case when i % 3 = 0 then 'dispatched' else 'own' end as employment, 'agency' as employer, 'operator' as role, date '2024-04-01' as start_on, case when i % 90 = 0 then date '2026-06-30' end as end_on, null::date as privileged_since from range({people}) t(i)",
    "terminals": "select 'PC-' || i as terminal, case when i < {maintenance} then 'maintenance' else 'business' end as use, 'blocked' as media_policy, true as on_site, 'centre' as site, null::date as retired_on from range({terminals}) t(i)",
    "media": "select 'SN' || i as serial, 'USB' as kind, date '2024-04-01' as registered_on, null::date as disposed_on, null as holder from range(400) t(i)",
    "permits": "select 'K' || i as permit, 'media' as kind, date '2025-12-01' + cast(i % 300 as int) as start_on, date '2025-12-01' + cast(i % 300 + 30 as int) as end_on, null as person, null as account, null as terminal, 'SN' || (i % 400) as serial, null as destination, 'e1' as approver from range(2000) t(i)",
    "tickets": "select 'T' || i as ticket, timestamp '2025-12-01' + to_hours(cast(i * 1.7 as bigint)) as start_at, timestamp '2025-12-01' + to_hours(cast(i * 1.7 + 6 as bigint)) as end_at, 'e' || (i * 40 % {people}) as person, 'u' || (i * 40 % {people}) as account, null as terminal, 'e1' as approver, null::timestamp as approved_at, 'work' as purpose from range(5000) t(i)",
    "log_reviews": "select date '2026-01-10' + cast(i * 30 as int) as reviewed_on, date '2025-12-01' + cast(i * 30 as int) as period_from, date '2025-12-30' + cast(i * 30 as int) as period_to, 'all' as log, 500 as events, 0 as anomalies, 'e2' as reviewer from range(12) t(i)",
    "training": "select 'e' || i as person, date '2026-04-10' as attended_on, 'annual' as course from range({people}) t(i)",
    "pledges": "select 'e' || i as person, date '2024-04-01' as signed_on from range({people}) t(i)",
    "destinations": "select 'fs01/handover' as destination, 'work' as purpose",
    "shifts": "select 'day' as shift, 0 as starts, 1440 as ends",
}


def make_operation(folder: Path, rows: int, data: EvidenceData) -> dict[str, Path]:
    """Write every canonical table; the logs hold `rows` rows together."""
    folder.mkdir(parents=True, exist_ok=True)
    database = quiet_duckdb()
    database.execute("set preserve_insertion_order = true")
    tables: dict[str, Path] = {}
    for name, export in data.exports.items():
        tables[name] = folder / f"{name}.parquet"
        source = _source(name, rows) or _nothing(schema(export))
        given = database.sql(source).columns
        columns = ", ".join(
            f'cast({_given(column, given)} as {_sql_type(kind)}) as "{column}"'
            for column, kind in schema(export).items()
        )
        database.execute(  # names and paths are our own
            f"copy (select {columns} from ({source})) to '{tables[name]}'"
        )
    return tables


def _source(name: str, rows: int) -> str:
    sizes = {"people": PEOPLE, "terminals": TERMINALS, "maintenance": MAINTENANCE}
    if name in _LOGS:
        share, query = _LOGS[name]
        count = round(rows * share)
        # The days of one person, of whom all have as many: two entries for each.
        days = max(round(rows * ENTRIES) // 2 // PEOPLE, 1)
        planted = {"twice": TWICE, "long": LONG, "large": LARGE, "gap": GAP, "absent": ABSENT}
        made = query.format(days=days, rows=count, **planted, **sizes)
        return f"{made} from range({count}) t(i)))" + _WHERE.get(name, "").format(**planted)
    return _LISTS.get(name, "").format(**sizes)


def _nothing(columns: ibis.Schema) -> str:
    return "select " + ", ".join(f'null as "{column}"' for column in columns) + " where false"


def _sql_type(kind: ibis.expr.datatypes.DataType) -> str:
    names = {"timestamp(6)": "timestamp", "timestamp": "timestamp", "date": "date"}
    if kind.is_integer():
        return "bigint"
    if kind.is_boolean():
        return "boolean"
    return names.get(str(kind), "varchar")


def _given(column: str, given: list[str]) -> str:
    return f'"{column}"' if column in given else "null"
