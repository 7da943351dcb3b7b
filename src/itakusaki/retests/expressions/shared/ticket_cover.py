"""Ticket cover: which events a work ticket speaks for."""

from __future__ import annotations

import ibis
from ibis import Table

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.expressions.shared.account_list import owners
from itakusaki.retests.tables import Logs


def times(logs: Logs, p: Parameters) -> Table:
    """Tickets with their time widened by `margin_minutes` at both ends, both ends included."""
    tickets = logs["tickets"]
    margin = ibis.interval(minutes=p.whole("margin_minutes"))
    return tickets.mutate(start_at=tickets.start_at - margin, end_at=tickets.end_at + margin)


def by_account(logs: Logs, p: Parameters) -> Table:
    """What tickets cover by account: account, person, start_at, end_at.

    An account is covered by a ticket that names it, that names one of its owners, or that names a
    person whose id is the account's name.
    """
    tickets = times(logs, p)
    kept = ("person", "start_at", "end_at")
    named = tickets.filter(tickets.account.notnull()).select("account", *kept)
    persons = tickets.filter(tickets.person.notnull()).select(*kept)
    pairs = owners(logs)
    owned = persons.join(pairs, persons.person == pairs.owner).select("account", *kept)
    return named.union(owned).union(persons.select(persons.person.name("account"), *kept))


def by_terminal(logs: Logs, p: Parameters) -> Table:
    """What tickets cover by terminal: terminal, person, start_at, end_at."""
    tickets = times(logs, p)
    named = tickets.filter(tickets.terminal.notnull())
    return named.select("terminal", "person", "start_at", "end_at")


def _nameless(logs: Logs, p: Parameters) -> Table:
    """Tickets without account, person and terminal; nobody can say what they do not cover."""
    tickets = times(logs, p)
    return tickets.filter(
        tickets.account.isnull(), tickets.person.isnull(), tickets.terminal.isnull()
    ).select("start_at", "end_at")


def uncovered(events: Table, logs: Logs, p: Parameters, *accounts: str) -> Table:
    """The events (at, terminal and account columns) that no ticket covers in its widened time.

    By any one of the `accounts` (columns of the events), by terminal, or by a ticket without names.
    """
    left = events
    for column in accounts:
        cover = by_account(logs, p).view()  # a table of its own for each join
        left = left.anti_join(cover, [left[column] == cover.account, *_within(left, cover)])
    cover = by_terminal(logs, p)
    left = left.anti_join(cover, [left.terminal == cover.terminal, *_within(left, cover)])
    cover = _nameless(logs, p)
    return left.anti_join(cover, _within(left, cover))


def persons_of(events: Table, logs: Logs, p: Parameters) -> Table:
    """The persons of the tickets that cover events by account or terminal: the events and `person`."""
    account, terminal = by_account(logs, p), by_terminal(logs, p)
    found = (
        events.join(account, [events.account == account.account, *_within(events, account)]),
        events.join(terminal, [events.terminal == terminal.terminal, *_within(events, terminal)]),
    )
    first, second = (one.select(*events.columns, "person") for one in found)
    both = first.union(second)
    return both.filter(both.person.notnull())


def _within(events: Table, cover: Table) -> list[ibis.Value]:
    return [events.at >= cover.start_at, events.at <= cover.end_at]
