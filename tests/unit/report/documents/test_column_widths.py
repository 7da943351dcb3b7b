"""Columns are as wide as told, but none cuts a word while another has room to spare."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from itakusaki.report.documents.blocks import Alignment, TableBlock, TextRun
from itakusaki.report.documents.column_widths import ACROSS, UPRIGHT, column_widths
from support.laws import examples


def table(words: list[str], widths: list[int]) -> TableBlock:
    head = tuple((TextRun(text=word),) for word in words)
    left = (Alignment.LEFT,) * len(words)
    return TableBlock(head=head, rows=(), alignments=left, widths=tuple(widths))


def test_what_is_told_is_kept_where_every_word_has_room() -> None:
    assert column_widths(table(["No.", "Point", "Owner"], [1, 5, 2])) == (1, 5, 2)


def test_a_head_that_would_overflow_gets_its_room() -> None:
    heads = ["Control", "Implemented", "Partly", "Unanswered", "Exempt"]
    widths = column_widths(table(heads, [20, 1, 1, 1, 1]))
    room = [UPRIGHT * width / sum(widths) for width in widths]
    assert all(len(head) <= width for head, width in zip(heads, room, strict=True))


@settings(max_examples=examples(60))
@given(
    st.lists(st.tuples(st.integers(1, 12), st.integers(1, 20)), min_size=1, max_size=7).map(tuple)
)
def test_no_column_cuts_a_word(columns: tuple[tuple[int, int], ...]) -> None:
    words, told = ["w" * length for length, _ in columns], [share for _, share in columns]
    widths = column_widths(table(words, told))
    assert len(widths) == len(columns)
    assert all(
        len(word) <= UPRIGHT * width / sum(widths)
        for word, width in zip(words, widths, strict=True)
    )


def test_a_word_of_wide_letters_gets_more_room_than_one_of_narrow_letters() -> None:
    wide, narrow = column_widths(table(["mmmmmmmmmm", "iiiiiiiiii", "x" * 60], [1, 1, 12]))[:2]
    assert wide > narrow


def test_what_is_long_gets_the_room_that_short_columns_leave() -> None:
    cells = ("X-52 " + "r" * 45, "same", "w " * 200)
    row = tuple((TextRun(text=cell),) for cell in cells)
    made = TableBlock(
        head=tuple((TextRun(text=word),) for word in ("Rule", "Result", "What and where")),
        rows=(row,),
        alignments=(Alignment.LEFT,) * 3,
    )
    rule, result, what = column_widths(made, ACROSS)
    assert result < rule < what
    assert what > 0.55 * (rule + result + what)
