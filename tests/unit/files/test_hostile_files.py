"""Small files made to bring a reader down: each is read or refused, in time that grows with its bytes.

Reading is given a few seconds of processor time: what would take hours is told by its outcome, whatever
the machine.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest

from itakusaki.files.listing import listing
from itakusaki.intake.book import open_book
from itakusaki.model.allowance import MEGABYTE, Allowance
from support.hostile import book, far_cell, repeated_text, shared_texts, sheet_xml

#: Far below what is allowed usually, far above what any of these needs.
ALLOWED = Allowance(memory=1024 * MEGABYTE, seconds=20)
MANY = 100_000
FORMULA = '<row r="1"><c r="A1"><v>1</v></c></row>'


def _text(text: str) -> str:
    return f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'


def codes(tmp_path: Path, content: bytes, name: str = "a.xlsx") -> list[str]:
    (tmp_path / name).write_bytes(content)
    return [issue.code for issue in open_book(tmp_path / name, name, ALLOWED).issues]


def far_old_workbook(sheets: int = 1, row: int = 65_535, column: int = 65_535) -> bytes:
    """An .xls without a container: a number in the first cell and one far away, on each sheet."""

    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    def number(at_row: int, at_column: int) -> bytes:
        return record(0x0203, struct.pack("<HHHd", at_row, at_column, 0, 1.0))

    begin = struct.pack("<HHHH", 0x0600, 0x0010, 0x0DBB, 0x07CC)
    sheet = record(0x0809, begin + bytes(8)) + number(0, 0) + number(row, column)
    return (sheet + record(0x000A, b"")) * sheets


@pytest.mark.parametrize(
    "tag",
    [
        '<c r="XFD1048576"><v>1</v></c>',
        '<c r = "XFD1048576"><v>1</v></c>',
        '<c s="0"r="XFD1048576"><v>1</v></c>',
        '<c r="XFD1048576" x="/>"><v>1</v></c>',
        '<x:c r="XFD1048576"><x:v>1</x:v></x:c>',
        '<c r="XFD1048576"/><c><v>1</v></c>',
        "<c r='XFD1048576'><v>1</v></c>",
    ],
)
def test_a_far_cell_however_it_is_written_brings_nobody_down(tmp_path: Path, tag: str) -> None:
    assert codes(tmp_path, far_cell(tag)) in ([], ["damaged"], ["sheet_too_large"])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (far_old_workbook(), "sheet_too_large"),
        (far_old_workbook(100, 20_000, 200), "sheet_too_large"),
    ],
)
def test_far_cells_of_an_old_workbook_are_measured_over_all_sheets(
    tmp_path: Path, content: bytes, code: str
) -> None:
    assert codes(tmp_path, content, "a.xls") == [code]


def test_sheets_are_bounded_together_not_each(tmp_path: Path) -> None:
    corners = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2000"><c r="CGZ2000"><v>1</v></c></row>'
    )
    assert codes(tmp_path, book(*[corners] * 12)) == ["book_too_large"]


def test_a_long_text_that_many_cells_point_to_is_refused(tmp_path: Path) -> None:
    assert codes(tmp_path, repeated_text()) == ["texts_too_large"]
    assert codes(tmp_path, repeated_text(1000, 1000)) == []


def test_two_sheets_of_one_part_are_refused(tmp_path: Path) -> None:
    assert codes(tmp_path, book(FORMULA, FORMULA)) == []
    assert codes(tmp_path, book(FORMULA, FORMULA, target="s1.xml")) == ["damaged"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            book(sheet_xml("<cols>" + '<col min="1" max="16384" hidden="1"/>' * MANY + "</cols>")),
            id="hidden columns",
        ),
        pytest.param(book(sheet_xml(cells='<row r="1" ' * MANY)), id="rows unclosed"),
        pytest.param(book('<row r="1"><c r="A1">' + "<f>" * MANY), id="formulas unclosed"),
        pytest.param(book(FORMULA, head='<workbookPr date1904="' * MANY), id="settings unclosed"),
        pytest.param(book(_text(' t="e"' * MANY)), id="errors in a text"),
        pytest.param(
            book(_text("trike " * MANY)),
            id="strikes in a text",
        ),
        pytest.param(
            book(
                f'<row r="1"><c r="A1"/><x:c r="B1"><is><t>{"trike " * MANY}</t></is></x:c></row>'
            ),
            id="strikes in a cell of another prefix",
        ),
        pytest.param(
            book(f'<x:row r="1"><x:c r="A1"><x:is><x:t>{":f>" * MANY}</x:t></x:is></x:c></x:row>'),
            id="formulas in a text",
        ),
        pytest.param(
            book('<row r="1"><c r="A1"' + ' s="1"' * MANY + "></c></row>"),
            id="one long tag",
        ),
        pytest.param(
            book(FORMULA, parts=shared_texts("<r><rPr><strike/>" * MANY)), id="runs unclosed"
        ),
        pytest.param(book("<a>" * MANY + FORMULA), id="deep"),
    ],
)
def test_looking_through_broken_xml_takes_no_longer_than_its_bytes(
    tmp_path: Path, content: bytes
) -> None:
    assert "took_too_long" not in codes(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"," * 6_000_000, ["sheet_too_large"]),
        (b"a,b\n" + b'"' * 2_000_000, None),
        (b'a,b\n"' + b"x" * 2_000_000, None),
        (b"\xff\xfe" + "a,".encode("utf-16-le") * 5_500_000, ["sheet_too_large"]),
        (b"9" * 5_000 + b",1\n" * 3, None),
        (b"\0" * 1_000_000, None),
    ],
)
def test_a_csv_of_nothing_but_signs_is_read_or_refused(
    tmp_path: Path, content: bytes, expected: list[str] | None
) -> None:
    found = codes(tmp_path, content, "a.csv")
    assert found == expected if expected else "took_too_long" not in found


def test_what_is_no_plain_file_of_the_folder_is_told_apart(tmp_path: Path) -> None:
    folder, outside = tmp_path / "in", tmp_path / "out"
    (folder / "deep").mkdir(parents=True)
    outside.mkdir()
    (folder / "deep" / "a.csv").write_bytes(b"1")
    (outside / "b.csv").write_bytes(b"1")
    os.mkfifo(folder / "pipe.xlsx")
    (folder / "away.csv").symlink_to(outside / "b.csv")
    (folder / "away").symlink_to(outside)
    (folder / "device.csv").symlink_to("/dev/zero")
    (folder / "here.csv").symlink_to("deep/a.csv")
    (folder / "nowhere.csv").symlink_to("nothing.csv")
    (folder / "~$lock.xlsx").write_bytes(b"1")
    found = listing(folder)
    assert [path.name for path in found.files] == ["a.csv", "here.csv", "nowhere.csv"]
    assert {path.name for path in found.odd} == {"pipe.xlsx", "away.csv", "away", "device.csv"}
    # The folder itself may be a link: its owner put it there.
    (tmp_path / "linked").symlink_to(folder)
    assert [path.name for path in listing(tmp_path / "linked").files] == [
        path.name for path in found.files
    ]
