"""Books: a workbook or CSV as sheets of cells, each with its address; bad files as issues."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from itakusaki.files.archive import Limits, opened_archive
from itakusaki.files.delimited import read_csv
from itakusaki.files.encoding import WESTERN
from itakusaki.files.extent import far_sheets, without_parts
from itakusaki.files.kind import kind_of
from itakusaki.files.old_workbook import measured_old_workbook
from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.sheet_xml import NOTHING, SheetScan, scanned_sheets
from itakusaki.files.workbook import Cell, Workbook, opened_workbook
from itakusaki.intake.issues import issue, listed
from itakusaki.model.issue import DataIssue
from itakusaki.model.message import Value
from itakusaki.model.source import CellRef, SourceFile, column_letters
from itakusaki.tabular.book_sheet import BookSheet
from itakusaki.tabular.hidden_sheet import SHEET as HIDDEN

#: What is read; by the name first, then by what the file really is.
WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls")
READABLE: Final = (*WORKBOOKS, ".csv")
MEGABYTE: Final = 1024 * 1024
#: Larger files are not opened; a questionnaire takes less than 1 MB.
MAX_FILE: Final = 64 * MEGABYTE
#: Cells a sheet may span.
MAX_AREA: Final = 5_000_000
#: Cells that all sheets of a book may span together.
MAX_BOOK_AREA: Final = 10_000_000
LIMITS: Final = Limits(unpacked=256 * MEGABYTE, area=MAX_AREA)


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A file that could be read."""

    source: SourceFile
    sheets: tuple[BookSheet, ...]
    epoch_1904: bool = False

    @property
    def file(self) -> str:
        """Its workspace-relative name."""
        return self.source.path

    @property
    def at(self) -> CellRef:
        """The file itself."""
        return CellRef(file=self.file)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What came of opening a file: a book, or issues that say why there is none."""

    source: SourceFile | None
    book: Book | None
    issues: tuple[DataIssue, ...]


def open_book(path: Path, name: str) -> Opened:
    """Open a file that is called `name` in the workspace; whatever is wrong comes as an issue."""
    at = CellRef(file=name)
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_FILE else b""
    except OSError:
        return Opened(source=None, book=None, issues=(issue("not_readable", at),))
    if size > MAX_FILE:
        too_large = issue("too_large", at, limit=MAX_FILE // MEGABYTE)
        return Opened(source=None, book=None, issues=(too_large,))
    source = SourceFile(path=name, sha256=hashlib.sha256(data).hexdigest(), size=size)
    book, issues = _read(data, source, path.suffix.lower())
    return Opened(source=source, book=book, issues=tuple(issues))


def _read(data: bytes, source: SourceFile, suffix: str) -> tuple[Book | None, list[DataIssue]]:
    at, kind = CellRef(file=source.path), kind_of(data)
    if kind == "encrypted":
        return None, [issue("encrypted", at)]
    if kind in ("text", "other") and suffix != ".csv":
        return None, [issue("not_excel", at, suffix=suffix)]
    if kind in ("text", "other"):
        return _read_csv(data, source)
    issues = []
    if suffix == ".csv" or (kind == "xls") != (suffix == ".xls"):
        issues.append(issue("wrong_suffix", at, suffix=suffix, kind=f".{kind}"))
    book, found = _read_workbook(data, source, zipped=kind == "xlsx")
    return book, issues + found


def _read_csv(data: bytes, source: SourceFile) -> tuple[Book | None, list[DataIssue]]:
    try:
        found = read_csv(data)
    except RefusedFileError as refused:
        return None, [_refused(refused, CellRef(file=source.path))]
    width = max(map(len, found.rows), default=0)
    if width * len(found.rows) > MAX_AREA:
        corner = f"{column_letters(width - 1)}{len(found.rows)}"
        return None, [issue("sheet_too_large", CellRef(file=source.path), cell=corner)]
    rows: list[list[Cell]] = [[*row, *[""] * (width - len(row))] for row in found.rows]
    sheet = BookSheet(source.path, "", rows, 0, 0, visible=True, scan=NOTHING, merged=())
    issues = []
    if found.encoding == WESTERN:
        issues.append(issue("western_text", CellRef(file=source.path)))
    if found.cut_off:
        last = CellRef(file=source.path, cell=f"A{max(1, len(rows))}")
        issues.append(issue("cut_off", last))
    return Book(source=source, sheets=(sheet,)), issues


def _read_workbook(
    data: bytes, source: SourceFile, *, zipped: bool
) -> tuple[Book | None, list[DataIssue]]:
    scans: Mapping[str, SheetScan] = {}
    epoch_1904 = False
    content: BinaryIO = io.BytesIO(data)
    try:
        if zipped:
            archive = opened_archive(content, LIMITS)
            far = far_sheets(archive, content, LIMITS.area)
            scans, epoch_1904 = scanned_sheets(archive, content, LIMITS.unpacked, far, own=HIDDEN)
            if far:
                content = without_parts(archive, content, far, LIMITS.unpacked)
            content.seek(0)
        else:
            epoch_1904 = measured_old_workbook(data, LIMITS.area).epoch_1904
        found = list(_sheets(opened_workbook(content, None), source.path, scans))
    except RefusedFileError as refused:
        return None, [_refused(refused, CellRef(file=source.path))]
    sheets = tuple(sheet for sheet in found if isinstance(sheet, BookSheet))
    issues = [sheet for sheet in found if isinstance(sheet, DataIssue)]
    return Book(source=source, sheets=sheets, epoch_1904=epoch_1904), issues


def _sheets(
    workbook: Workbook, file: str, scans: Mapping[str, SheetScan]
) -> Iterator[BookSheet | DataIssue]:
    left = MAX_BOOK_AREA
    for named in workbook.sheets():
        if not named.has_cells or (_is_list(named.name) and not named.visible):
            continue
        scan = scans.get(named.name, NOTHING)
        at = CellRef(file=file, sheet=named.name)
        if scan.too_far:
            yield issue("sheet_too_large", at, cell=scan.too_far)
            continue
        cells = workbook.cells(named.name)
        if cells.area > MAX_AREA:
            row, column = cells.last
            yield issue("sheet_too_large", at, cell=f"{column_letters(column)}{row + 1}")
            continue
        left -= cells.area
        if left < 0:
            yield issue("book_too_large", at, limit=MAX_BOOK_AREA)
            return
        sheet = BookSheet(
            file=file,
            name=named.name,
            rows=cells.rows(),
            top=cells.top,
            left=cells.left,
            visible=named.visible,
            scan=scan,
            merged=cells.merged,
        )
        yield from _without_struck(sheet)
        yield sheet


def _without_struck(sheet: BookSheet) -> Iterator[DataIssue]:
    """Take out what is struck out, and name the cells."""
    struck = [at for at in sorted(sheet.scan.struck) if sheet.replace(at, sheet.scan.struck[at])]
    if struck:
        row, column = struck[0]
        names = tuple(f"{column_letters(c)}{r + 1}" for r, c in struck)
        at = sheet.at(row - sheet.top, column - sheet.left)
        yield issue("struck_out", at, count=len(struck), cells=listed(names))


def _is_list(name: str) -> bool:
    """Whether a sheet is one of our own that only feeds drop-downs."""
    return name.startswith("_") and name != HIDDEN


def _refused(refused: RefusedFileError, at: CellRef) -> DataIssue:
    code = "zip_bomb" if refused.code == "unpacked_too_large" else refused.code
    blanks: dict[str, Value] = {"limit": refused.limit // MEGABYTE} if refused.limit else {}
    return issue(code, at, **blanks, **({"cell": refused.cell} if refused.cell else {}))


def listed_files(folder: Path) -> tuple[Path, ...]:
    """The files of a folder and the folders in it by name, without what programs leave behind."""
    paths = (path for path in folder.rglob("*") if not path.is_dir())
    inside = ((path.relative_to(folder), path) for path in paths)
    return tuple(
        path for name, path in sorted(inside) if not any(is_scrap(part) for part in name.parts)
    )


def is_scrap(name: str) -> bool:
    """Whether a file is a lock, a temporary copy or hidden: ~$book.xlsx, .~lock.book.xlsx#."""
    return name.startswith(("~$", ".")) or name.lower() in ("thumbs.db", "desktop.ini")
