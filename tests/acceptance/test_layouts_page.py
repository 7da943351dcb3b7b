"""The page on layouts is what the schemas say, and what the schemas say by example is so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

import layouts_page
from itakusaki.catalogue.evidence_data import load_evidence_data
from itakusaki.catalogue.layouts import load_layouts
from itakusaki.exports.head import FileForm, Head
from itakusaki.exports.match import Match, Matcher
from itakusaki.settings import data_folder

SCHEMAS = data_folder("checklists") / "schemas"
NAMES = tuple(layouts_page.CHAPTERS.values())


def schema_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / name).read_bytes())
    return found


def fields_of(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field that the page has a line for."""
    schema = schema_of(name)
    titled = [part for part in schema["$defs"].values() if "title" in part]
    for part in (schema, *titled):
        yield from layouts_page.fields(part)["properties"].items()


def test_the_page_is_current() -> None:
    assert layouts_page.PAGE.read_text(encoding="utf-8") == layouts_page.page(), "run make docs"


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_explained(name: str) -> None:
    fields = list(fields_of(name))
    assert len(fields) > 20
    assert [key for key, field in fields if not field.get("description")] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_example_is_as_the_schema_wants_it(name: str) -> None:
    schema = schema_of(name)
    Draft202012Validator.check_schema(schema)
    parts = [("the whole", schema), *fields_of(name)]
    given = [(key, part, value) for key, part in parts for value in part.get("examples", ())]
    assert len(given) > 12
    for key, part, value in given:
        validator = Draft202012Validator({**part, "$defs": schema["$defs"]})
        assert [error.message for error in validator.iter_errors(value)] == [], key


def written(tmp_path: Path, name: str) -> Path:
    path = tmp_path / "ours.yaml"
    path.write_text(yaml.safe_dump(schema_of(name)["examples"][0], allow_unicode=True), "utf-8")
    return path


def test_the_layout_of_a_workbook_can_be_loaded(tmp_path: Path) -> None:
    written(tmp_path, "layout.schema.json")
    ours = load_layouts(data_folder("checklists") / "layouts", tmp_path)[-1]
    assert ours.name == "our-old-sheet"
    assert ours.questions["1-1"] == "TEC-02"


def test_the_layout_of_an_export_is_without_mistake_and_fits_its_log(tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    written(tmp_path / "layouts", "export_layout.schema.json")
    data = load_evidence_data(data_folder("checklists") / "evidence", tmp_path)
    head = Head(
        kind=FileForm.TABLE,
        rows=(
            ("日時", "利用者", "イベント", "詳細"),
            ("2026-10-01 09:00:00", "kato", "Login", "host=PC-01"),
        ),
    )
    found = Matcher(data, data.layouts).found(head, "vault.csv")
    assert isinstance(found, Match)
    assert found.layout is not None
    assert found.layout.name == "acme-vault"
