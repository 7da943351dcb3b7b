"""The clock: from the moment of knowing, what is due when for each party, and what is late by how much.

The day of knowing is day 1. The guide of "promptly" (day 3 to 5) is never moved and never overdue;
a final report's last day moves to the next open day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from itakusaki.breach.party_facts import number_at, questions_of
from itakusaki.breach.triage import PartyTriage
from itakusaki.catalogue.breach import BreachRules
from itakusaki.files.calendar import Closing, open_day
from itakusaki.model.incident import Act, ActKind, Incident, Moment

#: Outcomes for which a party keeps the clock: where a lawyer decides, it goes on until then.
KEPT: Final = frozenset({"must_report", "lawyer"})


class DueStanding(StrEnum):
    """How something due stands; what only a guide says is never overdue."""

    OPEN = "open"
    IN_WINDOW = "in_window"
    BEYOND_GUIDE = "beyond_guide"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_BEYOND_GUIDE = "done_beyond_guide"
    DONE_LATE = "done_late"


class DueKind(StrEnum):
    """What is due."""

    NOTICE_TO_CLIENT = "notice_to_client"
    PRELIMINARY = "preliminary"
    FINAL = "final"
    FINAL_CLEARED = "final_cleared"
    SUPPLEMENT = "supplement"
    NOTICE_TO_PERSONS = "notice_to_persons"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing due of a party.

    `first` and `last` are its window (`first` equals the start where there is no earlier guide);
    `counted_last` is the last day before it was moved past `passed` closed days; `is_guide` tells
    that the last day is a guide, not a limit; `late_by` counts days past the last day. `day_number`
    is the number of `at`'s day, else of today's, the start being day 1; `is_computed` that the
    holidays about the last day have not been announced yet. `alternative` is the last day where
    no. 3, which is not settled, applies. `items` are those of the nine that were told, where noted.
    """

    party: str
    kind: DueKind
    start: date
    first: date
    last: date
    counted_last: date
    days: int
    standing: DueStanding
    late_by: int
    day_number: int
    is_guide: bool
    passed: tuple[tuple[date, Closing], ...] = ()
    is_computed: bool = False
    at: Moment | None = None
    alternative: date | None = None
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyClock:
    """The clock of a party; `known_at` is None where nobody has said when it knew.

    `freed` tells that it was freed by its notice; `is_kept`, whether anything is due by these facts.
    """

    party: str
    outcome: str
    known_at: Moment | None
    dues: tuple[Due, ...]
    freed: bool
    is_kept: bool


def clock(
    incident: Incident, triaged: tuple[PartyTriage, ...], rules: BreachRules
) -> tuple[PartyClock, ...]:
    """The clock of every party."""
    return tuple(_of_party(incident, one, rules) for one in triaged)


def _of_party(incident: Incident, one: PartyTriage, rules: BreachRules) -> PartyClock:
    known = incident.known_at(one.party.name)
    freed = one.result("exemption") == "freed" and one.result("reportable") in ("yes", "open")
    kept = one.outcome in KEPT
    dues = () if known is None else tuple(_dues(incident, one, rules, known, freed=freed))
    return PartyClock(
        party=one.party.name,
        outcome=one.outcome,
        known_at=known,
        dues=dues,
        freed=freed,
        is_kept=kept,
    )


def _dues(
    incident: Incident, one: PartyTriage, rules: BreachRules, known: Moment, *, freed: bool
) -> Iterator[Due]:
    counter = Counter(incident=incident, rules=rules, party=one.party.name)
    start = reportable_from(incident, one, known)
    reportable = one.result("reportable") in ("yes", "open") and one.result("duty") != "none"
    if reportable and one.party.facts.get("role") == "processor":
        yield counter.prompt(DueKind.NOTICE_TO_CLIENT, start)
    if one.outcome in KEPT and not freed:
        yield counter.prompt(DueKind.PRELIMINARY, start)
        final = counter.final(start, one)
        yield final
        yield from counter.supplements(final)
        yield counter.to_persons(start, final)
    if one.result("reportable") == "cleared" and incident.acts_of(
        one.party.name, ActKind.PRELIMINARY
    ):
        yield counter.cleared(start, one)
    yield from counter.answers()


def reportable_from(incident: Incident, one: PartyTriage, known: Moment) -> date:
    """The day that is day 1: of knowing, or later that on which only no. 4 came to apply."""
    passed = incident.threshold_passed_at
    others = any(one.result(f"situation-{number}") != "no" for number in (1, 2, 3))
    if passed is None or others or not passed.is_after(known):
        return known.day
    return passed.day


def nth_day(start: date, number: int) -> date:
    """The day of a number, the start being day 1; weekends and holidays count."""
    return start + timedelta(days=number - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """Counts what is due of one party."""

    incident: Incident
    rules: BreachRules
    party: str

    def prompt(self, kind: DueKind, start: date) -> Due:
        """What is due promptly, with its guide in days; never moved for a closed day."""
        what = ActKind(kind.value)
        last_name = "notice_last_day" if what is ActKind.NOTICE_TO_CLIENT else "guide_last_day"
        days = self._number(last_name, start)
        return self._due(
            kind,
            start,
            (nth_day(start, self._number("guide_first_day", start)), nth_day(start, days)),
            done=self._done(what),
            is_guide=True,
        )

    def final(self, start: date, one: PartyTriage) -> Due:
        """The final report: a limit, moved past closed days."""
        third = one.result("situation-3")
        days = self._number("final_days_wrongful" if third == "yes" else "final_days", start)
        due = self._moved(DueKind.FINAL, start, days)
        if third != "open":
            return due
        other = open_day(nth_day(start, self._number("final_days_wrongful", start)))
        return replace(due, alternative=other.day)

    def cleared(self, start: date, one: PartyTriage) -> Due:
        """The voluntary final report that there had been none, about the day of the final one."""
        third = one.result("situation-3") == "yes"
        days = self._number("final_days_wrongful" if third else "final_days", start)
        return self._moved(DueKind.FINAL_CLEARED, start, days, is_guide=True)

    def supplements(self, final: Due) -> Iterator[Due]:
        """What was added to the final report; nothing says by when."""
        for act in self.incident.acts_of(self.party, ActKind.SUPPLEMENT):
            yield self._due(
                DueKind.SUPPLEMENT,
                final.start,
                (final.start, max(final.last, act.at.day)),
                done=act,
                is_guide=True,
            )

    def to_persons(self, start: date, final: Due) -> Due:
        """Notice to the persons: promptly; in practice about the final report at the latest."""
        done = self._done(ActKind.NOTICE_TO_PERSONS)
        return self._due(
            DueKind.NOTICE_TO_PERSONS,
            start,
            (start, final.last),
            done=done,
            is_guide=True,
        )

    def answers(self) -> Iterator[Due]:
        """Answers to the authority's questions that have a day."""
        for question, answer in questions_of(self.incident, self.party):
            if question.due is not None:
                start = question.at.day
                yield self._due(
                    DueKind.ANSWER,
                    start,
                    (start, question.due),
                    done=answer,
                    is_guide=False,
                )

    def _moved(self, kind: DueKind, start: date, days: int, *, is_guide: bool = False) -> Due:
        counted = nth_day(start, days)
        return self._due(
            kind,
            start,
            (start, counted),
            done=self._done(ActKind.FINAL),
            is_guide=is_guide,
            moves=True,
        )

    def _due(
        self,
        kind: DueKind,
        start: date,
        window: tuple[date, date],
        *,
        done: Act | None,
        is_guide: bool,
        moves: bool = False,
    ) -> Due:
        first, counted = window
        opened = open_day(counted) if moves else None
        last = opened.day if opened else counted
        day = done.at.day if done else self.incident.as_of.day
        return Due(
            party=self.party,
            kind=kind,
            start=start,
            first=first,
            last=last,
            counted_last=counted,
            days=(counted - start).days + 1,
            standing=_standing(day, first, last, is_done=done is not None, is_guide=is_guide),
            late_by=max((day - last).days, 0),
            day_number=(day - start).days + 1,
            is_guide=is_guide,
            passed=opened.passed if opened else (),
            is_computed=opened.is_computed if opened else False,
            at=done.at if done else None,
            items=done.items if done else (),
        )

    def _number(self, name: str, day: date) -> int:
        value = number_at(name, day, self.rules)
        return value if isinstance(value, int) else 0

    def _done(self, what: ActKind) -> Act | None:
        return next(iter(self.incident.acts_of(self.party, what)), None)


def _standing(day: date, first: date, last: date, *, is_done: bool, is_guide: bool) -> DueStanding:
    if day > last:
        if is_done:
            return DueStanding.DONE_BEYOND_GUIDE if is_guide else DueStanding.DONE_LATE
        return DueStanding.BEYOND_GUIDE if is_guide else DueStanding.OVERDUE
    if is_done:
        return DueStanding.DONE
    return DueStanding.IN_WINDOW if day >= first else DueStanding.OPEN
