"""Labels: what outcomes, things due and their standing are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from itakusaki.breach.clock import Due, DueKind, DueStanding
from itakusaki.files.calendar import Closing
from itakusaki.model.message import N_, Message

OUTCOMES: Final[Mapping[str, Message]] = {
    "must_report": Message(N_("Must report")),
    "voluntary": Message(N_("No duty; may report voluntarily")),
    "none": Message(N_("No report by these facts")),
    "lawyer": Message(N_("A lawyer decides")),
}
DUES: Final[Mapping[DueKind, Message]] = {
    DueKind.NOTICE_TO_CLIENT: Message(N_("Notice to the client")),
    DueKind.PRELIMINARY: Message(N_("Preliminary report")),
    DueKind.FINAL: Message(N_("Final report")),
    DueKind.FINAL_CLEARED: Message(N_("Final report that there had been none (voluntary)")),
    DueKind.SUPPLEMENT: Message(N_("Supplement")),
    DueKind.NOTICE_TO_PERSONS: Message(N_("Notice to the persons")),
    DueKind.ANSWER: Message(N_("Answer to the authority")),
}
CLOSINGS: Final[Mapping[Closing, Message]] = {
    Closing.SATURDAY: Message(N_("Saturday")),
    Closing.SUNDAY: Message(N_("Sunday")),
    Closing.HOLIDAY: Message(N_("public holiday")),
    Closing.TURN_OF_THE_YEAR: Message(N_("closed at the turn of the year")),
}
NO_ADVICE: Final = Message(
    N_(
        "This is no legal advice: it lays facts beside rules in our own words. Where it says so, and in doubt, a lawyer decides."
    )
)


_STANDINGS: Final[Mapping[DueStanding, str]] = {
    DueStanding.OPEN: N_("open, today is day {day}"),
    DueStanding.IN_WINDOW: N_("open, today is day {day}"),
    DueStanding.BEYOND_GUIDE: N_("beyond the guide by {late} days, not done"),
    DueStanding.OVERDUE: N_("overdue by {late} days"),
    DueStanding.DONE: N_("done on day {day}"),
    DueStanding.DONE_BEYOND_GUIDE: N_("done on day {day}, beyond the guide by {late} days"),
    DueStanding.DONE_LATE: N_("done on day {day}, late by {late} days"),
}


def standing_label(due: Due) -> Message:
    """How something due stands, with its days, e.g. "overdue by 3 days"."""
    text = _STANDINGS[due.standing]
    return Message.of(text, day=due.day_number, late=due.late_by)
