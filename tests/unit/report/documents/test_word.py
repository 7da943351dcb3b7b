"""Word documents: real headings, repeated header rows, Japanese fonts and language, the same bytes always."""

from __future__ import annotations

import dataclasses
import io
import re
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

import word_templates
from itakusaki.files.visible import visible
from itakusaki.language import translator_for
from itakusaki.model.allowance import Allowance
from itakusaki.report.documents.extras import MissingExtraError
from itakusaki.report.documents.front import DocumentForm, FrontFact, FrontMatter, WritingSettings
from itakusaki.report.documents.word import write_docx
from itakusaki.report.environment import ReportTemplateError
from itakusaki.report.markdown_text import escaped
from itakusaki.settings import data_folder
from support.handed_on import DAY, HOSTILE, front, text
from support.laws import examples

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


@pytest.fixture(scope="module")
def written() -> bytes:
    return write_docx(front(), text(rows=40)).content


@pytest.mark.parametrize("look", word_templates.LOOKS, ids=lambda look: look.language)
def test_the_shipped_template_is_what_its_source_makes(look: word_templates.Look) -> None:
    path = data_folder("templates") / look.language / "document.docx"
    with (
        zipfile.ZipFile(path) as shipped,
        zipfile.ZipFile(io.BytesIO(word_templates.template(look))) as made,
    ):
        assert shipped.namelist() == made.namelist()
        assert len(made.namelist()) > 8
        for name in made.namelist():
            assert shipped.read(name) == made.read(name), f"{name}: run make docs"


def test_headings_are_headings(written: bytes) -> None:
    found = [
        (p.style.name, p.text)
        for p in opened(written).paragraphs
        if p.style and str(p.style.name).startswith(("Heading", "Title"))
    ]
    assert found == [
        ("Title", "改善要請書"),
        ("Heading 1", "1. 結論"),
        ("Heading 2", "1.1 主な点"),
        ("Heading 1", "2. 指摘"),
    ]


def test_the_head_of_a_table_is_repeated_and_no_row_is_cut(written: bytes) -> None:
    document = opened(written)
    (place,) = [n for n, t in enumerate(document.tables) if t.cell(0, 0).text == "番号"]
    table = document.tables[place]
    rows = list(document.element.body.findall(f"{W}tbl")[place].iter(f"{W}tr"))
    heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
    assert heads == [True] + [False] * 40
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert table.cell(40, 0).text == "F-40"
    assert table.cell(1, 2).paragraphs[0].alignment is not None


def test_strong_text_line_breaks_and_alignment_are_kept(written: bytes) -> None:
    paragraphs = {p.text: p for p in opened(written).paragraphs}
    broken = paragraphs["（要説明）です。次の行\nへ続きます。"]
    assert [(run.text, bool(run.bold)) for run in broken.runs] == [
        ("（要説明）", True),
        ("です。次の行\nへ続きます。", False),
    ]
    assert paragraphs["以上"].alignment is not None
    assert paragraphs["2. 指摘"].paragraph_format.page_break_before is True


def test_each_numbered_list_begins_anew(written: bytes) -> None:
    document = opened(written)
    numbered = [
        style.getparent().find(f"{W}numPr/{W}numId").get(f"{W}val")
        for style in document.element.body.iter(f"{W}pStyle")
        if style.get(f"{W}val") == "ListNumber"
    ]
    assert len(numbered) == 3
    assert numbered[0] == numbered[1] != numbered[2]
    starts = re.findall(r'<w:startOverride w:val="(\d+)"/>', part(written, "word/numbering.xml"))
    assert starts == ["1", "1"]
    bullets = [p.text for p in document.paragraphs if p.style and p.style.name == "List Bullet 2"]
    assert bullets == ["内訳"]


def test_fonts_and_language_are_japanese(written: bytes) -> None:
    styles = part(written, "word/styles.xml")
    assert styles.count('w:eastAsia="Yu Gothic"') >= 2
    # Numbers and names in Latin letters are no Japanese: LibreOffice would cut them anywhere.
    assert styles.count('<w:lang w:val="en-US" w:eastAsia="ja-JP"/>') >= 2
    assert opened(written).core_properties.language == "ja-JP"
    english = write_docx(front("en"), text()).content
    assert '<w:lang w:val="en-GB" w:eastAsia="ja-JP"/>' in part(english, "word/styles.xml")


def test_a_table_of_contents_names_the_headings_and_leads_to_them(written: bytes) -> None:
    body = part(written, "word/document.xml")
    assert 'TOC \\o "1-2"' in body
    assert body.count('w:fldCharType="begin"') == body.count('w:fldCharType="end"')
    targets = re.findall(r'<w:hyperlink w:anchor="([^"]+)"', body)
    assert len(targets) == 3
    assert targets == re.findall(r'<w:bookmarkStart w:id="\d+" w:name="(_Toc\d+)"', body)


def test_page_numbers_marks_and_properties(written: bytes) -> None:
    document = opened(written)
    (section,) = document.sections
    assert section.first_page_header.paragraphs[0].text == "案　社外秘"
    assert section.header.paragraphs[0].text == "改善要請書　監-2026-041　案　社外秘"
    for footer in ("word/footer1.xml", "word/footer2.xml"):
        assert re.findall(r'w:instr=" (\w+) "', part(written, footer)) == ["PAGE", "NUMPAGES"]
    assert document.core_properties.title == "改善要請書"
    assert document.core_properties.created is not None
    assert document.core_properties.created.date() == DAY
    assert document.core_properties.modified == document.core_properties.created


def test_the_same_document_has_the_same_bytes(written: bytes) -> None:
    assert write_docx(front(), text(rows=40)).content == written
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_letter_begins_with_its_addressee_and_a_report_with_its_facts(written: bytes) -> None:
    letter = opened(write_docx(front(form=DocumentForm.LETTER), text()).content)
    styles = [(p.style.name, p.text) for p in letter.paragraphs if p.style and p.text][:6]
    assert styles == [
        ("Letter Right", "監-2026-041"),
        ("Letter Right", "2026年11月22日"),
        ("Letter Addressee", "株式会社みどり情報サービス"),
        ("Letter Addressee", "山田 一郎 様"),
        ("Letter Right", "株式会社ひなた商事 監査室"),
        ("Letter Title", "改善要請書"),
    ]
    facts = opened(written).tables[0]
    assert [row.cells[0].text for row in facts.rows] == ["宛先", "差出人", "番号", "日付", "対象"]
    assert facts.cell(4, 1).text == "P14\n第1階層"


def test_an_empty_front_leaves_nothing_behind() -> None:
    bare = FrontMatter(kind="example", language="ja", title="題", day=DAY, form=DocumentForm.LETTER)
    document = opened(write_docx(bare, "本文\n").content)
    assert [p.text for p in document.paragraphs if p.text] == ["2026年11月22日", "題", "本文"]
    assert document.tables == []


@pytest.mark.parametrize("before", ["- 一\n- 二\n", "文です。\n"])
def test_a_closing_word_is_kept_with_what_it_closes(before: str) -> None:
    document = opened(write_docx(front(), f"{before}\n<!-- right -->\n\n以上\n").content)
    shown = [p for p in document.paragraphs if p.text]
    place = [p.text for p in shown].index("以上")
    assert shown[place - 1].paragraph_format.keep_with_next is True
    is_short_list = before.startswith("-")
    assert shown[place - 2].paragraph_format.keep_with_next is (True if is_short_list else None)


def test_the_first_words_under_a_heading_are_kept_with_what_comes_next() -> None:
    document = opened(
        write_docx(
            front(),
            "## 一\n\n始め。\n\n### 二\n\n次。\n\n終わり。\n\n### 三\n\n全部。\n\n### 四\n\n末。\n",
        ).content
    )
    kept = {p.text: p.paragraph_format.keep_with_next for p in document.paragraphs if p.text}
    assert (kept["始め。"], kept["次。"], kept["終わり。"]) == (True, True, None)
    # A part of one paragraph is whole in itself; it need not move with the next part.
    assert kept["全部。"] is None


def test_a_question_stays_with_the_form_below_it() -> None:
    blank = "| 結果 | 判定 |\n| --- | --- |\n| | |\n"
    filled = "| 結果 | 判定 |\n| --- | --- |\n| 一 | 二 |\n"
    for table, is_kept in ((blank, True), (filled, None)):
        made = opened(write_docx(front(), f"文。\n\n- 設問\n- 理由\n- 確認\n\n{table}").content)
        kept = {p.text: p.paragraph_format.keep_with_next for p in made.paragraphs if p.text}
        assert (kept["設問"], kept["理由"], kept["確認"]) == (is_kept, is_kept, True)


def test_a_closing_stands_apart_from_a_list() -> None:
    made = opened(
        write_docx(front("en"), "- one\n\n<!-- closes -->\n\nYours faithfully,\n").content
    )
    spaces = {p.text: p.paragraph_format.space_before for p in made.paragraphs if p.text}
    assert (spaces["one"], spaces["Yours faithfully,"]) == (None, Pt(12))


def test_a_closing_is_not_left_alone_behind_a_table() -> None:
    table = "| a | b |\n| --- | --- |\n" + "| x | y |\n" * 9
    for closing, last, kept_gaps in (
        ("<!-- closes -->\n\nYours faithfully,\n", [True] + [None] * 6 + [True] * 2, 1),
        ("Text.\n", [True] + [None] * 6 + [True, None], 0),
    ):
        made = opened(write_docx(front("en"), f"{table}\n{closing}").content)
        rows = made.tables[-1].rows[1:]
        kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in rows]
        assert kept == last
        gaps = [p for p in made.paragraphs if p.style and p.style.name == "Table Gap"]
        assert [p.paragraph_format.keep_with_next for p in gaps].count(True) == kept_gaps


def test_a_long_label_of_a_signature_stands_on_one_line() -> None:
    widths = []
    for label in ("Date", "Responsible officer (name, signature)"):
        made = opened(write_docx(front("en"), f"<!-- signature: {label} -->\n").content)
        widths.append([cell.width for cell in made.tables[-1].rows[0].cells])
    (short, _), (long, _) = widths
    assert long > short
    assert {sum(row) for row in widths} == {sum(widths[0])}


def test_a_document_may_lie_across() -> None:
    across = opened(write_docx(dataclasses.replace(front(), is_landscape=True), text()).content)
    (section,) = across.sections
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (section.page_width or 0) > (section.page_height or 0)


#: What XML forbids, or a template engine, Word or docxtpl might act on.
SIGNS = st.sampled_from([*"{}%_<>&\"'\x00\x07\x0b\x0c\x1f\x7f\t\ufffe\ud800", "{{", "}}", "{_{", "{%p ", "]]>", "x"])  # fmt: skip


@settings(max_examples=examples(15), deadline=None)
@given(st.lists(SIGNS | st.characters(), min_size=1, max_size=10).map(lambda s: f"a{''.join(s)}b"))
def test_any_text_comes_back_as_itself_from_front_and_cell(given_text: str) -> None:
    shown = visible(given_text.replace("\r", " ").replace("\n", " ").replace("\t", " "))
    wanted = visible(shown)
    bare = dataclasses.replace(
        front(title=wanted), facts=(FrontFact(label="対象", value=wanted),), foot=(wanted,)
    )
    document = opened(write_docx(bare, text(rows=1, cell=escaped(wanted))).content)
    assert document.paragraphs[0].text == wanted
    assert document.tables[0].cell(4, 1).text == wanted
    assert [p.text for p in document.paragraphs if p.text][-1] == wanted
    (table,) = [t for t in document.tables if t.cell(0, 0).text == "番号"]
    assert table.cell(1, 1).text == escaped_text(wanted)


def escaped_text(wanted: str) -> str:
    """As a cell shows it: on one line."""
    return re.sub(r"\s*[\x85\u2028\u2029\x1c-\x1e]\s*", " / ", wanted)


def own_template(folder: Path, name: str, *paragraphs: str) -> WritingSettings:
    """A workspace's own template of plain paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    path = folder / "ja" / name
    path.parent.mkdir(exist_ok=True)
    document.save(str(path))
    return WritingSettings(templates=(folder,))


def test_a_template_of_ones_own_goes_first_and_that_of_the_kind_before_it(tmp_path: Path) -> None:
    both = own_template(tmp_path, "document.docx", "当社の文書 {{ document.title }}", "{{p body }}")
    first = opened(write_docx(front(), text(), both).content)
    assert first.paragraphs[0].text == "当社の文書 改善要請書"
    assert "以上" in [p.text for p in first.paragraphs]
    assert [p.text for p in first.paragraphs if p.style and p.style.name == "Heading 1"] == [
        "1. 結論",
        "2. 指摘",
    ]
    own_template(tmp_path, "example.docx", "この種類だけ", "{{p body }}")
    second = opened(write_docx(front(), text(), both).content)
    assert second.paragraphs[0].text == "この種類だけ"
    other = dataclasses.replace(front(), kind="other")
    third = opened(write_docx(other, text(), both).content)
    assert third.paragraphs[0].text.startswith("当社の文書")


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (("{{ document.nothing }}", "{{p body }}"), "nothing"),
        (("{{ nobody }}", "{{p body }}"), "nobody"),
        (("{% if %}", "{{p body }}"), "Expected an expression"),
        (("{{ document.__class__.__mro__ }}", "{{p body }}"), "unsafe"),
        (("no place",), "{{p body }}"),
    ],
)
def test_a_template_that_cannot_be_used_is_named(
    tmp_path: Path, paragraphs: tuple[str, ...], said: str
) -> None:
    own = own_template(tmp_path, "document.docx", *paragraphs)
    with pytest.raises(ReportTemplateError) as error:
        write_docx(front(), text(), own)
    template, _, reason = error.value.told
    assert template == "document.docx"
    assert said in str(reason)


def test_a_template_that_never_ends_is_ended(tmp_path: Path) -> None:
    endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    own = own_template(tmp_path, "document.docx", endless, "{{p body }}")
    bounded = dataclasses.replace(own, allowance=Allowance(seconds=1))
    with pytest.raises(ReportTemplateError) as error:
        write_docx(front(), text(), bounded)
    assert "more time or memory" in str(error.value.told[2])


def test_what_is_no_word_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "ja").mkdir()
    (tmp_path / "ja/document.docx").write_bytes(b"no zip")
    with pytest.raises(ReportTemplateError) as error:
        write_docx(front(), text(), WritingSettings(templates=(tmp_path,)))
    assert error.value.told[0] == "document.docx"


def test_a_link_out_of_the_folder_is_no_template(tmp_path: Path) -> None:
    outside = own_template(tmp_path, "document.docx", "fremd", "{{p body }}")
    inside = tmp_path / "inside"
    (inside / "ja").mkdir(parents=True)
    (inside / "ja/document.docx").symlink_to(tmp_path / "ja/document.docx")
    assert outside.templates
    made = write_docx(front(), text(), WritingSettings(templates=(inside,)))
    assert opened(made.content).paragraphs[0].text == "改善要請書"


def test_hostile_text_acts_nowhere() -> None:
    document = opened(write_docx(front(title=HOSTILE), text(cell=escaped(HOSTILE))).content)
    assert document.paragraphs[0].text == HOSTILE
    (table,) = [t for t in document.tables if t.cell(0, 0).text == "番号"]
    assert table.cell(1, 1).text == HOSTILE


def test_without_docxtpl_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    with pytest.raises(MissingExtraError) as missing:
        write_docx(front(), text())
    assert "itakusaki[word]" in translator_for("en").say(missing.value.hint)


@pytest.mark.parametrize(("after", "is_kept"), [("", True), ("\n## 次\n\n文。\n", None)])
def test_lines_to_sign_on_stay_together_and_at_the_end_with_the_foot(
    after: str,
    is_kept: bool | None,  # noqa: FBT001 - as pytest gives it
) -> None:
    made = opened(write_docx(front(), f"<!-- signature: 署名 | 日付 -->\n{after}").content)
    found = [row.cells[0].paragraphs[0] for row in made.tables[-1].rows]
    kept = [one.paragraph_format.keep_with_next for one in found]
    assert kept == [True, is_kept]


def test_signs_beside_japanese_are_drawn_in_its_font() -> None:
    body = part(write_docx(front(), "○ 実施 × 未実施\n\n○ Yes\n").content, "word/document.xml")
    hinted = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">○ 実施'
    assert hinted in body
    assert '<w:r><w:t xml:space="preserve">○ Yes' in body


def test_no_row_of_a_longer_table_is_alone_on_a_page() -> None:
    table = "| a | b |\n| --- | --- |\n" + f"| x | {'y ' * 150}|\n" * 6
    made = opened(write_docx(front("en"), f"{table}\nText.\n").content)
    rows = made.tables[-1].rows
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in rows]
    assert kept == [True, True, None, None, None, True, None]
