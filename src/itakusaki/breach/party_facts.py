"""Party facts: what a party is judged by — the incident's facts, its own, and those worked out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from itakusaki.catalogue.breach import UNKNOWN, BreachRules
from itakusaki.model.incident import Act, ActKind, Incident, IncidentParty, Moment

_DONE: Final = {
    "done_preliminary": ActKind.PRELIMINARY,
    "done_notice_to_persons": ActKind.NOTICE_TO_PERSONS,
    "done_publication": ActKind.PUBLICATION,
}
#: The facts of the situations that are there from one person on.
_OTHER_SITUATIONS: Final = ("sensitive", "property_damage", "wrongful_purpose")
#: Values of the law that decision tables ask for as they stand.
_LAW: Final = ("duty_in_force", "planned_data_count")


def law_day(incident: Incident, party: IncidentParty) -> date:
    """The day whose law a party is judged by: when it first knew, else when the facts are of."""
    return (incident.known_at(party.name) or incident.as_of).day


def facts_of(incident: Incident, party: IncidentParty, rules: BreachRules) -> Mapping[str, str]:
    """All facts of the decision tables; one that is not among them is unknown."""
    day = law_day(incident, party)
    found = {**incident.facts, **party.facts}
    found |= {name: str(number_at(name, day, rules) or "no") for name in _LAW}
    found |= {
        name: "yes" if incident.acts_of(party.name, what) else "no" for name, what in _DONE.items()
    }
    found["persons_over"] = _persons_over(incident, persons_limit(party, day, rules))
    found["notice"] = _notice(incident, party, rules)
    found["tier"] = _tier(incident, party)
    found["client_reports"] = _client_reports(incident, party)
    found["authority"] = authority(incident, party.name)
    found["occurred_before_duty"] = _occurred_before_duty(incident, rules)
    return {name: value for name, value in found.items() if value != UNKNOWN}


def number_at(name: str, day: date, rules: BreachRules) -> str | int | None:
    """A value of the law on a day, None before there was one."""
    found = rules.values[name].at(day)
    return found.value if found else None


def persons_limit(party: IncidentParty, day: date, rules: BreachRules) -> int:
    """The number of persons above which no. 4 applies to a party."""
    public = party.facts.get("sector") == "public"
    name = "persons_above_public" if public else "persons_above"
    value = number_at(name, day, rules)
    return value if isinstance(value, int) else 0


def _persons_over(incident: Incident, limit: int) -> str:
    if incident.threshold_passed_at is not None:
        return "yes"
    most = incident.persons if incident.persons is not None else incident.persons_at_most
    if most is None:
        return UNKNOWN
    return "yes" if most > limit else "no"


def _tier(incident: Incident, party: IncidentParty) -> str:
    client = incident.party(party.client)
    if client is None:
        return UNKNOWN
    return "deeper" if client.client or client.facts.get("role") == "processor" else "first"


def _notice(incident: Incident, party: IncidentParty, rules: BreachRules) -> str:
    made = incident.acts_of(party.name, ActKind.NOTICE_TO_CLIENT)
    known = incident.known_at(party.name)
    if not made:
        return "none"
    if known is None:
        return "late"  # that it was prompt is not shown
    start = _reportable_from(incident, known).day
    last = number_at("notice_last_day", start, rules)
    in_time = isinstance(last, int) and made[0].at.day <= start + timedelta(days=last - 1)
    return "prompt" if in_time else "late"


def _reportable_from(incident: Incident, known: Moment) -> Moment:
    """When a party knew, or later that more persons are concerned than before, where only that counts."""
    passed = incident.threshold_passed_at
    only_persons = all(incident.facts.get(name) == "no" for name in _OTHER_SITUATIONS)
    return passed if passed and only_persons and passed.is_after(known) else known


def _client_reports(incident: Incident, party: IncidentParty) -> str:
    client = incident.party(party.client)
    if client is None:
        return UNKNOWN
    role = client.facts.get("role", UNKNOWN)
    return {UNKNOWN: UNKNOWN, "client": "yes", "processor": "yes"}.get(role, "no")


def questions_of(incident: Incident, party: str) -> tuple[tuple[Act, Act | None], ...]:
    """The authority's questions to a party, each with the first answer after it."""
    answers = incident.acts_of(party, ActKind.ANSWER)
    asked = incident.acts_of(party, ActKind.QUESTION)
    return tuple(
        (one, next((answer for answer in answers if not one.at.is_after(answer.at)), None))
        for one in asked
    )


def authority(incident: Incident, party: str) -> str:
    """How a party stands with the authority's questions: none, open, late or answered."""
    standings = {_standing(incident, one, answer) for one, answer in questions_of(incident, party)}
    return next((one for one in ("late", "open", "answered") if one in standings), "none")


def _standing(incident: Incident, question: Act, answer: Act | None) -> str:
    day = answer.at.day if answer else incident.as_of.day
    if question.due is not None and day > question.due:
        return "late"
    return "answered" if answer else "open"


def _occurred_before_duty(incident: Incident, rules: BreachRules) -> str:
    if incident.occurred_on is None:
        return UNKNOWN
    return "no" if number_at("duty_in_force", incident.occurred_on, rules) == "yes" else "yes"
