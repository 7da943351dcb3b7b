"""Columns looked up once per block: every cell is the one that its own name gives, however a sheet lies."""

from __future__ import annotations

from random import Random
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from itakusaki.files.sheet_xml import NOTHING
from itakusaki.files.workbook import Cell
from itakusaki.intake.answer_block import AnswerBlock
from itakusaki.intake.answers import AnswerRows, read_answers
from itakusaki.intake.book import Book
from itakusaki.intake.issues import Notes
from itakusaki.intake.recognise import LayoutReader, Recognised, recognise
from itakusaki.model.party import Duty
from itakusaki.model.source import SourceFile
from itakusaki.tabular.blocks import Block
from itakusaki.tabular.book_sheet import BookSheet
from support.blank_books import checklist, layout
from support.laws import examples

LENS: Final = LayoutReader(layout(), checklist())
COLUMNS: Final = tuple(layout().tables["answers"].columns)
IDS: Final = tuple(name for name in LENS.items.by_id if name.startswith(("TEC-0", "ORG-0")))[:40]
CELLS: Final = st.sampled_from(
    [
        "",
        "",
        "○",
        "×",
        "△",
        "該当なし",
        "〃",
        "同上",
        "文書",
        "a.pdf",
        3.0,
        2.5,
        True,
        "3万",
        "2026/9/30",
        "人",
    ]
)


@st.composite
def sheets(draw: st.DrawFn) -> BookSheet:
    """A sheet of answers: columns in any order, some twice, some gone, cells merged across and down."""
    others = [column for column in COLUMNS if column.name not in ("id", "answer")]
    chosen = draw(st.lists(st.sampled_from(others), unique=True, max_size=8))
    known = [column for column in COLUMNS if column.name in ("id", "answer")] + chosen
    known += draw(st.lists(st.sampled_from(known[1:]), max_size=2))
    order = draw(st.permutations(known))
    headings: list[Cell] = [draw(st.sampled_from((c.heading.ja, c.heading.en))) for c in order]
    ids = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=6))
    rows = [[name if column.name == "id" else draw(CELLS) for column in order] for name in ids]
    width, height = len(order), len(rows) + 1
    merged = []
    for _ in range(draw(st.integers(0, 2))):
        top, left = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
        bottom, right = draw(st.integers(top, height - 1)), draw(st.integers(left, width - 1))
        merged.append(((top, left), (bottom, right)))
    return BookSheet(
        file="a.xlsx",
        name="TEC",
        rows=[headings, *rows],
        top=0,
        left=0,
        visible=True,
        scan=NOTHING,
        merged=tuple(merged),
    )


def _found(sheet: BookSheet) -> Recognised:
    source = SourceFile(path=sheet.file, sha256="", size=0)
    return recognise(Book(source=source, sheets=(sheet,)), (LENS,), Notes())


@settings(max_examples=examples(150))
@given(sheets())
def test_a_reader_gives_what_the_name_gives(sheet: BookSheet) -> None:
    found = _found(sheet)
    for block in found.of("answers"):
        plan = AnswerBlock(found, block)
        for row in block.rows():
            for column in COLUMNS:
                assert block.reader(column.name)(row) == row.cell(column.name)
            assert block.reader("no column")(row) == ""
            assert plan.answer(row) == row.cell("answer")
            assert plan.comment(row) == row.cell("comment")
            assert plan.evidence(row) == row.cell("evidence")


@settings(max_examples=examples(100))
@given(sheets(), st.randoms(use_true_random=False))
def test_the_order_of_columns_decides_nothing(sheet: BookSheet, chance: Random) -> None:
    if len({str(cell) for cell in sheet.rows[0]}) < len(sheet.rows[0]) or sheet.merged:
        return  # of two columns alike the first is read, and a merged range would be another
    places = list(range(len(sheet.rows[0])))
    chance.shuffle(places)
    moved = BookSheet(
        file=sheet.file,
        name=sheet.name,
        rows=[[row[place] for place in places] for row in sheet.rows],
        top=0,
        left=0,
        visible=True,
        scan=NOTHING,
        merged=(),
    )
    assert _said(_read(moved)) == _said(_read(sheet))


def _read(sheet: BookSheet) -> AnswerRows:
    return read_answers(_found(sheet), Duty.PROCESSOR, Notes())


def _said(rows: AnswerRows) -> object:
    answers = {
        name: (one.value, one.raw, one.comment, one.evidence_names, one.evidence_kind)
        for name, one in rows.answers.items()
    }
    return answers, {name: (one.value, one.raw, one.unread) for name, one in rows.facts.items()}


def test_merged_titles_across_a_table_fill_nothing_and_one_down_a_column_does() -> None:
    rows: list[list[Cell]] = [
        ["ID", "設問", "回答"],
        ["TEC-01", "a", "○"],
        ["TEC-02", "b", ""],
        ["title", "", ""],
    ]

    def block(*merged: tuple[tuple[int, int], tuple[int, int]]) -> Block:
        sheet = BookSheet("a.xlsx", "TEC", rows, 0, 0, visible=True, scan=NOTHING, merged=merged)
        (found,) = LENS.headings.blocks(sheet)[0]
        return found

    assert block(((3, 0), (3, 2))).fill == {}
    assert block(((3, 0), (3, 2))).is_plain
    assert block(((3, 0), (3, 2)), ((1, 2), (2, 2))).fill == {(2, 2): "○"}
