"""Oracles of grounds: what is counted for a kind of line, a list and a meeting, as plain loops."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from itakusaki.catalogue.retest import Grounds, Lines, Meeting, Stated
from support.evidence_oracles.accounts import Row, Tables

ENDS = {
    "accounts": "disabled_on",
    "people": "end_on",
    "terminals": "retired_on",
    "media": "disposed_on",
}
LOGS = ("sign_ins", "downloads", "device_events", "changes", "entries", "extractions")


def fitting(rows: Iterable[Row], columns: Mapping[str, Sequence[str]]) -> list[Row]:
    return [
        row
        for row in rows
        if all(row[n] in v if v else row[n] is not None for n, v in columns.items())
    ]


def last_day(tables: Tables) -> date | None:
    return max((row["at"].date() for log in LOGS for row in tables[log]), default=None)


def in_force(tables: Tables, export: str) -> list[Row]:
    end, last = ENDS.get(export), last_day(tables)
    live = [
        row
        for row in tables[export]
        if not (end and row[end] is not None and last is not None and row[end] <= last)
    ]
    return [row for row in live if not (export == "accounts" and deserted(tables, row["account"]))]


def deserted(tables: Tables, account: str) -> bool:
    """Whether an account has owners, and the list of people says that all of them have left."""
    here = {row["person"] for row in in_force(tables, "people")}
    gone = {row["person"] for row in tables["people"]} - here
    owners = {row["owner"] for row in tables["accounts"] if row["account"] == account} - {None}
    return bool(owners) and owners <= gone


def meeting(tables: Tables, meeting: Meeting) -> tuple[int, int, int, int]:
    export, column = meeting.names.split(".")
    ledger, entry = meeting.listed.split(".")
    names = {r[column] for r in fitting(in_force(tables, export), meeting.where)} - {None}
    every = {r[column] for r in fitting(tables[export], meeting.where)} - {None}
    listed = {r[entry] for r in in_force(tables, ledger)} - {None}
    known = {r[entry] for r in tables[ledger]}
    return len(names), len(names & known), len(listed), len(listed & every)


def counts(tables: Tables, grounds: Grounds) -> list[tuple[int, int, int, int]]:
    """All but the lines compared and those passed over, in order."""
    lines = [
        *(shown.lines for shown in grounds.shows),
        *(rest.where for rest in grounds.rests_on if rest.where),
    ]
    counted = [(len(fitting(tables[one.export], one.columns)), 0, 0, 0) for one in lines]
    met = [meeting(tables, one) for one in grounds.meets]
    return [*counted, *met, *(filled(tables, one) for one in grounds.states)]


DEFAULTS = {
    "kind": {"sign_ins": "interactive", "accounts": "personal"},
    "rights": {"accounts": "admin"},
}
DEFAULTS |= {"action": {"sign_ins": "in"}, "device_class": {"device_events": "storage"}}
DEFAULTS |= {"use": {"terminals": "business"}}


def of_kind(tables: Tables, lines: Lines) -> list[Row]:
    """The lines of a kind; a choice asked for that is left blank holds its default."""
    defaults = {
        name: DEFAULTS[name].get(lines.export) for name in lines.columns if name in DEFAULTS
    }
    told = [
        row | {name: value for name, value in defaults.items() if value and row[name] is None}
        for row in tables[lines.export]
    ]
    return fitting(told, lines.columns)


def names_in(tables: Tables, lines: Lines) -> set[str]:
    key = lines.export.removesuffix("s")
    return {row[key] for row in of_kind(tables, lines)} - {None}


def filled(tables: Tables, stated: Stated) -> tuple[int, int, int, int]:
    export, column = stated.column.split(".")
    rows = of_kind(tables, Lines(export=export, columns=stated.where))
    if stated.among:
        key, names = stated.among.export.removesuffix("s"), names_in(tables, stated.among)
        rows = [row for row in rows if row[key] in names]
    if stated.not_among:
        key, names = stated.not_among.export.removesuffix("s"), names_in(tables, stated.not_among)
        rows = [row for row in rows if row[key] not in names]
    return len(rows), sum(row[column] is not None for row in rows), 0, 0
