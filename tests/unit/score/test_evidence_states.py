"""States of evidence: how far it was looked at counts beside what kind of thing it is (ADR 0021)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itakusaki.model.assessment import ControlResult, Dossier, ProcessorResult
from itakusaki.model.depth import Depth
from itakusaki.model.evidence import (
    CheckOutcome,
    EvidenceFile,
    EvidenceState,
    FileCheck,
    FileCheckKind,
    FileContents,
)
from itakusaki.model.message import Message
from itakusaki.model.verdict import Rating, Verdict
from itakusaki.score.case_file import CaseFile
from itakusaki.score.file_checks import file_checks, file_state
from support.cases import (
    FILE,
    P,
    answer,
    case_file,
    catalogue,
    checklist_of,
    clause,
    control_result,
    covered,
    delivered,
    dossier,
    entrustment,
    in_order,
    results,
    review,
    workbook,
)
from support.laws import examples

KNOCK_OUT, ORDINARY = "TEC-02", "TEC-03"
SCAN = FileContents(unread=Message("a picture"))
PROFILE = settings(max_examples=examples(80), deadline=None)


def a_round(control: str, *contents: FileContents, grade: int = 3, **more: object) -> Dossier:
    """A yes on one control, backed by files in which a machine reads this."""
    names = [f"file-{number}.csv" for number, _ in enumerate(contents)]
    files = [delivered(name, contents=read) for name, read in zip(names, contents, strict=True)]
    given = workbook({control: answer(control, "○", grade=grade, files=names)}, covered([control]))
    return dossier(given, files=files, **more)  # type: ignore[arg-type]


def state(found: ControlResult) -> EvidenceState:
    (judgement,) = found.judgements
    return judgement.state


def changed(**parts: object) -> FileContents:
    return replace(in_order(), **parts)  # type: ignore[arg-type]


def test_a_knock_out_whose_file_is_only_there_gives_no_credit_though_its_grade_fits() -> None:
    found = control_result(a_round(KNOCK_OUT, SCAN), KNOCK_OUT)
    assert (found.verdict, state(found)) == (Verdict.UNVERIFIED, EvidenceState.DELIVERED)
    assert (found.declared, found.verified, found.settled) == (1.0, 0.0, True)


def test_an_ordinary_control_is_met_by_a_file_that_is_there() -> None:
    found = control_result(a_round(ORDINARY, SCAN), ORDINARY)
    assert (found.verdict, state(found)) == (Verdict.MET, EvidenceState.DELIVERED)


def test_a_file_that_a_machine_finds_in_order_is_checked_and_counts() -> None:
    found = control_result(a_round(KNOCK_OUT, in_order()), KNOCK_OUT)
    assert (found.verdict, state(found)) == (Verdict.MET, EvidenceState.CHECKED)


def test_what_an_auditor_confirmed_counts_whatever_a_machine_could_read() -> None:
    found = control_result(
        a_round(
            KNOCK_OUT, SCAN, reviews=[review(KNOCK_OUT, grade=3, seen=[delivered("file-0.csv")])]
        ),
        KNOCK_OUT,
    )
    assert (found.verdict, state(found)) == (Verdict.MET, EvidenceState.CONFIRMED)


@pytest.mark.parametrize("seen", [(), ("other.csv",), ("file-0.csv", "other.csv")])
@pytest.mark.parametrize("grade", range(5))
def test_a_grade_confirmed_on_other_files_never_raises_and_may_lower(
    grade: int, seen: tuple[str, ...]
) -> None:
    """Whoever changes a file after the auditor saw it gains nothing, and gets rid of nothing."""
    other = review(KNOCK_OUT, grade=grade, seen=map(delivered, seen))
    without = control_result(a_round(KNOCK_OUT, SCAN), KNOCK_OUT)
    found = control_result(a_round(KNOCK_OUT, SCAN, reviews=[other]), KNOCK_OUT)
    fresh = review(KNOCK_OUT, grade=grade, seen=[delivered("file-0.csv")])
    bound = control_result(a_round(KNOCK_OUT, SCAN, reviews=[fresh]), KNOCK_OUT)
    (mine,), (theirs,) = found.judgements, without.judgements
    assert (mine.is_stale, bound.judgements[0].is_stale) == (True, False)
    assert mine.grade == min(theirs.grade, grade)
    assert mine.state is not EvidenceState.CONFIRMED
    assert (found.verified or 0) <= min(without.verified or 0, bound.verified or 0)


def test_what_nobody_delivered_is_the_party_s_word() -> None:
    found = control_result(a_round(KNOCK_OUT), KNOCK_OUT)
    assert (found.verdict, state(found)) == (Verdict.UNVERIFIED, EvidenceState.CLAIMED)
    assert not found.settled


@pytest.mark.parametrize(
    ("article", "text", "verdict"),
    [("1", "wording", Verdict.MET), ("1", "", Verdict.UNVERIFIED), ("", "", Verdict.UNVERIFIED)],
)
def test_a_clause_is_checked_where_its_place_and_its_wording_stand(
    article: str, text: str, verdict: Verdict
) -> None:
    entered = replace(clause("CON-01", "○", article=article), text=text)
    assert control_result(dossier(clauses=[entered]), "CON-01").verdict is verdict


def judged(control: str, *contents: FileContents) -> ProcessorResult:
    """How a party stands that shows all else."""
    others = ("TEC-03", "TEC-05", "TEC-14", "ORG-01", "PER-02")
    names = [f"file-{number}.csv" for number, _ in enumerate(contents)]
    files = [delivered(name, contents=read) for name, read in zip(names, contents, strict=True)]
    answers = {name: answer(name, "○") for name in others}
    given = workbook({**answers, control: answer(control, "○", files=names)}, covered([control]))
    of = dossier(given, files=[*files, delivered()])
    return results(of, checklist=checklist_of(*others, control))[P]


@pytest.mark.parametrize("control", ["TEC-02", "PHY-03", "ORG-07", "BRC-03"])
def test_a_scan_alone_holds_the_rating_and_the_report_says_so(control: str) -> None:
    held = judged(control, SCAN)
    assert held.rating is Rating.C_CONDITIONAL
    assert any("neither stood the check" in reason.text for reason in held.reasons)
    assert judged(control, in_order()).rating is Rating.A
    assert judged(control, SCAN, in_order()).rating is Rating.A


def test_whether_a_rating_is_withheld_the_grade_alone_decides() -> None:
    assert judged(KNOCK_OUT, SCAN).score.assurance == judged(KNOCK_OUT, in_order()).score.assurance


#: What is read in a file → what is not in order in it, and how.
WANTING: Mapping[str, tuple[FileContents, FileCheckKind, CheckOutcome]] = {
    "a picture": (SCAN, FileCheckKind.READABLE, CheckOutcome.FOR_A_PERSON),
    "an empty form": (
        changed(rows=0, numbers=frozenset({40})),
        FileCheckKind.FILLED,
        CheckOutcome.FAILED,
    ),
    "no day": (changed(days=()), FileCheckKind.DATED, CheckOutcome.FOR_A_PERSON),
    "an old record": (
        changed(days=(date(2025, 11, 30),)),
        FileCheckKind.DATED,
        CheckOutcome.FAILED,
    ),
    "days to come only": (
        changed(days=(date(2027, 1, 1),)),
        FileCheckKind.DATED,
        CheckOutcome.FAILED,
    ),
    "nobody's name": (changed(bare="abc"), FileCheckKind.NAMED, CheckOutcome.FOR_A_PERSON),
    "another's name": (
        changed(bare="別会社の記録"),
        FileCheckKind.NAMED,
        CheckOutcome.FAILED,
    ),
    "too few rows": (changed(rows=3), FileCheckKind.COVERS, CheckOutcome.FAILED),
}


@pytest.mark.parametrize("name", WANTING)
def test_each_thing_that_is_looked_for_can_be_wanting(name: str) -> None:
    contents, kind, outcome = WANTING[name]
    checks = checks_of("PHY-03", delivered(contents=contents), figures={"PHY-03.terminals": 40})
    wanting = {c.kind: c.outcome for c in checks if c.outcome is not CheckOutcome.PASSED}
    assert wanting == {kind: outcome}
    assert file_state(checks) is EvidenceState.DELIVERED


def a_case(file: EvidenceFile, figures: Mapping[str, int], **listed: object) -> CaseFile:
    rows = [{"file": FILE, **listed}] if listed else []
    given = workbook({"PHY-03": "○"}, figures, evidence=rows)  # type: ignore[arg-type]
    stranger = entrustment("Q", name="別会社株式会社", contract="C-99")
    return case_file(dossier(given, entrustments=[entrustment(), stranger], files=[file]))


def checks_of(
    control: str, file: EvidenceFile, figures: Mapping[str, int], **listed: object
) -> tuple[FileCheck, ...]:
    case = a_case(file, figures, **listed)
    row = case.own.evidence[0] if case.own and listed else None
    return file_checks(case, case.checklist.controls[control], case.party, file, row)


@pytest.mark.parametrize(
    ("listed", "wanted"),
    [
        ({"expires_on": date(2026, 12, 30)}, CheckOutcome.FAILED),
        ({"expires_on": date(2026, 12, 31)}, CheckOutcome.PASSED),
        (
            {"period_from": date(2026, 1, 1), "period_to": date(2026, 6, 30)},
            CheckOutcome.FAILED,
        ),
        (
            {"period_from": date(2026, 11, 1), "period_to": date(2026, 11, 30)},
            CheckOutcome.PASSED,
        ),
    ],
    ids=["ran out", "runs out today", "another period", "its period"],
)
def test_a_file_is_held_against_its_line_of_the_evidence_list(
    listed: dict[str, date], wanted: CheckOutcome
) -> None:
    checks = checks_of("PHY-03", delivered(), {"PHY-03.terminals": 4}, **listed)
    assert next(c for c in checks if c.kind is FileCheckKind.DATED).outcome is wanted


@pytest.mark.parametrize(
    ("contents", "figure", "wanted"),
    [
        (changed(rows=40), 40, CheckOutcome.PASSED),
        (changed(rows=39), 40, CheckOutcome.FAILED),
        (changed(rows=2, numbers=frozenset({40})), 40, CheckOutcome.PASSED),
        (changed(rows=2, numbers=frozenset({41})), 40, CheckOutcome.FAILED),
        (changed(rows=1), 0, CheckOutcome.PASSED),
    ],
)
def test_a_list_covers_the_number_that_was_answered(
    contents: FileContents, figure: int, wanted: CheckOutcome
) -> None:
    checks = checks_of("PHY-03", delivered(contents=contents), {"PHY-03.terminals": figure})
    assert next(c for c in checks if c.kind is FileCheckKind.COVERS).outcome is wanted


#: What a form asked: its depth, the figures it shows → whether the list is held against them, and how.
ASKED: Mapping[str, tuple[Depth, Mapping[str, float | None], CheckOutcome | None]] = {
    "the full form, left blank": (Depth.FULL, {}, CheckOutcome.FOR_A_PERSON),
    "a shorter form, not asked": (Depth.STANDARD, {}, None),
    "a shorter form, shown and left blank": (
        Depth.STANDARD,
        {"ORG-07.items_total": None},
        CheckOutcome.FOR_A_PERSON,
    ),
    "a shorter form, shown and given": (
        Depth.STANDARD,
        {"ORG-07.items_total": 4.0},
        CheckOutcome.PASSED,
    ),
}


@pytest.mark.parametrize("asked", ASKED)
def test_a_figure_that_the_form_did_not_ask_is_not_held_against_a_list(asked: str) -> None:
    depth, figures, wanted = ASKED[asked]
    case = a_case(delivered(contents=changed(rows=4)), dict.fromkeys(figures, 4))
    assert case.own is not None
    shown = {
        name: replace(fact, value=figures[name]) if name in figures else fact
        for name, fact in case.own.facts.items()
    }
    case = replace(case, own=replace(case.own, depth=depth, facts=shown))
    file = delivered(contents=changed(rows=4))
    checks = file_checks(case, case.checklist.controls["ORG-07"], case.party, file, None)
    found = [check.outcome for check in checks if check.kind is FileCheckKind.COVERS]
    assert found == ([] if wanted is None else [wanted])


def test_the_same_bytes_from_another_party_are_said_and_not_counted() -> None:
    mine = delivered("roster.csv")
    theirs = replace(delivered("roster.csv", "Q"), sha256=mine.sha256)
    given = workbook({KNOCK_OUT: answer(KNOCK_OUT, "○", files=["roster.csv"])})
    rows = [entrustment(), entrustment("Q", contract="C-99")]
    found = control_result(dossier(given, entrustments=rows, files=[mine, theirs]), KNOCK_OUT)
    (judgement,) = found.judgements
    assert judgement.state is EvidenceState.DELIVERED
    (wanting,) = [c for c in judgement.checks if c.outcome is not CheckOutcome.PASSED]
    assert (wanting.kind, dict(wanting.says.values)) == (FileCheckKind.OWN, {"parties": "Q"})


@pytest.mark.parametrize("left", [P, "Q"])
@pytest.mark.parametrize("lowered", [False, True])
def test_taking_away_ones_copy_of_the_same_bytes_costs_it_and_hides_nothing(
    left: str, *, lowered: bool
) -> None:
    """What is left is one party's record; who took the other away has none, and is said to (ADR 0034)."""
    mine = delivered("roster.csv")
    both = [mine, replace(delivered("roster.csv", "Q"), sha256=mine.sha256)]
    said = answer(KNOCK_OUT, "○", grade=3, files=["roster.csv"])
    books = [workbook({KNOCK_OUT: said}, processor=code) for code in (P, "Q")]
    rows = [entrustment(), entrustment("Q", contract="C-99")]
    seen = [review(KNOCK_OUT, grade=1, seen=[mine])] if lowered else []

    def judged_of(files: list[EvidenceFile], code: str) -> ControlResult:
        given = dossier(*books, entrustments=rows, files=files, reviews=seen)
        (found,) = results(given, checklist=checklist_of(KNOCK_OUT))[code].controls
        return found

    kept = [file for file in both if file.processor == left]
    (gone,) = {P, "Q"} - {left}
    before, after = judged_of(both, gone), judged_of(kept, gone)
    assert (after.verified or 0) <= (before.verified or 0)
    assert state(after) is EvidenceState.CLAIMED
    assert any("not provided" in step.text for step in after.judgements[0].steps)
    stays = judged_of(kept, left)
    (own,) = (c for c in stays.judgements[0].checks if c.kind is FileCheckKind.OWN)
    assert own.outcome is CheckOutcome.PASSED
    assert (stays.judgements[0].grade == 1) is (lowered and left == P)


def test_the_same_bytes_under_another_name_are_said() -> None:
    mine = delivered("roster.csv")
    again = replace(delivered("rules.csv"), sha256=mine.sha256)
    given = workbook({KNOCK_OUT: answer(KNOCK_OUT, "○", files=["roster.csv"])})
    found = control_result(dossier(given, files=[mine, again]), KNOCK_OUT)
    (said,) = [c for c in found.judgements[0].checks if c.kind is FileCheckKind.OWN]
    assert dict(said.says.values) == {"files": f"{P}/rules.csv"}


REPORT = {
    "kind": "SOC 2 report",
    "controls": ["PHY-03"],
    "scope": "CRM, Tokyo",
    "period_from": date(2025, 11, 1),
    "period_to": date(2026, 11, 30),
}


def assured(**changed_: object) -> ControlResult:
    """A yes on PHY-03 that rests on a third party's report, as the evidence list describes it."""
    sites = changed_.pop("entrusted", ["Tokyo"])
    listed = {k: v for k, v in {**REPORT, **changed_}.items() if v is not None}
    given = workbook(
        {"PHY-03": answer("PHY-03", "○")},
        covered(["PHY-03"]),
        evidence=[{"file": FILE, **listed}],  # type: ignore[list-item]
    )
    entrusted = entrustment(systems=["CRM"], sites=sites)  # type: ignore[arg-type]
    return control_result(dossier(given, entrustments=[entrusted]), "PHY-03")


def test_an_assurance_report_counts_for_what_its_scope_and_dates_cover() -> None:
    assert assured().verdict is Verdict.MET


@pytest.mark.parametrize(
    "outside",
    [
        {"scope": "another service"},
        {"scope": "Tokyo", "entrusted": ["Tokyo", "Osaka"]},
        {"controls": ["TEC-08"]},
        {"period_from": date(2024, 1, 1), "period_to": date(2025, 6, 30)},
        {"period_from": date(2027, 1, 1), "period_to": date(2027, 12, 31)},
    ],
    ids=["another service", "one site of two", "another control", "long over", "yet to come"],
)
def test_what_lies_outside_an_assurance_report_is_a_statement(outside: dict[str, object]) -> None:
    found = assured(**outside)
    (judgement,) = found.judgements
    assert (found.verdict, judgement.grade, found.settled) == (Verdict.UNVERIFIED, 1, False)


@pytest.mark.parametrize(
    "unsaid",
    [{"scope": None}, {"period_from": None}, {"period_to": date(2026, 8, 31)}],
    ids=["no scope", "no period", "four months ago"],
)
def test_what_an_assurance_report_leaves_open_is_for_a_person(unsaid: dict[str, object]) -> None:
    found = assured(**unsaid)
    (judgement,) = found.judgements
    assert (found.verdict, judgement.state) == (Verdict.UNVERIFIED, EvidenceState.DELIVERED)
    (check,) = judgement.for_a_person
    assert check.kind is FileCheckKind.SCOPE
    if "period_to" in unsaid:
        assert dict(check.says.values)["gap"] == 4


contents = st.builds(
    FileContents,
    unread=st.sampled_from([None, None, None, Message("a picture")]),
    rows=st.integers(0, 5),
    days=st.lists(st.dates(date(2024, 1, 1), date(2027, 6, 1)), max_size=3).map(
        lambda days: tuple(sorted(days))
    ),
    numbers=st.frozensets(st.integers(0, 5), max_size=2),
    bare=st.sampled_from(["", "p01", "q", "c-01", "p01q"]),
)
deliveries = st.lists(contents, max_size=4)
CONTROLS = st.sampled_from(["TEC-02", "TEC-03", "PHY-03", "ORG-01", "ORG-07", "TEC-10"])


def credit(control: str, read: list[FileContents], grade: int, sign: str = "○") -> float:
    names = [f"file-{number}.csv" for number, _ in enumerate(read)]
    files = [delivered(name, contents=one) for name, one in zip(names, read, strict=True)]
    given = workbook({control: answer(control, sign, grade=grade, files=names)}, covered([control]))
    return control_result(dossier(given, files=files), control).verified or 0.0


@PROFILE
@given(CONTROLS, deliveries, st.integers(0, 4), st.sampled_from("○△"), st.data())
def test_taking_a_file_away_never_raises_credit(
    control: str, read: list[FileContents], grade: int, sign: str, data: st.DataObject
) -> None:
    names = [f"file-{number}.csv" for number, _ in enumerate(read)]
    files = [delivered(name, contents=one) for name, one in zip(names, read, strict=True)]
    given = workbook({control: answer(control, sign, grade=grade, files=names)}, covered([control]))
    left = [file for file in files if data.draw(st.booleans())]
    before, after = (
        control_result(dossier(given, files=some), control).verified or 0.0
        for some in (files, left)
    )
    assert after <= before


@PROFILE
@given(CONTROLS, contents, st.integers(0, 4), st.sampled_from("○△"))
def test_reading_less_of_a_file_never_raises_credit(
    control: str, read: FileContents, grade: int, sign: str
) -> None:
    before = credit(control, [read], grade, sign)
    for less in (
        SCAN,
        replace(read, rows=0),
        replace(read, days=()),
        replace(read, numbers=frozenset()),
        replace(read, bare=""),
    ):
        assert credit(control, [less], grade, sign) <= before


@PROFILE
@given(CONTROLS, contents, st.sets(st.sampled_from(FileCheckKind)))
def test_leaving_a_check_out_never_makes_a_file_checked(
    control: str, read: FileContents, open_: set[FileCheckKind]
) -> None:
    checks = checks_of(control, delivered(contents=read), covered([control]))  # type: ignore[arg-type]
    left = [replace(c, outcome=CheckOutcome.FOR_A_PERSON) if c.kind in open_ else c for c in checks]
    assert file_state(left).rank <= file_state(checks).rank


@PROFILE
@given(CONTROLS, st.sampled_from(list(EvidenceState)[:5]))
def test_a_stricter_policy_never_asks_for_less(control: str, stricter: EvidenceState) -> None:
    policy = catalogue().policy
    higher = max((policy.knock_out_state, stricter), key=lambda one: one.rank)
    case = case_file(dossier(workbook({control: "○"})))
    strict = replace(case, policy=replace(policy, knock_out_state=higher))
    asked = case.checklist.controls[control]
    assert strict.required_state(asked).rank >= case.required_state(asked).rank
