"""Quick values: as a frozen dataclass makes them, in every respect but the time it takes."""

from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itakusaki.model.answer import Answer, Fact
from itakusaki.model.quick import quick
from itakusaki.model.record import Field, Record
from itakusaki.model.source import CellRef
from itakusaki.tabular import TableRow
from support.laws import examples


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """A value of ours."""

    name: str
    size: int = 3
    parts: Mapping[str, int] = field(default_factory=dict)
    is_so: bool = False


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Quick:
    """The same, made quickly."""

    name: str
    size: int = 3
    parts: Mapping[str, int] = field(default_factory=dict)
    is_so: bool = False


GIVEN = st.fixed_dictionaries(
    {"name": st.text()},
    optional={
        "size": st.integers(),
        "parts": st.dictionaries(st.text(), st.integers()),
        "is_so": st.booleans(),
    },
)


def _values(value: Any) -> list[Any]:
    return [getattr(value, one.name) for one in fields(value)]


@settings(max_examples=examples(50))
@given(GIVEN)
def test_values_are_those_of_the_dataclass(given: dict[str, Any]) -> None:
    quickly = Quick(**given)
    assert _values(quickly) == _values(Usual(**given))
    assert repr(quickly).removeprefix("Quick") == repr(Usual(**given)).removeprefix("Usual")
    assert quickly == Quick(**given)
    assert replace(quickly, size=9) == Quick(**{**given, "size": 9})
    assert pickle.loads(pickle.dumps(quickly)) == quickly  # noqa: S301 - our own
    assert copy.deepcopy(quickly) == quickly


@pytest.mark.parametrize("given", [{}, {"name": "a", "other": 1}])
def test_what_is_not_right_is_refused_alike(given: dict[str, Any]) -> None:
    for kind in (Usual, Quick):
        with pytest.raises(TypeError):
            kind(**given)
        with pytest.raises(TypeError):
            kind("a")


def test_each_has_its_own_default_and_none_can_be_set() -> None:
    assert Quick(name="a").parts is not Quick(name="a").parts
    with pytest.raises(FrozenInstanceError):
        Quick(name="a").name = "b"  # type: ignore[misc]


def test_it_takes_what_a_dataclass_takes() -> None:
    def names(kind: type) -> list[str]:
        return list(inspect.signature(kind).parameters)

    assert names(Quick) == names(Usual)
    assert Quick.__init__.__annotations__ == Usual.__init__.__annotations__


def test_only_frozen_slotted_values_without_more_to_do_are_made_so() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Unslotted:
        name: str

    @dataclass(frozen=True, slots=True)
    class ByPlace:
        name: str

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Doing:
        name: str

        def __post_init__(self) -> None:
            """Do something."""

    for kind in (Unslotted, ByPlace, Doing):
        with pytest.raises(TypeError):
            quick(kind)


@pytest.mark.parametrize("kind", [Answer, CellRef, Fact, Field, Record, TableRow])
def test_those_a_round_has_most_of_are_quick(kind: type) -> None:
    names = [one.name for one in fields(kind)]
    given = {name: object() for name in names}
    assert [getattr(kind(**given), name) for name in names] == list(given.values())
    assert "_set_" + names[0] in kind.__init__.__code__.co_names
