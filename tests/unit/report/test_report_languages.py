"""Languages: Japanese, English or both from one run, the same numbers, never mixed."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from support.assessments import every_rating
from support.prose import JAPANESE, english_sentences
from support.published import published, sample, text

PAGES = [name for name in sample() if name.endswith((".html", ".md"))]
NUMBER = re.compile(r"\d+(?:\.\d+)?%?")


class Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.skipping = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.skipping = tag in ("style", "script")
        wanted = ("title", "aria-label", "data-l", "data-search", "data-all")
        self.found.extend(value for name, value in attrs if name in wanted and value)

    def handle_data(self, data: str) -> None:
        if not self.skipping and data.strip():
            self.found.append(data.strip())


def words(name: str) -> list[str]:
    if name.endswith(".md"):
        return text(name).splitlines()
    parser = Words()
    parser.feed(text(name))
    return parser.found


@pytest.mark.parametrize("name", [name for name in PAGES if ".en." in name])
def test_an_english_page_holds_no_japanese(name: str) -> None:
    shown = words(name)
    assert len(shown) > 20
    assert [line for line in shown if JAPANESE.search(line)] == []


#: Latin words that stand in Japanese pages too: names and marks of the sample, and of files.
LATIN = re.compile(
    r"[A-Z]{2,}|itakusaki|explain|Aobadori|Trading|Alpha|Mailing|Beta|Call|Centre|Gamma|Systems|Delta"
    r"|Cloud|Epsilon|Data|Zeta|Office|Eta|Support|Theta|Works|Kawabe|Print|replacement|ordered|log"
    r"|desk|example|printer|locked|room|head|plant|auditor|seen|site|unreadable|duplicate|file"
    r"|contract|gap|exception|contradiction|unanswered|unverified|accounts"
)
LINE = re.compile(
    r"\[[^\]]*\]|\([^)]*\.md\)|[\w./-]+\.(?:xlsx|csv|json|md|html)|[0-9a-f]{64}|[A-Z]{3}-\d\d"
)


@pytest.mark.parametrize("name", [name for name in PAGES if ".ja." in name])
def test_a_japanese_page_holds_no_english_sentence(name: str) -> None:
    shown = words(name)
    assert sum(JAPANESE.search(line) is not None for line in shown) > 10
    assert english_sentences(LATIN.sub("", LINE.sub("", line)) for line in shown) == []


@pytest.mark.parametrize("name", [name for name in PAGES if ".ja." in name])
def test_both_languages_carry_the_same_numbers_of_every_table(name: str) -> None:
    def numbers(page: str) -> list[str]:
        cells = re.findall(
            r'<td class="n[^>]*>(.*?)</td>|\| *(?:\*\*)?([\d.–%]+)(?:\*\*)? *(?=\|)', text(page)
        )
        return [found for cell in cells for found in NUMBER.findall("".join(cell))]

    assert numbers(name) == numbers(name.replace(".ja.", ".en."))
    assert numbers(name)


def test_one_language_alone_has_plain_names() -> None:
    names = set(published(every_rating(), languages=("ja",)))
    assert {"index.html", "index.md", "gap-register.xlsx", "assessment.json"} <= names
    assert "processors/P01.html" in names
    assert not any(".ja." in name or ".en." in name for name in names)


def test_both_languages_link_to_one_another() -> None:
    assert 'href="index.en.html"' in text("index.ja.html")
    assert 'href="P02.ja.html"' in text("processors/P02.en.html")


def test_a_page_says_its_language() -> None:
    assert '<html lang="ja">' in text("index.ja.html")
    assert '<html lang="en">' in text("processors/P01.en.html")


def test_nothing_is_called_illegal() -> None:
    assert "法令適合性についての判断ではありません" in text("processors/P02.ja.html")
    for name in PAGES:
        assert "\u9055\u6cd5" not in text(name)
        assert "illegal" not in text(name).lower()
