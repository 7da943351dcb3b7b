"""Layout files: what they inherit, how they go over one another, what is said of mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from itakusaki.catalogue.layout import Layout
from itakusaki.catalogue.layouts import load_layouts, read_layouts
from itakusaki.language import translator_for
from itakusaki.model.errors import CatalogueError
from itakusaki.settings import data_folder

SHIPPED = data_folder("checklists") / "layouts"
OWN = """
layout: ours
values:
  answer: {"yes": [できている], "no": [できていない]}
prompts: [ここに記入]
tables:
  answers:
    columns:
      - {name: id, heading: {ja: 整理番号}}
      - {name: answer, aliases: [できばえ]}
      - {name: evidence_kind}
questions: {"1-1": TEC-01}
"""


def _loaded(tmp_path: Path, text: str, name: str = "ours.yaml") -> tuple[Layout, ...]:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return load_layouts(SHIPPED, tmp_path)


def test_the_shipped_layouts_are_as_the_schema_says() -> None:
    assert read_layouts(SHIPPED, thorough=True)[1] == ()


def test_the_standard_layout_comes_first_and_is_whole() -> None:
    standard = load_layouts(SHIPPED)[0]

    assert standard.name == "standard"
    assert list(standard.tables)[:3] == ["ledger", "clauses", "approvals"]
    assert standard.tables["ledger"].column("sensitive").flag == "sensitive"
    assert [c.grade for c in standard.tables["answers"].column("evidence_kind").choices] == [
        0,
        1,
        2,
        3,
        4,
    ]
    assert standard.forms["cover"].fields[0].heading.ja == "会社名"


def test_every_heading_is_text_in_both_languages() -> None:
    """YAML reads No and On as truth values where they are not quoted."""
    standard = load_layouts(SHIPPED)[0]

    for table in standard.tables.values():
        for column in table.columns:
            assert column.heading.ja
            assert column.heading.en
            assert "False" not in column.aliases


def test_a_layout_of_ones_own_takes_the_rest_from_the_standard(tmp_path: Path) -> None:
    standard, ours = _loaded(tmp_path, OWN)

    assert ours.values["answer"] == {"yes": ("できている",), "no": ("できていない",)}
    assert ours.values["era"] == standard.values["era"]
    assert ours.prompts == (*standard.prompts, "ここに記入")
    assert ours.forms == standard.forms
    assert ours.questions == {"1-1": "TEC-01"}
    columns = {column.name: column for column in ours.tables["answers"].columns}
    assert columns["id"].heading.en == "整理番号"
    assert columns["id"].required
    assert columns["answer"].type == "answer"
    assert columns["evidence_kind"] == standard.tables["answers"].column("evidence_kind")


def test_a_layout_of_the_same_name_goes_over_the_shipped_one(tmp_path: Path) -> None:
    text = (SHIPPED / "standard.yaml").read_text(encoding="utf-8").replace("委託先台帳", "業者台帳")
    (found,) = (each for each in _loaded(tmp_path, text, "a.yaml") if each.name == "standard")

    sheet = found.tables["ledger"].sheet
    assert sheet is not None
    assert sheet.ja == "業者台帳"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("layout: x\n", 1, "tables"),
        (OWN.replace("できばえ", "No"), 10, "answers"),
        (OWN.replace("layout: ours", "layout: Ours!"), 2, "layout"),
        (OWN.replace("TEC-01", "T1"), 12, "questions"),
        (OWN.replace("  answers:", "  replies:"), 6, "replies"),
        (OWN.replace('"no": [できていない]', "maybe: [x]"), 4, "maybe"),
        ("layout: [\n", 2, "YAML"),
        (OWN + "questions: {}\n", 13, "written twice"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(
    text: str, line: int, says: str, tmp_path: Path
) -> None:
    with pytest.raises(CatalogueError) as caught:
        _loaded(tmp_path, text)

    said = [translator_for("en").say(mistake) for mistake in caught.value.mistakes]
    assert any(f"ours.yaml, line {line}" in text and says in text for text in said), said


def test_without_the_standard_layout_nothing_is_read(tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()

    with pytest.raises(CatalogueError) as caught:
        load_layouts(tmp_path / "layouts")

    assert "standard" in translator_for("en").say(caught.value.mistakes[0])
