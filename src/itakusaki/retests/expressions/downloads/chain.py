"""The chain of the case: a download to a terminal, then a write to a medium on it."""

from __future__ import annotations

from typing import Final

import ibis
from ibis import Table

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.expressions.shared.media_events import media_events
from itakusaki.retests.expressions.shared.output_cover import by_people
from itakusaki.retests.expressions.shared.patterns import without
from itakusaki.retests.expressions.shared.permit_cover import unpermitted
from itakusaki.retests.expressions.shared.places import destinations
from itakusaki.retests.tables import Logs

#: The use of a terminal that the ledger lacks.
UNLISTED: Final = "unlisted"


def download_then_media(logs: Logs, p: Parameters) -> Table:
    """Media writes on a terminal to which something had been downloaded within `within_hours` before.

    A media write is an event `write` on a device of class storage, phone or optical (a class not
    given is none); terminals fitting `shared_terminals` are left out, and writes that a permit
    covers (permit_cover.unpermitted). A download is to the terminal it was made at and to the one that is the host of its destination
    (once where both are the same); those by service accounts (list, `service_accounts`) are left
    out. A write follows a download at the same second or up to `within_hours` earlier (included).
    Such writes on one terminal form one run as long as the next comes within `within_hours`
    (included) of the last; a run is a hit. Its downloads are those from `within_hours` before its
    first write up to its last write (both included). at (first write), terminal, use (in the ledger:
    the first in the alphabet of several, unlisted where it lacks the terminal), downloads, records
    (not given is 0), first_download, download_account (of the last download up to the first write,
    the first name of several in that second), writes, media_account and serial (of the first write,
    the first name of several in that second, missing if none gives one), same_account (yes or no;
    unknown without a media account), minutes (whole, from the last download up to the first write
    to that write).
    """
    within = max(p.whole("within_hours"), 1) * 3600
    writes = _writes(logs, p)
    near = _near(_arrivals(logs, p), writes, within)
    runs = _runs(_following(writes, near, within), within)
    return _told(runs.join(_legs(runs, near, within), ["terminal", "run"]), logs)


def watched_arrivals(logs: Logs, p: Parameters) -> Table:
    """What download_then_media looks at: downloads to terminals that the device log knows."""
    return _arrivals(logs, p).semi_join(logs["device_events"], "terminal")


def _writes(logs: Logs, p: Parameters) -> Table:
    """Writes to media without a permit, one row per second: terminal, t, at, writes, account, serial."""
    events = media_events(logs, "write")
    named = without(
        events.filter(events.terminal.notnull()), "terminal", p.texts("shared_terminals")
    )
    left = unpermitted(named, logs)
    return left.group_by("terminal", t=_seconds(left)).aggregate(
        at=left.at.min(), writes=left.count(), account=left.account.min(), serial=left.serial.min()
    )


def _arrivals(logs: Logs, p: Parameters) -> Table:
    """Downloads by the terminal they came to: terminal, t, at, account, records."""
    log = logs["downloads"].select("at", "account", "terminal", "destination", records="rows")
    ends = destinations(log)
    hosts = ends.semi_join(logs["device_events"], ends.host == logs["device_events"].terminal)
    sent = log.join(hosts, "destination")
    elsewhere = sent.filter(sent.terminal.isnull() | (sent.terminal != sent.host))
    made = log.filter(log.terminal.notnull()).select("terminal", "at", "account", "records")
    both = made.union(
        elsewhere.select("at", "account", "records", terminal="host").select(*made.columns)
    )
    timed = both.mutate(t=_seconds(both), records=both.records.fill_null(0))
    return by_people(logs, p, timed)


def _seconds(events: Table) -> ibis.Value:
    return events.at.epoch_seconds().cast("int64")


def _near(arrivals: Table, writes: Table, within: int) -> Table:
    """Arrivals in the same stretch of `within` as a write, or in the one before: all that can matter."""
    stretches = writes.select("terminal", stretch=writes.t // within)
    earlier = stretches.select("terminal", stretch=stretches.stretch - 1)
    wanted = stretches.union(earlier, distinct=True)
    return arrivals.semi_join(
        wanted,
        [arrivals.terminal == wanted.terminal, arrivals.t // within == wanted.stretch],
    )


def _following(writes: Table, near: Table, within: int) -> Table:
    """The writes that follow a download."""
    columns = writes.columns
    seen = near.group_by("terminal", "t").aggregate(came=near.count())
    steps = writes.mutate(came=ibis.literal(0, "int64"), write=ibis.literal(1, "int64")).union(
        seen.mutate(
            **{
                name: ibis.null(writes.schema()[name])
                for name in columns
                if name not in ("terminal", "t")
            },
            write=ibis.literal(0, "int64"),
        ).select(*columns, "came", "write")
    )
    before = ibis.range_window(
        group_by=steps.terminal, order_by=steps.t, preceding=within, following=0
    )
    counted = steps.mutate(came=steps.came.sum().over(before))
    return counted.filter(counted.write == 1, counted.came > 0).select(*columns)


def _runs(writes: Table, within: int) -> Table:
    """Runs of writes: terminal, run, at, first_t, last_t, writes, account, serial."""
    order = ibis.window(group_by=writes.terminal, order_by=writes.t)
    gap = writes.mutate(gap=writes.t - writes.t.lag().over(order))
    fresh = gap.mutate(fresh=(gap.gap.isnull() | (gap.gap > within)).cast("int64"))
    running = ibis.cumulative_window(group_by=fresh.terminal, order_by=fresh.t)
    numbered = fresh.mutate(run=fresh.fresh.sum().over(running))
    first = numbered.fresh == 1
    return numbered.group_by("terminal", "run").aggregate(
        at=numbered.at.min(),
        first_t=numbered.t.min(),
        last_t=numbered.t.max(),
        writes=numbered.writes.sum(),
        media_account=numbered.account.min(where=first),
        serial=numbered.serial.min(where=first),
    )


def _legs(runs: Table, near: Table, within: int) -> Table:
    """The downloads of each run, summed up: terminal, run, downloads, records and the rest.

    Runs of a terminal do not touch: each download belongs to the next run that ends, if any.
    """
    ends = runs.select("terminal", "run", "first_t", t="last_t").mutate(
        at=ibis.null("timestamp"), account=ibis.null("string"), records=ibis.null("int64")
    )
    columns = ("terminal", "t", "run", "first_t", "at", "account", "records")
    downloads = near.mutate(run=ibis.null("int64"), first_t=ibis.null("int64"))
    steps = ends.select(*columns).union(downloads.select(*columns))
    ahead = ibis.range_window(
        group_by=steps.terminal, order_by=steps.t, preceding=0, following=None
    )
    placed = steps.mutate(run=steps.run.min().over(ahead), first_t=steps.first_t.min().over(ahead))
    inside = placed.filter(placed.at.notnull(), placed.t >= placed.first_t - within)
    own = ibis.window(group_by=(inside.terminal, inside.run))
    early = ibis.cases((inside.t <= inside.first_t, inside.t))
    last = inside.mutate(last_before=early.max().over(own))
    return last.group_by("terminal", "run").aggregate(
        downloads=last.count(),
        records=last.records.sum(),
        first_download=last.at.min(),
        last_before=last.last_before.max(),
        download_account=last.account.min(where=last.t == last.last_before),
    )


def _told(found: Table, logs: Logs) -> Table:
    ledger = logs["terminals"]
    uses = ledger.group_by("terminal").aggregate(use=ledger.use.fill_null("business").min())
    placed = found.left_join(uses, "terminal")
    same = ibis.cases(
        (placed.media_account.isnull(), "unknown"),
        (placed.media_account == placed.download_account, "yes"),
        else_="no",
    )
    return placed.select(
        "at",
        "terminal",
        use=placed.use.fill_null(UNLISTED),
        downloads=placed.downloads,
        records=placed.records,
        first_download=placed.first_download,
        download_account=placed.download_account,
        writes=placed.writes,
        media_account=placed.media_account,
        serial=placed.serial,
        same_account=same,
        minutes=(placed.first_t - placed.last_before) // 60,
    )
