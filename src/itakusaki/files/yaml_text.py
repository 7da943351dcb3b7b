"""YAML that people fill in: its values as they are written, each with its line; no tags, no aliases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import yaml

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a platform without libyaml: slower, the same result
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

#: How deep lists and mappings may lie in one another; what is filled in takes three.
DEEPEST: Final = 12


class YamlTextError(ValueError):
    """A text is no YAML, or none that is read; `line` counts from 1."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line
        self.problem = problem


@dataclass(frozen=True, slots=True)
class YamlScalar:
    """A value as it is written, "" where none is."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class YamlList:
    """Values in a row."""

    items: tuple[YamlValue, ...]
    line: int


@dataclass(frozen=True, slots=True)
class YamlMap:
    """Named values in their order, a name as often as it is written."""

    items: tuple[tuple[YamlScalar, YamlValue], ...]
    line: int


YamlValue: TypeAlias = YamlScalar | YamlList | YamlMap


def read_yaml_text(text: str) -> YamlValue:
    """The value a text holds; an empty text is an empty mapping.

    Raises:
        YamlTextError: it is no YAML, uses an alias, or lies too deep.
    """
    try:
        _look_over(text)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise YamlTextError(mark.line + 1 if mark else 1, error.problem or "") from error
    except yaml.YAMLError as error:
        raise YamlTextError(1, str(error)) from error
    return YamlMap((), 1) if node is None else _value(node)


def _look_over(text: str) -> None:
    """Refuse what would be dear to take in, event by event, before it is."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise YamlTextError(line, f"alias *{event.anchor}")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise YamlTextError(line, f"more than {DEEPEST} levels")


def _value(node: yaml.Node) -> YamlValue:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return YamlMap(tuple(_pairs(node)), line)
    if isinstance(node, yaml.SequenceNode):
        return YamlList(tuple(map(_value, node.value)), line)
    is_null = node.tag == "tag:yaml.org,2002:null"
    return YamlScalar("" if is_null else str(node.value), line)


def _pairs(node: yaml.MappingNode) -> Iterator[tuple[YamlScalar, YamlValue]]:
    for name, value in node.value:
        line = name.start_mark.line + 1
        yield YamlScalar(str(getattr(name, "value", "")), line), _value(value)
