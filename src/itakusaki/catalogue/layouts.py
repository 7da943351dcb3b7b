"""The layouts loader: YAML files → layouts, the shipped one first and a user's own over it.

A layout of one's own names only what differs: scales of values, prompts, examples and forms it
leaves out are those of the layout `standard`, and so is whatever a column does not say. The layout
`standard` itself has the spellings that workbooks share with logs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from itakusaki.catalogue.layout import Choice, Column, Form, Layout, Table
from itakusaki.catalogue.schema_words import schema_words
from itakusaki.catalogue.spellings import Spellings, load_spellings
from itakusaki.catalogue.yaml_file import Mistake, YamlFile, doubled_keys, read_yaml
from itakusaki.model.errors import CatalogueError
from itakusaki.model.message import N_, Message, Words

#: The layout of our own workbooks, from which every other takes what it does not name.
STANDARD = "standard"
SCHEMA = Path("schemas") / "layout.schema.json"


def load_layouts(*folders: Path) -> tuple[Layout, ...]:
    """Read every layout of the folders; a later folder goes over an earlier by layout name.

    The first folder holds the layout `standard`; its parent holds the schema.

    Raises:
        CatalogueError: with every mistake found, by file and line.
    """
    reading = _Reading(schema=folders[0].parent / SCHEMA)
    for number, folder in enumerate(folders):
        for path in sorted(folder.glob("*.yaml")):
            reading.take(path, checked=number > 0)
    reading.must_hold_standard(folders[0])
    if reading.mistakes:
        raise CatalogueError(tuple(mistake.message() for mistake in reading.mistakes))
    standard = reading.found[STANDARD].data
    common = load_spellings(folders[0].parent)
    return tuple(_layout(file.data, standard, common) for file in reading.found.values())


def layout_mistakes(path: Path, schema: Path) -> tuple[Mistake, ...]:
    """Everything that is wrong with one layout file."""
    reading = _Reading(schema=schema)
    reading.take(path, checked=True)
    return tuple(reading.mistakes)


@dataclass(slots=True)
class _Reading:
    """Layout files read so far, by layout name."""

    schema: Path
    found: dict[str, YamlFile] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def take(self, path: Path, *, checked: bool) -> None:
        file = read_yaml(path)
        if isinstance(file, Mistake):
            self.mistakes.append(file)
            return
        mistakes = self._wrong(file) if checked else []
        self.mistakes.extend(mistakes)
        if not mistakes:
            self.found[file.data["layout"]] = file

    def must_hold_standard(self, folder: Path) -> None:
        if STANDARD not in self.found and not self.mistakes:
            says = Message.of(N_("the layout {name} is missing"), name=STANDARD)
            self.mistakes.append(Mistake(file=folder.name, line=1, says=says))

    def _wrong(self, file: YamlFile) -> list[Mistake]:
        validator = Draft202012Validator(json.loads(self.schema.read_bytes()))
        mistakes = list(doubled_keys(file))
        for error in sorted(validator.iter_errors(file.data), key=lambda e: str(e.absolute_path)):
            place = list(error.absolute_path)
            where = ".".join(map(str, place)) or "-"
            says = Message.of(N_("{where}: {problem}"), where=where, problem=schema_words(error))
            mistakes.append(file.mistake(place, says))
        return mistakes


def _layout(
    given: Mapping[str, Any], standard: Mapping[str, Any], common: Mapping[str, Spellings]
) -> Layout:
    own = given is standard
    scales = {**common, **standard["values"], **given.get("values", {})}
    tables = {name: _table(name, table, standard) for name, table in given["tables"].items()}
    forms = given.get("forms") or standard["forms"]
    return Layout(
        name=given["layout"],
        values={scale: _spellings(meanings) for scale, meanings in scales.items()},
        prompts=_joined("prompts", given, None if own else standard),
        examples=_joined("examples", given, None if own else standard),
        tables=tables,
        forms={name: _form(name, form, standard) for name, form in forms.items()},
        questions={str(key): str(value) for key, value in given.get("questions", {}).items()},
        skip_sheets=_joined("skip_sheets", given, None if own else standard),
    )


def _spellings(meanings: Mapping[str, Sequence[object]]) -> Spellings:
    return {str(meaning): _texts(spellings) for meaning, spellings in meanings.items()}


def _joined(
    name: str, given: Mapping[str, Any], standard: Mapping[str, Any] | None
) -> tuple[str, ...]:
    inherited = _texts(standard.get(name)) if standard else ()
    return tuple(dict.fromkeys((*inherited, *_texts(given.get(name)))))


def _table(name: str, given: Mapping[str, Any], standard: Mapping[str, Any]) -> Table:
    base = standard["tables"].get(name, {})
    known = {column["name"]: column for column in base.get("columns", ())}
    sheet = given.get("sheet")
    return Table(
        name=name,
        sheet=_words(sheet) if sheet else None,
        aliases=_texts(given.get("aliases")),
        key=_texts(given.get("key", base.get("key"))),
        columns=tuple(_column(column, known) for column in given["columns"]),
        enough=_texts(given.get("enough", base.get("enough"))),
    )


def _form(name: str, given: Mapping[str, Any], standard: Mapping[str, Any]) -> Form:
    base = standard["forms"].get(name, {})
    known = {column["name"]: column for column in base.get("fields", ())}
    return Form(
        name=name,
        sheet=_words(given.get("sheet") or base["sheet"]),
        aliases=_texts(given.get("aliases", base.get("aliases"))),
        fields=tuple(_column(column, known) for column in given["fields"]),
    )


def _column(given: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> Column:
    column = {**known.get(given["name"], {}), **given}
    heading = column.get("heading") or column.get("label") or {"ja": column["name"]}
    return Column(
        name=column["name"],
        type=column.get("type", "text"),
        heading=_words(heading),
        aliases=_texts(column.get("aliases")),
        required=bool(column.get("required", False)),
        width=float(column.get("width", 14)),
        flag=str(column.get("flag", "")),
        unit=_words(column["unit"]) if column.get("unit") else None,
        note=_words(column["note"]) if column.get("note") else None,
        choices=tuple(_choice(choice) for choice in column.get("choices", ())),
        entry=bool(column.get("entry", False)),
        period=bool(column.get("period", False)),
    )


def _choice(given: Mapping[str, Any]) -> Choice:
    return Choice(
        id=given["id"],
        words=_words(given),
        grade=given.get("grade"),
        aliases=_texts(given.get("aliases")),
    )


def _words(given: Mapping[str, Any]) -> Words:
    # A customer's own sheet is often in one language only.
    return Words(ja=given.get("ja") or given["en"], en=given.get("en") or given["ja"])


def _texts(given: Sequence[object] | None) -> tuple[str, ...]:
    return tuple(str(entry) for entry in given or ())
