"""Reviews: an auditor's word on single answers, with name, day and reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from itakusaki.intake.approvals import column_words
from itakusaki.intake.cell import UnreadCell
from itakusaki.intake.facts import note_outside_scale
from itakusaki.intake.issues import Notes
from itakusaki.intake.parties import Parties
from itakusaki.intake.recognise import Recognised
from itakusaki.intake.records import read_records
from itakusaki.intake.strangers import note_stranger
from itakusaki.model.answer import AnswerValue, Decision, Review
from itakusaki.model.party import Duty
from itakusaki.model.record import Record

HIGHEST_GRADE = 4
#: The choice by which the sealing of a matter is lifted.
LIFTED = "lifted"
#: What an auditor may find where a difference is confirmed.
MARKS = (AnswerValue.PARTIAL, AnswerValue.NO)


def read_reviews(
    books: Iterable[Recognised], parties: Parties, notes: Notes
) -> tuple[tuple[Review, ...], tuple[Record, ...]]:
    """The reviews of all books, one per answer, and their rows for the gate."""
    latest: dict[tuple[str, Duty, str], Review] = {}
    records: list[Record] = []
    for found in books:
        for record in read_records(found, "review", notes):
            records.append(record)
            review = _review(found, record, parties, notes)
            if review is not None:
                _keep(review, latest, notes)
    return tuple(latest.values()), tuple(records)


def _keep(review: Review, latest: dict[tuple[str, Duty, str], Review], notes: Notes) -> None:
    name = (review.processor, review.side, review.control)
    first = latest.setdefault(name, review)
    if first is review:
        return
    later, earlier = (review, first) if _day(review) >= _day(first) else (first, review)
    latest[name] = later
    notes.add("duplicate_review", earlier.at, control=review.control, processor=review.processor)


def _day(review: Review) -> date:
    return review.reviewed_on or date.min


def _review(found: Recognised, record: Record, parties: Parties, notes: Notes) -> Review | None:
    grade, value = _grade(record, notes), _answer(found, record, notes)
    decision, lifts_seal = record.value("decision"), record.value("sealing") == LIFTED
    if grade is None and value is None and not decision and not lifts_seal:
        return None  # not looked at yet
    processor = parties.by_code(record.text("processor"))
    control = found.reader.items.id_of(record.text("control"))
    side = record.value("side")
    if not processor:
        notes.add("unknown_processor", record.at, processor=record.text("processor") or "-")
        return None
    if not control:
        note_stranger(notes, found.reader.items, record.at, record.text("control"))
        return None
    review = Review(
        processor=processor,
        control=control,
        side=Duty(side) if isinstance(side, str) else parties.ledger.processors[processor].duty,
        grade=grade,
        value=value,
        reviewer=record.text("reviewer"),
        reviewed_on=record.day("reviewed_on"),
        reason=record.text("reason"),
        at=record.at,
        decision=Decision(decision) if isinstance(decision, str) else None,
        looked_at=record.text("looked_at").strip().lower(),
        lifts_seal=lifts_seal,
        evidence_digest=record.text("evidence_digest").strip().lower(),
    )
    if review.decision is Decision.CONFIRMED and value not in MARKS:
        notes.add("decision_without_mark", record.at, control=control, processor=processor)
        return None
    return review if _is_complete(found, review, notes) else None


def _is_complete(found: Recognised, review: Review, notes: Notes) -> bool:
    given = {
        "reviewer": review.reviewer,
        "reviewed_on": review.reviewed_on,
        "reason": review.reason,
    }
    lacking = [name for name, value in given.items() if not value]
    if lacking:
        headings = column_words(found, "review", lacking)
        notes.add("review_incomplete", review.at, missing=headings)
    return not lacking


def _grade(record: Record, notes: Notes) -> int | None:
    number = record.number("grade")
    if number is None:
        return None
    if number.is_integer() and 0 <= number <= HIGHEST_GRADE:
        return int(number)
    at = record.fields["grade"].at
    notes.add("grade_outside", at, id=record.text("control"), grade=record.text("grade")[:20])
    return None


def _answer(found: Recognised, record: Record, notes: Notes) -> AnswerValue | None:
    raw = record.text("answer")
    value = found.reader.spellings.answer(raw)
    if isinstance(value, UnreadCell):
        at = record.fields["answer"].at
        note_outside_scale(notes, at, record.text("control"), value, raw)
        return None
    return None if value is AnswerValue.BLANK else value
