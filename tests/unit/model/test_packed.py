"""Packed values come back equal; bytes that would call anything are refused."""

from __future__ import annotations

import os
import pickle
from datetime import date, datetime
from pathlib import Path

import pytest

from itakusaki.model.errors import NotAWorkspaceError
from itakusaki.model.message import Message, Words
from itakusaki.model.packed import NotPackedError, packed, unpacked
from itakusaki.model.retest import Examination, Hits, MeasuredFigure, TestOutcome, TestResult

WORDS = Words(ja="語", en="word")
RESULT = TestResult(
    processor="P01",
    test="account-overlap",
    rule="X-01",
    title=WORDS,
    outcome=TestOutcome.CONTRADICTION,
    says=WORDS,
    innocent=WORDS,
    next=WORDS,
    figures=(MeasuredFigure(name="days", label=WORDS, value=date(2026, 1, 5)),),
    first_at=datetime(2026, 1, 5, 9, 30),
    hits=Hits(columns=(WORDS,), sample=(("x",),), total=1, days=((date(2026, 1, 5), 1),)),
    lacking=(Message.of("{count} missing", count=3),),
)


class Calls:
    """Pickles as a call of something."""

    def __init__(self, function: object, *given: object) -> None:
        self.call = (function, given)

    def __reduce__(self) -> tuple[object, ...]:
        return self.call


@pytest.mark.parametrize(
    "value", [RESULT, Examination(processor="P01", results=(RESULT, RESULT)), (WORDS, None, 3)]
)
def test_a_value_comes_back_equal(value: object) -> None:
    assert unpacked(packed(value)) == value


@pytest.mark.parametrize(
    ("function", "given"),
    [
        (os.system, ("true",)),
        (eval, ("1",)),
        (getattr, (WORDS, "ja")),
        (Path, ("/",)),
        (packed, (1,)),
        (NotAWorkspaceError, ("x",)),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_bytes_that_would_call_anything_are_refused(
    function: object, given: tuple[object, ...]
) -> None:
    with pytest.raises(NotPackedError):
        unpacked(pickle.dumps(Calls(function, *given)))


def test_a_name_within_a_module_of_ours_is_no_way_out() -> None:
    """Protocol 4 may name parts of parts: `itakusaki.model.packed` `pickle.loads`."""
    stream = b"\x80\x04\x8c\x16itakusaki.model.packed\x8c\x0cpickle.loads\x93."
    with pytest.raises(NotPackedError):
        unpacked(stream)


@pytest.mark.parametrize("left", [0, 1, 10, 200])
def test_torn_bytes_are_refused(left: int) -> None:
    with pytest.raises(NotPackedError):
        unpacked(packed(RESULT)[:left])
