"""Pages: the portfolio, the client's own and one per processor, as HTML and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from itakusaki.language import translator_for
from itakusaki.language.foreign_text import marked
from itakusaki.report.environment import Pages, pages
from itakusaki.report.publication import Publication, ReportFile
from itakusaki.report.terms import with_terms
from itakusaki.report.view.processor import ProcessorView

BLANK_LINES = re.compile(r"\n{3,}")
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


def as_html(publication: Publication) -> Iterator[ReportFile]:
    """Self-contained HTML pages."""
    for language in publication.languages:
        yield from _files(publication, language, "html")


def as_markdown(publication: Publication) -> Iterator[ReportFile]:
    """Markdown pages."""
    for language in publication.languages:
        yield from _files(publication, language, "md")


@dataclass(frozen=True, slots=True, kw_only=True)
class _PageToMake:
    """A page to be made: its name and what fills it; `view` is all it shows, where it may be found again."""

    name: str
    fill: Callable[[], str]
    view: ProcessorView | None = None


def _files(publication: Publication, language: str, ending: str) -> Iterator[ReportFile]:
    edition = publication.edition
    templates = pages(ending, edition.templates, translator_for(language), edition.allowance)
    glossary = publication.checklist.glossary
    explained = partial(
        with_terms,
        glossary=glossary,
        templates=templates,
        translator=translator_for(language),
        kind=ending,
    )
    for page in _pages(publication, language, templates, ending):
        make = partial(_finished, page.fill, explained, language, ending)
        made_of = (language, glossary, page.view)
        content = edition.pages(page.name, made_of, make) if page.view else make()
        yield ReportFile(name=page.name, content=content)


def _finished(
    fill: Callable[[], str], explained: Callable[[str], str], language: str, ending: str
) -> bytes:
    text = explained(fill())
    if ending == "html":
        # Indentation of templates is a fifth of a page and means nothing in HTML.
        text = INDENT.sub("", text)
        text = marked(text) if language == "en" else text
    return tidy(text)


def _pages(
    publication: Publication, language: str, templates: Pages, ending: str
) -> Iterator[_PageToMake]:
    last = f"{publication.suffix(language)}.{ending}"

    def filling(name: str, **values: object) -> Callable[[], str]:
        return partial(templates.render, f"{name}.{ending}.j2", **values)

    if publication.suspicions is not None:
        for sealed in publication.sealed(language):
            fill = filling("sealed", view=sealed.page, sealed=sealed)
            yield _PageToMake(name=f"{sealed.page.page}{last}", fill=fill)
        return
    portfolio = publication.portfolio(language)
    yield _PageToMake(name=f"index{last}", fill=filling("index", view=portfolio))
    supervision = publication.supervision(language)
    if supervision is not None:
        yield _PageToMake(name=f"client{last}", fill=filling("client", view=supervision))
    for view in publication.processors(language):
        name = f"processors/{view.page}{last}"
        yield _PageToMake(name=name, fill=filling("processor", view=view), view=view)


def tidy(text: str) -> bytes:
    """A page as bytes, without needless blank lines."""
    return (BLANK_LINES.sub("\n\n", text).strip() + "\n").encode("utf-8", "replace")
