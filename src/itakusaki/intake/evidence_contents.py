"""Evidence contents: what a machine can read in a delivered file; the rest is for a person.

Pictures, scans and PDF are not read: what stands in them an auditor says in the review workbook.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from itakusaki.catalogue.names import bare_text
from itakusaki.files.document import read_lines
from itakusaki.files.folding import fold, plain
from itakusaki.files.refusal import RefusedFileError
from itakusaki.intake.book import READABLE, open_book
from itakusaki.model.allowance import MEGABYTE, USUAL, Allowance
from itakusaki.model.evidence import FileContents
from itakusaki.model.message import N_, Message
from itakusaki.tabular.cell_text import raw_text

#: Larger files are not opened: a record that somebody keeps is small, a log is for the control tests.
MAX_READ: Final = 16 * MEGABYTE
#: Characters of a file that names and days are looked for in.
MAX_TEXT: Final = 2_000_000
TEXTS: Final = (".md", ".txt", ".log")
PICTURES: Final = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".webp")
PACKED: Final = (".gz", ".zip", ".7z", ".lzh")
#: What fills a cell or line without saying anything.
_BLANKS: Final = frozenset({"", "-", "\u2010", "\u2013", "\u2014", "\u2015", "\u2212", "\u30fc"})
_UNDERLINED: Final = re.compile(r"[\s_.\u2026\u30fb\u25a1()\[\]|:#*-]+")
#: A line says something from so many characters on, its heading marks left out.
_SAYS: Final = 6
_TIME: Final = re.compile(r"[0-9]{1,2}(?=:)|(?<=:)[0-9]{1,2}")
_NUMBER: Final = re.compile(
    r"(?<![0-9a-z.,-])(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?![0-9.]|,[0-9]{3})"
)
_UNREAD_PICTURE = N_("a picture, which no machine reads here")
_UNREAD_PDF = N_("a PDF, which no machine reads here")
_UNREAD_PACKED = N_("packed; what is in it is not read here")
_UNREAD_KIND = N_("a kind of file that is not read here")
_UNREAD_LARGE = N_("larger than {limit} MB")
_UNREAD_DAMAGED = N_("damaged or protected by a password")

#: The days that a text mentions, and the text without them.
DaysIn = Callable[[str], tuple[frozenset[date], str]]


def contents_of(path: Path, days_in: DaysIn, allowance: Allowance = USUAL) -> FileContents:
    """What can be read in a file; never raises for what the file holds."""
    suffix = path.suffix.lower()
    reason = _reason_unread(path, suffix)
    if reason is not None:
        return FileContents(unread=reason)
    try:
        tables = suffix in READABLE
        rows, text = _tables(path, allowance) if tables else _prose(path, allowance)
    except (RefusedFileError, OSError):
        return FileContents(unread=Message(_UNREAD_DAMAGED))
    text = fold(text[:MAX_TEXT])
    (by_name, _), (days, rest) = days_in(fold(path.stem)), days_in(text)
    return FileContents(
        rows=rows, days=tuple(sorted(by_name | days)), numbers=_numbers(rest), bare=bare_text(text)
    )


def _reason_unread(path: Path, suffix: str) -> Message | None:
    for suffixes, reason in (
        ((".pdf",), _UNREAD_PDF),
        (PICTURES, _UNREAD_PICTURE),
        (PACKED, _UNREAD_PACKED),
    ):
        if suffix in suffixes:
            return Message(reason)
    if suffix not in (*READABLE, *TEXTS, ".docx"):
        return Message(_UNREAD_KIND)
    too_large = path.stat().st_size > MAX_READ
    return Message.of(_UNREAD_LARGE, limit=MAX_READ // MEGABYTE) if too_large else None


def _tables(path: Path, allowance: Allowance) -> tuple[int, str]:
    """Filled rows below the headings of a workbook's or CSV's sheets, and all that stands in them."""
    book = open_book(path, path.name, allowance).book
    if book is None:
        raise RefusedFileError("damaged")
    sheets = [
        [[raw_text(cell) for cell in row] for row in sheet.rows]
        for sheet in book.sheets
        if sheet.visible
    ]
    lines = ("\t".join(row) for rows in sheets for row in rows)
    return sum(map(_filled_rows, sheets)), "\n".join(lines)


def _filled_rows(rows: Sequence[Sequence[str]]) -> int:
    """Rows that fill more than half of the columns of the heading above them.

    A form that only numbers and names what is asked for fills no more than that.
    """
    told = [sum(plain(cell) not in _BLANKS for cell in row) for row in rows]
    wide = [count for count in told if count > 1]
    if not wide:
        return 0
    heading = max(wide)
    below = told[told.index(heading) + 1 :]
    return sum(2 * count > heading for count in below)


def _prose(path: Path, allowance: Allowance) -> tuple[int, str]:
    """Lines of a text that say something beyond its headings, and the whole of it."""
    every = read_lines(path, allowance)
    saying = [line for line in every if not line.lstrip().startswith("#")]
    count = sum(len(_UNDERLINED.sub("", plain(line))) >= _SAYS for line in saying)
    return count, "\n".join(every)


def _numbers(text: str) -> frozenset[int]:
    told = _NUMBER.findall(_TIME.sub(" ", text))
    return frozenset(int(number.replace(",", "")) for number in told)
