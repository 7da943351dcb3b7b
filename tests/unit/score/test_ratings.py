"""Ratings in their order, and the view of a chain (architecture.md §6)."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from itakusaki.model.answer import Questionnaire
from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.message import Message
from itakusaki.model.verdict import Rating
from support.cases import (
    P,
    answer,
    approval,
    checklist_of,
    dossier,
    entrustment,
    results,
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
    return str(message)


def test_no_questionnaire_is_not_rated() -> None:
    result = results(dossier(), checklist=checklist_of(*CONTROLS))[P]
    assert result.rating is Rating.NOT_ANSWERED
    assert result.would_change


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
    return workbook(answers, processor=processor)


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
