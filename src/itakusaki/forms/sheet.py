"""Sheets: a worksheet as it is written — safe texts, fitting heights, protection, paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles.colors import Color
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from itakusaki.files.visible import FORMULA_LIKE, without_steering
from itakusaki.forms.entry_rules import Attached, EntryRule
from itakusaki.forms.measure import FACES, height
from itakusaki.forms.styles import ACCENT, FONTS, INK, SIZE
from itakusaki.language import Translator
from itakusaki.model.message import Message

NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\']")
LONGEST_TITLE = 31
#: Of the paper, in inches: at the sides, above, and beneath, where the foot stands.
MARGIN, TOP, BOTTOM, FOOT = 0.25, 0.25, 0.45, 0.2
A4 = "9"
ALLOWED = ("formatColumns", "formatRows", "formatCells", "sort", "autoFilter")


@dataclass(slots=True)
class FormSheet:
    """One worksheet being written in one language."""

    page: Worksheet
    translator: Translator
    rules: Attached

    @property
    def title(self) -> str:
        """The sheet's name."""
        return str(self.page.title)

    def widths(self, widths: Iterable[float]) -> None:
        """Set the columns' widths, from A on."""
        for index, width in enumerate(widths, start=1):
            self.page.column_dimensions[get_column_letter(index)].width = width

    def put(self, row: int, column: int, value: str | float | date | None, style: str) -> Cell:
        """Write a value; a text stays a text, whatever it begins with."""
        cell: Cell = self.page.cell(row, column)  # type: ignore[assignment]
        cell.style = style
        if isinstance(value, str):
            _write_text(cell, value)
        elif value is not None:
            cell.value = value
        return cell

    def say(self, row: int, column: int, message: Message, style: str) -> Cell:
        """Write a message in the workbook's language."""
        return self.put(row, column, self.translator.say(message), style)

    def formula(self, row: int, column: int, formula: str, style: str) -> Cell:
        """Write a formula of ours."""
        cell = self.put(row, column, None, style)
        cell.value = formula
        return cell

    def titled(self, row: int, column: int, title: str, text: str, style: str) -> str:
        """Write a bold title with a text beneath it into one cell; gives the plain text of both."""
        cell = self.put(row, column, None, style)
        title, text = _clean(title), _clean(text)
        font = FONTS[self.translator.code]
        bold = InlineFont(rFont=font, sz=SIZE, b=True, color=Color(ACCENT))
        plain = InlineFont(rFont=font, sz=SIZE, b=False, color=Color(INK))
        cell.value = CellRichText(TextBlock(bold, title), TextBlock(plain, f"\n{text}"))
        return f"{title}\n{text}"

    def entry(self, row: int, column: int, style: str, rule: EntryRule | None = None) -> Cell:
        """An empty cell to be filled, under a rule."""
        cell = self.put(row, column, None, style)
        self.rules.add(cell, rule)
        return cell

    def across(self, row: int, columns: tuple[int, int], text: str, style: str) -> Cell:
        """Write a text into one cell over several columns."""
        first, last = columns
        for column in range(first + 1, last + 1):
            self.put(row, column, None, style)
        cell = self.put(row, first, text, style)
        self.join(row, columns)
        return cell

    def join(self, row: int, columns: tuple[int, int]) -> None:
        """Make one cell of several that are written already.

        Not worksheet.merge_cells, which works out the borders anew and takes half of a book's time; nor
        the range's own add, which looks through all areas before.
        """
        first, last = columns
        area = CellRange(min_row=row, max_row=row, min_col=first, max_col=last)
        self.page.merged_cells.ranges.add(area)

    def area(self, rows: tuple[int, int], columns: tuple[int, int], text: str, style: str) -> None:
        """Write a text into one cell over several rows and columns."""
        for row in range(rows[0], rows[1] + 1):
            for column in range(columns[0], columns[1] + 1):
                self.put(row, column, None, style)
        self.put(rows[0], columns[0], text, style)
        self.page.merged_cells.ranges.add(
            CellRange(min_row=rows[0], max_row=rows[1], min_col=columns[0], max_col=columns[1])
        )

    def stretch(self, rows: tuple[int, int], needed: float) -> None:
        """Make rows together as high as is needed, each by as much."""
        heights = self.page.row_dimensions
        count = rows[1] - rows[0] + 1
        short = needed - sum(heights[row].height or 15 for row in range(rows[0], rows[1] + 1))
        for row in range(rows[0], rows[1] + 1):
            heights[row].height = round((heights[row].height or 15) + max(0.0, short / count), 1)

    def link(self, row: int, column: int, text: str, target: str) -> None:
        """Write a link to another sheet of the workbook."""
        cell = self.put(row, column, text, "link")
        place = target.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{place}'!A1", display=text)
        cell.style = "link"

    def fit(self, row: int, *texts: tuple[str, float, float], least: float = 18) -> None:
        """Make a row high enough for texts, each with the width it has and its font size."""
        face = FACES[self.translator.code]
        needed = (height(text, width, size, face) for text, width, size in texts)
        self.page.row_dimensions[row].height = max([least, *needed])

    def headings(self, row: int, texts: Sequence[str], widths: Sequence[float]) -> None:
        """Write a heading row."""
        for column, text in enumerate(texts, start=1):
            self.put(row, column, text, "heading")
        self.fit(
            row, *((text, width, SIZE) for text, width in zip(texts, widths, strict=True)), least=22
        )

    def finish(
        self,
        *,
        heading_row: int = 0,
        frozen: str = "",
        columns: int,
        pages: tuple[int, int] = (1, 0),
        is_upright: bool = False,
    ) -> None:
        """Protect the sheet (no password) and lay it out for A4: `pages` wide and high, 0 = any."""
        page = self.page
        page.protection.sheet = True
        for action in ALLOWED:
            setattr(page.protection, action, False)  # False: not forbidden
        if frozen:
            page.freeze_panes = frozen
        page.page_setup.orientation = "portrait" if is_upright else "landscape"
        page.page_setup.paperSize = A4
        page.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = pages
        page.print_area = f"A1:{get_column_letter(columns)}{page.max_row}"
        if heading_row:
            page.print_title_rows = f"{heading_row}:{heading_row}"
        margins = page.page_margins
        margins.left = margins.right = MARGIN
        margins.top, margins.bottom, margins.header, margins.footer = TOP, BOTTOM, 0.2, FOOT
        footer = page.oddFooter
        footer.left.text, footer.left.size = "&A", 10  # type: ignore[union-attr]
        footer.right.text, footer.right.size = "&P / &N", 10  # type: ignore[union-attr]


def new_sheet(book: Workbook, translator: Translator, title: str) -> FormSheet:
    """Add a sheet; its name is cut and cleaned as spreadsheets demand."""
    name = NOT_IN_A_TITLE.sub(" ", title).strip()
    if len(name) > LONGEST_TITLE:
        head, _, _ = name[: LONGEST_TITLE + 1].rpartition(" ")
        name = head if len(head) > LONGEST_TITLE // 2 else name[:LONGEST_TITLE]
    page = book.create_sheet(name)
    page.sheet_view.showGridLines = False
    return FormSheet(page, translator, Attached(page))


def _clean(text: str) -> str:
    return without_steering(text)


def _write_text(cell: Cell, text: str) -> None:
    cell.value = _clean(text)
    cell.data_type = "s"
    if text.startswith(FORMULA_LIKE):
        cell.quotePrefix = True  # stays text when someone edits it
