"""Traces: one verdict, from its cell to the law."""

from __future__ import annotations

import pytest

from itakusaki.language import translator_for
from itakusaki.model.errors import UnknownNameError
from itakusaki.model.verdict import Rating, Verdict
from itakusaki.report import trace
from support.assessments import CHECKLIST, comparison, judged_on_both_sides, processor, result

RESULT = result(
    processor("P02", "Beta"),
    Rating.UNACCEPTABLE,
    {"TEC-02": Verdict.CONTRADICTED, "PHY-03": Verdict.EXCEPTED, "PHY-07": Verdict.EXEMPT},
    comparisons=(comparison(),),
)


def traced(control: str, language: str = "en") -> list[str]:
    return list(trace(RESULT, control, CHECKLIST, translator_for(language)))


def test_a_trace_goes_from_the_cell_to_the_credit() -> None:
    assert traced("TEC-02") == [
        "Beta (P02) · TEC-02 No shared administrator accounts",
        "Question: Is this in place: No shared administrator accounts?",
        "Duty behind it: supervision of processors [Must] Act Art. 25 (Edition of September 2025, as of 24 September 2025)",
        "Level of this point: the client's own standard. See also: Guidelines section 10-6(2) (Example method; As amended June 2025, as of 24 September 2025) [to be verified].",
        "Side: Processor",
        "Source: Processor: questionnaires/2026Q4/P02.xlsx [S1!E8]: ○ Yes",
        "  Evidence: stated grade 3 (record of operation), counted grade 3 (record of operation); form checked by machine",
        "  Conclusion: Discrepancy",
        "Comparison X-19: No sharing, and the number of shared accounts: Differs",
        "  Answer: ○ – questionnaires/2026Q4/P02.xlsx [S1!E8]",
        "  Shared accounts: 4 – questionnaires/2026Q4/P02.xlsx [S1!E9]",
        "Rule: severity Critical, weight 8, required grade 3 (record of operation), mandatory: yes",
        "  Step: 3",
        "Verdict: Discrepancy",
        "Points: self-assessed 1 × 8, evidenced 0 × 8; concluded: no",
    ]


def test_an_exception_names_who_approved_it() -> None:
    assert any(
        line.startswith("Approval: CISO, 2026-07-01, until 2027-03-31") for line in traced("PHY-03")
    )


def test_what_does_not_apply_is_out_of_the_sum() -> None:
    assert traced("PHY-07")[-1] == "Points: excluded from the score"


def test_a_clause_is_named_by_its_contract() -> None:
    assert "Source: Contract K-P02: contracts/clauses.xlsx [S1!E7]: ○ Yes" in traced("CON-01")


def test_each_side_is_shown_with_the_question_it_was_asked() -> None:
    lines = list(trace(judged_on_both_sides(), "CON-06", CHECKLIST, translator_for("en")))
    control = CHECKLIST.controls["CON-06"]
    assert control.practice is not None
    asked = [lines[i + 1] for i, line in enumerate(lines) if line.startswith("Side: ")]
    assert asked == [
        f"Question: {words.en}" for words in (control.practice.question, control.question)
    ]
    assert len([line for line in lines if line.startswith("Question: ")]) == 2


def test_both_languages_have_the_same_lines() -> None:
    assert len(traced("TEC-02", "ja")) == len(traced("TEC-02"))


def test_a_control_that_was_not_judged_is_an_error_that_names_the_others() -> None:
    with pytest.raises(UnknownNameError):
        traced("XXX-01")
