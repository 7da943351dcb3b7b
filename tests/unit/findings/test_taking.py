"""A sheet that came back: what the party entered is taken, what both sides changed is a conflict."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itakusaki.findings.taking import Conflicts, taken_in
from itakusaki.model.party import Duty
from itakusaki.model.source import CellRef
from itakusaki.model.tracked import (
    CorrectionPlan,
    FilledRow,
    FilledSheet,
    FindingState,
    TrackedFinding,
)
from itakusaki.tabular.finding_sheet import FIELDS, entry_key
from itakusaki.tabular.hidden_sheet import text_digest
from support.stored import TRACKED

TEXTS = st.sampled_from(["", "手順の不備", "手順を改めた", "2027-01-31"])


def sheet(*rows: tuple[str, str], was: str = "", processor: str = "P01") -> FilledSheet:
    """A sheet with an entry for the cause of each finding; all were written alike."""
    return FilledSheet(
        processor=processor,
        round="2026Q4",
        rows=tuple(
            FilledRow(
                id=id_,
                plan=CorrectionPlan(cause=entered),
                cells={name: CellRef(file="b.xlsx", sheet="S", cell="G7") for name in FIELDS},
            )
            for id_, entered in rows
        ),
        written={entry_key(id_, "cause"): text_digest(was) for id_, _ in rows},
    )


def with_cause(text: str) -> TrackedFinding:
    return replace(TRACKED, plan=CorrectionPlan(cause=text))


@given(was=TEXTS, kept=TEXTS, entered=TEXTS, how=st.sampled_from(Conflicts))
def test_each_cell_is_taken_kept_or_asked_about(
    was: str, kept: str, entered: str, how: Conflicts
) -> None:
    finding = with_cause(kept)
    taken = taken_in((finding,), sheet((finding.id, entered), was=was), how)
    after = taken.changed[0].plan.cause if taken.changed else kept
    if entered in (was, kept):
        assert (after, taken.cells) == (kept, ())
    elif kept == was:
        assert (after, taken.conflicts) == (entered, ())
    else:
        assert len(taken.conflicts) == 1
        assert after == (entered if how is Conflicts.TAKE else kept)


def test_where_it_stops_at_a_conflict_nothing_else_is_taken_either() -> None:
    other = replace(with_cause(""), id="F-P01-002", number=2)
    both = (with_cause("当方で訂正"), other)
    filled = sheet((TRACKED.id, "相手の記入"), (other.id, "相手の記入"))
    assert taken_in(both, filled, Conflicts.STOP).changed == ()
    assert [one.id for one in taken_in(both, filled, Conflicts.SKIP).changed] == [other.id]
    assert len(taken_in(both, filled, Conflicts.TAKE).changed) == 2


@pytest.mark.parametrize("change", [{"processor": "P02"}, {"side": Duty.CLIENT}], ids=str)
def test_a_sheet_speaks_to_the_findings_of_its_party_alone(change: dict[str, str]) -> None:
    finding = replace(TRACKED, **change)
    taken = taken_in((finding,), sheet((finding.id, "x")), Conflicts.TAKE)
    assert (taken.changed, taken.unknown) == ((), (finding.id,))
    own = taken_in((finding,), sheet((finding.id, "x"), processor=""), Conflicts.TAKE)
    assert bool(own.changed) == (finding.side is Duty.CLIENT)


@pytest.mark.parametrize("state", FindingState)
def test_what_is_open_is_answered_by_an_entry(state: FindingState) -> None:
    finding = replace(TRACKED, state=state)
    (after,) = taken_in((finding,), sheet((finding.id, "x")), Conflicts.STOP).changed
    is_open = state in (FindingState.OPEN, FindingState.REOPENED)
    assert after.state is (FindingState.ANSWERED if is_open else state)
