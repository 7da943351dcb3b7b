"""Pictures are drawn in every format with what they say in words, and cost no document where nothing draws."""

from __future__ import annotations

import dataclasses
import io
import json
import re
from datetime import datetime
from itertools import pairwise

import docx
import pikepdf
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itakusaki.language import translator_for
from itakusaki.model.rounds import RoundScores
from itakusaki.report.documents import pictures
from itakusaki.report.documents.chain_chart import ChainLine, chain_picture_of
from itakusaki.report.documents.charts import ScoreBars, score_picture
from itakusaki.report.documents.front import DocumentPicture, FrontMatter
from itakusaki.report.documents.heat_chart import HeatSquare, heat_picture
from itakusaki.report.documents.log_chart import CoveredTime, HitCount, log_picture
from itakusaki.report.documents.markdown_blocks import DocumentTextError
from itakusaki.report.documents.round_charts import BridgeStep, bridge_picture, trend_picture
from itakusaki.report.documents.writers import DOCUMENT_WRITERS
from support.handed_on import front
from support.laws import examples

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
    assert "図1：領域ごとの評点。 選定: 自己申告評点 90.0" in markdown
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
        assert "<p>図1：領域ごとの評点。" in made.content.decode()


@pytest.mark.parametrize("format_", list(DOCUMENT_WRITERS))
def test_a_picture_there_is_not_is_refused_with_its_line(format_: str) -> None:
    with pytest.raises(DocumentTextError) as error:
        DOCUMENT_WRITERS[format_](front(), TEXT, None)
    assert error.value.line == 3


SCORES = [
    RoundScores(round="2026Q3", declared=90.0, verified=50.0),
    RoundScores(round="2026Q4", declared=None, verified=62.5),
]
STEPS = [BridgeStep(label="回答", points=15.0), BridgeStep(label="証跡", points=-2.5)]
ENDS = (BridgeStep(label="2026Q3", points=50.0), BridgeStep(label="2026Q4", points=62.5))
CHAIN = [
    ChainLine(label="委託元", depth=0, above=-1, is_assessed=True, on_path=False),
    ChainLine(label="委託先 – B", depth=1, above=0, is_assessed=True, on_path=True),
    ChainLine(label="再委託先 – 未評価", depth=2, above=1, is_assessed=False, on_path=True),
]
SQUARES = [
    HeatSquare(row="P01 青葉", column="SEL", band=1, label="95.0"),
    HeatSquare(row="P01 青葉", column="TEC", band=0, label="(12.0)"),
]
COVERED = [CoveredTime(row="操作ログ", first=datetime(2026, 1, 1, 9), last=datetime(2026, 3, 1))]
HITS = [HitCount(row="X-14 持ち出し", at=datetime(2026, 2, 1), count=1200)]
DRAWN = {
    "trend": trend_picture(SCORES, declared="申告", verified="検証", about="推移。"),
    "bridge": bridge_picture(STEPS, ENDS, about="増減。"),
    "chain": chain_picture_of(CHAIN, about="系統。", path="経路"),
    "heat": heat_picture(SQUARES, about="一覧。"),
    "logs": log_picture(COVERED, HITS, about="期間。", legend="件数"),
}
SAID_BY = {
    "trend": "推移。 2026Q3: 申告 90.0, 検証 50.0; 2026Q4: 申告 –, 検証 62.5",
    "bridge": "増減。 2026Q3 50.0; 回答 +15.0; 証跡 -2.5; 2026Q4 62.5",
    "chain": "系統。 委託元; 委託先 – B (経路); 再委託先 – 未評価 (経路)",
    "heat": "一覧。 P01 青葉: SEL 95.0, TEC (12.0)",
    "logs": "期間。",
}
#: What can be read in each, in the signs that stand in it.
READ_IN = {
    "trend": ("申告", "検証", "2026Q3"),
    "bridge": ("回答", "+15.0", "-2.5", "62.5"),
    "chain": ("委託先 – B", "再委託先 – 未評価"),
    "heat": ("P01 青葉", "SEL", "95.0", "(12.0)"),
    "logs": ("操作ログ", "X-14 持ち出し", "件数", "1,200"),
}


@pytest.mark.parametrize("name", DRAWN)
def test_each_picture_is_drawn_with_its_figures_and_said_in_words(name: str) -> None:
    assert DRAWN[name].alt == SAID_BY[name]
    svg = pictures.drawn_svg(json.dumps(DRAWN[name].chart))
    assert [words for words in READ_IN[name] if words not in svg] == []


@pytest.mark.parametrize("name", DRAWN)
def test_no_picture_rests_on_colour(name: str) -> None:
    """One hue at most, in steps that a grey print keeps apart."""
    svg = pictures.drawn_svg(json.dumps(DRAWN[name].chart))
    painted = {found.lower() for found in re.findall(r"#[0-9a-fA-F]{6}", svg)} - {"#000000"}
    greys = sorted(
        round(sum(w * c for w, c in zip((0.3, 0.59, 0.11), bytes.fromhex(p[1:]), strict=True)))
        for p in painted
    )
    # Ink and the brand's dark blue both stand on light grounds, never against one another.
    assert all(later - earlier >= 10 for earlier, later in pairwise(greys))  # fmt: skip


def test_a_picture_without_anything_to_show_is_left_out() -> None:
    empty = (
        trend_picture(SCORES[:1], declared="申告", verified="検証", about=""),
        bridge_picture((), None, about=""),
        bridge_picture((), ENDS, about=""),
        chain_picture_of(CHAIN[:2], about="", path=""),
        heat_picture((), about=""),
        log_picture((), (), about="", legend=""),
    )
    assert [one.chart for one in empty] == [None] * len(empty)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
def test_time_is_drawn_alike_in_every_zone(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = json.dumps(DRAWN["logs"].chart)
    monkeypatch.setenv("TZ", zone)
    assert json.dumps(log_picture(COVERED, HITS, about="期間。", legend="件数").chart) == drawn


@given(st.lists(st.integers(-300, 300).filter(bool), min_size=1, max_size=6), st.integers(0, 1000))
@settings(max_examples=examples(30))
def test_a_bridge_ends_where_its_steps_lead(tenths: list[int], before: int) -> None:
    steps = [BridgeStep(label=str(n), points=part / 10) for n, part in enumerate(tenths)]
    now = (before + sum(tenths)) / 10
    ends = (BridgeStep(label="a", points=before / 10), BridgeStep(label="b", points=now))
    chart = bridge_picture(steps, ends, about="").chart
    assert chart is not None
    bars = chart["data"]["values"]
    assert [bar["from"] for bar in bars[1:-1]] == [bar["to"] for bar in bars[:-2]]
    assert bars[-2]["to"] == pytest.approx(bars[-1]["to"])
