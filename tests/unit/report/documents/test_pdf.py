"""PDFs: tagged, searchable in Japanese, the same bytes everywhere; a sign without a font costs no document."""

from __future__ import annotations

import dataclasses
import io
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest

from itakusaki.language import translator_for
from itakusaki.model.allowance import Allowance
from itakusaki.report.documents import fonts
from itakusaki.report.documents.extras import MissingExtraError
from itakusaki.report.documents.fonts import NoFontError, font_book
from itakusaki.report.documents.front import DocumentForm, WritingSettings, WrittenDocument
from itakusaki.report.documents.pdf import write_pdf
from itakusaki.report.environment import ReportTemplateError
from itakusaki.report.markdown_text import escaped
from support.handed_on import HOSTILE, front, text


def shown(content: bytes) -> str:
    """A PDF's text, as a reader extracts it."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def tags(content: bytes) -> list[Any]:
    """Every element of the structure tree, in order."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return list(_elements(document.Root.StructTreeRoot))


def _elements(node: Any) -> Iterator[tuple[str, dict[str, str]]]:
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            if "/S" in child:
                yield (
                    str(child.S),
                    {key: str(child[key]) for key in ("/Lang", "/Alt") if key in child},
                )
            yield from _elements(child)


@pytest.fixture(scope="module")
def written() -> WrittenDocument:
    return write_pdf(front(), text(rows=60))


def test_text_can_be_found_in_japanese(written: WrittenDocument) -> None:
    found = shown(written.content)
    for words in (
        "改善要請書",
        "2026年11月22日",
        "（要説明）です。次の行",
        "退職者のアカウントが残る",
        "60件",
        "以上",
    ):
        assert words in found, words
    assert written.notices == ()


def test_it_is_tagged_with_headings_lists_and_table_heads(written: WrittenDocument) -> None:
    kinds = [kind for kind, _ in tags(written.content)]
    assert kinds.count("/TH") == 3 + 2  # the table's, and those of the boxes for stamps
    assert kinds.count("/TR") == 61 + 2
    assert {"/H1", "/H2", "/L", "/LI", "/Table", "/TOC"} <= set(kinds)
    with pikepdf.open(io.BytesIO(written.content)) as document:
        assert document.Root.Lang == "ja-JP"
        assert bool(document.Root.MarkInfo.Marked)
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        metadata = document.open_metadata()
        assert metadata["dc:title"] == "改善要請書"
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


def test_bookmarks_name_the_headings(written: WrittenDocument) -> None:
    with pikepdf.open(io.BytesIO(written.content)) as document, document.open_outline() as outline:
        top = [str(item.title) for item in outline.root]
        below = [str(child.title) for item in outline.root for child in item.children]
    assert [title for title in top if title != "目次"] == ["1. 結論", "2. 指摘"]
    assert below == ["1.1 主な点"]


def test_every_font_is_embedded(written: WrittenDocument) -> None:
    with pikepdf.open(io.BytesIO(written.content)) as document:
        described = [
            item
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        ]
        assert len(described) >= 2
        assert all("/FontFile3" in item or "/FontFile2" in item for item in described)


def test_japanese_in_an_english_text_is_marked_as_such() -> None:
    english = write_pdf(front("en", title="Request"), text(cell="see 媒体利用許可簿.xlsx there"))
    languages = [marks["/Lang"] for _, marks in tags(english.content) if "/Lang" in marks]
    assert set(languages) == {"ja-JP"}
    with pikepdf.open(io.BytesIO(english.content)) as document:
        assert document.Root.Lang == "en-GB"


def test_a_sign_that_no_font_has_is_named_and_costs_no_document() -> None:
    made = write_pdf(front(title="題 ✗"), text(cell="a ✗ 🙂 ก b\ufeffc 👨\u200d👩 \ue000"))
    found = shown(made.content)
    assert "〓(U+2717)" in found
    assert "〓(U+1F642)" in found
    assert "〓(U+E000)" in found
    assert "bc" in found
    (notice,) = made.notices
    said = translator_for("ja").say(notice)
    for code in ("U+2717", "U+0E01", "U+1F468", "U+FEFF"):
        assert code in said, code


def test_a_long_word_stays_in_its_cell_and_whole_in_the_text() -> None:
    digest = "9f86d081884c7d659a2feaa0c55ad015" * 2
    made = write_pdf(front(), text(rows=1, cell=f"{digest} {digest} " * 3))
    pages = pypdf.PdfReader(io.BytesIO(made.content)).pages
    ends: list[float] = []

    def visit(words: str, _cm: Any, matrix: list[float], _font: Any, _size: float) -> None:
        if words.strip():
            ends.append(matrix[4])

    found = "".join(page.extract_text(visitor_text=visit) for page in pages)
    assert digest in found.replace("\n", "").replace(" ", "")
    assert max(ends) < float(pages[0].mediabox.width) - 50


def test_a_row_to_write_in_grows_with_its_words() -> None:
    words = "とても長い項目の名前です。" * 4
    table = f"<!-- widths: 1 4 -->\n\n<!-- rows: 2 -->\n\n| 項目 | 措置 |\n| --- | --- |\n| {words} | |\n| 次の項目 | |\n"
    page = pypdf.PdfReader(io.BytesIO(write_pdf(front(), table).content)).pages[0]
    places: list[tuple[str, float]] = []

    def visit(
        said: str, around: list[float], within: list[float], _font: Any, _size: float
    ) -> None:
        if said.strip():
            places.append((said.strip(), around[5] + around[3] * within[5]))

    page.extract_text(visitor_text=visit)
    # By place alone, in whatever order and pieces a reader finds them. Down the page y falls: the row
    # below begins under the last line of the one above, in which alone these signs stand.
    above = [y for said, y in places if set(said) & set("長名前")]
    (below,) = {y for said, y in places if "次" in said}
    assert len(set(above)) > 2
    assert below < min(above) - 9


def test_a_letter_and_a_page_across(written: WrittenDocument) -> None:
    letter = shown(write_pdf(front(form=DocumentForm.LETTER), text()).content)
    places = [
        letter.index(words)
        for words in ("2026年11月22日", "みどり情報", "ひなた商事", "改善要請書")
    ]
    assert places == sorted(places)
    across = write_pdf(dataclasses.replace(front(), is_landscape=True), text())
    box = pypdf.PdfReader(io.BytesIO(across.content)).pages[0].mediabox
    assert box.width > box.height
    upright = pypdf.PdfReader(io.BytesIO(written.content)).pages[0].mediabox
    assert upright.width < upright.height


def test_hostile_text_acts_nowhere() -> None:
    found = shown(write_pdf(front(title=HOSTILE), text(cell=escaped(HOSTILE))).content)
    flat = found.replace("\n", "").replace(" ", "")
    assert flat.count(HOSTILE.replace(" ", "")) >= 2


OWN = '#set text(font: json(bytes(sys.inputs.document)).fonts, lang: "ja")\n#set document(title: "x")\n'


def own_layout(folder: Path, source: str) -> WritingSettings:
    """A workspace's own layout."""
    (folder / "document.typ").write_text(OWN + source, encoding="utf-8")
    return WritingSettings(templates=(folder,), allowance=Allowance(seconds=2))


def test_a_layout_of_ones_own_goes_first(tmp_path: Path) -> None:
    own = own_layout(tmp_path, "= 当社\n#json(bytes(sys.inputs.document)).front.title")
    made = write_pdf(front(title="題 ✗"), text(), own)
    assert "当社" in shown(made.content)
    assert "題 〓(U+2717)" in shown(made.content)
    assert len(made.notices) == 1


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("= A\n#nothing", "unknown variable"),
        ("= A\n#for a in range(99999) { for b in range(99999) { } }", "more time"),
        ('= A\n#read("/etc/passwd")', "not found"),
        ('= A\n#import "@preview/x:1.0.0"', "package"),
        ("= A ✗", "✗"),
    ],
)
def test_a_layout_that_cannot_be_used_is_named(tmp_path: Path, source: str, said: str) -> None:
    with pytest.raises(ReportTemplateError) as error:
        write_pdf(front(), text(), own_layout(tmp_path, source))
    template, _, reason = error.value.told
    assert template == "document.typ"
    assert said in str(reason)


def test_fonts_of_a_folder_go_before_ours(tmp_path: Path) -> None:
    assert font_book(None).families == ("Noto Sans CJK JP",)
    with pytest.raises(NoFontError):
        font_book(tmp_path)
    # A font that is known to be there: ours, as if somebody had put it into a folder.
    spec = find_spec("noto_cjk_sans_jp_regular")
    assert spec is not None
    folder = str(Path(str(spec.origin)).parent)
    made = write_pdf(front(), text(), WritingSettings(font_dir=Path(folder)))
    assert "改善要請書" in shown(made.content)
    assert font_book(Path(folder)).families == ("Noto Sans CJK JP",)


def test_without_fonts_or_typst_a_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fonts, "FONT_PACKAGES", ("no_such_package",))
    with pytest.raises(NoFontError) as no_font:
        write_pdf(front(), text())
    assert "itakusaki[pdf]" in translator_for("en").say(no_font.value.hint)
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingExtraError) as no_typst:
        write_pdf(front(), text(), WritingSettings(font_dir=tmp_path))
    assert "itakusaki[pdf]" in translator_for("en").say(no_typst.value.hint)


@pytest.mark.parametrize(
    "last", ["<!-- signature: 署名 | 日付 -->", "終わりの文。", "- 終わりの項"]
)
def test_the_foot_is_never_alone_on_a_page(last: str) -> None:
    """However full the page is, what the foot follows goes to the next page with it."""
    told = "適法性の判断ではありません。"
    end = {"<!-- signature: 署名 | 日付 -->": "署名"}.get(last, last.removeprefix("- "))
    for count in range(28, 40):
        words = "\n\n".join(f"{place}行目です。" for place in range(count))
        content = write_pdf(front(), f"{words}\n\n{last}\n").content
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
        assert told in pages[-1]
        assert end in pages[-1], count


def test_what_closes_a_letter_stands_at_the_right_also_above_a_foot() -> None:
    content = write_pdf(front(), "文。\n\n<!-- right -->\n\n以上\n").content
    found: list[float] = []

    def placed(text: str, matrix: list[float], _tm: object, _font: object, _size: object) -> None:
        if "以上" in text:
            found.append(matrix[4])

    page = pypdf.PdfReader(io.BytesIO(content)).pages[0]
    page.extract_text(visitor_text=placed)
    assert found
    assert found[0] > float(page.mediabox.width) / 2
