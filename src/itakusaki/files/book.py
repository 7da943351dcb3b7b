"""Books: a workbook or CSV as sheets of plain cells, read behind the wall; what is amiss by its code."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from itakusaki.files.archive import HELD, Limits, Parts, opened_archive
from itakusaki.files.delimited import read_csv
from itakusaki.files.encoding import WESTERN
from itakusaki.files.extent import far_sheets, without_parts
from itakusaki.files.kind import kind_of
from itakusaki.files.old_workbook import measured_old_workbook
from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.shared_texts import refuse_repeated_texts
from itakusaki.files.sheet_xml import NOTHING, SheetScan, scanned_sheets
from itakusaki.files.workbook import Cell, Workbook, opened_workbook
from itakusaki.model.allowance import MEGABYTE, Allowance
from itakusaki.model.source import column_letters

if TYPE_CHECKING:
    from itakusaki.files.wall import Asking

#: Larger files are not opened; a questionnaire takes less than 1 MB.
MAX_FILE: Final = 64 * MEGABYTE
#: Cells a sheet may span.
MAX_AREA: Final = 5_000_000
#: Cells that all sheets of a book may span together.
MAX_BOOK_AREA: Final = 10_000_000
LIMITS: Final = Limits(unpacked=256 * MEGABYTE, area=MAX_AREA)
_READ: Final = "itakusaki.files.book:read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is amiss with a book: a code, the sheet and cell where it shows, what its sentence names."""

    code: str
    sheet: str = ""
    cell: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSheet:
    """A sheet's cells, from `top` and `left` on, and what its XML tells beside them."""

    name: str
    rows: list[list[Cell]]
    top: int = 0
    left: int = 0
    visible: bool = True
    scan: SheetScan = NOTHING
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBook:
    """A file as read: SHA-256 ("" where it is too large to be opened), size, sheets in order, problems.

    `is_book` is whether it could be read at all, `found` holds sheets and problems as they came.
    """

    sha256: str = ""
    size: int = 0
    is_book: bool = False
    epoch_1904: bool = False
    found: tuple[ReadSheet | Problem, ...] = ()


def ask_for(path: Path, *, own: str, allowance: Allowance) -> Asking:
    """Have a workbook or CSV read in a process of its own; the answer is for `book_of`.

    Args:
        path: a file; its ending says what it claims to be.
        own: what the hidden sheet of our own forms is called.
        allowance: what reading may take.
    """
    from itakusaki.files.wall import Asking  # noqa: PLC0415 - a reader is behind it already

    return Asking(_READ, str(path), own, allowance=allowance)


def book_of(plain: tuple[Any, ...]) -> ReadBook:
    """The book that plain values tell.

    Raises:
        ValueError, TypeError: they tell none.
    """
    sha256, size, is_book, epoch_1904, found = plain
    return ReadBook(
        sha256=sha256,
        size=size,
        is_book=is_book,
        epoch_1904=epoch_1904,
        found=tuple(map(_from_plain, found)),
    )


def read(path: str, own: str) -> tuple[Any, ...]:
    """Read a workbook or CSV, as plain values; whatever is wrong with it is among them."""
    book = _read(Path(path), own)
    return (
        book.sha256,
        book.size,
        book.is_book,
        book.epoch_1904,
        tuple(map(_as_plain, book.found)),
    )


def _as_plain(found: ReadSheet | Problem) -> tuple[Any, ...]:
    if isinstance(found, Problem):
        return found.code, found.sheet, found.cell, dict(found.values)
    scan = found.scan
    scanned = {} if scan is NOTHING else {f.name: getattr(scan, f.name) for f in fields(scan)}
    place = (found.top, found.left, found.visible)
    return found.name, found.rows, *place, scanned, tuple(found.merged)


def _from_plain(given: tuple[Any, ...]) -> ReadSheet | Problem:
    if len(given) == len(fields(Problem)):
        code, sheet, cell, values = given
        return Problem(code=code, sheet=sheet, cell=cell, values=values)
    name, rows, top, left, visible, scanned, merged = given
    return ReadSheet(
        name=name,
        rows=rows,
        top=top,
        left=left,
        visible=visible,
        scan=SheetScan(**scanned) if scanned else NOTHING,
        merged=merged,
    )


def _read(path: Path, own: str) -> ReadBook:
    size = path.stat().st_size
    if size > MAX_FILE:
        limit: dict[str, str | int] = {"limit": MAX_FILE // MEGABYTE}
        return ReadBook(size=size, found=(Problem(code="too_large", values=limit),))
    with path.open("rb") as source:
        # A file that grows under our eyes, or is endless, is not read on.
        data = source.read(MAX_FILE + 1)
    kind, suffix = kind_of(data), path.suffix.lower()
    found: list[ReadSheet | Problem] = list(_wrong_suffix(kind, suffix))
    is_book = epoch_1904 = False
    try:
        if kind in ("text", "other"):
            found += _csv(data, suffix)
        else:
            epoch_1904, sheets = _workbook(data, kind, own)
            found += sheets
        is_book = True
    except RefusedFileError as refused:
        found.append(_problem(refused, suffix))
    return ReadBook(
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        is_book=is_book,
        epoch_1904=epoch_1904,
        found=tuple(found),
    )


def _wrong_suffix(kind: str, suffix: str) -> Iterator[Problem]:
    if kind in ("xlsx", "xls") and (suffix == ".csv" or (kind == "xls") != (suffix == ".xls")):
        yield Problem(code="wrong_suffix", values={"suffix": suffix, "kind": f".{kind}"})


def _csv(data: bytes, suffix: str) -> Iterator[ReadSheet | Problem]:
    if suffix != ".csv":
        raise RefusedFileError("not_excel")
    text = read_csv(data, MAX_AREA)
    width = max(map(len, text.rows), default=0)
    yield ReadSheet(name="", rows=[[*row, *[""] * (width - len(row))] for row in text.rows])
    if text.encoding == WESTERN:
        yield Problem(code="western_text")
    if text.cut_off:
        yield Problem(code="cut_off", cell=f"A{max(1, len(text.rows))}")


def _workbook(data: bytes, kind: str, own: str) -> tuple[bool, list[ReadSheet | Problem]]:
    """Whether days count from 1904, and the sheets."""
    if kind == "encrypted":
        raise RefusedFileError("encrypted")
    if kind == "xls":
        epoch_1904 = measured_old_workbook(data, MAX_AREA).epoch_1904
        return epoch_1904, list(_sheets(opened_workbook(io.BytesIO(data), None), {}, own))
    content: BinaryIO = io.BytesIO(data)
    archive = opened_archive(content, LIMITS)
    parts = Parts(content, held=HELD)
    reach = far_sheets(archive, parts, LIMITS.area)
    refuse_repeated_texts(archive, content, size=reach.size, unpacked=LIMITS.unpacked)
    scans, epoch_1904 = scanned_sheets(archive, parts, LIMITS.unpacked, reach, own=own)
    if reach.far:
        content = without_parts(archive, parts, reach.far, LIMITS.unpacked)
    content.seek(0)
    return epoch_1904, list(_sheets(opened_workbook(content, None), scans, own))


def _sheets(
    workbook: Workbook, scans: Mapping[str, SheetScan], own: str
) -> Iterator[ReadSheet | Problem]:
    left = MAX_BOOK_AREA
    for named in workbook.sheets():
        # Sheets of our own that begin with a line and are hidden only feed drop-downs.
        feeds = named.name.startswith("_") and named.name != own and not named.visible
        if not named.has_cells or feeds:
            continue
        scan = scans.get(named.name, NOTHING)
        if scan.too_far:
            yield _too_far(named.name, scan.too_far)
            continue
        cells = workbook.cells(named.name)
        if cells.area > MAX_AREA:
            row, column = cells.last
            yield _too_far(named.name, f"{column_letters(column)}{row + 1}")
            continue
        left -= cells.area
        if left < 0:
            limit: dict[str, str | int] = {"limit": MAX_BOOK_AREA}
            yield Problem(code="book_too_large", sheet=named.name, values=limit)
            return
        yield ReadSheet(
            name=named.name,
            rows=cells.rows(),
            top=cells.top,
            left=cells.left,
            visible=named.visible,
            scan=scan,
            merged=cells.merged,
        )


def _too_far(sheet: str, cell: str) -> Problem:
    return Problem(code="sheet_too_large", sheet=sheet, values={"cell": cell})


def _problem(refused: RefusedFileError, suffix: str) -> Problem:
    values: dict[str, str | int] = {}
    if refused.limit:
        values["limit"] = refused.limit // MEGABYTE
    if refused.cell:
        values["cell"] = refused.cell
    if refused.code == "not_excel":
        values["suffix"] = suffix
    return Problem(code=refused.code, values=values)
