"""Suspected: an incident begun from a finding of an audit, with what ledger and logs already tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from itakusaki.audit.assess import dossier_of, judge, part
from itakusaki.audit.setup import Setup
from itakusaki.catalogue.possible_leak import Suspicion
from itakusaki.files.folding import code_key
from itakusaki.model.assessment import Dossier
from itakusaki.model.errors import UnknownNameError
from itakusaki.model.incident import Incident, IncidentParty, Moment
from itakusaki.model.party import Processor


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspectedIncident:
    """An incident as an audit found it, and the grounds on which it is suspected."""

    incident: Incident
    grounds: tuple[Suspicion, ...]


def suspected_incident(setup: Setup, code: str, *, now: Moment) -> SuspectedIncident:
    """The incident that an audit gives ground to suspect of a party.

    What the ledger does not say, and when anybody knew, is left unknown; so is which situation it is.

    Raises:
        UnknownNameError: the audit gives no such ground of a party of this code.
    """
    dossier, suspicions = _suspicions(setup, code)
    grounds = tuple(one for one in suspicions if code_key(one.processor) == code_key(code))
    if not grounds:
        _, suspicions = _suspicions(setup)
        known = dict.fromkeys(one.processor for one in suspicions)
        raise UnknownNameError(code, tuple(known) or ("-",))
    processors = dossier.ledger.processors
    found = processors[grounds[0].processor]
    incident = incident_at(found, processors, setup.workspace.client, now=now)
    return SuspectedIncident(incident=incident, grounds=grounds)


def incident_at(
    found: Processor, processors: Mapping[str, Processor], client: str, *, now: Moment
) -> Incident:
    """An incident suspected at a processor, as far as the ledger tells of it; when anybody knew, it does not."""
    return Incident(
        subject=f"{found.id} {found.name}",
        as_of=now,
        facts={"leak": "suspected", **_data_facts(found)},
        parties=(
            IncidentParty(name=client, client="", facts={"role": "client"}),
            *_chain(found, processors, client),
        ),
        knowing=(),
        acts=(),
        texts=_texts(found),
        persons_at_most=_persons(found),
    )


def _suspicions(setup: Setup, only: str = "") -> tuple[Dossier, tuple[Suspicion, ...]]:
    dossier = dossier_of(setup, on_progress=lambda _told: None, gated=False, only=only)
    return dossier, part(setup, judge(setup, dossier)).suspicions


def _chain(
    found: Processor, processors: Mapping[str, Processor], client: str
) -> Iterator[IncidentParty]:
    """The tiers from the client's own processor down to the one that was found."""
    line = [found]
    while (above := next(iter(line[0].parents), "")) in processors:
        if processors[above] in line:
            break
        line.insert(0, processors[above])
    for number, one in enumerate(line):
        facts = {"role": "processor"} | ({"happened_here": "yes"} if one is found else {})
        above = line[number - 1].name if number else client
        yield IncidentParty(name=one.name, client=above, facts=facts)


def _data_facts(found: Processor) -> Mapping[str, str]:
    """What the ledger says of the data; a column that some row leaves blank stays unknown."""
    columns = {"sensitive": "sensitive", "my_number": "mynumber"}
    said = {
        fact: [
            row.record.fields[column].value
            for row in found.entrustments
            if column in row.record.fields
        ]
        for fact, column in columns.items()
    }
    facts = {fact: "yes" for fact, values in said.items() if True in values}
    whole = len(found.entrustments)
    return facts | {fact: "no" for fact, values in said.items() if values.count(False) == whole}


def _persons(found: Processor) -> int | None:
    """The persons of all its entrustments together, None where a row does not say."""
    given = [row.record.fields.get("persons") for row in found.entrustments]
    values = [field.value for field in given if field]
    if len(values) < len(found.entrustments):
        return None
    numbers = [int(value) for value in values if isinstance(value, int | float)]
    return sum(numbers) if len(numbers) == len(values) else None


def _texts(found: Processor) -> Mapping[str, str]:
    items = [row.record.fields.get("data_items") for row in found.entrustments]
    named = dict.fromkeys(
        str(item)
        for field in items
        if field and isinstance(field.value, tuple)
        for item in field.value
    )
    return {"data_items": ", ".join(named)} if named else {}
