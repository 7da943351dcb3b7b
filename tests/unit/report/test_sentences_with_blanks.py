"""Sentences of templates with values in them: filled in the page's language, and only ever text."""

from __future__ import annotations

from pathlib import Path

import pytest

from itakusaki.language import translator_for
from itakusaki.report.environment import ReportTemplateError, Templates
from itakusaki.report.markdown_text import as_markdown_text


def rendered(folder: Path, template: str, language: str = "ja", **values: object) -> str:
    (folder / "t.md.j2").write_text(template, encoding="utf-8")
    templates = Templates([folder], translator_for(language), finalize=as_markdown_text)
    return templates.render("t.md.j2", **values)


def test_a_value_stands_where_the_language_puts_it(tmp_path: Path) -> None:
    template = '{{ _("Reply by: {day}", day=day) }}'
    assert rendered(tmp_path, template, day="1月8日") == "回答期限：1月8日"
    assert rendered(tmp_path, template, "en", day="8 January") == "Reply by: 8 January"


@pytest.mark.parametrize("value", ["| x", "*x*", "<b>", "[x](y)"])
def test_what_fills_it_is_escaped_for_the_page(tmp_path: Path, value: str) -> None:
    made = rendered(tmp_path, '{{ _("Contact: {contact}", contact=v) }}', "en", v=value)
    assert made == f"Contact: {as_markdown_text('x ' + value)!s}".replace("x ", "", 1)


@pytest.mark.parametrize("blank", ["{x.__class__}", "{x[0]}", "{x!r}", "{X}", "{}"])
def test_nothing_is_reached_into_by_way_of_a_blank(tmp_path: Path, blank: str) -> None:
    made = rendered(tmp_path, f'{{{{ _("told: {blank}", x=v) }}}}', "en", v=["secret"])
    assert not any(word in made for word in ("secret", "list", "<class"))


def test_a_blank_that_nothing_fills_is_an_error_of_the_template(tmp_path: Path) -> None:
    with pytest.raises(ReportTemplateError):
        rendered(tmp_path, '{{ _("Reply by: {day}", other=1) }}')
