"""The brand on documents: colour and logo in each format, and only on what its owner sends."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Final

import docx
import pikepdf
import pytest

from itakusaki.model.brand import Brand, Logo
from itakusaki.report.documents.front import FrontMatter
from itakusaki.report.documents.page import write_html
from itakusaki.report.documents.pdf import write_pdf
from itakusaki.report.documents.word import write_docx
from itakusaki.report.view.brand import BrandView, brand_view, logo_bytes
from support.handed_on import front, text
from support.pictures import png

PICTURE: Final = png(40, 10)
BRAND: Final = Brand(colour="#0b5d3b", logo=Logo(content=PICTURE, width=40, height=10))
VIEW: Final = brand_view(BRAND, "株式会社<波止場>監査")
COLOUR: Final = "0B5D3B"


@pytest.fixture(scope="module")
def branded() -> FrontMatter:
    return replace(front(), brand=VIEW)


def test_a_view_holds_the_picture_whole() -> None:
    assert logo_bytes(VIEW) == PICTURE
    assert logo_bytes(BrandView()) == b""
    assert brand_view(Brand(colour="#0b5d3b"), "だれか") == BrandView(colour="#0b5d3b")


def test_word_bears_colour_and_logo(branded: FrontMatter) -> None:
    content = write_docx(branded, text()).content
    document = docx.Document(io.BytesIO(content))
    assert str(document.styles["Heading 1"].font.color.rgb) == COLOUR
    head = document.sections[0].first_page_header
    assert [paragraph.text for paragraph in head.paragraphs] == ["", "案　社外秘"]
    (described,) = head.part.element.xpath(".//wp:docPr/@descr")
    assert described == "株式会社<波止場>監査"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert PICTURE in [archive.read(n) for n in archive.namelist() if n.endswith(".png")]
    assert content == write_docx(branded, text()).content


def test_pdf_bears_colour_and_logo_on_its_first_page(branded: FrontMatter) -> None:
    with pikepdf.open(io.BytesIO(write_pdf(branded, text(rows=60)).content)) as document:
        pages = [list(page.get_images()) for page in document.pages]
        assert len(pages) > 1
        assert [len(found) for found in pages] == [1] + [0] * (len(pages) - 1)


def test_html_bears_colour_and_logo(branded: FrontMatter) -> None:
    page = write_html(branded, text()).content.decode()
    assert ":root{--head:#0b5d3b}" in page
    assert f'src="{VIEW.logo}"' in page
    assert 'alt="株式会社&lt;波止場&gt;監査"' in page


def test_without_a_brand_nothing_of_one_is_there() -> None:
    page = write_html(front(), text()).content.decode()
    assert "案" in page
    assert "<img" not in page
    assert len(re.findall(r":root\{", page)) == 1
    document = docx.Document(io.BytesIO(write_docx(front(), text()).content))
    assert str(document.styles["Heading 1"].font.color.rgb) == "24415F"
