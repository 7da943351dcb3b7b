"""Quick values: frozen, slotted values of which a run makes millions, made in half the time.

A frozen dataclass sets each of its fields by name, past its own refusal to be set. Here the slots are
set themselves: same arguments, same values, still frozen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields
from types import FunctionType
from typing import Any, TypeVar

Value = TypeVar("Value")


def quick(kind: type[Value]) -> type[Value]:
    """The same frozen, slotted, keyword-only dataclass with a quicker `__init__`; it has no `__post_init__`."""
    if hasattr(kind, "__post_init__") or not hasattr(kind, "__slots__"):
        raise TypeError(kind)
    given = fields(kind)  # type: ignore[arg-type]
    parameters = ", ".join(("self", "*", *map(_parameter, given)))
    body = "; ".join(_assignment(field) for field in given)
    made: dict[str, Any] = {}
    # The text is of names of fields alone, as in dataclasses itself.
    exec(f"def __init__({parameters}): {body}", dict(_known(kind, given)), made)  # noqa: S102
    init: FunctionType = made["__init__"]
    old = kind.__init__
    init.__qualname__, init.__annotations__ = old.__qualname__, old.__annotations__
    kind.__init__ = init  # type: ignore[method-assign]
    return kind


def _parameter(field: Field[Any]) -> str:
    if not field.init or not field.kw_only:
        raise TypeError(field.name)
    if field.default is not MISSING:
        return f"{field.name}=_default_{field.name}"
    return field.name if field.default_factory is MISSING else f"{field.name}=_left_out"


def _assignment(field: Field[Any]) -> str:
    value = field.name
    if field.default_factory is not MISSING:
        value = f"_make_{value}() if {value} is _left_out else {value}"
    return f"_set_{field.name}(self, {value})"


def _known(kind: type, given: tuple[Field[Any], ...]) -> Iterator[tuple[str, object]]:
    """What the text of `__init__` speaks of: the slots, and what stands in for what is left out."""
    slots: Mapping[str, Any] = kind.__dict__
    yield "_left_out", MISSING
    for field in given:
        yield f"_set_{field.name}", slots[field.name].__set__
        yield f"_default_{field.name}", field.default
        yield f"_make_{field.name}", field.default_factory
