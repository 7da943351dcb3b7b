"""Quick values: frozen, slotted values of which a run makes millions, made and packed in half the time.

A frozen dataclass sets each of its fields by name, past its own refusal to be set, and looks up which it
has whenever it is packed. Here the slots are set themselves: same arguments, same values, still frozen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields
from types import FunctionType
from typing import Any, TypeVar

Value = TypeVar("Value")


def quick(kind: type[Value]) -> type[Value]:
    """The same frozen, slotted, keyword-only dataclass with quicker methods; it has no `__post_init__`.

    They are `__init__`, and the two by which it is packed and unpacked.
    """
    if hasattr(kind, "__post_init__") or not hasattr(kind, "__slots__"):
        raise TypeError(kind)
    given = fields(kind)  # type: ignore[arg-type]
    # The texts are of names of fields alone, as in dataclasses itself.
    for name, text in (
        ("__init__", _init(given)),
        ("__getstate__", _getstate(given)),
        ("__setstate__", _setstate(given)),
    ):
        made: dict[str, Any] = {}
        exec(text, dict(_known(kind, given)), made)  # noqa: S102
        method: FunctionType = made[name]
        old: FunctionType = getattr(kind, name)
        method.__qualname__ = f"{kind.__qualname__}.{name}"
        method.__annotations__ = old.__annotations__
        setattr(kind, name, method)
    return kind


def _init(given: tuple[Field[Any], ...]) -> str:
    parameters = ", ".join(("self", "*", *map(_parameter, given)))
    return f"def __init__({parameters}): {'; '.join(map(_assignment, given))}"


def _getstate(given: tuple[Field[Any], ...]) -> str:
    return f"def __getstate__(self): return [{', '.join(f'self.{one.name}' for one in given)}]"


def _setstate(given: tuple[Field[Any], ...]) -> str:
    """Torn bytes may hold too few values, or too many, which is an error of theirs."""
    names = "".join(f"{one.name}, " for one in given)
    body = "; ".join(f"_set_{one.name}(self, {one.name})" for one in given)
    return f"def __setstate__(self, state): ({names}) = state; {body}"


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
