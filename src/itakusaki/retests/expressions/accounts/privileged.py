"""Privileged sign-ins against work tickets and the entry log."""

from __future__ import annotations

from ibis import Table

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.expressions.shared.account_list import owners, privileged
from itakusaki.retests.expressions.shared.presence import attendance, comparable
from itakusaki.retests.expressions.shared.sign_in_log import by_day, by_people
from itakusaki.retests.expressions.shared.ticket_cover import persons_of, uncovered
from itakusaki.retests.tables import Logs


def privileged_without_ticket(logs: Logs, p: Parameters) -> Table:
    """Privileged sign-ins that no work ticket covers.

    Looked at are successful sign-ins (not batch) of accounts with a line of admin rights and kind
    personal, shared or emergency (rights not given: admin; kind not given: personal), without a
    line of kind service or vault, not fitting `service_accounts`. A ticket covers a sign-in within
    its time widened by `margin_minutes` at both ends (included) if it names the account, one of its
    owners, a person whose id is the account's name, or the terminal, or if it names none of these
    at all. Told per account, terminal and day: at (the first), account, terminal, sign_ins.
    """
    return by_day(uncovered(privileged_sign_ins(logs, p), logs, p, "account"))


def privileged_sign_ins(logs: Logs, p: Parameters) -> Table:
    """What privileged_without_ticket looks at: sign-ins of accounts with admin rights."""
    return by_people(logs).semi_join(privileged(logs, p), "account")


def privileged_without_entry(logs: Logs, p: Parameters) -> Table:
    """Privileged interactive sign-ins on site for which nobody concerned has an entry record.

    Looked at are interactive sign-ins of privileged accounts (as for privileged_without_ticket), at
    terminals that the ledger says are on site, on days on which the entry log has a line of anybody.
    Concerned are the account's owners and the persons of the tickets that cover the sign-in by
    account or terminal (widened time as there), if the entry log names them at least once. A hit is
    a sign-in with somebody concerned, none of whom is present as owner_absent has it. Told per
    account, terminal and day: at (the first), account, terminal, sign_ins.
    """
    behind = privileged_presence(logs, p)
    found = behind.group_by("at", "account", "terminal", "day").aggregate(
        times=behind.times.max(), present=behind.present.max()
    )
    alone = found.filter(found.present == 0)
    grouped = alone.group_by("account", "terminal", "day").aggregate(
        at=alone.at.min(), sign_ins=alone.times.sum().cast("int64")
    )
    return grouped.select("at", "account", "terminal", "sign_ins")


def privileged_presence(logs: Logs, p: Parameters) -> Table:
    """What privileged_without_entry looks at: sign-ins on site beside each person concerned."""
    signs = privileged_sign_ins(logs, p)
    events = comparable(signs.filter(signs.kind == "interactive"), logs)
    moments = events.group_by("at", "account", "terminal", "day").aggregate(times=events.count())
    return attendance(_concerned(moments, logs, p), logs, p)


def _concerned(moments: Table, logs: Logs, p: Parameters) -> Table:
    """Who is behind a sign-in, by the account list and by the tickets: the moments and `person`."""
    pairs = owners(logs)
    owned = moments.join(pairs, moments.account == pairs.account).select(
        *moments.columns, person=pairs.owner
    )
    return owned.union(persons_of(moments, logs, p))
