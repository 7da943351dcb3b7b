"""What the register already holds in its cells for entries: owner, due day and status of the last rounds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from itakusaki.language import Translator
from itakusaki.language.labels import DUTIES
from itakusaki.model.party import Duty
from itakusaki.model.tracked import TrackedFinding
from itakusaki.tabular.gap_register import (
    STATUS,
    by_row,
    row_mark,
    standing_entries,
    whose_row,
)

#: Owner, due day, status, remarks.
Entries = tuple[str, date | str, str, str]
BLANK: Final[Entries] = ("", "", "", "")


class Carried:
    """The findings over rounds, looked up by whose row of the register it is."""

    def __init__(
        self,
        followed: Sequence[TrackedFinding],
        translator: Translator,
        register: tuple[str, str],
    ) -> None:
        """`register` is the client and round it is written for."""
        self._translator, self._register = translator, register
        self._duties = {translator.say(label): duty for duty, label in DUTIES.items()}
        self._known = {
            (processor, translator.say(DUTIES[side]), control): one
            for (processor, side, control), one in by_row(followed).items()
        }

    def entries(self, processor: str, side: str, control: str) -> Entries:
        """What stands in a row's cells for entries; blank where nothing is kept."""
        found = self._known.get((processor, side, control))
        if found is None:
            return BLANK
        status = self._translator.gettext(standing_entries(found)[STATUS])
        return found.owner, found.due, status, found.id

    def mark(self, processor: str, side: str, control: str) -> str:
        """What marks a row for being read back; "" where nothing is kept."""
        found = self._known.get((processor, side, control))
        row = (processor, self._duties.get(side, Duty.PROCESSOR), control)
        return row_mark(found, whose_row(self._register, row)) if found else ""
