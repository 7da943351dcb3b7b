"""A shorter form asks every knock-out, hides nothing that is known, and its rating says how short it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itakusaki.catalogue.depths import months_after
from itakusaki.language import translator_for
from itakusaki.language.labels import rating_words
from itakusaki.model.answer import AnswerValue, LastAnswer, LastAnswers, Questionnaire
from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.depth import Depth
from itakusaki.model.party import Role
from itakusaki.model.verdict import Rating, Verdict
from itakusaki.score.evaluate import evaluate
from support.cases import AS_OF, P, catalogue, checklist_of, dossier, entrustment, workbook

RULES = catalogue().checklist.depths
#: A knock-out, one that the short form asks, one that only the full form asks, one that moves.
KNOCK_OUT, SHORT, FULL_ONLY, MOVING = "TEC-02", "TEC-20", "TEC-12", "TEC-01"
ROLE = Role.CLIENT
ASKED = checklist_of(KNOCK_OUT, SHORT, FULL_ONLY, MOVING)
SHALLOW = st.sampled_from([Depth.SHORT, Depth.STANDARD])


def judged(
    form: Questionnaire, *, depth: Depth, last: LastAnswers | None = None
) -> ProcessorResult:
    found = evaluate(
        dossier(replace(form, depth=depth), entrustments=[entrustment()]),
        checklist=ASKED,
        policy=catalogue().policy,
        rules=(),
        role=ROLE,
        as_of=AS_OF,
        last={P: last or {}},
    )
    return found.results[0]


def verdicts(result: ProcessorResult) -> Mapping[str, Verdict]:
    return {control.control: control.verdict for control in result.controls}


def known(months: int, value: AnswerValue = AnswerValue.YES) -> LastAnswer:
    return LastAnswer(round="2025Q4", value=value, on=months_after(AS_OF, -months))


def test_what_a_depth_does_not_ask_is_neither_exempt_nor_unanswered() -> None:
    found = judged(workbook({KNOCK_OUT: "○", SHORT: "○"}), depth=Depth.SHORT)
    assert verdicts(found) == {
        KNOCK_OUT: Verdict.MET,
        SHORT: Verdict.MET,
        FULL_ONLY: Verdict.NOT_ASKED,
        MOVING: Verdict.NOT_ASKED,
    }
    score = found.score
    assert (score.verified, score.exempt, score.unanswered) == (100.0, 0.0, 0.0)
    assert (score.controls, score.passed_over) == (4, 2)
    assert 0 < score.not_asked < 1


@given(answered=st.sets(st.sampled_from([KNOCK_OUT, SHORT])), depth=SHALLOW)
def test_leaving_out_what_a_form_asks_never_counts_as_not_asked(
    answered: set[str], depth: Depth
) -> None:
    found = verdicts(judged(workbook(dict.fromkeys(answered, "○")), depth=depth))
    for name in (KNOCK_OUT, SHORT):
        assert found[name] is (Verdict.MET if name in answered else Verdict.UNANSWERED)


def test_a_row_that_was_sent_and_taken_out_is_unanswered() -> None:
    form = replace(workbook({KNOCK_OUT: "○"}), sent=(KNOCK_OUT, FULL_ONLY))
    found = judged(form, depth=Depth.SHORT, last={FULL_ONLY: known(3)})
    assert verdicts(found)[FULL_ONLY] is Verdict.UNANSWERED


@given(months=st.integers(1, 40), depth=st.sampled_from(Depth))
def test_a_known_answer_stands_for_so_many_months_and_is_unanswered_after_them(
    months: int, depth: Depth
) -> None:
    last = {FULL_ONLY: known(months)}
    found = judged(workbook({KNOCK_OUT: "○", SHORT: "○"}), depth=depth, last=last)
    lapsed = months >= RULES.answer_months
    assert verdicts(found)[FULL_ONLY] is (Verdict.UNANSWERED if lapsed else Verdict.NOT_ASKED)
    (control,) = [c for c in found.controls if c.control == FULL_ONLY]
    said = " ".join(translator_for("ja").say(s) for j in control.judgements for s in j.steps)
    assert "2025Q4" in said
    assert f"{months}か月前" in said


def test_what_moves_is_asked_however_young_its_answer_is() -> None:
    last = {name: known(1) for name in (KNOCK_OUT, MOVING, FULL_ONLY)}
    found = verdicts(judged(workbook({SHORT: "○"}), depth=Depth.FULL, last=last))
    assert found[KNOCK_OUT] is found[MOVING] is Verdict.UNANSWERED
    assert found[FULL_ONLY] is Verdict.NOT_ASKED


@given(months=st.integers(0, 30), control=st.sampled_from(sorted(ASKED.controls)))
def test_a_deeper_form_asks_whatever_a_shallower_one_does(months: int, control: str) -> None:
    is_knock_out = ASKED.controls[control].knock_out
    for last in (None, known(months)):
        asked = [RULES.asks(control, d, last, AS_OF, knock_out=is_knock_out) for d in Depth]
        assert asked == sorted(asked)
        assert not is_knock_out or all(asked)


@pytest.mark.parametrize(
    ("rating", "depth", "said"),
    [
        (Rating.B, Depth.SHORT, "B・簡易"),
        (Rating.C_CONDITIONAL, Depth.STANDARD, "C（条件付）・標準"),
        (Rating.A, Depth.FULL, "A"),
        (Rating.NOT_ANSWERED, Depth.SHORT, "未回答（格付けなし）"),
    ],
)
def test_a_rating_names_the_depth_it_rests_on(rating: Rating, depth: Depth, said: str) -> None:
    assert translator_for("ja").say(rating_words(rating, depth)) == said


def test_a_clients_own_side_is_asked_everything() -> None:
    whole = catalogue().checklist
    found = evaluate(
        dossier(
            replace(workbook({KNOCK_OUT: "○"}), depth=Depth.SHORT), entrustments=[entrustment()]
        ),
        checklist=whole,
        policy=catalogue().policy,
        rules=(),
        role=ROLE,
        as_of=date(2026, 12, 31),
    ).results[0]
    assert found.supervision is not None
    assert Verdict.NOT_ASKED not in {c.verdict for c in found.supervision.controls}
