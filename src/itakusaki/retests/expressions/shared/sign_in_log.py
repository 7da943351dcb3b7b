"""The sign-in log as tests ask it: sign-ins that succeeded, and a place and a day for each."""

from __future__ import annotations

from ibis import Table

from itakusaki.retests.tables import Logs

#: What one hit is where sign-ins are told by the day.
PLACE_AND_DAY = ("account", "terminal", "day")


def attempts_left_out(logs: Logs) -> Table:
    """Sign-ins and sign-outs of people: failed attempts and batch sign-ins are left out."""
    log = logs["sign_ins"]
    kind = log.kind.fill_null("interactive")
    kept = log.filter(log.action.isin(("in", "out")), kind != "batch")
    return kept.select("at", "account", "terminal", "action", "ended_at", kind=kind)


def sign_ins(logs: Logs) -> Table:
    """Sign-ins that succeeded, batch and all: at, account, terminal, kind, day."""
    log = logs["sign_ins"]
    return log.filter(log.action == "in").select(
        "at", "account", "terminal", kind=log.kind.fill_null("interactive"), day=log.at.date()
    )


def by_people(logs: Logs) -> Table:
    """Sign-ins that succeeded, without batch ones."""
    signs = sign_ins(logs)
    return signs.filter(signs.kind != "batch")


def by_day(signs: Table) -> Table:
    """One row per account, terminal and day: at (the first), account, terminal, sign_ins."""
    grouped = signs.group_by(*PLACE_AND_DAY).aggregate(at=signs.at.min(), sign_ins=signs.count())
    return grouped.select("at", "account", "terminal", "sign_ins")
