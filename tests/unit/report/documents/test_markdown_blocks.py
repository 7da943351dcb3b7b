"""A document's text is read as blocks; what comes from data is text, whatever it looks like."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from itakusaki.files.visible import visible
from itakusaki.report.documents.blocks import (
    Alignment,
    ApprovalBoxes,
    ContentsBlock,
    HeadingBlock,
    ListBlock,
    NoteBlock,
    PageBreak,
    ParagraphBlock,
    RuleBlock,
    SignatureLines,
    TableBlock,
    TextRun,
    WritingSpace,
    plain,
)
from itakusaki.report.documents.markdown_blocks import DocumentTextError, blocks_of
from itakusaki.report.markdown_text import LINE_END, escaped
from support.laws import examples

#: Text that looks like every piece of the grammar, and signs it is made of in any order.
PIECES = st.sampled_from([
    *"\\`*_[]|~&<>#-+=:!().\t\n\r\v\f \u3000\u00a0\u2028\x00\x07\x1b",
    "**",
    "1.",
    "12) ",
    "---",
    "| --- |",
    "<br>",
    "<!-- page -->",
    "-->",
    "&lt;",
    "&#35;",
    "https://e.example",
    "www.e.example",
    "```",
    "[x]: y",
    "![x](y)",
    "    ",
    "記",
    "（注）",
    "a",
    "𠮷",
    "\u202e",
])  # fmt: skip
DATA = st.lists(PIECES | st.characters(exclude_categories=["Cs"]), max_size=12).map("".join)


def shown(text: str) -> str:
    """What a page shows of a text: one line, with signs for what steers."""
    if text.isprintable():
        return text.strip() if re.search(r"^\s|\s$", text) else text
    return visible(LINE_END.sub(" / ", text.strip()).replace("\t", " "))


@settings(max_examples=examples(150), deadline=None)
@given(DATA)
def test_data_come_back_as_exactly_their_text_wherever_they_stand(text: str) -> None:
    value, wanted = escaped(text), shown(text)
    document = (
        f"## {value}a\n\n{value}\n\nx {value}b\n\n**{value}** {value}c\n\n- {value}d\n- {value}\n\n"
        f"1. {value}e\n   - {value}f\n\n> {value}g\n\n"
        f"| h{value} | {value} |\n| --- | ---: |\n| {value}i | **{value}**<br>{value}j |\n\n---\n"
    )
    blocks = list(blocks_of(document))
    assume(wanted)
    heading, alone, after, strong, bullets, numbers, note, table, rule = blocks
    assert isinstance(heading, HeadingBlock)
    assert [plain(block.text) for block in (heading, alone, after)] == [  # type: ignore[union-attr]
        f"{wanted}a", wanted, f"x {wanted}b",
    ]  # fmt: skip
    assert isinstance(strong, ParagraphBlock)
    assert strong.text == (
        TextRun(text=wanted, is_strong=True),
        TextRun(text=f" {wanted}c"),
    )
    assert isinstance(bullets, ListBlock)
    assert [plain(item[0].text) for item in bullets.items] == [f"{wanted}d", wanted]  # type: ignore[union-attr]
    assert isinstance(numbers, ListBlock)
    ((first, inner),) = numbers.items
    assert isinstance(inner, ListBlock)
    assert [plain(first.text), plain(inner.items[0][0].text)] == [f"{wanted}e", f"{wanted}f"]  # type: ignore[union-attr]
    assert isinstance(note, NoteBlock)
    assert [plain(part.text) for part in note.parts] == [f"{wanted}g"]  # type: ignore[union-attr]
    assert isinstance(table, TableBlock)
    assert [plain(cell) for cell in table.head] == [f"h{wanted}", wanted]
    assert [[plain(cell) for cell in row] for row in table.rows] == [
        [f"{wanted}i", f"{wanted}\n{wanted}j"]
    ]
    assert isinstance(rule, RuleBlock)


def test_every_directive_is_read() -> None:
    text = (
        "<!-- contents -->\n\n<!-- approvals: 作成 | 審査 -->\n\n<!-- signature: 署名 -->\n\n<!-- page -->\n\n"
        "<!-- space: 4 -->\n\n<!-- right -->\n\n敬具\n\n<!-- centre -->\n\n記\n\n"
        "<!-- widths: 3 1 -->\n<!-- rows: 2 -->\n\n| a | b |\n| --- | :---: |\n| c | d |\n"
    )
    contents, boxes, lines, page, space, right, centre, table = blocks_of(text)
    assert contents == ContentsBlock()
    assert boxes == ApprovalBoxes(labels=("作成", "審査"))
    assert lines == SignatureLines(labels=("署名",))
    assert page == PageBreak()
    assert space == WritingSpace(lines=4)
    assert isinstance(right, ParagraphBlock)
    assert isinstance(centre, ParagraphBlock)
    assert (right.alignment, centre.alignment) == (Alignment.RIGHT, Alignment.CENTRE)
    assert isinstance(table, TableBlock)
    assert (table.widths, table.lines) == ((3, 1), 2)
    assert table.alignments == (Alignment.LEFT, Alignment.CENTRE)


@pytest.mark.parametrize(("headings", "wanted"), [(1, 0), (2, 1), (3, 1)])
def test_contents_stand_only_where_there_is_enough_of_it(headings: int, wanted: int) -> None:
    blocks = blocks_of("<!-- contents: 2 -->\n\n" + "## x\n\ny\n\n" * headings)
    assert sum(isinstance(block, ContentsBlock) for block in blocks) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("**（注）**の行", "（注）"),
        ("委託先**「甲社」**は", "「甲社」"),
        ("a**b**c", "b"),
        ("**a**", "a"),
    ],
)
def test_strong_text_needs_no_spaces_around_it(text: str, wanted: str) -> None:
    (block,) = blocks_of(text)
    assert isinstance(block, ParagraphBlock)
    assert [run.text for run in block.text if run.is_strong] == [wanted]
    assert plain(block.text) == text.replace("**", "")


def test_a_line_that_goes_on_has_a_space_only_where_its_language_has_one() -> None:
    (block,) = blocks_of("委託先は\n再委託を\nASP\nに限る。Two\nwords<br>\nnew  \nlast")
    assert isinstance(block, ParagraphBlock)
    assert plain(block.text) == "委託先は再委託を ASP に限る。Two words\nnew\nlast"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# a", 1),
        ("## a\n\n#### b", 3),
        ("x\n\n*a*", 3),
        ("`a`", 1),
        ("[a](b)", 1),
        ("![a](b)", 1),
        ("<b>a</b>", 1),
        ("<div>\na\n</div>", 1),
        ("a **b", 1),
        ("x\n\n<!-- nowhere -->", 3),
        ("<!-- page: 3 -->", 1),
        ("<!-- space: 0 -->", 1),
        ("<!-- space: many -->", 1),
        ("<!-- approvals: a || b -->", 1),
        ("    a", 1),
        ("```\na\n```", 1),
        ("a\n---", 1),
        ("<!-- right -->\n\n| a |\n| --- |\n| b |", 1),
        ("<!-- widths: 1 2 -->\n\n| a |\n| --- |\n| b |", 1),
        ("x\n\n<!-- widths: 1 2 -->", 3),
        ("| a | b |\n| --- | --- |\n| c | d |\n| e | f | g |", 4),
        ("| a |\n| --- |\nb | c", 3),
        ("> ## a", 1),
        ("- a\n  - b\n    - c\n      - d", 4),
    ],
)
def test_what_the_grammar_does_not_know_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(DocumentTextError) as error:
        blocks_of(text)
    assert error.value.line == line


def test_an_empty_heading_is_seen_to_be_empty() -> None:
    (block,) = blocks_of("## ")
    assert isinstance(block, HeadingBlock)
    assert plain(block.text) == "－"
