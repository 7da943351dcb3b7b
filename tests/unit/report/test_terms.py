"""Terms of the glossary stand once in what uses them, where the template has a place for them."""

from __future__ import annotations

import pytest

from itakusaki.catalogue.glossary import GlossaryTerm, terms_in
from itakusaki.language import translator_for
from itakusaki.model.message import Words
from itakusaki.report.environment import pages
from itakusaki.report.terms import PLACE, with_terms

GLOSSARY = (
    GlossaryTerm(
        id="origin",
        term=Words(ja="来歴", en="origin"),
        means=Words(ja="抽出した者・日・条件", en="Who extracted it <when, how>"),
    ),
    GlossaryTerm(
        id="relay",
        term=Words(ja="中継サーバー", en="relay server"),
        means=Words(ja="必ず経由するサーバー", en="A server that has to be passed"),
    ),
)


def explained(text: str, kind: str, lang: str) -> str:
    translator = translator_for(lang)
    return with_terms(text, GLOSSARY, pages(kind, (), translator), translator, kind)


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("来歴を示してください。", "ja", ["origin"]),
        ("中継サーバーの来歴", "ja", ["origin", "relay"]),
        ("The original file", "en", []),
        ("Relay servers, and the ORIGIN", "en", ["origin", "relay"]),
        ("Relays of servers", "en", []),
        ("", "ja", []),
    ],
)
def test_a_term_is_found_as_a_word_of_its_own(text: str, lang: str, found: list[str]) -> None:
    assert [term.id for term in terms_in(GLOSSARY, text, lang)] == found


@pytest.mark.parametrize("kind", ["html", "md"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_what_is_used_is_explained_once_and_nothing_else(kind: str, lang: str) -> None:
    used = {"ja": "来歴、来歴。", "en": "Its origin."}[lang]
    text = explained(f"{used}\n\n{PLACE}\n", kind, lang)
    assert PLACE not in text
    assert text.count({"ja": "抽出した者", "en": "Who extracted it"}[lang]) == 1
    assert {"ja": "必ず経由", "en": "has to be passed"}[lang] not in text
    assert "<when" not in text  # what a glossary says is data


@pytest.mark.parametrize("kind", ["html", "md"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Nothing of it.\n\n{PLACE}\n", "Nothing of it.\n"),
        ("Its origin, in a template of one's own.\n", "Its origin, in a template of one's own.\n"),
    ],
)
def test_without_a_term_or_a_place_nothing_is_added(kind: str, text: str, expected: str) -> None:
    assert explained(text, kind, "en") == expected
