"""Dirt: what happens to cells and files on their way back, for the party that sends an average workbook."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from copy import copy
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

#: Item → what someone left in its answer cell.
LEFT: Final[dict[str, Any]] = {
    "TEC-14": "選択してください",
    "TEC-15": "たぶん大丈夫です",
    "PER-03": '=IF(COUNTA(C1:C4)>0,"○","")',
    "PHY-05.last_count": "先月ごろ",
    "PHY-05.terminals": "２３台",
    "PER-01.access_own": "14名",
    "PER-01.trained_own": "１４名",
    "GRP-09.persons": "約4万2,200人",
    "CON-09.notice_hours": "24時間以内",
    "TEC-09.retention_months": "13か月",
    "GRP-02.last_review": "令和8年10月2日",
    "PER-01.last_training": "R8.6.12",
    "ORG-02.last_revised": "2026年4月1日",
    "BRC-02.contact_list_checked": "2026/10/23",
}
NO_REASON: Final = "PHY-06"
HIDDEN: Final = "ORG-03"
DOUBLED: Final = "ORG-06"
ID_COLUMN, ANSWER_COLUMN = 1, 3


def spoil(book: Workbook, spellings: list[str], numbers: random.Random) -> None:
    """Leave a filled workbook as people leave it."""
    for page, cell in list(_items(book)):
        answer = page.cell(cell.row or 1, ANSWER_COLUMN)
        if answer.value == "○":
            answer.value = numbers.choice(spellings)
        if cell.value in LEFT:
            answer.value = LEFT[str(cell.value)]
        elif cell.value == NO_REASON:
            _without_reason(page, cell.row)
        elif cell.value == HIDDEN:
            page.row_dimensions[cell.row].hidden = True
        elif cell.value == DOUBLED:
            _doubled(page, cell.row or 1)


def _items(book: Workbook) -> Iterator[tuple[Worksheet, Cell | MergedCell]]:
    for page in book.worksheets:
        if not page.sheet_state.startswith("very"):
            for row in range(1, page.max_row + 1):
                cell = page.cell(row, ID_COLUMN)
                if re.fullmatch(r"[A-Z]{3}-\d\d(\.\w+)?", str(cell.value)):
                    yield page, cell


def _without_reason(page: Worksheet, row: int) -> None:
    for column in range(ANSWER_COLUMN + 1, page.max_column + 1):
        page.cell(row, column).value = None
    page.cell(row, ANSWER_COLUMN).value = "該当なし"


def _doubled(page: Worksheet, row: int) -> None:
    """Copy a question to the end of its sheet with another answer, and add one nobody asked."""
    last = page.max_row + 1
    for column in range(1, ANSWER_COLUMN + 1):
        source = page.cell(row, column)
        target = page.cell(last, column)
        target.value, target.style = copy(source.value), source.style
    page.cell(last, ANSWER_COLUMN).value = "×"
    page.cell(last + 1, ID_COLUMN).value = "ORG-99"
    page.cell(last + 1, ANSWER_COLUMN).value = "○"
