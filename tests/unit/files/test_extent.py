"""Sheets that span too much are refused before a reader makes room for them.

The reader for logs once measured nothing, the one for questionnaires could be got round; either
ended the whole process at half a terabyte. The stricter of the two was right, and not strict enough.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from itakusaki.files.archive import Limits, Parts
from itakusaki.files.cell_styles import CellStyles
from itakusaki.files.extent import far_corner, far_sheets
from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.sheet_xml import scan
from itakusaki.files.workbook import opened_workbook
from itakusaki.intake.book import open_book
from support.deliveries import read_files
from support.laws import examples

FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols/><sheetData>{}</sheetData><conditionalFormatting/></worksheet>'
LIMIT = 5_000_000


def _corner(rows: str, area: int = LIMIT, size: int = 1 << 20) -> str:
    xml = SHEET.format(rows).encode()
    return far_corner(lambda: (xml[at : at + size] for at in range(0, len(xml), size)), area)


def _book(*sheets: str, **others: bytes) -> bytes:
    """A workbook whose sheets have these rows, with other parts by name."""
    book = Workbook()
    for number in range(1, len(sheets)):
        book.create_sheet(f"S{number}")
    plain, out = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w") as target:
        rows = {f"xl/worksheets/sheet{n}.xml": SHEET.format(r) for n, r in enumerate(sheets, 1)}
        for name in source.namelist():
            target.writestr(name, rows.get(name) or source.read(name))
        for name, content in others.items():
            target.writestr(name, content)
    return out.getvalue()


FAR = {
    "usual": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "first of all": '<row r="900000"><c r="ZZ900000"><v>1</v></c></row>' + FIRST,
    "place left out": '<row r="1048576"><c r="XFC1"/><c><v>1</v></c></row>',
    "row left out": '<row r="1048575"/><row><c r="XFC1"/><c><v>1</v></c></row>',
    "small letters": '<row r="9"><c r="xfd1048576"><v>1</v></c></row>',
    "beyond any sheet": '<row r="9"><c r="ZZZZ99999999"><v>1</v></c></row>',
    "another order": '<row r="9"><c t="n" r="XFD1048576"><v>1</v></c></row>',
    "other quotes": "<row r='9'><c r='XFD1048576'><v>1</v></c></row>",
    "other blanks": '<row\nr="9"><c\tr = "XFD1048576"><v>1</v></c></row>',
    "a prefix": '<row r="9"><a-b:c xmlns:a-b="x" r="XFD1048576"><v>1</v></a-b:c></row>',
    "a comment": '<!-- </sheetData> --><row r="9"><c r="XFD1048576"><v>1</v></c></row>',
    "a text": '<row r="9"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>',
}
NEAR = {
    "formatted to the last row": FIRST + '<row r="1048576"><c r="XFD1048576" s="4"/></row>',
    "formatted without end tag": FIRST + '<row r="1048576"><c r="XFD1048576" s="4"></c></row>',
    "tall": FIRST + '<row r="1048576"><c r="C1048576"><v>1</v></c></row>',
    "wide": FIRST + '<row r="9"><c r="XFD9"><v>1</v></c></row>',
    "far from the first cell, and small": '<row r="900000"><c r="ZZ900000"><v>1</v></c></row>',
    "no place at all": "<row><c><v>1</v></c><c><v>2</v></c></row>" * 3,
    "empty": "",
}


@pytest.mark.parametrize("rows", FAR.values(), ids=FAR.keys())
@pytest.mark.parametrize("size", [1, 7, 1 << 20])
def test_cells_that_span_too_much_are_found_however_they_are_written(rows: str, size: int) -> None:
    assert _corner(FIRST + rows, size=size)


@pytest.mark.parametrize("rows", NEAR.values(), ids=NEAR.keys())
def test_a_sheet_that_spans_little_is_let_pass(rows: str) -> None:
    assert _corner(rows) == ""


def test_the_last_corner_is_named() -> None:
    assert _corner(FAR["first of all"]) == "ZZ900000"
    assert _corner(FIRST + FAR["small letters"]) == "XFD1048576"


@pytest.mark.parametrize("rows", ["<c><row>", '<row r="1"><c r="A-1"/></row>', "&own;"])
def test_what_is_too_broken_to_be_measured_is_refused(rows: str) -> None:
    with pytest.raises(RefusedFileError) as refused:
        _corner("<c>" + rows)
    assert refused.value.code == "damaged"


@pytest.mark.parametrize("rows", FAR.values(), ids=FAR.keys())
def test_such_a_workbook_stops_no_reader(rows: str, tmp_path: Path) -> None:
    book = _book(FIRST + rows, FIRST)
    assert read_files({"x.xlsx": book}).codes == ["export_sheet_too_large"]
    (tmp_path / "a.xlsx").write_bytes(book)
    opened = open_book(tmp_path / "a.xlsx", "a.xlsx")
    assert [issue.code for issue in opened.issues] == ["sheet_too_large"]
    assert opened.book is not None
    assert [sheet.name for sheet in opened.book.sheets] == ["S1"]


def test_a_sheet_that_hides_under_another_name_is_emptied(tmp_path: Path) -> None:
    # The relations name the part with an entity, which a search for names does not undo.
    far = SHEET.format(FIRST + FAR["usual"]).encode()
    data = _book(FIRST, **{"xl/worksheets/other.bin.xml": far})
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("workbook.xml.rels"):
                content = content.replace(
                    b"worksheets/sheet1.xml", b"worksheets/&#111;ther.bin.xml"
                )
            target.writestr(name, content)
    (tmp_path / "a.xlsx").write_bytes(changed.getvalue())
    opened = open_book(tmp_path / "a.xlsx", "a.xlsx")
    assert opened.book is None or all(not sheet.rows for sheet in opened.book.sheets)


@pytest.mark.parametrize("name", ["xl/workbook.bin", "content.xml"])
def test_a_file_that_may_be_of_another_kind_is_damaged(name: str, tmp_path: Path) -> None:
    book = _book(FIRST, **{name: b"x"})
    assert read_files({"x.xlsx": book}).codes == ["export_damaged"]
    (tmp_path / "a.xlsx").write_bytes(book)
    assert [issue.code for issue in open_book(tmp_path / "a.xlsx", "a.xlsx").issues] == ["damaged"]


def test_macros_that_speak_of_sheets_are_no_sheet(tmp_path: Path) -> None:
    book = _book(FIRST, **{"xl/vbaProject.bin": b"\0\1sheetData<c>\xff<row>"})
    (tmp_path / "a.xlsm").write_bytes(book)
    opened = open_book(tmp_path / "a.xlsm", "a.xlsm")
    assert not opened.issues
    assert opened.book is not None
    assert opened.book.sheets[0].rows == [[1.0]]


CELL = st.builds(
    "<{tag}{place}{style}>{content}</{tag}>".format,
    tag=st.sampled_from(["c", "c", "c", "x:c"]),
    place=st.one_of(
        st.just(""),
        st.builds(
            ' r="{}{}"'.format,
            st.sampled_from(["A", "B", "Z", "AA", "aZ", "BC"]),
            st.integers(1, 99),
        ),
    ),
    style=st.sampled_from(["", ' s="0"']),
    content=st.sampled_from(["<v>1</v>", "<v>1</v>", ""]),
)
ROW = st.builds(
    "<row{}>{}</row>".format,
    st.one_of(st.just(""), st.builds(' r="{}"'.format, st.integers(1, 99))),
    st.lists(CELL, max_size=4).map("".join),
)


@settings(max_examples=examples(400), deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=5).map("".join))
def test_no_sheet_spans_more_than_was_measured(rows: str) -> None:
    """Whatever calamine makes room for, the measure foresaw at least as much."""
    rows = rows.replace(
        "<x:c", '<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    )
    book = opened_workbook(io.BytesIO(_book(rows)), Limits(unpacked=10**6, area=10**6))
    try:
        area = book.cells("Sheet").area
    except RefusedFileError:
        return
    assert not area or _corner(rows, area - 1)


TAGS = st.sampled_from(
    [
        *(
            '<row r="2">',
            '<row r="3" hidden="1">',
            "<row>",
            '<row spans="1:3" r="4">',
            "<row\tr='5'>",
        ),
        *(
            '<c r="A1"/>',
            '<c r="B7" t="e"><v>#REF!</v></c>',
            '<c r="C10000" s="1"/>',
            '<c r="AB3"/>',
        ),
        *("<c/>", '<c s="1"><f>x</f></c>', '<c r="D2" s="1"/>', "<c t='e' r='E4'/>", '<c r="a1"/>'),
        *('<x:c r="F2" t="e"/>', "<x:row>", '<c r="G2"><is><r><strike/><t>z</t></r></is></c>'),
        *('<c r="A01"/>', "<c r=''/>", "text", "<v>0</v>", "</row>", '<cx r="1"/>', "<rows>"),
    ]
)


@settings(max_examples=examples(300))
@given(st.lists(TAGS, max_size=12))
def test_where_all_is_placed_a_search_finds_what_it_finds_anywhere(tags: list[str]) -> None:
    """Parts in which every row and cell says where it stands are searched without placing any."""
    xml = SHEET.format("".join(tags)).encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/Sheet1.xml", xml)
        try:
            reach = far_sheets(archive, Parts(file), LIMIT)
        except RefusedFileError:
            return
    styles = CellStyles(struck=frozenset({1}), filled={1: 2})
    if "xl/worksheets/sheet1.xml" in reach.placed:
        assert scan(xml, styles, placed=True) == scan(xml, styles)
    usual = ('<c r="A1"', '<c r="B', '<c r="C', '<row r="', "</", "<v", "text")
    is_usual = all(tag.startswith(usual) for tag in tags)
    assert not is_usual or "xl/worksheets/sheet1.xml" in reach.placed


def test_of_two_parts_by_one_name_neither_is_said_to_be_placed_unless_both_are() -> None:
    placed, unplaced = SHEET.format(FIRST).encode(), SHEET.format("<row><c/></row>").encode()
    for first, second in ((placed, unplaced), (unplaced, placed)):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("xl/workbook.xml", b"<workbook/>")
            archive.writestr("xl/worksheets/a.xml", first)
            archive.writestr("xl/worksheets/A.xml", second)
            assert far_sheets(archive, Parts(file), LIMIT).placed == {"xl/workbook.xml"}
