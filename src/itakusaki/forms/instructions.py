"""Instruction sheets: headed paragraphs and small tables that tell how a workbook is filled."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.worksheet.pagebreak import Break

from itakusaki.forms.pages import filled_pages, room_of_page
from itakusaki.forms.sheet import FormSheet, new_sheet
from itakusaki.forms.styles import SIZE
from itakusaki.language import Translator
from itakusaki.model.message import N_, Message

TITLE = Message.of(N_("How to fill in"))
WIDTHS = (17.0, 36.0, 81.0)
#: The lowest row of text, in points.
LEAST = 13.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePart:
    """A heading with paragraphs, and a table of up to three columns beneath them."""

    heading: Message
    paragraphs: Sequence[Message] = ()
    headings: Sequence[Message] = ()
    rows: Sequence[Sequence[str]] = ()


def write_instructions(book: Workbook, translator: Translator, parts: Sequence[GuidePart]) -> None:
    """Add the sheet of instructions."""
    sheet = new_sheet(book, translator, translator.say(TITLE))
    sheet.widths(WIDTHS)
    sheet.across(1, (1, len(WIDTHS)), sheet.title, "title")
    sheet.page.row_dimensions[1].height = 30
    row, starts = 2, [1]
    for number, part in enumerate(parts):
        starts += [row] if number else []
        row = _write_part(sheet, part, row, starts)
    _break(sheet, starts, row)
    sheet.finish(columns=len(WIDTHS))


def _break(sheet: FormSheet, starts: Sequence[int], after: int) -> None:
    """End pages between parts, paragraphs and terms: no table is parted from its headings."""
    heights = sheet.page.row_dimensions
    blocks = [
        sum(heights[row].height or 15 for row in range(first, end))
        for first, end in itertools.pairwise((*starts, after))
    ]
    room = room_of_page(WIDTHS, sheet.translator.code)
    for place in filled_pages(blocks, room, first=room):
        sheet.page.row_breaks.append(Break(id=starts[place] - 1))


def _write_part(sheet: FormSheet, part: GuidePart, row: int, starts: list[int]) -> int:
    """Write a part; gives the row after it, and adds to `starts` where a page may begin within it."""
    whole = (1, len(WIDTHS))
    sheet.across(row, whole, sheet.translator.say(part.heading), "subtitle")
    sheet.page.row_dimensions[row].height = 21
    row += 1
    for number, paragraph in enumerate(part.paragraphs):
        starts += [row] if number else []
        text = sheet.translator.say(paragraph)
        sheet.across(row, whole, text, "plain")
        sheet.fit(row, (text, sum(WIDTHS), SIZE), least=LEAST)
        row += 1
    if part.headings:
        _write_row(sheet, row, [sheet.translator.say(text) for text in part.headings], "heading")
        row += 1
    for number, texts in enumerate(part.rows):
        starts += [row] if number and not part.headings else []
        _write_row(sheet, row, texts, "cell")
        row += 1
    return row


def _write_row(sheet: FormSheet, row: int, texts: Sequence[str], style: str) -> None:
    """Write a row of the table; the last text takes what columns are left."""
    last = len(texts)
    for place, text in enumerate(texts[:-1], start=1):
        sheet.put(row, place, text, style)
    sheet.across(row, (last, len(WIDTHS)), texts[-1], style)
    room = (*WIDTHS[: last - 1], sum(WIDTHS[last - 1 :]))
    sizes = ((text, width, SIZE) for text, width in zip(texts, room, strict=True))
    sheet.fit(row, *sizes, least=LEAST)
