"""A form leaves out what a certificate stands for, and says which and why."""

from __future__ import annotations

from datetime import date

import pytest

from itakusaki.catalogue.credits import NO_CREDITS, Credits, credits_of
from itakusaki.forms.questionnaire import questionnaire_book
from itakusaki.model.party import Duty, Processor
from support.blank_books import checklist, opened, questionnaire
from support.cases import Given, entrustment, ledger

AS_OF = date(2026, 11, 30)
RELIED: dict[str, Given] = {
    "certificate": "ISMS",
    "certificate_expires": date(2027, 6, 30),
    "certificate_scope": ["全社"],
    "certificate_relied": True,
}


def party(**columns: Given) -> tuple[Processor, Credits]:
    found = ledger(entrustment(**columns)).processors["P01"]
    return found, credits_of(found, checklist(), AS_OF)


def texts(book: bytes) -> str:
    return "\n".join(
        str(cell)
        for page in opened(book)
        for row in page.iter_rows(values_only=True)
        for cell in row
    )


@pytest.mark.parametrize(
    ("lang", "says"), [("ja", "この認証により"), ("en", "This certificate leaves out")]
)
def test_the_form_asks_less_and_says_why(lang: str, says: str) -> None:
    processor, found = party(**RELIED)
    whole = texts(questionnaire(processor=processor, lang=lang))
    less = texts(questionnaire(processor=processor, lang=lang, credits_=found))
    assert says not in whole
    assert says in less
    assert str(len(found.controls)) in less
    questions = checklist().controls
    for name in ("TEC-01", "PHY-02"):
        asked = questions[name].question_for(Duty.PROCESSOR)
        text = asked.ja if lang == "ja" else asked.en
        assert text in whole
        assert text not in less
    kept = questions["PHY-03"].question_for(Duty.PROCESSOR)
    assert (kept.ja if lang == "ja" else kept.en) in less


def test_the_form_says_why_a_certificate_leaves_out_nothing() -> None:
    processor, found = party(**{**RELIED, "certificate_suspended_from": date(2026, 9, 2)})
    book = questionnaire(processor=processor, credits_=found)
    assert "2026-09-02から一時停止中" in texts(book)
    assert questions_of(book) == questions_of(questionnaire(processor=processor))


def test_the_self_assessed_level_says_what_it_does_not_cover() -> None:
    processor, found = party(**{**RELIED, "certificate": "SCS★3"})
    assert found.controls
    assert "可搬媒体、ログ及び教育を対象としていません" in texts(
        questionnaire(processor=processor, credits_=found)
    )


def test_the_clients_own_check_leaves_nothing_out() -> None:
    processor, found = party(**RELIED)
    whole = questionnaire(Duty.CLIENT, processor=processor)
    assert questionnaire(Duty.CLIENT, processor=processor, credits_=found) == whole


def test_without_certificates_the_form_is_what_it_was() -> None:
    processor, found = party()
    assert found == NO_CREDITS
    assert questionnaire(processor=processor, credits_=found) == questionnaire(processor=processor)
    assert questionnaire_book.__kwdefaults__["credits_"] == NO_CREDITS


def questions_of(book: bytes) -> set[str]:
    every = texts(book)
    return {name for name, one in checklist().controls.items() if one.question.ja in every}
