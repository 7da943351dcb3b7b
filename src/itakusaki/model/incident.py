"""Incidents: the facts of a possible leak as they were given, for triage, clock and drafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

#: The forms a blank fact sheet comes in, by the ending of its file.
FACT_SHEET_FORMATS: Final = ("yaml", "xlsx")
#: The forms a draft comes in.
DRAFT_FORMATS: Final = ("html", "md", "docx", "pdf")


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A day in Japan, with its time where one was given; without, it stands for the whole day."""

    day: date
    minute: time | None = field(default=None, compare=False)
    _order: time = field(default=time(), init=False, repr=False)

    def __post_init__(self) -> None:
        """Frozen, and yet compared by a time that may be absent."""
        object.__setattr__(self, "_order", self.minute or time())

    @classmethod
    def of(cls, moment: datetime) -> Moment:
        """A moment from one in Japanese time."""
        return cls(moment.date(), moment.time().replace(second=0, microsecond=0))

    def is_after(self, other: Moment) -> bool:
        """Whether it is surely later: on one day only where both say their time."""
        if self.day != other.day or self.minute is None or other.minute is None:
            return self.day > other.day
        return self.minute > other.minute

    def __str__(self) -> str:
        """As it is written in a fact sheet."""
        return f"{self.day}" if self.minute is None else f"{self.day} {self.minute:%H:%M}"


class ActKind(StrEnum):
    """What was done about an incident."""

    NOTICE_TO_CLIENT = "notice_to_client"
    PRELIMINARY = "preliminary"
    FINAL = "final"
    SUPPLEMENT = "supplement"
    NOTICE_TO_PERSONS = "notice_to_persons"
    PUBLICATION = "publication"
    CONTACT_DESK = "contact_desk"
    QUESTION = "question"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentParty:
    """A company whose duty is in question; `facts` are its values for the decision tables.

    `client` is the name of the party that entrusted it with the data, "" where none did.
    """

    name: str
    client: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowing:
    """When a department of a party first knew."""

    party: str
    department: str
    at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something a party did; `due` is the day a question is to be answered by, `items` of the nine."""

    party: str
    what: ActKind
    at: Moment
    due: date | None = None
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """All facts of an incident; `facts` are the values for the decision tables, unknown ones left out.

    `texts` are what was written for reports; `persons` is the settled number, `persons_at_most` the
    greatest possible one.
    """

    subject: str
    as_of: Moment
    facts: Mapping[str, str]
    parties: tuple[IncidentParty, ...]
    knowing: tuple[Knowing, ...]
    acts: tuple[Act, ...]
    occurred_on: date | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    persons: int | None = None
    persons_at_most: int | None = None
    threshold_passed_at: Moment | None = None

    def acts_of(self, party: str, what: ActKind) -> tuple[Act, ...]:
        """What a party did of one kind, in order of time."""
        found = (act for act in self.acts if act.party == party and act.what is what)
        return tuple(sorted(found, key=lambda act: (act.at, act.due or act.at.day, act.items)))

    def party(self, name: str) -> IncidentParty | None:
        """The party of a name, if there is one."""
        return next((party for party in self.parties if party.name == name), None)

    def known_at(self, name: str) -> Moment | None:
        """When a party first knew, at the latest by the notice of one that it entrusted."""
        own = [one.at for one in self.knowing if one.party == name]
        told = [
            act.at
            for party in self.parties
            if party.client == name
            for act in self.acts_of(party.name, ActKind.NOTICE_TO_CLIENT)
        ]
        return min([*own, *told], default=None)
