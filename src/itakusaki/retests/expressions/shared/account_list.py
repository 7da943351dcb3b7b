"""The account list as tests ask it: whose an account is, of what kind, and whether it is privileged."""

from __future__ import annotations

from typing import Final

from ibis import Table

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.expressions.shared.patterns import without
from itakusaki.retests.tables import Logs

#: Kinds of account that work by themselves, or are lent from a vault with a record of the borrower.
UNATTENDED: Final = ("service", "vault")
#: Kinds whose sign-ins a person is behind and a ticket should cover.
ATTENDED: Final = ("personal", "shared", "emergency")


def lines(logs: Logs) -> Table:
    """The list; a line that does not say is taken for a personal account with admin rights."""
    listed = logs["accounts"]
    return listed.filter(listed.account.notnull()).mutate(
        kind=listed.kind.fill_null("personal"), rights=listed.rights.fill_null("admin")
    )


def of_kind(logs: Logs, *kinds: str) -> Table:
    """The accounts that any line of the list gives one of the kinds: account."""
    listed = lines(logs)
    return listed.filter(listed.kind.isin(kinds)).select("account").distinct()


def attended(table: Table, logs: Logs, p: Parameters) -> Table:
    """The rows of a log without service and vault accounts, by the list and by `service_accounts`."""
    kept = without(table, "account", p.texts("service_accounts"))
    return kept.anti_join(of_kind(logs, *UNATTENDED), "account")


def owners(logs: Logs) -> Table:
    """Who owns which account, each pair once: account, owner."""
    listed = logs["accounts"]
    named = listed.filter(listed.account.notnull(), listed.owner.notnull())
    return named.select("account", "owner").distinct()


def personal(logs: Logs) -> Table:
    """The accounts that every line of theirs calls personal: account."""
    others = of_kind(logs, "shared", "service", "emergency", "vault")
    return of_kind(logs, "personal").anti_join(others, "account")


def privileged(logs: Logs, p: Parameters) -> Table:
    """The accounts with admin rights that a person signs in with (no service, no vault): account."""
    listed = lines(logs)
    admins = listed.filter(listed.rights == "admin", listed.kind.isin(ATTENDED))
    return attended(admins.select("account").distinct(), logs, p)
