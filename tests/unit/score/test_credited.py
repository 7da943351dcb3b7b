"""A control that a certificate stands for is met without an answer; an answer goes before it."""

from __future__ import annotations

from datetime import date

import pytest

from itakusaki.language import translator_for
from itakusaki.model.verdict import Outcome, Rating, Verdict
from support.cases import Given, P, dossier, entrustment, outcomes, results, workbook

RELIED: dict[str, Given] = {
    "certificate": "ISMS",
    "certificate_expires": date(2027, 6, 30),
    "certificate_scope": ["全社"],
    "certificate_relied": True,
}


def verdicts(answers: dict[str, str], **columns: Given) -> dict[str, Verdict]:
    found = results(dossier(workbook(answers), entrustments=[entrustment(**columns)]))[P]
    return {control.control: control.verdict for control in found.controls}


def test_a_question_that_was_left_out_is_met_by_the_certificate() -> None:
    found = verdicts({"TEC-02": "○"}, **RELIED)
    assert (found["TEC-01"], found["PHY-02"]) == (Verdict.MET, Verdict.MET)
    assert found["PHY-03"] is Verdict.UNANSWERED
    assert found["BRC-03"] is Verdict.UNANSWERED


def test_without_a_certificate_or_while_it_is_suspended_it_is_unanswered() -> None:
    assert verdicts({"TEC-02": "○"})["TEC-01"] is Verdict.UNANSWERED
    suspended = {**RELIED, "certificate_suspended_from": date(2026, 12, 1)}
    assert verdicts({"TEC-02": "○"}, **suspended)["TEC-01"] is Verdict.UNANSWERED


def test_what_the_party_says_goes_before_its_certificate() -> None:
    found = verdicts({"TEC-01": "×", "PHY-02": "△"}, **RELIED)
    assert (found["TEC-01"], found["PHY-02"]) == (Verdict.GAP, Verdict.PARTIAL)


def test_a_certificate_is_no_reply() -> None:
    found = results(dossier(entrustments=[entrustment(**RELIED)]))[P]
    assert found.rating is Rating.NOT_ANSWERED


def test_the_trace_says_which_certificate_stands_for_it() -> None:
    found = results(dossier(workbook({"TEC-02": "○"}), entrustments=[entrustment(**RELIED)]))[P]
    (control,) = [c for c in found.controls if c.control == "TEC-01"]
    (judgement,) = control.judgements
    assert (judgement.grade, judgement.answer) == (2, None)
    assert "ISMS" in translator_for("ja").say(judgement.steps[0])
    assert "ledger.xlsx" in translator_for("en").say(judgement.steps[0])


@pytest.mark.parametrize(
    ("until", "outcome"),
    [(None, Outcome.CONTRADICTION), (date(2026, 10, 1), Outcome.CONSISTENT)],
)
def test_a_certificate_that_is_still_suspended_is_asked_about(
    until: date | None, outcome: Outcome
) -> None:
    columns: dict[str, Given] = {**RELIED, "certificate_suspended_from": date(2026, 9, 2)}
    if until:
        columns["certificate_suspended_to"] = until
    found = outcomes(
        dossier(workbook({"SEL-04": "○"}), entrustments=[entrustment(**columns)]), "X-03"
    )
    (part,) = [one for one in found if one.startswith("certificate-not-suspended")]
    assert found[part] is outcome
