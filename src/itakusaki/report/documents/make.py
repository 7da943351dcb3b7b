"""Making documents: a run and the kinds wanted → a file for each, its text filled and laid out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from itakusaki.catalogue.possible_leak import Suspicion
from itakusaki.files.names import book_names, safe_text
from itakusaki.language import translator_for
from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.document_settings import DocumentSettingsByParty
from itakusaki.report.documents.front import FrontMatter
from itakusaki.report.documents.fronts import DRAFT, front_of, is_open
from itakusaki.report.documents.illustrations import pictures_of
from itakusaki.report.documents.kinds import DocumentKind
from itakusaki.report.documents.wording import worded
from itakusaki.report.environment import pages
from itakusaki.report.markdown_text import escaped
from itakusaki.report.publication import Publication
from itakusaki.report.terms import with_terms
from itakusaki.report.view.documents.context import OPEN, DocumentContext


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentText:
    """A document before it is laid out: its file's name without ending, front matter, text in Markdown.

    `processor` is whom it is about, "" where that is all of them.
    """

    name: str
    processor: str
    front: FrontMatter
    text: str


def document_texts(
    publication: Publication,
    kinds: Iterable[DocumentKind],
    settings: DocumentSettingsByParty,
    language: str,
    processors: Sequence[str] = (),
    suspicions: Sequence[Suspicion] | None = None,
) -> Iterator[DocumentText]:
    """The documents of some kinds in a language; `processors` are those wanted, all where none is named.

    What has nothing to say of a processor is left out. With suspicions they are sealed editions.

    Raises:
        ReportTemplateError: a user's own template cannot be used.
    """
    context = DocumentContext(
        view=publication.context(language),
        settings=settings,
        found=publication.findings,
        suspicions=suspicions,
        earlier=publication.edition.earlier,
    )
    results = [
        result
        for result in publication.assessment.results
        if not processors or result.processor.id in processors
    ]
    named = {r.processor.id: r.processor.name for r in publication.assessment.results}
    parties = book_names(named)
    edition = publication.edition
    templates = pages("md", edition.templates, translator_for(language), edition.allowance)
    for kind in kinds:
        for result, view in _views(kind, context, results):
            text = with_terms(
                worded(templates, kind.template, view),
                publication.checklist.glossary,
                templates,
                translator_for(language),
                "md",
            )
            party = parties[result.processor.id] if result else ""
            yield DocumentText(
                name=_name(kind, context, party),
                processor=result.processor.id if result else "",
                front=replace(
                    _front(kind, context, result, text), pictures=pictures_of(view, context, result)
                ),
                text=text,
            )


def _views(
    kind: DocumentKind, context: DocumentContext, results: Iterable[ProcessorResult]
) -> Iterator[tuple[ProcessorResult | None, object]]:
    """What a kind is filled from, with whom it is about; nothing where it has nothing to say."""
    if kind.of_portfolio is not None:
        view = kind.of_portfolio(context)
        if view is not None:
            yield None, view
    if kind.of_processor is not None:
        for result in results:
            view = kind.of_processor(context, result)
            if view is not None:
                yield result, view


def _front(
    kind: DocumentKind, context: DocumentContext, result: ProcessorResult | None, text: str
) -> FrontMatter:
    """The front matter; as long as anything is to be entered the document is a draft."""
    front = front_of(kind, context, result)
    open_in_text = escaped(context.view.say(OPEN)) in text
    if open_in_text or is_open(front, context):
        return replace(front, status=context.view.say(DRAFT))
    return front


def _name(kind: DocumentKind, context: DocumentContext, party: str) -> str:
    parts = (safe_text(context.view.say(kind.title)), context.view.assessment.round, party)
    return "_".join(part for part in parts if part)
