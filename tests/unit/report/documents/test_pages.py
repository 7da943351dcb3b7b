"""Documents as HTML and Markdown: the same text, the house's style, nothing that acts."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from itakusaki.report.documents.front import DocumentForm, WritingSettings
from itakusaki.report.documents.markdown_blocks import DocumentTextError
from itakusaki.report.documents.page import write_html, write_markdown
from itakusaki.report.documents.writers import DOCUMENT_WRITERS
from itakusaki.report.environment import ReportTemplateError
from itakusaki.report.markdown_text import escaped
from support.handed_on import HOSTILE, front, text

VOID = {"meta", "br", "hr", "col"}


class Outline(HTMLParser):
    """The elements of a page as they nest, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)


def page(content: bytes) -> Outline:
    return Outline(content.decode())


def test_a_page_nests_and_holds_every_piece() -> None:
    made = page(write_html(front(), text()).content)
    assert made.open == []
    kinds = [tag for tag, _ in made.seen]
    assert [kind for kind in kinds if re.fullmatch(r"h\d", kind)] == ["h1", "h2", "h3", "h2"]
    assert all(attrs.get("scope") for tag, attrs in made.seen if tag == "th")
    ids = {attrs["id"] for _, attrs in made.seen if "id" in attrs}
    links = {str(attrs["href"])[1:] for tag, attrs in made.seen if tag == "a"}
    assert len(links) == 3
    assert links <= ids
    assert "".join(made.words).count("退職者のアカウントが残る") == 3
    for piece in ("hr", "nav", "dl", "ol", "ul", "strong"):
        assert piece in kinds, piece


def test_japanese_in_an_english_page_is_marked() -> None:
    made = page(
        write_html(front("en", title="Request"), text(rows=1, cell="see 媒体簿.xlsx")).content
    )
    assert ("html", {"lang": "en"}) in made.seen
    assert ("span", {"lang": "ja"}) in made.seen


def test_hostile_text_acts_on_no_page() -> None:
    made = page(write_html(front(title=HOSTILE), text(cell=escaped(HOSTILE))).content)
    assert "b" not in [tag for tag, _ in made.seen]
    assert "".join(made.words).count(HOSTILE) == 3 + 2  # cells, title and heading
    markdown = write_markdown(front(title=HOSTILE), text(cell=escaped(HOSTILE))).content.decode()
    shown = MarkdownIt("commonmark").enable("table").render(markdown)
    assert "<b>" not in shown
    assert "<a " not in shown
    assert "&lt;b&gt;" in shown


def test_a_letter_has_no_facts_of_a_report() -> None:
    bare = dataclasses.replace(front(form=DocumentForm.LETTER), facts=())
    words = "".join(page(write_html(bare, "本文\n").content).words)
    assert "宛先" not in words
    assert words.index("監-2026-041") < words.index("みどり情報") < words.index("ひなた商事")


def test_markdown_has_the_front_and_no_directive() -> None:
    made = write_markdown(front(), text()).content.decode()
    assert made.startswith(
        "# 改善要請書\n\n**案　社外秘**\n\n- 宛先：株式会社みどり情報サービス / 山田 一郎 様\n"
    )
    assert "| 作成 | 承認 |" in made
    assert "- 署名 \\_" in made
    assert "<!--" not in made
    assert made.endswith("適法性の判断ではありません。\n")


@pytest.mark.parametrize("format_", list(DOCUMENT_WRITERS))
def test_each_writer_gives_the_same_bytes_and_refuses_what_documents_do_not_know(
    format_: str,
) -> None:
    write = DOCUMENT_WRITERS[format_]
    assert write(front(), text(), None) == write(front(), text(), None)
    with pytest.raises(DocumentTextError):
        write(front(), "*a*", None)


def test_a_page_of_ones_own_goes_first(tmp_path: Path) -> None:
    (tmp_path / "document.html.j2").write_text(
        "{{ document.title }}|{{ blocks|length }}", encoding="utf-8"
    )
    settings = WritingSettings(templates=(tmp_path,))
    assert write_html(front(), "a\n\nb\n", settings).content == "改善要請書|2\n".encode()
    (tmp_path / "document.html.j2").write_text("{{ document.nothing }}", encoding="utf-8")
    with pytest.raises(ReportTemplateError):
        write_html(front(), "a\n", settings)


#: Texts in which something is empty, or stands where little room is.
EDGES = {
    "nothing": "",
    "empty items": "- \n- a\n\n1. \n   - \n\n> \n",
    "empty list": "-\n",
    "no rows": "## \n\n| a |\n| --- |\n",
    "empty cells": "<!-- rows: 2 -->\n\n| a | |\n| --- | --- |\n| | |\n",
    "contents of nothing": "<!-- contents -->\n",
    "breaks at the ends": "<!-- page -->\n\n| a |\n| --- |\n| b |\n\n<!-- page -->\n",
    "two tables": "| a |\n| --- |\n| b |\n\n> c\n\n| d |\n| --- |\n| e |\n",
    "a closing word": "- a\n\n<!-- right -->\n\n以上\n",
    "a row that no page holds": f"| a |\n| --- |\n| {'長い文。' * 2500} |\n",
    "many columns": f"{'| a ' * 30}|\n{'| --- ' * 30}|\n{'| 一二三四 ' * 30}|\n",
}


@pytest.mark.parametrize("format_", list(DOCUMENT_WRITERS))
@pytest.mark.parametrize("name", list(EDGES))
def test_what_is_empty_or_too_large_is_laid_out_all_the_same(name: str, format_: str) -> None:
    assert DOCUMENT_WRITERS[format_](front(), EDGES[name], None).content
