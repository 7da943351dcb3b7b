"""A slice of the fuzz: no traceback, and nothing beyond its bounds; `make fuzz` runs as many as wanted."""

from __future__ import annotations

from hashlib import sha256

import pytest

from fuzz.kinds import KINDS
from fuzz.runs import LONGEST, figures, file_of
from support.laws import examples

pytestmark = pytest.mark.slow  # files of every kind, through the wall

SEED = 20261128


@pytest.mark.parametrize("kind", KINDS)
def test_no_mutated_file_is_anything_but_read_or_refused(kind: str) -> None:
    found = figures((kind,), SEED, range(examples(6)))[kind]
    assert not found.faults
    assert found.tried == found.plain + found.with_issues
    assert found.slowest < LONGEST
    assert found.with_issues, "no mutated file made a difference"


def test_a_file_is_told_by_its_kind_seed_and_number() -> None:
    def digest(number: int) -> str:
        return sha256(file_of("csv", SEED, number)).hexdigest()

    assert digest(3) == digest(3)
    assert len({digest(number) for number in range(20)}) == 20
