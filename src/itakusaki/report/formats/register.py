"""The gap register: a workbook with a row per finding, to filter, to assign and to follow up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from itakusaki.files.reproducible_zip import reproducible
from itakusaki.files.visible import FORMULA_LIKE, visible
from itakusaki.language import Translator, translator_for
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty
from itakusaki.report.formats.register_entries import Carried
from itakusaki.report.formats.register_logs import (
    EXPORT_COLUMNS,
    TEST_COLUMNS,
    export_rows,
    test_rows,
)
from itakusaki.report.formats.register_rows import (
    COLUMNS,
    Cell,
    RegisterColumn,
    register_rows,
    sealed_row,
)
from itakusaki.report.publication import Publication, ReportFile
from itakusaki.report.view.logs import is_examined
from itakusaki.tabular.gap_register import MARK, STATUSES
from itakusaki.tabular.hidden_sheet import REGISTER, head_rows
from itakusaki.tabular.hidden_sheet import SHEET as HIDDEN_SHEET

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as BookCell
    from openpyxl.styles import NamedStyle
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST = 32_000  # Excel refuses a cell of more than 32,767 characters
FOLDED: Final = N_(
    "More columns are folded away: press 2 above the row numbers to see them, 1 to fold them."
)
#: The styles of the columns that are to be filled in.
ENTRIES = ("register_entry", "register_day", "register_entry", "register_entry")
DUE_COLUMN, STATUS_COLUMN, MARK_COLUMN = "W", "X", "Z"
#: Where a row says whose it is: processor, side, control.
_WHOSE: Final = (1, 3, 10)
HEAD_ROW = 4
FONT = "Yu Gothic"
LINE_HEIGHT = 14.0
#: A row is as high as its words need, as far as Excel lets it.
MOST_LINES = 26
A4 = 9
#: In inches: the least that common printers can do.
MARGIN = 0.35


def as_xlsx(publication: Publication) -> Iterator[ReportFile]:
    """A register per language."""
    for language in publication.languages:
        name = f"gap-register{publication.suffix(language)}.xlsx"
        yield ReportFile(name=name, content=_workbook(publication, translator_for(language)))


def _workbook(publication: Publication, translator: Translator) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - a third of a second to import

    rows = list(_findings(publication, translator))
    book = Workbook(write_only=True)
    _add_styles(book)
    # Written row by row; it takes the same settings as any sheet, which its stubs do not know.
    sheet: Worksheet = book.create_sheet(translator.gettext(N_("Issues log")))
    last = HEAD_ROW + max(len(rows), 1)
    _lay_out(sheet, COLUMNS, last)
    _add_checks(sheet, translator, last)
    followed = publication.edition.followed
    if followed:
        sheet.column_dimensions[MARK_COLUMN].hidden = True
        # Sorted by the filter's buttons, a row takes along only what lies below the filter.
        sheet.auto_filter.ref = f"A{HEAD_ROW}:{MARK_COLUMN}{last}"
    pen = _Pen(sheet)
    for line in _head(publication, translator, len(rows)):
        pen.write(line)
    run = publication.assessment
    carried = Carried(followed, translator, (run.client, run.round))
    for number, row in enumerate(rows, start=HEAD_ROW + 1):
        sheet.row_dimensions[number].height = _height(row, COLUMNS)
        whose = [str(row[place]) for place in _WHOSE]
        known = carried.entries(*whose)
        texts = ((value, "register_body") for value in row)
        mark = [(carried.mark(*whose), "register_body")] if followed else []
        pen.write((*texts, *zip(known, ENTRIES, strict=True), *mark))
    for listing in _log_sheets(publication, translator):
        _add_sheet(book, listing, publication, translator)
    _add_hidden(book, publication, translator)
    out = BytesIO()
    book.save(out)
    as_of = run.as_of
    return reproducible(out.getvalue(), datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC))


def _findings(publication: Publication, translator: Translator) -> Iterator[tuple[Cell, ...]]:
    """What each processor has to do, then what the client has."""
    views = publication.processors(translator.code)
    for view, result in zip(views, publication.assessment.results, strict=True):
        if view.sealed:
            yield sealed_row(view, result.processor.duty, translator)
        yield from register_rows(view, result.processor.duty, translator)
    supervision = publication.supervision(translator.code)
    for row in supervision.rows if supervision else ():
        yield from register_rows(row, Duty.CLIENT, translator)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A further sheet: its name, what it tells, and its rows."""

    title: str
    about: str
    columns: tuple[RegisterColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]


def _log_sheets(publication: Publication, translator: Translator) -> Iterator[_Sheet]:
    """The sheets on logs, where any processor handed over any."""
    tests: list[tuple[Cell, ...]] = []
    exports: list[tuple[Cell, ...]] = []
    if not any(map(is_examined, publication.assessment.results)):
        return
    for view in publication.processors(translator.code):
        tests += test_rows(view, translator)
        exports += export_rows(view, translator)
    yield _Sheet(
        title=N_("Control tests"),
        about=N_(
            "One row per processor and control test on its logs. A hit is a question first; where something is missing or incomplete nothing is concluded: the absence of entries does not prove that nothing happened."
        ),
        columns=TEST_COLUMNS,
        rows=tuple(tests),
    )
    yield _Sheet(
        title=N_("Logs read"),
        about=N_("One row per file or sheet. Lines found = duplicates + rejected + used."),
        columns=EXPORT_COLUMNS,
        rows=tuple(exports),
    )


def _add_sheet(
    book: Workbook, made: _Sheet, publication: Publication, translator: Translator
) -> None:
    sheet: Worksheet = book.create_sheet(translator.gettext(made.title))
    _lay_out(sheet, made.columns, HEAD_ROW + max(len(made.rows), 1))
    pen = _Pen(sheet)
    run = publication.assessment
    about = Message.of(
        N_("{client} · round {round} · as of {day} · {count} rows"),
        client=run.client,
        round=run.round,
        day=translator.day(run.as_of),
        count=len(made.rows),
    )
    pen.write([(translator.gettext(made.title), "register_title")])
    pen.write([(translator.say(about), "Normal")])
    about_rows = f"{translator.gettext(made.about)} {translator.gettext(FOLDED)}"
    pen.write([(about_rows, "Normal")])
    pen.write((translator.gettext(c.heading), "register_head") for c in made.columns)
    for number, row in enumerate(made.rows, start=HEAD_ROW + 1):
        sheet.row_dimensions[number].height = _height(row, made.columns)
        pen.write((value, "register_body") for value in row)


def _add_hidden(book: Workbook, publication: Publication, translator: Translator) -> None:
    """Say of which client and round it is, as our other workbooks do."""
    page = book.create_sheet(HIDDEN_SHEET)
    page.sheet_state = "veryHidden"
    page.protection.sheet = True
    run = publication.assessment
    says = {"kind": REGISTER, "round": run.round, "client": run.client}
    pen = _Pen(page)
    for row in head_rows({**says, "language": translator.code}):
        pen.write((text, "register_body") for text in row)


def _add_styles(book: Workbook) -> None:
    from openpyxl.styles import Font, NamedStyle  # noqa: PLC0415

    book.add_named_style(NamedStyle("register_title", font=Font(name=FONT, bold=True, size=14)))
    book.add_named_style(_boxed("register_head", paper="FF24415F", ink="FFFFFFFF", bold=True))
    book.add_named_style(_boxed("register_entry_head", paper="FFF3D98B", bold=True))
    book.add_named_style(_boxed("register_body"))
    book.add_named_style(_boxed("register_entry", paper="FFFFF9E5"))
    day = _boxed("register_day", paper="FFFFF9E5")
    day.number_format = "yyyy-mm-dd"
    book.add_named_style(day)


def _boxed(name: str, *, paper: str = "", ink: str = "FF000000", bold: bool = False) -> NamedStyle:
    from openpyxl.styles import (  # noqa: PLC0415
        Alignment,
        Border,
        Font,
        NamedStyle,
        PatternFill,
        Side,
    )

    line = Side(style="thin", color="FFBFC7D1")
    return NamedStyle(
        name,
        font=Font(name=FONT, bold=bold, color=ink, size=10),
        fill=PatternFill("solid", fgColor=paper) if paper else PatternFill(),
        border=Border(left=line, right=line, top=line, bottom=line),
        alignment=Alignment(wrap_text=True, vertical="top"),
    )


def _lay_out(sheet: Worksheet, columns: Sequence[RegisterColumn], last: int) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.page import PageMargins  # noqa: PLC0415
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    for index, column in enumerate(columns, start=1):
        laid = sheet.column_dimensions[get_column_letter(index)]
        laid.width = column.width
        laid.hidden, laid.outlineLevel = column.aside, int(column.aside)
    sheet.freeze_panes = f"D{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(columns))}{last}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(MARGIN, MARGIN, 2 * MARGIN, 2 * MARGIN, MARGIN, MARGIN)
    sheet.oddHeader.right.text = "&A"  # type: ignore[union-attr]
    sheet.oddFooter.center.text = "&P / &N"  # type: ignore[union-attr]


def _add_checks(sheet: Worksheet, translator: Translator, last: int) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    choices = ",".join(translator.gettext(status) for status in STATUSES)
    status = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
    status.error = translator.gettext(N_("Choose one of the list."))
    status.add(f"{STATUS_COLUMN}{HEAD_ROW + 1}:{STATUS_COLUMN}{last}")
    day = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True)
    day.error = translator.gettext(N_("Enter a date such as 2026-12-31."))
    day.add(f"{DUE_COLUMN}{HEAD_ROW + 1}:{DUE_COLUMN}{last}")
    for check in (status, day):
        check.showErrorMessage = True
        sheet.data_validations.append(check)


def _head(
    publication: Publication, translator: Translator, count: int
) -> Iterator[list[tuple[str, str]]]:
    """The lines above the findings, each text with its style."""
    run = publication.assessment
    about = Message.of(
        N_("{client} · round {round} · as of {day} · checklist {version} · {count} findings"),
        client=run.client,
        round=run.round,
        day=translator.day(run.as_of),
        version=run.checklist_version,
        count=count,
    )
    how = N_(
        "Filter by any column; the last four are yours to fill in. A contradiction is a question first, and “not evidenced” does not mean “not done”."
    )
    yield [(translator.gettext(N_("Issues log")), "register_title")]
    yield [(translator.say(about), "Normal")]
    yield [(f"{translator.gettext(how)} {translator.gettext(FOLDED)}", "Normal")]
    headings = [
        (
            translator.gettext(column.heading),
            "register_entry_head" if column.entry else "register_head",
        )
        for column in COLUMNS
    ]
    mark = [(translator.gettext(MARK), "register_head")] if publication.edition.followed else []
    yield [*headings, *mark]


def _height(row: Sequence[Cell], columns: Sequence[RegisterColumn]) -> float:
    """Room for the longest text of a row, whatever is folded away left out."""
    shown = ((text, c.width) for text, c in zip(row, columns, strict=False) if not c.aside)
    most = max(_lines(text, width) for text, width in shown if isinstance(text, str))
    return LINE_HEIGHT * min(most, MOST_LINES) + 4


def _lines(text: str, width: float) -> int:
    # In UTF-8 a Latin letter takes one byte and a Japanese one three; the latter is two wide.
    wide = (len(part) + len(part.encode("utf-8", "replace")) for part in text.split("\n"))
    return sum(ceil(half / 2 / width) or 1 for half in wide)


class _Pen:
    """Writes cells; finding a style by name takes as long as writing the cell, so each is found once.

    One cell of each style serves over and over, as a row is written cell by cell.
    """

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._styled: dict[tuple[str, bool], BookCell] = {}

    def write(self, cells: Iterable[tuple[Cell | date, str]]) -> None:
        """Write a row of values, each with its style."""
        row: Any = (self._cell(*one) for one in cells)
        self._sheet.append(row)

    def _cell(self, value: Cell | date, style: str) -> BookCell:
        """A cell whose text is text, whatever it begins with."""
        if not isinstance(value, str):
            cell = self._blank(style, quoted=False)
            cell.value = value
            return cell
        cell = self._blank(style, quoted=value.startswith(FORMULA_LIKE))
        if value:
            cell.value = visible(value)[:LONGEST]
            cell.data_type = "s"
        return cell

    def _blank(self, style: str, *, quoted: bool) -> BookCell:
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

        key = (style, quoted)
        if key not in self._styled:
            model = WriteOnlyCell(self._sheet)
            model.style = style
            # Without the prefix Excel takes such a text for a formula as soon as someone edits it.
            model.quotePrefix = quoted
            self._styled[key] = model
        cell = self._styled[key]
        cell.value = None
        return cell
