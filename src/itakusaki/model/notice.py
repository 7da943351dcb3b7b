"""Notice paths: who has to tell whom of an incident, from the lowest tier up to the client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from itakusaki.model.source import CellRef


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeStep:
    """One notice: from which party to which, within how many hours of its own knowledge.

    `hours` is None where the contract gives no number, or one of open days; `words` is what stands
    there, "" where nothing does; `open_days` tells that it counts open days only.
    """

    teller: str
    told: str
    hours: float | None
    words: str
    at: CellRef | None
    open_days: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeExample:
    """An incident that the lowest tier learns of before closed days, worked out with dates.

    `arrivals` are the latest moments at which the step's teller has told, one for each step up to the
    first that gives no number. `day_number` is that of the last one, the day of the lowest tier's
    knowledge being day 1; `first` and `last` are the guide for the client's preliminary report, None
    where the client's moment cannot be told. `closed_days` counts the closed days from the moment of
    knowing to the last arrival; `is_computed` tells that holidays were looked at that are not announced.
    """

    learned_at: datetime
    arrivals: tuple[datetime, ...]
    day_number: int
    closed_days: int
    first: date | None
    last: date | None
    is_computed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePath:
    """The notices of one contract, lowest tier first, and an example of what they come to."""

    contract: str
    steps: tuple[NoticeStep, ...]
    example: NoticeExample | None

    @property
    def hours(self) -> float | None:
        """Hours until the client hears of it, all tiers added up; None where one gives no number."""
        found = [step.hours for step in self.steps]
        return None if None in found else sum(hours for hours in found if hours is not None)
