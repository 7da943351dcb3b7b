"""Kept incidents: an incident of a workspace with what belongs to it, as it lay there at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from itakusaki.model.command_line import command_line
from itakusaki.model.incident import Incident
from itakusaki.model.message import N_, Message

#: The fact by which a sheet says that reports may tell of its incident.
TOLD_OPENLY: Final = "told_openly"
#: What an answer to an inquiry concludes, where it says that nothing leaked.
NO_LEAK: Final = "no_leak"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFile:
    """A file that belongs to an incident, a draft for instance: its workspace-relative path and SHA-256."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptInquiry:
    """An answer to an inquiry as its workbook says; a day that is not entered is None, a text "".

    `conclusion` is the id of the choice on its cover. `re_examined` are the days of earlier answers that
    it says were looked at again.
    """

    file: IncidentFile
    asked_by: str
    answered_by: str
    subject: str
    conclusion: str
    received_on: date | None = None
    due_on: date | None = None
    answered_on: date | None = None
    re_examined: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptIncident:
    """An incident by the name of its fact sheet, with inquiries and other files in the folder of that name.

    `incident` is None where there are inquiries alone, or where it is told to nobody but the person
    responsible and kept by digests only. `is_gone` is set where the store remembers it and the workspace
    no longer holds its sheet.
    """

    name: str
    sheet: IncidentFile | None
    incident: Incident | None
    inquiries: tuple[KeptInquiry, ...] = ()
    files: tuple[IncidentFile, ...] = ()
    is_gone: bool = False

    @property
    def is_open(self) -> bool:
        """Whether its sheet says that reports may tell of it, unsaid is no; inquiries alone are no secret."""
        if self.incident is None:
            return self.sheet is None
        return self.incident.facts.get(TOLD_OPENLY) == "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRemark:
    """What is late, missing or to be looked at again; `is_open` while somebody has to do something."""

    party: str
    says: Message
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentStanding:
    """How an incident stands on a day: its parties with their tiers (0: the client), and the remarks.

    `known_on` is the first day anybody knew, None where none is entered. `is_closed` is set where it is
    told to the person responsible only.
    """

    name: str
    subject: str
    parties: tuple[tuple[str, int], ...]
    known_on: date | None
    remarks: tuple[IncidentRemark, ...]
    is_closed: bool
    is_gone: bool

    @property
    def called(self) -> Message | str:
        """The incident by its name and, where its sheet gives one, its subject."""
        if not self.subject:
            return self.name
        return Message.of(N_("{name} ({subject})"), name=self.name, subject=self.subject)

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to do something."""
        return any(remark.is_open for remark in self.remarks)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentsTold:
    """The incidents of a workspace as a reader is told of them.

    `standings` are those that may be told, `closed` counts the others, `closed_waiting` those of them in
    which something is late, missing or to be looked at again; `unread` names sheets that could not be read.
    """

    standings: tuple[IncidentStanding, ...] = ()
    closed: int = 0
    closed_waiting: int = 0
    unread: tuple[Message, ...] = ()

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to do something, told or not."""
        return bool(self.closed_waiting) or any(one.is_waiting for one in self.standings)

    def remarks(self, *, is_open: bool) -> tuple[Message, ...]:
        """What is to be done in each incident that may be told, or else what was done too late."""
        return tuple(
            Message.of(N_("Incident {name}: {says}"), name=one.called, says=remark.says)
            for one in self.standings
            for remark in one.remarks
            if remark.is_open is is_open
        )

    def ending(self, *, names_command: bool) -> tuple[Message, ...]:
        """How many incidents are told to the person responsible only, and what could not be read.

        The command that tells of them is for whoever sits at the terminal, not for a report's reader.
        """
        if not self.closed:
            return self.unread
        text = N_(
            "Incidents told to the person responsible only: {count}, of them with something late or missing: {waiting}"
        )
        says = Message.of(text, count=self.closed, waiting=self.closed_waiting)
        if names_command:
            command = command_line("breach", "incidents", "--sealed")
            says = Message.of(N_("{says} ({command})"), says=says, command=command)
        return (says, *self.unread)
