"""Files that lie about themselves, and what only a sheet's XML tells."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from itakusaki.files.archive import Limits, Parts, opened_archive, part_content
from itakusaki.files.kind import kind_of
from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.sheet_xml import scan
from itakusaki.intake.book import open_book
from support.deliveries import read_files
from support.workspaces import answers, workbook


def _opened(data: bytes, tmp_path: Path, name: str = "a.xlsx") -> list[str]:
    path = tmp_path / name
    path.write_bytes(data)
    return [issue.code for issue in open_book(path, name).issues]


def _zip(size: int, parts: int = 1) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(parts):
            archive.writestr(f"part{number}.xml", b"\0" * size)
    return out.getvalue()


def _refusal(data: bytes, unpacked: int = 1_000_000, parts: int = 100) -> str:
    with pytest.raises(RefusedFileError) as refused:
        opened_archive(io.BytesIO(data), Limits(unpacked=unpacked, area=1, parts=parts))
    return refused.value.code


def test_a_bomb_that_declares_its_size_is_refused() -> None:
    assert _refusal(_zip(300_000, parts=4)) == "unpacked_too_large"
    assert opened_archive(io.BytesIO(_zip(200_000, parts=4)), Limits(unpacked=1_000_000, area=1))


def test_a_bomb_of_many_parts_is_refused() -> None:
    assert _refusal(_zip(1, parts=101)) == "unpacked_too_large"


def _lying(data: bytes) -> bytes:
    """The zip with the size of its last part declared as a thousand bytes."""
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = changed.rfind(mark)
        changed[at + offset : at + offset + 4] = (1000).to_bytes(4, "little")
    return bytes(changed)


def test_a_bomb_that_hides_its_size_is_refused() -> None:
    assert _refusal(_lying(_zip(3_000_000))) == "unpacked_too_large"


def test_a_part_is_unpacked_by_its_true_size() -> None:
    data = io.BytesIO(_lying(_zip(50_000)))
    archive = opened_archive(data, Limits(unpacked=1_000_000, area=1))
    (part,) = archive.infolist()
    assert part_content(data, part, 50_000) == b"\0" * 50_000
    assert part_content(data, part, 49_999) is None


@pytest.mark.parametrize("held", [0, 60, 200, 1_000])
def test_parts_are_what_they_are_held_or_not(held: int) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"part{number}", bytes([number]) * 50)
        parts, opened = archive.infolist(), Parts(data, held=held)
        next(opened.pieces(parts[3]))  # not to its end
        for part in (*parts, *parts):
            assert b"".join(opened.pieces(part)) == part_content(data, part, 50)
        data.truncate(parts[2].header_offset)
        found = [opened.content(part, 50) for part in parts]
        assert [opened.content(part, 49) for part in parts] == [None] * 4 or held < 200
    whole = [bytes([number]) * 50 for number in range(4)]
    assert found[:2] == whole[:2]
    # What is gone from the file is there only as far as it was held.
    assert (found[2] == whole[2], found[3] == whole[3]) == (held >= 200, held >= 200)


@pytest.mark.parametrize("reader", ["workbook of answers", "export"])
def test_a_protected_part_is_refused_whoever_reads_it(reader: str, tmp_path: Path) -> None:
    # The copy for logs let such a zip pass; the stricter of the two was right.
    data = bytearray(_zip(10))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rfind(mark) + offset] |= 1
    assert _refusal(bytes(data)) == "encrypted"
    if reader == "export":
        assert read_files({"x.xlsx": bytes(data)}).codes == ["export_encrypted"]
    else:
        assert _opened(bytes(data), tmp_path) == ["encrypted"]


def test_a_zip_that_is_no_workbook_is_damaged(tmp_path: Path) -> None:
    assert _opened(_zip(10), tmp_path) == ["damaged"]


@pytest.mark.parametrize("cut", [10, 100, 1000, 3000])
def test_a_workbook_that_breaks_off_is_damaged(cut: int, tmp_path: Path) -> None:
    data = workbook({"設問": answers(("TEC-01", "設問", "○"))})

    assert _opened(data[:-cut], tmp_path) == ["damaged"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04", "xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
        ("ID,回答".encode(), "text"),
        ("ID,回答".encode("utf-16"), "text"),
        (b"\x89PNG\r\n\x1a\n\0\0", "other"),
        (b"", "text"),
    ],
)
def test_a_file_is_known_by_its_bytes(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


def test_a_web_page_called_xls_is_no_workbook(tmp_path: Path) -> None:
    assert _opened(b"<html><table><tr><td>1</td></tr></table></html>", tmp_path, "a.xls") == [
        "not_excel"
    ]


def test_a_workbook_of_another_kind_is_read_and_named(tmp_path: Path) -> None:
    data = workbook({"設問": answers(("TEC-01", "設問", "○"))})

    assert _opened(data, tmp_path, "a.csv") == ["wrong_suffix"]


def test_a_sheet_formatted_to_its_last_row_is_read(tmp_path: Path) -> None:
    def format_far(book: Workbook) -> None:
        book["設問"].cell(1_048_576, 200).number_format = "0.00"

    data = workbook({"設問": answers(("TEC-01", "設問", "○"))}, format_far)
    (tmp_path / "a.xlsx").write_bytes(data)

    book = open_book(tmp_path / "a.xlsx", "a.xlsx").book
    assert book is not None
    assert len(book.sheets[0].rows) == 2


XML = '<worksheet><cols>{cols}</cols><sheetData>{rows}</sheetData><x f="1"><formula>1</formula></x></worksheet>'


def _scanned(rows: str, cols: str = "") -> object:
    found = scan(XML.format(rows=rows, cols=cols).encode())
    return (
        set(found.hidden_rows),
        set(found.hidden_columns),
        set(found.empty_formulas),
        dict(found.errors),
    )


NOTHING: tuple[object, ...] = (set(), set(), set(), {})


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ('<row r="2"><c r="A2"><v>1</v></c></row>', NOTHING),
        ('<row r="2" hidden="1"><c r="A2"><v>1</v></c></row>', ({1}, *NOTHING[1:])),
        ("<row\n r='2' hidden='true'/>", ({1}, *NOTHING[1:])),
        ('<x:row r="7" ht="3" hidden="1" spans="1:2"/>', ({6}, *NOTHING[1:])),
        ('<row r="2" hidden="0"/>', NOTHING),
        ('<row r="2"><c r="B2"><f>A1</f></c></row>', (*NOTHING[:2], {(1, 1)}, *NOTHING[3:])),
        (
            '<row r="2"><c r="B2" s="1">\n<f>A1</f><v/></c></row>',
            (*NOTHING[:2], {(1, 1)}, *NOTHING[3:]),
        ),
        (
            '<row r="2"><c r="B2"><f t="shared" si="0"/><v></v></c></row>',
            (*NOTHING[:2], {(1, 1)}, *NOTHING[3:]),
        ),
        ('<row r="2"><c r="B2"><f>A1</f><v>0</v></c></row>', NOTHING),
        ('<row r="2"><c r="B2" t="str"><f>A1</f><v></v></c></row>', NOTHING),
        (
            '<row r="2"><c r="AA2" t="e"><f>A1</f><v>#REF!</v></c></row>',
            (*NOTHING[:3], {(1, 26): "#REF!"}),
        ),
    ],
)
def test_the_xml_tells_what_is_hidden_empty_or_wrong(rows: str, found: object) -> None:
    assert _scanned(rows) == found


def test_hidden_columns_are_told_by_their_range() -> None:
    assert _scanned("", '<col min="3" max="4" width="9" hidden="1"/>') == (
        set(),
        {2, 3},
        *NOTHING[2:],
    )
