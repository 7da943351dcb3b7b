"""Terms: what the words of the glossary mean that a page or a document uses, said once where it asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from itakusaki.catalogue.glossary import GlossaryTerm, terms_in
from itakusaki.language import Translator
from itakusaki.report.environment import Pages

#: What a template says where its terms are to stand; no data can hold it, since all of it is escaped.
PLACE: Final = "<!-- terms -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class TermLine:
    """A term, and what it means."""

    term: str
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsView:
    """The terms that a text uses, in the glossary's order; none where it uses none."""

    terms: Sequence[TermLine]


def with_terms(
    text: str,
    glossary: Sequence[GlossaryTerm],
    templates: Pages,
    translator: Translator,
    kind: str,
) -> str:
    """A filled text with its terms explained where its template has their place; `kind` is html or md.

    Raises:
        ReportTemplateError: a template of one's own for the terms cannot be used.
    """
    if PLACE not in text:
        return text
    lines = [
        TermLine(term=translator.pick(term.term), means=translator.pick(term.means))
        for term in terms_in(glossary, text, translator.code)
    ]
    told = templates.render(f"terms.{kind}.j2", view=TermsView(terms=lines)).strip()
    return text.replace(PLACE, told).rstrip("\n") + "\n"
