"""Advice: where client and party both owe a control, nobody is told to do the other's work."""

from __future__ import annotations

import re

import pytest

from itakusaki.catalogue.checklist import Control
from itakusaki.language import translator_for
from itakusaki.model.party import Duty
from itakusaki.report.control_page import control_page
from itakusaki.report.view.control_text import control_text
from support.cases import catalogue

CHECKLIST = catalogue().checklist
BOTH = [c for c in CHECKLIST.controls.values() if Duty.CLIENT in c.duty and len(set(c.duty)) > 1]
#: Who is spoken of, not to: a report to the client, a demand to the party.
TO_THE_CLIENT = re.compile("委託元(?:に|へ)(?:報告|通知|送|出し|共有)")
TO_THE_PARTY = re.compile("委託先(?:に|へ)[^、。]*(?:求め|改めてもら|調べてもら)")


@pytest.mark.parametrize("control", BOTH, ids=lambda control: control.id)
def test_a_client_is_not_told_to_report_to_itself(control: Control) -> None:
    for words in (a := control.advice_for(Duty.CLIENT)).remediation, a.evidence:
        assert not TO_THE_CLIENT.search(words.ja)


@pytest.mark.parametrize("control", BOTH, ids=lambda control: control.id)
def test_a_party_is_not_told_to_make_demands_on_itself(control: Control) -> None:
    for side in (Duty.PROCESSOR, Duty.SUB_PROCESSOR):
        assert not TO_THE_PARTY.search(control.advice_for(side).remediation.ja)


@pytest.mark.parametrize("control", BOTH, ids=lambda control: control.id)
def test_a_clause_is_the_client_s_to_amend_and_the_practice_the_party_s(control: Control) -> None:
    if control.is_contract:
        assert control.advice_for(Duty.CLIENT) != control.advice_for(Duty.PROCESSOR)


@pytest.mark.parametrize(
    "control",
    [c for c in BOTH if c.client_advice or c.party_advice],
    ids=lambda control: control.id,
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_page_tells_a_side_its_own(control: Control, language: str) -> None:
    translator = translator_for(language)
    told = {
        side: control_text(control, frozenset(), CHECKLIST, translator, side)
        for side in (Duty.CLIENT, Duty.PROCESSOR)
    }
    assert told[Duty.CLIENT].remediation != told[Duty.PROCESSOR].remediation
    page = "\n".join(control_page(control, CHECKLIST, translator))
    for text in told.values():
        assert text.remediation in page
        assert text.evidence in page


def test_advice_is_for_controls_that_both_owe() -> None:
    with_advice = {c.id for c in CHECKLIST.controls.values() if c.client_advice or c.party_advice}
    assert with_advice <= {control.id for control in BOTH}
