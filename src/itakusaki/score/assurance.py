"""Assurance: reports and certificates of third parties count for what their scope and period cover."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from itakusaki.catalogue.checklist import Control
from itakusaki.catalogue.names import bare_text
from itakusaki.model.evidence import CheckOutcome, EvidenceFile, FileCheck, FileCheckKind
from itakusaki.model.message import N_, Message, Value
from itakusaki.model.party import Entrustment
from itakusaki.model.record import Record
from itakusaki.score.case_file import CaseFile

#: The columns of the ledger that a scope is held against: of one that it names, it has to name all.
COLUMNS: Final = ("systems", "sites", "work")
MONTHS: Final = 12
PASSED, FAILED, OPEN = CheckOutcome.PASSED, CheckOutcome.FAILED, CheckOutcome.FOR_A_PERSON


def scope_checks(
    case_file: CaseFile, control: Control, file: EvidenceFile, row: Record | None
) -> Iterator[FileCheck]:
    """Whether an assurance report covers this control, this entrustment, this time; else nothing.

    `row` is the file's line of the evidence list, whose kind tells that it is one.
    """
    if row is None or not _is_assurance(case_file, row):
        return
    outcome, text, values = _covered(case_file, control, row)
    says = Message.of(text, **values)
    yield FileCheck(file=file.path, kind=FileCheckKind.SCOPE, outcome=outcome, says=says)


_Found = tuple[CheckOutcome, str, dict[str, Value]]


def _covered(case_file: CaseFile, control: Control, row: Record) -> _Found:
    if row.entries("controls") and control.id not in row.entries("controls"):
        return FAILED, N_("is not handed in for this control"), {}
    scope = bare_text(row.text("scope"))
    if not scope:
        return OPEN, N_("its scope is not stated"), {}
    outside = _outside(case_file.entrustments(), scope)
    if outside is None:
        return FAILED, N_("its scope names no system, site or work of this entrustment"), {}
    if outside:
        return FAILED, N_("its scope leaves out {names}"), {"names": ", ".join(outside)}
    return _in_time(case_file, row)


def _outside(entrustments: tuple[Entrustment, ...], scope: str) -> tuple[str, ...] | None:
    """What a scope leaves out of the columns it speaks of; None where it speaks of none."""
    speaks, left = False, []
    for column in COLUMNS:
        words = [word for one in entrustments for word in _words(one.record, column)]
        out = [word for word in dict.fromkeys(words) if bare_text(word) not in scope]
        if words and len(out) < len(set(words)):
            speaks = True
            left.extend(out)
    return tuple(left) if speaks else None


def _words(record: Record, column: str) -> tuple[str, ...]:
    return tuple(w for w in record.entries(column) or (record.text(column),) if bare_text(w))


def _in_time(case_file: CaseFile, row: Record) -> _Found:
    policy, as_of = case_file.policy, case_file.as_of
    first = row.day("period_from") or row.day("issued_on")
    end = row.day("period_to") or row.day("expires_on")
    if first is None or end is None:
        return OPEN, N_("its period is not stated"), {}
    period: dict[str, Value] = {"first": str(first), "end": str(end)}
    if first > as_of or end < months_before(as_of, policy.record_months):
        return (
            FAILED,
            N_("its period, {first} to {end}, lies outside of the time that counts"),
            period,
        )
    gap = (as_of.year - end.year) * MONTHS + as_of.month - end.month
    if gap > policy.bridge_months:
        text = N_(
            "its period ended on {end}, {gap} months before the as-of date: ask for a letter on the time since (bridge letter)"
        )
        return OPEN, text, {"end": str(end), "gap": gap}
    return PASSED, N_("covers this entrustment from {first} to {end}"), period


def months_before(day: date, months: int) -> date:
    """The first day of the month so many months before a day's."""
    year, month = divmod(day.year * MONTHS + day.month - 1 - months, MONTHS)
    return date(year, month + 1, 1)


def _is_assurance(case_file: CaseFile, row: Record) -> bool:
    kind = bare_text(row.text("kind"))
    return any(bare_text(word) in kind for word in case_file.policy.assurance_kinds)
