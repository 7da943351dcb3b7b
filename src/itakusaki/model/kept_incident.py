"""Kept incidents: an incident of a workspace with what belongs to it, as it lay there at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from itakusaki.model.incident import Incident

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
        """Whether its sheet says that reports may tell of it; unsaid is no."""
        return self.incident is not None and self.incident.facts.get(TOLD_OPENLY) == "yes"
