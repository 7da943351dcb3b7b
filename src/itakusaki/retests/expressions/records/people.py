"""Tests on people with access: trained, pledged, counted by employer, how long on privileged work."""

from __future__ import annotations

from datetime import date
from typing import Final

import ibis
from ibis import Table

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.expressions.shared.days import MONTH, months, number
from itakusaki.retests.tables import Logs

EMPLOYMENTS: Final = ("own", "dispatched", "seconded", "sub_processor")
#: Columns of a person as hits tell them.
TOLD: Final = ("person", "employment", "employer", "start_on")


def as_of(logs: Logs, p: Parameters, seen: Table | None = None) -> Table:
    """The day that access is looked at: one row, `today`. The parameter `as_of`, else the last day.

    The last day is the latest start of anybody and, where another list is asked, the latest `day` in
    it. Without such a day, whoever has an end counts as gone.
    """
    days = logs["people"].select(day="start_on")
    if seen is not None:
        days = days.union(seen.select("day"))
    last = days.aggregate(today=days.day.max())
    given = p.text("as_of").strip()
    return last.select(today=ibis.literal(date.fromisoformat(given))) if given else last


def with_access(logs: Logs, day: Table) -> Table:
    """People with access on a day, each once: person, employment, employer, start_on, since, today.

    A line gives access from its `start_on` (or ever) to its `end_on` (or for good), both included. Of
    several such lines the first employment and employer in the alphabet and the earliest days count.
    """
    people = logs["people"].cross_join(day)
    live = people.filter(
        people.start_on.isnull() | (people.start_on <= people.today),
        people.end_on.isnull() | (people.end_on >= people.today),
    )
    return live.group_by("person").aggregate(
        employment=live.employment.min(),
        employer=live.employer.min(),
        start_on=live.start_on.min(),
        since=live.privileged_since.min(),
        today=live.today.max(),
    )


def _beside(logs: Logs, p: Parameters, seen: Table) -> Table:
    """People with access beside the first and last day on which a list names them.

    Adds first_on, last_on, due (the last day in time) and reaches (whether the list goes back to the
    person's start). Days after `as_of` are passed over.
    """
    day = as_of(logs, p, seen)
    people = with_access(logs, day)
    dated = seen.cross_join(day)
    known = dated.filter(dated.day <= dated.today)
    own = known.group_by(name="person").aggregate(first_on=known.day.min(), last_on=known.day.max())
    begins = known.aggregate(begins=known.day.min())
    joined = people.left_join(own, people.person == own.name).cross_join(begins)
    return joined.mutate(
        due=number(joined.start_on) + p.whole("grace_days"),
        reaches=ibis.coalesce(joined.begins <= joined.start_on, ibis.literal(value=False)),
    )


def training_missing(logs: Logs, p: Parameters) -> Table:
    """People with access who were not trained in time.

    Looked at on `as_of` (see as_of, with the days of training) are people with access then
    (with_access). Reasons, the first that fits: never (no training up to that day, and the start not
    given or more than `grace_days` ago), long_ago (the last training more than `months` calendar
    months before; the same day of the month is within), late (the first training more than
    `grace_days` after the start, where the list has a training on the start or before, of anybody).
    person, employment, employer, start_on, attended_on (the last; of late ones the first), reason.
    """
    training = logs["training"]
    seen = training.select("person", day="attended_on")
    people = _beside(logs, p, seen)
    long_ago = months(people.last_on) < months(people.today) - p.whole("months") * MONTH
    reason = ibis.cases(
        (people.last_on.isnull() & _overdue(people), "never"),
        (long_ago, "long_ago"),
        (_late(people), "late"),
    )
    day = (reason == "late").ifelse(people.first_on, people.last_on)
    return people.select(*TOLD, attended_on=day, reason=reason).filter(lambda t: t.reason.notnull())


def asked_for_training(logs: Logs, p: Parameters) -> Table:
    """What training_missing looks at: people with access on the day."""
    training = logs["training"]
    seen = training.select("person", day="attended_on")
    return with_access(logs, as_of(logs, p, seen))


def pledge_missing(logs: Logs, p: Parameters) -> Table:
    """People with access who did not pledge confidentiality in time.

    As training_missing with the days of signing, for the reasons never and late. person,
    employment, employer, start_on, signed_on (the first), reason.
    """
    pledges = logs["pledges"]
    people = _beside(logs, p, pledges.select("person", day="signed_on"))
    reason = ibis.cases(
        (people.first_on.isnull() & _overdue(people), "never"), (_late(people), "late")
    )
    told = people.select(*TOLD, signed_on="first_on", reason=reason)
    return told.filter(told.reason.notnull())


def asked_for_pledge(logs: Logs, p: Parameters) -> Table:
    """What pledge_missing looks at: people with access on the day."""
    pledges = logs["pledges"]
    return with_access(logs, as_of(logs, p, pledges.select("person", day="signed_on")))


def _overdue(people: Table) -> ibis.Value:
    return people.start_on.isnull() | (people.due < number(people.today))


def _late(people: Table) -> ibis.Value:
    return people.reaches & (number(people.first_on) > people.due)


def people_by_employment(logs: Logs, p: Parameters) -> Table:
    """People with access by employer and employment, on `as_of` (see as_of), each person once.

    employer (not given: one row of its own), persons, own, dispatched, seconded, sub_processor.
    """
    people = with_access(logs, as_of(logs, p))
    counts = {name: (people.employment == name).sum().fill_null(0) for name in EMPLOYMENTS}
    return people.group_by("employer").aggregate(persons=people.count(), **counts)


def privileged_tenure(logs: Logs, p: Parameters) -> Table:
    """People with access on privileged work and since when, on `as_of` (see as_of), each once.

    person, employment, employer, since (the earliest), months (whole calendar months up to that day;
    missing where no day is known). People without a day since which are left out.
    """
    people = with_access(logs, as_of(logs, p))
    held = people.filter(people.since.notnull())
    whole = (held.today.year() - held.since.year()).cast("int64") * 12 + (
        held.today.month() - held.since.month()
    )
    short = (held.today.day() < held.since.day()).cast("int64")
    return held.select("person", "employment", "employer", "since", months=whole - short)
