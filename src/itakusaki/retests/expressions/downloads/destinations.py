"""Places of downloads: maintenance terminals, and destinations that nobody listed."""

from __future__ import annotations

import ibis
from ibis import Table

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.expressions.shared.output_cover import (
    in_force,
    permits,
    permits_by_account,
)
from itakusaki.retests.expressions.shared.places import NOWHERE, destinations, host, path
from itakusaki.retests.tables import Logs


def download_to_maintenance_terminal(logs: Logs, _p: Parameters) -> Table:
    """Downloads at or to a terminal that a line of the ledger gives the use maintenance.

    A download goes to a terminal whose name is the host of its destination (places.path,
    places.host); the destination goes over the terminal it was made at. Service accounts count.
    Left out is a download for whose account and day a permit (kind download or carry, as
    output_cover.permits_by_account says) names that maintenance terminal, as its terminal or as the
    host of its destination. at, account, terminal (the maintenance terminal), destination, object,
    records (may be missing).
    """
    ledger = logs["terminals"]
    names = ledger.filter(ledger.use == "maintenance").select(name="terminal").distinct()
    found = _at_or_to(logs["downloads"], names)
    cover = permits_by_account(logs, "download", "carry")
    left = found.anti_join(
        cover,
        [
            found.account == cover.account,
            (found.place == cover.terminal) | (found.place == host(cover.path)),
            *in_force(found, cover),
        ],
    )
    return logs.shared("maintenance_downloads", _shown(left, left.place))


def placed_downloads(logs: Logs, _p: Parameters) -> Table:
    """What download_to_maintenance_terminal looks at: downloads that say at or to where."""
    log = logs["downloads"]
    return log.filter(log.terminal.notnull() | log.destination.notnull())


def _at_or_to(log: Table, names: Table) -> Table:
    """The downloads at or to a named terminal, with `place` and `day`."""
    ends = destinations(log)
    sent = ends.join(names, ends.host == names.name).select("destination", sent_to="name")
    used = names.select(made_at="name")
    joined = log.left_join(used, log.terminal == used.made_at)
    both = joined.left_join(sent, joined.destination == sent.destination)
    near = both.filter(both.made_at.notnull() | both.sent_to.notnull())
    return near.select(
        *log.columns, place=ibis.coalesce(near.sent_to, near.made_at), day=near.at.date()
    )


def _shown(found: Table, terminal: ibis.Value) -> Table:
    return found.select(
        "at",
        "account",
        terminal=terminal,
        destination=found.destination,
        object=found.object,
        records=found["rows"],
    )


def download_to_unlisted_destination(logs: Logs, _p: Parameters) -> Table:
    """Downloads to a destination that is neither on the list of permitted ones nor in a permit.

    Destinations are compared as places.path says; one is listed if it is an entry or lies below
    one. A download without a destination says nothing and is no hit. Left
    out is a download with a permit (kind download or carry) whose destination it is or lies below,
    in force that day, and which names neither account nor person or is the account's as
    output_cover.permits_by_account says. at, account, terminal, destination, object, records.
    """
    log = logs["downloads"]
    unlisted = _unlisted(log, logs["destinations"])
    found = log.join(unlisted, "destination").mutate(day=lambda t: t.at.date())
    general = permits(logs, "download", "carry")
    general = general.filter(general.account.isnull(), general.person.isnull())
    left = found.anti_join(general, [_below(found, general), *in_force(found, general)])
    named = permits_by_account(logs, "download", "carry")
    left = left.anti_join(
        named, [left.account == named.account, _below(left, named), *in_force(left, named)]
    )
    return _shown(left, left.terminal)


def sent_downloads(logs: Logs, _p: Parameters) -> Table:
    """What download_to_unlisted_destination looks at: downloads that state a destination."""
    log = logs["downloads"]
    return log.semi_join(destinations(log), "destination")


def _unlisted(log: Table, listed: Table) -> Table:
    ends = destinations(log)
    entries = listed.select(path=path(listed.destination))
    given = entries.filter(entries.path.notnull(), entries.path != NOWHERE).distinct()
    return ends.anti_join(given, _below(ends, given))


def _below(events: Table, entries: Table) -> ibis.Value:
    """Whether a path is an entry's or lies below it; an entry without a path has nothing below."""
    return (entries.path != NOWHERE) & events.path.startswith(entries.path)
