"""Drafts: a report or notice of an incident as far as its facts go; what is not known is left open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from itakusaki.model.message import Message, Words

#: What stands in a line: words as they were given, sentences of ours, or nothing yet.
DraftValue = tuple[str | Message | Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftEntry:
    """A line of a draft; an empty value is left open."""

    title: Words
    value: DraftValue


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPart:
    """A part of a draft; `number` is which of the nine items it is, None for none."""

    number: int | None
    title: Words
    entries: tuple[DraftEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft of a report or notice, of one party, as of a day; `basis` names its form."""

    form: str
    subject: str
    sender: str
    to: str | Words
    day: date
    parts: tuple[DraftPart, ...]

    @property
    def open_lines(self) -> int:
        """How many lines are left open."""
        return sum(not entry.value for part in self.parts for entry in part.entries)
