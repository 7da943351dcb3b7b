"""Mutations of a returned questionnaire: cover, headings, columns and cells, as people damage them."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import Any, Final, TypeAlias

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

#: What was done, or "" where it did not fit.
Mutation: TypeAlias = Callable[[Random, Workbook], str]

NUMBERS: Final = ("8700150001235", "1010001034730", "9999999999999", "123", "")
UNITS: Final = (
    "（前回）",
    "（今回）",
    "（千件）",
    "（万人）",
    "（％）",
    "（参考）",
    "（2025年度）",
)
LOST: Final = (None, "", "-", "不明", "=NA()", "#REF!", "上記と同じ", "〃", "要確認", "TBD")


def asked_sheets(book: Workbook) -> list[Worksheet]:
    """The sheets with questions or lists: those that can be seen and have several columns."""
    return [s for s in book.worksheets if s.sheet_state == "visible" and s.max_column > 5]


def heading_row(sheet: Worksheet) -> int:
    """The row with the most texts among the first."""
    rows = range(1, min(sheet.max_row, 8) + 1)
    return max(rows, key=lambda at: sum(isinstance(c.value, str) for c in sheet[at]))


def _place(random: Random, book: Workbook) -> tuple[Worksheet, int, int]:
    """A sheet, the row of its heading, a column under which something stands."""
    sheet = random.choice(asked_sheets(book))
    top = heading_row(sheet)
    columns = [
        c.column
        for c in sheet[top]
        if c.value and any(cell.value is not None for cell in _below(sheet, top, c.column))
    ]
    return sheet, top, random.choice(columns or [1])


def _below(sheet: Worksheet, top: int, column: int) -> list[Cell]:
    cells = (sheet.cell(row, column) for row in range(top + 1, sheet.max_row + 1))
    return [cell for cell in cells if not isinstance(cell, MergedCell)]


def _told(sheet: Worksheet, cell: Any) -> str:
    return f"{sheet.title}!{cell.coordinate}"


def cover_number(random: Random, book: Workbook) -> str:
    """Another corporate number on the cover."""
    cover = book.worksheets[0]
    for row in cover.iter_rows():
        for cell, beside in pairwise(row):
            if cell.value and "法人番号" in str(cell.value):
                beside.value = random.choice(NUMBERS)
                return f"number {beside.value}"
    return ""


def cover_cell(random: Random, book: Workbook) -> str:
    """Something on the cover is lost or other."""
    cells = [c for row in book.worksheets[0].iter_rows(min_col=2) for c in row if c.value]
    cell = random.choice(cells)
    cell.value = random.choice(["株式会社別会社", "2025Q4", None, "2020-01-01", "委託元"])
    return f"cover {cell.coordinate} {cell.value}"


def shift_column(random: Random, book: Workbook) -> str:
    """The cells of a column stand a row too low."""
    sheet, top, column = _place(random, book)
    cells = _below(sheet, top, column)
    values = [cell.value for cell in cells]
    for cell, value in zip(cells, [None, *values], strict=False):
        cell.value = value
    return f"shift {sheet.title} column {column}"


def shift_right(random: Random, book: Workbook) -> str:
    """From a column on all cells stand one column too far right."""
    sheet, top, column = _place(random, book)
    for row in range(top + 1, sheet.max_row + 1):
        cells = [
            sheet.cell(row, at)
            for at in range(column, sheet.max_column + 1)
            if not isinstance(sheet.cell(row, at), MergedCell)
        ]
        values = [cell.value for cell in cells]
        for cell, value in zip(cells, [None, *values], strict=False):
            cell.value = value
    return f"shift right {sheet.title} from {column}"


def unit_in_heading(random: Random, book: Workbook) -> str:
    """A heading says a unit or a round."""
    sheet, top, column = _place(random, book)
    cell = sheet.cell(top, column)
    cell.value = f"{cell.value}{random.choice(UNITS)}"
    return f"heading {sheet.title} {cell.value}"


def other_heading(random: Random, book: Workbook) -> str:
    """A heading is lost, or two change places."""
    sheet, top, column = _place(random, book)
    other = random.choice([c.column for c in sheet[top] if c.value])
    one, two = sheet.cell(top, column), sheet.cell(top, other)
    one.value, two.value = (None, two.value) if random.random() < 0.5 else (two.value, one.value)
    return f"headings {sheet.title} {column} {other}"


def blank_form(random: Random, book: Workbook) -> str:
    """Everything below the headings is blank: of one sheet, or of all."""
    sheets = asked_sheets(book)
    chosen = sheets if random.random() < 0.5 else [random.choice(sheets)]
    for sheet in chosen:
        top = heading_row(sheet)
        for column in range(3, sheet.max_column + 1):
            for cell in _below(sheet, top, column):
                cell.value = None
    return f"blank {len(chosen)} sheets"


def lose_cells(random: Random, book: Workbook) -> str:
    """Cells of a column are lost, or read as nothing that is known."""
    sheet, top, column = _place(random, book)
    share, word = random.choice((0.1, 0.5, 1.0)), random.choice(LOST)
    lost = [c for c in _below(sheet, top, column) if c.value and random.random() < share]
    for cell in lost:
        cell.value = word
    return f"lose {len(lost)} of {sheet.title} column {column} for {word}"


def strike_out(random: Random, book: Workbook) -> str:
    """Cells of a column are struck out, hidden or merged with those below."""
    sheet, top, column = _place(random, book)
    cells = [c for c in _below(sheet, top, column) if c.value]
    if not cells:
        return ""
    cell = random.choice(cells)
    match random.randrange(3):
        case 0:
            cell.font = Font(strike=True)
        case 1:
            sheet.row_dimensions[cell.row].hidden = True
        case _:
            sheet.merge_cells(
                start_row=cell.row, end_row=cell.row + 2, start_column=column, end_column=column
            )
    return f"cell {_told(sheet, cell)}"


def other_id(random: Random, book: Workbook) -> str:
    """An id is lost, doubled, or one that nobody knows."""
    sheet = random.choice(asked_sheets(book))
    cells = [c for c in _below(sheet, heading_row(sheet), 1) if c.value]
    if len(cells) < 2:
        return ""
    one, two = random.sample(cells, 2)
    one.value = random.choice([None, two.value, f"{one.value}9", "ZZZ-99"])
    return f"id {_told(sheet, one)} {one.value}"


def drop_sheet(random: Random, book: Workbook) -> str:
    """A sheet is missing, or comes twice."""
    sheet = random.choice(asked_sheets(book))
    title = sheet.title
    if random.random() < 0.6:
        book.remove(sheet)
        return f"drop sheet {title}"
    book.copy_worksheet(sheet)
    return f"double sheet {title}"


def drop_rows(random: Random, book: Workbook) -> str:
    """Rows are missing."""
    sheet = random.choice(asked_sheets(book))
    row = random.randrange(heading_row(sheet) + 1, sheet.max_row + 1)
    sheet.delete_rows(row, random.choice((1, 2, 7)))
    return f"rows {sheet.title} from {row}"


def other_number(random: Random, book: Workbook) -> str:
    """A number is written in another way: with a unit, in other signs, as a range, as a sentence."""
    sheet, top, column = _place(random, book)
    cells = [c for c in _below(sheet, top, column) if isinstance(c.value, int | float)]
    if not cells:
        return ""
    cell = random.choice(cells)
    way = random.choice(
        ("約{}", "{}～{}", "{}以上", "{}.000", "{}千", "{},5", "{}件程度", "最大{}")
    )
    cell.value = way.format(cell.value, 99)
    return f"number {_told(sheet, cell)} {cell.value}"


MUTATIONS: Final[tuple[Mutation, ...]] = (
    cover_number,
    cover_cell,
    shift_column,
    shift_right,
    unit_in_heading,
    other_heading,
    blank_form,
    lose_cells,
    lose_cells,
    strike_out,
    other_id,
    drop_sheet,
    drop_rows,
    other_number,
)


def damaged(random: Random, content: bytes) -> tuple[bytes, str]:
    """The workbook with one damage, and what it is."""
    while True:
        book = load_workbook(io.BytesIO(content))
        mutation = random.choice(MUTATIONS)
        if says := mutation(random, book):
            target = io.BytesIO()
            book.save(target)
            return target.getvalue(), f"{mutation.__name__}: {says}"
