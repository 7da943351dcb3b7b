"""The view of a draft: a report or notice of an incident as its text shows it, open lines among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from itakusaki.catalogue.breach import DraftForm
from itakusaki.catalogue.checklist import Checklist
from itakusaki.catalogue.citation import citation
from itakusaki.language import Translator
from itakusaki.model.draft import Draft, DraftEntry, DraftPart
from itakusaki.model.message import N_, Message
from itakusaki.report.view.documents.context import OPEN

#: The tag of a reference that was read in the original.
_READ: Final = "P"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftHead:
    """What the text of a draft may name; `subject` is "" where the reader is not told it."""

    lang: str
    title: str
    subject: str
    to: str
    sender: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A line as it is shown, its value in lines of text; `values` empty: it is open."""

    title: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSection:
    """A part as it is shown, its number in its title."""

    title: str
    rows: tuple[DraftRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    """A draft as its text shows it; `left_open` says how many lines are open, "" where none is."""

    head: DraftHead
    is_letter: bool
    opening: tuple[str, ...]
    sections: tuple[DraftSection, ...]
    left_open: str
    basis: tuple[str, ...]


def draft_view(
    made: Draft, form: DraftForm, checklist: Checklist, translator: Translator
) -> DraftView:
    """A draft in a language."""
    count = Message.of(N_("Open lines: {count}"), count=made.open_lines)
    return DraftView(
        head=_head(made, form, translator),
        is_letter=form.is_letter,
        opening=tuple(translator.pick(words) for words in form.opening),
        sections=tuple(
            _section(part, translator, is_numbered=not form.for_persons) for part in made.parts
        ),
        left_open=translator.say(count) if made.open_lines else "",
        basis=tuple(_cited(form, checklist, translator)),
    )


def _head(made: Draft, form: DraftForm, translator: Translator) -> DraftHead:
    return DraftHead(
        lang=translator.code,
        title=translator.pick(form.title),
        # What an incident is called inside is not for the persons, nor are the authority's numbers.
        subject="" if form.for_persons else made.subject,
        to=_addressee(made, form, translator),
        sender=made.sender,
        day=translator.day(made.day),
    )


def _addressee(made: Draft, form: DraftForm, translator: Translator) -> str:
    """Whom it goes to, as one writes to them; a client nobody named is open."""
    if not isinstance(made.to, str):
        return translator.pick(made.to)
    if not made.to:
        return translator.say(OPEN)
    return (
        translator.say(Message.of(N_("{company}"), company=made.to)) if form.to is None else made.to
    )


def _section(part: DraftPart, translator: Translator, *, is_numbered: bool) -> DraftSection:
    title = translator.pick(part.title)
    return DraftSection(
        title=f"{part.number}. {title}" if part.number and is_numbered else title,
        rows=tuple(_row(entry, translator) for entry in part.entries),
    )


def _row(entry: DraftEntry, translator: Translator) -> DraftRow:
    lines = (line.strip() for value in entry.value for line in translator.value(value).splitlines())
    return DraftRow(title=translator.pick(entry.title), values=tuple(filter(None, lines)))


def _cited(form: DraftForm, checklist: Checklist, translator: Translator) -> Iterator[str]:
    for basis in form.basis:
        instrument = checklist.instruments[basis.instrument]
        text = N_("{citation} ({edition}; as of {as_of})")
        if basis.tag != _READ:
            text = N_("{citation} ({edition}; as of {as_of}; to be verified)")
        cited = citation(basis, checklist)
        said = Message.of(text, citation=cited, edition=instrument.edition, as_of=instrument.as_of)
        yield translator.say(said)
