"""The glossary: terms with what they mean, and spellings that are not ours, as glossary.yaml holds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from itakusaki.catalogue.texts import words
from itakusaki.model.message import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryTerm:
    """A term with its meaning."""

    id: str
    term: Words
    means: Words


def built_glossary(data: Mapping[str, Any]) -> tuple[GlossaryTerm, ...]:
    """The terms from glossary.yaml, in its order."""
    return tuple(
        GlossaryTerm(
            id=entry["id"],
            term=words(entry["term"]),
            means=words(entry["means"]),
        )
        for entry in data["terms"]
    )


def terms_in(
    glossary: Iterable[GlossaryTerm], text: str, language: str
) -> tuple[GlossaryTerm, ...]:
    """The terms that occur in a text, in English as words of their own, be it more than one."""
    return tuple(term for term in glossary if _word(term.term, language).search(text))


@cache
def _word(term: Words, language: str) -> re.Pattern[str]:
    if language == "ja":
        return re.compile(re.escape(term.ja))
    return re.compile(rf"\b{re.escape(term.en)}s?\b", re.IGNORECASE)
