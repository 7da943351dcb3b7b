"""Tests on the logs themselves: days without a line, numbers that are missing, the time they hold."""

from __future__ import annotations

from functools import reduce
from typing import Final

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue, Value

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.expressions.shared.days import (
    holidays,
    is_weekday_off,
    number,
    weekdays_between,
)
from itakusaki.retests.tables import Logs

#: Logs that have lines every day where people work, and the column that says where a line is from.
DAILY: Final = {
    "sign_ins": "system",
    "downloads": "system",
    "device_events": "system",
    "entries": "site",
}
NUMBERED: Final = ("sign_ins", "downloads", "device_events", "changes")
#: Record numbers are counted by the block first: only blocks that lack some are looked at closely.
BLOCK: Final = 4096
SOURCE: Final = ("export", "system")


def log_silence(logs: Logs, p: Parameters) -> Table:
    """Stretches of more than `working_days` whole working days without a line of a source.

    A source is an export (sign_ins, downloads, device_events, entries) and its system (entries: its
    site; none given is one source). Working days are all but the weekdays `days_off` and the
    holidays. A stretch lies between two days with a line of the source that follow one another, or
    between its last day and the last day of that export; only working days strictly between count.
    Left out are sources that are not daily: those with a line on fewer than `least_days` working
    days, and a stretch if, of the working days from the source's first to its last line without
    those of the stretch itself, fewer than `alive_percent` in a hundred have a line. at (the last
    line before), export, system, until (the first line after, missing if there is none),
    working_days.
    """
    off = holidays(logs, p)
    days = reduce(Table.union, (_days(logs, export) for export in DAILY)).filter(
        lambda t: t.day.notnull()
    )
    known = _long_stretches(days, off, p)
    daily = known.filter(known.active >= p.whole("least_days"), _is_daily(known, p))
    return daily.select("at", "export", _system(daily), "until", "working_days")


def daily_sources(logs: Logs, p: Parameters) -> Table:
    """What log_silence looks at: sources with a line on most working days from first to last."""
    days = reduce(Table.union, (_days(logs, export) for export in DAILY))
    alive = _alive(days.filter(days.day.notnull()), holidays(logs, p), p)
    return alive.filter(
        alive.active >= p.whole("least_days"),
        alive.active * 100 >= alive.span * p.whole("alive_percent"),
    )


def sparse_sources(logs: Logs, p: Parameters) -> Table:
    """What log_silence leaves out: sources with a stretch too long for a log that is not daily.

    Those with lines on `least_days` working days at least, some of whose stretches without a line
    are of more than `working_days` and do not count for want of `alive_percent`: export, system.
    """
    days = reduce(Table.union, (_days(logs, export) for export in DAILY)).filter(
        lambda t: t.day.notnull()
    )
    off = holidays(logs, p)
    known = _long_stretches(days, off, p)
    sparse = known.filter(known.active >= p.whole("least_days"), ~_is_daily(known, p))
    return sparse.select(*SOURCE).distinct()


def _long_stretches(days: Table, off: Table, p: Parameters) -> Table:
    """Stretches of more than `working_days`, each with the working days of its source."""
    stretches = _stretches(days, off, p).filter(lambda t: t.working_days > p.whole("working_days"))
    return stretches.join(_alive(days, off, p), SOURCE)


def _is_daily(known: Table, p: Parameters) -> BooleanValue:
    """Whether a source has lines every day but in this stretch."""
    inner = known.until.notnull().ifelse(known.working_days, 0)
    return known.active * 100 >= (known.span - inner) * p.whole("alive_percent")


def _system(table: Table) -> Value:
    """The system as it was given; within a test one not given is "", so that it meets itself."""
    return table.system.nullif("").name("system")


def _days(logs: Logs, export: str) -> Table:
    """Each day with a line of each source of an export; shared: system, day, first, last, lines, export."""
    log = logs[export]
    seen = log.select("at", system=log[DAILY[export]].fill_null(""))
    grouped = seen.group_by("system", day=number(seen.at.date())).aggregate(
        first=seen.at.min(), last=seen.at.max(), lines=seen.count()
    )
    days = grouped.select("system", "day", "first", "last", "lines", export=ibis.literal(export))
    return logs.shared(f"days_of_{export}", days)


def _source(table: Table) -> list[Value]:
    return [table[key] for key in SOURCE]


def _stretches(days: Table, off: Table, p: Parameters) -> Table:
    """What lies between days with a line, and from a source's last to its export's: at, until, working_days."""
    order = ibis.window(group_by=_source(days), order_by=days.day)
    ends = days.mutate(
        before=days.day.lead().over(order),
        until=days["first"].lead().over(order),
        end=days.day.max().over(group_by=days.export),
    )
    held = ends.select(
        *SOURCE, "day", "until", at="last", before=ibis.coalesce(ends.before, ends.end)
    )
    wide = held.filter(held.before - held.day - 1 > p.whole("working_days"))
    free = wide.join(off, (off.holiday > wide.day) & (off.holiday < wide.before))
    taken = free.group_by(*SOURCE, "day").aggregate(taken=free.count())
    joined = wide.left_join(taken, [*SOURCE, "day"])
    working = weekdays_between(joined.day, joined.before, p) - joined.taken.fill_null(0)
    return joined.select(*SOURCE, "at", "until", working_days=working)


def _alive(days: Table, off: Table, p: Parameters) -> Table:
    """Of each source its working days with a line, and all from its first to its last line."""
    work = days.filter(~is_weekday_off(days.day, p)).anti_join(off, days.day == off.holiday)
    active = work.group_by(*SOURCE).aggregate(active=work.count())
    spans = days.group_by(*SOURCE).aggregate(since=days.day.min(), until=days.day.max())
    free = spans.join(off, (off.holiday >= spans.since) & (off.holiday <= spans.until))
    taken = free.group_by(*SOURCE).aggregate(taken=free.count())
    both = spans.left_join(active, SOURCE).drop("export_right", "system_right")
    both = both.left_join(taken, SOURCE)
    span = weekdays_between(both.since - 1, both.until + 1, p) - both.taken.fill_null(0)
    return both.select(*SOURCE, active=both.active.fill_null(0), span=span)


def log_sequence_break(logs: Logs, p: Parameters) -> Table:
    """Record numbers that are missing between neighbours of a source.

    A source is an export (sign_ins, downloads, device_events, changes) and its system (none given is
    one source); lines without a number are passed over. Left out are sources whose numbers are not
    those of their lines, since they break all over: more than `few_breaks` breaks, and more than
    `breaks_percent` in a hundred numbered lines. at (the first line with the number before), export,
    system, until (the first line with the number after), after and before (the neighbours' numbers),
    missing (how many).
    """
    found = [_breaks(logs, export, p) for export in NUMBERED]
    return reduce(Table.union, found)


def _breaks(logs: Logs, export: str, p: Parameters) -> Table:
    numbered, blocks = _numbered(logs[export]), _blocks(logs, export)
    pairs = _inside(numbered, blocks).union(_across(blocks))
    counts = blocks.group_by("system").aggregate(lines=blocks["lines"].sum())
    broken = pairs.group_by("system").aggregate(breaks=pairs.count()).join(counts, "system")
    few = broken.filter(~_scattered(broken, p))
    timed = _timed(pairs.semi_join(few, "system"), numbered)
    return timed.select(
        "at",
        ibis.literal(export).name("export"),
        _system(timed),
        "until",
        "after",
        "before",
        missing=timed.before - timed.after - 1,
    )


def _scattered(broken: Table, p: Parameters) -> BooleanValue:
    """Whether numbers break all over, so that they are not those of the lines."""
    return (broken.breaks > p.whole("few_breaks")) & (
        broken.breaks * 100 > broken.lines * p.whole("breaks_percent")
    )


def counted_sources(logs: Logs, p: Parameters) -> Table:
    """What log_sequence_break looks at: sources that number their lines: system, lines."""
    numbered = reduce(Table.union, (_broken_sources(logs, export) for export in NUMBERED))
    return numbered.filter(~_scattered(numbered, p)).select("system", "lines")


def scattered_sources(logs: Logs, p: Parameters) -> Table:
    """What log_sequence_break leaves out: sources whose numbers break all over: system, lines."""
    numbered = reduce(Table.union, (_broken_sources(logs, export) for export in NUMBERED))
    return numbered.filter(_scattered(numbered, p)).select("system", "lines")


def _broken_sources(logs: Logs, export: str) -> Table:
    """Sources with two numbered lines or more, and how often their numbers break: system, lines, breaks."""
    numbered, blocks = _numbered(logs[export]), _blocks(logs, export)
    pairs = _inside(numbered, blocks).union(_across(blocks))
    counts = blocks.group_by("system").aggregate(lines=blocks["lines"].sum())
    breaks = pairs.group_by(broken="system").aggregate(breaks=pairs.count())
    beside = counts.left_join(breaks, counts.system == breaks.broken)
    known = beside.mutate(breaks=beside.breaks.fill_null(0))
    return known.filter(known.lines > 1).select("system", "lines", "breaks")


def _numbered(log: Table) -> Table:
    """Lines with a number: at, record, system."""
    named = log.filter(log.record.notnull())
    return named.select("at", "record", system=named.system.fill_null(""))


def _blocks(logs: Logs, export: str) -> Table:
    """Per source and block of numbers: how many lines, the least and the most number; shared."""
    numbered = _numbered(logs[export])
    blocks = numbered.group_by("system", block=numbered.record // BLOCK).aggregate(
        lines=numbered.count(), least=numbered.record.min(), most=numbered.record.max()
    )
    return logs.shared(f"blocks_of_{export}", blocks)


def _across(blocks: Table) -> Table:
    """Breaks between the last number of a block and the first of the next: system, after, before."""
    order = ibis.window(group_by=blocks.system, order_by=blocks.block)
    following = blocks.mutate(before=blocks.least.lead().over(order))
    return (
        following.filter(following.before > following.most + 1)
        .select("system", "before", after="most")
        .select("system", "after", "before")
    )


def _inside(numbered: Table, blocks: Table) -> Table:
    """Breaks within blocks that lack numbers: system, after, before.

    With a system a number is one line's (it is their key), so that as many lines as numbers lack
    none; without a system it need not be, and every block is looked at.
    """
    lacking = blocks.filter((blocks.lines < blocks.most - blocks.least + 1) | (blocks.system == ""))
    rows = numbered.mutate(block=numbered.record // BLOCK)
    close = rows.semi_join(lacking, ["system", "block"])
    order = ibis.window(group_by=(close.system, close.block), order_by=close.record)
    following = close.mutate(before=close.record.lead().over(order))
    found = following.filter(following.before > following.record + 1)
    return found.select("system", found.record.name("after"), "before")


def _timed(pairs: Table, numbered: Table) -> Table:
    """When the neighbours of a break were written: the first line with each number."""
    wanted = pairs.select("system", record="after").union(
        pairs.select("system", record="before"), distinct=True
    )
    lines = numbered.semi_join(wanted, ["system", "record"])
    times = lines.group_by("system", "record").aggregate(time=lines.at.min())
    since = times.select("system", after="record", at="time")
    until = times.select("system", before="record", until="time")
    return pairs.join(since, ["system", "after"]).join(until, ["system", "before"])


def log_range(logs: Logs, _p: Parameters) -> Table:
    """The time that each log holds: export, first_at, last_at, days (calendar days, both ends), lines.

    Logs are sign_ins, downloads, device_events and entries; one without a line is left out. The
    record of changes is none of them: its lines are too rare to say how far it reaches.
    """
    return reduce(Table.union, (_range(_days(logs, export), export) for export in DAILY))


def _range(days: Table, export: str) -> Table:
    found = days.aggregate(
        first_at=days["first"].min(),
        last_at=days["last"].max(),
        lines=days["lines"].sum().cast("int64"),
    )
    held = found.filter(found.lines > 0)
    days = number(held.last_at.date()) - number(held.first_at.date()) + 1
    return held.select(
        ibis.literal(export).name("export"), "first_at", "last_at", days=days, lines="lines"
    )
