"""The front as it is shown: front matter in words and rows, the same for every format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from itakusaki.files.visible import visible
from itakusaki.language import Translator, translator_for
from itakusaki.model.message import N_
from itakusaki.report.documents.front import DocumentForm, FrontFact, FrontMatter
from itakusaki.report.view.brand import BrandView


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontView:
    """What a template of a layout may use, as `document`; texts in the document's language.

    `facts` are the rows of the table under the title: in a report addressee, sender, number and day
    stand in it too. `marks` are status and confidentiality on one line, `running` the line at the head
    of every further page: title, number and marks. `brand` is colour and logo of whoever sends it.
    """

    kind: str
    language: str
    title: str
    number: str
    day: str
    is_letter: bool
    addressee: tuple[str, ...]
    sender: tuple[str, ...]
    facts: tuple[FrontFact, ...]
    confidentiality: str
    status: str
    marks: str
    running: str
    foot: tuple[str, ...]
    is_landscape: bool
    brand: BrandView


def front_view(front: FrontMatter) -> FrontView:
    """The front of a document as it is shown."""
    translator = translator_for(front.language)
    is_letter = front.form is DocumentForm.LETTER
    facts = front.facts if is_letter else tuple(_facts(front, translator))
    marks = _line(front.status, front.confidentiality)
    return FrontView(
        kind=front.kind,
        language=front.language,
        title=visible(front.title),
        number=visible(front.number),
        day=translator.day(front.day),
        is_letter=is_letter,
        addressee=tuple(map(visible, front.addressee)),
        sender=tuple(map(visible, front.sender)),
        facts=tuple(
            FrontFact(label=visible(fact.label), value=visible(fact.value)) for fact in facts
        ),
        confidentiality=visible(front.confidentiality),
        status=visible(front.status),
        marks=marks,
        running=_line(front.title, front.number, marks),
        foot=tuple(map(visible, front.foot)),
        is_landscape=front.is_landscape,
        brand=front.brand,
    )


def _line(*parts: str) -> str:
    return visible("　".join(part for part in parts if part)).replace("\n", " ")


def _facts(front: FrontMatter, translator: Translator) -> Iterator[FrontFact]:
    """A report's rows: to whom, from whom, number and day, then its own."""
    rows = (
        (N_("To"), "\n".join(front.addressee)),
        (N_("From"), "\n".join(front.sender)),
        (N_("No."), front.number),
        (N_("Date"), translator.day(front.day)),
    )
    for label, value in rows:
        if value:
            yield FrontFact(label=translator.gettext(label), value=value)
    yield from front.facts
