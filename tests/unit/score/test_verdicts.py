"""One example for each row of the table of verdicts (model/verdict.py)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from itakusaki.catalogue.cross_check import CrossCheck
from itakusaki.model.party import Duty, Role
from itakusaki.model.verdict import Outcome, Rating, Severity, Verdict
from support.cases import (
    P,
    answer,
    approval,
    catalogue,
    checklist_of,
    clause,
    client,
    comparisons,
    control_result,
    delivered,
    dossier,
    entrustment,
    results,
    review,
    rules_of,
    workbook,
)

TEC, KO, BOTH, CON = "TEC-05", "TEC-02", "SUB-02", "CON-04"


def stands(result: object) -> tuple[object, ...]:
    return tuple(getattr(result, name) for name in ("verdict", "declared", "verified", "settled"))


@pytest.mark.parametrize(
    ("sign", "grade", "expected"),
    [
        ("○", 2, (Verdict.MET, 1.0, 1.0, True)),
        ("○", 1, (Verdict.UNVERIFIED, 1.0, 0.0, False)),
        ("△", 2, (Verdict.PARTIAL, 0.5, 0.5, True)),
        ("△", 1, (Verdict.PARTIAL, 0.5, 0.0, False)),
        ("×", 4, (Verdict.GAP, 0.0, 0.0, True)),
        ("？", 4, (Verdict.UNANSWERED, 0.0, 0.0, True)),
        ("", 4, (Verdict.UNANSWERED, 0.0, 0.0, True)),
        ("－", 4, (Verdict.UNANSWERED, 0.0, 0.0, True)),
    ],
)
def test_an_answer_and_its_grade_make_the_verdict(
    sign: str, grade: int, expected: tuple[object, ...]
) -> None:
    given = dossier(workbook({TEC: answer(TEC, sign, grade=grade)}))
    assert stands(control_result(given, TEC)) == expected


def test_no_questionnaire_is_unanswered() -> None:
    assert stands(control_result(dossier(), TEC))[0] is Verdict.UNANSWERED


def test_not_applicable_with_a_reason_is_out_of_the_sum() -> None:
    given = dossier(workbook({TEC: answer(TEC, "－", comment="no route from outside")}))
    assert stands(control_result(given, TEC)) == (Verdict.EXEMPT, None, None, True)


def test_not_applicable_on_a_knock_out_control_needs_the_clients_approval() -> None:
    said = workbook({KO: answer(KO, "－", comment="no administrator")})
    assert control_result(dossier(said), KO).verdict is Verdict.UNANSWERED
    approved = dossier(said, approvals=[approval(KO, "exemption")])
    assert control_result(approved, KO).verdict is Verdict.EXEMPT


def test_the_ledgers_statement_approves_a_not_applicable() -> None:
    said = (
        workbook({"SUB-01": answer("SUB-01", "－", comment="none")}),
        client({"SUB-01": answer("SUB-01", "－", Duty.CLIENT, comment="none")}),
    )
    stated = dossier(*said, entrustments=[entrustment(flags=["no_reentrustment"])])
    assert control_result(stated, "SUB-01").verdict is Verdict.EXEMPT
    assert control_result(dossier(*said), "SUB-01").verdict is Verdict.UNANSWERED


@pytest.mark.parametrize("sign", ["×", "△"])
def test_a_live_exception_gives_the_credit_of_the_policy(sign: str) -> None:
    given = dossier(workbook({TEC: answer(TEC, sign, grade=1)}), approvals=[approval(TEC)])
    assert stands(control_result(given, TEC)) == (Verdict.EXCEPTED, 0.5, 0.5, True)


@pytest.mark.parametrize(
    "dead",
    [
        approval(TEC, valid_until=date(2026, 12, 30)),
        approval(TEC, valid_until=None),
        approval(TEC, approver=""),
        approval(TEC, approved_on=None),
        approval(TEC, approved_on=date(2027, 1, 1)),
        approval(TEC, "exemption"),
        approval("TEC-06"),
        approval(TEC, processor="P99"),
    ],
)
def test_an_exception_that_does_not_hold_changes_nothing(dead: object) -> None:
    given = dossier(workbook({TEC: "×"}), approvals=[dead])  # type: ignore[list-item]
    assert control_result(given, TEC).verdict is Verdict.GAP


def test_an_exception_holds_on_its_last_day() -> None:
    given = dossier(workbook({TEC: "×"}), approvals=[approval(TEC, valid_until=date(2026, 12, 31))])
    assert control_result(given, TEC).verdict is Verdict.EXCEPTED


def test_a_contradiction_keeps_what_was_declared_and_takes_what_was_verified() -> None:
    facts = {
        "TEC-01.persons": 9,
        "TEC-01.accounts": 5,
        "TEC-01.nonpersonal_accounts": 0,
        "TEC-02.shared_accounts": 0,
    }
    given = dossier(workbook({KO: "○"}, facts))
    result = control_result(given, KO, rules=rules_of("X-19"), beside=["TEC-01"])
    assert stands(result) == (Verdict.CONTRADICTED, 1.0, 0.0, False)


@pytest.mark.parametrize(
    ("sign", "grade", "blocked", "expected"),
    [
        ("○", 4, 120, (Verdict.MET, 1.0, 1.0, True)),
        ("○", 4, 116, (Verdict.PARTIAL, 0.5, 0.5, True)),
        ("○", 1, 116, (Verdict.PARTIAL, 0.5, 0.0, False)),
        ("△", 4, 116, (Verdict.PARTIAL, 0.5, 0.5, True)),
        ("○", 4, 0, (Verdict.GAP, 0.0, 0.0, True)),
        ("△", 4, 0, (Verdict.GAP, 0.0, 0.0, True)),
        ("×", 4, 116, (Verdict.GAP, 0.0, 0.0, True)),
        ("？", 4, 116, (Verdict.UNANSWERED, 0.0, 0.0, True)),
    ],
)
def test_an_answer_counts_by_the_partys_own_figure(
    sign: str, grade: int, blocked: int, expected: tuple[object, ...]
) -> None:
    facts = {"PHY-03.terminals": 120, "PHY-03.terminals_blocked": blocked}
    given = dossier(workbook({"PHY-03": answer("PHY-03", sign, grade=grade)}, facts))
    result = control_result(given, "PHY-03", rules=rules_of("X-10"))
    assert stands(result) == expected
    assert not any(c.outcome is Outcome.CONTRADICTION for c in result.comparisons)


def test_a_measure_said_to_be_absent_counts_as_none() -> None:
    given = dossier(workbook({"TEC-10": "○"}, {"TEC-10.reviews": 0}))
    assert control_result(given, "TEC-10", rules=rules_of("X-19")).verdict is Verdict.GAP


def test_a_contradiction_does_not_hide_a_gap() -> None:
    facts = {"ORG-05.outputs_last_month": 10, "TEC-06.export_events": 5}
    given = dossier(workbook({"TEC-06": "×"}, facts))
    result = control_result(given, "TEC-06", rules=rules_of("X-14"), beside=["ORG-05"])
    assert result.verdict is Verdict.GAP
    assert [c.outcome for c in result.comparisons] == [Outcome.CONTRADICTION]


def test_a_claim_without_its_file_counts_as_a_statement() -> None:
    given = dossier(workbook({TEC: "○"}), files=[])
    result = control_result(given, TEC)
    assert (result.judgements[0].claimed, result.judgements[0].grade) == (4, 1)
    assert result.verdict is Verdict.UNVERIFIED


def test_another_processors_file_backs_nothing() -> None:
    given = dossier(workbook({TEC: "○"}), files=[delivered(processor="P99")])
    assert control_result(given, TEC).verdict is Verdict.UNVERIFIED


def test_the_auditor_raises_and_lowers_a_grade() -> None:
    claimed = dossier(workbook({TEC: "○"}), files=[], reviews=[review(TEC, grade=3)])
    assert control_result(claimed, TEC).verdict is Verdict.MET
    shown = dossier(workbook({TEC: "○"}), reviews=[review(TEC, grade=1, seen=[delivered()])])
    assert control_result(shown, TEC).verdict is Verdict.UNVERIFIED


def test_the_auditor_overrules_an_answer_and_the_declared_one_stays_beside_it() -> None:
    given = dossier(workbook({TEC: "○"}), reviews=[review(TEC, symbol="×")])
    result = control_result(given, TEC)
    assert result.verdict is Verdict.GAP
    assert result.judgements[0].answer is not None
    assert result.judgements[0].answer.raw == "○"


def test_an_unsigned_review_counts_for_nothing() -> None:
    given = dossier(workbook({TEC: "○"}), reviews=[review(TEC, symbol="×", reviewer="")])
    assert control_result(given, TEC).verdict is Verdict.MET


def every_rule() -> tuple[CrossCheck, ...]:
    return catalogue().cross_checks


SIGNS = ("○", "△", "×", "－", "？", "")


@pytest.mark.parametrize("other", [*SIGNS, None])
@pytest.mark.parametrize("sign", SIGNS)
def test_each_side_answers_for_its_own_doing(sign: str, other: str | None) -> None:
    alone = control_result(dossier(workbook({BOTH: sign})), BOTH)
    checks = [] if other is None else [client({BOTH: other})]
    beside = control_result(dossier(workbook({BOTH: sign}), *checks), BOTH, rules=every_rule())
    assert beside.side is Duty.PROCESSOR
    assert (beside.verdict, beside.declared, beside.verified) == (
        alone.verdict,
        alone.declared,
        alone.verified,
    )
    assert not any(c.outcome is Outcome.CONTRADICTION for c in beside.comparisons)


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("clause_sign", ["○", "△", "×", "－", "？", None])
def test_a_clause_is_the_clients_and_never_the_processors(
    sign: str, clause_sign: str | None
) -> None:
    clauses = [] if clause_sign is None else [clause(CON, clause_sign, comment="reason")]
    given = dossier(workbook({CON: answer(CON, sign, comment="r")}), clauses=clauses)
    alone = dossier(workbook({CON: answer(CON, sign, comment="r")}), clauses=[clause(CON, "○")])
    party = control_result(given, CON, rules=every_rule(), side=Duty.PROCESSOR)
    assert party.verdict is control_result(alone, CON, side=Duty.PROCESSOR).verdict
    clients = control_result(given, CON, rules=every_rule(), side=Duty.CLIENT)
    silent = dossier(workbook({}), clauses=clauses)
    assert clients.verdict is control_result(silent, CON, side=Duty.CLIENT).verdict


def test_a_client_that_hands_nothing_in_lowers_nobodys_rating_but_its_own() -> None:
    asked = checklist_of(BOTH, TEC, KO, "GRP-03")
    answers = {BOTH: "○", TEC: "○", KO: "○"}
    found = [
        results(dossier(workbook(answers), *checks), checklist=asked, rules=every_rule())[P]
        for checks in ([], [client(dict.fromkeys(asked.controls, "○"))])
    ]
    assert [one.rating for one in found] == [Rating.A, Rating.A]
    assert found[0].score == found[1].score
    standings = [one.supervision for one in found]
    assert [one.rating for one in standings if one] == [Rating.NOT_ANSWERED, Rating.A]


def test_a_count_that_both_must_know_asks_both() -> None:
    given = dossier(
        workbook({"SUB-01": "○"}, {"SUB-01.subprocessors_total": 3}),
        client({"SUB-01": "○"}, {"SUB-01.subprocessors_total": 1}),
    )
    for side in (Duty.PROCESSOR, Duty.CLIENT):
        found = control_result(given, "SUB-01", rules=rules_of("X-11"), side=side)
        assert found.verdict is Verdict.CONTRADICTED


def test_the_clients_ledger_turns_the_clients_answer_alone() -> None:
    rows = [entrustment(certificate_expires=date(2020, 1, 1))]
    given = dossier(workbook({"SEL-04": "○"}), client({"SEL-04": "○"}), entrustments=rows)
    verdicts = [
        control_result(given, "SEL-04", rules=rules_of("X-03"), side=side).verdict
        for side in (Duty.PROCESSOR, Duty.CLIENT)
    ]
    assert verdicts == [Verdict.MET, Verdict.CONTRADICTED]


def test_a_check_may_say_whose_duty_it_is() -> None:
    given = dossier(
        workbook({"SEL-06": "○"}, {"SEL-06.storage_countries": ["ベトナム"]}),
        client({"SEL-06": "○"}, {"SEL-06.published_countries": ["日本"]}),
        entrustments=[entrustment(flags=["abroad"])],
    )
    found = comparisons(given, "X-05")["published"]
    assert (found.outcome, found.sides) == (Outcome.CONTRADICTION, (Duty.CLIENT,))


def test_the_clients_word_on_this_processor_goes_before_its_general_one() -> None:
    given = dossier(workbook({BOTH: "○"}), client({BOTH: "×"}), client({BOTH: "○"}, processor=P))
    assert control_result(given, BOTH).verdict is Verdict.MET


def test_in_its_own_inspection_a_processor_answers_alone() -> None:
    given = dossier(workbook({BOTH: "○"}))
    found = results(given, checklist=checklist_of(BOTH), role=Role.PROCESSOR)[P]
    assert found.controls[0].verdict is Verdict.MET


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        (("○", "○"), Verdict.MET),
        (("○", "△"), Verdict.PARTIAL),
        (("×", "○"), Verdict.GAP),
        (("○", None), Verdict.UNANSWERED),
        (("○", "？"), Verdict.UNANSWERED),
    ],
)
def test_of_several_contracts_the_worst_stands(
    signs: Sequence[str | None], expected: Verdict
) -> None:
    contracts = [f"C-{number}" for number in range(len(signs))]
    given = dossier(
        entrustments=[entrustment(contract=contract) for contract in contracts],
        clauses=[
            clause(CON, sign, contract=contract)
            for contract, sign in zip(contracts, signs, strict=True)
            if sign
        ],
    )
    result = control_result(given, CON, side=Duty.CLIENT)
    assert result.verdict is expected
    assert [side.contract for side in result.judgements] == contracts


def test_a_clause_without_article_or_wording_is_a_statement() -> None:
    given = dossier(clauses=[clause(CON, "○", article="")])
    assert control_result(given, CON, side=Duty.CLIENT).verdict is Verdict.UNVERIFIED


def test_flags_raise_the_severity_one_step() -> None:
    plain = control_result(dossier(workbook({TEC: "×"})), TEC)
    raised = control_result(
        dossier(workbook({TEC: "×"}), entrustments=[entrustment(flags=["card"])]), TEC
    )
    many = control_result(
        dossier(workbook({TEC: "×"}), entrustments=[entrustment(persons=100_001)]), TEC
    )
    assert [one.severity for one in (plain, raised, many)] == [
        Severity.HIGH,
        Severity.CRITICAL,
        Severity.CRITICAL,
    ]
    assert raised.weight == 8
    assert raised.required_grade == plain.required_grade
