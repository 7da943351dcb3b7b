"""Incidents for tests: a company alone, or a client with its call centre and what lies below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from itakusaki.breach.clock import Due, DueKind, PartyClock, clock
from itakusaki.breach.moments import read_moment
from itakusaki.breach.triage import PartyTriage, triage
from itakusaki.catalogue.breach import BreachRules
from itakusaki.model.incident import Act, ActKind, Incident, IncidentParty, Knowing, Moment
from itakusaki.wiring import shipped_rules

ALONE = "みなと商会"
CLIENT, PROCESSOR, BELOW = "みなと商会", "ひばりコールセンター", "つばめシステム"

#: Everything known, and nothing reportable: a letter sent wrongly, seen by its recipient.
HARMLESS: Mapping[str, str] = {
    "data_kind": "database",
    "my_number": "no",
    "sensitive": "no",
    "property_damage": "no",
    "encrypted": "no",
    "keys_safe": "no",
    "leak": "yes",
    "loss": "no",
    "damage": "no",
    "kept_elsewhere": "yes",
    "recovered_unseen": "no",
    "recovery_proof": "none",
    "posted_online": "no",
    "acted": "error",
    "provision_ground": "none",
    "wrongful_purpose": "no",
    "suspicion_cleared": "no",
    "persons_kind": "others",
    "contacts": "all",
    "means_tried": "no",
    "listed": "no",
}


@cache
def breach_rules() -> BreachRules:
    """The shipped rules."""
    return shipped_rules().breach


def moment(text: str) -> Moment:
    """A moment as it is written in a fact sheet."""
    found = read_moment(text)
    assert found is not None, text
    return found


def party(name: str = ALONE, *, client: str = "", **facts: str) -> IncidentParty:
    """A private company, alone with the data unless told otherwise."""
    known = {"role": "only", "happened_here": "yes", "sector": "private"}
    if client:
        known |= {"role": "processor"}
    return IncidentParty(name=name, client=client, facts={**known, **facts})


def knew(name: str, at: str, department: str = "") -> Knowing:
    """That a party knew."""
    return Knowing(party=name, department=department, at=moment(at))


def did(name: str, what: str, at: str, *, due: str = "") -> Act:
    """Something a party did."""
    return Act(
        party=name,
        what=ActKind(what),
        at=moment(at),
        due=date.fromisoformat(due) if due else None,
    )


def incident(  # noqa: PLR0913 - named one by one in the tests
    *parties: IncidentParty,
    persons: int | None = 1,
    at_most: int | None = None,
    knowing: Iterable[Knowing] | str = "2026-11-02 10:00",
    acts: Iterable[Act] = (),
    as_of: str = "2027-06-01",
    occurred: str = "",
    passed: str = "",
    without: Iterable[str] = (),
    **facts: str,
) -> Incident:
    """An incident of which everything is known but what is left out by `without`."""
    every = parties or (party(),)
    if isinstance(knowing, str):
        knowing = [knew(one.name, knowing) for one in every]
    known = {name: value for name, value in {**HARMLESS, **facts}.items() if name not in without}
    return Incident(
        subject="試験",
        as_of=moment(as_of),
        facts=known,
        parties=every,
        knowing=tuple(knowing),
        acts=tuple(acts),
        occurred_on=date.fromisoformat(occurred) if occurred else None,
        persons=persons,
        persons_at_most=at_most,
        threshold_passed_at=moment(passed) if passed else None,
    )


def judged(given: Incident) -> tuple[PartyTriage, ...]:
    """The triage of every party."""
    return triage(given, breach_rules())


def clocks(given: Incident) -> tuple[PartyClock, ...]:
    """The clock of every party."""
    return clock(given, triage(given, breach_rules(), with_changes=False), breach_rules())


def due(given: Incident, kind: str, name: str = "") -> Due | None:
    """What is due of one kind, of the first party unless named."""
    every = clocks(given)
    one = next(one for one in every if not name or one.party == name)
    return next((found for found in one.dues if found.kind is DueKind(kind)), None)
