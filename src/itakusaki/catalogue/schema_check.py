"""Schema check: what is wrong with a data file by the way it is written and by its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from jsonschema import Draft202012Validator

from itakusaki.catalogue.schema_words import schema_words
from itakusaki.catalogue.yaml_file import Mistake, Place, YamlFile
from itakusaki.model.message import N_, Message


def schema_mistakes(file: YamlFile, schema: Path) -> Iterator[tuple[Place, Mistake]]:
    """Everything that breaks the schema, with the place it stands at, in order."""
    validator = Draft202012Validator(json.loads(schema.read_bytes()))
    errors = validator.iter_errors(file.data)
    for error in sorted(errors, key=lambda error: (str(error.absolute_path), error.message)):
        place = list(error.absolute_path)
        where = ".".join(map(str, place)) or "-"
        says = Message.of(N_("{where}: {problem}"), where=where, problem=schema_words(error))
        yield place, file.mistake(place, says)
