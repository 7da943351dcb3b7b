"""Old workbooks: days counted from 1904, and spans that would end the process."""

from __future__ import annotations

import struct
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itakusaki.files.old_workbook import measured_old_workbook
from itakusaki.files.refusal import RefusedFileError
from itakusaki.intake.book import open_book

AREA = 1000
FREE, END = 0xFFFFFFFF, 0xFFFFFFFE


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


BEGINNING = record(0x0809, struct.pack("<HHHH", 0x0600, 5, 0, 0) + bytes(8))


def cell(row: int, column: int, kind: int = 0x0203) -> bytes:
    return record(kind, struct.pack("<HHHd", row, column, 0, 1.0))


def several(row: int, first: int, last: int) -> bytes:
    numbers = bytes(6 * (last - first + 1))
    return record(0x00BD, struct.pack("<HH", row, first) + numbers + struct.pack("<H", last))


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """A compound file that holds one stream of at least a small stream's size, in sectors back to front."""
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // 512)
    parts = [stream[at : at + 512].ljust(512, b"\0") for at in range(0, count * 512, 512)]
    # The table, the directory, then the stream, whose first sector lies last.
    table = [0xFFFFFFFD, END, *(FREE for _ in parts)]
    for place in range(count):
        table[2 + count - 1 - place] = END if place == count - 1 else 2 + count - 2 - place
    table += [FREE] * (128 - len(table))
    entry = name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBB", 2 * len(name) + 2, 2, 1)
    entry += bytes(48) + struct.pack("<IQ", 2 + count - 1, len(stream))
    root = "Root Entry".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBB", 22, 5, 1)
    root += bytes(48) + struct.pack("<IQ", END, 0)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIII", 1, 1, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", 0, *([FREE] * 108))
    directory = (root + entry).ljust(512, b"\0")
    return head + struct.pack("<128I", *table) + directory + b"".join(reversed(parts))


@pytest.mark.parametrize("mode", [0, 1])
@pytest.mark.parametrize("name", ["Workbook", "Book"])
def test_the_year_that_days_are_counted_from_is_found(mode: int, name: str) -> None:
    stream = BEGINNING + record(0x0022, struct.pack("<H", mode)) + cell(0, 0)

    found = measured_old_workbook(compound(stream, name), AREA)

    assert found.epoch_1904 is bool(mode)


def test_a_stream_of_many_sectors_in_any_order_is_followed() -> None:
    filling = b"".join(record(0x00E0, bytes(500)) for _ in range(40))
    stream = BEGINNING + filling + record(0x0022, b"\1\0") + cell(0, 0)

    assert measured_old_workbook(compound(stream), AREA).epoch_1904


@pytest.mark.parametrize(
    ("cells", "corner"),
    [
        (cell(0, 0) + cell(65_535, 255), "IV65536"),
        (cell(5, 1, 0x00FD) + cell(40_000, 1, 0x027E), "B40001"),
        (several(0, 0, 1) + several(999, 0, 1), "B1000"),
    ],
)
def test_cells_that_span_too_much_are_refused_with_the_last_one(cells: bytes, corner: str) -> None:
    with pytest.raises(RefusedFileError) as refused:
        measured_old_workbook(BEGINNING + cells, AREA)

    assert (refused.value.code, refused.value.cell) == ("sheet_too_large", corner)


def test_each_sheet_has_a_span_of_its_own() -> None:
    sheets = (BEGINNING + cell(0, 0), BEGINNING + cell(60_000, 200))

    measured_old_workbook(b"".join(sheets), AREA)


def test_a_sheet_that_claims_more_than_the_format_has_is_refused() -> None:
    claim = record(0x0200, struct.pack("<IIHH", 0, 65_536, 0, 65_535) + bytes(2))

    with pytest.raises(RefusedFileError):
        measured_old_workbook(BEGINNING + claim, AREA)


@pytest.mark.parametrize("cut", [8, 40, 300, 512, 900])
def test_a_compound_file_without_its_parts_is_damaged(cut: int) -> None:
    with pytest.raises(RefusedFileError):
        measured_old_workbook(compound(BEGINNING)[:cut], AREA)


@given(st.binary(max_size=600))
def test_no_bytes_end_in_anything_but_a_refusal(data: bytes) -> None:
    whole = bytearray(compound(BEGINNING + cell(0, 0)))
    whole[24 : 24 + len(data)] = data
    for tried in (data, bytes(whole)):
        with suppress(RefusedFileError):
            measured_old_workbook(tried, AREA)


def test_a_far_cell_of_an_old_workbook_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(compound(BEGINNING + cell(0, 0) + cell(65_535, 65_535)))

    opened = open_book(path, "a.xls")

    assert opened.book is None
    assert [issue.code for issue in opened.issues] == ["sheet_too_large"]
