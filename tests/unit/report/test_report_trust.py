"""Trust: hostile data stay data, and a user's template stays in its sandbox."""

from __future__ import annotations

import io
import re
from pathlib import Path, PurePosixPath

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from itakusaki.files.names import file_names
from itakusaki.language import translator_for
from itakusaki.model.verdict import Rating, Verdict
from itakusaki.report.environment import ReportTemplateError, pages
from itakusaki.report.markdown_text import escaped
from support.assessments import assessment, every_rating, processor, result
from support.published import TABLE_SCRIPT, published

HOSTILE = "<script>alert(1)</script> | [x](https://e.example) \"'&\n# =1+1"


def test_a_hostile_name_is_text_in_html() -> None:
    run = assessment(result(processor("P01", HOSTILE), Rating.A))
    for name, content in published(run, formats=("html",)).items():
        assert b"<script" not in content.replace(TABLE_SCRIPT.encode(), b"", 1), name
        assert b"&lt;script&gt;" in content


def test_a_hostile_name_breaks_no_markdown_table() -> None:
    run = assessment(result(processor("P01", HOSTILE), Rating.A))
    page = published(run, formats=("md",), languages=("en",))["index.md"].decode()
    (row,) = [line for line in page.splitlines() if line.startswith("| [&lt;script")]
    assert row.replace("\\|", "").count("|") == 14
    assert "\\](https\\://e.example)" in row
    assert "\n# =1+1" not in page


@pytest.mark.parametrize("text", ["- x", "# x", "> x", "1. x", "=====", "+ x"])
def test_text_at_the_start_of_a_line_begins_no_block(text: str) -> None:
    assert "\\" in escaped(text)


def test_an_underscore_within_a_word_stays_as_it_is() -> None:
    assert escaped("委託先_2026__Q4.xlsx _x_ a_") == "委託先_2026__Q4.xlsx \\_x\\_ a\\_"


STEERING = "\x1b[2J\x9b\u202egnp.exe\u2066\u200f\x07"


@pytest.mark.parametrize("format_", ["html", "md", "xlsx"])
def test_what_would_steer_a_reader_is_seen_in_every_format(format_: str) -> None:
    run = assessment(result(processor("P01", f"x{STEERING}"), Rating.D, {"TEC-05": Verdict.GAP}))
    files = published(run, formats=(format_,), languages=("en",))
    for name, content in files.items():
        if name.endswith(".xlsx"):
            book = openpyxl.load_workbook(io.BytesIO(content))
            shown = "".join(str(c.value) for page in book for row in page for c in row)
        else:
            shown = content.decode()
        assert not set(STEERING) - set("[2Jgnp.exe") & set(shown), name
        assert "x\u241b" in shown.replace("\\", "") or "P01" not in shown


@pytest.mark.parametrize("format_", ["html", "md"])
def test_a_name_from_right_to_left_turns_nothing_beside_it(format_: str) -> None:
    name = "\u05d7\u05d1\u05e8\u05d4 [a](b) <b>"
    run = assessment(result(processor("P01", name), Rating.A))
    page = published(run, formats=(format_,), languages=("en",))[f"index.{format_}"].decode()
    assert page.count("\u2068\u05d7") == page.count("\u2069") > 0
    assert "<b>" not in page.split("\u2068")[1].split("\u2069")[0]
    assert format_ == "html" or "\\[a\\]" in page
    run = assessment(result(processor("P01", "港"), Rating.A))
    page = published(run, formats=(format_,), languages=("en",))[f"index.{format_}"].decode()
    assert "\u2068" not in page


@pytest.mark.parametrize(
    "url",
    [
        "https://e.example/x",
        "HTTP://e.example",
        "www.e.example",
        "ftp://e",
        "a.b+c@e.example",
        "a_b@e.example",
        "港@e.example",
    ],
)
def test_an_address_in_an_answer_is_no_link(url: str) -> None:
    told = escaped(f"see {url}")
    assert url not in re.sub(r"`[^`]*`", "", told)
    assert re.sub(r"[\\`]", "", told) == f"see {url}"


@given(st.from_regex(r"[a-z0-9._+-]{1,8}@[a-z0-9-]{1,8}\.[a-z]{2,4}", fullmatch=True))
def test_no_mail_address_stands_bare(address: str) -> None:
    """A reader of Markdown that links what looks like an address, escaped or not, finds none outside code."""
    told = escaped(f"desk {address}.")
    assert "@" not in re.sub(r"`[^`]*`", "", told)
    assert told.replace("`", "") == f"desk {address}."
    assert escaped("@x x@ @ 3 @") == "@x x@ @ 3 @"


@given(st.text("a.@_-+`\\*|< 港1w", max_size=30))
def test_what_looks_like_an_address_is_linked_by_no_reader_and_shown_as_it_is(text: str) -> None:
    found = MarkdownIt("commonmark").parseInline(f"x {escaped(text)} y")[0].children or []
    # GitHub looks once escapes are gone and pieces of text are joined.
    told = "".join("\0" if one.type == "code_inline" else one.content for one in found)
    assert not re.search(r"[a-z0-9._+-]+@[a-z0-9_-]+(\.[a-z0-9_-]+)+", told)
    assert "".join(one.content for one in found) == f"x {text.strip()} y"


@given(st.text())
def test_escaped_text_is_one_line_without_live_markup(text: str) -> None:
    shown = escaped(text)
    assert len(shown.splitlines()) <= 1
    assert "<" not in shown
    assert "|" not in shown.replace("\\\\", "").replace("\\|", "")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_a_formula_in_the_data_is_text_in_the_register(start: str) -> None:
    evil = f"{start}HYPERLINK(1)"
    run = assessment(result(processor("P01", evil), Rating.D, {"TEC-05": Verdict.GAP}))
    book = openpyxl.load_workbook(
        io.BytesIO(published(run, formats=("xlsx",), languages=("en",))["gap-register.xlsx"])
    )
    cell = book.active["C5"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert str(cell.value).endswith("HYPERLINK(1)")


def test_what_no_cell_can_hold_is_replaced() -> None:
    run = assessment(result(processor("P01", "a\x00b\ud800"), Rating.D, {"TEC-05": Verdict.GAP}))
    files = published(run, languages=("en",))
    book = openpyxl.load_workbook(io.BytesIO(files["gap-register.xlsx"]))
    assert book.active["C5"].value == "a\u2400b\ufffd"


@given(st.lists(st.text(min_size=1), unique=True, max_size=8))
def test_names_of_files_are_safe_and_differ(ids: list[str]) -> None:
    names = file_names(ids)
    assert set(names) == set(ids)
    assert len({name.casefold() for name in names.values()}) == len(ids)
    for name in names.values():
        assert PurePosixPath(name).name == name
        assert name.isascii()
        assert not name.startswith((".", "-"))


@pytest.mark.parametrize(
    "id_", ["../../etc/passwd", "CON", "con", "a/b", "", ".", "委託先", "x" * 300]
)
def test_an_id_that_is_no_name_gets_one(id_: str) -> None:
    name = file_names([id_])[id_]
    assert name.casefold() not in ("con", "", ".")
    assert "/" not in name
    assert len(name) < 80


def render(folder: Path, template: str) -> str:
    (folder / "own.html.j2").write_text(template, encoding="utf-8")
    return pages("html", [folder], translator_for("en")).render("own.html.j2", view="x")


@pytest.mark.parametrize(
    "trick",
    [
        "{{ view.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ _.__globals__ }}",
        "{{ view.__init__.__globals__ }}",
        "{{ '{0.__class__}'.format(view) }}",
        "{{ [].append(1) }}",
        "{{ cycler.__init__.__globals__ }}",
        "{% include '../../../etc/passwd' %}",
    ],
)
def test_a_template_that_reaches_too_far_is_refused(tmp_path: Path, trick: str) -> None:
    with pytest.raises(ReportTemplateError):
        render(tmp_path, trick)


def test_a_misspelt_name_is_an_error_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ReportTemplateError) as caught:
        render(tmp_path, "fine\n{{ veiw }}\n")
    said = translator_for("en").say(caught.value.says)
    assert "own.html.j2" in said
    assert "line 2" in said
    assert "veiw" in said


@pytest.mark.parametrize(
    "slip", ["{{ 1 // 0 }}", "{{ view + 1 }}", "{{ view.x.y }}", "{{ {}|first|int + [] }}"]
)
def test_whatever_goes_wrong_in_a_users_template_names_it_and_its_line(
    tmp_path: Path, slip: str
) -> None:
    with pytest.raises(ReportTemplateError) as caught:
        render(tmp_path, f"fine\n{{% if view %}}{slip}{{% endif %}}")
    said = translator_for("en").say(caught.value.says)
    assert "own.html.j2" in said
    assert "line 2" in said


def test_a_template_that_is_not_jinja_is_an_error_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ReportTemplateError) as caught:
        render(tmp_path, "fine\n\n{% if %}")
    assert "line 3" in translator_for("en").say(caught.value.says)


def test_a_users_template_goes_before_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "brand.css.j2").write_text("h1{color:#123456}", encoding="utf-8")
    files = published(every_rating(), formats=("html",), templates=(tmp_path,))
    assert all(b"h1{color:#123456}" in content for content in files.values())


def test_a_users_page_gets_the_same_view(tmp_path: Path) -> None:
    (tmp_path / "index.html.j2").write_text("{{ view.frame.client }}", encoding="utf-8")
    files = published(every_rating(), formats=("html",), templates=(tmp_path,))
    assert files["index.ja.html"] == b"Aobadori Trading\n"
