"""The shipped depths: every knock-out, and about as many questions as one can answer in half a day."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from itakusaki.catalogue.checklist import Control
from itakusaki.catalogue.loader import read_catalogue
from itakusaki.forms.selection import Extent, sections
from itakusaki.model.depth import Depth
from itakusaki.model.party import Duty
from itakusaki.settings import data_folder
from support.cases import catalogue

CHECKLIST = catalogue().checklist


def asked(depth: Depth, flags: frozenset[str], kind: Duty = Duty.PROCESSOR) -> Sequence[Control]:
    found = sections(CHECKLIST, kind, flags, extent=Extent(depth=depth))
    return [control for section in found for control in section.controls]


def figures(controls: Sequence[Control]) -> int:
    """How many facts are asked beside the points of questions."""
    return sum(not fact.point for control in controls for fact in control.facts)


@pytest.mark.parametrize(
    ("depth", "questions", "facts"),
    [(Depth.SHORT, range(15, 21), range(5, 16)), (Depth.STANDARD, range(36, 46), range(40, 56))],
)
def test_a_depth_asks_about_so_much(depth: Depth, questions: range, facts: range) -> None:
    found = asked(depth, frozenset())
    assert len(found) in questions
    assert figures(found) in facts


@pytest.mark.parametrize("kind", [Duty.PROCESSOR, Duty.SUB_PROCESSOR])
@pytest.mark.parametrize("flags", [frozenset(), frozenset({"mynumber", "prov", "cloud"})])
@pytest.mark.parametrize("depth", Depth)
def test_every_depth_asks_every_knock_out_that_applies(
    depth: Depth, flags: frozenset[str], kind: Duty
) -> None:
    owed = {c.id for c in CHECKLIST.asked_of(kind, flags) if c.knock_out}
    assert owed <= {control.id for control in asked(depth, flags, kind)}


def test_each_depth_holds_the_shallower_one() -> None:
    every = frozenset({"mynumber", "prov", "cloud", "abroad", "dispatch", "public"})
    short, standard, full = ({c.id for c in asked(depth, every)} for depth in Depth)
    assert short < standard < full


def test_a_short_form_is_meant_for_half_a_day() -> None:
    found = asked(Depth.SHORT, frozenset())
    minutes = CHECKLIST.depths.minutes(len(found), figures(found))
    assert 60 <= minutes <= 240


def test_names_of_ones_own_that_stand_for_nothing_are_refused(tmp_path: Path) -> None:
    own = "depths:\n  - {id: short, controls: [TEC-99]}\nmoving: {facts: [TEC-02.nothing]}\n"
    (tmp_path / "depths.yaml").write_text(own, encoding="utf-8")
    found, mistakes = read_catalogue(data_folder("checklists"), tmp_path)
    assert found is None
    assert {str(dict(m.says.values).get("name")) for m in mistakes} == {"TEC-99", "TEC-02.nothing"}
