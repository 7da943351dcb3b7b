"""Sessions: from when to when an account was signed in at a terminal, and where they overlap."""

from __future__ import annotations

from functools import reduce

import ibis
from ibis import Table
from ibis.expr.types import IntegerValue, TimestampValue

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.expressions.shared.days import number
from itakusaki.retests.expressions.shared.sign_in_log import attempts_left_out
from itakusaki.retests.tables import Logs

MINUTE = 60
HOUR = 3600
DAY_HOURS = 24


def seconds(since: TimestampValue, until: TimestampValue) -> IntegerValue:
    """Whole seconds between two times."""
    return until.epoch_seconds() - since.epoch_seconds()


def sessions(lines: Table, p: Parameters) -> Table:
    """Sessions of a sign-in log: account, terminal, start, end.

    Every sign-in starts one. Its end is told by `ended_at` (where not before the start), else by a
    sign-out that is the next line of the same account and terminal. An end that is not told, or
    that lies more than `session_hours` after the start (a screen left open), is taken to be the
    next line of the same account and terminal, `unclosed_minutes` after the start at most. Lines
    of one second follow one another as: sign-outs, sign-ins with a told `ended_at` in its order,
    the others.
    """
    ended = ibis.cases((lines.ended_at >= lines.at, lines.ended_at))
    ordered = lines.mutate(
        ended_at=ended,
        turn=ibis.cases((lines.action == "out", 0), (ended.notnull(), 1), else_=2),
    )
    following = ibis.window(
        group_by=(ordered.account, ordered.terminal),
        order_by=(ordered.at, ordered.turn, ordered.ended_at),
    )
    followed = ordered.mutate(
        next_at=ordered.at.lead().over(following), next_turn=ordered.turn.lead().over(following)
    )
    started = followed.filter(followed.turn > 0)
    return started.select("account", "terminal", start=started.at, end=_end(started, p))


def _end(started: Table, p: Parameters) -> TimestampValue:
    told = ibis.coalesce(started.ended_at, ibis.cases((started.next_turn == 0, started.next_at)))
    guess = started.at + ibis.interval(minutes=p.whole("unclosed_minutes"))
    near = told <= started.at + ibis.interval(hours=p.whole("session_hours"))
    return ibis.cases((near, told), (started.next_at < guess, started.next_at), else_=guess)


def sign_in_days(logs: Logs) -> Table:
    """Each day of an account with a sign-in or sign-out of people, beside its next one; shared.

    account, day (a numbered day), low and high (terminals), first, last (lines), last_in, told (the
    latest `ended_at`), next_day, next_low, next_high, next_first, next_out (the first sign-out). Few
    beside the lines: what is seen of a day here spares most lines a sort.
    """
    lines = attempts_left_out(logs).mutate(day=lambda t: number(t.at.date()))
    days = lines.group_by("account", "day").aggregate(
        low=lines.terminal.min(),
        high=lines.terminal.max(),
        first=lines.at.min(),
        last=lines.at.max(),
        last_in=lines.at.max(where=lines.action == "in"),
        first_out=lines.at.min(where=lines.action == "out"),
        told=lines.ended_at.max(),
    )
    order = ibis.window(group_by=days.account, order_by=days.day)
    ahead = {
        f"next_{name.removeprefix('first_')}": days[name].lead().over(order)
        for name in ("day", "low", "high", "first", "first_out")
    }
    return logs.shared("sign_in_days", days.mutate(**ahead).drop("first_out"))


def _within_a_day(p: Parameters) -> bool:
    """Whether a session counts for a day at most, so that it ends on its day or the next."""
    hours, minutes = p.whole("session_hours"), p.whole("unclosed_minutes")
    return 0 <= hours <= DAY_HOURS and 0 <= minutes <= DAY_HOURS * MINUTE


def moving(lines: Table, logs: Logs, p: Parameters) -> Table:
    """The lines of days near which an account was at two terminals; others cannot overlap.

    Sessions that overlap start on one day or on two that follow one another; the day after these is
    kept as well, for the ends.
    """
    if not _within_a_day(p):
        return lines
    days = sign_in_days(logs)
    moved = (days.next_low != days.low) | (days.next_high != days.high)
    apart = days.filter((days.low != days.high) | ((days.next_day == days.day + 1) & moved))
    near = (apart.select("account", day=apart.day + after) for after in range(3))
    return _of_days(lines, reduce(Table.union, near))


def restless(lines: Table, logs: Logs, p: Parameters, rest: int, longest: int) -> Table:
    """The lines of days which may be part of a block longer than `longest` seconds (blocks).

    A day may that is so long by itself, or that no `rest` parts from the next: it begins sooner, or
    with the end of a session of the day before.
    """
    if not _within_a_day(p):
        return lines
    days = sign_in_days(logs)
    guess = days["last"] + ibis.interval(minutes=p.whole("unclosed_minutes"))
    # Not the greatest of both: engines differ in what they make of one that is not given.
    reach = ibis.cases((days.told > guess, days.told), else_=guess)
    open_until = days.last_in + ibis.interval(hours=p.whole("session_hours"))
    linked = (seconds(reach, days.next_first) < rest) | (days.next_out <= open_until)
    near = days.mutate(linked=linked.fill_null(ibis.literal(value=False)))
    kept = near.filter((seconds(near["first"], reach) > longest) | near.linked)
    after = near.filter(near.linked).select("account", day="next_day")
    return _of_days(lines, kept.select("account", "day").union(after))


def _of_days(lines: Table, days: Table) -> Table:
    """The lines of the days (account, day)."""
    dated = lines.mutate(day=number(lines.at.date()))
    return dated.semi_join(days, ["account", "day"]).drop("day")


def overlaps(spans: Table) -> Table:
    """Periods in which an account has sessions at two terminals or more: account, at, until, terminals.

    Sessions are half-open: one that starts when another ends does not overlap it. `terminals` is
    the greatest number at once.
    """
    levels = _levels(_merged(spans.semi_join(_crowded(spans), "account")))
    opening = (levels.level > 1) & (levels.level - levels.step <= 1)
    running = ibis.cumulative_window(group_by=levels.account, order_by=levels.moment)
    runs = levels.mutate(run=opening.cast("int64").sum().over(running))
    shared = runs.filter(runs.level > 1)
    periods = shared.group_by("account", "run").aggregate(
        at=shared.moment.min(), until=shared.next_moment.max(), terminals=shared.level.max()
    )
    return periods.select("account", "at", "until", "terminals")


def _crowded(spans: Table) -> Table:
    """Accounts with a session that starts before an earlier one has ended: all others are done with."""
    reached = spans.mutate(reach=_reach(spans, "account"))
    return reached.filter(reached.start < reached.reach).select("account").distinct()


def _merged(spans: Table) -> Table:
    """Sessions of one account at one terminal that touch, as one."""
    islands = blocks(spans, ("account", "terminal"), gap=1)
    return islands.group_by("account", "terminal", "block").aggregate(
        start=islands.start.min(), end=islands.end.max()
    )


def blocks(spans: Table, keys: tuple[str, ...], gap: int) -> Table:
    """Spans with the number of their block: a new one begins `gap` seconds or more after the last ends."""
    reached = spans.mutate(reach=_reach(spans, *keys))
    fresh = reached.reach.isnull() | (seconds(reached.reach, reached.start) >= gap)
    running = ibis.cumulative_window(
        group_by=[reached[key] for key in keys], order_by=(reached.start, reached.end)
    )
    return reached.mutate(block=fresh.cast("int64").sum().over(running))


def _reach(spans: Table, *keys: str) -> TimestampValue:
    """The latest end among the spans that stand before this one."""
    earlier = ibis.window(
        group_by=[spans[key] for key in keys],
        order_by=(spans.start, spans.end),
        preceding=(None, 1),
    )
    return spans.end.max().over(earlier)


def _levels(spans: Table) -> Table:
    """How many terminals an account is at from each moment on: account, moment, step, level, next_moment."""
    steps = spans.select("account", moment=spans.start, step=ibis.literal(1, "int64")).union(
        spans.select("account", moment=spans.end, step=ibis.literal(-1, "int64"))
    )
    moments = steps.group_by("account", "moment").aggregate(step=steps.step.sum())
    running = ibis.cumulative_window(group_by=moments.account, order_by=moments.moment)
    following = ibis.window(group_by=moments.account, order_by=moments.moment)
    return moments.mutate(
        level=moments.step.sum().over(running), next_moment=moments.moment.lead().over(following)
    )
