"""The page on the layout languages, made of what their schemas say: run as `make docs`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

ROOT: Final = Path(__file__).parents[2]
SCHEMAS: Final = ROOT / "checklists" / "schemas"
PAGE: Final = ROOT / "docs" / "layouts.md"
#: Chapter → schema.
CHAPTERS: Final[Mapping[str, str]] = {
    "Questionnaires, ledgers and other workbooks": "layout.schema.json",
    "Exported logs and lists": "export_layout.schema.json",
}
HEAD: Final = """\
# Layouts

<!-- Made by `make docs` from the descriptions in checklists/schemas; change those, not this page. -->

A layout is a YAML file that says how a sheet or log of another make is read; no code is written for one. There are two languages: one for workbooks that people fill in, one for logs and lists that systems export.

- A layout lies in a workspace, or is shipped. A bare folder, such as the exports of a processor at home, knows the shipped layouts only: make a workspace with `itakusaki init` to read by one of your own.
- Name the schema in the first line (`# yaml-language-server: $schema=…`), and an editor with YAML support completes and checks as you type.
- A mistake is named with its file and line, by `itakusaki lint my-audit` or by the first command that opens the workspace. A heading spelled otherwise than in the file is no mistake that can be seen: the layout then never fits, and `itakusaki intake check my-audit` or `itakusaki evidence check my-audit` tells what was read.
"""

#: A part of a JSON Schema.
Part: TypeAlias = Mapping[str, Any]


def page() -> str:
    """The whole page."""
    return "\n".join((HEAD, *(line for item in CHAPTERS.items() for line in _chapter(*item))))


def _chapter(title: str, name: str) -> Iterator[str]:
    schema = json.loads((SCHEMAS / name).read_bytes())
    example = yaml.safe_dump(
        schema["examples"][0],
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=None,
        width=100,
    )
    yield f"## {title}\n\n{schema['description']}\n\n```yaml\n{example}```\n"
    yield from _table(schema, schema)
    for part in schema["$defs"].values():
        if "title" in part:
            yield f"### {part['title']}\n"
            yield from _table(part, schema)


def _table(part: Part, schema: Part) -> Iterator[str]:
    yield "| field | what it says | example |\n| --- | --- | --- |"
    whole = fields(part)
    for name, field in whole["properties"].items():
        must = " (required)" if name in whole.get("required", ()) else ""
        yield f"| `{name}`{must} | {_cell(_says(field, schema))} | {_example(field)} |"
    yield ""


def fields(part: Part) -> Part:
    """The form of a part that has fields of its own, where it may be written shorter as well."""
    return part if "properties" in part else next(p for p in part["anyOf"] if "properties" in p)


def _says(field: Part, schema: Part) -> str:
    says = str(field.get("description") or _referred(field, schema).get("description", ""))
    if "enum" in field:
        says += " One of: " + ", ".join(f"`{value}`" for value in field["enum"]) + "."
    return says


def _referred(field: Part, schema: Part) -> Part:
    name = str(field.get("$ref", "")).rpartition("/")[2]
    found: Part = schema["$defs"].get(name, {})
    return found


def _example(field: Part) -> str:
    if "examples" not in field:
        return ""
    value = field["examples"][0]
    text = yaml.safe_dump(
        value, allow_unicode=True, sort_keys=False, default_flow_style=True, width=1_000
    )
    return f"`{_cell(text.strip().removesuffix('...').strip())}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
