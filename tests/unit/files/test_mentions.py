"""Names are found wherever in a file they stand, and a file that cannot be looked through is told."""

from __future__ import annotations

import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment

from itakusaki.files.mentions import mentioned, names_in
from itakusaki.model.allowance import USUAL

NAMES = ("かぜみ信販株式会社", "kazemi.example", "5000000000012")


def book() -> bytes:
    """A name in a hidden sheet, a domain in a comment, a number in a property."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet["A1"] = "権限の棚卸し"
    sheet["B2"].comment = Comment("ask Kazemi.EXAMPLE", "x")
    hidden = made.create_sheet("別表")
    hidden.sheet_state = "hidden"
    hidden["C9"] = "カゼミでなく、かぜみ 信販㈱"
    hidden["C10"] = "かぜみ信販株式会社"
    made.properties.keywords = "".join(chr(ord(sign) + 0xFEE0) for sign in NAMES[2])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def letter() -> bytes:
    """A name cut in two by its formatting."""
    made = docx.Document()
    paragraph = made.add_paragraph("取引先：かぜみ")
    paragraph.add_run("信販株式会社").bold = True
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def packed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", NAMES[0])
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """A letter that names nobody, with one more part."""
    made = io.BytesIO()
    docx.Document().save(made)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(name, content)
    return made.getvalue()


def mail() -> bytes:
    made = EmailMessage()
    made["Subject"] = "棚卸し"
    made.set_content(f"取引先：{NAMES[0]}", cte="base64")
    return made.as_bytes()


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.xlsx", book(), NAMES),
        ("a.docx", letter(), NAMES[:1]),
        ("a.csv", "氏名,所属\n汐見,かぜみ信販株式会社\n".encode("cp932"), NAMES[:1]),
        ("a.txt", b"see kazemi.example", NAMES[1:2]),
        ("a.md", "何もない".encode(), ()),
        ("a.json", json.dumps({"client": NAMES[0]}).encode(), NAMES[:1]),
        ("a.html", "".join(f"&#{ord(sign)};<b/>" for sign in NAMES[0]).encode(), NAMES[:1]),
        ("a.url", f"https://a.example/{quote(NAMES[0])}".encode(), NAMES[:1]),
        ("a.log", f"社名 {NAMES[0]}".encode("iso2022_jp"), NAMES[:1]),
        ("a.eml", mail(), NAMES[:1]),
        ("a.rtf", b"{\\rtf1\\ansi plain}", None),
        ("a.rtf", b"{\\rtf1\\ansi kazemi.example}", NAMES[1:2]),
        ("a.pdf", b"%PDF-1.7\nas plain text", None),
        ("a.docx", with_part("word/embeddings/Book1.xlsx", book()), NAMES),
        ("a.docx", with_part("word/embeddings/ole1.bin", NAMES[0].encode("utf-16-le")), NAMES[:1]),
        ("a.docx", with_part("word/embeddings/ole1.bin", b"\1\2\3"), None),
        ("a.docx", with_part("word/vbaProject.bin", b"\1\2\3"), None),
        ("a.docx", with_part("word/media/image1.png", b"\x89PNG"), None),
        ("a.docx", with_part("word/printerSettings1.bin", b"\1\2\3"), ()),
        ("a.docx", with_part("customXml/a.xml", f"<a>{NAMES[0]}</a>".encode("utf-16")), NAMES[:1]),
        ("a.xlsb", with_part("xl/strings.bin", b"\1" + NAMES[0].encode("utf-16-le")), NAMES[:1]),
        ("a.pdf", b"%PDF-1.7\n\0\0", None),
        ("a.zip", packed(), None),
        ("a.xlsx", book()[:400], None),
    ],
)
def test_names_are_found_wherever_they_stand(
    tmp_path: Path, name: str, content: bytes, found: tuple[str, ...] | None
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert names_in(path, NAMES, USUAL) == found
    assert names_in(content, NAMES, USUAL) == found


def test_a_file_that_is_gone_cannot_be_looked_through(tmp_path: Path) -> None:
    assert names_in(tmp_path / "none.txt", NAMES, USUAL) is None


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_name_is_found_whatever_stands_around_it(before: str, after: str) -> None:
    assert NAMES[0] in mentioned(f"{before} かぜみ　信販株式会社 {after}", NAMES)


def test_old_and_new_forms_of_kanji_are_one() -> None:
    assert mentioned("株式会社髙濵廣済", ("高浜広済",)) == ("高浜広済",)
    assert mentioned("高浜広済", ("髙濱廣済",)) == ("髙濱廣済",)
