"""The sample workspace comes out as its scenario says it must (tools/sample/expected.yaml)."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

import pytest
import yaml

from itakusaki.audit.assess import assess, dossier_of, judge, part
from itakusaki.audit.examinations import deliveries
from itakusaki.audit.findings import set_finding, track
from itakusaki.audit.keeping import keep
from itakusaki.audit.planted_events import read_truth
from itakusaki.audit.ports import AuditStore
from itakusaki.audit.replay import replay
from itakusaki.audit.rounds import compare_rounds
from itakusaki.audit.run_options import RunOptions
from itakusaki.audit.setup import Setup
from itakusaki.findings import findings_of
from itakusaki.findings.changes import ChangeKind
from itakusaki.findings.changing import FindingChange
from itakusaki.model.answer import AnswerValue
from itakusaki.model.assessment import Assessment, Dossier, ProcessorResult
from itakusaki.model.evidence import EvidenceState
from itakusaki.model.party import Duty
from itakusaki.model.retest import Examination, TestOutcome
from itakusaki.model.tracked import FindingState, TrackedFinding
from itakusaki.model.verdict import Outcome, Rating, Verdict
from itakusaki.report import Edition, reports
from itakusaki.store.store import make_store
from itakusaki.wiring import open_workspace
from support.databases import NewPlace
from support.golden import SAMPLE_PARTIES, SAMPLE_ROUND, compare, readable
from support.outline import outline
from support.recomputed import standing
from support.sample import SAMPLE, TOOLS

pytestmark = pytest.mark.slow

EXPECTED = yaml.safe_load((TOOLS / "expected.yaml").read_text(encoding="utf-8"))
PARTIES = EXPECTED["parties"]
#: Verdicts of a mandatory control that no score makes up for.
KNOCKING_OUT = (Verdict.GAP, Verdict.UNANSWERED, Verdict.CONTRADICTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came out."""

    setup: Setup
    dossier: Dossier
    assessment: Assessment

    @property
    def results(self) -> dict[str, ProcessorResult]:
        return by_id(self.assessment)

    def issues(self, party: str) -> list[str]:
        # A sample made from the checklists of yesterday is for test_make_sample to find; what the
        # gate says of rows stands in the golden assessment.
        found = {i.code for i in self.dossier.issues if i.processor == party}
        return sorted(code for code in found - {"other_version"} if not code.startswith("D-"))

    def examined(self, party: str) -> Examination:
        return next(e for e in self.dossier.examinations if e.processor == party)

    def names(self, path: tuple[str, ...]) -> list[str]:
        codes = {p.name: code for code, p in self.dossier.ledger.processors.items()}
        return [codes.get(name, name) for name in path]


@pytest.fixture(scope="module")
def run() -> Run:
    setup = open_workspace(SAMPLE)
    dossier = dossier_of(setup, on_progress=_silent)
    return Run(setup=setup, dossier=dossier, assessment=judge(setup, dossier))


@pytest.fixture(scope="module")
def on_paper(run: Run) -> dict[str, ProcessorResult]:
    """The same round without a look at the logs."""
    return by_id(judge(run.setup, replace(run.dossier, examinations=())))


def by_id(assessment: Assessment) -> dict[str, ProcessorResult]:
    return {result.processor.id: result for result in assessment.results}


def _silent(_what: str) -> None:
    """Say nothing while it runs."""


def test_every_party_of_the_ledger_is_written_down(run: Run) -> None:
    assert sorted(run.results) == sorted(PARTIES)


@pytest.mark.parametrize("code", PARTIES)
def test_a_party_comes_out_as_its_scenario_says(run: Run, code: str) -> None:
    expected = PARTIES[code]
    found = outcome(run, run.results[code])
    if "verdicts" in expected:
        found["verdicts"] = {name: found["verdicts"][name] for name in expected["verdicts"]}
    assert {name: found[name] for name in expected} == expected


def test_only_its_logs_speak_against_the_party_like_the_case(
    run: Run, on_paper: dict[str, ProcessorResult]
) -> None:
    own = next(q for q in run.dossier.questionnaires if q.processor == "P14")
    said = {answer.value for answer in own.answers.values()}
    assert said <= {AnswerValue.YES, AnswerValue.NOT_APPLICABLE}
    assert on_paper["P14"].rating is Rating.A
    assert run.results["P14"].rating is Rating.TO_EXPLAIN
    against = [c for c in run.results["P14"].comparisons if c.outcome is Outcome.CONTRADICTION]
    assert {c.part.replace("/", "-").partition("-")[0] for c in against} == {"log", "list"}


def test_no_log_of_a_clean_party_speaks_against_it_and_its_tests_are_evidence(run: Run) -> None:
    examination = run.examined("P01")
    outcomes = {result.test: result.outcome for result in examination.results}
    assert TestOutcome.CONTRADICTION not in outcomes.values()
    # Nobody with a listed account left, and nothing shows that the record of changes would hold a
    # clearing: neither is a fault, and neither is proof.
    doubtful = {test for test, outcome in outcomes.items() if outcome is TestOutcome.INCOMPLETE}
    assert doubtful == {"sign-in-after-leaving", "log-cleared"}
    proven = {c.control: c.judgements[-1].grade for c in run.results["P01"].controls}
    assert {proven[control] for control in ("TEC-02", "PHY-03", "TEC-06", "TEC-08")} == {4}


def test_every_planted_event_is_found_and_the_false_alarms_are_these(run: Run) -> None:
    party = next(d for d in deliveries(run.setup, run.dossier) if d.processor == "P14")
    truth = read_truth(TOOLS / "truth" / "P14.json")
    replayed = replay(party, run.setup.rules, RunOptions(), truth, _silent)
    assert replayed is not None
    missed = {test.test: test.missed for test in replayed.tests if test.missed}
    assert missed == {}
    # The device log begins in mid-December: at that quarter's end many terminals had no line yet.
    false = {test.test: test.false_alarms for test in replayed.tests if test.false_alarms}
    assert false == {"terminal-without-device-log": 64}


@pytest.fixture(scope="module")
def published(run: Run) -> dict[str, Any]:
    rules = run.setup.rules
    (file,) = reports(
        run.assessment,
        findings_of(run.assessment, rules.checklist),
        rules.checklist,
        rules.policy,
        Edition(formats=("json",), languages=("ja", "en"), templates=()),
    )
    return dict(json.loads(file.content))


@pytest.mark.parametrize("code", [code for code in PARTIES if code not in ("P03", "P08")])
def test_a_second_piece_of_code_comes_to_the_same_figures(
    published: dict[str, Any], code: str
) -> None:
    party = next(p for p in published["processors"] if p["id"] == code)
    sides = [party, *([party["supervision"]] if party["supervision"] else [])]
    for side in sides:
        again = standing(side["controls"], party["comparisons"], published["policy"])
        assert again["verdicts"] == {c["control"]: c["verdict"] for c in side["controls"]}
        score = side["score"]
        assert (again["declared"], again["verified"]) == (score["declared"], score["verified"])
        assert again["rating"] == side["rating"]


def test_the_worst_party_is_asked_what_a_person_answers(run: Run) -> None:
    found = findings_of(run.assessment, run.setup.rules.checklist)
    mine = [f for f in found if f.processor == "P02" and f.side is not Duty.CLIENT]
    topics = {c.topic.number for f in mine for c in f.comparisons}
    assert 5 < len(topics) <= 15
    assert run.results["P02"].rating is Rating.UNACCEPTABLE
    refused = [c for c in run.results["P02"].controls if c.knock_out and c.verdict is Verdict.GAP]
    assert any(c.counts_as is Verdict.GAP for one in refused for c in one.comparisons)


def test_the_whole_sample_is_as_it_was_reviewed(
    published: dict[str, Any],
    update_golden: bool,  # noqa: FBT001
) -> None:
    """From the workbooks to the published data."""
    made = outline(published)
    parties = {party["id"]: party for party in made.pop("processors")}
    assert sorted(parties) == sorted(SAMPLE_PARTIES)
    for code, party in parties.items():
        compare(SAMPLE_PARTIES[code], readable(party), update=update_golden)
    compare(SAMPLE_ROUND, readable(made), update=update_golden)


def test_a_file_that_cannot_be_read_is_named_and_stops_nothing(run: Run) -> None:
    assert run.issues("") == EXPECTED["issues"]


def test_a_review_is_kept_beside_the_answer_not_instead_of_it(run: Run) -> None:
    controls = {c.control: c for c in run.results["P10"].controls}
    lowered = controls["TEC-04"].judgements[-1]
    assert lowered.answer is not None
    assert lowered.review is not None
    assert (lowered.answer.value.symbol, lowered.verdict) == ("○", Verdict.PARTIAL)
    assert controls["ORG-09"].verdict is Verdict.MET


def test_the_worst_of_two_contracts_stands_and_both_are_shown(run: Run) -> None:
    reports = next(
        c for c in run.results["P12"].judged if (c.control, c.side) == ("CON-04", Duty.CLIENT)
    )
    by_contract = {side.contract: side.verdict for side in reports.judgements if side.contract}
    assert by_contract == {"K-2022-014": Verdict.MET, "K-2026-002": Verdict.GAP}


def test_numbers_and_days_are_read_however_they_are_written(run: Run) -> None:
    own = next(q for q in run.dossier.questionnaires if q.processor == "P12")
    assert str(own.as_of) == "2026-11-30"
    assert own.facts["PHY-05.terminals"].value == 23
    assert own.facts["GRP-09.persons"].value == 42200
    assert own.facts["CON-09.notice_hours"].value == 24
    assert str(own.facts["PER-01.last_training"].value) == "2026-06-12"
    assert str(own.facts["GRP-02.last_review"].value) == "2026-10-02"


def test_the_readme_describes_every_party() -> None:
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert [code for code in PARTIES if code not in readme] == []


def outcome(run: Run, result: ProcessorResult) -> dict[str, Any]:
    """A result in the words of expected.yaml."""
    rules = {
        outcome: {c.rule for c in result.comparisons if c.outcome is outcome}
        for outcome in (Outcome.CONTRADICTION, Outcome.COUNTED_DOWN)
    }
    out = [c.control for c in result.controls if c.knock_out and c.verdict in KNOCKING_OUT]
    supervision = result.supervision
    owed = supervision.controls if supervision else ()
    verdicts = {
        str(verdict): sorted(c.control for c in result.controls if c.verdict is verdict)
        for verdict in Verdict
    }
    chain = result.chain
    return {
        "rating": str(result.rating),
        "supervision": str(supervision.rating) if supervision else None,
        "owed": sorted(c.control for c in owed if c.verdict not in (Verdict.MET, Verdict.EXEMPT)),
        "knocked_out": sorted(out),
        "rules": sorted(rules[Outcome.CONTRADICTION]),
        "counted": sorted(rules[Outcome.COUNTED_DOWN]),
        "verdicts": verdicts,
        "exempt": verdicts["exempt"],
        "issues": run.issues(result.processor.id),
        "chain": {
            "weakest": str(chain.weakest) if chain.weakest else None,
            "path": run.names(chain.path),
            "assessed": chain.assessed,
            "known": chain.known,
        },
    }


# -- three rounds -------------------------------------------------------------------------

COURSE = yaml.safe_load((TOOLS / "rounds.yaml").read_text(encoding="utf-8"))
EXPECTED_ROUNDS = yaml.safe_load((TOOLS / "expected_rounds.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def judged_rounds(run: Run) -> tuple[tuple[Setup, Assessment], ...]:
    """Each of the three rounds as it is judged, without what is sealed."""
    judged = []
    for told in (*COURSE["rounds"], {"round": run.setup.workspace.round}):
        setup = open_workspace(SAMPLE, round_=told["round"])
        is_own = setup.workspace.round == run.setup.workspace.round
        found = run.assessment if is_own else assess(setup, on_progress=_silent, gated=False)
        judged.append((setup, part(setup, found).ordinary))
    return tuple(judged)


@pytest.fixture(scope="module")
def rounds(
    judged_rounds: tuple[tuple[Setup, Assessment], ...],
    new_place: NewPlace,
    tmp_path_factory: pytest.TempPathFactory,
) -> AuditStore:
    """A store with three rounds, and with what the client said of findings after each."""
    store = make_store(new_place(tmp_path_factory.mktemp("rounds")))
    for setup, ordinary in judged_rounds:
        keep(setup, store, ordinary)
        track(setup, store, ordinary)
        for step in COURSE["course"]:
            if step["after"] == setup.workspace.round:
                (found,) = (one for one in store.findings() if _is_of(one, step))
                change = _change(step["set"])
                set_finding(setup, store, found.id, change, setup.workspace.as_of)
    return store


def _is_of(finding: TrackedFinding, step: dict[str, Any]) -> bool:
    return (finding.processor, finding.cause) == (step["processor"], step["cause"])


def _change(told: dict[str, Any]) -> FindingChange:
    kinds = {"state": FindingState, "evidence_state": EvidenceState}
    return FindingChange(**{k: kinds[k](v) if k in kinds else v for k, v in told.items()})


def _kept(store: AuditStore) -> dict[tuple[str, str], TrackedFinding]:
    return {(one.processor, one.cause): one for one in store.findings()}


@pytest.mark.parametrize("told", EXPECTED_ROUNDS["changes"], ids=lambda told: told["to"])
def test_what_changed_from_round_to_round_is_as_written(
    rounds: AuditStore, told: dict[str, Any]
) -> None:
    change = compare_rounds(rounds, told["from"], told["to"])
    parties = {
        one.line.processor: one for one in change.parties if one.line.side is not Duty.CLIENT
    }
    for code, wanted in told.items():
        if code not in ("from", "to"):
            found = {one.control: one.kind.value for one in parties[code].changes}
            assert {control: found.get(control) for control in wanted} == wanted
    for one in change.parties:
        for way in filter(None, (one.verified, one.declared)):
            assert way.before + sum(way.parts.values()) == way.after


def test_each_kind_of_change_and_each_state_occurs(rounds: AuditStore) -> None:
    kinds = {
        kind
        for told in EXPECTED_ROUNDS["changes"]
        for kind in compare_rounds(rounds, told["from"], told["to"]).counts
    }
    assert kinds == set(ChangeKind)
    assert {one.state for one in rounds.findings()} == set(FindingState)


def test_findings_stand_as_written_and_the_journal_holds(rounds: AuditStore) -> None:
    kept = _kept(rounds)
    for name, wanted in (("state", "findings"), ("moved", "moved"), ("first_round", "first_round")):
        for code, told in EXPECTED_ROUNDS[wanted].items():
            found = {cause: getattr(kept[code, cause], name) for cause in told}
            assert found == told, code
    assert rounds.verify().fault is None
