"""What calamine cannot tell: hidden rows and columns, formulas without value, errors, text struck out.

The sheets' XML is searched, not parsed: a parser in Python would cost ten times the reading.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import BinaryIO, Final

from itakusaki.files.archive import Parts
from itakusaki.files.cell_styles import CellStyles, cell_styles, is_struck, left_of
from itakusaki.files.extent import Reach
from itakusaki.files.refusal import RefusedFileError
from itakusaki.model.source import column_index, column_letters

# No tag holds a sign that begins another: patterns that stop there take no longer on broken XML.
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb'(?<![\w:])([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_EPOCH_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^<>]*\bdate1904=[\"'](?:1|true)[\"']")
# XML may quote and space its attributes in other ways; these bytes are made alike first.
_ALIKE = bytes.maketrans(b"'\t\r\n", b'"   ')
_ROW = re.compile(rb"<(?:\w+:)?row ([^<>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col ([^<>]*)>")
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
# Rows and cells may stand without saying where: they follow the one before.
_UNPLACED = re.compile(rb'<(?:\w+:)?(?:c|row)(?=[ />])(?![^<>]* r=")')
# Each of these begins with plain letters, which is what makes a search for it fast.
_MAY_BE_UNPLACED: Final = (
    re.compile(rb'<c(?:[>/]| (?!r="))'),
    re.compile(rb'<row(?:[>/]| (?!r="))'),
    re.compile(rb":(?:c|row)[ />]"),
)
_PLACED = re.compile(rb"<((?:\w+:)?(row|c))(?=[ />])([^<>]*)>")
_ROW_NUMBER = re.compile(rb' r="([0-9]{1,7})"')
_CELL = re.compile(rb"<(?:\w+:)?c ([^<>]*)>")
_NEXT_CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_ERROR = re.compile(rb' t="e"')
# Told by the tag alone: a text may hold the same signs a million times.
_ERROR_CELL = re.compile(rb'<(?:\w+:)?c(?= )(?=[^<>]* t="e") ([^<>]*)>')
_VALUE = re.compile(rb"<(?:\w+:)?v[^<>]*>([^<]+)<|<(?:\w+:)?is>")
# A formula whose result is the empty text: <c t="str"><f>…</f><v></v></c>.
_EMPTY_TEXT = re.compile(rb"<(?:\w+:)?v[ />]")
#: A row's XML that is longer is not looked at as a whole.
_LONGEST_ROW = 4 * 1024 * 1024
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?v>([0-9]{1,9})<")
#: What any word for struck-out text holds. A pattern of plain letters is found faster than bytes are.
_STRUCK = re.compile(rb"trike")
_FORMULA = re.compile(rb"<f[ />]")
_PREFIXED_FORMULA = re.compile(rb"<\w+:f[ />]")
#: A cell without a value: closed at once, or with nothing or an empty value between its tags.
_BLANK = re.compile(
    rb"<(?:\w+:)?c ([^<>]*)>(?:(?<=/>)|(?:<(?:\w+:)?v ?/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>)"
)
_STYLE = re.compile(rb'(?<![\w:])s="([0-9]{1,6})"')
_COMMENT = re.compile(rb"<(?:\w+:)?comment(?= )")
#: What Excel writes before a thread of comments, for programs that know of none.
_THREADED: Final = "[Threaded comment]"
_COLUMNS_OF_A_SHEET: Final = 16_384
_IS_TEXT = re.compile(rb'\bt="str"')


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetScan:
    """What a sheet's XML tells beside its values; rows and columns count from 0.

    `errors` are cells that show an error, such as #REF!; `struck` are cells with text that is struck
    out, and what is left of it; `comments` what is attached to cells; `coloured` the fills of blank
    cells. `too_far` names the last corner of a sheet that spans too much to be read.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    empty_formulas: frozenset[tuple[int, int]] = frozenset()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    struck: Mapping[tuple[int, int], str] = field(default_factory=dict)
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    coloured: Mapping[tuple[int, int], int] = field(default_factory=dict)
    too_far: str = ""


NOTHING: Final = SheetScan()
#: Styles that strike nothing out and fill nothing.
PLAIN: Final = CellStyles()


def scanned_sheets(
    archive: zipfile.ZipFile,
    opened: Parts,
    limit: int,
    reach: Reach,
    *,
    own: str = "",
) -> tuple[dict[str, SheetScan], bool]:
    """The scan of each worksheet by its name, and whether days count from 1904.

    Parts larger than `limit` bytes are left out, and those that `reach` too far are not searched. Where a sheet is called `own`, the colours are a form's, and are not looked for.
    """
    parts, workbook = _parts(archive, opened, limit)
    read = partial(_content, parts, opened, limit)
    styles = cell_styles(read("xl/styles.xml"), read("xl/sharedStrings.xml"))
    has_comments = any("comments" in name for name in parts)
    sheets = dict(_sheets(parts, opened, limit, workbook))
    if own in sheets:
        styles = replace(styles, filled={})
    scans = {}
    for name, target in sheets.items():
        part = parts.get(target.lower())
        corner = reach.far.get(part.filename, "") if part else ""
        if corner:
            scans[name] = SheetScan(too_far=corner)
            continue
        found = scan(read(target), styles, placed=target.lower() in reach.placed)
        if has_comments and (comments := _comments(target, read)):
            found = replace(found, comments=comments)
        scans[name] = found
    return scans, bool(_EPOCH_1904.search(workbook))


def error_cells(
    archive: zipfile.ZipFile, source: BinaryIO, limit: int
) -> tuple[dict[str, dict[tuple[int, int], str]], bool]:
    """The cells of each worksheet that show an error, and whether days count from 1904.

    The sheets are searched in pieces, so that they may be of any size; `limit` bounds the workbook's
    own parts.
    """
    opened = Parts(source)
    parts, workbook = _parts(archive, opened, limit)
    found: dict[str, dict[tuple[int, int], str]] = {}
    for name, target in _sheets(parts, opened, limit, workbook):
        part = parts.get(target.lower())
        for xml in _whole_cells(opened.pieces(part)) if part else ():
            cells = _alike(xml)
            if _ERROR.search(cells):
                found.setdefault(name, {}).update(_errors(cells))
    return found, bool(_EPOCH_1904.search(workbook))


def _whole_cells(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces cut anew before their last row, so that no cell is torn."""
    rest = b""
    for piece in pieces:
        whole = rest + piece
        last = max(whole.rfind(b"<row"), whole.rfind(b":row "), 0)
        cut = last if len(whole) - last < _LONGEST_ROW else len(whole)
        yield whole[:cut]
        rest = whole[cut:]
    yield rest


def _parts(
    archive: zipfile.ZipFile, opened: Parts, limit: int
) -> tuple[dict[str, zipfile.ZipInfo], bytes]:
    """The parts by name, and the content of the workbook itself."""
    parts = {part.filename.lower(): part for part in archive.infolist()}
    return parts, _content(parts, opened, limit, "xl/workbook.xml")


def _sheets(
    parts: Mapping[str, zipfile.ZipInfo], opened: Parts, limit: int, workbook: bytes
) -> Iterator[tuple[str, str]]:
    """Each worksheet's name, and that of its part.

    Raises:
        RefusedFileError: two sheets are one part, which would be read as often as it is named.
    """
    named: set[str] = set()
    relations = _targets(_content(parts, opened, limit, "xl/_rels/workbook.xml.rels"))
    for tag in _SHEET.finditer(workbook):
        attributes = _attributes(tag[1])
        relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
        target = relations.get(relation, "")
        if target in named:
            raise RefusedFileError("damaged")
        named |= {target} - {""}
        yield attributes.get("name", ""), target


def scan(xml: bytes, styles: CellStyles = PLAIN, *, placed: bool = False) -> SheetScan:
    """Search the XML of one sheet; in one that is `placed` every row and cell says where it stands."""
    # Behind the cells stand drop-downs and colour rules, which are full of formulas.
    start, end = xml.find(b"sheetData"), xml.rfind(b"sheetData")
    columns = _alike(xml[: max(start, 0)])
    cells = _alike(xml[max(start, 0) : end + 1])
    cells = cells if placed else _placed(cells)
    found = SheetScan(
        hidden_rows=frozenset(_hidden_rows(cells)) if b' hidden="' in cells else frozenset(),
        hidden_columns=frozenset(_hidden_columns(columns)) if b"hidden" in columns else frozenset(),
        empty_formulas=frozenset(_empty_formulas(cells)),
        errors=dict(_errors(cells)) if _ERROR.search(cells) else {},
        struck=dict((*_struck_styles(cells, styles), *_struck_runs(cells, styles))),
        coloured=dict(_coloured(cells, styles)) if styles.filled else {},
    )
    return NOTHING if found == NOTHING else found


def _struck_styles(xml: bytes, styles: CellStyles) -> Iterator[tuple[tuple[int, int], str]]:
    """Cells whose whole text is struck out."""
    if not styles.struck:
        return
    numbers = b"|".join(b"%d" % number for number in sorted(styles.struck))
    struck = rb'<(?:\w+:)?c (?=[^<>]*(?<![\w:])s="(?:%b)")([^<>]*)>' % numbers
    for tag in re.finditer(struck, xml):
        place = _place(tag[1])
        if place is not None and not tag[1].endswith(b"/"):
            yield place, ""


def _struck_runs(xml: bytes, styles: CellStyles) -> Iterator[tuple[tuple[int, int], str]]:
    """Cells of which a part of the text is struck out, with what is left."""
    if not styles.texts and not _STRUCK.search(xml):
        return
    for tag, content in _cells(xml):
        left = _left_in(tag, content, styles)
        place = None if left is None else _place(tag)
        if place is not None and left is not None:
            yield place, left


def _left_in(tag: bytes, content: bytes, styles: CellStyles) -> str | None:
    """What is left of a cell's text, None where nothing in it is struck out."""
    if styles.texts and b' t="s"' in b" " + tag:
        found = _SHARED_TEXT.search(content)
        return styles.texts.get(int(found[1])) if found else None
    return left_of(content) if b"trike" in content and is_struck(content) else None


def _cells(xml: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Attributes and content of each cell, in one pass."""
    tag: bytes | None = None
    start = 0
    for found in _CELL.finditer(xml):
        if tag is not None:
            yield tag, xml[start : found.start()]
        tag, start = (None, 0) if found[1].endswith(b"/") else (found[1], found.end())
    if tag is not None:
        yield tag, xml[start:]


def _coloured(xml: bytes, styles: CellStyles) -> Iterator[tuple[tuple[int, int], int]]:
    """Cells with nothing in them that are filled with a colour."""
    for tag in _BLANK.finditer(xml):
        style = _STYLE.search(tag[1])
        fill = styles.filled.get(int(style[1])) if style else None
        place = _place(tag[1]) if fill is not None else None
        if place is not None and fill is not None:
            yield place, fill


def _comments(sheet: str, read: Callable[[str], bytes]) -> dict[tuple[int, int], str]:
    """What is attached to the cells of a sheet, by the part that its relations name."""
    folder, _, name = sheet.rpartition("/")
    relations = read(f"{folder}/_rels/{name}.rels")
    found: dict[tuple[int, int], str] = {}
    for tag in _RELATION.finditer(relations):
        attributes = _attributes(tag[1])
        if attributes.get("Type", "").endswith("/comments"):
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target[:1] == "/" else f"{folder}/{target}"
            found.update(_commented(read(posixpath.normpath(path))))
    return found


def _commented(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for part in _COMMENT.split(_alike(xml))[1:]:
        place = _place(b" " + part[:200].replace(b"ref=", b"r=", 1))
        text = left_of(part).replace(_THREADED, "").strip()
        if place is not None and text:
            yield place, text


def _alike(xml: bytes) -> bytes:
    """The XML with its attributes quoted and spaced in the one way that is searched for."""
    odd = b"'" in xml or b"\t" in xml or b"\n" in xml or b"\r" in xml
    return xml.translate(_ALIKE) if odd else xml


def _placed(xml: bytes) -> bytes:
    """The XML with its place in each row and cell that is written without."""
    if not any(sign.search(xml) for sign in _MAY_BE_UNPLACED) or not _UNPLACED.search(xml):
        return xml
    row = column = 0

    def place(tag: re.Match[bytes]) -> bytes:
        nonlocal row, column
        name, rest = tag[1], tag[3]
        if tag[2] == b"row":
            number = _ROW_NUMBER.search(rest)
            row, column = (int(number[1]) if number else row + 1), 0
            return tag[0] if number else b'<%b r="%d"%b>' % (name, row, rest)
        found = _REFERENCE.search(rest)
        column = column_index(found[1].decode()) + 1 if found else column + 1
        if found:
            return tag[0]
        return b'<%b r="%b%d"%b>' % (name, column_letters(column - 1).encode(), row, rest)

    return _PLACED.sub(place, xml)


def _content(parts: Mapping[str, zipfile.ZipInfo], opened: Parts, limit: int, name: str) -> bytes:
    part = parts.get(name.lower())
    return (opened.content(part, limit) or b"") if part else b""


def _targets(xml: bytes) -> dict[str, str]:
    targets = {}
    for tag in _RELATION.finditer(xml):
        found = _attributes(tag[1])
        target = found.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        targets[found.get("Id", "")] = path
    return targets


def _attributes(text: bytes) -> dict[str, str]:
    return {
        name.decode(): html.unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in _ATTRIBUTE.findall(text)
    }


def _hidden_rows(xml: bytes) -> Iterator[int]:
    for tag in _ROW.finditer(xml):
        if not _HIDDEN.search(tag[1]):
            continue
        number = _ROW_NUMBER.search(b" " + tag[1])
        if number:
            yield int(number[1]) - 1


def _hidden_columns(xml: bytes) -> Iterator[int]:
    spans = set()
    for tag in _COLUMN.finditer(xml):
        if not _HIDDEN.search(tag[1]):
            continue
        found = _attributes(tag[1])
        first, last = found.get("min", ""), found.get("max", "")
        if first.isdigit() and last.isdigit():
            spans.add((int(first[:6]) - 1, min(int(last[:6]), _COLUMNS_OF_A_SHEET)))
    # However many spans there are, each column comes once.
    free = 0
    for first_column, end in sorted(spans):
        yield from range(max(first_column, free), end)
        free = max(free, end)


def _empty_formulas(xml: bytes) -> Iterator[tuple[int, int]]:
    for mark in _formulas(xml):
        cell = _cell_around(xml, mark)
        if cell is None or _ERROR.search(b" " + cell[0]) or _has_value(*cell):
            continue
        place = _place(cell[0])
        if place is not None:
            yield place


def _formulas(xml: bytes) -> Iterator[int]:
    """Where <f or <x:f begins: a pattern that begins with plain letters is several times faster."""
    formula = _FORMULA if b"<row" in xml else _PREFIXED_FORMULA
    return (found.start() for found in formula.finditer(xml))


def _errors(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for tag in _ERROR_CELL.finditer(xml):
        place = _place(tag[1])
        if place:
            value = _VALUE.search(_content_of(xml, tag))
            shown = value[1].decode("utf-8", "replace") if value and value[1] else "#N/A"
            yield place, shown


def _cell_around(xml: bytes, position: int) -> tuple[bytes, bytes] | None:
    """Attributes and content of the cell that a position just behind its tag belongs to."""
    tag = _CELL.match(xml, xml.rfind(b"<", 0, position))
    return None if tag is None else (tag[1], _content_of(xml, tag))


def _content_of(xml: bytes, tag: re.Match[bytes]) -> bytes:
    """What stands between a cell's tag and the next cell."""
    if tag[1].endswith(b"/"):
        return b""
    after = _NEXT_CELL.search(xml, tag.end())
    return xml[tag.end() : after.start() if after else len(xml)]


def _has_value(tag: bytes, content: bytes) -> bool:
    if _VALUE.search(content):
        return True
    return bool(_IS_TEXT.search(tag) and _EMPTY_TEXT.search(content))


def _place(tag: bytes) -> tuple[int, int] | None:
    found = _REFERENCE.search(tag)
    return (int(found[2]) - 1, column_index(found[1].decode())) if found else None
