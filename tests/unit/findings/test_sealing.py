"""What may be a leak is found by data, and the ordinary part says nothing of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from itakusaki.catalogue.checklist import Basis
from itakusaki.catalogue.cross_check import Check, CrossCheck
from itakusaki.catalogue.evidence_data import load_evidence_data
from itakusaki.catalogue.possible_leak import PossibleLeak
from itakusaki.findings.sealing import Parted, parted
from itakusaki.language.labels import SEALED_MATTER
from itakusaki.model.assessment import LOG_PART, Assessment, Comparison, ControlResult
from itakusaki.model.evidence import CheckOutcome, EvidenceState, FileCheck, FileCheckKind
from itakusaki.model.message import Message
from itakusaki.model.party import Duty
from itakusaki.model.retest import Examination, Hits, TestOutcome, TestResult
from itakusaki.model.verdict import Outcome, Rating, Verdict
from support.assessments import TOPIC, assessment, at, both, comparison, issue, processor, result
from support.examinations import figure, read
from support.examinations import tested as made_by_test

TESTS = load_evidence_data(Path(__file__).parents[3] / "checklists" / "evidence").tests
ACCOUNT, TERMINAL = "A-0123456789", "T-0123456789"
LEAK = PossibleLeak(
    says=both("通知されていません。", "Not notified."),
    basis=(Basis(instrument="law", article="7", strength="must", tag="P"),),
)
RULE = CrossCheck(
    id="X-34",
    title=both("通知", "Notices"),
    topic=TOPIC,
    checks=(
        Check(
            id="accounts",
            kind="at_least",
            touches=("TEC-02",),
            question=both("？", "?"),
            possible_leak=LEAK,
        ),
    ),
)


def hit(test: str, *names: str, **figures: tuple[str, ...]) -> TestResult:
    found = tuple(figure(name, name, name, value) for name, value in figures.items())
    return made_by_test(
        test,
        "X-14",
        both("検査", "Test"),
        TestOutcome.CONTRADICTION,
        touches=("PHY-03",),
        figures=found,
        hits=Hits(columns=(both("名前", "Name"),), sample=(names,), total=1),
    )


def run(*tests: TestResult) -> Assessment:
    """A processor whose logs speak against PHY-03, and say nothing on TEC-02."""
    told = replace(comparison("X-14", touches=("PHY-03",)), part=f"{LOG_PART}{tests[0].test}")
    verdicts = {"PHY-03": Verdict.CONTRADICTED}
    made = result(processor("P02", "Beta"), Rating.TO_EXPLAIN, verdicts, comparisons=(told,))
    log = read("downloads", "download.csv")
    reasons = (
        Message.of("They differ: {controls}.", controls="PHY-03"),
        Message.of("They differ: {controls}.", controls="PHY-03, TEC-02"),
        Message.of("Evidenced score {verified}.", verified="80"),
    )
    made = replace(
        made,
        reasons=reasons,
        would_change=reasons,
        examination=Examination(processor="P02", reads=(log,), results=tests),
    )
    other = result(processor("P01", "Alpha"), Rating.A)
    amiss = replace(issue("cut", party="P02"), at=replace(issue("cut").at, file=log.file.path))
    whole = assessment(other, made, issues=(amiss, issue("damaged", party="P02")))
    return replace(whole, sources=(*whole.sources, log.file))


def at_cell(rule: str, cell: str) -> Comparison:
    """A comparison of two figures that stand in one cell."""
    made, where = comparison(rule), at("questionnaires/2026Q4/P02.xlsx", cell)
    operands = tuple(replace(o, at=where, cells=(where,)) for o in made.operands)
    return replace(made, operands=operands)


def after_media(*more: TestResult) -> Parted:
    return parted(run(hit("download-then-media", ACCOUNT, accounts=(ACCOUNT,)), *more), TESTS, ())


def test_a_run_without_a_suspicion_is_ordinary_as_it_is() -> None:
    whole = run(hit("media-stock", "7"))
    told = parted(whole, TESTS, (RULE,))
    assert told.ordinary == whole
    assert (told.sealed.results, told.suspicions) == ((), ())


def test_tests_that_tell_of_the_same_names_belong_to_the_story() -> None:
    told = after_media(hit("owner-absent", ACCOUNT), hit("media-stock", TERMINAL))
    (one,) = told.suspicions
    assert one.tests == ("download-then-media", "owner-absent")


def test_signing_in_after_leaving_is_one_only_with_downloads_by_the_same_account() -> None:
    left = hit("sign-in-after-leaving", ACCOUNT, names=(ACCOUNT,))
    alone = parted(run(left), TESTS, ())
    stranger = parted(run(left, hit("download-volume", "A-9999999999")), TESTS, ())
    same = parted(run(left, hit("download-volume", ACCOUNT)), TESTS, ())
    assert [len(told.suspicions) for told in (alone, stranger, same)] == [0, 0, 1]


DAYS = ("2026-03-02 09:00:00", "2026-03-02 18:00:00", "2026-03-03 08:00:00")


def at_times(test: str, *times: str, total: int = 0, **figures: tuple[str, ...]) -> TestResult:
    """Hits of one account at these times, as the columns of a shipped test have them."""
    made = hit(test, ACCOUNT, **figures)
    width = len(TESTS[test].columns)
    rows = tuple((when, ACCOUNT, *("",) * (width - 2)) for when in times)
    return replace(made, hits=replace(made.hits, sample=rows, total=total or len(rows)))


@pytest.mark.parametrize(("first", "read"), [*product(DAYS, DAYS)])
def test_reads_before_the_first_sign_in_after_leaving_tell_nothing_of_it(
    first: str, read: str
) -> None:
    left = at_times("sign-in-after-leaving", first, "2026-04-01 09:00:00", names=(ACCOUNT,))
    told = parted(run(left, at_times("download-volume", read)), TESTS, ())
    assert bool(told.suspicions) is (read[:10] >= first[:10])
    # Of hits of which not all are shown the time is not known.
    more = parted(run(left, at_times("download-volume", read, total=99)), TESTS, ())
    assert len(more.suspicions) == 1


def test_a_story_whose_figures_are_missing_is_told_as_the_test_tells_it() -> None:
    (one,) = after_media().suspicions
    assert one.says == (hit("download-then-media").says,)


def test_the_ordinary_part_keeps_the_rating_and_nothing_of_the_logs() -> None:
    whole = run(hit("download-then-media", ACCOUNT, accounts=(ACCOUNT,)))
    told = parted(whole, TESTS, ()).ordinary
    first, second = told.results
    assert first == whole.results[0]
    assert (second.rating, second.score) == (whole.results[1].rating, whole.results[1].score)
    assert second.sealed
    assert second.examination is None
    assert second.comparisons == ()
    (hidden,) = (c for c in second.controls if c.verdict is Verdict.SEALED)
    assert (hidden.control, hidden.declared, hidden.comparisons) == ("PHY-03", None, ())
    assert hidden.steps == (SEALED_MATTER,)
    assert "PHY" not in second.domains
    assert [one.code for one in told.issues] == ["damaged"]
    assert not [source for source in told.sources if source.path.startswith("evidence")]


def test_the_ordinary_part_does_not_say_which_tests_ran_clean_nor_what_was_found_in_hidden_files() -> (
    None
):
    whole = run(hit("download-then-media", ACCOUNT, accounts=(ACCOUNT,)))
    hidden = read("downloads", "download.csv").file.path
    checks = tuple(
        FileCheck(
            file=file,
            kind=FileCheckKind.OWN,
            outcome=CheckOutcome.PASSED,
            says=Message.of("the same file, byte for byte, is also {files}", files=files),
        )
        for file, files in ((hidden, "a.csv"), ("a.csv", hidden), ("a.csv", "b.csv"))
    )

    def shown(control: ControlResult) -> ControlResult:
        judged = tuple(
            replace(one, state=EvidenceState.RE_PERFORMED, checks=checks)
            for one in control.judgements
        )
        return replace(control, judgements=judged)

    first, second = whole.results
    second = replace(second, controls=tuple(map(shown, second.controls)))
    told = parted(replace(whole, results=(first, second)), TESTS, ()).ordinary.results[1]
    for control in told.controls:
        for one in control.judgements:
            assert one.state is EvidenceState.SEALED
            assert all(hidden not in f"{c.file} {c.says.values}" for c in one.checks)


def test_reasons_no_longer_name_a_hidden_control() -> None:
    told = after_media().ordinary.results[1]
    assert told.reasons == (
        Message.of("They differ: {controls}.", controls="TEC-02"),
        Message.of("Evidenced score {verified}.", verified="80"),
        SEALED_MATTER,
    )
    # What would change the rating holds for all that it names, or not at all.
    assert told.would_change == (
        Message.of("Evidenced score {verified}.", verified="80"),
        SEALED_MATTER,
    )


def test_the_sealed_part_holds_what_is_hidden_and_no_more() -> None:
    told = after_media().sealed
    (only,) = told.results
    assert [c.control for c in only.controls] == ["PHY-03"]
    assert only.controls[0].verdict is Verdict.CONTRADICTED
    assert len(only.comparisons) == 1
    assert only.examination is not None
    assert only.supervision is None
    assert [one.code for one in told.issues] == ["cut"]


@pytest.mark.parametrize(
    ("outcome", "side", "count"),
    [
        (Outcome.CONTRADICTION, Duty.PROCESSOR, 1),
        (Outcome.COUNTED_DOWN, Duty.PROCESSOR, 1),
        (Outcome.CONSISTENT, Duty.PROCESSOR, 0),
        (Outcome.CONTRADICTION, Duty.CLIENT, 0),
    ],
)
def test_an_answer_is_one_only_where_the_party_s_own_check_finds_it(
    outcome: Outcome, side: Duty, count: int
) -> None:
    made = replace(comparison("X-34", outcome=outcome), sides=(side,))
    whole = assessment(result(processor("P02", "Beta"), Rating.A, comparisons=(made,)))
    told = parted(whole, TESTS, (RULE,))
    assert len(told.suspicions) == count
    assert told.ordinary.results[0].sealed is bool(count)


def test_what_rests_on_the_same_figures_is_hidden_too() -> None:
    first, same = at_cell("X-34", "Z8"), at_cell("X-22", "Z8")
    other = at_cell("X-23", "Z9")
    party = processor("P02", "Beta")
    whole = assessment(result(party, Rating.A, comparisons=(first, same, other)))
    told = parted(whole, TESTS, (RULE,)).ordinary.results[0]
    assert [c.rule for c in told.comparisons] == ["X-23"]


def test_the_logs_of_a_party_without_a_log_suspicion_stay() -> None:
    whole = run(hit("media-stock", "7"))
    told = replace(comparison("X-34"), touches=("TEC-02",))
    party = replace(whole.results[1], comparisons=(*whole.results[1].comparisons, told))
    done = parted(replace(whole, results=(party,)), TESTS, (RULE,)).ordinary.results[0]
    assert done.sealed
    assert done.examination == party.examination
