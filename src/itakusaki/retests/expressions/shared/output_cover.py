"""Output cover: which downloads a permit or a work ticket speaks for."""

from __future__ import annotations

import ibis
from ibis import Table

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.expressions.shared import ticket_cover
from itakusaki.retests.expressions.shared.account_list import of_kind, owners
from itakusaki.retests.expressions.shared.patterns import without
from itakusaki.retests.expressions.shared.places import path
from itakusaki.retests.tables import Logs


def by_people(logs: Logs, p: Parameters, table: Table | None = None) -> Table:
    """Downloads (or those given) without service accounts, by the list and by `service_accounts`."""
    log = logs["downloads"] if table is None else table
    kept = without(log, "account", p.texts("service_accounts"))
    return kept.anti_join(of_kind(logs, "service"), "account")


def permits(logs: Logs, *kinds: str) -> Table:
    """Permits of the kinds: permit, account, person, terminal, path, start_on, end_on."""
    listed = logs["permits"]
    return listed.filter(listed.kind.isin(kinds)).select(
        "permit",
        "account",
        "person",
        "terminal",
        "start_on",
        "end_on",
        path=path(listed.destination),
    )


def permits_by_account(logs: Logs, *kinds: str) -> Table:
    """What permits of the kinds allow: account, terminal, path, start_on, end_on.

    A permit is an account's that names it, that names one of its owners, or that names a person
    whose id is the account's name; and that of a person who has borrowed it, on the days of the
    loan (the first and the last included).
    """
    given = permits(logs, *kinds)
    kept = ("terminal", "path", "start_on", "end_on")
    named = given.filter(given.account.notnull()).select("account", *kept)
    persons = given.filter(given.person.notnull()).select("person", *kept)
    pairs, loans = owners(logs), logs["checkouts"].select("account", "person", "start_at", "end_at")
    owned = persons.join(pairs, persons.person == pairs.owner).select("account", *kept)
    same = persons.select(persons.person.name("account"), *kept)
    lent = persons.join(loans, "person").select(
        "account",
        "terminal",
        "path",
        start_on=ibis.greatest(persons.start_on, loans.start_at.date()),
        end_on=ibis.least(persons.end_on, loans.end_at.date()),
    )
    return named.union(owned, same, lent)


def tickets_by_account(logs: Logs, p: Parameters) -> Table:
    """What tickets cover: account, start_at, end_at, widened by `margin_minutes` at both ends.

    As ticket_cover.by_account says, and an account that the ticket's person had borrowed, for as
    long as ticket and loan overlap (the loan is not widened).
    """
    cover = ticket_cover.by_account(logs, p).select("account", "start_at", "end_at")
    tickets, loans = ticket_cover.times(logs, p), logs["checkouts"]
    lent = tickets.join(loans, tickets.person == loans.person).select(
        loans.account.name("account"),
        start_at=ibis.greatest(tickets.start_at, loans.start_at),
        end_at=ibis.least(tickets.end_at, loans.end_at),
    )
    return cover.union(lent)


def without_permit(events: Table, logs: Logs) -> Table:
    """The events (account, day) that no download permit of the account covers; both days included."""
    cover = permits_by_account(logs, "download")
    return events.anti_join(cover, [events.account == cover.account, *in_force(events, cover)])


def in_force(events: Table, cover: Table) -> list[ibis.Value]:
    """Whether the day of an event lies in the days of a permit."""
    return [events.day >= cover.start_on, events.day <= cover.end_on]


def uncovered(events: Table, logs: Logs, p: Parameters) -> Table:
    """The downloads (at, day, account, ticket) that no permit and no ticket covers.

    Covered is a download whose ticket number is that of a ticket or a download permit (letter case
    aside, whatever their times), whose account has a download permit for the day, or whose account
    has a ticket for the time (both ends included).
    """
    numbers = _numbers(logs)
    left = events.anti_join(numbers, events.ticket.lower() == numbers.number)
    left = without_permit(left, logs)
    cover = tickets_by_account(logs, p)
    return left.anti_join(
        cover,
        [left.account == cover.account, left.at >= cover.start_at, left.at <= cover.end_at],
    )


def _numbers(logs: Logs) -> Table:
    tickets, allowed = logs["tickets"], permits(logs, "download")
    return tickets.select(number=tickets.ticket.lower()).union(
        allowed.select(number=allowed.permit.lower()), distinct=True
    )
