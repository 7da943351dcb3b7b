"""Workbooks: opened once, after making sure that they may be; their sheets' cells when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, BinaryIO, TypeAlias, TypeVar

from itakusaki.files.archive import Limits, Parts, opened_archive
from itakusaki.files.extent import far_sheets
from itakusaki.files.kind import ZIP, is_encrypted
from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.shared_texts import refuse_repeated_texts

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

#: What stands in a cell; "" where nothing does.
Cell: TypeAlias = str | float | int | bool | date | datetime | time | timedelta
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetName:
    """A sheet as the workbook lists it; charts and macro sheets hold no cells."""

    name: str
    visible: bool
    has_cells: bool


class SheetCells:
    """One sheet's used range, from `top` and `left` on (counted from 0); its rows when asked for."""

    def __init__(self, sheet: CalamineSheet) -> None:
        self._sheet = sheet
        self.top, self.left = sheet.start or (0, 0)

    @property
    def last(self) -> tuple[int, int]:
        """Row and column of the last used cell, counted from 0."""
        return self._sheet.end or (0, 0)

    @property
    def area(self) -> int:
        """How many cells the used range spans."""
        if self._sheet.start is None or self._sheet.end is None:
            return 0
        bottom, right = self._sheet.end
        return (bottom - self.top + 1) * (right - self.left + 1)

    @property
    def merged(self) -> Sequence[tuple[tuple[int, int], tuple[int, int]]]:
        """The merged ranges: first and last cell of each."""
        return self._sheet.merged_cell_ranges or ()

    def rows(self, *, from_first: bool = False, limit: int | None = None) -> list[list[Cell]]:
        """The rows of the used range, or from row 1 and column A on; at most `limit` of them.

        Raises:
            RefusedFileError: they cannot be read.
        """
        return _guarded(lambda: self._sheet.to_python(skip_empty_area=not from_first, nrows=limit))


class Workbook:
    """An opened workbook; nothing of a sheet is read before it is asked for."""

    def __init__(self, book: CalamineWorkbook) -> None:
        self._book = book

    def sheets(self) -> Iterator[SheetName]:
        """Every sheet, in order."""
        for meta in self._book.sheets_metadata:
            yield SheetName(
                name=meta.name,
                visible=repr(meta.visible).endswith(".Visible"),
                has_cells="WorkSheet" in repr(meta.typ),
            )

    def cells(self, name: str) -> SheetCells:
        """A sheet's cells.

        Raises:
            RefusedFileError: the sheet is damaged.
        """
        return SheetCells(_guarded(lambda: self._book.get_sheet_by_name(name)))


def opened_workbook(source: BinaryIO, limits: Limits | None) -> Workbook:
    """Open a workbook from a binary file.

    Args:
        source: the file, at its beginning.
        limits: what it may come to; None where that was made sure before, and for a .xls, which is
            no zip.

    Raises:
        RefusedFileError: it is damaged, protected, or comes to more than the limits allow.
    """
    if limits is not None:
        _make_sure(source, limits)
        source.seek(0)
    import python_calamine as calamine  # noqa: PLC0415 - only who reads workbooks pays for it

    return Workbook(_guarded(lambda: calamine.CalamineWorkbook.from_filelike(source)))


def _make_sure(source: BinaryIO, limits: Limits) -> None:
    if source.read(len(ZIP)) != ZIP:
        source.seek(0)
        raise RefusedFileError("encrypted" if is_encrypted(source.read()) else "damaged")
    archive = opened_archive(source, limits)
    reach = far_sheets(archive, Parts(source), limits.area)
    corner = next(iter(reach.far.values()), None)
    if corner is not None:
        raise RefusedFileError("sheet_too_large" if corner else "damaged", cell=corner)
    refuse_repeated_texts(archive, source, size=reach.size, unpacked=limits.unpacked)


def _guarded(read: Callable[[], Found]) -> Found:
    """What a reader of untrusted bytes gives; it may fail in any way."""
    try:
        return read()
    except Exception as error:
        code = "encrypted" if type(error).__name__ == "PasswordError" else "damaged"
        raise RefusedFileError(code) from error
    except BaseException as error:
        # A panic in the Rust library is no Exception; anything else is not ours to stop.
        if type(error).__name__ != "PanicException":
            raise
        raise RefusedFileError("damaged") from error
