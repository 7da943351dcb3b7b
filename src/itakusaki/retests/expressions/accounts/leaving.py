"""Sign-ins after leaving and after the contract's end, and the countries sign-ins came from."""

from __future__ import annotations

from datetime import date
from typing import Final

import ibis
from ibis import Table

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.expressions.shared.account_list import owners, personal
from itakusaki.retests.expressions.shared.sign_in_log import PLACE_AND_DAY, sign_ins
from itakusaki.retests.tables import Logs

#: The end of a contract that has none: a query can be printed before the day is set.
NEVER: Final = "9999-12-31"


def sign_in_after_leaving(logs: Logs, p: Parameters) -> Table:
    """Sign-ins after the owner's last day, or after the account was disabled.

    Looked at are successful sign-ins, batch included. An account is closed from the day after its
    `disabled_on` (the latest of its lines; not closed if a line has none). A personal account (every
    line of it personal) is also closed `grace_days` + 1 days after the latest `end_on` of its owner's
    lines among the people; not if a line of the owner has no `end_on`, if the owner is not among
    the people, or if this holds for another owner of it. The earlier of both closings counts. An entry
    that the list in force lacks and an earlier one has was over by the day before (logs.with_ended). Told
    per account, terminal and day: at (the first), account, terminal, ended_on (the earlier of both
    days), sign_ins.
    """
    closed = _closings(logs, p)
    signs = sign_ins(logs)
    joined = signs.join(closed, "account")
    late = joined.filter(joined.at >= joined.closed_at)
    grouped = late.group_by(*PLACE_AND_DAY).aggregate(
        at=late.at.min(), ended_on=late.ended_on.min(), sign_ins=late.count()
    )
    return grouped.select("at", "account", "terminal", "ended_on", "sign_ins")


def _closings(logs: Logs, p: Parameters) -> Table:
    ends = _disabled(logs).union(_left(logs, p.whole("grace_days")))
    return ends.group_by("account").aggregate(
        closed_at=ends.closed_at.min(), ended_on=ends.ended_on.min()
    )


def closed_within(logs: Logs, p: Parameters) -> Table:
    """What sign_in_after_leaving looks at: accounts closed before the sign-in log's last line."""
    signs = sign_ins(logs)
    last = signs.aggregate(last=signs.at.max())
    return _closings(logs, p).cross_join(last).filter(lambda t: t.closed_at <= t["last"])


def _disabled(logs: Logs) -> Table:
    """Accounts that every line says were disabled: account, closed_at, ended_on."""
    listed = logs.with_ended("accounts")
    ends = listed.group_by("account").aggregate(
        open=listed.disabled_on.isnull().sum(), ended_on=listed.disabled_on.max()
    )
    return _closed(ends.filter(ends.open == 0), 0)


def _left(logs: Logs, grace: int) -> Table:
    """Personal accounts all of whose owners have left: account, closed_at, ended_on."""
    people = logs.with_ended("people")
    known = people.group_by("person").aggregate(
        open=people.end_on.isnull().sum(), end_on=people.end_on.max()
    )
    gone = known.filter(known.open == 0)
    pairs = owners(logs).semi_join(personal(logs), "account")
    each = pairs.left_join(gone, pairs.owner == gone.person)
    ends = each.group_by("account").aggregate(
        open=each.end_on.isnull().sum(), ended_on=each.end_on.max()
    )
    return _closed(ends.filter(ends.open == 0), grace)


def _closed(ends: Table, grace: int) -> Table:
    midnight = ends.ended_on.cast("timestamp")
    return ends.select("account", "ended_on", closed_at=midnight + ibis.interval(days=grace + 1))


def sign_in_after_contract(logs: Logs, p: Parameters) -> Table:
    """Accounts that signed in (batch included) after the day `contract_end`, which is still in time.

    One hit per account: at (the first after it), account, last, sign_ins.
    """
    lines = lines_after_contract(logs, p)
    late = lines.filter(lines.action == "in")
    found = late.group_by("account").aggregate(
        at=late.at.min(), last=late.at.max(), sign_ins=late.count()
    )
    return found.select("at", "account", "last", "sign_ins")


def lines_after_contract(logs: Logs, p: Parameters) -> Table:
    """What sign_in_after_contract looks at: lines after the contract's end, failed ones too."""
    end = date.fromisoformat(str(p.values["contract_end"] or NEVER))
    log = logs["sign_ins"]
    return log.filter(log.at.date() > ibis.date(end.isoformat()))


def source_countries(logs: Logs, _p: Parameters) -> Table:
    """Successful sign-ins (batch included) per country of their source, where the log gives one.

    Countries are told apart by their capital letters. One row each: country, sign_ins, accounts,
    first_at, last_at.
    """
    log = logs["sign_ins"]
    named = log.filter(log.action == "in", log.country.notnull())
    upper = named.select("at", "account", country=named.country.upper())
    found = upper.group_by("country").aggregate(
        sign_ins=upper.count(),
        accounts=upper.account.nunique(),
        first_at=upper.at.min(),
        last_at=upper.at.max(),
    )
    return found.select("country", "sign_ins", "accounts", "first_at", "last_at")
