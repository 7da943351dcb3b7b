"""Every table and picture has a caption that a reader can cite, the same in every format."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import docx
import pytest
from pypdf import PdfReader

from itakusaki.report.documents.charts import ScoreBars, score_picture
from itakusaki.report.documents.front import DocumentForm
from itakusaki.report.documents.writers import DOCUMENT_WRITERS
from support.handed_on import front

TABLE = "| 管理策 | 期限 |\n| --- | --- |\n| TEC-01 | 3月31日 |\n"
TEXT = f"""## 1. 期限

{TABLE}
期限は次のとおりです。

{TABLE}
<!-- caption: 対象の契約 -->

<!-- widths: 2 1 -->

{TABLE}
<!-- caption: 領域別の評点 -->

<!-- picture: scores -->

## 別紙

別紙の表です。

{TABLE}"""
#: By number alone right below the heading, else by the name given or that of the heading without its number.
CAPTIONS = ["表1", "表2　期限", "表3　対象の契約", "図1　領域別の評点", "表4　別紙"]


def written(format_: str, language: str = "ja") -> bytes:
    bars = (ScoreBars(title="選定", declared=90.0, verified=80.5),)
    picture = score_picture(bars, declared="申告", verified="検証後", about="評点。")
    made = replace(front(), pictures=(picture,), language=language)
    return DOCUMENT_WRITERS[format_](made, TEXT, None).content


def _of_word(content: bytes) -> list[str]:
    found = docx.Document(io.BytesIO(content)).paragraphs
    return [one.text for one in found if one.style and one.style.name == "Caption"]


def _of_pdf(content: bytes) -> list[str]:
    lines = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return [line.strip() for line in lines.split("\n") if re.match(r"[表図]\d", line.strip())]


@pytest.mark.parametrize(
    ("format_", "captions"),
    [
        ("docx", _of_word),
        ("pdf", _of_pdf),
        ("html", lambda made: re.findall(r"<(?:fig)?caption>(.*?)</", made.decode())),
        ("md", lambda made: re.findall(r"^[表図]\d[^：\n]*", made.decode(), re.MULTILINE)),
    ],
)
def test_every_format_has_the_same_captions(format_: str, captions: object) -> None:
    assert callable(captions)
    assert captions(written(format_)) == CAPTIONS


def test_in_a_letter_the_heading_above_is_enough() -> None:
    made = replace(front(), form=DocumentForm.LETTER)
    page = DOCUMENT_WRITERS["html"](
        made,
        f"## 期限\n\n{TABLE}\n文。\n\n{TABLE}\n<!-- caption: 対象の契約 -->\n\n{TABLE}",
        None,
    ).content.decode()
    # Also where words stand between: the first number in a letter is that of the first table with a name.
    assert page.count('<table aria-label="期限">') == 2
    assert re.findall("<caption>(.*?)</caption>", page) == ["表1　対象の契約"]
    word = docx.Document(
        io.BytesIO(DOCUMENT_WRITERS["docx"](made, f"## 期限\n\n{TABLE}", None).content)
    )
    assert 'tblCaption w:val="期限"' in word.element.body.xml
    assert not [one for one in word.paragraphs if one.style and one.style.name == "Caption"]


def test_a_form_to_write_in_has_a_name_and_no_caption() -> None:
    blank = "| 結果 | 判定 |\n| --- | --- |\n| | |\n"
    page = DOCUMENT_WRITERS["html"](
        front(), f"## 質問\n\n- 設問\n\n{blank}\n文。\n\n{TABLE}", None
    ).content.decode()
    assert '<table aria-label="質問">' in page
    # What is no table to cite takes no number from one that is.
    assert re.findall("<caption>(.*?)</caption>", page) == ["表1　質問"]


def test_a_caption_is_in_the_documents_language() -> None:
    page = written("html", "en").decode()
    assert re.findall(r"<caption>(Table \d)", page) == [f"Table {n}" for n in range(1, 5)]
    assert "<figcaption>Figure 1: " in page


def test_word_counts_tables_by_itself_and_keeps_each_with_its_caption() -> None:
    document = docx.Document(io.BytesIO(written("docx")))
    fields = re.findall(r"SEQ (Table|Figure)", document.element.body.xml)
    assert fields == ["Table", "Table", "Table", "Figure", "Table"]
    tables = [one for one in document.paragraphs if one.text.startswith("表")]
    assert all(one.paragraph_format.keep_with_next for one in tables)


def test_a_pdf_tells_a_reader_the_caption_with_its_table() -> None:
    content = written("pdf")
    kinds = re.findall(rb"/S /(Table|Caption|Figure)\b", _structure(content))
    assert kinds.count(b"Caption") == len(CAPTIONS)
    assert (kinds.count(b"Table"), kinds.count(b"Figure")) == (4, 1)


def _structure(content: bytes) -> bytes:
    """Every object of the file, as it would be written out."""
    reader = PdfReader(io.BytesIO(content))
    found = (reader.get_object(n) for n in range(1, int(str(reader.trailer["/Size"]))))
    return b"\n".join(f"/S {one['/S']}".encode() for one in found if _is_part(one))


def _is_part(one: object) -> bool:
    return isinstance(one, dict) and "/S" in one and "/P" in one
