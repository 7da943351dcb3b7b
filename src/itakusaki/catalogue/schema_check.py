"""Schema check: what a JSON Schema finds wrong with a rule file, in sentences, each at its line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft202012Validator, ValidationError

from itakusaki.catalogue.yaml_file import Mistake, Place, YamlFile
from itakusaki.model.message import N_, Message

#: The rule of the schema that was broken → what to say; {given} is the value, {rule} what it wants.
SENTENCES: Final[Mapping[str, str]] = {
    "additionalProperties": N_("unknown field: {given}"),
    "required": N_("missing field: {given}"),
    "type": N_("{given} should be: {rule}"),
    "enum": N_("{given} is not one of: {rule}"),
    "const": N_("{given} should be: {rule}"),
    "pattern": N_("{given} is not of the form {rule}"),
    "minLength": N_("the text is empty"),
    "minItems": N_("at least {rule} entries are needed"),
    "minProperties": N_("at least {rule} fields are needed"),
    "uniqueItems": N_("{given} holds an entry twice"),
    "minimum": N_("{given} is below {rule}"),
    "maximum": N_("{given} is above {rule}"),
    "oneOf": N_("exactly one of these has to be given: {rule}"),
}
OTHER: Final = N_("{given} does not fit the schema ({rule})")
SHOWN: Final = 120


def schema_mistakes(
    file: YamlFile, content: object, schema: Path
) -> Iterator[tuple[Place, Mistake]]:
    """Everything in a file's content that breaks the schema, with the place it stands at, in order."""
    errors = Draft202012Validator(json.loads(schema.read_bytes())).iter_errors(content)
    for error in sorted(errors, key=lambda error: (str(error.absolute_path), error.message)):
        place = list(error.absolute_path)
        where = ".".join(map(str, place)) or "-"
        says = Message.of(N_("{where}: {problem}"), where=where, problem=_words(error))
        yield place, file.mistake(place, says)


def _words(error: ValidationError) -> Message:
    """The mistake in words; an unknown rule is named by its name in the schema."""
    rule = str(error.validator)
    text = SENTENCES.get(rule, OTHER)
    wanted: Any = error.validator_value
    return Message.of(text, given=_given(error, rule, wanted), rule=_rule(rule, wanted))


def _given(error: ValidationError, rule: str, wanted: Any) -> str:  # noqa: ANN401 - JSON
    given: Any = error.instance
    if rule == "required":
        return ", ".join(name for name in wanted if name not in given)
    if rule == "additionalProperties":
        schema: Any = error.schema
        known = schema.get("properties", {})
        return ", ".join(str(name) for name in given if name not in known)
    return str(given)[:SHOWN]


def _rule(rule: str, value: Any) -> str:  # noqa: ANN401 - JSON
    if rule == "oneOf":
        return ", ".join(name for entry in value for name in entry.get("required", ()))
    if rule == "enum" or (rule == "type" and isinstance(value, list)):
        return ", ".join(map(str, value))
    return str(value) if rule in SENTENCES else rule
