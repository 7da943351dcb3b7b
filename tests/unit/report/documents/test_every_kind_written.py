"""Every kind as PDF and Word, read back: tags, language, bookmarks, fonts, words of pictures, heads that repeat."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import docx
import pikepdf
import pypdf
import pytest

from itakusaki.report.documents.blocks import HeadingBlock, TableBlock, plain
from itakusaki.report.documents.make import DocumentText
from itakusaki.report.documents.markdown_blocks import blocks_of
from itakusaki.report.documents.writers import DOCUMENT_WRITERS
from support.document_texts import CONCERNED, defaults

NOT_A_SIGN = re.compile(r"\s")


def document(kind: str) -> DocumentText:
    return defaults("ja")[kind, CONCERNED[kind]]


@cache
def content(kind: str, format_: str) -> bytes:
    made = document(kind)
    written = DOCUMENT_WRITERS[format_](made.front, made.text, None)
    assert written.notices == ()
    return written.content


def headings(kind: str) -> list[str]:
    return [plain(b.text) for b in blocks_of(document(kind).text) if isinstance(b, HeadingBlock)]


def squeezed(text: str) -> str:
    return NOT_A_SIGN.sub("", text)


def titles(outline: Any) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from titles(entry)
        else:
            yield squeezed(str(entry.title))


@pytest.mark.parametrize("kind", CONCERNED)
def test_a_pdf_can_be_read_found_in_and_heard(kind: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(content(kind, "pdf")))
    told = squeezed("".join(page.extract_text() for page in reader.pages))
    missing = [head for head in headings(kind) if squeezed(head) not in told]
    assert missing == []
    assert {squeezed(head) for head in headings(kind)} <= set(titles(reader.outline))
    with pikepdf.open(io.BytesIO(content(kind, "pdf"))) as opened:
        assert str(opened.Root.Lang).startswith("ja")
        assert opened.Root.MarkInfo.Marked
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
        things = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary)]
        figures = [one for one in things if one.get("/S") == "/Figure"]
        assert all(str(one.get("/Alt") or one.A.Alt) for one in figures)
        assert bool(figures) is (kind in {"working-paper", "portfolio-report"})
        fonts = [one for one in things if one.get("/Type") == "/FontDescriptor"]
        assert fonts
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(one.keys()) for one in fonts)


@pytest.mark.parametrize("kind", CONCERNED)
def test_a_word_file_has_its_headings_and_the_heads_of_its_tables(kind: str) -> None:
    opened = docx.Document(io.BytesIO(content(kind, "docx")))
    styled = [p.text for p in opened.paragraphs if (p.style.name or "").startswith("Heading")]
    assert styled == headings(kind)
    heads = [t for t in opened.tables if "w:tblHeader" in t.rows[0]._tr.xml]  # noqa: SLF001
    tables = [b for b in blocks_of(document(kind).text) if isinstance(b, TableBlock)]
    assert len(heads) >= len(tables)
    drawn = opened.element.body.xpath(".//wp:docPr/@descr")
    assert len(drawn) == len(opened.inline_shapes)
    assert all(drawn)
