"""Control tests laid beside answers: contradictions, figures, and the grade they give."""

from __future__ import annotations

from dataclasses import replace

import pytest

from itakusaki.model.assessment import ControlResult, Dossier
from itakusaki.model.party import Duty
from itakusaki.model.retest import TestOutcome, TestResult
from itakusaki.model.verdict import Outcome, Rating, Verdict
from itakusaki.score.case_file import CaseFile
from itakusaki.score.cross_checks import compared
from itakusaki.score.evaluate import judged_controls
from itakusaki.score.logs import log_comparisons
from itakusaki.score.rating import rated
from support.cases import answer, case_file, catalogue, dossier, rules_of, workbook
from support.control_tests import LOG, examined, result_of

TOPICS = {rule.id: rule.topic for rule in catalogue().cross_checks}
CLEAN, BAD = TestOutcome.CONSISTENT, TestOutcome.CONTRADICTION


def with_logs(symbol: str, *results: TestResult, grade: int = 3, **facts: float) -> CaseFile:
    said = answer("TEC-02", symbol, grade=grade)
    given = {name.replace("__", "."): value for name, value in facts.items()}
    found: Dossier = replace(
        dossier(workbook({"TEC-02": said}, given)), examinations=(examined(*results),)
    )
    return case_file(found)


def judged(of: CaseFile) -> ControlResult:
    results = judged_controls(of, Duty.PROCESSOR, tuple(log_comparisons(of, TOPICS)))
    return next(result for result in results if result.control == "TEC-02")


@pytest.mark.parametrize(
    ("symbol", "outcome", "verdict"),
    [
        ("○", BAD, Verdict.CONTRADICTED),
        ("△", BAD, Verdict.CONTRADICTED),
        ("×", BAD, Verdict.GAP),
        ("？", BAD, Verdict.UNANSWERED),
        ("－", BAD, Verdict.UNANSWERED),
        ("○", CLEAN, Verdict.MET),
        ("○", TestOutcome.CANNOT_COMPARE, Verdict.MET),
        ("○", TestOutcome.INCOMPLETE, Verdict.MET),
    ],
)
def test_logs_turn_a_claim_and_nothing_else(
    symbol: str, outcome: TestOutcome, verdict: Verdict
) -> None:
    assert judged(with_logs(symbol, result_of(outcome))).verdict is verdict


def test_a_no_that_the_logs_confirm_is_no_contradiction() -> None:
    (comparison,) = log_comparisons(with_logs("×", result_of(BAD)), TOPICS)
    assert (comparison.outcome, comparison.touches) == (Outcome.CONSISTENT, ())


def test_logs_still_ask_where_the_control_is_said_not_to_apply() -> None:
    (comparison,) = log_comparisons(with_logs("－", result_of(BAD)), TOPICS)
    assert (comparison.outcome, comparison.touches) == (Outcome.CONTRADICTION, ())


def test_a_contradiction_by_logs_asks_for_an_explanation_although_the_answer_is_yes() -> None:
    of = with_logs("○", result_of(BAD))
    results = judged_controls(of, Duty.PROCESSOR, tuple(log_comparisons(of, TOPICS)))
    one = [result for result in results if result.control == "TEC-02"]
    assert rated(one, catalogue().policy).rating is Rating.TO_EXPLAIN


@pytest.mark.parametrize(
    ("results", "grade"),
    [
        ((), 2),
        ((result_of(CLEAN),), 4),
        ((result_of(CLEAN, own_run=True),), 3),
        ((result_of(CLEAN), result_of(TestOutcome.CANNOT_COMPARE, test="b")), 4),
        ((result_of(CLEAN), result_of(TestOutcome.INCOMPLETE, test="b")), 2),
        ((result_of(CLEAN), result_of(BAD, test="b")), 2),
        ((result_of(CLEAN, proves=("TEC-01",)),), 2),
        ((result_of(TestOutcome.INCOMPLETE),), 2),
        ((result_of(TestOutcome.CANNOT_COMPARE),), 2),
    ],
)
def test_only_clean_and_complete_logs_are_raw_evidence(
    results: tuple[TestResult, ...], grade: int
) -> None:
    side = judged(with_logs("○", *results, grade=2)).judgements[-1]
    assert side.grade == grade


def test_a_comparison_names_the_answer_and_the_export_it_stands_against() -> None:
    (comparison,) = log_comparisons(with_logs("○", result_of(BAD, accounts=2)), TOPICS)
    assert comparison.rule == "X-19"
    assert comparison.part == "log/account-overlap"
    assert [operand.shown for operand in comparison.operands] == ["○", "2"]
    assert str(comparison.operands[1].at) == LOG


def test_a_measured_figure_is_compared_with_what_was_declared() -> None:
    exports = result_of(
        TestOutcome.MEASURED, test="download-count", rule="X-14", touches=(), proves=(), events=250
    )
    of = with_logs("○", exports, **{"TEC-06__export_events": 68})
    (found,) = [c for c in compared(of, rules_of("X-14")) if c.part == "log-exports"]
    assert found.outcome is Outcome.CONTRADICTION
    assert [operand.shown for operand in found.operands] == ["250", "68"]
    assert not list(log_comparisons(of, TOPICS))


def test_without_logs_no_comparison_with_them_arises() -> None:
    of = case_file(dossier(workbook({}, {"TEC-06.export_events": 68})))
    assert not [c for c in compared(of, rules_of("X-14")) if c.part == "log-exports"]
