"""Files made to bring a reader down: small, and nothing a person would make."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def book(
    *sheets: str, parts: Mapping[str, str] | None = None, head: str = "", target: str = ""
) -> bytes:
    """A workbook of these sheets, each given by what stands in its sheetData; `parts` go beside.

    `head` stands before the list of sheets; `target` is the part that every sheet is said to be.
    """
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    related = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/{target or f"s{n}.xml"}"/>'
        for n in numbers
    )
    shared = f'<Relationship Id="s" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    types = "".join(
        f'<Override PartName="/xl/worksheets/s{n}.xml" ContentType="{_SHEET_TYPE}"/>'
        for n in numbers
    )
    contents = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml"'
        f' ContentType="application/xml"/><Override PartName="/xl/workbook.xml"'
        f' ContentType="{_BOOK_TYPE}"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="b"'
        f' Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">{head}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{related}{shared}</Relationships>",
        **{
            f"xl/worksheets/s{n}.xml": sheet
            if sheet.startswith("<worksheet")
            else f'<worksheet xmlns="{_MAIN}"><sheetData>{sheet}</sheetData></worksheet>'
            for n, sheet in zip(numbers, sheets, strict=True)
        },
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return out.getvalue()


def shared_texts(*texts: str) -> dict[str, str]:
    """The part of a workbook that holds the texts its cells point to."""
    entries = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return {"xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{entries}</sst>'}


def repeated_text(length: int = 1_000_000, cells: int = 10_000) -> bytes:
    """One long text that many cells point to."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, cells))
    return book(rows, parts=shared_texts("a" * length))


def far_cell(tag: str = '<c r="XFD1048576"><v>1</v></c>') -> bytes:
    """A workbook with something in its first cell and in one far away."""
    return book(f'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">{tag}</row>')


def sheet_xml(before: str = "", cells: str = "", after: str = "") -> str:
    """A worksheet with something before and behind its cells."""
    return f'<worksheet xmlns="{_MAIN}">{before}<sheetData>{cells}</sheetData>{after}</worksheet>'
