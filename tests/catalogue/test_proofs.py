"""Each control's own proofs, run through the engine that judges real rounds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from itakusaki.catalogue.checklist import Proof
from itakusaki.language import translator_for
from itakusaki.score.proofs import failed_proofs, failed_proofs_of
from support.cases import catalogue, checklist_of

CONTROLS = catalogue().checklist.controls


@pytest.mark.parametrize("control", CONTROLS)
def test_the_proofs_of_a_control_come_to_their_verdicts(control: str) -> None:
    whole = catalogue()
    failed = failed_proofs_of(CONTROLS[control], whole.checklist, whole.policy, whole.cross_checks)
    assert [translator_for("en").say(one.message()) for one in failed] == []


def test_a_proof_that_does_not_hold_is_told_with_its_number() -> None:
    whole = catalogue()
    wrong = Proof(answer="×", verdict="met", grade=4, facts={})
    control = replace(CONTROLS["TEC-05"], proof=(*CONTROLS["TEC-05"].proof, wrong))
    checklist = replace(checklist_of("TEC-05"), controls={"TEC-05": control})
    failed = failed_proofs(checklist, whole.policy, ())
    told = [one for one in failed if one.proof is wrong]
    assert [(one.control, one.number, one.got) for one in told] == [
        ("TEC-05", len(control.proof), "gap")
    ]
    assert "met" in translator_for("ja").say(told[0].message())


def test_a_control_nobody_is_asked_fails_its_proofs() -> None:
    whole = catalogue()
    nobody = replace(CONTROLS["TEC-05"], duty=())
    failed = list(failed_proofs_of(nobody, whole.checklist, whole.policy, ()))
    assert {one.got for one in failed} == {""}
    assert "TEC-05" in translator_for("en").say(failed[0].message())


@pytest.mark.parametrize("control", CONTROLS)
def test_facts_that_refute_a_yes_do_not_touch_a_no(control: str) -> None:
    whole = catalogue()
    refuting = [p for p in CONTROLS[control].proof if p.verdict == "contradicted"]
    honest = tuple(replace(proof, answer="×", verdict="gap") for proof in refuting)
    given = replace(CONTROLS[control], proof=honest)
    failed = failed_proofs_of(given, whole.checklist, whole.policy, whole.cross_checks)
    assert list(failed) == []
