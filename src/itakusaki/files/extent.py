"""Extents: how far a workbook's sheets reach, told before a reader makes room for all of it.

Calamine makes room for the whole rectangle that a sheet's cells span: two cells, the first and the
last of a sheet, would take half a terabyte and end the process. So every part that might be read
as a sheet is measured here, whatever the workbook calls it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, Final, NamedTuple
from xml.parsers import expat

from itakusaki.files.archive import Parts
from itakusaki.files.refusal import RefusedFileError
from itakusaki.model.source import column_index, column_letters

#: Other formats that calamine would take the file for, and that are not measured here.
_NOT_OURS: Final = frozenset({"xl/workbook.bin", "content.xml"})
_WORKBOOK: Final = "xl/workbook.xml"
_SHEET: Final = b"sheetData"
#: A part without cells, which takes the place of one that reaches too far.
_EMPTY: Final = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData/></worksheet>"
)
# Tags as nearly every program writes them may be searched; others are parsed, ten times slower.
# Each of these begins with plain letters, which is what makes a search for it fast.
_UNUSUAL: Final = (
    re.compile(rb'<c(?:[>/\t\r\n]| (?!r="[A-Z]{1,3}[1-9]))'),
    re.compile(rb'<row(?:[>/\t\r\n]| (?!r="))'),
    re.compile(rb":(?:c|row)[\s/>]"),
)
#: One search tells nearly every sheet: a cell or row that is unusual, or a cell that may be far.
_NOTABLE: Final = re.compile(
    rb'<(?:c(?=[ >/\t\r\n])(?! r="[A-Z][1-9][0-9]{0,3}")|row(?=[ >/\t\r\n])(?! r="))'
)
# A cell from column AA or row 10,000 on; all others together span little.
_FAR: Final = re.compile(rb'<c r="(?:[A-Z]{2}|[A-Z][0-9]{5})')
_NEAR: Final = (9_999, 26)
#: Bytes that no honest tag of a sheet comes to.
_LONGEST_TAG: Final = 1024 * 1024
_COLUMNS: Final = re.compile(rb'<c r="([A-Z]{1,3})')
_ROWS: Final = re.compile(rb'<c r="[A-Z]{1,3}([0-9]{1,9})')
_REFERENCE: Final = re.compile(r"([A-Za-z]{1,9})([0-9]{1,9})")

Pieces = Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The parts that reach too `far`: name → last corner, such as ZZ900000; true `size` of all, bytes.

    A part of another kind that cannot be measured is among the far ones as well, with "". In parts
    that are `placed`, by their names in small letters, every row and cell says where it stands, in the usual way.
    """

    far: Mapping[str, str]
    size: int
    placed: AbstractSet[str] = frozenset()


def far_sheets(archive: zipfile.ZipFile, parts: Parts, area: int) -> Reach:
    """The parts whose cells span more than `area` cells, and how much all parts truly come to.

    Raises:
        RefusedFileError: it is no workbook in XML, or a sheet is too broken to be measured.
    """
    names = {part.filename.lower() for part in archive.infolist()}
    if _WORKBOOK not in names or names & _NOT_OURS:
        raise RefusedFileError("damaged")
    far, odd, counted = {}, set(), _Counted()
    for part in archive.infolist():
        try:
            found = _reached(counted.of(partial(parts.pieces, part)), area)
        except RefusedFileError:
            # Macros, say, may hold the word that sheets are told by.
            if part.filename.lower().endswith(".xml"):
                raise
            far[part.filename] = ""
            odd.add(part.filename.lower())
        else:
            far |= {part.filename: found.corner} if found.corner else {}
            if not found.placed:
                odd.add(part.filename.lower())
    return Reach(far=far, size=counted.size, placed=names - odd)


class _Counted:
    """Counts the bytes of pieces that are gone through."""

    def __init__(self) -> None:
        self.size = 0

    def of(self, pieces: Pieces) -> Pieces:
        """The same pieces, counted each time they are gone through."""

        def counted() -> Iterator[bytes]:
            for piece in pieces():
                self.size += len(piece)
                yield piece

        return counted


def without_parts(
    archive: zipfile.ZipFile, parts: Parts, names: Collection[str], limit: int
) -> BinaryIO:
    """A copy of the workbook in which these parts hold no cells, and none is larger than `limit` bytes."""
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as target:
        for name, part in {part.filename: part for part in archive.infolist()}.items():
            content = None if name in names else parts.content(part, limit)
            target.writestr(name, _EMPTY if content is None else content)
    copy.seek(0)
    return copy


def far_corner(pieces: Pieces, area: int) -> str:
    """The last corner of a sheet's used cells where they span more than `area` cells, else "".

    Args:
        pieces: gives the sheet's XML in pieces, anew each time it is called.
        area: number of cells.

    Raises:
        RefusedFileError: the XML is unusual, and too broken to be measured.
    """
    return _reached(pieces, area).corner


class _Reached(NamedTuple):
    """The corner of a sheet that reaches too far, else ""; whether all of it says where it stands."""

    corner: str
    placed: bool


def _reached(pieces: Pieces, area: int) -> _Reached:
    bound = _bound(pieces())
    if bound is not None and bound[0] * bound[1] <= area:
        return _Reached("", placed=True)
    return _Reached(_measured(pieces(), area), placed=bound is not None)


def _bound(pieces: Iterable[bytes]) -> tuple[int, int] | None:
    """Rows and columns that the cells stay within; None where only parsing can tell."""
    rows = columns = 0
    for xml in _whole_tags(pieces):
        is_notable = _NOTABLE.search(xml) is not None
        unusual = _UNUSUAL if is_notable else _UNUSUAL[-1:]
        if any(one.search(xml) for one in unusual):
            return None
        if not (is_notable and _FAR.search(xml)):
            rows, columns = max(rows, _NEAR[0]), max(columns, _NEAR[1])
            continue
        rows = max(rows, *map(int, _ROWS.findall(xml)))
        columns = max(
            columns, *(column_index(name.decode()) + 1 for name in set(_COLUMNS.findall(xml)))
        )
    return rows, columns


def _whole_tags(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces cut anew, so that no tag is torn; nothing where there is no sheet in them."""
    rest, is_sheet = b"", False
    for piece in pieces:
        whole = rest + piece
        is_sheet = is_sheet or _SHEET in whole
        start = whole.rfind(b"<")
        end = len(whole) if start < 0 or b">" in whole[start:] else start
        if is_sheet and len(whole) - end > _LONGEST_TAG:
            raise RefusedFileError("damaged")
        if is_sheet:
            yield whole[:end]
        rest = whole[end:]
    if is_sheet:
        yield rest


def _measured(pieces: Iterable[bytes], area: int) -> str:
    extent = _Extent()
    try:
        for piece in pieces:
            extent.parser.Parse(piece, False)  # noqa: FBT003 - expat takes no keywords
        extent.parser.Parse(b"", True)  # noqa: FBT003 - same
    except (expat.ExpatError, ValueError) as error:
        raise RefusedFileError("damaged") from error
    return extent.corner if extent.area > area else ""


@dataclass(slots=True)
class _Cell:
    """A place counted from 1; `used` where something stands in it."""

    row: int
    column: int
    used: bool = False


class _Extent:
    """What a sheet's cells span, found by parsing; places that are left out follow the one before."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = _refuse
        self._row = self._column = 1
        self._cell: _Cell | None = None
        self._first = self._last = (0, 0)

    @property
    def area(self) -> int:
        """The number of cells that the used ones span."""
        (top, left), (bottom, right) = self._first, self._last
        return (bottom - top + 1) * (right - left + 1) if bottom else 0

    @property
    def corner(self) -> str:
        """The last row and column in use."""
        row, column = self._last
        return f"{column_letters(column - 1)}{row}"

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name, place = tag.rpartition(":")[2], attributes.get("r", "")
        if name == "row":
            self._row, self._column = int(place or self._row), 1
        elif name == "c":
            self._cell = self._placed(place) if place else _Cell(self._row, self._column)
        elif self._cell is not None:
            self._cell.used = True

    def _placed(self, place: str) -> _Cell:
        found = _REFERENCE.fullmatch(place)
        if found is None:
            raise ValueError(place)
        # A cell without a place stands beside this one, but in the row that the row itself names.
        self._column = column_index(found[1].upper()) + 1
        return _Cell(int(found[2]), self._column)

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self._row += 1
        elif name == "c" and self._cell is not None:
            if self._cell.used:
                self._span(self._cell)
            self._cell, self._column = None, self._column + 1

    def _span(self, cell: _Cell) -> None:
        (top, left), (bottom, right) = self._first, self._last
        self._first = (min(top or cell.row, cell.row), min(left or cell.column, cell.column))
        self._last = (max(bottom, cell.row), max(right, cell.column))


def _refuse(*_: object) -> None:
    # Entities of one's own are in no workbook, and could make a small one endless.
    raise ValueError
