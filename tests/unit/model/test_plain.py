"""What goes into plain values comes out equal, also through the bytes they are kept as."""

from __future__ import annotations

import json
import types
import typing
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itakusaki.model.assessment import Assessment, ChainNode, Comparison, ControlResult, Score
from itakusaki.model.issue import DataIssue
from itakusaki.model.message import Message
from itakusaki.model.notice import NoticePath
from itakusaki.model.plain import NotOfModelError, from_plain, to_plain
from itakusaki.model.record import Field, Record
from itakusaki.model.retest import TestResult
from itakusaki.model.rounds import DueParty
from itakusaki.model.source import CellRef
from support.assessments import every_rating, judged_on_both_sides
from support.laws import examples

BARE: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=4) | st.sampled_from(["○", "𠮷", "\udc80", "\0", "{day}"]),
    int: st.integers(-(2**60), 2**60),
    float: st.floats(allow_nan=False, allow_infinity=False) | st.integers(0, 9).map(float),
    bool: st.booleans(),
    type(None): st.none(),
    date: st.dates(),
    datetime: st.datetimes(),
    time: st.times(),
}

#: From here on lists are empty, and a union is none of the dataclasses that it may be.
DEEP = 3


def values(hint: Any, depth: int = 0) -> st.SearchStrategy[Any]:
    """Values of a type as the model declares it; deep down, those that end there."""
    if hint in BARE:
        return BARE[hint]
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (typing.Union, types.UnionType):
        flat = [one for one in inner if not is_dataclass(one)] if depth > DEEP else inner
        return st.one_of([values(one, depth) for one in flat])
    if origin is tuple and inner[-1] is not Ellipsis:
        return st.tuples(*(values(one, depth) for one in inner))
    if origin is not None:
        return _several(origin, inner, depth)
    if issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    return _dataclass(hint, depth + 1)


def _several(origin: type, inner: Any, depth: int) -> st.SearchStrategy[Any]:
    if depth > DEEP:
        return st.just(origin() if origin in (tuple, frozenset) else {})
    if origin in (tuple, frozenset):
        return st.lists(values(inner[0], depth), max_size=2).map(origin)
    return st.dictionaries(values(inner[0], depth), values(inner[1], depth), max_size=2)


def _dataclass(kind: Any, depth: int) -> st.SearchStrategy[Any]:
    assert is_dataclass(kind)
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{f.name: values(hints[f.name], depth) for f in fields(kind) if f.init})


KINDS = (
    Comparison, ControlResult, DataIssue, NoticePath, Record, TestResult, DueParty, ChainNode, Score
)  # fmt: skip


def through_bytes(plain: Any) -> Any:
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False)
    return json.loads(text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass"))


@settings(max_examples=examples(40))
@given(st.data())
def test_what_goes_in_comes_out_equal(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    value = data.draw(values(kind))
    back = from_plain(kind, through_bytes(to_plain(value)))
    assert back == value
    assert to_plain(back) == to_plain(value)


def test_a_whole_assessment_comes_out_equal() -> None:
    run = every_rating()
    back = from_plain(Assessment, through_bytes(to_plain(run)))
    assert back == run
    assert [list(one.domains) for one in back.results] == [list(one.domains) for one in run.results]
    both = judged_on_both_sides()
    assert from_plain(type(both), through_bytes(to_plain(both))) == both


def test_values_of_several_types_stay_apart() -> None:
    at = CellRef(file="a.xlsx")
    given = ("2026-12-31", date(2026, 12, 31), True, 1.0, ("a",), (), None, "", '{"date":"x"}')
    for value in given:
        field = Field(value=value, raw="", at=at)
        back = from_plain(Field, through_bytes(to_plain(field)))
        assert (back.value, type(back.value)) == (value, type(value))


@pytest.mark.parametrize(
    ("plain", "says"),
    [
        ({"file": "a", "sheet": "", "cell": "", "page": 3}, "CellRef has no page"),
        ({"sheet": ""}, "CellRef lacks file"),
        ({"file": 3}, "CellRef.file: 3 is no str"),
        ([], "[] is no CellRef"),
    ],
)
def test_what_is_of_another_version_is_named(plain: Any, says: str) -> None:
    with pytest.raises(NotOfModelError, match=says.replace("[", r"\[")):
        from_plain(CellRef, plain)


def test_the_place_of_what_is_wrong_is_named() -> None:
    plain = to_plain(every_rating())
    plain["results"][0]["controls"][1]["verdict"] = "brilliant"
    with pytest.raises(NotOfModelError, match=r"Assessment\.results: ProcessorResult\.controls"):
        from_plain(Assessment, plain)


def test_a_field_that_was_added_since_takes_its_default() -> None:
    assert from_plain(CellRef, {"file": "a"}) == CellRef(file="a")
    assert from_plain(Message, {"text": "x"}) == Message("x")


def test_a_value_that_is_not_what_is_declared_is_refused_on_the_way_in() -> None:
    run = every_rating()
    object.__setattr__(run, "supervision", run.results[0])
    with pytest.raises(TypeError, match="ProcessorResult where Standing is declared"):
        to_plain(run)
