"""A promise is kept when it was done in time, shown, and confirmed by another; the case's own course."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itakusaki.findings.commitments import commitment_causes, commitment_cleared, commitments
from itakusaki.model.commitment import DONE, Commitment, CommitmentState
from itakusaki.model.party import Duty
from itakusaki.model.record import Field, Record, Scalar
from itakusaki.model.source import CellRef

AT = CellRef(file="contracts/promises.xlsx", sheet="約束した改善策", cell="A4")
DAY = date(2024, 4, 1)
STATE = CommitmentState


def row(table: str, **values: Scalar) -> Record:
    fields = {
        name: Field(
            value=value, raw="、".join(value) if isinstance(value, tuple) else str(value), at=AT
        )
        for name, value in values.items()
        if value is not None
    }
    return Record(table=table, at=AT, fields=fields)


def promise(**values: Scalar) -> Record:
    whole: dict[str, Scalar] = {
        "number": "Y-1",
        "made_to": "regulator",
        "promise": "書き出しの遮断",
        "owner": "情報システム部",
        "due": date(2024, 3, 31),
    }
    return row("promises", **{**whole, **values})


def order(**values: Scalar) -> Record:
    whole: dict[str, Scalar] = {
        "number": "M-1",
        "order_kind": "report",
        "article": "法第146条第1項",
        "since": date(2023, 10, 20),
        "items": ("事実関係", "再発防止策"),
        "due": date(2023, 11, 10),
    }
    return row("orders", **{**whole, **values})


def judged(record: Record, on: date = DAY) -> Commitment:
    (found,) = commitments([record], on)
    return found


DONE_WELL: dict[str, Scalar] = {
    "done_on": date(2024, 3, 20),
    "proof": ("設定.pdf",),
    "checked_by": "監査部",
    "checked_on": date(2024, 3, 25),
}


@pytest.mark.parametrize(
    ("values", "state"),
    [
        (DONE_WELL, STATE.KEPT),
        ({}, STATE.OVERDUE),
        ({"due": date(2024, 4, 1)}, STATE.PENDING),
        ({"due": None}, STATE.UNDATED),
        ({**DONE_WELL, "due": date(2024, 3, 19)}, STATE.LATE),
        ({**DONE_WELL, "proof": ()}, STATE.UNPROVEN),
        ({**DONE_WELL, "checked_by": None}, STATE.UNPROVEN),
        ({**DONE_WELL, "checked_on": None}, STATE.UNPROVEN),
        ({**DONE_WELL, "checked_by": "情報システム部 "}, STATE.UNPROVEN),
        ({**DONE_WELL, "checked_by": "情報ｼｽﾃﾑ部"}, STATE.UNPROVEN),
    ],
)
def test_a_promise_stands_by_its_day_its_proof_and_who_confirmed_it(
    values: dict[str, Scalar], state: CommitmentState
) -> None:
    assert judged(promise(**values)).state is state


def test_the_course_of_the_case() -> None:
    """Asked on 10-20, answered on 11-10; recommended on 01-24, reports of 02-29 and 03-29."""
    answered: dict[str, Scalar] = {"answered_on": date(2023, 11, 10), "proof": ("回答.pdf",)}
    recommended: dict[str, Scalar] = {
        "number": "M-2",
        "order_kind": "recommendation",
        "article": "法第148条第1項",
        "since": date(2024, 1, 24),
        "due": date(2024, 2, 29),
        "follow_up_due": date(2024, 3, 29),
    }
    report: dict[str, Scalar] = {"answered_on": date(2024, 2, 29), "proof": ("報告.pdf",)}
    told = [
        (judged(order(), date(2023, 11, 1)).state, STATE.PENDING),
        (judged(order(), date(2023, 11, 11)).state, STATE.OVERDUE),
        (judged(order(**answered)).state, STATE.KEPT),
        (judged(order(**recommended), date(2024, 2, 1)).state, STATE.PENDING),
        (judged(order(**recommended, **report), date(2024, 3, 1)).state, STATE.PENDING),
        (judged(order(**recommended, **report), date(2024, 3, 30)).state, STATE.OVERDUE),
        (judged(order(**recommended, **report, follow_up_on=date(2024, 3, 29))).state, STATE.KEPT),
    ]
    assert [found for found, _ in told] == [wanted for _, wanted in told]


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"answered_items": ("事実関係",)}, STATE.INCOMPLETE),
        ({"answered_items": ("再発防止策", "事実関係")}, STATE.KEPT),
        ({"accepted": False}, STATE.INCOMPLETE),
        ({"accepted": True}, STATE.KEPT),
        ({"proof": ()}, STATE.UNPROVEN),
        ({"due": date(2023, 11, 9)}, STATE.LATE),
    ],
)
def test_an_answer_to_an_authority_is_whole_shown_and_in_time(
    values: dict[str, Scalar], state: CommitmentState
) -> None:
    given: dict[str, Scalar] = {"answered_on": date(2023, 11, 10), "proof": ("回答.pdf",)}
    found = judged(order(**{**given, **values}))
    assert found.state is state
    assert bool(found.says) is (state is not STATE.KEPT)


DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2024, 12, 31))


@given(due=st.none() | DAYS, done=st.none() | DAYS, on=DAYS, later=st.integers(0, 400))
def test_time_alone_mends_nothing(
    due: date | None, done: date | None, on: date, later: int
) -> None:
    record = promise(**{**DONE_WELL, "due": due, "done_on": done})
    now, then = judged(record, on), judged(record, on + timedelta(days=later))
    if done is None:
        assert now.state not in DONE
        assert list(STATE).index(then.state) <= list(STATE).index(now.state)
    if now.state in DONE:
        assert then.state is now.state


def test_what_is_waited_for_is_a_finding_of_whoever_promised_it() -> None:
    own, theirs, kept = promise(), promise(number="Y-2", processor="P01"), promise(**DONE_WELL)
    found = [judged(own), judged(theirs)]
    causes = list(commitment_causes(found))
    assert [(one.processor, one.side) for one in causes] == [
        ("", Duty.CLIENT),
        ("P01", Duty.PROCESSOR),
    ]
    assert all(one.due == date(2024, 3, 31) and one.owner == "情報システム部" for one in causes)
    assert causes[0].for_party == ()
    assert list(commitment_causes([judged(kept)])) == []
    assert [key for key, _ in commitment_cleared([judged(kept)])] == [causes[0].key]
