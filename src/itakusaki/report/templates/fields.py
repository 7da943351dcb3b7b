"""Fields of views: what a template may write behind the dot, by the types of the view's classes."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def without_none(kind: Any) -> Any:  # noqa: ANN401 - a type
    """A type that may be None, without that; Any where several are left."""
    if get_origin(kind) not in {Union, types.UnionType}:
        return kind
    left = [one for one in get_args(kind) if one is not type(None)]
    return left[0] if len(left) == 1 else Any


@cache
def fields_of(view: type) -> Mapping[str, Any]:
    """The fields of a view with their types, in order."""
    hints = get_type_hints(view)
    return {field.name: hints[field.name] for field in fields(view)}


def field_type(kind: Any, name: str) -> tuple[bool, Any]:  # noqa: ANN401 - types
    """Whether a value of a type has a field, and of which type that is; Any where it cannot be told."""
    kind = without_none(kind)
    if not isinstance(kind, type) or not is_dataclass(kind):
        plain = get_origin(kind) or kind
        is_told = isinstance(plain, type) and plain in {str, int, bool, float, tuple}
        return (hasattr(plain, name) if is_told else True), Any
    known = fields_of(kind)
    if name in known:
        return True, known[name]
    return (not name.startswith("_") and hasattr(kind, name)), Any


def element_type(kind: Any) -> Any:  # noqa: ANN401 - types
    """The type of what a loop over a value gives; Any where it cannot be told."""
    kind = without_none(kind)
    if get_origin(kind) is tuple:
        given = [one for one in get_args(kind) if one is not Ellipsis]
        return given[0] if len(set(given)) == 1 else Any
    return Any


def views_under(kind: Any) -> Iterator[type]:  # noqa: ANN401 - a type
    """The views a type leads to, each once, itself first."""
    seen: dict[type, None] = {}
    waiting = [kind]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, type) and is_dataclass(one):
            if one not in seen:
                seen[one] = None
                waiting.extend(fields_of(one).values())
        else:
            waiting.extend(inner for inner in get_args(one) if inner is not Ellipsis)
    yield from seen
