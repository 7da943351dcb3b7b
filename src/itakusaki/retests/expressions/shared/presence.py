"""Presence: who was on site on which day, as the entry log has it."""

from __future__ import annotations

from typing import Final

import ibis
from ibis import Table

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.tables import Logs

#: Hours that an entry is looked back for at most: further back is another day's work.
LOOK_BACK: Final = 24


def presence(logs: Logs) -> Table:
    """Who has an entry record on which day: person, day, last (the latest of the day); shared."""
    entries = logs["entries"]
    by_day = entries.mutate(day=entries.at.date())
    found = by_day.group_by("person", "day").aggregate(last=by_day.at.max())
    return logs.shared("presence", found)


def attendance(events: Table, logs: Logs, p: Parameters) -> Table:
    """Events (at, day, person) of persons whom the entry log names, with `present` (1 or 0) by it.

    Present is who has a record that day, or shortly before as `absent` has it.
    """
    seen = presence(logs)
    named = events.semi_join(seen, "person")
    looked = named.mutate(day_before=(named.at - ibis.interval(days=1)).date())
    today = seen.select(who="person", on="day", today="last")
    before = seen.select(whose="person", eve="day", evening="last")
    joined = looked.left_join(
        today, [looked.person == today.who, looked.day == today["on"]]
    ).left_join(before, [looked.person == before.whose, looked.day_before == before.eve])
    hours = ibis.interval(hours=min(p.whole("look_back_hours"), LOOK_BACK))
    present = joined.today.notnull() | (joined.at <= joined.evening + hours)
    no = ibis.literal(value=False)
    return joined.select(*events.columns, present=present.fill_null(no).cast("int64"))


def on_site(logs: Logs) -> Table:
    """Terminals that the ledger says stand on site: terminal."""
    ledger = logs["terminals"]
    return ledger.filter(ledger.on_site).select("terminal").distinct()


def comparable(events: Table, logs: Logs) -> Table:
    """The events at terminals on site, on days on which the entry log has a line of anybody."""
    days = presence(logs).select("day").distinct()
    return events.semi_join(on_site(logs), "terminal").semi_join(days, "day")


def absent(events: Table, present: Table, keys: tuple[str, ...], p: Parameters) -> Table:
    """The events (at, day and `keys`) whose keys have no record that day, nor shortly before.

    `present` holds the keys, day and last. Shortly before: the last record of the day before lies
    `look_back_hours` before the event or less; so far but no further than a day.
    """
    same_day = events.anti_join(present, [*keys, "day"])
    looked = same_day.mutate(day_before=(same_day.at - ibis.interval(days=1)).date())
    hours = ibis.interval(hours=min(p.whole("look_back_hours"), LOOK_BACK))
    before = present.mutate(until=present["last"] + hours)
    return looked.anti_join(
        before,
        [
            *(looked[key] == before[key] for key in keys),
            looked.day_before == before.day,
            looked.at <= before.until,
        ],
    ).drop("day_before")
