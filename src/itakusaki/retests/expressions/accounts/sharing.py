"""Sharing: one account at two terminals at once, all day long, without its owner, without a loan."""

from __future__ import annotations

from typing import Final

import ibis
from ibis import Table

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.expressions.shared.account_list import attended, of_kind, owners, personal
from itakusaki.retests.expressions.shared.patterns import without
from itakusaki.retests.expressions.shared.presence import absent, comparable, presence
from itakusaki.retests.expressions.shared.sessions import (
    HOUR,
    MINUTE,
    blocks,
    moving,
    overlaps,
    restless,
    seconds,
    sessions,
)
from itakusaki.retests.expressions.shared.sign_in_log import (
    attempts_left_out,
    by_day,
    by_people,
    sign_ins,
)
from itakusaki.retests.tables import Logs

#: Uses of terminals at which a person sits: a remote sign-in at another one is a window on a screen.
SEATS: Final = ("business", "maintenance")


def account_overlap(logs: Logs, p: Parameters) -> Table:
    """Periods in which one account was signed in at two terminals or more at once.

    Looked at are sign-ins and sign-outs (neither failed nor batch; a kind not given is interactive)
    with a terminal. Left out are accounts with a line of kind service or vault in the list or
    fitting `service_accounts`; terminals fitting `shared_terminals` or with a line of use vdi in the
    ledger; and lines of kind remote at a terminal that has no line of use business or maintenance,
    since a person at one terminal may have windows open on others. Sessions are made as
    sessions.sessions says, those at one terminal that overlap or touch count as one, and a session
    does not overlap one that starts when it ends. A hit is a longest stretch with two terminals or
    more, longer than `margin_minutes`: at, account, until, terminals (the most at once), minutes
    (whole).
    """
    lines = _seated(attended(moving(attempts_left_out(logs), logs, p), logs, p), logs, p)
    spans = sessions(lines, p)
    found = overlaps(spans.filter(spans.end > spans.start))
    lasting = found.mutate(seconds=seconds(found.at, found.until))
    long = lasting.filter(lasting.seconds > p.whole("margin_minutes") * MINUTE)
    told = long.select("at", "account", "until", "terminals", minutes=long.seconds // MINUTE)
    return logs.shared("overlaps", told)


def overlap_lines(logs: Logs, p: Parameters) -> Table:
    """What account_overlap looks at: lines of accounts with a person behind, at real seats."""
    return _seated(attended(attempts_left_out(logs), logs, p), logs, p)


def _seated(lines: Table, logs: Logs, p: Parameters) -> Table:
    """Lines at terminals that tell where a person sits."""
    ledger = logs["terminals"]
    virtual = ledger.filter(ledger.use == "vdi").select("terminal").distinct()
    seats = ledger.filter(ledger.use.isin(SEATS)).select(seat="terminal").distinct()
    named = without(lines.filter(lines.terminal.notnull()), "terminal", p.texts("shared_terminals"))
    real = named.anti_join(virtual, "terminal")
    placed = real.left_join(seats, real.terminal == seats.seat)
    return placed.filter((placed.kind != "remote") | placed.seat.notnull())


def account_long_day(logs: Logs, p: Parameters) -> Table:
    """A personal account in use for more than `longest_hours` without a rest of `rest_hours`.

    Looked at are sign-ins and sign-outs (neither failed nor batch) of accounts that no line of the
    list calls anything but personal, unlisted ones included, and that do not fit
    `service_accounts`. Sessions are made as sessions.sessions says (no terminal is a terminal of its
    own here). A block of sessions goes on until no session has been open for `rest_hours` or more.
    A hit is a block longer than `longest_hours`: at, account, until, hours (whole), terminals
    (different names), sign_ins.
    """
    rest, longest = p.whole("rest_hours") * HOUR, p.whole("longest_hours") * HOUR
    lines = _personal(restless(attempts_left_out(logs), logs, p, rest, longest), logs, p)
    spans = blocks(sessions(lines, p), ("account",), rest)
    days = spans.group_by("account", "block").aggregate(
        at=spans.start.min(),
        until=spans.end.max(),
        terminals=spans.terminal.nunique(),
        sign_ins=spans.count(),
    )
    lasting = days.mutate(seconds=seconds(days.at, days.until))
    long = lasting.filter(lasting.seconds > longest)
    hours = (long.seconds // HOUR).name("hours")
    return long.select("at", "account", "until", hours, "terminals", "sign_ins")


def personal_lines(logs: Logs, p: Parameters) -> Table:
    """What account_long_day looks at: lines of accounts that the list calls nothing but personal."""
    return _personal(attempts_left_out(logs), logs, p)


def _personal(lines: Table, logs: Logs, p: Parameters) -> Table:
    kept = without(lines, "account", p.texts("service_accounts"))
    return kept.anti_join(of_kind(logs, "shared", "service", "emergency", "vault"), "account")


def owner_absent(logs: Logs, p: Parameters) -> Table:
    """Interactive sign-ins with a personal account on site while its owner was not.

    Looked at are interactive sign-ins (kind not given: interactive) of accounts that every line of
    theirs calls personal, with an owner whom the entry log names at least once, at terminals that the
    ledger says are on site, on days on which the entry log has a line of anybody. Present is an owner
    with any record (entry or exit) on the day of the sign-in, or whose last record of the day
    before lies `look_back_hours` (24 at most) before it or less. With several owners one present
    suffices. Hits are told per account, terminal and day: at (the first), account, terminal,
    sign_ins.
    """
    present = _owner_presence(logs)
    return by_day(absent(owned_sign_ins(logs, p), present, ("account",), p))


def owned_sign_ins(logs: Logs, _p: Parameters) -> Table:
    """What owner_absent looks at: sign-ins on site whose owner the entry log knows."""
    signs = sign_ins(logs)
    asked = signs.filter(signs.kind == "interactive").semi_join(
        personal(logs).semi_join(_owner_presence(logs), "account"), "account"
    )
    return comparable(asked, logs)


def _owner_presence(logs: Logs) -> Table:
    """On which days an owner of an account was on site: account, day, last."""
    pairs, seen = owners(logs), presence(logs)
    owned = pairs.join(seen, pairs.owner == seen.person)
    return owned.group_by("account", "day").aggregate(last=owned["last"].max())


def vault_without_checkout(logs: Logs, p: Parameters) -> Table:
    """Sign-ins (not batch) with a vault account outside every loan of it.

    A vault account has a line of kind vault in the list. A loan covers from `margin_minutes` before
    it starts to `margin_minutes` after it ends, both ends included. Told per account, terminal and
    day: at (the first), account, terminal, sign_ins.
    """
    signs = vault_sign_ins(logs, p)
    margin = ibis.interval(minutes=p.whole("margin_minutes"))
    loans = logs["checkouts"]
    wide = loans.mutate(start_at=loans.start_at - margin, end_at=loans.end_at + margin)
    alone = signs.anti_join(
        wide,
        [signs.account == wide.account, signs.at >= wide.start_at, signs.at <= wide.end_at],
    )
    return by_day(alone)


def vault_sign_ins(logs: Logs, _p: Parameters) -> Table:
    """What vault_without_checkout looks at: sign-ins with accounts that are lent."""
    return by_people(logs).semi_join(of_kind(logs, "vault"), "account")
