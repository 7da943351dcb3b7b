"""Pages: the portfolio, the client's own and one per processor, as HTML and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from itakusaki.language import translator_for
from itakusaki.language.foreign_text import marked
from itakusaki.report.environment import Pages, pages
from itakusaki.report.publication import Publication, ReportFile
from itakusaki.report.terms import with_terms

BLANK_LINES = re.compile(r"\n{3,}")
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


def as_html(publication: Publication) -> Iterator[ReportFile]:
    """Self-contained HTML pages."""
    for language in publication.languages:
        templates = _templates(publication, language, "html")
        for name, text in _pages(publication, language, templates, "html"):
            # Indentation of templates is a fifth of a page and means nothing in HTML.
            page = INDENT.sub("", text)
            yield ReportFile(name=name, content=tidy(marked(page) if language == "en" else page))


def as_markdown(publication: Publication) -> Iterator[ReportFile]:
    """Markdown pages."""
    for language in publication.languages:
        templates = _templates(publication, language, "md")
        for name, text in _pages(publication, language, templates, "md"):
            yield ReportFile(name=name, content=tidy(text))


def _templates(publication: Publication, language: str, kind: str) -> Pages:
    edition = publication.edition
    return pages(kind, edition.templates, translator_for(language), edition.allowance)


def _pages(
    publication: Publication, language: str, templates: Pages, ending: str
) -> Iterator[tuple[str, str]]:
    last = f"{publication.suffix(language)}.{ending}"
    if publication.suspicions is not None:
        for sealed in publication.sealed(language):
            text = templates.render(f"sealed.{ending}.j2", view=sealed.page, sealed=sealed)
            yield f"{sealed.page.page}{last}", text
        return
    explained = partial(
        with_terms,
        glossary=publication.checklist.glossary,
        templates=templates,
        translator=translator_for(language),
        kind=ending,
    )
    portfolio = publication.portfolio(language)
    yield f"index{last}", explained(templates.render(f"index.{ending}.j2", view=portfolio))
    supervision = publication.supervision(language)
    if supervision is not None:
        text = templates.render(f"client.{ending}.j2", view=supervision)
        yield f"client{last}", explained(text)
    for view in publication.processors(language):
        text = templates.render(f"processor.{ending}.j2", view=view)
        yield f"processors/{view.page}{last}", explained(text)


def tidy(text: str) -> bytes:
    """A page as bytes, without needless blank lines."""
    return (BLANK_LINES.sub("\n\n", text).strip() + "\n").encode("utf-8", "replace")
