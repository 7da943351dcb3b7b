"""A number that fills a blank chooses the words that go by it."""

from __future__ import annotations

import pytest

from itakusaki.model.message import CountedText

SENTENCE = "{n} {n:account is|accounts are} shared."


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("1", "1 account is shared."),
        ("0", "0 accounts are shared."),
        ("2", "2 accounts are shared."),
        ("1,001", "1,001 accounts are shared."),
        ("-", "- accounts are shared."),
    ],
)
def test_one_is_told_from_others(number: str, said: str) -> None:
    assert SENTENCE.format_map({"n": CountedText(number)}) == said


def test_a_blank_without_forms_is_the_text() -> None:
    assert "{n} | {n:>3}".format_map({"n": CountedText("1")}) == "1 |   1"
