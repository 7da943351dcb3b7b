"""Drafts of an incident as documents: worded in one template, laid out by the writers of all documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from itakusaki.files.folding import key
from itakusaki.language import Translator, translator_for
from itakusaki.model.document_settings import DocumentOwner
from itakusaki.model.message import N_, Message
from itakusaki.report.documents.front import (
    DocumentForm,
    FrontFact,
    FrontMatter,
    WritingSettings,
    WrittenDocument,
)
from itakusaki.report.documents.fronts import DRAFT
from itakusaki.report.documents.kinds import DRAFT_KIND, wording_of
from itakusaki.report.documents.wording import worded
from itakusaki.report.documents.writers import DOCUMENT_WRITERS
from itakusaki.report.environment import pages
from itakusaki.report.view.brand import brand_view
from itakusaki.report.view.draft import DraftView

_RULES: Final = N_("Rules: {rules}")
_REMOVE: Final = N_(
    "This is a draft, and no legal advice. Take this footer away before it is sent."
)


def draft_document(
    view: DraftView,
    day: date,
    *,
    format_: str,
    settings: WritingSettings,
    owner: DocumentOwner | None = None,
) -> WrittenDocument:
    """A draft that bears a day, in one format and the language of its view.

    What `owner` says of its documents stands in those that it sends itself.

    Raises:
        DocumentTextError: the text of a template of one's own holds what documents do not know.
        MissingExtraError: what the format needs is not installed.
        ReportTemplateError: a template of one's own cannot be used, or takes too long.
    """
    translator = translator_for(view.head.lang)
    templates = pages("md", settings.templates, translator, settings.allowance)
    text = worded(templates, wording_of(DRAFT_KIND), view)
    front = _front(view, day, translator)
    if owner is not None and key(owner.name) == key(view.head.sender):
        front = _of_owner(front, owner)
    return DOCUMENT_WRITERS[format_](front, text, settings)


def _of_owner(front: FrontMatter, owner: DocumentOwner) -> FrontMatter:
    """The front matter with who writes, number, disclaimer and look, as the sender's settings say."""
    given = owner.settings
    sender = (*front.sender, given.department, given.sender)
    return replace(
        front,
        sender=tuple(line for line in sender if line),
        number=given.number,
        foot=(*front.foot, *([given.disclaimer] if given.disclaimer else [])),
        brand=brand_view(owner.brand, owner.name),
    )


def _front(view: DraftView, day: date, translator: Translator) -> FrontMatter:
    """The front matter; a draft is one until a person has sent it, whatever it holds."""
    head, say = view.head, translator.say
    incident = FrontFact(label=say(Message(N_("Incident"))), value=head.subject)
    return FrontMatter(
        kind=DRAFT_KIND,
        language=head.lang,
        title=head.title,
        day=day,
        form=DocumentForm.LETTER if view.is_letter else DocumentForm.REPORT,
        addressee=(head.to,),
        sender=(head.sender,),
        facts=(incident,) if head.subject else (),
        status=say(DRAFT),
        headings_cite=True,
        foot=(say(Message.of(_RULES, rules=" / ".join(view.basis))), say(Message(_REMOVE))),
    )
