"""Ratings in their order, and the view of a chain (ADR 0017)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest

from itakusaki.language import translator_for
from itakusaki.model.answer import Questionnaire
from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.issue import RETURNED_BLANK, DataIssue, IssueLevel
from itakusaki.model.message import Message
from itakusaki.model.party import Approval
from itakusaki.model.source import CellRef
from itakusaki.model.verdict import Rating, rank
from support.cases import (
    P,
    answer,
    approval,
    catalogue,
    checklist_of,
    covered,
    dossier,
    entrustment,
    results,
    rules_of,
    workbook,
)

KO = "TEC-02"
OTHERS = ("TEC-03", "TEC-04", "TEC-05", "TEC-09", "TEC-12", "TEC-13", "TEC-17")
CONTROLS = (KO, *OTHERS)


def rated(signs: Mapping[str, str], grades: Mapping[str, int] | None = None) -> ProcessorResult:
    given = dict.fromkeys(CONTROLS, "○") | signs
    answers = {
        name: answer(name, sign, grade=(grades or {}).get(name, 4)) for name, sign in given.items()
    }
    return results(dossier(workbook(answers)), checklist=checklist_of(*CONTROLS))[P]


def said(message: Message) -> str:
    return translator_for("en").say(message)


def test_no_questionnaire_is_not_rated() -> None:
    result = results(dossier(), checklist=checklist_of(*CONTROLS))[P]
    assert result.rating is Rating.NOT_ANSWERED
    assert result.would_change


def test_a_blank_form_is_said_to_be_one() -> None:
    at = CellRef(file="questionnaires/2026Q4/a.xlsx")
    blank = DataIssue(
        code=RETURNED_BLANK,
        level=IssueLevel.ERROR,
        at=at,
        says=Message("blank"),
        mend=Message("fill in"),
        processor=P,
    )
    for issues, word in (((), "No questionnaire"), ((blank,), "came back blank")):
        found = replace(dossier(), issues=issues)
        result = results(found, checklist=checklist_of(*CONTROLS))[P]
        assert result.rating is Rating.NOT_ANSWERED
        assert word in said(result.reasons[0])


@pytest.mark.parametrize("sign", ["×", "？", ""])
def test_a_knock_out_control_beats_any_score(sign: str) -> None:
    result = rated({KO: sign})
    assert result.rating is Rating.UNACCEPTABLE
    assert KO in said(result.reasons[0])
    assert "A" in said(result.would_change[0])


def test_a_live_exception_suspends_a_knock_out() -> None:
    answers = dict.fromkeys(CONTROLS, "○") | {KO: "×"}
    given = dossier(workbook(answers), approvals=[approval(KO)])
    assert results(given, checklist=checklist_of(*CONTROLS))[P].rating is not Rating.UNACCEPTABLE


def test_too_little_shown_withholds_the_rating_and_names_what_would_settle_it() -> None:
    result = rated({}, dict.fromkeys(OTHERS, 0))
    assert result.rating is Rating.PENDING
    assert "TEC-03" in said(result.would_change[0])


def test_a_gap_is_no_lack_of_evidence() -> None:
    result = rated(dict.fromkeys(OTHERS, "×"))
    assert result.rating is Rating.D
    assert result.score.assurance == 1


@pytest.mark.parametrize(
    ("gaps", "rating"), [(0, Rating.A), (1, Rating.B), (3, Rating.C), (5, Rating.D)]
)
def test_bands_follow_the_verified_score(gaps: int, rating: Rating) -> None:
    result = rated(dict.fromkeys(OTHERS[:gaps], "×"))
    assert result.rating is rating


def test_an_unshown_knock_out_holds_the_rating_at_c() -> None:
    result = rated({}, {KO: 2})
    assert result.score.assurance is not None
    assert result.score.assurance >= 0.7
    assert result.rating is Rating.C_CONDITIONAL
    assert KO in said(result.would_change[0])


#: A mandatory control that is at the core of how data leave, one that is not, and others.
CORE, OTHER_KO = "TEC-02", "ORG-07"
SET = (CORE, OTHER_KO, *OTHERS)


def judged(signs: Mapping[str, str], approvals: Sequence[Approval] = ()) -> ProcessorResult:
    given = dict.fromkeys(SET, "○") | signs
    answers = {name: answer(name, sign, grade=4) for name, sign in given.items()}
    given_to = workbook(answers, covered(SET))
    return results(dossier(given_to, approvals=approvals), checklist=checklist_of(*SET))[P]


@pytest.mark.parametrize(
    ("control", "sign", "approvals", "rating"),
    [
        (OTHER_KO, "△", [], Rating.C_CONDITIONAL),
        (OTHER_KO, "×", [approval(OTHER_KO)], Rating.C_CONDITIONAL),
        (CORE, "△", [], Rating.D),
        (CORE, "△", [approval(CORE)], Rating.D),
        (CORE, "×", [approval(CORE)], Rating.D),
        (CORE, "×", [approval(CORE, measure="立会者が記録")], Rating.C_CONDITIONAL),
        (CORE, "△", [approval(CORE, measure="立会者が記録")], Rating.C_CONDITIONAL),
        (CORE, "△", [approval(CORE, measure="x", valid_until=date(2026, 1, 1))], Rating.D),
        (CORE, "○", [], Rating.A),
    ],
)
def test_a_knock_out_that_is_partial_or_excepted_holds_the_rating(
    control: str, sign: str, approvals: Sequence[Approval], rating: Rating
) -> None:
    result = judged({control: sign}, approvals)
    assert result.rating is rating
    if rating is not Rating.A:
        assert any(
            control in said(reason) and "at best" in said(reason) for reason in result.reasons
        )
        assert said(result.would_change[0]).endswith("the rating would be A.")


def test_what_would_lift_a_d_names_the_knock_out_that_holds_it_there_as_well() -> None:
    result = judged(dict.fromkeys(SET, "△"))
    assert result.rating is Rating.D
    (lifting,) = result.would_change
    assert said(lifting).startswith("Band B ")
    assert CORE in said(lifting)
    assert OTHER_KO in said(lifting)


def test_seven_knock_outs_in_part_are_never_an_a() -> None:
    seven = ("PHY-03", "TEC-02", "TEC-06", "TEC-08", "TEC-10", "ORG-07", "BRC-03")
    answers = {name: answer(name, "△", grade=4) for name in seven} | {
        name: answer(name, "○", grade=4)
        for name in catalogue().checklist.controls
        if name not in seven
    }
    given = dossier(workbook(answers))
    assert results(given, checklist=checklist_of(*answers))[P].rating in (
        Rating.D,
        Rating.UNACCEPTABLE,
        Rating.PENDING,
    )


#: More persons than accounts, and none said to be shared: two figures that cannot both be right.
DISPUTED = {
    "TEC-01.persons": 9,
    "TEC-01.accounts": 5,
    "TEC-01.nonpersonal_accounts": 0,
    "TEC-02.shared_accounts": 0,
}


def disputed(sign: str = "○", grade: int = 4) -> ProcessorResult:
    facts = DISPUTED
    answers = {
        name: answer(name, sign if name == KO else "○", grade=grade if name == KO else 4)
        for name in (*CONTROLS, "TEC-01")
    }
    return results(
        dossier(workbook(answers, facts)), checklist=checklist_of(*answers), rules=rules_of("X-19")
    )[P]


def test_what_sources_differ_on_is_asked_and_not_rated() -> None:
    result = disputed()
    assert result.rating is Rating.TO_EXPLAIN
    assert KO in said(result.reasons[0])
    assert result.score.assurance is not None
    assert result.score.assurance < 1


@pytest.mark.parametrize(("grade", "rating"), [(4, "A"), (2, "C (conditional)")])
def test_an_accepted_explanation_leaves_the_control_as_declared(grade: int, rating: str) -> None:
    (change,) = disputed(grade=grade).would_change
    assert f"would be {rating};" in said(change)
    assert "Not acceptable" in said(change)


def test_a_defect_beside_a_question_is_not_hidden_by_it() -> None:
    facts = DISPUTED
    answers = dict.fromkeys(SET, "○") | {OTHER_KO: "×"}
    result = results(
        dossier(workbook(answers, facts)),
        checklist=checklist_of(*SET, "TEC-01"),
        rules=rules_of("X-19"),
    )[P]
    assert result.rating is Rating.UNACCEPTABLE
    assert [CORE in said(reason) for reason in result.reasons] == [False, True]


def test_there_is_one_order_of_ratings_worst_first() -> None:
    assert [rank(rating) for rating in Rating] == [None, None, 0, 0, 1, 5, 4, 3, 3, 2]


def chain(*workbooks: Questionnaire) -> dict[str, ProcessorResult]:
    rows = [
        entrustment("P01", contract="C1", name="一次"),
        entrustment("S01", contract="C2", tier=2, parent="P01", name="二次"),
        entrustment("T01", contract="C3", tier=3, parent="S01", name="三次"),
    ]
    return results(dossier(*workbooks, entrustments=rows), checklist=checklist_of(*CONTROLS))


def full(processor: str, **signs: str) -> Questionnaire:
    answers = dict.fromkeys(CONTROLS, "○") | {
        name.replace("_", "-"): s for name, s in signs.items()
    }
    return workbook(answers, covered(CONTROLS), processor=processor)


def test_a_chain_shows_its_weakest_tier_and_the_path_to_it() -> None:
    view = chain(full("P01"), full("S01"), full("T01", TEC_02="×"))["P01"].chain
    assert view.weakest is Rating.UNACCEPTABLE
    assert view.path == ("一次", "二次", "三次")
    assert (view.assessed, view.known) == (3, 3)


def test_each_tier_keeps_its_own_result() -> None:
    found = chain(full("P01"), full("S01"), full("T01", TEC_02="×"))
    assert found["P01"].rating is Rating.A
    assert found["T01"].rating is Rating.UNACCEPTABLE


def test_unknown_stays_unknown_in_a_chain() -> None:
    view = chain(full("P01"))["P01"].chain
    assert view.weakest is Rating.A
    assert (view.assessed, view.known) == (1, 3)


def test_a_declared_tier_without_ledger_row_is_known_but_not_assessed() -> None:
    said_more = workbook(
        dict.fromkeys(CONTROLS, "○"),
        sub_processors=[{"name": "株式会社 二次"}, {"name": "四次"}],
    )
    view = chain(said_more, full("S01"), full("T01"))["P01"].chain
    assert (view.assessed, view.known) == (3, 4)


def test_two_companies_that_stand_below_each_other_end_the_chain() -> None:
    rows = [
        entrustment("P01", contract="C1", parent="S01"),
        entrustment("S01", contract="C2", tier=2, parent="P01"),
    ]
    found = results(
        dossier(full("P01"), full("S01"), entrustments=rows), checklist=checklist_of(*CONTROLS)
    )
    assert found["P01"].chain.known == 2
    assert found["S01"].chain.known == 2
