"""What a party named, or what spoke against it before, and is not there: its controls wait (ADR 0050)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itakusaki.catalogue.evidence_data import EvidenceData, load_evidence_data
from itakusaki.language import translator_for
from itakusaki.language.labels import RATINGS
from itakusaki.model.answer import Answer, Questionnaire
from itakusaki.model.assessment import ControlResult, Dossier, ProcessorResult
from itakusaki.model.party import Role
from itakusaki.model.record import Record
from itakusaki.model.retest import (
    Examination,
    ReadExport,
    SpokenAgainst,
    TestOutcome,
)
from itakusaki.model.source import SourceFile
from itakusaki.model.verdict import Outcome, Rating, Verdict
from itakusaki.score.case_file import case_files
from itakusaki.score.evaluate import Evaluation, evaluate
from itakusaki.score.held_back import held_back
from itakusaki.score.rating import rated
from itakusaki.score.settle import as_declared
from itakusaki.settings import data_folder
from support.cases import (
    AS_OF,
    P,
    answer,
    approval,
    catalogue,
    checklist_of,
    covered,
    delivered,
    dossier,
    fitting,
    workbook,
)
from support.laws import examples

PAPER = "規程.docx"
SIGN_INS, DOWNLOADS, PERMITS = "サインインログ_2026.csv", "download-log.csv.gz", "許可台帳.xlsx"
CLEAN, BAD, WITHOUT = (
    TestOutcome.CONSISTENT,
    TestOutcome.CONTRADICTION,
    TestOutcome.CANNOT_COMPARE,
)
#: Without whatever else makes a party hold or fall.
CHECKLIST = checklist_of("TEC-02", "TEC-08", "ORG-04", "ORG-05", "TEC-04")


@cache
def bank() -> EvidenceData:
    return load_evidence_data(data_folder("checklists") / "evidence")


def examined(outcomes: Mapping[str, TestOutcome], reads: Mapping[str, str]) -> Examination:
    """Results by test, and what was read: file → export."""
    known = bank().tests
    return Examination(
        processor=P,
        results=tuple(known[name].result(P, outcome) for name, outcome in outcomes.items()),
        reads=tuple(_read(file, export) for file, export in reads.items()),
    )


def _read(file: str, export: str) -> ReadExport:
    title = bank().exports[export].title
    source = SourceFile(path=f"evidence/2026Q4/P01/{file}", sha256="0" * 64, size=9)
    return ReadExport(
        export=export,
        title=title,
        file=source,
        layout=title,
        rows=9,
        duplicates=0,
        put_aside=0,
        kept=9,
    )


def said(names: Mapping[str, Sequence[str]], symbol: str = "○") -> Questionnaire:
    """A workbook with one answer for each control, and the files it names."""
    answers: dict[str, str | Answer] = {
        control: answer(control, symbol, files=files) for control, files in names.items()
    }
    return workbook(answers, covered(names))


def judged(
    own: Questionnaire,
    *,
    there: Collection[str] = (PAPER,),
    logs: Examination | None = None,
    before: SpokenAgainst | None = None,
    excepted: Sequence[str] = (),
    with_tests: bool = True,
) -> Evaluation:
    found: Dossier = dossier(
        own,
        files=[delivered(name) for name in there],
        approvals=[approval(name) for name in excepted],
    )
    return evaluate(
        replace(found, examinations=(logs,) if logs else ()),
        checklist=CHECKLIST,
        policy=catalogue().policy,
        rules=fitting(catalogue().cross_checks, CHECKLIST),
        role=Role.CLIENT,
        as_of=AS_OF,
        control_tests=bank() if with_tests else None,
        spoken={P: before} if before else None,
    )


def result(found: Evaluation) -> ProcessorResult:
    return next(one for one in found.results if one.processor.id == P)


def controls(found: Evaluation) -> dict[str, ControlResult]:
    return {one.control: one for one in result(found).controls}


def waiting(found: Evaluation) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(one.en for one in control.waits_for)
        for name, control in controls(found).items()
        if control.waits_for
    }


def test_what_a_missing_log_would_be_tested_on_waits_wherever_it_is_named() -> None:
    own = said({"TEC-02": [PAPER, SIGN_INS], "TEC-08": [PAPER], "ORG-05": [PAPER]})
    found = judged(own)
    assert waiting(found) == {"TEC-02": (SIGN_INS,), "TEC-08": (SIGN_INS,)}
    for name in ("TEC-02", "TEC-08"):
        one = controls(found)[name]
        assert (one.verdict, one.verified, one.settled) == (Verdict.UNVERIFIED, 0.0, False)
        assert SIGN_INS in " ".join(translator_for("en").say(step) for step in one.steps)
    assert controls(found)["ORG-05"].verified == 1.0
    assert waiting(judged(own, with_tests=False)) == {}


@pytest.mark.parametrize(
    "names",
    [
        [PAPER],
        [PAPER, "サインインログ（閲覧のみ）"],
        [PAPER, "議事録.pdf"],
        [PAPER, "サインインログ手順.docx"],
        [PAPER, "備品.xlsx"],
    ],
)
def test_who_never_named_a_log_file_is_rated_as_before(names: Sequence[str]) -> None:
    found = judged(said({"TEC-02": names, "TEC-08": [PAPER], "ORG-05": [PAPER]}))
    plain = judged(said({"TEC-02": [PAPER], "TEC-08": [PAPER], "ORG-05": [PAPER]}))
    assert waiting(found) == {}
    assert result(found).score == result(plain).score
    assert result(found).rating is result(plain).rating


def test_what_no_change_brings_along_from_the_last_round_is_not_named_in_this_one() -> None:
    carried = replace(answer("TEC-02", "○", files=[PAPER, SIGN_INS]), reaffirmed=1)
    named = replace(carried, evidence_at=carried.at)
    for said_so, waits in ((carried, False), (named, True)):
        assert bool(waiting(judged(workbook({"TEC-02": said_so}, covered(["TEC-02"]))))) is waits


def test_a_test_that_lacks_what_nobody_named_waits_for_nothing() -> None:
    own = said({"TEC-04": [PAPER, SIGN_INS], "ORG-05": [PAPER, DOWNLOADS]})
    # A permit list is needed as well, and nobody spoke of one; nor of tickets.
    assert set(waiting(judged(own))) <= {"TEC-02", "TEC-08"}
    both = said({"ORG-05": [PAPER, DOWNLOADS, PERMITS]})
    assert waiting(judged(both)) == {"ORG-05": (DOWNLOADS, PERMITS)}


def test_a_file_on_the_list_of_evidence_is_named_too() -> None:
    own = said({"TEC-08": [PAPER]})
    listed = workbook({}, evidence=[{"file": "logs\\Logon-2026.CSV", "controls": ["TEC-02"]}])
    assert waiting(judged(replace(own, evidence=listed.evidence))) == {
        "TEC-08": ("logs\\Logon-2026.CSV",)
    }
    assert waiting(judged(own)) == {}


def test_what_is_clean_on_a_part_of_what_was_named_is_incomplete() -> None:
    own = said({"TEC-02": [PAPER, SIGN_INS, "サインインログ_旧システム.csv"]})
    logs = examined({"account-overlap": CLEAN}, {SIGN_INS: "sign_ins"})
    found = judged(own, there=(PAPER, SIGN_INS), logs=logs)
    assert waiting(found) == {"TEC-02": ("サインインログ_旧システム.csv",)}
    (told,) = (result(found).examination or logs).results
    assert told.outcome is TestOutcome.INCOMPLETE
    assert "旧システム" in str(told.lacking)
    (compared,) = (one for one in result(found).comparisons if one.from_logs)
    assert compared.outcome is Outcome.CANNOT_COMPARE


def test_a_log_that_came_under_another_name_is_the_one_that_was_meant() -> None:
    own = said({"TEC-02": [PAPER, SIGN_INS]})
    logs = examined({"account-overlap": CLEAN}, {"signin_export.csv": "sign_ins"})
    found = judged(own, there=(PAPER, "signin_export.csv"), logs=logs)
    assert waiting(found) == {}
    assert controls(found)["TEC-02"].verified == 1.0


@pytest.mark.parametrize(
    ("rows", "size", "waits"),
    [(0, 9, False), (9, 9, False), (None, 9, False), (None, 0, True)],
)
def test_a_file_without_a_byte_is_as_good_as_missing_and_one_with_headings_is_not(
    rows: int | None, size: int, *, waits: bool
) -> None:
    own = said({"TEC-02": [PAPER, SIGN_INS]})
    logs = examined({"account-overlap": WITHOUT}, {SIGN_INS: "sign_ins"})
    read = tuple(replace(one, rows=rows or 0, kept=0) for one in logs.reads)
    of = replace(
        dossier(own, files=[delivered(PAPER), replace(delivered(SIGN_INS), size=size)]),
        examinations=(replace(logs, reads=() if rows is None else read),),
    )
    (file,) = case_files(
        of,
        checklist=CHECKLIST,
        policy=catalogue().policy,
        role=Role.CLIENT,
        as_of=AS_OF,
        control_tests=bank(),
    )
    assert bool(held_back(file, ())) is waits


def test_what_the_party_ran_at_home_waits_for_no_log() -> None:
    own = said({"TEC-02": [PAPER, SIGN_INS]})
    (ran,) = examined({"account-overlap": CLEAN}, {}).results
    every = tuple(replace(one.result(P, CLEAN), own_run=True) for one in bank().tests.values())
    at_home = Examination(processor=P, results=every)
    assert ran.outcome is CLEAN
    assert waiting(judged(own, logs=at_home)) == {}


def test_a_name_that_tells_nothing_may_be_what_the_tests_of_its_own_control_lack() -> None:
    own = said({"TEC-02": [PAPER, "log1.csv"], "TEC-08": [PAPER]})
    assert waiting(judged(own)) == {}  # no log was named at all
    listed = replace(own, evidence=_listing("変更記録.csv"))
    logs = examined({"log-cleared": CLEAN}, {"変更記録.csv": "changes"})
    for found in (judged(listed, logs=logs, there=(PAPER, "変更記録.csv")), judged(listed)):
        assert waiting(found) == {"TEC-02": ("log1.csv",)}


def _listing(name: str) -> tuple[Record, ...]:
    return workbook({}, evidence=[{"file": name}]).evidence


def test_a_contradiction_stays_one_and_a_gap_a_gap() -> None:
    logs = examined({"account-overlap": BAD}, {"a.csv": "sign_ins"})
    own = replace(said({"TEC-02": [PAPER, SIGN_INS]}), evidence=_listing("a.csv"))
    assert controls(judged(own, logs=logs))["TEC-02"].verdict is Verdict.CONTRADICTED
    no = said({"TEC-02": [PAPER, SIGN_INS]}, "×")
    assert controls(judged(no))["TEC-02"].verdict is Verdict.GAP
    assert waiting(judged(no)) == {}


@pytest.mark.parametrize(
    ("symbol", "verdict"), [("△", Verdict.EXCEPTED), ("○", Verdict.UNVERIFIED)]
)
def test_an_exception_gives_no_credit_to_what_waits(symbol: str, verdict: Verdict) -> None:
    own = said({"ORG-05": [PAPER, DOWNLOADS, PERMITS]}, symbol)
    one = controls(judged(own, excepted=["ORG-05"]))["ORG-05"]
    assert (one.verdict, one.verified, one.settled) == (verdict, 0.0, False)
    free = said({"ORG-05": [PAPER]}, symbol)
    assert controls(judged(free, excepted=["ORG-05"]))["ORG-05"].verified


def test_no_letter_while_a_mandatory_control_waits_and_the_sentence_says_what_would_be() -> None:
    every = {name: [PAPER] for name in CHECKLIST.controls}
    found = result(judged(said({**every, "TEC-02": [PAPER, SIGN_INS]})))
    assert found.rating is Rating.PENDING
    assert any("TEC-02" in str(reason.values) for reason in found.reasons)
    assert any(SIGN_INS in str(reason.values) for reason in found.reasons)
    policy = replace(catalogue().policy, assurance_floor=0.0)
    held = rated(found.controls, policy)
    came = [as_declared(one, policy.excepted_credit) for one in found.controls]
    (change,) = held.would_change
    told = translator_for("en").say(change)
    assert held.rating is Rating.PENDING
    wanted = rated(came, policy).rating
    assert wanted is not Rating.PENDING
    assert told.endswith(f"the rating would be {translator_for('en').say(RATINGS[wanted])}.")


SPOKE = SpokenAgainst(comparisons=("X-19/log/account-overlap",))


def test_what_spoke_against_an_answer_and_is_gone_is_asked_for_and_its_credit_waits() -> None:
    own = said({name: [PAPER] for name in CHECKLIST.controls})
    found = judged(own, before=SPOKE)
    title = bank().exports["sign_ins"].title.en
    assert waiting(found) == {"TEC-02": (title,)}
    (told,) = (one for one in found.issues if one.code == "gone_since")
    assert (told.processor, told.at.file) == (P, own.file)
    said_of = translator_for("en").say(told.says)
    assert title in said_of
    assert "TEC-02" in said_of
    assert result(found).rating is Rating.PENDING


@pytest.mark.parametrize(
    ("outcome", "waits"),
    [(CLEAN, False), (BAD, False), (WITHOUT, True), (TestOutcome.INCOMPLETE, True)],
)
def test_a_test_that_came_to_something_again_waits_for_nothing(
    outcome: TestOutcome, *, waits: bool
) -> None:
    logs = examined({"account-overlap": outcome}, {"a.csv": "sign_ins"})
    own = replace(said({"TEC-02": [PAPER]}), evidence=_listing("a.csv"))
    found = judged(own, logs=logs, before=SPOKE)
    assert bool(waiting(found)) is waits
    assert any(one.code == "gone_since" for one in found.issues) is waits


def test_a_figure_of_a_test_that_spoke_against_an_answer_counts_alike() -> None:
    own = said({"ORG-04": [PAPER]})
    for comparison, is_told in (("X-23/log-blocks", True), ("X-23/other", False)):
        found = judged(own, before=SpokenAgainst(comparisons=(comparison,)))
        assert any(one.code == "gone_since" for one in found.issues) is is_told


def test_sealed_controls_wait_unless_the_logs_that_are_there_are_sealed_again() -> None:
    sealed = SpokenAgainst(sealed_controls=("TEC-02",))
    own = said({"TEC-02": [PAPER]})
    assert set(waiting(judged(own, before=sealed))) == {"TEC-02"}
    leak = next(one.id for one in bank().tests.values() if one.possible_leak is not None)
    logs = examined({leak: BAD}, {"a.csv": "sign_ins"})
    again = replace(own, evidence=_listing("a.csv"))
    assert waiting(judged(again, logs=logs, before=sealed)) == {}


NAMES = (PAPER, SIGN_INS, DOWNLOADS, PERMITS, "log1.csv", "操作ログ.csv")
READS = {SIGN_INS: "sign_ins", DOWNLOADS: "downloads", PERMITS: "permits"}
NEEDED = {
    "account-overlap": {"sign_ins"},
    "log-silence": {"sign_ins"},
    "download-without-permit": {"downloads", "permits"},
}


@settings(max_examples=examples(60), deadline=None)
@given(
    names=st.fixed_dictionaries(
        {name: st.lists(st.sampled_from(NAMES), unique=True) for name in CHECKLIST.controls}
    ),
    found=st.fixed_dictionaries(dict.fromkeys(NEEDED, st.sampled_from((CLEAN, BAD)))),
    taken=st.sets(st.sampled_from(sorted(READS))),
)
def test_taking_away_a_named_log_never_gives_credit(
    names: Mapping[str, Sequence[str]], found: Mapping[str, TestOutcome], taken: set[str]
) -> None:
    own = said(names)
    named = {name for files in names.values() for name in files}

    def with_files(there: Collection[str]) -> Evaluation:
        exports = {READS[name] for name in there if name in READS}
        outcomes = {
            test: found[test] if needed <= exports else WITHOUT for test, needed in NEEDED.items()
        }
        reads = {name: READS[name] for name in there if name in READS}
        return judged(own, there=there, logs=examined(outcomes, reads))

    whole = named & {PAPER, *READS}
    before, after = controls(with_files(whole)), controls(with_files(whole - taken))
    assert whole or not named & {PAPER, *READS}
    for name, one in after.items():
        assert (one.verified or 0.0) <= (before[name].verified or 0.0)
