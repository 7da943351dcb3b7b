"""Findings over rounds: found, found again, found in order, accepted for a time, closed by somebody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itakusaki.findings.causes import FoundCause, causes_of, cleared_of, sealed_of
from itakusaki.findings.changing import FindingChange, changed_by_hand
from itakusaki.findings.tracking import AuditDay, audited, lapsed
from itakusaki.model.answer import Decision
from itakusaki.model.errors import FindingChangeError
from itakusaki.model.evidence import EvidenceState
from itakusaki.model.finding import FindingKind
from itakusaki.model.message import Message
from itakusaki.model.party import Duty
from itakusaki.model.tracked import SETTLED, FindingState, TrackedFinding, Urgency
from itakusaki.model.verdict import Outcome, Rating, Severity, Verdict
from itakusaki.wiring import shipped_rules
from support.assessments import CHECKLIST, assessment, at, comparison, processor, result, review
from support.stored import TRACKED

RULES = shipped_rules().rounds.findings
Q4, Q1 = (
    AuditDay(round="2026Q4", as_of=date(2026, 12, 31)),
    AuditDay(round="2027Q1", as_of=date(2027, 3, 31)),
)
KEY = ("P01", "TEC-01")
DAY = date(2027, 1, 15)


def cause(**more: Any) -> FoundCause:
    base = FoundCause(
        processor="P01",
        side=Duty.PROCESSOR,
        cause="TEC-01",
        controls=("TEC-01",),
        kind=FindingKind.GAP,
        severity=Severity.HIGH,
        urgency=Urgency.SOON,
        required_state=EvidenceState.CHECKED,
        found=TRACKED.found,
    )
    return replace(base, **more)


def once(
    finding: TrackedFinding, *, is_found: bool, on: AuditDay = Q1, **more: Any
) -> TrackedFinding:
    """The one finding there is after an audit that found its cause, or found it in order."""
    causes = (cause(**more),) if is_found else ()
    changed = audited((finding,), causes, {} if is_found else {KEY: ""}, on, RULES)
    return changed[0] if changed else finding


def told(finding: TrackedFinding, day: date = DAY, **said: Any) -> TrackedFinding:
    return changed_by_hand(finding, FindingChange(**said), RULES, ("2027Q1", day))


def refused(finding: TrackedFinding, **said: Any) -> str:
    with pytest.raises(FindingChangeError) as refusal:
        told(finding, **said)
    return " ".join(message.text for message in refusal.value.mistakes)


def test_what_is_new_gets_the_next_number_and_a_day_by_its_weight() -> None:
    kept = replace(TRACKED, id="F-P01-007", number=7, cause="TEC-09")
    heavy = cause(severity=Severity.LOW, urgency=Urgency.AT_ONCE)
    other = cause(processor="P02", severity=Severity.LOW, urgency=Urgency.PLANNED)
    first, second = audited((kept,), (heavy, other), {}, Q4, RULES)
    assert (first.id, second.id) == ("F-P01-008", "F-P02-001")
    assert (first.due - Q4.as_of).days == RULES.at_once_days
    assert (second.due - Q4.as_of).days == RULES.due_days[Severity.LOW]
    assert audited((), (cause(),), {}, Q4, RULES)[0] == TRACKED


def test_the_same_input_again_changes_nothing() -> None:
    assert audited((TRACKED,), (cause(),), {}, Q4, RULES) == ()
    assert audited((TRACKED,), (), {}, Q4, RULES) == ()  # not looked at: says nothing


def test_what_is_no_longer_found_waits_to_be_verified_and_comes_back_when_it_is_found_again() -> (
    None
):
    gone = once(TRACKED, is_found=False, on=Q4)
    assert gone.state is FindingState.READY
    assert once(gone, is_found=False) == gone
    assert once(gone, is_found=True, on=Q4).state is FindingState.REOPENED


@pytest.mark.parametrize("state", sorted(SETTLED))
def test_what_is_settled_holds_as_long_as_what_was_found_does(state: FindingState) -> None:
    says: dict[str, Any] = {"by": "鈴木", "reason": "r", "measure": "m", "until": date(2028, 1, 1)}
    shown = {"evidence": "e", "evidence_state": EvidenceState.CONFIRMED}
    start = told(replace(TRACKED, owner="佐藤"), state=FindingState.READY, by="佐藤")
    if state is FindingState.ACCEPTED:
        start = told(start, state=FindingState.IN_PROGRESS)
    settled = told(start, state=state, **says, **shown)
    assert once(settled, is_found=True).state is state
    otherwise = (Message("found otherwise"),)
    assert once(settled, is_found=True, found=otherwise).state is FindingState.REOPENED


def test_what_was_corrected_and_is_found_in_a_later_round_is_open_again() -> None:
    ready = told(TRACKED, state=FindingState.READY, by="佐藤")
    assert ready.settlement is not None
    assert once(ready, is_found=True).state is FindingState.READY  # said in that very round
    later = AuditDay(round="2027Q2", as_of=date(2027, 6, 30))
    assert once(ready, is_found=True, on=later).state is FindingState.REOPENED


@given(st.integers(0, 400), st.integers(0, 400))
def test_an_exception_ends_by_itself_the_day_after_its_last(days: int, after: int) -> None:
    until = DAY + timedelta(days=days)
    accepted = told(
        TRACKED, state=FindingState.ACCEPTED, by="部長", reason="r", measure="m", until=until
    )
    shown = lapsed(accepted, DAY + timedelta(days=after))
    assert (shown.state is FindingState.ACCEPTED) == (after <= days)


def test_an_extension_is_counted_and_a_later_due_day_too() -> None:
    given: dict[str, Any] = {"state": FindingState.ACCEPTED, "by": "部長", "reason": "r"}
    first = told(TRACKED, **given, measure="m", until=date(2027, 2, 1))
    second = told(first, **given, measure="m", until=date(2027, 3, 1))
    third = told(second, day=date(2027, 3, 2), **given, measure="m", until=date(2027, 4, 1))
    counts = [one.settlement.extended for one in (first, second, third) if one.settlement]
    assert counts == [0, 1, 2]
    assert "reason" in refused(TRACKED, due=date(2027, 5, 1))
    later = told(TRACKED, due=date(2027, 5, 1), reason="r")
    assert (later.moved, told(later, due=date(2027, 2, 1), reason="r").moved) == (1, 1)


def test_nobody_closes_what_they_did_themselves_nor_without_evidence() -> None:
    ready = told(replace(TRACKED, owner="山田"), state=FindingState.READY, by="佐藤")
    closing: dict[str, Any] = {"state": FindingState.CLOSED, "evidence": "e"}
    confirmed = {"evidence_state": EvidenceState.CONFIRMED}
    for name in ("佐藤", " 佐 藤", "山田"):
        assert "did the work" in refused(ready, **closing, **confirmed, by=name)
    assert "evidence" in refused(ready, state=FindingState.CLOSED, by="鈴木", **confirmed)
    weak = {"evidence_state": EvidenceState.DELIVERED}
    assert "{state} at least" in refused(ready, **closing, **weak, by="鈴木")
    unnamed = once(TRACKED, is_found=False)
    assert "nobody is named" in refused(unnamed, **closing, **confirmed, by="鈴木")
    assert told(ready, **closing, **confirmed, by="鈴木").state is FindingState.CLOSED


@given(st.sampled_from(FindingState), st.sampled_from(FindingState))
def test_no_step_is_taken_that_the_rules_do_not_name(
    before: FindingState, after: FindingState
) -> None:
    said: dict[str, Any] = {
        "by": "鈴木",
        "reason": "r",
        "measure": "m",
        "evidence": "e",
        "evidence_state": EvidenceState.RE_PERFORMED,
        "until": date(2028, 1, 1),
    }
    stands = replace(TRACKED, state=before, owner="佐藤")
    if after in RULES.transitions[before]:
        assert told(stands, state=after, **said).state is after
    else:
        assert "no step" in refused(stands, state=after, **said)


def test_causes_are_merged_and_only_what_was_found_in_order_is_cleared() -> None:
    both = comparison(touches=("TEC-02", "PHY-03"))
    in_order = comparison("X-13", outcome=Outcome.CONSISTENT, touches=())
    unclear = comparison("X-21", outcome=Outcome.CANNOT_COMPARE, touches=())
    verdicts = {
        "TEC-02": Verdict.CONTRADICTED,
        "PHY-03": Verdict.CONTRADICTED,
        "TEC-05": Verdict.GAP,
        "PHY-07": Verdict.MET,
        "SUB-01": Verdict.EXEMPT,
        "CON-01": Verdict.PARTIAL,
    }
    judged = result(
        processor("P01", "青葉"), Rating.D, verdicts, comparisons=(both, in_order, unclear)
    )
    found = {one.cause: one for one in causes_of(assessment(judged), CHECKLIST)}
    assert set(found) == {"X-19/accounts", "TEC-05", "client:CON-01"}
    assert found["X-19/accounts"].controls == ("PHY-03", "TEC-02")
    assert found["X-19/accounts"].urgency is Urgency.AT_ONCE
    cleared = {key for party, key in cleared_of(assessment(judged)) if party == "P01"}
    assert {"PHY-07", "X-13/accounts"} <= cleared
    assert not {"X-19/accounts", "X-21/accounts", "TEC-05", "SUB-01", "client:CON-01"} & cleared


def test_an_accepted_explanation_is_told_with_what_it_explained() -> None:
    differs = comparison(touches=("TEC-02",))
    judged = result(
        processor("P01", "青葉"), Rating.D, {"TEC-02": Verdict.CONTRADICTED}, comparisons=(differs,)
    )
    (open_,) = audited((), causes_of(assessment(judged), CHECKLIST), {}, Q4, RULES)
    word = replace(review("P01", "TEC-02"), decision=Decision.ACCEPTED, reason="保守用の共用のみ")
    controls = tuple(
        replace(one, verdict=Verdict.MET, decision=word) if one.control == "TEC-02" else one
        for one in judged.controls
    )
    run = assessment(replace(judged, controls=controls))
    assert causes_of(run, CHECKLIST) == ()
    (after,) = audited((open_,), (), cleared_of(run), Q1, RULES)
    assert after.state is FindingState.READY
    assert after.settlement is not None
    assert after.settlement.reason == "保守用の共用のみ"


def test_a_party_is_told_what_its_own_workbooks_say() -> None:
    figure = replace(
        comparison("X-21", touches=("TEC-05",), outcome=Outcome.COUNTED_DOWN),
        counts_as=Verdict.PARTIAL,
    )
    elsewhere = replace(figure, rule="X-13")
    elsewhere = replace(
        elsewhere,
        operands=(replace(figure.operands[0], at=at("contracts/ledger.xlsx", "B2"), cells=()),),
    )
    judged = result(
        processor("P02", "青葉"),
        Rating.D,
        {"TEC-02": Verdict.UNVERIFIED, "TEC-05": Verdict.PARTIAL},
        comparisons=(figure, elsewhere),
    )
    told = {one.cause: one.for_party for one in causes_of(assessment(judged), CHECKLIST)}
    assert [message.text.partition(":")[0] for message in told["TEC-02"]] == ["evidence so far"]
    texts = [message.text for message in told["TEC-05"]]
    assert sum("own figure" in text for text in texts) == 1


def test_silence_is_one_cause_until_everything_is_answered() -> None:
    def judged(**verdicts: Verdict) -> Any:
        named = {name.replace("_", "-"): verdict for name, verdict in verdicts.items()}
        return assessment(result(processor("P01", "青葉"), Rating.D, named))

    key = ("P01", "unanswered")
    silent = judged(TEC_02=Verdict.UNANSWERED, TEC_05=Verdict.UNANSWERED)
    (one,) = causes_of(silent, CHECKLIST)
    assert (one.key, one.controls) == (key, ("TEC-02", "TEC-05"))
    half = judged(TEC_02=Verdict.GAP, TEC_05=Verdict.UNANSWERED)
    assert {cause.cause for cause in causes_of(half, CHECKLIST)} == {"TEC-02", "unanswered"}
    assert key not in cleared_of(half)
    assert key in cleared_of(judged(TEC_02=Verdict.GAP, TEC_05=Verdict.MET))


def test_a_sealed_matter_is_no_finding_and_closes_none() -> None:
    judged = result(processor("P01", "青葉"), Rating.D, {"TEC-05": Verdict.GAP})
    sealed = tuple(
        replace(one, verdict=Verdict.SEALED) if one.control == "TEC-05" else one
        for one in judged.controls
    )
    told = assessment(replace(judged, controls=sealed))
    assert causes_of(told, CHECKLIST) == ()
    assert ("P01", "TEC-05") not in cleared_of(told)
    assert ("P01", "TEC-02") in cleared_of(told)
    assert ("P01", "unanswered") not in cleared_of(told)


def test_an_exception_of_the_register_is_accepted_until_its_last_day() -> None:
    judged = result(processor("P01", "青葉"), Rating.D, {"TEC-05": Verdict.EXCEPTED})
    causes = causes_of(assessment(judged), CHECKLIST)
    (one,) = audited((), causes, {}, Q4, RULES)
    assert one.state is FindingState.ACCEPTED
    assert one.settlement is not None
    assert one.settlement.until is not None
    assert audited((one,), causes, {}, Q1, RULES)[0].settlement == one.settlement
    past = AuditDay(round="2029Q1", as_of=one.settlement.until + timedelta(days=1))
    assert audited((one,), (), {}, past, RULES)[0].state is FindingState.REOPENED


SEALED_P01 = {"P01": frozenset({(Duty.PROCESSOR, "TEC-01")})}


def after(kept: TrackedFinding, sealed: Any, *causes: FoundCause) -> TrackedFinding:
    changed = audited((kept,), causes, {}, Q1, RULES, sealed)
    return changed[0] if changed else kept


def test_what_comes_from_a_sealed_control_is_sealed_until_a_run_tells_of_it_again() -> None:
    sealed = after(TRACKED, SEALED_P01)
    assert sealed == replace(TRACKED, sealed=True)
    assert after(sealed, SEALED_P01) is sealed
    assert after(sealed, {}) is sealed  # the party was not judged: nothing new is known
    assert not after(sealed, {"P01": frozenset()}).sealed
    assert not after(sealed, SEALED_P01, cause()).sealed
    assert not after(TRACKED, {"P01": frozenset({(Duty.CLIENT, "TEC-01")})}).sealed
    assert not after(TRACKED, {"P02": SEALED_P01["P01"]}).sealed


def test_what_comes_from_no_control_is_sealed_with_any_of_its_party() -> None:
    bare = replace(TRACKED, controls=(), cause="X-34/all-notified")
    other = {"P01": frozenset({(Duty.PROCESSOR, "PHY-03")})}
    assert after(bare, other).sealed
    assert not after(bare, {"P01": frozenset()}).sealed


def test_the_sealed_controls_of_a_run_are_those_it_does_not_tell_of() -> None:
    found = result(processor("P01", "青葉"), Rating.TO_EXPLAIN)
    first, *others = found.controls
    closed = replace(first, verdict=Verdict.SEALED)
    run = assessment(replace(found, controls=(closed, *others)))
    assert sealed_of(run) == {"P01": frozenset({(first.side, first.control)})}
