"""Japanese in an English page is marked as Japanese; nothing else changes."""

from __future__ import annotations

import re

import pytest

from itakusaki.language.foreign_text import JAPANESE, marked
from itakusaki.report.isolation import in_css
from support.published import text


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        ("<p>plain</p>", "<p>plain</p>"),
        ("<p>at 東京, and 大阪</p>", '<p>at <span lang="ja">東京</span>, and <span lang="ja">大阪</span></p>'),
        ("<title>東京</title>", "<title>東京</title>"),
        ('<svg><text x="1">東京</text></svg>', '<svg><text x="1">東京</text></svg>'),
        ('<td data-l="東京">a</td>', '<td data-l="東京">a</td>'),
        ("<b>a &lt;東&gt;</b>", '<b>a &lt;<span lang="ja">東</span>&gt;</b>'),
    ],
)  # fmt: skip
def test_what_is_japanese_is_marked(page: str, wanted: str) -> None:
    assert marked(page) == wanted


def test_marks_add_nothing_to_a_page_s_text() -> None:
    page = text("processors/P02.ja.html")
    assert JAPANESE.search(page)
    assert re.sub(r'<span lang="ja">([^<]*)</span>', r"\1", marked(page)) == page


def test_a_string_in_a_style_sheet_cannot_be_ended() -> None:
    assert (
        in_css('a"}</style>')
        == "\\000061\\000022\\00007d\\00003c\\00002f\\000073\\000074\\000079\\00006c\\000065\\00003e"
    )
