"""Who is due in a round: by risk tier and cycle, by plan, by open knock-outs, on site for public bodies."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from itakusaki.catalogue.depths import months_after
from itakusaki.findings.due import LastLook, due_parties
from itakusaki.language import translator_for
from itakusaki.model.message import Words
from itakusaki.model.party import Entrustment, Ledger, Processor
from itakusaki.model.record import Scalar
from itakusaki.model.rounds import DueParty
from itakusaki.wiring import shipped_rules
from support.assessments import at, record

RULES = shipped_rules().rounds
ROUND = (date(2027, 1, 1), date(2027, 3, 31))
FLAGS = {"mynumber": Words(ja="特定個人情報", en="My Number")}


def party(code: str = "P01", *, flags: str = "", parent: str = "", **row: Scalar) -> Processor:
    where = at("contracts/ledger.xlsx", "A5")
    found = frozenset(flags.split())
    entrustment = Entrustment(
        contract=f"K-{code}",
        processor=code,
        name="青葉",
        corporate_number="",
        tier=2 if parent else 1,
        parent=parent,
        flags=found,
        record=record("ledger", where, **row),
    )
    return Processor(
        id=code,
        name="青葉",
        corporate_number="",
        tier=entrustment.tier,
        parents=(parent,) if parent else (),
        flags=found,
        entrustments=(entrustment,),
    )


def judged(*parties: Processor, looks: dict[str, LastLook] | None = None) -> dict[str, DueParty]:
    ledger = Ledger(processors={one.id: one for one in parties})
    found = due_parties(ledger, RULES, ROUND, looks or {}, FLAGS)
    return {one.processor: one for one in found}


def said(found: DueParty) -> str:
    translator = translator_for("en")
    return " | ".join(translator.say(reason) for reason in found.reasons)


@pytest.mark.parametrize(
    ("made", "risk", "months"),
    [
        (party(flags="mynumber"), "high", 3),
        (party(persons=100_000.0), "high", 3),
        (party(persons=99_999.0), "middle", 6),
        (party(flags="abroad"), "middle", 6),
        (party(persons=999.0), "low", 12),
        (party(), "low", 12),
    ],
)
def test_a_party_belongs_to_the_first_tier_it_fits(made: Processor, risk: str, months: int) -> None:
    found = judged(made)["P01"]
    assert (found.risk, found.cycle_months) == (risk, months)


def test_who_entrusts_others_is_looked_at_more_often_than_who_does_not() -> None:
    found = judged(party("P01"), party("S01", parent="P01"))
    assert (found["P01"].risk, found["S01"].risk) == ("middle", "low")


@pytest.mark.parametrize(
    ("row", "is_due"),
    [
        ({"last_audit_on": date(2026, 3, 31)}, True),
        ({"last_audit_on": date(2026, 4, 1)}, False),
        ({}, True),
        ({"last_audit_on": date(2026, 12, 1), "next_audit_on": date(2027, 2, 1)}, True),
        ({"last_audit_on": date(2026, 12, 1), "next_audit_on": date(2027, 6, 1)}, False),
        ({"last_audit_on": date(2026, 12, 1), "next_audit_on": date(2026, 11, 1)}, False),
    ],
)
def test_the_cycle_and_the_plan_decide(row: dict[str, Any], is_due: object) -> None:
    assert judged(party(**row))["P01"].is_due is is_due


def test_what_is_kept_goes_over_an_older_day_of_the_ledger() -> None:
    look = LastLook(on=date(2026, 12, 31), round="2026Q4", open_knock_outs=())
    found = judged(party(last_audit_on=date(2025, 1, 1)), looks={"P01": look})["P01"]
    assert (found.is_due, found.last_on) == (False, date(2026, 12, 31))
    assert "next by 2027-12-31" in said(found)


def test_an_open_knock_out_is_looked_at_again() -> None:
    look = LastLook(on=date(2026, 12, 31), round="2026Q4", open_knock_outs=("TEC-02",))
    found = judged(party(), looks={"P01": look})["P01"]
    assert found.is_due
    assert "mandatory controls open in 2026Q4: TEC-02" in said(found)


@pytest.mark.parametrize(
    ("row", "on_site"),
    [
        ({}, True),
        ({"last_audit_on": date(2026, 12, 1), "last_audit_method": "paper"}, True),
        ({"last_audit_on": date(2026, 12, 1), "last_audit_method": "video"}, True),
        ({"last_audit_on": date(2026, 12, 1), "last_audit_method": "visit"}, False),
        ({"last_audit_on": date(2026, 3, 31), "last_audit_method": "visit"}, True),
    ],
)
def test_work_for_public_bodies_is_inspected_on_site_once_a_year(
    row: dict[str, Any], on_site: object
) -> None:
    found = judged(party(flags="public", **row))["P01"]
    assert found.on_site is on_site
    assert found.is_due or not on_site
    assert ("at least every 12 months" in said(found)) is on_site
    assert not judged(party(**row))["P01"].on_site


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"certificate_expires": date(2027, 3, 31)}, "expires on 2027-03-31"),
        ({"certificate_expires": date(2027, 4, 1)}, ""),
        ({"certificate_suspended_from": date(2027, 2, 1)}, "suspended since 2027-02-01"),
        (
            {
                "certificate_suspended_from": date(2026, 2, 1),
                "certificate_suspended_to": date(2026, 5, 1),
            },
            "",
        ),
    ],
)
def test_certificates_that_end_or_are_suspended_are_told_and_make_nobody_due(
    row: dict[str, Any], told: str
) -> None:
    found = judged(party(last_audit_on=date(2026, 12, 1), certificate="PM", **row))["P01"]
    assert not found.is_due
    assert ("certificate PM" in said(found)) == bool(told)
    assert told in said(found)


def test_what_has_ended_is_not_due() -> None:
    found = judged(party(flags="public", ended_on=date(2026, 12, 31)))["P01"]
    assert (found.is_due, found.on_site) == (False, False)
    assert "ended on 2026-12-31" in said(found)


def test_a_day_for_replies_that_lies_before_the_round_is_an_old_one() -> None:
    old, new = date(2026, 12, 15), date(2027, 2, 15)
    assert judged(party(questionnaire_due=old))["P01"].reply_due is None
    assert judged(party(questionnaire_due=new))["P01"].reply_due == new


def test_flags_are_called_as_the_ledger_calls_them() -> None:
    assert "My Number" in said(judged(party(flags="mynumber"))["P01"])


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
    ],
)
def test_months_later_is_the_same_day_or_the_months_last(
    day: date, months: int, then: date
) -> None:
    assert months_after(day, months) == then
