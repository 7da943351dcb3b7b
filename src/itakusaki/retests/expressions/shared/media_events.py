"""The device log as tests ask it: events of media, never of printers, keyboards or networks."""

from __future__ import annotations

from typing import Final

from ibis import Table

from itakusaki.retests.tables import Logs

#: Device classes that data can be carried away on.
MEDIA: Final = ("storage", "phone", "optical")


def media_events(logs: Logs, *actions: str) -> Table:
    """The events of media with one of the actions, each with its day; a class not given is none."""
    events = all_media_events(logs)
    return events.filter(events.action.isin(actions)).mutate(day=events.at.date())


def all_media_events(logs: Logs) -> Table:
    """Every event of a medium; shared, since they are few among all events."""
    log = logs["device_events"]
    return logs.shared("media_events", log.filter(log.device_class.isin(MEDIA)))


def writes_by_day(logs: Logs) -> Table:
    """Writes to media, one row per terminal, account, serial and day.

    Columns: day, terminal, account, serial, at (the first), device (the first in the alphabet),
    writes.
    """
    events = media_events(logs, "write")
    return events.group_by("day", "terminal", "account", "serial").aggregate(
        at=events.at.min(), device=events.device.min(), writes=events.count()
    )
