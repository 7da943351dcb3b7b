"""Permission of downloads: out of hours, and large ones that neither a permit nor a ticket covers."""

from __future__ import annotations

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue, IntegerValue

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.expressions.shared.days import holidays, is_weekday_off, number
from itakusaki.retests.expressions.shared.output_cover import by_people, uncovered
from itakusaki.retests.tables import Logs

DAY = 1440


def download_without_permit(logs: Logs, p: Parameters) -> Table:
    """Downloads of `from_rows` records or more that neither a permit nor a ticket covers.

    A download whose number of records is not given is no hit. Accounts with a line of kind service
    in the list or fitting `service_accounts` are left out. What covers is said by
    output_cover.uncovered. at, account, terminal, destination, object, records, ticket (the number
    it gave).
    """
    counted = counted_downloads(logs, p)
    large = counted.filter(counted["rows"] >= p.whole("from_rows"))
    left = uncovered(large.mutate(day=lambda t: t.at.date()), logs, p)
    return left.select(
        "at", "account", "terminal", "destination", "object", "ticket", records=left["rows"]
    ).relocate("records", before="ticket")


def counted_downloads(logs: Logs, p: Parameters) -> Table:
    """What download_without_permit looks at: downloads by people whose number of records is given."""
    log = logs["downloads"]
    return by_people(logs, p, log.filter(log["rows"].notnull()))


def download_out_of_hours(logs: Logs, p: Parameters) -> Table:
    """Downloads outside every shift, or on a day off.

    A shift starts at its minute and ends before its end; one whose end is not after its start ends
    the day after. Without shifts one from `opens` to `closes` is taken. Shifts are widened by
    `margin_minutes` at both ends. A shift belongs to the day on which it starts and is worked unless
    that day is a holiday or one of the weekdays `days_off`; so the night shift before a holiday
    counts in full. Shifts that together (unwidened) leave no minute of the day free mean work round
    the clock on every day: no hit. Seconds are dropped. Left out are accounts with a line of kind
    service in the list or fitting `service_accounts`, and downloads that output_cover.uncovered says
    are covered. at, account, terminal, object, records, why (day_off where the download's own day is
    one, else hours).
    """
    joined = timed_downloads(logs, p)
    odd = joined.filter(
        ~(
            (joined.today & joined.works)
            | (joined.before & joined.worked)
            | (joined.after & joined.will_work)
        )
    )
    left = uncovered(odd, logs, p)
    why = left.works.ifelse("hours", "day_off")
    return left.select("at", "account", "terminal", "object", records=left["rows"], why=why)


def timed_downloads(logs: Logs, p: Parameters) -> Table:
    """What download_out_of_hours looks at: downloads by people beside shifts and calendar.

    None where work goes round the clock.
    """
    log, anybody = by_people(logs, p), logs["downloads"]
    timed = log.mutate(day=log.at.date(), minute=_minute(log))
    # Of anybody's downloads: those by people would be worked out once more, with all their columns.
    clock = _clock(anybody.select(minute=_minute(anybody)).distinct(), logs, p)
    calendar = _calendar(anybody.select(day=anybody.at.date()).distinct(), logs, p)
    return timed.join(clock, "minute").join(calendar, "day")


def _minute(log: Table) -> IntegerValue:
    return log.at.hour().cast("int64") * 60 + log.at.minute()


def shifts(logs: Logs, p: Parameters) -> Table:
    """Shifts with an end after their start: starts, ends; the parameters' one where none is given."""
    given = logs["shifts"].select("starts", "ends")
    none = given.aggregate(n=given.count()).filter(lambda t: t.n == 0)
    opens, closes = (
        ibis.literal(p.whole("opens"), "int64"),
        ibis.literal(p.whole("closes"), "int64"),
    )
    either = given.union(none.select(starts=opens, ends=closes))
    ends = (either.ends > either.starts).ifelse(either.ends, either.ends + DAY)
    return either.select("starts", ends=ends)


def _free_ends(spans: Table) -> Table:
    """How many shifts end at a minute that no shift covers: none where work goes round the clock."""
    ends = spans.select(minute=spans.ends % DAY)
    covered = _covers(spans, ends.minute) | _covers(spans, ends.minute + DAY)
    free = ends.anti_join(spans, covered)
    return free.aggregate(free=free.count())


def _covers(spans: Table, minute: IntegerValue) -> BooleanValue:
    return (spans.starts <= minute) & (minute < spans.ends)


def _clock(times: Table, logs: Logs, p: Parameters) -> Table:
    """Per minute of the day: is it in a shift of the same day, of the day before, of the day after.

    Without a row where work goes round the clock.
    """
    spans, margin = shifts(logs, p), p.whole("margin_minutes")
    wide = spans.select(starts=spans.starts - margin, ends=spans.ends + margin)
    minutes = times.cross_join(wide)
    known = minutes.group_by("minute").aggregate(
        today=_covers(minutes, minutes.minute).any(),
        before=_covers(minutes, minutes.minute + DAY).any(),
        after=_covers(minutes, minutes.minute - DAY).any(),
    )
    free = _free_ends(spans)
    return known.cross_join(free.filter(free.free > 0)).drop("free")


def _calendar(days: Table, logs: Logs, p: Parameters) -> Table:
    """Per day of the log: is it worked on, was the day before, will the day after be."""
    listed = holidays(logs, p)
    for name, step in (("works", 0), ("worked", -1), ("will_work", 1)):
        at = number(days.day) + step
        held = days.left_join(listed, at == listed.holiday)
        off = held.holiday.notnull() | is_weekday_off(number(held.day) + step, p)
        days = held.mutate(**{name: ~off}).drop("holiday")
    return days
