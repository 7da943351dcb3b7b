"""Editing a workbook in place: cells and rows put into its sheets, everything else left byte for byte.

The XML of a sheet is never written anew: what is added is spliced into it, what is there keeps its
bytes, and every other part of the workbook is copied. So charts, pictures, macros, comments and
whatever else a program put there stay.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from itakusaki.model.source import column_index, column_letters

_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_SIGNATURES: Final = "_xmlsignatures/"
_TAG_END: Final = re.compile(rb"<(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>")
_PLACE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_FORMULA: Final = re.compile(rb"<f[\s>/].*?(?:</f>|/>)", re.DOTALL)
_LAST_ROW: Final = re.compile(r"(?<=[A-Z$])[0-9]{1,7}$")
#: Attributes of a row that are its own and not its look.
_OWN_OF_ROW: Final = frozenset({"r", "spans", "hidden", "collapsed"})
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

#: What reading a workbook that somebody spoilt comes to.
_UNUSUAL: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    expat.ExpatError,
    LookupError,
    ValueError,
    RuntimeError,
)

Place = tuple[int, int]


class NotEditableError(Exception):
    """A workbook is of a make that is not edited; nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellEdit:
    """What is to stand in a cell, rows and columns counted from 1.

    `like` is the cell whose look and rule of entry it takes; with `text` None it also takes the
    value of that one. A text "" leaves it empty. A formula that is there stays, and is told its value.
    """

    row: int
    column: int
    text: str | None
    like: Place


def edited_book(content: bytes, edits: Mapping[str, Sequence[CellEdit]]) -> bytes:
    """The workbook with cells put into its sheets, by sheet name.

    Raises:
        NotEditableError: it is no workbook in XML, is signed, or is written in an unusual way.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as source:
            return _edited(source, edits)
    except _UNUSUAL as error:
        raise NotEditableError(str(error)) from error


def _edited(source: zipfile.ZipFile, edits: Mapping[str, Sequence[CellEdit]]) -> bytes:
    names = source.namelist()
    if len(set(names)) < len(names) or any(name.startswith(_SIGNATURES) for name in names):
        raise NotEditableError("signed, or parts of one name")
    workbook = source.read(_WORKBOOK)
    sheets = _sheets(workbook, source.read(_RELATIONS))
    fresh: dict[str, bytes] = {}
    for sheet, cells in edits.items():
        at, part = sheets[sheet]
        page = _Page(source.read(part))
        fresh[part] = page.with_cells(cells)
        workbook = _stretched_names(workbook, at, page.stretch(cells))
    fresh[_WORKBOOK] = workbook
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.comment = source.comment
        for entry in source.infolist():
            content = fresh.get(entry.filename) or source.read(entry)
            target.writestr(_entry(entry), content, entry.compress_type)
    return out.getvalue()


def _entry(part: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The entry of a part as it was; sizes and places in the archive are found anew."""
    entry = zipfile.ZipInfo(part.filename, part.date_time)
    entry.external_attr, entry.create_system = part.external_attr, part.create_system
    return entry


def _sheets(workbook: bytes, relations: bytes) -> dict[str, tuple[int, str]]:
    """Where each sheet stands among the others, and its part."""
    targets = {
        tag.attributes.get("Id", ""): tag.attributes.get("Target", "")
        for tag in _elements(relations)
        if tag.name == "Relationship"
    }
    sheets = (tag.attributes for tag in _elements(workbook) if tag.name == "sheet")
    return {
        sheet["name"]: (at, _part_name(targets[sheet["r:id"]])) for at, sheet in enumerate(sheets)
    }


def _part_name(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


@dataclass(slots=True)
class _Element:
    """An element of XML: its attributes, where its bytes begin, where its tag ends, where it ends."""

    name: str
    attributes: dict[str, str]
    start: int
    tag_end: int
    end: int = 0
    inside: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        found = _PLACE.fullmatch(self.attributes["r"])
        if found is None:
            raise NotEditableError(self.attributes["r"])
        return int(found[2]), column_index(found[1]) + 1


def _elements(xml: bytes) -> list[_Element]:
    """The elements in the order of their beginnings."""
    head = xml[:100].lower()
    if b"encoding=" in head and b"utf-8" not in head:
        raise NotEditableError("encoding")
    found: list[_Element] = []
    waiting: list[_Element] = []
    parser = expat.ParserCreate()

    def begin(name: str, attributes: dict[str, str]) -> None:
        start = parser.CurrentByteIndex
        tag = _TAG_END.match(xml, start)
        if tag is None or (":" in name and name.rpartition(":")[2] in ("row", "c", "sheetData")):
            raise NotEditableError(name)
        inside = tuple(element.name for element in waiting)
        element = _Element(name, attributes, start, tag.end(), inside=inside)
        found.append(element)
        waiting.append(element)

    def end(_name: str) -> None:
        element = waiting.pop()
        at = parser.CurrentByteIndex
        is_empty = xml[element.tag_end - 2 : element.tag_end] == b"/>"
        element.end = element.tag_end if is_empty else xml.index(b">", at) + 1

    def refuse(*_declared: object) -> None:
        raise NotEditableError("DOCTYPE")

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(xml, True)  # noqa: FBT003 - the whole of it
    return found


@dataclass(slots=True)
class _Row:
    element: _Element
    cells: dict[int, _Element] = field(default_factory=dict)


class _Page:
    """The XML of one sheet, its rows and cells found."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self._elements = _elements(xml)
        self._rows: dict[int, _Row] = {}
        for element in self._elements:
            if element.name == "row":
                self._rows[int(element.attributes["r"])] = _Row(element)
            elif element.name == "c":
                row, column = element.place
                self._rows[row].cells[column] = element
            elif element.inside[-1:] == ("row",):
                raise NotEditableError(element.name)

    def with_cells(self, cells: Sequence[CellEdit]) -> bytes:
        """The sheet with these cells."""
        by_row: dict[int, list[CellEdit]] = {}
        for cell in cells:
            by_row.setdefault(cell.row, []).append(cell)
        splices = [*self._in_rows(by_row), *self._in_rules(cells), *self._in_extent(cells)]
        pieces, at = [], 0
        for start, stop, fresh in sorted(splices, key=lambda splice: splice[:2]):
            pieces += [self._xml[at:start], fresh]
            at = stop
        return b"".join((*pieces, self._xml[at:]))

    def stretch(self, cells: Sequence[CellEdit]) -> Callable[[str], str]:
        """How a range that takes in the rows copied from grows to take in those that were put in."""
        first = min((cell.like[0] for cell in cells), default=0)
        last = max((cell.row for cell in cells), default=0)

        def stretched(area: str) -> str:
            end = _LAST_ROW.search(area)
            if end is None or not first <= int(end[0]) < last:
                return area
            return f"{area[: end.start()]}{last}"

        return stretched

    def _in_rows(
        self, by_row: Mapping[int, Sequence[CellEdit]]
    ) -> Iterator[tuple[int, int, bytes]]:
        data = next((e for e in self._elements if e.name == "sheetData"), None)
        if data is None:
            raise NotEditableError("no cells")
        later: dict[int, list[bytes]] = {}
        for number, cells in sorted(by_row.items()):
            if number in self._rows:
                row = self._rows[number].element
                yield row.start, row.end, self._filled(number, cells)
            else:
                following = [r.element.start for n, r in self._rows.items() if n > number]
                inside = data.end - len(b"</sheetData>")
                later.setdefault(min(following, default=inside), []).append(
                    self._new_row(number, cells)
                )
        if later and data.end == data.tag_end:
            raise NotEditableError("an empty sheet")
        for at, rows in later.items():
            yield at, at, b"".join(rows)

    def _filled(self, number: int, cells: Sequence[CellEdit]) -> bytes:
        row = self._rows[number]
        content = {c: self._xml[e.start : e.end] for c, e in row.cells.items()}
        content |= {cell.column: self._cell(cell) for cell in cells}
        tag = self._xml[row.element.start : row.element.tag_end].rstrip(b"/>").rstrip()
        tag = re.sub(rb"\sspans=\"[^\"]*\"", b"", tag)
        return tag + b">" + b"".join(content[c] for c in sorted(content)) + b"</row>"

    def _new_row(self, number: int, cells: Sequence[CellEdit]) -> bytes:
        like = self._rows.get(cells[0].like[0])
        look = like.element.attributes if like else {}
        kept = "".join(
            f" {name}={quoteattr(value)}"
            for name, value in look.items()
            if name not in _OWN_OF_ROW and ":" not in name
        )
        inside = b"".join(self._cell(cell) for cell in sorted(cells, key=lambda c: c.column))
        return f'<row r="{number}"{kept}>'.encode() + inside + b"</row>"

    def _cell(self, edit: CellEdit) -> bytes:
        place = f"{column_letters(edit.column - 1)}{edit.row}"
        text = None if edit.text is None else escape(_CONTROL.sub("", edit.text)).encode()
        there = self._at((edit.row, edit.column))
        formula = _FORMULA.search(self._bytes(there)) if there else None
        if there is not None and formula is not None:
            head = self._head(there, place, ' t="str"')
            return head + b">" + formula[0] + b"<v>" + (text or b"") + b"</v></c>"
        like = self._at(edit.like)
        copied = self._bytes(like) if like else b""
        if text is None and like is not None and not _FORMULA.search(copied):
            tag = like.tag_end - like.start
            return (
                re.sub(
                    rb'(\sr=)["\'][^"\']*["\']',
                    rb'\g<1>"%b"' % place.encode(),
                    copied[:tag],
                    count=1,
                )
                + copied[tag:]
            )
        if not text:
            return self._head(like, place, "") + b"/>"
        inside = b'<is><t xml:space="preserve">' + text + b"</t></is></c>"
        return self._head(like, place, ' t="inlineStr"') + b">" + inside

    def _head(self, like: _Element | None, place: str, kind: str) -> bytes:
        style = like.attributes.get("s") if like else None
        look = f" s={quoteattr(style)}" if style else ""
        return f'<c r="{place}"{look}{kind}'.encode()

    def _at(self, place: Place) -> _Element | None:
        row = self._rows.get(place[0])
        return row.cells.get(place[1]) if row else None

    def _bytes(self, element: _Element) -> bytes:
        return self._xml[element.start : element.end]

    def _in_rules(self, cells: Sequence[CellEdit]) -> Iterator[tuple[int, int, bytes]]:
        """Each rule of entry takes in the cells that are like one it holds for."""
        for element in self._elements:
            areas = element.attributes.get("sqref", "").split()
            if element.name != "dataValidation" or not areas:
                continue
            spans = [_span(area) for area in areas]
            added = [
                f"{column_letters(c.column - 1)}{c.row}"
                for c in cells
                if _within(c.like, spans) and not _within((c.row, c.column), spans)
            ]
            if added:
                yield self._attribute(element, "sqref", " ".join((*areas, *added)))

    def _in_extent(self, cells: Sequence[CellEdit]) -> Iterator[tuple[int, int, bytes]]:
        """The sheet's extent and its filter take in the new rows."""
        stretched = self.stretch(cells)
        for element in self._elements:
            area = element.attributes.get("ref", "")
            is_own = len(element.inside) == 1 and element.name in ("dimension", "autoFilter")
            if is_own and stretched(area) != area:
                yield self._attribute(element, "ref", stretched(area))

    def _attribute(self, element: _Element, name: str, value: str) -> tuple[int, int, bytes]:
        tag = self._xml[element.start : element.tag_end]
        fresh = re.sub(
            rb"(\s%b=)(?:\"[^\"]*\"|'[^']*')" % name.encode(),
            lambda found: found[1] + quoteattr(value).encode(),
            tag,
            count=1,
        )
        return element.start, element.tag_end, fresh


def _span(area: str) -> tuple[int, int, int, int]:
    """First row and column, last row and column of a range such as B4:C9."""
    ends = [_PLACE.fullmatch(end) for end in area.replace("$", "").split(":")]
    places = [(int(end[2]), column_index(end[1]) + 1) for end in ends if end]
    if not places:
        return (0, 0, 0, 0)
    return (*places[0], *places[-1])


def _within(place: Place, spans: Iterable[tuple[int, int, int, int]]) -> bool:
    return any(
        top <= place[0] <= bottom and left <= place[1] <= right
        for top, left, bottom, right in spans
    )


#: Names of a workbook that follow the rows of a sheet: what is printed, what is filtered.
_FOLLOWING: Final = ("_xlnm.Print_Area", "_xlnm._FilterDatabase")


def _stretched_names(workbook: bytes, sheet: int, stretched: Callable[[str], str]) -> bytes:
    for element in reversed(_elements(workbook)):
        own = element.attributes.get("localSheetId") == str(sheet)
        if element.name != "definedName" or not own or element.end == element.tag_end:
            continue
        if element.attributes.get("name") not in _FOLLOWING:
            continue
        stop = workbook.rindex(b"<", element.start, element.end)
        area = workbook[element.tag_end : stop].decode()
        workbook = workbook[: element.tag_end] + stretched(area).encode() + workbook[stop:]
    return workbook
