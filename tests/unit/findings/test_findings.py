"""Findings: one per control, merged, ordered, with ids that stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itakusaki.findings import derive, findings_of
from itakusaki.language import translator_for
from itakusaki.model.answer import AnswerValue
from itakusaki.model.assessment import ControlResult
from itakusaki.model.finding import FindingKind
from itakusaki.model.party import Duty, Entrustment
from itakusaki.model.record import Field
from itakusaki.model.verdict import Outcome, Rating, Verdict
from support.assessments import (
    CHECKLIST,
    CONTROLS,
    comparison,
    control_result,
    every_rating,
    judgement,
    processor,
    result,
)

P = processor("P01", "Alpha")


@pytest.mark.parametrize(
    ("verdict", "kind"),
    [
        (Verdict.GAP, FindingKind.GAP),
        (Verdict.PARTIAL, FindingKind.GAP),
        (Verdict.UNANSWERED, FindingKind.UNANSWERED),
        (Verdict.CONTRADICTED, FindingKind.CONTRADICTION),
        (Verdict.UNVERIFIED, FindingKind.UNVERIFIED),
        (Verdict.EXCEPTED, FindingKind.EXCEPTION),
    ],
)
def test_a_verdict_that_is_open_becomes_a_finding_of_its_kind(
    verdict: Verdict, kind: FindingKind
) -> None:
    rules = [comparison(touches=("TEC-05",))] if verdict is Verdict.CONTRADICTED else []
    (finding,) = derive(result(P, Rating.D, {"TEC-05": verdict}, comparisons=rules), CHECKLIST)
    assert finding.kind is kind
    assert finding.id == f"P01-TEC-05-{kind}"
    assert finding.reasons


@pytest.mark.parametrize("verdict", [Verdict.MET, Verdict.EXEMPT])
def test_what_is_met_or_does_not_apply_is_no_finding(verdict: Verdict) -> None:
    assert derive(result(P, Rating.A, {"TEC-05": verdict}), CHECKLIST) == ()


@pytest.mark.parametrize("verdict", [Verdict.GAP, Verdict.PARTIAL])
def test_a_gap_in_a_contract_is_a_contract_gap(verdict: Verdict) -> None:
    (finding,) = derive(result(P, Rating.D, {"CON-06": verdict}), CHECKLIST)
    assert finding.kind is FindingKind.CONTRACT_GAP
    assert finding.side is Duty.CLIENT
    assert finding.id == "P01-client-CON-06-contract_gap"


@pytest.mark.parametrize("clause", [Verdict.GAP, Verdict.PARTIAL])
def test_a_clause_found_lacking_is_a_contract_gap_whatever_the_processor_says(
    clause: Verdict,
) -> None:
    rule = comparison("X-08", touches=("CON-06",))
    judged = control_result("CON-06", Verdict.CONTRADICTED, party="P01", comparisons=(rule,))
    judged = replace(judged, judgements=(judgement("CON-06", clause, party="P01", required=2),))
    (finding,) = derive(replace(result(P, Rating.D), controls=(judged,)), CHECKLIST)
    assert finding.kind is FindingKind.CONTRACT_GAP
    assert [c.rule for c in finding.comparisons] == ["X-08"]


def test_what_an_auditor_found_is_not_put_in_the_partys_mouth() -> None:
    judged = control_result("TEC-05", Verdict.GAP, party="P01")
    (said,) = judged.judgements
    assert said.answer
    assert said.review
    overruled = replace(
        said,
        answer=replace(said.answer, value=AnswerValue.YES),
        review=replace(said.review, value=AnswerValue.NO),
    )
    judged = replace(judged, judgements=(overruled,))
    (finding,) = derive(replace(result(P, Rating.D), controls=(judged,)), CHECKLIST)
    assert [translator_for("en").say(reason) for reason in finding.reasons] == [
        "auditor's finding: × No (declared by Processor: ○ Yes)"
    ]


def test_knock_outs_come_first_then_weight_then_id() -> None:
    found = derive(
        result(
            P,
            Rating.UNACCEPTABLE,
            {
                "PHY-07": Verdict.GAP,
                "TEC-05": Verdict.GAP,
                "PHY-03": Verdict.GAP,
                "TEC-02": Verdict.GAP,
                "CON-01": Verdict.UNVERIFIED,
                "SUB-01": Verdict.GAP,
            },
        ),
        CHECKLIST,
    )
    assert [f.control for f in found] == [
        "TEC-02",
        "CON-01",
        "SUB-01",
        "PHY-03",
        "TEC-05",
        "PHY-07",
    ]
    assert [f.blocking for f in found] == [True, False, False, False, False, False]


def test_a_control_in_several_contradictions_is_one_finding_with_all_reasons() -> None:
    rules = (comparison("X-19"), comparison("X-21"), comparison("X-13"))
    (finding,) = derive(
        result(P, Rating.UNACCEPTABLE, {"TEC-02": Verdict.CONTRADICTED}, comparisons=rules),
        CHECKLIST,
    )
    assert [c.rule for c in finding.comparisons] == ["X-19", "X-21", "X-13"]
    said = [translator_for("en").say(reason) for reason in finding.reasons]
    assert [text.rpartition(" ")[2] for text in said] == ["(X-19)", "(X-21)", "(X-13)"]
    assert all(text.startswith("How do the answer and the number") for text in said)


def test_a_contradiction_that_touches_no_control_is_still_told() -> None:
    (finding,) = derive(result(P, Rating.A, comparisons=(comparison(touches=()),)), CHECKLIST)
    assert (finding.control, finding.kind) == ("", FindingKind.CONTRADICTION)
    assert finding.id == "P01-X-19-accounts-contradiction"


@pytest.mark.parametrize("outcome", [Outcome.CONSISTENT, Outcome.CANNOT_COMPARE])
def test_what_agrees_or_cannot_be_compared_is_no_finding(outcome: Outcome) -> None:
    rule = comparison(outcome=outcome)
    assert derive(result(P, Rating.A, comparisons=(rule,)), CHECKLIST) == ()


def test_unverified_says_which_grade_counts_and_which_is_needed() -> None:
    (finding,) = derive(result(P, Rating.C, {"TEC-05": Verdict.UNVERIFIED}), CHECKLIST)
    assert [translator_for("en").say(reason) for reason in finding.reasons] == [
        "Processor: the evidence counts as grade 1 (statement); grade 2 (document) is required"
    ]


def test_ids_are_unique_over_a_whole_run() -> None:
    ids = [finding.id for finding in findings_of(every_rating(), CHECKLIST)]
    assert len(ids) == len(set(ids)) > 10


#: What judging comes to; nothing is sealed before a run is parted.
JUDGED = [verdict for verdict in Verdict if verdict is not Verdict.SEALED]


@given(st.dictionaries(st.sampled_from([c.id for c in CONTROLS]), st.sampled_from(JUDGED)))
def test_every_open_control_has_exactly_one_finding(verdicts: dict[str, Verdict]) -> None:
    found = derive(result(P, Rating.D, verdicts), CHECKLIST)
    settled = (Verdict.MET, Verdict.EXEMPT, Verdict.NOT_ASKED)
    assert sorted(f.control for f in found) == sorted(
        id_ for id_, verdict in verdicts.items() if verdict not in settled
    )


def a_row(contract: str, persons: float, start: date) -> Entrustment:
    (row,) = P.entrustments
    here = row.record.at
    fields = {
        "persons": Field(value=float(persons), raw=str(persons), at=here),
        "term_start": Field(value=start, raw=str(start), at=here),
    }
    return replace(row, contract=contract, record=replace(row.record, fields=fields))


def lacking(control: str, contract: str) -> ControlResult:
    judged = control_result(control, Verdict.GAP, party="P01")
    said = replace(judgement(control, Verdict.GAP, party="P01", required=2), contract=contract)
    return replace(judged, weight=4, knock_out=False, judgements=(said,))


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        ([a_row("K-1", 10, date(2026, 1, 1)), a_row("K-2", 20, date(2026, 1, 1))], "CON-06"),
        ([a_row("K-1", 30, date(2026, 1, 1)), a_row("K-2", 20, date(2020, 1, 1))], "CON-01"),
        ([a_row("K-1", 20, date(2026, 1, 1)), a_row("K-2", 20, date(2020, 1, 1))], "CON-06"),
        ([a_row("K-1", 20, date(2019, 1, 1)), a_row("K-2", 20, date(2020, 1, 1))], "CON-01"),
    ],
    ids=["more persons", "persons before age", "older", "older again"],
)
def test_equal_weight_is_ordered_by_persons_and_then_by_age(
    rows: list[Entrustment], first: str
) -> None:
    party = replace(P, entrustments=tuple(rows))
    # The same of both but for the contract, so that nothing else tells them apart.
    plain = replace(
        CHECKLIST,
        controls={name: replace(control, cases=()) for name, control in CHECKLIST.controls.items()},
    )
    controls = (lacking("CON-01", "K-1"), lacking("CON-06", "K-2"))
    found = derive(replace(result(party, Rating.D), controls=controls), plain)
    assert next(f.control for f in found if f.control.startswith("CON")) == first
