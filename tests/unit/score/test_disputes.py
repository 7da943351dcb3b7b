"""Decisions on what sources differ on: bound to what was looked at, confirmed or accepted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from itakusaki.model.answer import Decision, Review
from itakusaki.model.assessment import ControlResult, ProcessorResult
from itakusaki.model.retest import TestOutcome
from itakusaki.model.verdict import Rating, Verdict
from support.cases import (
    P,
    answer,
    checklist_of,
    dossier,
    results,
    review,
    rules_of,
    workbook,
)
from support.control_tests import examined, result_of

KO = "TEC-02"
FACTS = {
    "TEC-01.persons": 9,
    "TEC-01.accounts": 5,
    "TEC-01.nonpersonal_accounts": 0,
    "TEC-02.shared_accounts": 0,
}
CONFIRMED, ACCEPTED = Decision.CONFIRMED, Decision.ACCEPTED


def run(
    *reviews: object, sign: str = "○", grade: int = 4, objection: str = "", **facts: float
) -> ProcessorResult:
    given = {**FACTS, **{name.replace("__", "."): value for name, value in facts.items()}}
    said = replace(answer(KO, sign, grade=grade), objection=objection)
    of = dossier(workbook({KO: said, "TEC-01": "○"}, given), reviews=list(reviews))  # type: ignore[arg-type]
    return results(of, checklist=checklist_of(KO, "TEC-01"), rules=rules_of("X-19"))[P]


def control(result: ProcessorResult) -> ControlResult:
    return next(one for one in result.controls if one.control == KO)


def digest(**given: object) -> str:
    return control(run(**given)).looked_at  # type: ignore[arg-type]


def test_what_differs_has_a_digest_and_what_agrees_has_none() -> None:
    assert len(digest()) == 16
    assert digest() == digest()
    assert control(run(**{"TEC-01__persons": 5})).looked_at == ""


@pytest.mark.parametrize(
    ("symbol", "verdict", "rating"),
    [("×", Verdict.GAP, Rating.UNACCEPTABLE), ("△", Verdict.PARTIAL, Rating.D)],
)
def test_a_confirmed_difference_is_a_defect_with_the_auditors_mark(
    symbol: str, verdict: Verdict, rating: Rating
) -> None:
    result = run(review(KO, symbol=symbol, decision=CONFIRMED, looked_at=digest()))
    assert (control(result).verdict, result.rating) == (verdict, rating)
    assert control(result).differing == ()


@pytest.mark.parametrize(("grade", "verdict"), [(4, Verdict.MET), (1, Verdict.UNVERIFIED)])
def test_an_accepted_explanation_lifts_it_at_the_grade_of_its_evidence(
    grade: int, verdict: Verdict
) -> None:
    ruling = review(KO, decision=ACCEPTED, looked_at=digest(grade=grade))
    found = control(run(ruling, grade=grade))
    assert (found.verdict, found.decision, found.differing) == (verdict, ruling, ())


@pytest.mark.parametrize("decision", [CONFIRMED, ACCEPTED])
def test_a_changed_input_makes_a_decision_stale(decision: Decision) -> None:
    before = digest()
    ruling = review(KO, symbol="×", decision=decision, looked_at=before)
    after = run(ruling, **{"TEC-01__persons": 8})
    found = control(after)
    assert found.looked_at not in ("", before)
    assert found.is_stale
    assert (found.verdict, found.decision) == (Verdict.CONTRADICTED, None)
    assert after.rating is Rating.TO_EXPLAIN


def test_a_decision_without_a_digest_or_a_mark_decides_nothing() -> None:
    for ruling in (
        review(KO, symbol="×", decision=CONFIRMED),
        review(KO, decision=CONFIRMED, looked_at=digest()),
        review(KO, symbol="×", decision=CONFIRMED, looked_at=digest(), reviewer=""),
    ):
        assert control(run(ruling)).verdict is Verdict.CONTRADICTED


def test_a_decision_is_no_answer_by_itself_where_nothing_differs() -> None:
    agreed = {"TEC-01__persons": 5}
    ruling = review(KO, symbol="×", decision=CONFIRMED, looked_at=digest())
    assert control(run(ruling, **agreed)).verdict is Verdict.MET


def test_an_objection_makes_a_question_of_what_its_figures_said() -> None:
    plain = results(
        dossier(
            workbook(
                {KO: answer(KO, "○")}, {"TEC-02.shared_accounts": 4, "TEC-02.user_named": False}
            )
        ),
        checklist=checklist_of(KO),
        rules=rules_of("X-19"),
    )[P]
    objecting = replace(answer(KO, "○"), objection="these are lent for an hour, with a list")
    asked = results(
        dossier(
            workbook({KO: objecting}, {"TEC-02.shared_accounts": 4, "TEC-02.user_named": False})
        ),
        checklist=checklist_of(KO),
        rules=rules_of("X-19"),
    )[P]
    assert plain.controls[0].verdict is Verdict.PARTIAL
    assert (asked.controls[0].verdict, asked.rating) == (Verdict.CONTRADICTED, Rating.TO_EXPLAIN)


def with_log(sha256: str, *reviews: Review) -> ControlResult:
    found = examined(result_of(TestOutcome.CONTRADICTION))
    reads = tuple(replace(read, file=replace(read.file, sha256=sha256)) for read in found.reads)
    of = replace(
        dossier(workbook({KO: "○"}), reviews=reviews),
        examinations=(replace(found, reads=reads),),
    )
    return control(results(of, checklist=checklist_of(KO), rules=rules_of("X-19"))[P])


def test_a_decision_on_logs_counts_for_the_very_export_that_was_looked_at() -> None:
    before = with_log("0" * 64)
    ruling = review(KO, decision=ACCEPTED, looked_at=before.looked_at)
    assert with_log("0" * 64, ruling).verdict is not Verdict.CONTRADICTED
    again = with_log("1" * 64, ruling)
    assert (again.verdict, again.is_stale) == (Verdict.CONTRADICTED, True)
