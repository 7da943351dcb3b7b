"""What the register already holds in its cells for entries: owner, due day and status of the last rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from itakusaki.language import Translator
from itakusaki.language.labels import DUTIES
from itakusaki.model.message import N_
from itakusaki.model.tracked import FindingState, TrackedFinding

OPEN: Final = N_("Open")
IN_PROGRESS: Final = N_("In progress")
SUBMITTED: Final = N_("Submitted for check")
CLOSED: Final = N_("Closed")
ACCEPTED: Final = N_("Risk accepted")
STATUSES: Final = (OPEN, IN_PROGRESS, SUBMITTED, CLOSED, ACCEPTED)
#: How far a finding has come, in the words of the register's list.
_STATUS: Final[Mapping[FindingState, str]] = {
    FindingState.OPEN: OPEN,
    FindingState.ANSWERED: IN_PROGRESS,
    FindingState.IN_PROGRESS: IN_PROGRESS,
    FindingState.READY: SUBMITTED,
    FindingState.CLOSED: CLOSED,
    FindingState.ACCEPTED: ACCEPTED,
    FindingState.WITHDRAWN: CLOSED,
    FindingState.REOPENED: OPEN,
}
#: Owner, due day, status, remarks.
Entries = tuple[str, date | str, str, str]
BLANK: Final[Entries] = ("", "", "", "")


class Carried:
    """The findings over rounds, looked up by whose row of the register it is."""

    def __init__(self, followed: Sequence[TrackedFinding], translator: Translator) -> None:
        self._translator = translator
        self._known: dict[tuple[str, str, str], TrackedFinding] = {}
        # A finding of the control itself goes before one that only touches it.
        for one in sorted(followed, key=lambda one: one.cause.rpartition(":")[2] in one.controls):
            for control in one.controls if not one.sealed else ():
                side = translator.say(DUTIES[one.side])
                self._known[one.processor, side, control] = one

    def entries(self, processor: str, side: str, control: str) -> Entries:
        """What stands in a row's cells for entries; blank where nothing is kept."""
        found = self._known.get((processor, side, control))
        if found is None:
            return BLANK
        status = self._translator.gettext(_STATUS[found.state])
        return found.owner, found.due, status, found.id
