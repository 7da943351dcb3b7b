"""What stays on one page: a decision with its lines, a list with its heading, the end of a text with what is signed."""

from __future__ import annotations

import io

import docx
import pypdf
import pytest

from itakusaki.report.documents.blocks import ListBlock, ParagraphBlock, plain
from itakusaki.report.documents.column_widths import UPRIGHT
from itakusaki.report.documents.keeping import keepings
from itakusaki.report.documents.markdown_blocks import blocks_of
from itakusaki.report.documents.writers import DOCUMENT_WRITERS
from support.handed_on import front

SIGNED = "## 4. 限界\n\n- 一つ目\n- 二つ目\n\n## 5. 署名\n\n以上のとおりです。\n\n<!-- signature: 氏名 | 日付 -->\n"


def kept(text: str) -> dict[str, tuple[bool, bool]]:
    """Whether a paragraph or list leads on, and stays whole, by its first words."""
    blocks = blocks_of(text)
    found = {}
    for block, keeping in zip(blocks, keepings(blocks, UPRIGHT), strict=True):
        if isinstance(block, ParagraphBlock):
            found[plain(block.text)] = (keeping.leads, keeping.whole)
        elif isinstance(block, ListBlock):
            first = block.items[0][0]
            assert isinstance(first, ParagraphBlock)
            found[plain(first.text)] = (keeping.leads, keeping.whole)
    return found


def test_all_that_is_decided_stays_with_the_lines_it_is_signed_on() -> None:
    text = "前文。\n\n## 判断\n\n提案。\n\n条件。\n\n判断：□\n\n<!-- signature: 氏名 -->\n\n次。\n"
    leads = {said for said, (leads, _) in kept(text).items() if leads}
    assert leads == {"提案。", "条件。", "判断：□"}


def test_what_ends_a_document_is_not_signed_on_a_page_alone() -> None:
    assert kept(SIGNED)["一つ目"] == (True, True)
    # Where text follows, or the section says more, the page is not empty of anything to sign.
    assert kept(f"{SIGNED}\n後書き。\n")["一つ目"] == (False, True)
    more = SIGNED.replace("以上のとおりです。", "- 別の事項\n\n以上のとおりです。")
    assert kept(more)["一つ目"] == (False, True)


def test_a_long_list_before_what_is_signed_may_be_cut() -> None:
    long = SIGNED.replace("- 二つ目\n", "- 次\n" * 12)
    assert kept(long)["一つ目"] == (False, False)


@pytest.mark.parametrize(("words", "is_whole"), [(8, True), (400, False)])
def test_a_short_list_stays_with_its_heading(words: int, is_whole: bool) -> None:  # noqa: FBT001
    items = "\n".join(f"- {n}{'点' * words}" for n in range(4))
    (first, *_) = kept(f"## 方法\n\n{items}\n\n次の文。\n")
    assert kept(f"## 方法\n\n{items}\n\n次の文。\n")[first] == (False, is_whole)
    # Elsewhere a list may end on the next page.
    assert kept(f"文。\n\n{items}\n\n次の文。\n")[first] == (False, False)


@pytest.mark.parametrize("lines", range(30, 46))
def test_no_pdf_ends_a_page_with_a_heading_or_signs_on_an_empty_one(lines: int) -> None:
    filled = "\n\n".join(f"前の文{n}。" for n in range(lines))
    made = DOCUMENT_WRITERS["pdf"](front(), f"{filled}\n\n{SIGNED}", None).content
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]
    told = "".join(pages)
    assert "前の文0。" in told
    assert "氏名" in pages[-1]
    assert "二つ目" in pages[-1]
    (with_heading,) = [page for page in pages if "限界" in page]
    assert "一つ目" in with_heading


def test_word_keeps_the_same_together() -> None:
    made = DOCUMENT_WRITERS["docx"](front(), SIGNED, None).content
    paragraphs = docx.Document(io.BytesIO(made)).paragraphs
    keep = {p.text: p.paragraph_format.keep_with_next for p in paragraphs if p.text}
    assert [keep[said] for said in ("一つ目", "二つ目", "以上のとおりです。")] == [True] * 3
