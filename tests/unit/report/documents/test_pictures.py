"""Pictures are drawn in every format with what they say in words, and cost no document where nothing draws."""

from __future__ import annotations

import dataclasses
import io

import docx
import pikepdf
import pypdf
import pytest

from itakusaki.language import translator_for
from itakusaki.report.documents import pictures
from itakusaki.report.documents.charts import ScoreBars, score_picture
from itakusaki.report.documents.front import DocumentPicture, FrontMatter
from itakusaki.report.documents.markdown_blocks import DocumentTextError
from itakusaki.report.documents.writers import DOCUMENT_WRITERS
from support.handed_on import front

TEXT = "## 領域\n\n<!-- picture: scores -->\n\n続き\n"
SAID = "領域ごとの評点。 選定: 自己申告評点 90.0, 検証後評点 80.5; <再委託>&: 自己申告評点 100.0, 検証後評点 0.0"
BARS = (
    ScoreBars(title="選定", declared=90, verified=80.5),
    ScoreBars(title="<再委託>&", declared=100, verified=0),
)


def picture(bars: tuple[ScoreBars, ...] = BARS) -> DocumentPicture:
    return score_picture(
        bars, declared="自己申告評点", verified="検証後評点", about="領域ごとの評点。"
    )


def illustrated(bars: tuple[ScoreBars, ...] = BARS) -> FrontMatter:
    return dataclasses.replace(front(), pictures=(picture(bars),))


def test_a_picture_is_a_figure_with_its_words_in_a_pdf() -> None:
    made = DOCUMENT_WRITERS["pdf"](illustrated(), TEXT, None)
    with pikepdf.open(io.BytesIO(made.content)) as document:
        figures = [
            item
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
        assert [str(figure.get("/Alt") or figure.A.Alt) for figure in figures] == [SAID]
    labels = "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.content)).pages
    )
    assert made.notices == ()
    assert "続き" in labels


def test_a_picture_is_drawn_in_word_with_its_words() -> None:
    made = DOCUMENT_WRITERS["docx"](illustrated(), TEXT, None)
    document = docx.Document(io.BytesIO(made.content))
    (shape,) = document.inline_shapes
    assert shape.width.mm == pytest.approx(150, abs=1)
    assert 20 < shape.height.mm < 80
    described = document.element.body.xpath(".//wp:docPr/@descr")
    assert described == [SAID]
    (png,) = [
        part.blob for part in document.part.package.iter_parts() if part.partname.endswith(".png")
    ]
    assert png.startswith(b"\x89PNG")
    # A line of a fixed height would cut it off.
    assert document.element.body.xpath(".//w:p[.//w:drawing]/w:pPr/w:spacing/@w:lineRule") == [
        "auto"
    ]


def test_a_picture_is_inline_and_named_in_html_and_words_in_markdown() -> None:
    html = DOCUMENT_WRITERS["html"](illustrated(), TEXT, None).content.decode()
    assert html.count("<svg ") == 1
    svg = html[html.index("<svg ") : html.index("</svg>")]
    assert (svg.count("role="), svg.count("aria-")) == (1, 1)
    assert 'role="img" aria-label="領域ごとの評点。 選定: ' in html
    assert "&lt;再委託&gt;&amp;" in html
    assert "<再委託>" not in html
    for words in ("選定", "自己申告評点", "検証後評点"):
        assert f">{words}</text>" in html
    markdown = DOCUMENT_WRITERS["md"](illustrated(), TEXT, None).content.decode()
    assert "図：領域ごとの評点。 選定: 自己申告評点 90.0" in markdown
    assert "&lt;再委託>&amp;" in markdown
    assert "<!--" not in markdown


def test_bars_are_told_apart_without_colour() -> None:
    chart = picture().chart
    assert chart is not None
    assert chart["mark"]["stroke"]
    assert chart["encoding"]["fill"]["scale"]["range"][0] == "#ffffff"


@pytest.mark.parametrize("format_", list(DOCUMENT_WRITERS))
def test_the_same_picture_has_the_same_bytes_and_one_of_nothing_is_left_out(format_: str) -> None:
    write = DOCUMENT_WRITERS[format_]
    assert write(illustrated(), TEXT, None) == write(illustrated(), TEXT, None)
    bare = write(front(), "## 領域\n\n続き\n", None)
    assert write(illustrated(()), TEXT, None) == bare


@pytest.mark.parametrize("format_", ["docx", "pdf", "html"])
def test_where_nothing_draws_the_words_stand_in_its_place(
    format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures.drawn_svg.cache_clear()
    monkeypatch.setattr(pictures, "find_spec", lambda _: None)
    pictures.drawing_program.cache_clear()
    try:
        made = DOCUMENT_WRITERS[format_](illustrated(), TEXT, None)
    finally:
        pictures.drawn_svg.cache_clear()
        pictures.drawing_program.cache_clear()
    (notice,) = made.notices
    assert "itakusaki[pictures]" in translator_for("en").say(notice)
    if format_ == "docx":
        assert SAID in [p.text for p in docx.Document(io.BytesIO(made.content)).paragraphs]
    if format_ == "html":
        assert "<p>領域ごとの評点。" in made.content.decode()


@pytest.mark.parametrize("format_", list(DOCUMENT_WRITERS))
def test_a_picture_there_is_not_is_refused_with_its_line(format_: str) -> None:
    with pytest.raises(DocumentTextError) as error:
        DOCUMENT_WRITERS[format_](front(), TEXT, None)
    assert error.value.line == 3
