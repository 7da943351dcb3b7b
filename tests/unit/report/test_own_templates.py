"""Templates of somebody's own are filled behind the wall: bounded, and from their folder alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from itakusaki.language import translator_for
from itakusaki.model.allowance import MEGABYTE, Allowance
from itakusaki.report.environment import OwnTemplates, ReportTemplateError, Templates, pages
from itakusaki.settings import data_folder

LITTLE = Allowance(memory=400 * MEGABYTE, seconds=1, output=MEGABYTE)
NAME = "own.html.j2"


def filled(folder: Path, template: str, allowance: Allowance = LITTLE) -> str:
    (folder / NAME).write_text(template, encoding="utf-8")
    return pages("html", [folder], translator_for("en"), allowance).render(NAME, view="<x>")


@pytest.mark.parametrize(
    "template",
    [
        "{% for a in 'x' * 10**5 %}{% for b in 'x' * 10**5 %}{% endfor %}{% endfor %}",
        "{% set ns = namespace(x='a') %}{% for a in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{{ 'a' * 10**9 }}",
        "{{ 'a' | center(3 * 10**9) }}",
        "{{ '{:>3000000000}'.format('a') }}",
        "{{ 'a' * 2 * 10**6 }}",
    ],
)
def test_a_template_without_end_or_measure_is_given_up_in_a_sentence(
    tmp_path: Path, template: str
) -> None:
    with pytest.raises(ReportTemplateError) as caught:
        filled(tmp_path, template)
    assert NAME in translator_for("en").say(caught.value.says)
    assert filled(tmp_path, "{{ view }}") == "&lt;x&gt;"


def test_a_link_leads_nowhere_but_within_the_folder(tmp_path: Path) -> None:
    own, outside = tmp_path / "templates", tmp_path / "outside"
    own.mkdir()
    outside.mkdir()
    (outside / "secret.j2").write_text("secret", encoding="utf-8")
    (own / "part.j2").write_text("part", encoding="utf-8")
    (own / "out.j2").symlink_to(outside / "secret.j2")
    (own / "folder").symlink_to(outside)
    (own / "in.j2").symlink_to(own / "part.j2")
    for name in ("out.j2", "folder/secret.j2"):
        with pytest.raises(ReportTemplateError):
            filled(own, f"{{% include '{name}' %}}")
    assert filled(own, "{% include 'in.j2' %}") == "part"
    # The folder itself may be a link: its owner put it there.
    (tmp_path / "linked").symlink_to(own)
    assert filled(tmp_path / "linked", "{% include 'part.j2' %}") == "part"


def test_what_is_wrong_is_told_with_its_line_and_escaping_is_that_of_the_page(
    tmp_path: Path,
) -> None:
    with pytest.raises(ReportTemplateError) as caught:
        filled(tmp_path, "fine\n{{ veiw }}\n")
    assert "line 2" in translator_for("en").say(caught.value.says)
    (tmp_path / "own.md.j2").write_text("{{ view }}", encoding="utf-8")
    markdown = pages("md", [tmp_path], translator_for("ja"), LITTLE)
    assert markdown.render("own.md.j2", view="*x*") == "\\*x\\*"


def test_shipped_templates_need_no_wall(tmp_path: Path) -> None:
    shipped = data_folder("templates")
    (tmp_path / "logo.png").write_bytes(b"x")
    translator = translator_for("ja")
    assert isinstance(pages("html", [tmp_path, shipped], translator), Templates)
    (tmp_path / NAME).write_text("x", encoding="utf-8")
    assert isinstance(pages("html", [tmp_path, shipped], translator), OwnTemplates)
