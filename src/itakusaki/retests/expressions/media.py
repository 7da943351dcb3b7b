"""Tests on media and terminals: writes against policy and permits, ledgers, stock, blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Final

import ibis
from ibis import Table
from ibis.expr.types import IntegerValue, StringValue

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.expressions.shared.media_events import (
    all_media_events,
    media_events,
    writes_by_day,
)
from itakusaki.retests.expressions.shared.patterns import without
from itakusaki.retests.expressions.shared.permit_cover import unpermitted
from itakusaki.retests.tables import Logs

#: Policies by how mild they are.
MILDNESS: Final = {"blocked": 1, "read_only": 2, "allowed": 3}
#: Uses of terminals that a device log should know.
WATCHED: Final = ("business", "maintenance")


def media_write_when_blocked(logs: Logs, _p: Parameters) -> Table:
    """Writes to media on terminals where the ledger says they are blocked, or that it lacks.

    Looked at are writes to storage, phones and optical discs (a class not given is none) that no
    permit covers (permit_cover.unpermitted). A terminal's policy is the mildest of its lines:
    allowed, then read_only, then blocked; with lines but no policy on any of them it is not
    compared, without a line it is unlisted. Told per terminal, account, serial and day: at (the
    first), terminal, account, serial, device (the first in the alphabet), policy (blocked,
    read_only, unlisted), writes.
    """
    writes = _unpermitted_writes(logs)
    policies = _mildest(logs)
    joined = writes.left_join(policies, writes.terminal == policies.place)
    told = joined.mutate(
        policy=ibis.cases(
            (joined.place.isnull(), "unlisted"),
            (joined.mildest < MILDNESS["allowed"], _policy(joined.mildest)),
        )
    )
    return told.filter(told.policy.notnull()).select(
        "at", "terminal", "account", "serial", "device", "policy", "writes"
    )


def lines_where_blocked(logs: Logs, _p: Parameters) -> Table:
    """What media_write_when_blocked looks at: device events where media are blocked, or unlisted."""
    policies = _mildest(logs)
    open_ = policies.filter(policies.mildest.isnull() | (policies.mildest == MILDNESS["allowed"]))
    log = logs["device_events"]
    return log.anti_join(open_, log.terminal == open_.place)


def _mildest(logs: Logs) -> Table:
    """The mildest policy of each terminal's lines: place, mildest."""
    ledger = logs["terminals"]
    ranked = ledger.select(
        place="terminal",
        mildness=ibis.cases(
            *((ledger.media_policy == policy, rank) for policy, rank in MILDNESS.items())
        ),
    )
    return ranked.group_by("place").aggregate(mildest=ranked.mildness.max())


def _policy(rank: IntegerValue) -> StringValue:
    return ibis.cases(*((rank == one, policy) for policy, one in MILDNESS.items()))


def media_connect_when_blocked(logs: Logs, _p: Parameters) -> Table:
    """Media connected, and not blocked, on terminals where the ledger says that media are blocked.

    Looked at are lines `connect` of storage, phones and optical discs at terminals whose mildest
    policy is blocked (read_only lets a medium be read), that no permit covers
    (permit_cover.unpermitted). What is connected at a terminal without a line is told as left out. A connect is blocked where a line `blocked` of a medium names the same
    terminal on the same day, with the same serial or with none on either side. Told per terminal,
    account, serial and day: at (the first), terminal, account, serial, device (the first in the
    alphabet), connects.
    """
    policies = _mildest(logs)
    closed = policies.filter(policies.mildest == MILDNESS["blocked"])
    left = _loose_connects(logs)
    told = left.semi_join(closed, left.terminal == closed.place)
    return told.select("at", "terminal", "account", "serial", "device", "connects")


def connects_at_unlisted_terminals(logs: Logs, _p: Parameters) -> Table:
    """What media_connect_when_blocked leaves out: such connects at terminals that the ledger lacks."""
    left, ledger = _loose_connects(logs), logs["terminals"]
    return left.anti_join(ledger, left.terminal == ledger.terminal)


def _loose_connects(logs: Logs) -> Table:
    """Connects of media, not blocked and not permitted, wherever: those columns of a hit and day."""
    events = media_events(logs, "connect")
    stopped = media_events(logs, "blocked").select("day", "terminal", other="serial").distinct()
    same = events.serial.isnull() | stopped.other.isnull() | (events.serial == stopped.other)
    loose = events.anti_join(
        stopped, [events.day == stopped.day, events.terminal == stopped.terminal, same]
    )
    left = unpermitted(loose, logs)
    return left.group_by("day", "terminal", "account", "serial").aggregate(
        at=left.at.min(), device=left.device.min(), connects=left.count()
    )


def media_write_without_permit(logs: Logs, _p: Parameters) -> Table:
    """Writes to storage, phones and optical discs that no permit covers (permit_cover.unpermitted).

    Told per terminal, account, serial and day: at (the first), terminal, account, serial, device
    (the first in the alphabet), writes.
    """
    left = _unpermitted_writes(logs)
    return left.select("at", "terminal", "account", "serial", "device", "writes")


def _unpermitted_writes(logs: Logs) -> Table:
    """Writes to media by the day that no permit covers; shared."""
    return logs.shared("unpermitted_writes", unpermitted(writes_by_day(logs), logs))


def media_lines(logs: Logs, _p: Parameters) -> Table:
    """What media_write_without_permit looks at: every event of a medium."""
    return all_media_events(logs)


def media_not_in_ledger(logs: Logs, p: Parameters) -> Table:
    """Serials of storage that the log shows in use and the media ledger lacks or has disposed of.

    In use is a read or a write, or a connect if no line `blocked` names the same serial and terminal
    on the same day. A serial is disposed of from the day after its `disposed_on` (the latest of its
    lines; not if a line has none). One hit per serial: at (the first such event), serial, device
    (the first in the alphabet), terminals (different), events, last, disposed_on.
    """
    gone = reduce(Table.union, (_gone_media(period, p) for period in logs.periods))
    found = gone.group_by("serial").aggregate(
        at=gone.at.min(),
        device=gone.device.min(),
        terminals=gone.terminal.nunique(),
        events=gone.count(),
        last=gone.at.max(),
        disposed_on=gone.disposed_on.min(),
    )
    return found.select("at", "serial", "device", "terminals", "events", "last", "disposed_on")


def _gone_media(logs: Logs, p: Parameters) -> Table:
    """Uses of storage that the ledger lacks or has disposed of."""
    ledger = logs.with_ended("media")
    listed = ledger.group_by(listed="serial").aggregate(
        open=ledger.disposed_on.isnull().sum(), disposed_on=ledger.disposed_on.max()
    )
    used = _used(numbered_storage(logs, p))
    joined = used.left_join(listed, used.serial == listed.listed)
    return joined.filter(
        joined.listed.isnull() | ((joined.open == 0) & (joined.day > joined.disposed_on))
    )


def numbered_storage(logs: Logs, _p: Parameters) -> Table:
    """What media_not_in_ledger looks at: events of storage with a serial, each with its day."""
    log = all_media_events(logs)
    storage = log.filter(log.device_class == "storage", log.serial.notnull())
    return storage.mutate(day=storage.at.date())


def _used(storage: Table) -> Table:
    keys = ("serial", "terminal", "day")
    blocked = storage.filter(storage.action == "blocked").select(*keys).distinct()
    connects = storage.filter(storage.action == "connect").anti_join(blocked, keys)
    return storage.filter(storage.action.isin(("read", "write"))).union(connects)


def terminal_without_device_log(logs: Logs, p: Parameters) -> Table:
    """Terminals in use by the ledger without a single line in the device log.

    In use are terminals with a line of use business or maintenance (not given: business) whose lines
    have no `retired_on`, or one after the last day of the device log. One row each: terminal, site
    (the first in the alphabet), sign_ins (successful, in the sign-in log), last_sign_in.
    """
    live, log = watched_terminals(logs, p), logs["device_events"]
    terminals = live.group_by("terminal").aggregate(site=live.site.min())
    silent = terminals.anti_join(log.select("terminal").distinct(), "terminal")
    signs = logs["sign_ins"]
    signed = signs.filter(signs.action == "in").semi_join(silent, "terminal")
    used = signed.group_by(signed_in="terminal").aggregate(
        sign_ins=signed.count(), last_sign_in=signed.at.max()
    )
    joined = silent.left_join(used, silent.terminal == used.signed_in)
    return joined.select(
        "terminal", "site", joined.sign_ins.fill_null(0).name("sign_ins"), "last_sign_in"
    )


def watched_terminals(logs: Logs, _p: Parameters) -> Table:
    """What terminal_without_device_log looks at: lines of the ledger in use, business or maintenance."""
    ledger, log = logs["terminals"], logs["device_events"]
    last_day = log.aggregate(last=log.at.max().date()).as_scalar()
    return ledger.filter(
        ledger.terminal.notnull(),
        ledger.use.fill_null("business").isin(WATCHED),
        ledger.retired_on.isnull() | (ledger.retired_on > last_day),
    )


def unlisted_terminal(logs: Logs, p: Parameters) -> Table:
    """Terminals that a log shows and the ledger lacks, or that were used after they were retired.

    Looked at are successful sign-ins, downloads and device events with a terminal that does not fit
    `shared_terminals`. A terminal is retired from the day after its `retired_on` (the latest of its
    lines; not if a line has none). One hit per terminal: at (first such line), terminal, last,
    events, accounts (different), retired_on.
    """
    strange = reduce(Table.union, (_strange_terminals(period, p) for period in logs.periods))
    found = strange.group_by("terminal").aggregate(
        at=strange.at.min(),
        last=strange.at.max(),
        events=strange.count(),
        accounts=strange.account.nunique(),
        retired_on=strange.retired_on.min(),
    )
    return found.select("at", "terminal", "last", "events", "accounts", "retired_on")


def _strange_terminals(logs: Logs, p: Parameters) -> Table:
    """Lines of logs with a terminal that the ledger lacks or has retired."""
    seen = terminals_seen(logs, p)
    ledger = logs.with_ended("terminals")
    listed = ledger.group_by(listed="terminal").aggregate(
        open=ledger.retired_on.isnull().sum(), retired_on=ledger.retired_on.max()
    )
    joined = seen.left_join(listed, seen.terminal == listed.listed)
    return joined.filter(
        joined.listed.isnull() | ((joined.open == 0) & (joined.at.date() > joined.retired_on))
    )


def terminals_seen(logs: Logs, p: Parameters) -> Table:
    """What unlisted_terminal looks at: lines of a log with a terminal that is not shared."""
    signs = logs["sign_ins"]
    logged = [signs.filter(signs.action == "in"), logs["downloads"], logs["device_events"]]
    seen = reduce(
        Table.union,
        (log.filter(log.terminal.notnull()).select("at", "terminal", "account") for log in logged),
    )
    return without(seen, "terminal", p.texts("shared_terminals"))


def media_stock(logs: Logs, p: Parameters) -> Table:
    """Stock counts that do not add up: at start + added − removed is not what is there now.

    A line with any of the four not given is not compared. One hit per line: kind, counted_on,
    opening, added, removed, closing, difference (now − what it should be).
    """
    counted = whole_counts(logs, p)
    return counted.filter(counted["difference"] != 0).select(
        "kind", "counted_on", "opening", "added", "removed", "closing", "difference"
    )


def whole_counts(logs: Logs, _p: Parameters) -> Table:
    """What media_stock looks at: lines with all four numbers, and their difference."""
    stock = logs["media_stock"]
    counted = stock.mutate(difference=stock.closing - (stock.opening + stock.added - stock.removed))
    return counted.filter(counted["difference"].notnull())


def blocked_attempts(logs: Logs, _p: Parameters) -> Table:
    """Blocked events of storage, phones and optical discs per terminal and day.

    One row each: at (the first), terminal, blocks, accounts (different).
    """
    events = media_events(logs, "blocked")
    found = events.group_by("terminal", "day").aggregate(
        at=events.at.min(), blocks=events.count(), accounts=events.account.nunique()
    )
    return found.select("at", "terminal", "blocks", "accounts")


TESTS: Final[Mapping[str, Callable[[Logs, Parameters], Table]]] = {
    "media-write-when-blocked": media_write_when_blocked,
    "media-connect-when-blocked": media_connect_when_blocked,
    "media-write-without-permit": media_write_without_permit,
    "media-not-in-ledger": media_not_in_ledger,
    "terminal-without-device-log": terminal_without_device_log,
    "unlisted-terminal": unlisted_terminal,
    "media-stock": media_stock,
    "blocked-attempts": blocked_attempts,
}

#: Tests that go through the periods of the lists by themselves.
BY_PERIOD: Final = ("media-not-in-ledger", "unlisted-terminal")

#: What each test looks at; one that measures looks at what it tells.
COMPARED: Final[Mapping[str, Callable[[Logs, Parameters], Table]]] = {
    "media-write-when-blocked": lines_where_blocked,
    "media-connect-when-blocked": lines_where_blocked,
    "media-write-without-permit": media_lines,
    "media-not-in-ledger": numbered_storage,
    "terminal-without-device-log": watched_terminals,
    "unlisted-terminal": terminals_seen,
    "media-stock": whole_counts,
    "blocked-attempts": blocked_attempts,
}

#: What a test leaves out since it cannot judge it.
PASSED_OVER: Final[Mapping[str, Callable[[Logs, Parameters], Table]]] = {
    "media-connect-when-blocked": connects_at_unlisted_terminals,
}
