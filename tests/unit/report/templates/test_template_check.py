"""A template of one's own is held against the names and fields there are, by line, without data."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

import templates_page
from itakusaki.language import translator_for
from itakusaki.model.allowance import USUAL
from itakusaki.report.templates.check import template_remarks, told
from itakusaki.report.templates.known import (
    in_force,
    is_shipped,
    known_templates,
    template_named,
    template_of,
)
from itakusaki.settings import data_folder

SHIPPED = data_folder("templates")


def remarks(folder: Path, name: str, source: str) -> list[tuple[int, str]]:
    """Line and name of what is wrong with a text that stands in place of a template."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")
    return [(line, about) for _, line, about, _ in told(str(path), name)]


def test_the_shipped_templates_are_all_known_and_use_nothing_unknown() -> None:
    there = {path.relative_to(SHIPPED).as_posix() for path in SHIPPED.rglob("*") if path.is_file()}
    known = {name for name, template in known_templates().items() if is_shipped(template)}
    assert there == known
    assert len(known) > 30
    for name in sorted(known):
        assert told(str(SHIPPED / name), name) == [], name


def test_the_page_of_fields_is_what_the_views_say() -> None:
    assert templates_page.PAGE.read_text(encoding="utf-8") == templates_page.page() + "\n"
    for words in ("### FrontView", "| `addressee` | tuple[str, ...] |", "`ja/document.docx`"):
        assert words in templates_page.page()


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("{{ view.frame.title }}\n{{ view.rows|length }}", []),
        ("a\n{{ veiw }}", [(2, "veiw")]),
        ("{{ view.nothing }}", [(1, "PortfolioView.nothing")]),
        ("{{ view.frame.titel }}", [(1, "Frame.titel")]),
        ("{% for row in view.rows %}\n{{ row.name }}{{ row.nmae }}\n{% endfor %}", [(2, "PortfolioRow.nmae")]),
        ("{% for row in view.rows %}{% endfor %}\n{{ row }}", [(2, "row")]),
        ("{{ view.rows[0].nmae }}", [(1, "PortfolioRow.nmae")]),
        ("{% set row = view.rows[0] %}\n{{ row.nmae }}", [(2, "PortfolioRow.nmae")]),
        ("{% macro m(x) %}{{ x.anything }}{{ y }}{% endmacro %}\n{{ m(view) }}", [(1, "y")]),
        ("{% from 'parts.md.j2' import card %}\n{{ card(view) }}{{ crad(view) }}", [(2, "crad")]),
        ("{% if view.rows %}{{ a }}{% else %}{{ b }}{% endif %}", [(1, "a"), (1, "b")]),
        ("{{ view.frame.title | isolate | upper }}{{ view | nofilter }}", [(1, "nofilter")]),
        ("{% with x = view.frame %}{{ x.titel }}{% endwith %}", [(1, "Frame.titel")]),
        ("{{ _('x') }}{{ loop }}{{ namespace }}", [(1, "namespace")]),
        ("{{ view.__class__ }}", [(1, "PortfolioView.__class__")]),
        ("{{ view.frame.title.nowhere }}", [(1, "str.nowhere")]),
    ],
)  # fmt: skip
def test_unknown_names_are_told_by_line(
    tmp_path: Path, source: str, wanted: list[tuple[int, str]]
) -> None:
    assert remarks(tmp_path, "index.md.j2", source) == wanted


def test_what_is_no_jinja_is_told_by_line(tmp_path: Path) -> None:
    ((line, reason),) = remarks(tmp_path, "index.md.j2", "a\nb {% if %}")
    assert line == 2
    assert "Expected" in reason


def test_a_word_template_is_checked_by_paragraph_head_and_foot_too(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("first")
    document.add_paragraph("{{ document.titel }} {{ document.title }}")
    document.add_paragraph("{%p for line in document.foot %}")
    document.add_paragraph("{{ line }} {{ lien }}")
    document.add_paragraph("{%p endfor %}")
    document.sections[0].header.paragraphs[0].text = "{{ document.markz }}"
    path = tmp_path / "ja/reminder.docx"
    path.parent.mkdir()
    document.save(str(path))
    found = [(line, about) for _, line, about, _ in told(str(path), "ja/reminder.docx")]
    # The library's own blank document has the styles of text, but not ours of tables.
    missing = [about for line, about in found if not line]
    assert missing == [
        "Document Note",
        "Document Table",
        "Rule",
        "Table Gap",
        "Table Heading",
        "Table Label",
        "Table Text",
        "toc 1",
        "toc 2",
        "{{p body }}",
    ]
    assert [one for one in found if one[0]] == [
        (1, "FrontView.markz"),
        (2, "FrontView.titel"),
        (4, "lien"),
    ]


def test_a_typst_layout_is_laid_out_on_trial(tmp_path: Path) -> None:
    shipped = (SHIPPED / "document.typ").read_text(encoding="utf-8")
    assert remarks(tmp_path, "document.typ", shipped) == []
    wrong = shipped.replace("front.running", "front.runing")
    ((line, reason),) = remarks(tmp_path, "document.typ", wrong)
    assert line == 1 + shipped[: shipped.index("front.running")].count("\n")
    assert "runing" in reason


def test_remarks_are_sentences_and_say_what_may_be_meant(tmp_path: Path) -> None:
    path = tmp_path / "templates/index.md.j2"
    path.parent.mkdir()
    path.write_text("{{ veiw }}{{ view.frame.titel }}\n{{ zzzzzz }}\n{% if %}", encoding="utf-8")
    template = template_of(path)
    assert template is template_named("index.md.j2")
    assert template is not None
    path.write_text("{{ veiw }}\n{{ zzzzzz }}", encoding="utf-8")
    said = [translator_for("en").say(one) for one in template_remarks(path, template, USUAL)]
    assert said == ["line 1: there is no veiw; was view meant?", "line 2: there is no zzzzzz"]


def test_which_template_a_file_is_follows_from_where_it_lies(tmp_path: Path) -> None:
    for name in ("documents/reminder.md.j2", "ja/reminder.docx", "document.typ", "index.html.j2"):
        found = template_of(tmp_path / "templates" / name)
        assert found is not None
        assert found.name == name
    assert template_of(tmp_path / "templates/nothing.md.j2") is None
    assert in_force(template_named("ja/reminder.docx"), ()) == SHIPPED / "ja/document.docx"
