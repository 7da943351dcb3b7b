"""What is made in bulk is what its own call would have made."""

from __future__ import annotations

import copy
from dataclasses import FrozenInstanceError, astuple, dataclass, fields

import pytest

from itakusaki.model.bulk import bulk_maker
from itakusaki.model.evidence import EvidenceState
from itakusaki.model.rounds import EvidenceLine
from itakusaki.model.source import CellRef


@dataclass(frozen=True, slots=True)
class Counted:
    many: int
    more: int = 2

    def __post_init__(self) -> None:
        object.__setattr__(self, "more", self.many + 1)


@dataclass(frozen=True)
class Loose:
    many: int


def test_it_is_the_same_value_of_the_same_class() -> None:
    values = ("TEC-01", "evidence/2026Q4/P01/a.csv", "ab" * 32, 3)
    own = EvidenceLine(**dict(zip((f.name for f in fields(EvidenceLine)), values, strict=True)))
    made = bulk_maker(EvidenceLine)(*values)
    assert (type(made), made, hash(made), repr(made)) == (EvidenceLine, own, hash(own), repr(own))
    assert astuple(copy.deepcopy(made)) == values
    with pytest.raises(FrozenInstanceError):
        made.grade = 4  # type: ignore[misc]


def test_every_field_is_given_also_one_with_a_default() -> None:
    made = bulk_maker(CellRef)
    assert len(fields(CellRef)) == 3
    assert made("a.xlsx", "", "") == CellRef(file="a.xlsx")
    with pytest.raises(TypeError):
        made("a.xlsx")


@pytest.mark.parametrize("kind", [Counted, Loose, EvidenceState])
def test_a_class_that_does_more_than_take_its_fields_is_refused(kind: type) -> None:
    with pytest.raises(TypeError, match=kind.__name__):
        bulk_maker(kind)
