"""Draft pages: a draft of a report or notice as HTML or Markdown; open lines are visibly open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from itakusaki.catalogue.breach import DraftForm
from itakusaki.catalogue.checklist import Checklist
from itakusaki.catalogue.citation import citation
from itakusaki.language import Translator
from itakusaki.model.draft import Draft, DraftEntry, DraftPart
from itakusaki.model.message import N_, Message, Words
from itakusaki.report.environment import pages

#: The tag of a reference that was read in the original.
_READ: Final = "P"
_BLANK_LINES: Final = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A line as it is shown; `values` empty: it is open."""

    title: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSection:
    """A part as it is shown, its number in its title."""

    title: str
    rows: tuple[DraftRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    """A draft as its page shows it."""

    lang: str
    title: str
    subject: str
    to: str
    sender: str
    day: str
    opening: tuple[str, ...]
    sections: tuple[DraftSection, ...]
    left_open: str
    basis: tuple[str, ...]


def draft_page(
    made: Draft, form: DraftForm, checklist: Checklist, translator: Translator, *, format_: str
) -> str:
    """The page of a draft, in one format (html or md) and language."""
    view = _view(made, form, checklist, translator)
    text = pages(format_, (), translator).render(f"draft.{format_}.j2", view=view)
    return _BLANK_LINES.sub("\n\n", text).strip() + "\n"


def _view(made: Draft, form: DraftForm, checklist: Checklist, translator: Translator) -> DraftView:
    count = Message.of(N_("{count} lines are open."), count=made.open_lines)
    return DraftView(
        lang=translator.code,
        title=translator.pick(form.title),
        # What an incident is called inside is not for the persons, nor are the authority's numbers.
        subject="" if form.for_persons else made.subject,
        to=translator.pick(made.to) if isinstance(made.to, Words) else made.to,
        sender=made.sender,
        day=translator.day(made.day),
        opening=tuple(translator.pick(words) for words in form.opening),
        sections=tuple(
            _section(part, translator, is_numbered=not form.for_persons) for part in made.parts
        ),
        left_open=translator.say(count) if made.open_lines else "",
        basis=tuple(_cited(form, checklist, translator)),
    )


def _section(part: DraftPart, translator: Translator, *, is_numbered: bool) -> DraftSection:
    title = translator.pick(part.title)
    return DraftSection(
        title=f"{part.number}. {title}" if part.number and is_numbered else title,
        rows=tuple(_row(entry, translator) for entry in part.entries),
    )


def _row(entry: DraftEntry, translator: Translator) -> DraftRow:
    values = tuple(
        translator.say(value) if isinstance(value, Message) else value for value in entry.value
    )
    return DraftRow(title=translator.pick(entry.title), values=values)


def _cited(form: DraftForm, checklist: Checklist, translator: Translator) -> list[str]:
    found = []
    for basis in form.basis:
        instrument = checklist.instruments[basis.instrument]
        text = N_("{citation} ({edition}; as of {as_of})")
        if basis.tag != _READ:
            text = N_("{citation} ({edition}; as of {as_of}; to be verified)")
        cited = citation(basis, checklist)
        said = Message.of(text, citation=cited, edition=instrument.edition, as_of=instrument.as_of)
        found.append(translator.say(said))
    return found
