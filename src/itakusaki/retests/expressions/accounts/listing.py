"""The account list against the logs and the people: unlisted, ownerless, older than stated."""

from __future__ import annotations

from functools import reduce
from typing import Final

import ibis
from ibis import Table

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.expressions.shared.account_list import lines, personal
from itakusaki.retests.expressions.shared.patterns import without
from itakusaki.retests.expressions.shared.sign_in_log import by_people, sign_ins
from itakusaki.retests.tables import Logs

#: Uses of terminals at which an account that signs in counts as an administrator's.
PRIVILEGED_PLACES: Final = ("maintenance", "server", "relay")
#: The value of `list_covers` for a list of all accounts, not of administrators' alone.
ALL: Final = "all"


def account_not_listed(logs: Logs, p: Parameters) -> Table:
    """Accounts that a log shows and the list lacks.

    With `list_covers` = all: every account of a successful sign-in, a download, a device event, or
    that made a change. Otherwise (admins) only what shows an administrator: a successful sign-in
    that is not batch, a download or a device event at a terminal of use maintenance, server or relay
    in the ledger, and whoever made a change of accounts, rights or logs. Accounts fitting
    `service_accounts` are left out. One hit per account: at (first line), account, last (last line),
    events (lines).
    """
    unlisted = reduce(Table.union, (_unlisted(period, p) for period in logs.periods))
    found = unlisted.group_by("account").aggregate(
        at=unlisted.at.min(),
        last=unlisted["last"].max(),
        events=unlisted.events.sum().cast("int64"),
    )
    return found.select("at", "account", "last", "events")


def _unlisted(logs: Logs, p: Parameters) -> Table:
    listed = lines(logs).select("account").distinct()
    return accounts_seen(logs, p).anti_join(listed, "account")


def accounts_seen(logs: Logs, p: Parameters) -> Table:
    """What account_not_listed looks at: accounts seen that the list should hold, each once; shared.

    account, at (the first line), last, events (lines).
    """
    seen = _lines_of_administrators(logs, p)
    found = seen.group_by("account").aggregate(
        at=seen.at.min(), last=seen.at.max(), events=seen.count()
    )
    return logs.shared("accounts_seen", found)


def _lines_of_administrators(logs: Logs, p: Parameters) -> Table:
    """Lines that show an account which the list should hold: account, at."""
    everything = p.text("list_covers") == ALL
    signs = sign_ins(logs) if everything else by_people(logs)
    seen = [signs, logs["downloads"], logs["device_events"]]
    if not everything:
        seen = [_at_privileged_places(log, logs) for log in seen]
    changes = logs["changes"]
    parts = [log.select("account", "at") for log in seen]
    parts.append(changes.select(account=changes.actor, at=changes.at))
    named = reduce(Table.union, (part.filter(part.account.notnull()) for part in parts))
    return without(named, "account", p.texts("service_accounts"))


def _at_privileged_places(log: Table, logs: Logs) -> Table:
    ledger = logs["terminals"]
    places = ledger.filter(ledger.use.isin(PRIVILEGED_PLACES)).select("terminal").distinct()
    return log.semi_join(places, "terminal")


def account_without_owner(logs: Logs, p: Parameters) -> Table:
    """Listed accounts of kind personal, without a day of disabling, whose owner cannot be told.

    The line has no owner, or its owner is not among the people (where people were delivered).
    Accounts fitting `service_accounts` are left out. One hit per different line: account, owner,
    system, created_on.
    """
    asked, people = live_personal(logs, p), logs["people"]
    known = people.select("person").distinct()
    checked = asked.left_join(known, asked.owner == known.person)
    lost = checked.filter(
        checked.owner.isnull() | (checked.person.isnull() & (people.count().as_scalar() > 0))
    )
    return lost.select("account", "owner", "system", "created_on").distinct()


def live_personal(logs: Logs, p: Parameters) -> Table:
    """What account_without_owner looks at: lines of personal accounts in force."""
    live = without(lines(logs), "account", p.texts("service_accounts"))
    return live.filter(live.kind == "personal", live.disabled_on.isnull())


def account_older_than_stated(logs: Logs, p: Parameters) -> Table:
    """Personal accounts seen or created more than `margin_days` before their owner's stated start.

    Looked at are listed lines with an owner, of accounts that every line of theirs calls personal,
    not fitting `service_accounts`. First seen is the earliest of the account's successful sign-ins
    (batch included) and of the days on which its lines say it was created. Stated is, for a line
    with admin rights whose owner has a `privileged_since`, the earliest of these, otherwise the
    owner's earliest `start_on`; without either nothing is compared. A hit where stated − first
    seen is more than `margin_days` days. One per account, owner and stated day: account, owner,
    first_on, stated_on, days.
    """
    told = dated_accounts(logs, p)
    days = told.mutate(days=_days(told.first_on, told.stated_on))
    early = days.filter(days.days > p.whole("margin_days"))
    return early.select("account", "owner", "first_on", "stated_on", "days").distinct()


def dated_accounts(logs: Logs, p: Parameters) -> Table:
    """What account_older_than_stated looks at: accounts with a first and a stated day."""
    listed = without(lines(logs), "account", p.texts("service_accounts"))
    owned = listed.filter(listed.owner.notnull()).semi_join(personal(logs), "account")
    people = logs["people"]
    stated = people.group_by("person").aggregate(
        start_on=people.start_on.min(), privileged_since=people.privileged_since.min()
    )
    first = _first_seen(owned, logs)
    joined = owned.join(stated, owned.owner == stated.person).join(first, "account")
    told = joined.mutate(
        stated_on=ibis.coalesce(
            ibis.cases((joined.rights == "admin", joined.privileged_since)), joined.start_on
        )
    )
    return told.filter(told.first_on.notnull(), told.stated_on.notnull())


def _first_seen(owned: Table, logs: Logs) -> Table:
    """The first day of each owned account: account, first_on."""
    signs = sign_ins(logs).semi_join(owned, "account")
    seen = signs.select("account", first_on=signs.day).union(
        owned.select("account", first_on=owned.created_on)
    )
    return seen.group_by("account").aggregate(first_on=seen.first_on.min())


def _days(since: ibis.Value, until: ibis.Value) -> ibis.Value:
    def since_epoch(day: ibis.Value) -> ibis.Value:
        return day.cast("timestamp").epoch_seconds()

    return (since_epoch(until) - since_epoch(since)) // 86400
