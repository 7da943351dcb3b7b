"""Settings of documents: what a letter or report bears that no workbook tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from itakusaki.model.brand import Brand


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSettings:
    """Who writes to whom, and by when; an empty text or day is visibly open in the document.

    `addressee` is of reports inside, `recipient` the person a letter goes to; `number` is printed as
    it is. `firm` is the consultant's own name, from whom reports then come, and `disclaimer` stands at
    the end of every document. `talk_on_cost` adds to a request for improvement that cost and time may be talked about.
    """

    firm: str = ""
    addressee: str = ""
    recipient: str = ""
    department: str = ""
    sender: str = ""
    author: str = ""
    auditors: str = ""
    contact: str = ""
    number: str = ""
    disclaimer: str = ""
    issued_on: date | None = None
    reply_by: date | None = None
    correct_by: date | None = None
    audit_on: date | None = None
    return_by: date | None = None
    talk_on_cost: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSettingsByParty:
    """The settings for all, and those of single parties by code."""

    common: DocumentSettings = field(default_factory=DocumentSettings)
    parties: Mapping[str, DocumentSettings] = field(default_factory=dict)

    def of(self, party: str) -> DocumentSettings:
        """The settings of a party, "" for none."""
        return self.parties.get(party, self.common)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentOwner:
    """Whose workspace a document comes from: the company's name, and what its documents bear."""

    name: str
    settings: DocumentSettings
    brand: Brand
