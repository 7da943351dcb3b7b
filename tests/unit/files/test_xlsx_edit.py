"""Cells put into a workbook stand where they should, and nothing else of it changes."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from itakusaki.files.xlsx_edit import CellEdit, NotEditableError, edited_book
from support.laws import examples

PLACES = st.tuples(st.integers(1, 12), st.integers(1, 6))
TEXTS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\r\ufffe\uffff"), max_size=8
)


def _workbook(cells: dict[tuple[int, int], str]) -> bytes:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "表"
    for (row, column), text in cells.items():
        page.cell(row, column).value = text
        page.cell(row, column).data_type = "s"
    book.create_sheet("別")["A1"] = "そのまま"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _values(content: bytes) -> dict[tuple[int, int], str]:
    page = load_workbook(io.BytesIO(content))["表"]
    return {
        (cell.row, cell.column): str(cell.value)
        for row in page.iter_rows()
        for cell in row
        if cell.value is not None
    }


@settings(max_examples=examples(60))
@given(
    st.dictionaries(PLACES, st.just("x"), min_size=1),
    st.dictionaries(PLACES, TEXTS, min_size=1, max_size=8),
)
def test_what_was_there_stays_and_what_is_put_in_stands_there(
    there: dict[tuple[int, int], str], put: dict[tuple[int, int], str]
) -> None:
    content = _workbook(there)
    edits = [
        CellEdit(row=row, column=column, text=text, like=next(iter(there)))
        for (row, column), text in put.items()
    ]

    fresh = edited_book(content, {"表": edits})

    visible = {at: "".join(c for c in text if c >= " " or c in "\t\n") for at, text in put.items()}
    wanted = {at: text for at, text in {**there, **visible}.items() if text}
    assert _values(fresh) == wanted
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(io.BytesIO(fresh)) as new:
        assert old.namelist() == new.namelist()
        differing = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert differing <= {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    assert edited_book(content, {"表": edits}) == fresh


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK" + b"\0" * 60, b"no workbook"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(NotEditableError):
        edited_book(content, {"表": ()})


def _with_sheet(xml: bytes) -> bytes:
    out = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(_workbook({(1, 1): "x"})))
    with zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            own = name == "xl/worksheets/sheet1.xml"
            target.writestr(name, xml if own else source.read(name))
    return out.getvalue()


MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (b'<row r="1"><c r="A1" s="0"><v>1</v></c></row>', [(1, 1), (2, 3)]),
        (b'<row r="1"/><row r="2"/><row r="9"><c r="B9"><v>1</v></c></row>', [(2, 3), (9, 2)]),
        (b'<row r="2" spans="1:1"><c r="D2"><v>1</v></c></row>', [(2, 3), (2, 4)]),
        (b"<row r='2'  ><c r='A2'><v>1</v></c><c r='C2'/></row>", [(2, 1), (2, 3)]),
    ],
)
def test_a_cell_goes_to_its_place_in_rows_of_any_form(
    rows: bytes, expected: Sequence[tuple[int, int]]
) -> None:
    content = _with_sheet(b"<worksheet %b><sheetData>%b</sheetData></worksheet>" % (MAIN, rows))
    edit = CellEdit(row=2, column=3, text="新", like=(1, 1))
    assert sorted(_values(edited_book(content, {"表": [edit]}))) == list(expected)


@pytest.mark.parametrize(
    "xml",
    [
        b"<worksheet %b><sheetData/></worksheet>" % MAIN,
        b'<?xml version="1.0" encoding="utf-16"?><worksheet/>',
        b"<!DOCTYPE x><worksheet %b><sheetData></sheetData></worksheet>" % MAIN,
        b"<worksheet %b><sheetData><row r='x'/></sheetData></worksheet>" % MAIN,
        b"<worksheet %b><sheetData>" % MAIN,
    ],
)
def test_an_unusual_sheet_is_refused(xml: bytes) -> None:
    edit = CellEdit(row=2, column=3, text="新", like=(1, 1))
    with pytest.raises(NotEditableError):
        edited_book(_with_sheet(xml), {"表": [edit]})


SPOILT = st.tuples(st.integers(0, 3000), st.integers(0, 6), st.binary(max_size=6))


@settings(max_examples=examples(80))
@given(st.lists(SPOILT, min_size=1, max_size=3), st.sampled_from(("book", "sheet")))
def test_a_spoilt_workbook_is_refused_or_edited_and_never_ends_the_run(
    spoilt: list[tuple[int, int, bytes]], what: str
) -> None:
    book = _workbook({(1, 1): "x", (3, 2): "y"})
    xml = zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")
    content = book if what == "book" else xml
    for at, length, fresh in spoilt:
        place = at % len(content)
        content = content[:place] + fresh + content[place + length :]
    edit = CellEdit(row=2, column=3, text="新", like=(1, 1))
    with contextlib.suppress(NotEditableError):
        assert edited_book(content if what == "book" else _with_sheet(content), {"表": [edit]})
