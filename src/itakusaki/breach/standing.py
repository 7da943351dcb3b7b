"""Standing: how kept incidents stand on a day — what is late or missing, which answers to look at again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from itakusaki.breach.clock import Due, DueStanding, clock
from itakusaki.breach.labels import DUES, standing_label
from itakusaki.breach.triage import triage
from itakusaki.catalogue.breach import BreachRules
from itakusaki.files.folding import key
from itakusaki.model.incident import Incident, Moment
from itakusaki.model.kept_incident import (
    NO_LEAK,
    IncidentRemark,
    IncidentStanding,
    KeptIncident,
    KeptInquiry,
)
from itakusaki.model.message import N_, Message

#: What is not done and past its last day, or the guide's.
WAITING: Final = frozenset({DueStanding.OVERDUE, DueStanding.BEYOND_GUIDE})
#: What was done too late.
LATE: Final = frozenset({DueStanding.DONE_LATE, DueStanding.DONE_BEYOND_GUIDE})
#: How a leak is told of in a fact sheet where it may have happened.
MAY_HAVE: Final = frozenset({"yes", "suspected"})
#: Conclusions of an answer with which earlier ones of "no leak" no longer stand by themselves.
OTHERWISE: Final = frozenset({"leak", "suspected"})


def standings(
    kept: Sequence[KeptIncident], rules: BreachRules, day: date
) -> tuple[IncidentStanding, ...]:
    """How each incident stands on a day; one that nobody knew of by then is left out."""
    known = [one for one in kept if _is_known(one, day)]
    return tuple(_standing(one, known, rules, day) for one in known)


def _is_known(kept: KeptIncident, day: date) -> bool:
    first = _first_known(kept.incident) if kept.incident else None
    return first is None or first <= day


def _first_known(incident: Incident) -> date | None:
    moments = (incident.known_at(party.name) for party in incident.parties)
    return min((at.day for at in moments if at), default=None)


def _standing(
    one: KeptIncident, known: Sequence[KeptIncident], rules: BreachRules, day: date
) -> IncidentStanding:
    incident = one.incident
    remarks = [
        *(_of_clocks(incident, rules, day) if incident else ()),
        *(remark for inquiry in one.inquiries for remark in _of_inquiry(inquiry, day)),
        *(remark for inquiry in one.inquiries for remark in _again(inquiry, known, day)),
    ]
    return IncidentStanding(
        name=one.name,
        subject=incident.subject if incident else _subject(one),
        parties=tuple(_tiers(incident)) if incident else (),
        known_on=_first_known(incident) if incident else None,
        remarks=tuple(remarks),
        is_closed=not one.is_open,
        is_gone=one.is_gone,
    )


def _subject(one: KeptIncident) -> str:
    return next((inquiry.subject for inquiry in one.inquiries if inquiry.subject), "")


def _tiers(incident: Incident) -> Iterator[tuple[str, int]]:
    """Each party with how many others stand above it in the chain of entrustments."""
    above = {party.name: party.client for party in incident.parties}
    for name in above:
        line = [name]
        while (upper := above.get(line[-1], "")) in above and upper not in line:
            line.append(upper)
        yield name, len(line) - 1


def _of_clocks(incident: Incident, rules: BreachRules, day: date) -> Iterator[IncidentRemark]:
    """What is late or missing by the clock of each party."""
    on = replace(incident, as_of=Moment(day))
    for one in clock(on, triage(on, rules, with_changes=False), rules):
        if one.known_at is None and one.is_kept:
            text = N_("{party}: when it first knew is not entered, so its clock cannot run")
            says = Message.of(text, party=one.party)
            yield IncidentRemark(party=one.party, says=says, is_open=True)
        for due in one.dues:
            if due.standing in WAITING | LATE:
                is_open = due.standing in WAITING
                yield IncidentRemark(party=one.party, says=_late(due), is_open=is_open)


def _late(due: Due) -> Message:
    return Message.of(
        N_("{party}, {what}: {standing} (last day {last})"),
        party=due.party,
        what=DUES[due.kind],
        standing=standing_label(due),
        last=due.last.isoformat(),
    )


def _of_inquiry(inquiry: KeptInquiry, day: date) -> Iterator[IncidentRemark]:
    """An answer that has not come by its day, or came after it."""
    due, came, party = inquiry.due_on, inquiry.answered_on, inquiry.answered_by
    if due is None or due >= (came or day):
        return
    says = {"party": party, "subject": inquiry.subject or "-", "due": due.isoformat()}
    if came is None:
        text = N_("{party}: the answer on “{subject}” was due on {due} and is not entered")
        yield IncidentRemark(party=party, says=Message.of(text, **says), is_open=True)
    else:
        text = N_("{party}: the answer on “{subject}” was due on {due} and came on {came}")
        said = Message.of(text, **says, came=came.isoformat())
        yield IncidentRemark(party=party, says=said, is_open=False)


def _again(
    inquiry: KeptInquiry, known: Sequence[KeptIncident], day: date
) -> Iterator[IncidentRemark]:
    """An answer of "no leak" that what became known later calls in question (X-38)."""
    answered = inquiry.answered_on
    if inquiry.conclusion != NO_LEAK or answered is None or answered > day:
        return
    every = (other for one in known for other in one.inquiries if _same_party(other, inquiry))
    others = [other for other in every if other.answered_on is None or other.answered_on <= day]
    if any(answered in other.re_examined for other in others):
        return
    grounds = (*_incidents_since(inquiry, answered, known), *_answers_since(answered, others))
    why = next(iter(grounds), None)
    if why is not None:
        text = N_(
            "{party}: its answer of {day}, that nothing leaked, is to be looked at again (X-38): {why}"
        )
        says = Message.of(text, party=inquiry.answered_by, day=answered.isoformat(), why=why)
        yield IncidentRemark(party=inquiry.answered_by, says=says, is_open=True)


def _same_party(one: KeptInquiry, other: KeptInquiry) -> bool:
    return bool(one.answered_by) and key(one.answered_by) == key(other.answered_by)


def _incidents_since(
    inquiry: KeptInquiry, answered: date, known: Sequence[KeptIncident]
) -> Iterator[Message]:
    """Incidents at the party that answered, of which somebody first knew after it answered."""
    for one in known:
        incident = one.incident
        if incident is None or incident.facts.get("leak") not in MAY_HAVE:
            continue
        first = _first_known(incident)
        concerned = {key(party.name) for party in incident.parties}
        if first and first > answered and key(inquiry.answered_by) in concerned:
            text = N_("incident “{name}” became known on {day}")
            yield Message.of(text, name=one.name, day=first.isoformat())


def _answers_since(answered: date, others: Sequence[KeptInquiry]) -> Iterator[Message]:
    """Later answers of the same party that say otherwise."""
    for other in others:
        later = other.answered_on
        if later is not None and later > answered and other.conclusion in OTHERWISE:
            yield Message.of(N_("its answer of {day} says otherwise"), day=later.isoformat())
