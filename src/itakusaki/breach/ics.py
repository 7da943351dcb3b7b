"""Calendar files: what is due, as whole days that any calendar can take in; the same bytes each time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from icalendar import Calendar, Event

from itakusaki.breach.clock import Due, DueStanding, PartyClock
from itakusaki.breach.labels import DUES, NO_ADVICE
from itakusaki.files.calendar import JAPAN
from itakusaki.language import Translator
from itakusaki.model.incident import Incident
from itakusaki.model.message import N_, Message

PRODUCT: Final = "-//itakusaki//breach clock//"
#: What is done needs no place in a calendar.
_AHEAD: Final = (
    DueStanding.OPEN,
    DueStanding.IN_WINDOW,
    DueStanding.BEYOND_GUIDE,
    DueStanding.OVERDUE,
)


def calendar_file(
    incident: Incident, clocks: Sequence[PartyClock], translator: Translator
) -> bytes:
    """The calendar file of all that is not done yet."""
    calendar = Calendar()
    calendar.add("prodid", f"{PRODUCT}{translator.code.upper()}")
    calendar.add("version", "2.0")
    minute = incident.as_of.minute or time()
    made = datetime.combine(incident.as_of.day, minute, JAPAN).astimezone(UTC)
    for one in clocks:
        for due in one.dues:
            if due.standing in _AHEAD:
                calendar.add_component(_event(incident, due, made, translator))
    return bytes(calendar.to_ical())


def _event(incident: Incident, due: Due, made: datetime, translator: Translator) -> Event:
    event = Event()
    first = due.first if due.first != due.start else due.last
    event.add("uid", f"{_digest(incident, due)}@itakusaki")
    event.add("dtstamp", made)
    event.add("dtstart", first)
    event.add("dtend", due.last + timedelta(days=1))
    event.add("summary", _summary(incident, due, translator))
    event.add("description", _description(due, translator))
    event.add("transp", "TRANSPARENT")
    return event


def _digest(incident: Incident, due: Due) -> str:
    text = "\0".join((incident.subject, due.party, due.kind, str(due.start), str(due.last)))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _summary(incident: Incident, due: Due, translator: Translator) -> str:
    text = N_("{what} ({party}): {subject}")
    return translator.say(
        Message.of(text, what=DUES[due.kind], party=due.party, subject=incident.subject or "-")
    )


def _description(due: Due, translator: Translator) -> str:
    text = N_("Day 1 is {start}; {last} is the last day ({kind}).")
    kind = Message(N_("a guide")) if due.is_guide else Message(N_("a limit"))
    said = Message.of(text, start=_day(due.start), last=_day(due.last), kind=kind)
    return translator.sentences([translator.say(said), translator.say(NO_ADVICE)])


def _day(day: date) -> str:
    return day.isoformat()
