"""Incidents in lines: `breach incidents`, and what `round status` says of them."""

from __future__ import annotations

from collections.abc import Iterator

from itakusaki.language import Translator
from itakusaki.model.kept_incident import IncidentStanding, IncidentsTold
from itakusaki.model.message import N_, Message


def incident_lines(told: IncidentsTold, translator: Translator) -> Iterator[str]:
    """Each incident that may be told, with what is late or missing; then how many others there are."""
    say = translator.say
    for one in told.standings:
        yield f"{one.name}  {one.subject}".rstrip()
        for remark in _about(one, translator):
            yield f"    {say(remark)}"
        for late in one.remarks:
            yield f"    {'!' if late.is_open else '-'} {say(late.says)}"
    for line in told.ending(names_command=True):
        yield say(line)


def status_lines(told: IncidentsTold, translator: Translator) -> Iterator[str]:
    """What somebody has to do, in a line each; nothing where there is no incident."""
    return (
        translator.say(says)
        for says in (*told.remarks(is_open=True), *told.ending(names_command=True))
    )


def _about(one: IncidentStanding, translator: Translator) -> Iterator[Message]:
    if one.known_on is not None:
        yield Message.of(N_("Known on {day}"), day=one.known_on.isoformat())
    if one.parties:
        names = [f"{name} ({tier})" for name, tier in one.parties]
        yield Message.of(N_("Parties (tier): {names}"), names=translator.joined(names))
    if one.is_gone:
        yield Message(N_("its fact sheet is no longer in the workspace; this is what was recorded"))


def incidents_data(told: IncidentsTold, translator: Translator) -> dict[str, object]:
    """The same in plain values."""
    return {
        "incidents": [
            {
                "name": one.name,
                "subject": one.subject,
                "known_on": one.known_on.isoformat() if one.known_on else None,
                "parties": [{"name": name, "tier": tier} for name, tier in one.parties],
                "remarks": [
                    {"party": r.party, "says": translator.say(r.says), "open": r.is_open}
                    for r in one.remarks
                ],
                "closed": one.is_closed,
                "gone": one.is_gone,
            }
            for one in told.standings
        ],
        "closed": told.closed,
        "closed_waiting": told.closed_waiting,
        "unread": [translator.say(message) for message in told.unread],
    }
