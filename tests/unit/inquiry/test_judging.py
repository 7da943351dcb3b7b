"""How far one can rely on an answer: what is taken away never helps, and order never matters."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itakusaki.inquiry.judge import judge
from itakusaki.model.inquiry import InquiryAnswer, InquiryOpinion, PointOutcome, Reliance
from itakusaki.model.record import Scalar
from support.inquiries import (
    REGISTERS,
    RULES,
    SOUND,
    TO_AUTHORITY,
    UNSOUND,
    Cell,
    cells,
    outcomes,
    rank,
    read,
    with_cell,
    with_field,
    with_rows,
    without_file,
    without_row,
)
from support.laws import examples

SAMPLES = (SOUND, UNSOUND, TO_AUTHORITY, REGISTERS)
#: What proves, shows what was looked at, or records an escalation.
PROOFS = {
    "sources": ("looked_at", "reason_not", "held_from", "held_to", "looked_from", "looked_to"),
    "extractions": ("extractor", "query", "time_zone", "raw", "file", "sha256", "lines", "witness"),
    "escalation": ("told_on", "record"),
    "statements": ("proof_kind", "proof", "verifier", "holds_from", "holds_to"),
    "earlier": ("re_examined_on", "re_examined_by", "other_person", "result"),
    "causes": ("found_by", "proof", "measure", "due_on"),
    "items": ("state", "where"),
    "receipts": ("provider", "history", "history_shown", "doubt_cleared", "record_on", "kept_until"),
    "provisions": (
        "ground", "ground_paper", "source_way", "source", "purpose_checked", "existence_checked",
        "record_on", "kept_until",
    ),
    "deletions": ("result", "remains"),
    "payments": ("belongs_to",),
}  # fmt: skip
ROWS = (
    "sources", "extractions", "escalation", "statements", "earlier", "causes",
    "receipts", "provisions", "deletions", "payments",
)  # fmt: skip
COVER = ("approver", "approved_on", "compared", "period_from", "sources_existing", "conclusion")


def opinion(answer: InquiryAnswer) -> InquiryOpinion:
    return judge(answer, RULES.provisions if "receipts" in answer.tables else RULES.inquiry)


def proofs(answer: InquiryAnswer) -> list[Cell]:
    return [cell for cell in cells(answer) if cell[2] in PROOFS.get(cell[0], ())]


@st.composite
def damaged(draw: st.DrawFn) -> InquiryAnswer:
    """One of the sample's answers, with cells changed or gone; numbers still count the rows."""
    answer = read(draw(st.sampled_from(SAMPLES)))
    for cell in draw(st.lists(st.sampled_from(sorted(cells(answer))), max_size=6, unique=True)):
        answer = with_cell(answer, cell, draw(_other(answer, cell)))
    return answer


def _other(answer: InquiryAnswer, cell: Cell) -> st.SearchStrategy[Scalar]:
    table, number, name = cell
    value = answer.tables[table][number].value(name)
    match value:
        case bool():
            return st.sampled_from((True, False, None))
        case date():
            return st.none() | st.dates(date(2015, 1, 1), date(2027, 1, 1))
        case float():
            return st.sampled_from((None, value, value + 1))
        case _:
            return st.sampled_from((None, value))


@given(damaged(), st.data())
@settings(max_examples=examples(150), deadline=None)
def test_taking_away_a_proof_never_improves_the_opinion(
    answer: InquiryAnswer, data: st.DataObject
) -> None:
    cell = data.draw(st.sampled_from(proofs(answer)))
    assert rank(opinion(with_cell(answer, cell, None))) >= rank(opinion(answer))


@given(damaged(), st.data())
@settings(max_examples=examples(100), deadline=None)
def test_taking_away_a_row_never_improves_the_opinion(
    answer: InquiryAnswer, data: st.DataObject
) -> None:
    rows = [(table, n) for table in ROWS for n in range(len(answer.tables.get(table, ())))]
    table, number = data.draw(st.sampled_from(rows))
    assert rank(opinion(without_row(answer, table, number))) >= rank(opinion(answer))


@given(damaged(), st.data())
@settings(max_examples=examples(60), deadline=None)
def test_taking_away_a_file_or_a_field_never_improves_the_opinion(
    answer: InquiryAnswer, data: st.DataObject
) -> None:
    for name in sorted(answer.files):
        assert rank(opinion(without_file(answer, name))) >= rank(opinion(answer))
    field = data.draw(st.sampled_from(COVER))
    assert rank(opinion(with_field(answer, field, None))) >= rank(opinion(answer))


@given(damaged(), st.data())
@settings(max_examples=examples(60), deadline=None)
def test_the_order_of_rows_never_matters(answer: InquiryAnswer, data: st.DataObject) -> None:
    turned = answer
    for table, rows in answer.tables.items():
        turned = with_rows(turned, table, tuple(data.draw(st.permutations(rows))))
    assert outcomes(opinion(turned)) == outcomes(opinion(answer))
    assert opinion(turned).reliance is opinion(answer).reliance


@pytest.mark.parametrize("kind", ["client", "authority"])
def test_an_empty_answer_is_not_stated_and_nothing_of_it_is_called_lacking(kind: str) -> None:
    answer = with_field(read(SOUND), "kind", kind)
    for table in answer.tables:
        answer = with_rows(answer, table, ())
    for name in list(answer.cover):
        if name != "kind":
            answer = with_field(answer, name, None)
    found = opinion(answer)
    silent = {PointOutcome.NOT_STATED, PointOutcome.NOT_APPLICABLE, PointOutcome.PARTLY}
    assert set(outcomes(found).values()) <= silent
    assert (found.reliance, found.ground) == (Reliance.NOT_RELIABLE, PointOutcome.NOT_STATED)


ONE_STEP = (
    ("statements", "proof", None, "IQ-14", PointOutcome.PARTLY),
    ("statements", "proof_kind", "word", "IQ-14", PointOutcome.PARTLY),
    ("statements", "holds_from", date(2026, 10, 1), "IQ-15", PointOutcome.PARTLY),
    ("statements", "agrees", False, "IQ-16", PointOutcome.DIFFERS),
    ("sources", "looked_at", False, "IQ-04", PointOutcome.PARTLY),
    ("sources", "held_from", date(2026, 5, 1), "IQ-05", PointOutcome.PARTLY),
    ("extractions", "raw", False, "IQ-07", PointOutcome.PARTLY),
    ("extractions", "sha256", "0" * 64, "IQ-08", PointOutcome.DIFFERS),
    ("extractions", "lines", 3.0, "IQ-08", PointOutcome.DIFFERS),
    ("extractions", "no", "E9", "IQ-09", PointOutcome.DIFFERS),
    ("investigators", "has_account", True, "IQ-11", PointOutcome.PARTLY),
    ("escalation", "told_on", date(2026, 10, 29), "IQ-13", PointOutcome.PARTLY),
    ("earlier", "other_person", False, "IQ-17", PointOutcome.LACKING),
    ("earlier", "re_examined_on", date(2026, 10, 1), "IQ-17", PointOutcome.LACKING),
    ("items", "state", "open", "IQ-22", PointOutcome.PARTLY),
)


@pytest.mark.parametrize(("table", "column", "value", "point", "outcome"), ONE_STEP)
def test_one_step_from_sound_is_told_at_its_point(
    table: str, column: str, value: Scalar, point: str, outcome: PointOutcome
) -> None:
    found = opinion(with_cell(read(SOUND), (table, 0, column), value))
    assert outcomes(found)[point] is outcome
    remarks = next(one.remarks for one in found.points if one.criterion == point)
    assert remarks
    assert found.reliance is not Reliance.RELIABLE


ON_COVER = (
    ("sources_existing", 9.0, "IQ-02", PointOutcome.LACKING),
    ("sources_existing", 7.0, "IQ-02", PointOutcome.DIFFERS),
    ("sources_existing", None, "IQ-02", PointOutcome.NOT_STATED),
    ("compared", False, "IQ-20", PointOutcome.PARTLY),
    ("approved_on", date(2026, 10, 29), "IQ-20", PointOutcome.PARTLY),
    ("answered_on", date(2026, 10, 31), "IQ-21", PointOutcome.LACKING),
    ("has_parent", None, "IQ-13", PointOutcome.PARTLY),
    ("corrects", True, "IQ-19", PointOutcome.NOT_STATED),
    ("kind", "authority", "IQ-19", PointOutcome.NOT_STATED),
)


@pytest.mark.parametrize(("field", "value", "point", "outcome"), ON_COVER)
def test_one_step_on_the_cover_is_told_at_its_point(
    field: str, value: Scalar, point: str, outcome: PointOutcome
) -> None:
    assert outcomes(opinion(with_field(read(SOUND), field, value)))[point] is outcome


def test_before_sending_nothing_is_late_until_the_day_is_past() -> None:
    before = with_field(read(SOUND), "answered_on", None)
    on_the_day = with_field(before, "judged_on", date(2026, 10, 30))
    past = with_field(before, "judged_on", date(2026, 10, 31))
    assert outcomes(opinion(on_the_day))["IQ-21"] is PointOutcome.NOT_APPLICABLE
    assert opinion(on_the_day).reliance is Reliance.RELIABLE
    assert outcomes(opinion(past))["IQ-21"] is PointOutcome.LACKING


def test_the_same_person_extracting_twice_is_no_second_extraction() -> None:
    first = read(SOUND).tables["extractions"][0].text("extractor")
    found = opinion(with_cell(read(SOUND), ("extractions", 1, "extractor"), first))
    assert outcomes(found)["IQ-09"] is PointOutcome.LACKING


def test_a_period_not_reached_is_told_apart_by_whether_the_answer_says_so() -> None:
    answer = read(SOUND)
    for number, row in enumerate(answer.tables["sources"]):
        if row.day("held_from"):
            answer = with_cell(answer, ("sources", number, "held_from"), date(2026, 5, 1))
    told = {True: PointOutcome.PARTLY, False: PointOutcome.LACKING, None: PointOutcome.NOT_STATED}
    for said, outcome in told.items():
        assert outcomes(opinion(with_field(answer, "gap_told", said)))["IQ-05"] is outcome


@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        ({}, PointOutcome.SHOWN),  # 2026-07-20 to 2029-07-19: three years, the first day counted
        ({"kept_until": date(2029, 7, 18)}, PointOutcome.PARTLY),
        ({"record_way": "batch", "last_on": date(2027, 1, 1)}, PointOutcome.PARTLY),
        ({"record_way": "batch", "last_on": date(2026, 7, 20)}, PointOutcome.SHOWN),
        ({"record_way": "contract", "kept_until": date(2027, 7, 19)}, PointOutcome.SHOWN),
        ({"record_way": "contract", "kept_until": date(2027, 7, 18)}, PointOutcome.PARTLY),
        ({"kept_until": None}, PointOutcome.SHOWN),  # what PV-04 names
        ({"record_on": date(2024, 2, 29), "kept_until": date(2027, 2, 28)}, PointOutcome.SHOWN),
        ({"record_on": date(2024, 2, 29), "kept_until": date(2027, 2, 27)}, PointOutcome.PARTLY),
    ],
)
def test_a_record_is_kept_as_long_as_its_way_of_making_asks(
    cells: dict[str, Scalar], outcome: PointOutcome
) -> None:
    answer = read(REGISTERS)
    for name, value in cells.items():
        answer = with_cell(answer, ("provisions", 0, name), value)
    assert outcomes(judge(answer, RULES.provisions))["PV-16"] is outcome
