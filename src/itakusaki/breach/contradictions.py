"""Contradictions: facts of one sheet that cannot all be true, each named with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from itakusaki.breach.given import GivenSheet
from itakusaki.model.incident import Act, ActKind, Incident, Moment
from itakusaki.model.message import N_, Value

#: Where each fact stood, those of rows as "table/number/column".
Places = Mapping[str, Value]

#: Two single facts that cannot both have these values.
_EXCLUDE: Final = (
    ("leak", ("yes",), "suspicion_cleared", ("yes",)),
    ("loss", ("yes",), "suspicion_cleared", ("yes",)),
    ("damage", ("yes",), "suspicion_cleared", ("yes",)),
    ("recovered_unseen", ("yes",), "posted_online", ("yes",)),
    ("recovered_unseen", ("no",), "recovery_proof", ("written", "logs")),
    ("encrypted", ("no",), "keys_safe", ("yes",)),
    ("acted", ("error", "firm"), "wrongful_purpose", ("yes", "suspected")),
    ("leak", ("no",), "posted_online", ("yes",)),
    ("data_kind", ("nobody",), "sensitive", ("yes",)),
    ("data_kind", ("nobody",), "my_number", ("yes",)),
    ("data_kind", ("nobody",), "property_damage", ("yes",)),
)
_BEFORE_KNOWING: Final = N_("{party} did this before it knew ({moment})")


def look_for_contradictions(incident: Incident, places: Places, sheet: GivenSheet) -> None:
    """Note every contradiction among the facts of an incident."""
    _exclusions(incident, places, sheet)
    _numbers(incident, places, sheet)
    _parties(incident, places, sheet)
    _future(incident, places, sheet)
    _order(incident, places, sheet)


def _exclusions(incident: Incident, places: Places, sheet: GivenSheet) -> None:
    facts = incident.facts
    for first, ones, second, others in _EXCLUDE:
        if facts.get(first) in ones and facts.get(second) in others:
            text = N_("{first}: {one} contradicts {second}: {other} ({place})")
            sheet.wrong(
                places[first],
                text,
                first=first,
                one=facts[first],
                second=second,
                other=facts[second],
                place=places[second],
            )


def _numbers(incident: Incident, places: Places, sheet: GivenSheet) -> None:
    settled, most = incident.persons, incident.persons_at_most
    if settled is not None and most is not None and settled > most:
        text = N_("persons: {settled} is more than persons_at_most: {most}")
        sheet.wrong(places["persons"], text, settled=settled, most=most)


def _parties(incident: Incident, places: Places, sheet: GivenSheet) -> None:
    names = [party.name for party in incident.parties]
    for number, party in enumerate(incident.parties):
        at = places[f"parties/{number}"]
        if names.index(party.name) != number:
            sheet.wrong(at, N_("the party {name} stands twice"), name=party.name)
        if party.client and party.client not in names:
            text = N_("{name} is no party of this sheet; known are {known}")
            sheet.wrong(at, text, name=party.client, known=", ".join(names))
        if party.client and party.facts.get("role", "processor") != "processor":
            sheet.wrong(at, N_("{name} has a client, but is no processor"), name=party.name)
        if party.name in _clients_above(incident, party.name):
            sheet.wrong(at, N_("{name} is a client of itself"), name=party.name)
    rows = [("knowing", one.party) for one in incident.knowing]
    rows += [("acts", one.party) for one in incident.acts]
    numbers = {"knowing": 0, "acts": 0}
    for table, name in rows:
        if name not in names:
            text = N_("{name} is no party of this sheet; known are {known}")
            at = places[f"{table}/{numbers[table]}/party"]
            sheet.wrong(at, text, name=name, known=", ".join(names) or "-")
        numbers[table] += 1


def _clients_above(incident: Incident, name: str) -> tuple[str, ...]:
    """The clients of a party, its clients' clients and so on, as far as they do not repeat."""
    found: list[str] = []
    party = incident.party(name)
    while party is not None and party.client and party.client not in found:
        found.append(party.client)
        party = incident.party(party.client)
    return tuple(found)


def _moments(incident: Incident, places: Places) -> Iterator[tuple[Moment, Value]]:
    for number, one in enumerate(incident.knowing):
        yield one.at, places[f"knowing/{number}/at"]
    for number, act in enumerate(incident.acts):
        yield act.at, places[f"acts/{number}/at"]
    if incident.threshold_passed_at is not None:
        yield incident.threshold_passed_at, places["threshold_passed_at"]
    if incident.occurred_on is not None:
        yield Moment(incident.occurred_on), places["occurred_on"]


def _future(incident: Incident, places: Places, sheet: GivenSheet) -> None:
    for moment, at in _moments(incident, places):
        if moment.is_after(incident.as_of):
            text = N_("{moment} lies after the moment of these facts ({as_of})")
            sheet.wrong(at, text, moment=str(moment), as_of=str(incident.as_of))


def _order(incident: Incident, places: Places, sheet: GivenSheet) -> None:
    for number, one in enumerate(incident.knowing):
        happened = incident.occurred_on
        if happened is not None and Moment(happened).is_after(one.at):
            text = N_("{party} knew before it happened ({day})")
            at = places[f"knowing/{number}/at"]
            sheet.wrong(at, text, party=one.party, day=str(happened))
    for number, act in enumerate(incident.acts):
        at = places[f"acts/{number}/at"]
        known = incident.known_at(act.party)
        if known is not None and known.is_after(act.at):
            sheet.wrong(at, _BEFORE_KNOWING, party=act.party, moment=str(known))
        _order_of_reports(incident, act, at, sheet)


def _order_of_reports(incident: Incident, act: Act, at: Value, sheet: GivenSheet) -> None:
    later = (ActKind.FINAL, ActKind.SUPPLEMENT)
    first = ActKind.PRELIMINARY if act.what in later else None
    earlier = incident.acts_of(act.party, first) if first else ()
    if earlier and earlier[0].at.is_after(act.at):
        text = N_("{later} comes before {earlier} ({moment})")
        sheet.wrong(at, text, later=act.what, earlier=earlier[0].what, moment=str(earlier[0].at))
    asked = incident.acts_of(act.party, ActKind.QUESTION)
    if act.what is ActKind.ANSWER and (not asked or asked[0].at.is_after(act.at)):
        sheet.wrong(at, N_("an answer without a question before it"))
    if act.due is not None and act.what is not ActKind.QUESTION:
        sheet.wrong(at, N_("only a question has a day to be answered by"))
