"""What a machine reads in a delivered file, of whatever make; what it cannot read it says."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from itakusaki.catalogue.layouts import load_layouts
from itakusaki.intake.evidence_contents import contents_of
from itakusaki.intake.normalise import Spellings
from itakusaki.model.evidence import FileContents
from itakusaki.settings import data_folder
from support.laws import examples

DAYS_IN = Spellings(load_layouts(data_folder("checklists") / "layouts")[0]).days_in


def read(folder: Path, name: str, data: bytes) -> FileContents:
    path = folder / name
    path.write_bytes(data)
    return contents_of(path, DAYS_IN)


def docx(*paragraphs: str) -> bytes:
    runs = "".join(
        f"<w:p><w:r><w:t>{text[:3]}</w:t></w:r><w:r><w:t xml:space='preserve'>{text[3:]}</w:t></w:r></w:p>"
        for text in paragraphs
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document>{runs}</w:document>")
    return out.getvalue()


def xlsx(*rows: tuple[object, ...]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


def test_a_register_in_csv_is_read_in_its_encoding(tmp_path: Path) -> None:
    text = "株式会社甲乙\n氏名,所属,受講日\n甲,営業,2026年6月14日\n乙,総務,令和8年6月15日\n"
    found = read(tmp_path, "教育名簿.csv", text.encode("cp932"))
    assert (found.unread, found.rows) == (None, 2)
    assert found.days == (date(2026, 6, 14), date(2026, 6, 15))
    assert "甲乙" in found.bare


def test_a_workbook_is_read_with_its_dates(tmp_path: Path) -> None:
    rows = (("端末", "遮断", "確認日"), ("PC-1", "○", date(2026, 11, 9)), ("PC-2", "○", None))
    found = read(tmp_path, "terminals.xlsx", xlsx(*rows))
    assert (found.rows, found.days) == (2, (date(2026, 11, 9),))


@pytest.mark.parametrize(
    "rows",
    [
        (("番号", "項目", "結果", "確認者"), (1, "施錠", None, None), (2, "媒体", "-", "－")),
        (("番号", "項目", "結果", "確認者"),),
        ((),),
    ],
    ids=["numbered only", "headings only", "nothing"],
)
def test_a_form_that_nobody_filled_has_no_row(
    tmp_path: Path, rows: tuple[tuple[object, ...], ...]
) -> None:
    assert read(tmp_path, "form.xlsx", xlsx(*rows)).rows == 0


def test_a_word_document_is_read_across_its_runs(tmp_path: Path) -> None:
    found = read(tmp_path, "rules.docx", docx("規程（第7版） 株式会社甲乙", "施行 2026-04-01", ""))
    assert (found.unread, found.rows, found.days) == (None, 2, (date(2026, 4, 1),))
    assert "株式会社甲乙" in found.bare


def test_a_text_counts_the_lines_that_say_something(tmp_path: Path) -> None:
    text = "# 点検記録\n\n- 点検者：＿＿＿＿\n----\n- 監査日 2026-09-09　監査者 内部監査室\n"
    assert read(tmp_path, "audit.md", text.encode()).rows == 1


def test_numbers_are_told_from_days_and_times(tmp_path: Path) -> None:
    text = '件数,日時,端末\n1,2026-11-09 10:15,PC-018\n"1,240",2026/11/18,7台\n'
    assert read(tmp_path, "n.csv", text.encode()).numbers == frozenset({1, 7, 1240})


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("scan.pdf", b"%PDF-1.4"),
        ("photo.JPG", b"\xff\xd8"),
        ("log.csv.gz", gzip.compress(b"a,b\n1,2\n", mtime=0)),
        ("mail.msg", b"x"),
        ("broken.xlsx", b"PK\x03\x04 broken"),
        ("broken.docx", b"PK\x03\x04 broken"),
        ("binary.txt", b"\0\1\2\0"),
    ],
)
def test_what_no_machine_reads_here_says_why(tmp_path: Path, name: str, data: bytes) -> None:
    found = read(tmp_path, name, data)
    assert found.unread is not None
    assert (found.rows, found.days, found.bare) == (0, (), "")


def test_a_document_that_unpacks_to_too_much_is_not_read(tmp_path: Path) -> None:
    found = read(tmp_path, "bomb.docx", docx("あ" * 120_000_000))
    assert found.unread is not None


@settings(max_examples=examples(60), deadline=None)
@given(
    data=st.binary(max_size=400),
    suffix=st.sampled_from([".csv", ".md", ".xlsx", ".docx", ".txt", ".xls"]),
)
def test_no_file_stops_the_reading(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str
) -> None:
    found = read(tmp_path_factory.mktemp("f"), f"any{suffix}", data)
    assert found.unread is None or found.rows == 0
