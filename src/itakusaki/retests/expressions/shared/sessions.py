"""Sessions: from when to when an account was signed in at a terminal, and where they overlap."""

from __future__ import annotations

import ibis
from ibis import Table
from ibis.expr.types import IntegerValue, TimestampValue

from itakusaki.catalogue.parameters import Parameters

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


def moving(lines: Table, p: Parameters) -> Table:
    """The lines of days near which an account was at two terminals; others cannot overlap.

    A session counts for a day at most, so two that overlap start on one day or on two that follow
    one another; the day after these is kept as well, for the ends. Sorting is dear, this is not.
    """
    if p.whole("session_hours") > DAY_HOURS or p.whole("unclosed_minutes") > DAY_HOURS * MINUTE:
        return lines
    dated = lines.mutate(day=lines.at.date())
    places = dated.select("account", "day", "terminal").distinct()
    cells = places.group_by("account", "day").aggregate(
        low=places.terminal.min(), high=places.terminal.max()
    )
    near = ibis.window(group_by=cells.account, order_by=cells.day)
    following = cells.mutate(
        next_low=cells.low.lead().over(near), next_high=cells.high.lead().over(near)
    )
    apart = (
        (following.low != following.high)
        | (following.next_low != following.low)
        | (following.next_high != following.high)
    )
    marked = following.mutate(apart=apart.fill_null(ibis.literal(value=False)).cast("int64"))
    behind = ibis.window(group_by=marked.account, order_by=marked.day, preceding=2, following=0)
    hot = marked.mutate(hot=marked.apart.max().over(behind))
    return dated.semi_join(hot.filter(hot.hot == 1), ["account", "day"]).drop("day")


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


def busy(spans: Table, gap: int, longest: int) -> Table:
    """Spans that start on days which may be part of a block longer than `longest` seconds.

    The extents of days are merged as if nobody rested within a day: few rows are left to sort.
    """
    dated = spans.mutate(day=spans.start.date())
    extents = dated.group_by("account", "day").aggregate(
        start=dated.start.min(), end=dated.end.max()
    )
    merged = blocks(extents, ("account",), gap)
    sizes = merged.group_by("account", "block").aggregate(
        start=merged.start.min(), end=merged.end.max()
    )
    long = sizes.filter(seconds(sizes.start, sizes.end) > longest)
    days = merged.semi_join(long, ["account", "block"]).select("account", "day")
    return dated.semi_join(days, ["account", "day"]).drop("day")


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
