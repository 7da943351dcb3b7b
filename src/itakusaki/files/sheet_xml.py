"""What calamine cannot tell: hidden rows and columns, formulas without value, errors.

The sheets' XML is searched, not parsed: a parser in Python would cost ten times the reading.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from itakusaki.files.archive import part_content
from itakusaki.model.source import column_index

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_EPOCH_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904=[\"'](?:1|true)[\"']")
# One pass tells whether there is anything to look for: an error or something hidden.
_NOTABLE = re.compile(rb' (?:t="e"|hidden="(?:1|true)")')
# XML may quote and space its attributes in other ways; these bytes are made alike first.
_ALIKE = bytes.maketrans(b"'\t\r\n", b'"   ')
_ROW = re.compile(rb'<(?:\w+:)?row ([^>]*?hidden="(?:1|true)"[^>]*)>')
_COLUMN = re.compile(rb'<(?:\w+:)?col ([^>]*?hidden="(?:1|true)"[^>]*)>')
_ROW_NUMBER = re.compile(rb' r="([0-9]{1,7})"')
_CELL = re.compile(rb"<(?:\w+:)?c ([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)")
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_ERROR = re.compile(rb' t="e"')
_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]+)<|<(?:\w+:)?is>")
# A formula whose result is the empty text: <c t="str"><f>…</f><v></v></c>.
_EMPTY_TEXT = re.compile(rb"<(?:\w+:)?v[ />]")
_COLUMNS_OF_A_SHEET: Final = 16_384
_IS_TEXT = re.compile(rb'\bt="str"')


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetScan:
    """What a sheet's XML tells beside its values; rows and columns count from 0.

    `errors` are cells that show an error, such as #REF!; `too_far` names the last corner of a sheet
    that spans too much to be read.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    empty_formulas: frozenset[tuple[int, int]] = frozenset()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    too_far: str = ""


NOTHING: Final = SheetScan()


def scanned_sheets(
    archive: zipfile.ZipFile, source: BinaryIO, limit: int, far: Mapping[str, str]
) -> tuple[dict[str, SheetScan], bool]:
    """The scan of each worksheet by its name, and whether days count from 1904.

    Parts larger than `limit` bytes are left out, and those that are `far` (name → last corner) are
    not searched.
    """
    parts = {part.filename.lower(): part for part in archive.infolist()}
    workbook = _content(parts, source, limit, "xl/workbook.xml")
    relations = _targets(_content(parts, source, limit, "xl/_rels/workbook.xml.rels"))
    scans = {}
    for tag in _SHEET.finditer(workbook):
        attributes = _attributes(tag[1])
        relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
        part = parts.get(relations.get(relation, "").lower())
        corner = far.get(part.filename, "") if part else ""
        scans[attributes.get("name", "")] = (
            SheetScan(too_far=corner)
            if corner
            else scan(_content(parts, source, limit, relations.get(relation, "")))
        )
    return scans, bool(_EPOCH_1904.search(workbook))


def scan(xml: bytes) -> SheetScan:
    """Search the XML of one sheet."""
    # Behind the cells stand drop-downs and colour rules, which are full of formulas.
    start, end = xml.find(b"sheetData"), xml.rfind(b"sheetData")
    columns = _alike(xml[: max(start, 0)])
    cells = _alike(xml[max(start, 0) : end + 1])
    empty = frozenset(_empty_formulas(cells))
    hidden = frozenset(_hidden_columns(columns)) if b"hidden" in columns else frozenset()
    if not _NOTABLE.search(cells):
        return (
            SheetScan(hidden_columns=hidden, empty_formulas=empty) if empty or hidden else NOTHING
        )
    return SheetScan(
        hidden_rows=frozenset(_hidden_rows(cells)),
        hidden_columns=hidden,
        empty_formulas=empty,
        errors=dict(_errors(cells)),
    )


def _alike(xml: bytes) -> bytes:
    """The XML with its attributes quoted and spaced in the one way that is searched for."""
    odd = b"'" in xml or b"\t" in xml or b"\n" in xml or b"\r" in xml
    return xml.translate(_ALIKE) if odd else xml


def _content(
    parts: Mapping[str, zipfile.ZipInfo], source: BinaryIO, limit: int, name: str
) -> bytes:
    part = parts.get(name.lower())
    return (part_content(source, part, limit) or b"") if part else b""


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
        number = _ROW_NUMBER.search(b" " + tag[1])
        if number:
            yield int(number[1]) - 1


def _hidden_columns(xml: bytes) -> Iterator[int]:
    spans = set()
    for tag in _COLUMN.finditer(xml):
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
        if cell is None or _ERROR.search(b" " + cell[1]) or _has_value(cell[1], cell[2] or b""):
            continue
        place = _place(cell[1])
        if place is not None:
            yield place


def _formulas(xml: bytes) -> Iterator[int]:
    """Where <f or <x:f begins: plain searching is many times faster than a pattern."""
    start = b"<f" if b"<row" in xml else b":f"
    at = xml.find(start)
    while at >= 0:
        if xml[at + 2 : at + 3] in (b">", b" ", b"/"):
            yield xml.rfind(b"<", 0, at + 1)
        at = xml.find(start, at + 2)


def _errors(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for mark in _ERROR.finditer(xml):
        cell = _cell_around(xml, mark.start())
        place = _place(cell[1]) if cell else None
        if cell and place:
            value = _VALUE.search(cell[2] or b"")
            shown = value[1].decode("utf-8", "replace") if value and value[1] else "#N/A"
            yield place, shown


def _cell_around(xml: bytes, position: int) -> re.Match[bytes] | None:
    """The cell that a position inside its tag, or just behind it, belongs to."""
    return _CELL.match(xml, xml.rfind(b"<", 0, position))


def _has_value(tag: bytes, content: bytes) -> bool:
    if _VALUE.search(content):
        return True
    return bool(_IS_TEXT.search(tag) and _EMPTY_TEXT.search(content))


def _place(tag: bytes) -> tuple[int, int] | None:
    found = _REFERENCE.search(tag)
    return (int(found[2]) - 1, column_index(found[1].decode())) if found else None
