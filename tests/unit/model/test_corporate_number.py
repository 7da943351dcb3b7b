"""A corporate number has thirteen digits, the first of which is worked out from the others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itakusaki.model.corporate_number import is_valid


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("9234567890123", True),
        ("5000000000012", True),
        ("1234567890123", False),
        ("923456789012", False),
        ("92345678901234", False),
        ("９２３４５６７８９０１２３", False),
        ("", False),
        ("T9234567890123", False),
    ],
)
def test_only_the_right_first_digit_will_do(number: str, *, valid: bool) -> None:
    assert is_valid(number) is valid


@given(st.text("0123456789", min_size=12, max_size=12))
def test_of_all_first_digits_exactly_one_is_right(rest: str) -> None:
    right = [first for first in "0123456789" if is_valid(first + rest)]

    assert len(right) == 1
    assert right != ["0"]
