"""Plain values: what the model holds as JSON values, and back; what goes in comes out equal.

Fields are written by name, all of them. One that is absent takes its default, so that a value written
before a field was added is still read; a name that the model does not know is refused, never dropped.
Where a field may hold several types, what is no text, number or list bears its type's name.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, Final, TypeAlias, TypeVar, cast, get_args, get_origin

#: What JSON can hold: texts, numbers, yes and no, nothing, lists, and objects by name.
Plain: TypeAlias = Any
Made = TypeVar("Made")

_MOMENTS: Final = (datetime, date, time)
_BARE: Final = (str, int, float, bool, type(None))


class NotOfModelError(ValueError):
    """A plain value is none of the model, or one of another version of it; the text says where."""


@dataclass(frozen=True, slots=True)
class _Codec:
    """How values of one type become plain, and back; what is `exact`ly of a type is itself both ways."""

    plain: Callable[[Any], Plain]
    value: Callable[[Plain], Any]
    exact: type | None = None


def to_plain(value: object) -> Plain:
    """A frozen dataclass of the model as plain values."""
    hint: Any = type(value)
    return _codec(hint).plain(value)


def from_plain(kind: type[Made], plain: Plain) -> Made:
    """The value of a dataclass that plain values stand for.

    Raises:
        NotOfModelError: a name is unknown or missing, or a value of another type.
    """
    hint: Any = kind
    return cast("Made", _codec(hint).value(plain))


@cache
def _codec(hint: Any) -> _Codec:  # noqa: ANN401 - a type as annotations have it
    origin = get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _of_union(get_args(hint))
    if origin is not None:
        return _of_many(origin, get_args(hint))
    if is_dataclass(hint):
        return _of_dataclass(cast("type", hint))
    if issubclass(hint, Enum):
        return _Codec(lambda value: value.value, _member(hint))
    if hint in _MOMENTS:
        return _Codec(lambda value: value.isoformat(), _checked(hint, hint.fromisoformat))
    if hint in _BARE:
        return _Codec(lambda value: value, _bare(hint), hint)
    raise TypeError(f"no plain form of {hint}")


def _checked(hint: type, make: Callable[[Plain], Any]) -> Callable[[Plain], Any]:
    """What makes a value of a text; anything else is refused."""

    def value(plain: Plain) -> Any:  # noqa: ANN401 - of the type asked for
        try:
            return make(plain)
        except (ValueError, TypeError) as error:
            raise NotOfModelError(f"{plain!r} is no {hint.__name__}") from error

    return value


def _member(hint: type[Enum]) -> Callable[[Plain], Any]:
    """What finds a member by its value: an enum's own call is dear where there are many."""
    members = {member.value: member for member in hint}

    def value(plain: Plain) -> Any:  # noqa: ANN401 - of the type asked for
        try:
            return members[plain]
        except (KeyError, TypeError) as error:
            raise NotOfModelError(f"{plain!r} is no {hint.__name__}") from error

    return value


def _bare(hint: type) -> Callable[[Plain], Any]:
    """A number that may have a fraction may also be written without one."""
    wanted = (float, int) if hint is float else (hint,)

    def value(plain: Plain) -> Any:  # noqa: ANN401 - of the type asked for
        if isinstance(plain, wanted) and (hint is bool or not isinstance(plain, bool)):
            return plain
        raise NotOfModelError(f"{plain!r} is no {hint.__name__}")

    return value


def _of_dataclass(kind: type) -> _Codec:
    hints = typing.get_type_hints(kind)
    known: dict[str, Field[Any]] = {field.name: field for field in fields(kind) if field.init}
    needed = {
        name
        for name, field in known.items()
        if field.default is MISSING and field.default_factory is MISSING
    }
    makers: dict[str, _Codec] = {}
    exact: dict[str, type | None] = {}
    value: dict[str, Callable[[Plain], Any]] = {}

    def plain(value: object) -> Plain:
        if type(value) is not kind:
            raise TypeError(f"{type(value).__name__} where {kind.__name__} is declared")
        return {name: _codec(hints[name]).plain(getattr(value, name)) for name in known}

    def made(plain: Plain) -> object:
        if not makers:  # not before: a type may hold itself
            makers.update({name: _codec(hints[name]) for name in known})
            exact.update({name: codec.exact for name, codec in makers.items()})
            value.update({name: codec.value for name, codec in makers.items()})
        try:
            return kind(
                **{
                    name: one if type(one) is exact[name] else value[name](one)
                    for name, one in plain.items()
                }
            )
        except (NotOfModelError, AttributeError, KeyError, TypeError):
            _refuse(kind, makers, needed, plain)
            raise

    return _Codec(plain, made)


def _refuse(
    kind: type, makers: Mapping[str, _Codec], needed: AbstractSet[str], plain: Plain
) -> None:
    """Say what keeps plain values from being one of a dataclass; looked for only once it is none."""
    if not isinstance(plain, dict):
        raise NotOfModelError(f"{plain!r} is no {kind.__name__}")
    if not plain.keys() <= makers.keys():
        raise NotOfModelError(f"{kind.__name__} has no {min(plain.keys() - makers.keys())}")
    if not needed <= plain.keys():
        raise NotOfModelError(f"{kind.__name__} lacks {min(needed - plain.keys())}")
    for name, one in plain.items():
        try:
            makers[name].value(one)
        except NotOfModelError as error:
            raise NotOfModelError(f"{kind.__name__}.{name}: {error}") from error


def _of_many(origin: type, hints: tuple[Any, ...]) -> _Codec:
    if issubclass(origin, Mapping):
        return _of_mapping(_of_places([_codec(hint) for hint in hints]))
    if origin is frozenset:
        one = _codec(hints[0])
        return _Codec(
            lambda value: sorted(one.plain(entry) for entry in value),
            lambda plain: frozenset(one.value(entry) for entry in _list(plain)),
        )
    if hints[-1] is Ellipsis:
        one = _codec(hints[0])
        return _Codec(
            lambda value: [one.plain(entry) for entry in value],
            lambda plain: tuple([one.value(entry) for entry in _list(plain)]),
        )
    return _of_places([_codec(hint) for hint in hints])


def _of_mapping(pair: _Codec) -> _Codec:
    """A list of pairs: in JSON an object has no order, and a report goes by it."""
    return _Codec(
        lambda value: [pair.plain(entry) for entry in value.items()],
        lambda plain: dict([pair.value(entry) for entry in _list(plain)]),
    )


def _of_places(codecs: list[_Codec]) -> _Codec:
    def value(plain: Plain) -> tuple[Any, ...]:
        given = _list(plain)
        if len(given) != len(codecs):
            raise NotOfModelError(f"{len(given)} values where {len(codecs)} belong")
        return tuple(
            [
                one if type(one) is codec.exact else codec.value(one)
                for codec, one in zip(codecs, given, strict=True)
            ]
        )

    return _Codec(
        lambda value: [codec.plain(one) for codec, one in zip(codecs, value, strict=True)], value
    )


def _list(plain: Plain) -> list[Plain]:
    if not isinstance(plain, list):
        raise NotOfModelError(f"{plain!r} is no list")
    return plain


def _of_union(hints: tuple[Any, ...]) -> _Codec:
    members = [hint for hint in hints if hint is not type(None)]
    if len(members) == 1:
        return _of_optional(_codec(members[0]))
    named = {hint.__name__: hint for hint in members if hint not in _BARE and not get_origin(hint)}
    lists = next((hint for hint in members if get_origin(hint) is tuple), None)

    def plain(value: object) -> Plain:
        if isinstance(value, tuple):
            return _codec(lists).plain(value)
        name = type(value).__name__
        return {name: _codec(named[name]).plain(value)} if name in named else value

    def made(plain: Plain) -> object:
        if isinstance(plain, _BARE):
            return plain
        if isinstance(plain, list) and lists is not None:
            return _codec(lists).value(plain)
        if isinstance(plain, dict) and len(plain) == 1 and (name := next(iter(plain))) in named:
            return _codec(named[name]).value(plain[name])
        raise NotOfModelError(f"{plain!r} is none of {', '.join(map(str, hints))}")

    return _Codec(plain, made)


def _of_optional(codec: _Codec) -> _Codec:
    return _Codec(
        lambda value: None if value is None else codec.plain(value),
        lambda plain: None if plain is None else codec.value(plain),
        codec.exact,
    )
