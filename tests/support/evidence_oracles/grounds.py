"""Oracles of grounds: what is counted for a kind of line, a list and a meeting, as plain loops."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from itakusaki.catalogue.retest import Grounds, Meeting, Stated
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
    """All but the lines compared, in order."""
    lines = [
        *(shown.lines for shown in grounds.shows),
        *(rest.where for rest in grounds.rests_on if rest.where),
    ]
    counted = [(len(fitting(tables[one.export], one.columns)), 0, 0, 0) for one in lines]
    met = [meeting(tables, one) for one in grounds.meets]
    return [*counted, *met, *(filled(tables, one) for one in grounds.states)]


def filled(tables: Tables, stated: Stated) -> tuple[int, int, int, int]:
    export, column = stated.column.split(".")
    rows = fitting(tables[export], stated.where)
    return len(rows), sum(row[column] is not None for row in rows), 0, 0
