"""The gap register as a file: sheets written row by row, so that memory holds one row at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from itakusaki.files.visible import FORMULA_LIKE, visible
from itakusaki.report.formats.register_rows import Cell, RegisterColumn

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST: Final = 32_000  # Excel refuses a cell of more than 32,767 characters
#: The row of the headings, from 1; whatever is above tells what the sheet is.
HEAD_ROW: Final = 4
A4: Final = 9
#: In inches: the least that common printers can do.
MARGIN: Final = 0.35
#: The widths that spreadsheets keep hold some room beside the characters.
_ROOM: Final = 5 / 7
_FONT: Final = "Yu Gothic"
_BOX: Final[Mapping[str, object]] = {
    "font_name": _FONT,
    "font_size": 10,
    "text_wrap": True,
    "valign": "top",
    "border": 1,
    "border_color": "#BFC7D1",
}
_ENTRY: Final = {**_BOX, "bg_color": "#FFF9E5"}
PLAIN, TITLE, HEAD, ENTRY_HEAD, BODY, ENTRY, DAY = (
    "plain", "title", "head", "entry head", "body", "entry", "day",
)  # fmt: skip
_STYLES: Final[Mapping[str, Mapping[str, object]]] = {
    PLAIN: {},
    TITLE: {"font_name": _FONT, "bold": True, "font_size": 14},
    HEAD: {**_BOX, "bold": True, "font_color": "#FFFFFF", "bg_color": "#24415F"},
    ENTRY_HEAD: {**_BOX, "bold": True, "bg_color": "#F3D98B"},
    BODY: _BOX,
    ENTRY: _ENTRY,
    DAY: {**_ENTRY, "num_format": "yyyy-mm-dd"},
}


class RegisterBook:
    """A workbook that bears a day instead of a clock: the same rows give the same bytes."""

    def __init__(self, day: date) -> None:
        from xlsxwriter import Workbook  # noqa: PLC0415 - only who writes one loads it

        self._out = BytesIO()
        self._book: Any = Workbook(self._out, {"constant_memory": True})
        self._book.set_properties({"created": datetime(day.year, day.month, day.day, tzinfo=UTC)})
        self._formats: dict[tuple[str, bool], Format] = {}

    def sheet(self, name: str, columns: Sequence[RegisterColumn]) -> RegisterSheet:
        """A sheet with columns of their widths, some folded away, that prints on A4 across."""
        page = self._book.add_worksheet(name)
        for index, column in enumerate(columns):
            folded = {"hidden": column.aside, "level": int(column.aside)}
            page.set_column(index, index, column.width - _ROOM, None, folded)
        page.freeze_panes(HEAD_ROW, 3)
        page.repeat_rows(HEAD_ROW - 1)
        page.set_landscape()
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        page.set_margins(MARGIN, MARGIN, 2 * MARGIN, 2 * MARGIN)
        page.set_header("&R&A", {"margin": MARGIN})
        page.set_footer("&C&P / &N", {"margin": MARGIN})
        return RegisterSheet(page, self._format)

    def hidden(self, name: str, rows: Iterable[Sequence[str]]) -> None:
        """A sheet that no one is shown."""
        page = self._book.add_worksheet(name)
        page.very_hidden()
        page.protect()
        pen = RegisterSheet(page, self._format)
        for row in rows:
            pen.write((text, BODY) for text in row)

    def content(self) -> bytes:
        """The file; nothing can be written afterwards."""
        self._book.close()
        return self._out.getvalue()

    def _format(self, style: str, *, quoted: bool) -> Format:
        key = (style, quoted)
        if key not in self._formats:
            # Without the prefix Excel takes such a text for a formula as soon as someone edits it.
            self._formats[key] = self._book.add_format({**_STYLES[style], "quote_prefix": quoted})
        return self._formats[key]


class RegisterSheet:
    """A sheet of a register, written from its first row on."""

    def __init__(self, page: Worksheet, formats: Any) -> None:  # noqa: ANN401 - the book's own
        self._page: Any = page
        self._format = formats
        self._row = 0

    @property
    def last(self) -> int:
        """The number of the last row written, from 1; that of an empty first row where there is none."""
        return max(self._row, HEAD_ROW + 1)

    def write(self, cells: Iterable[tuple[Cell | date, str]], height: float | None = None) -> None:
        """Write a row of values, each with its style; text is text, whatever it begins with."""
        if height is not None:
            self._page.set_row(self._row, height)
        for column, (value, style) in enumerate(cells):
            self._put(column, value, style)
        self._row += 1

    def _put(self, column: int, value: Cell | date, style: str) -> None:
        if isinstance(value, str):
            look = self._format(style, quoted=value.startswith(FORMULA_LIKE))
            if value:
                self._page.write_string(self._row, column, visible(value)[:LONGEST], look)
            else:
                self._page.write_blank(self._row, column, None, look)
            return
        look = self._format(style, quoted=False)
        if isinstance(value, date):
            self._page.write_datetime(self._row, column, value, look)
        else:
            self._page.write_number(self._row, column, value, look)

    def filter_to(self, columns: int) -> None:
        """Let the rows be filtered and sorted by so many columns."""
        self._page.autofilter(HEAD_ROW - 1, 0, self.last - 1, columns - 1)

    def hide(self, column: int) -> None:
        """Hide a column, numbered from 0."""
        self._page.set_column(column, column, None, None, {"hidden": True})

    def allow(self, column: int, what: Mapping[str, object], otherwise: str) -> None:
        """Let a column, numbered from 0, take only some values; say what to enter where it is another."""
        check = {**what, "ignore_blank": True, "error_message": otherwise}
        self._page.data_validation(HEAD_ROW, column, self.last - 1, column, check)
