"""What calamine does not tell, found in the XML however it is written, and in time that grows with its size."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itakusaki.files.cell_styles import CellStyles, cell_styles
from itakusaki.files.sheet_xml import scan


def sheet(cells: str, before: str = "") -> bytes:
    return f"<worksheet>{before}<sheetData>{cells}</sheetData></worksheet>".encode()


NOTABLE = (
    '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="e"><v>#DIV/0!</v></c></row>'
    '<row r="3" hidden="1"><c r="A3"><f>1+1</f></c></row>'
)


@pytest.mark.parametrize(
    "cells",
    [
        NOTABLE,
        (
            '<row r="2"><c><v>1</v></c><c t="e"><v>#DIV/0!</v></c></row>'
            '<row hidden="1"><c><f>1+1</f></c></row>'
        ),
        (
            '<row r="2"><c r="A2"><v>1</v></c><c t="e"><v>#DIV/0!</v></c></row>'
            '<row hidden="1" ><c><f>1+1</f></c></row>'
        ),
        (
            '<x:row r="2"><x:c><x:v>1</x:v></x:c><x:c t="e"><x:v>#DIV/0!</x:v></x:c></x:row>'
            '<x:row hidden="1"><x:c><x:f>1+1</x:f></x:c></x:row>'
        ),
        (
            "<row r='2'><c><v>1</v></c><c t='e'><v>#DIV/0!</v></c></row>"
            "<row\n hidden='1'><c><f>1+1</f></c></row>"
        ),
        '<row/><row><c/><c t="e"><v>#DIV/0!</v></c></row><row hidden="1"><c><f>1+1</f></c></row>',
    ],
)
def test_rows_and_cells_need_not_say_where_they_stand(cells: str) -> None:
    found = scan(sheet(cells))

    assert found.errors == {(1, 1): "#DIV/0!"}
    assert found.empty_formulas == {(2, 0)}
    assert found.hidden_rows == {2}


def test_cells_without_places_follow_those_with() -> None:
    cells = '<row r="5"><c r="C5"/><c t="e"><v>#N/A</v></c></row>'

    assert scan(sheet(cells)).errors == {(4, 3): "#N/A"}


STYLES = (
    b'<styleSheet><fonts count="3"><font><sz val="11"/></font><font><strike/></font>'
    b'<font><strike val="0"/></font></fonts>'
    b'<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    b'<fill><patternFill patternType="solid"><fgColor rgb="FFFFFF00"/></patternFill></fill>'
    b'<fill><patternFill patternType="solid"><fgColor rgb="FFFFFFFF"/></patternFill></fill></fills>'
    b'<cellStyleXfs><xf fontId="1" fillId="0"/></cellStyleXfs>'
    b'<cellXfs><xf fontId="0" fillId="0"/><xf fontId="1" fillId="0"><alignment/></xf>'
    b'<xf fontId="2" fillId="2"/><xf fillId="3" fontId="0"/></cellXfs>'
    b"<dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>"
)
SHARED = (
    "<sst><si><t>○</t></si>"
    "<si><r><rPr><strike/></rPr><t>○</t></r><r><t>×</t></r></si>"
    '<si><r><rPr><strike val="false"/></rPr><t>△</t></r></si></sst>'
).encode()


@pytest.mark.parametrize(
    ("cell", "is_blank"),
    [
        (b'<c r="C2" s="1"/>', True),
        (b'<c r="C2" s="1" t="n"></c>', True),
        (b'<x:c r="C2" s="1"><x:v/></x:c>', True),
        (b'<c r="C2" s="1"><v></v></c>', True),
        (b'<c r="C2" s="1"><v>0</v></c>', False),
        (b'<c r="C2" s="1" t="inlineStr"><is><t/></is></c>', False),
    ],
)
def test_a_cell_without_a_value_has_its_colour_however_it_is_written(
    cell: bytes, *, is_blank: bool
) -> None:
    rows = b'<row r="2"><c r="A2" t="s"><v>1</v></c>' + cell + b'<c r="D2"/></row>'
    found = scan(b"<sheetData>" + rows + b"</sheetData>", CellStyles(filled={1: 7}))
    assert found.coloured == ({(1, 2): 7} if is_blank else {})


def test_styles_tell_what_is_struck_out_and_what_is_coloured() -> None:
    found = cell_styles(STYLES, SHARED)

    assert found == CellStyles(struck=frozenset({1}), filled={2: 2}, texts={1: "×"})


def test_rules_of_colour_alone_strike_nothing_out() -> None:
    rules = b"<styleSheet><fonts><font/></fonts><cellXfs><xf fontId='0'/></cellXfs><dxfs><strike/></dxfs></styleSheet>"

    assert cell_styles(rules, b"") == CellStyles()


def test_struck_cells_give_what_is_left_of_them() -> None:
    cells = (
        '<row r="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c s="1" r="C1"><v>7</v></c><c r="D1"><v>1</v></c><c r="E1" s="1"/>'
        '<c r="F1" t="inlineStr"><is><r><rPr><strike/></rPr><t>a</t></r><r><t>b &amp; c</t></r></is></c>'
        '<c r="G1" s="2"/></row>'
    )

    found = scan(sheet(cells), cell_styles(STYLES, SHARED))

    assert found.struck == {(0, 0): "", (0, 1): "×", (0, 2): "", (0, 5): "b & c"}
    assert found.coloured == {(0, 6): 2}


@pytest.mark.parametrize(
    "broken",
    [
        '<row r="1">' + '<c r="A1"><f>' * 20_000,
        '<row r="1" hidden="1" ' * 20_000,
        '<c r="A1" t="e">' * 20_000,
        '<c r="A1" s="1">' * 20_000,
        "<row><c><strike/>" * 20_000,
        '<c r="A1" t="s"><v>1<' * 20_000,
        "<row " + 'hidden="1" ' * 20_000,
    ],
)
def test_broken_xml_takes_no_longer_than_whole(broken: str) -> None:
    started = time.process_time()

    scan(sheet(broken), cell_styles(STYLES, SHARED))

    assert time.process_time() - started < 3


def test_overlapping_spans_of_hidden_columns_are_taken_once() -> None:
    spans = '<col min="1" max="16384" hidden="1"/>' * 20_000 + '<col min="3" max="5" hidden="1"/>'
    started = time.process_time()

    found = scan(sheet("<row/>", f"<cols>{spans}</cols>"))

    assert len(found.hidden_columns) == 16_384
    assert time.process_time() - started < 3


@given(st.binary(max_size=300), st.binary(max_size=300), st.binary(max_size=300))
def test_no_bytes_break_the_search(xml: bytes, styles: bytes, shared: bytes) -> None:
    scan(b"<sheetData>" + xml + b"</sheetData>", cell_styles(STYLES + styles, SHARED + shared))
