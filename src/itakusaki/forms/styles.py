"""Styles: the named looks of cells in our workbooks; only what is an entry is unlocked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

#: Fonts that Office has on Windows and macOS, with digits of equal width, and what stands in for them elsewhere is
#: as wide: a sheet prints at the same size in LibreOffice.
FONTS = {"ja": "Meiryo UI", "en": "Arial"}
SIZE = 10
TITLE_SIZE = 16
#: As small as text may be: nine points on paper, where a question sheet is printed at ten elevenths.
GUIDANCE_SIZE = 9.9
#: The size of the default font, whose digits are one unit of column width.
UNIT_SIZES = {"ja": 10, "en": 10}
INK = "1F2933"
SOFT = "5F6B7A"
ACCENT = "1F4E79"
ALARM = "B3261E"
PALE = "DCE6F1"
ENTRY = "FFFBE6"
BLOCKED = "EDEFF2"
LINE = Side(style="thin", color="BFC7D1")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
DATE = "yyyy/mm/dd"
TEXT = "@"  # keeps what is typed: no 3-1 becomes a date, no =… a formula


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One style in short."""

    name: str
    size: float = SIZE
    colour: str = INK
    bold: bool = False
    fill: str = ""
    boxed: bool = True
    across: str = "left"
    down: str = "center"
    indent: int = 0
    entry: bool = False
    shrink: bool = False
    format: str = "General"


LOOKS = (
    Look(name="title", size=TITLE_SIZE, colour=ACCENT, bold=True, boxed=False),
    Look(name="subtitle", size=12, colour=ACCENT, bold=True, boxed=False),
    Look(name="plain", boxed=False, down="top"),
    Look(name="small", colour=SOFT, boxed=False, indent=1),
    Look(name="progress", bold=True, boxed=False),
    Look(name="heading", bold=True, colour="FFFFFF", fill=ACCENT, across="center"),
    Look(name="heading_required", bold=True, colour="FFFFFF", fill=ALARM, across="center"),
    Look(name="heading_left", bold=True, colour="FFFFFF", fill=ACCENT),
    Look(name="label", bold=True, fill=PALE),
    Look(name="cell", down="top"),
    Look(name="cell_center", across="center"),
    Look(name="link", colour=ACCENT),
    Look(name="percent", across="center", format="0%"),
    Look(name="fixed", fill=BLOCKED),
    Look(name="fixed_top", fill=BLOCKED, down="top"),
    Look(name="fixed_center", fill=BLOCKED, across="center"),
    Look(name="fixed_date", fill=BLOCKED, format=DATE),
    Look(name="id", bold=True, fill=PALE, down="top"),
    Look(name="id_knock_out", bold=True, fill=PALE, colour=ALARM, down="top"),
    Look(name="question", fill=PALE, down="top"),
    Look(name="guidance", size=GUIDANCE_SIZE, colour=SOFT, down="top"),
    Look(name="fact_id", size=9, colour=SOFT, shrink=True),
    # Read by the program; seen only where a page begins within a question.
    Look(name="key", size=GUIDANCE_SIZE, colour=SOFT, format=";;;"),
    Look(name="fact", indent=1),
    Look(name="unit", across="center"),
    Look(name="blocked", fill=BLOCKED),
    Look(name="entry", fill=ENTRY, entry=True, down="top", format=TEXT),
    Look(name="entry_center", fill=ENTRY, entry=True, across="center", format=TEXT),
    Look(name="entry_answer", size=12, fill=ENTRY, entry=True, across="center", format=TEXT),
    Look(name="entry_number", fill=ENTRY, entry=True, across="right"),
    Look(name="entry_date", fill=ENTRY, entry=True, across="center", format=DATE),
)


def add_styles(book: Workbook, language: str) -> None:
    """Give a workbook its looks."""
    # The default font decides what a unit of column width is: that of the text, so that a sheet is as wide where
    # the font is missing as where it is there (Meiryo's digits are as wide as those of what stands in for it).
    usual = Font(name=FONTS[language], size=UNIT_SIZES[language])
    book._named_styles["Normal"].font = usual  # type: ignore[attr-defined] # noqa: SLF001 - openpyxl has no other way
    book._fonts[0] = usual  # type: ignore[attr-defined] # noqa: SLF001
    for style in _styles(FONTS[language]):
        book.add_named_style(style)


def _styles(font: str) -> Iterator[NamedStyle]:
    for look in LOOKS:
        yield NamedStyle(
            name=look.name,
            font=Font(name=font, size=look.size, bold=look.bold, color=look.colour),
            fill=PatternFill("solid", fgColor=look.fill) if look.fill else PatternFill(),
            border=BOX if look.boxed else Border(),
            alignment=Alignment(
                horizontal=look.across,
                vertical=look.down,
                indent=look.indent,
                wrap_text=not look.shrink,
                shrink_to_fit=look.shrink,
            ),
            number_format=look.format,
            protection=Protection(locked=not look.entry),
        )
