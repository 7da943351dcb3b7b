"""Duties: who is at work on which day and when, leave and night maintenance taken into account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from samplemaker.operation.calendar import DAY, days, is_new_year, is_working, months, working_days
from samplemaker.operation.plan import EARLY, LATE, NIGHT, OFFICE_SHIFT, THREE_SHIFTS, Plan, Shift
from samplemaker.operation.staff import AGENT, NIGHT_EACH, PART_EACH, Person, Staff

OFFICE = OFFICE_SHIFT
#: Of a hundred sessions of maintenance so many are in the evening, so many in the small hours.
EVENING, SMALL_HOURS = 14, 6
MORNING_FROM, AFTERNOON_TO = 570, 990


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """An administrator's session that was asked for."""

    person: Person
    start: datetime
    end: datetime
    at_seat: bool


def at(day: date, minutes: int, seconds: int = 0) -> datetime:
    """A moment, by minutes since midnight of a day; more than a day's minutes go into the next."""
    return datetime.combine(day, time()) + timedelta(minutes=minutes, seconds=seconds)


class Roster:
    """Who works when."""

    def __init__(self, plan: Plan, staff: Staff) -> None:
        self.plan = plan
        self.staff = staff
        self._leave = {person.id: _leave(plan, person) for person in staff.people}
        self.sessions = sorted(self._sessions(), key=lambda s: (s.start, s.person.id))
        self._nights = {(s.person.id, s.start.date()) for s in self.sessions if s.start.hour < 6}

    def shifts(self, person: Person) -> Iterator[tuple[date, Shift]]:
        """The days a person works, with the shift."""
        last = min(person.end or self.plan.last, self.plan.last)
        for day in days(max(person.start, self.plan.first), last):
            shift = self._shift(person, day)
            if shift is not None:
                yield day, shift

    def is_away(self, person: Person, day: date) -> bool:
        """Whether on leave."""
        return day in self._leave[person.id]

    def works(self, person: Person, day: date) -> bool:
        """Whether at work on the day."""
        return person.is_there(day) and self._shift(person, day) is not None

    def _shift(self, person: Person, day: date) -> Shift | None:
        if self.is_away(person, day) or (person.id, day) in self._nights:
            return None
        if person.role != AGENT or not self.plan.round_the_clock:
            return OFFICE if is_working(day) else None
        if is_new_year(day) or not _due(person, day):
            return None
        if person.number % NIGHT_EACH == 0:
            return THREE_SHIFTS[NIGHT]
        late = (day.isocalendar().week + person.number) % 2
        return THREE_SHIFTS[LATE if late else EARLY]

    def _sessions(self) -> Iterator[Session]:
        """The same number each month, shared out among those who are there."""
        for first, last in months(self.plan.first, self.plan.last):
            dice = self.plan.dice("sessions", first)
            open_days = working_days(first, last)
            taken: set[tuple[str, date]] = set()
            while len(taken) < self.plan.sessions_month and open_days:
                person, day = dice.choice(self.staff.admins), dice.choice(open_days)
                if (person.id, day) in taken or not person.is_there(day):
                    continue
                if self.is_away(person, day):
                    continue
                taken.add((person.id, day))
                yield self._session(person, day)

    def _session(self, person: Person, day: date) -> Session:
        dice = self.plan.dice("session", person.id, day)
        drawn = dice.randrange(100)
        minutes, at_seat = dice.randrange(20, 110), drawn >= 80
        if self.plan.round_the_clock and drawn < SMALL_HOURS and day - DAY >= self.plan.first:
            start = dice.randrange(185, 215)
        elif self.plan.round_the_clock and drawn < SMALL_HOURS + EVENING:
            start = dice.randrange(1125, 1170)
        else:
            start = dice.randrange(MORNING_FROM, AFTERNOON_TO - minutes)
        begun = at(day, start, dice.randrange(60))
        return Session(
            person=person,
            start=begun,
            end=begun + timedelta(minutes=minutes, seconds=dice.randrange(60)),
            at_seat=at_seat and OFFICE.starts <= start <= OFFICE.ends - minutes,
        )


def _due(person: Person, day: date) -> bool:
    """Two days off in seven, for some four, at weekends for most."""
    place = (day.toordinal() + person.number * 3) % 7
    if person.number % PART_EACH == 0:
        return place < 3
    return place < (5 if day.weekday() < 5 else 4)


def _leave(plan: Plan, person: Person) -> frozenset[date]:
    """A week off a year with the duty handed over, and single days."""
    dice = plan.dice("leave", person.id)
    found: set[date] = set()
    for start in days(plan.first, plan.last):
        if start == plan.first or (start.month, start.day) == (1, 4):
            week = start + timedelta(days=dice.randrange(20, 300))
            found |= {week + timedelta(days=n) for n in range(-week.weekday(), 5 - week.weekday())}
        if dice.randrange(100) < 4:
            found.add(start)
    return frozenset(found)
