"""Drafts: the facts of an incident laid out as a report or a notice; nothing is invented."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from itakusaki.breach.triage import PartyTriage
from itakusaki.catalogue.breach import DraftForm, DraftItem
from itakusaki.language import translator_for
from itakusaki.model.draft import Draft, DraftEntry, DraftPart, DraftValue
from itakusaki.model.errors import UnknownNameError
from itakusaki.model.incident import ActKind, Incident, IncidentParty, Moment
from itakusaki.model.message import N_, Message, Words

_SITUATIONS: Final = (1, 2, 3, 4)


def draft(
    incident: Incident, triaged: Sequence[PartyTriage], form: DraftForm, *, party: str = ""
) -> Draft:
    """A draft of a form, sent by a party, or by the one it is most likely of.

    Raises:
        UnknownNameError: there is no such party.
    """
    one = _sender(triaged, form, party)
    filler = Filler(incident, one)
    return Draft(
        form=form.id,
        subject=incident.subject,
        sender=one.party.name,
        to=form.to or one.party.client or "",
        day=incident.as_of.day,
        parts=tuple(part for item in form.items if (part := filler.part(item, form)).entries),
    )


def _sender(triaged: Sequence[PartyTriage], form: DraftForm, name: str) -> PartyTriage:
    """The party named; else the first that has a client for what goes to one, the first for the rest."""
    if name:
        found = [one for one in triaged if one.party.name == name]
    else:
        found = [one for one in triaged if form.to is not None or one.party.client]
    if not found:
        raise UnknownNameError(name or form.id, tuple(one.party.name for one in triaged))
    return found[0]


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills the lines of a draft from the facts of an incident."""

    incident: Incident
    one: PartyTriage

    def part(self, item: DraftItem, form: DraftForm) -> DraftPart:
        """A part, with the lines that its reader is told."""
        lines = [line for line in item.lines if line.to_persons or not form.for_persons]
        entries = tuple(DraftEntry(title=line.title, value=self.value(line.fill)) for line in lines)
        return DraftPart(number=item.number, title=item.title, entries=entries)

    def value(self, fill: str) -> DraftValue:
        """What fills a line, nothing where it is not known."""
        worked_out: Mapping[str, Callable[[], DraftValue]] = {
            "occurred": self._occurred,
            "knowing": self._knowing,
            "situations": self._situations,
            "chain": self._chain,
            "persons": self._persons,
            "told": lambda: self._acts(ActKind.NOTICE_TO_PERSONS),
            "published": lambda: self._acts(ActKind.PUBLICATION, ActKind.CONTACT_DESK),
        }
        if fill in worked_out:
            return worked_out[fill]()
        text = self.incident.texts.get(fill, "")
        return (text,) if text else ()

    def _occurred(self) -> DraftValue:
        day = self.incident.occurred_on
        return (_written(Moment(day)),) if day else ()

    def _knowing(self) -> DraftValue:
        known = sorted(
            (one.at, one.department) for one in self.incident.knowing if one.party == self._name
        )
        if not known:
            at = self.incident.known_at(self._name)
            return (
                (Message.of(N_("{moment} (notice of the processor)"), moment=_written(at)),)
                if at
                else ()
            )
        text = N_("{moment} ({department})")
        return tuple(
            Message.of(text, moment=_written(at), department=department)
            if department
            else _written(at)
            for at, department in known
        )

    def _situations(self) -> DraftValue:
        texts = {
            "yes": N_("no. {number} applies"),
            "open": N_("no. {number}: not resolved yet"),
        }
        results = ((n, self.one.result(f"situation-{n}")) for n in _SITUATIONS)
        return tuple(
            Message.of(texts[result], number=number)
            for number, result in results
            if result in texts
        )

    def _chain(self) -> DraftValue:
        found: list[str | Message] = []
        client = self.one.party.client
        if client:
            found.append(Message.of(N_("client: {name}"), name=client))
        found += (
            Message.of(N_("processor: {name}"), name=party.name)
            for party in self._below(self._name)
        )
        if not found and self.one.party.facts.get("role") == "only":
            found.append(Message(N_("none")))
        return tuple(found)

    def _below(self, name: str) -> list[IncidentParty]:
        """Those that a party entrusted, and all beneath them; a chain never returns to itself."""
        direct = [party for party in self.incident.parties if party.client == name]
        return [one for party in direct for one in (party, *self._below(party.name))]

    def _persons(self) -> DraftValue:
        if self.incident.persons is not None:
            return (Message.of(N_("{count} persons"), count=f"{self.incident.persons:,}"),)
        most = self.incident.persons_at_most
        if most is None:
            return ()
        return (Message.of(N_("at most {count} persons; not resolved yet"), count=f"{most:,}"),)

    def _acts(self, *kinds: ActKind) -> DraftValue:
        done = {
            ActKind.NOTICE_TO_PERSONS: N_("done on {moment}"),
            ActKind.PUBLICATION: N_("published on {moment}"),
            ActKind.CONTACT_DESK: N_("contact desk set up and published on {moment}"),
        }
        found = [act for kind in kinds for act in self.incident.acts_of(self._name, kind)]
        if not found:
            return (
                Message.of(N_("not done as of {moment}"), moment=_written(self.incident.as_of)),
            )
        return tuple(Message.of(done[act.what], moment=_written(act.at)) for act in found)

    @property
    def _name(self) -> str:
        return self.one.party.name


def _written(moment: Moment) -> Words:
    """A moment as a report writes it."""
    in_ja, in_en = (translator_for(code).moment(moment.day, moment.minute) for code in ("ja", "en"))
    return Words(ja=in_ja, en=in_en)
