"""What must hold of the shipped catalogue, whatever else changes in it."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from itakusaki.catalogue.asked import OF_CONTROLS
from itakusaki.catalogue.build import OPERAND_SOURCES
from itakusaki.catalogue.check_integrity import OF_NUMBERS
from itakusaki.catalogue.loader import read_catalogue
from itakusaki.language import translator_for
from itakusaki.model.party import Duty
from itakusaki.model.verdict import Severity, Verdict
from itakusaki.score.cases import CASES
from itakusaki.score.check_kinds import KINDS, NEVER, Values
from itakusaki.score.computed import COMPUTED
from itakusaki.score.grade import STATEMENT
from itakusaki.score.operands import FINDERS
from itakusaki.settings import data_folder
from support.cases import catalogue, data_of, rules_of

FOLDER = data_folder("checklists")
LAW = Path(__file__).parents[3] / "shared" / "domain" / "law"
CHECKLIST = catalogue().checklist
CONTROLS = CHECKLIST.controls
#: How many controls each domain of the catalogue began with; ids are never given up, new ones follow.
COUNTS = {
    "SEL": 6, "CON": 15, "GRP": 11, "SUB": 8, "ORG": 10, "PER": 7, "PHY": 8, "TEC": 17,
    "BRC": 10, "INV": 10, "PRV": 7,
}  # fmt: skip
KNOCK_OUT = (
    "CON-01", "GRP-02", "GRP-03", "SUB-01", "SUB-07", "ORG-07", "PHY-03", "TEC-02", "TEC-06",
    "TEC-08", "TEC-10", "BRC-03", "INV-02", "INV-05", "INV-10", "PRV-03", "PRV-04",
)  # fmt: skip
CRITICAL_GRADE_4 = ("TEC-06", "TEC-08", "TEC-10", "PHY-03", "INV-02")
#: Findings of public cases that a control has to answer.
FINDINGS = (
    *(f"F{number:02}" for number in range(1, 24)),
    "A01", "A02", "A03", "B01", "D01", "I01", "L01", "M01", "N01", "S01c", "T01",
    "E01", "E02", "E03", "G01", "H01", "I02", "K01", "Q01", "Q02", "R01", "U01", "Y01", "Z01",
)  # fmt: skip
REQUIRED_RULES = (
    "X-01", "X-03", "X-04", "X-05", "X-08", "X-09", "X-11", "X-13", "X-15",
    "X-16", "X-17", "X-18", "X-20", "X-22", "X-23", "X-25", "X-30", "X-36", "X-37",
)  # fmt: skip
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
#: Names of standards, and signs, which are the same in both languages.
UNTRANSLATED = re.compile(
    r"[※０-９0-9 ]+|NIST [\w. -]+|CIS Controls v8|ISMAP|PCI DSS|SOC 2|ISO(/IEC)? 27001(:2022)?"
)


def test_every_control_is_there_once_and_in_order() -> None:
    wanted = [
        f"{domain}-{number:02}"
        for domain, count in COUNTS.items()
        for number in range(1, count + 1)
    ]
    assert len(wanted) == 109
    assert [name for name in CONTROLS if name in set(wanted)] == wanted


def test_controls_are_numbered_without_gaps_in_the_order_of_the_domains() -> None:
    by_domain = [[c.id for c in domain.controls] for domain in CHECKLIST.domains]
    assert [domain.id for domain in CHECKLIST.domains] == list(COUNTS)
    for domain, ids in zip(COUNTS, by_domain, strict=True):
        assert ids == [f"{domain}-{number:02}" for number in range(1, len(ids) + 1)]


def test_the_knock_out_list_is_that_of_the_catalogue() -> None:
    assert sorted(name for name, one in CONTROLS.items() if one.knock_out) == sorted(KNOCK_OUT)
    always = [name for name in KNOCK_OUT if not CONTROLS[name].applies]
    assert len(always) == 14


def test_every_knock_out_control_is_critical() -> None:
    assert {CONTROLS[name].severity for name in KNOCK_OUT} == {Severity.CRITICAL}


@pytest.mark.parametrize("control", CRITICAL_GRADE_4)
def test_what_leaves_raw_data_has_to_be_shown_by_raw_data(control: str) -> None:
    assert CONTROLS[control].required_grade == 4


def all_words(node: Any, place: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(node, dict):
        if set(node) == {"ja", "en"}:
            yield place, node["ja"], node["en"]
        for key, value in node.items():
            yield from all_words(value, f"{place}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            name = value.get("id", index) if isinstance(value, dict) else index
            yield from all_words(value, f"{place}/{name}")


@pytest.mark.parametrize("file", sorted(path.name for path in FOLDER.glob("*.yaml")))
def test_both_languages_are_there_and_never_mixed(file: str) -> None:
    data = data_of(FOLDER / file)
    wrong = [
        place
        for place, ja, en in all_words(data, file)
        if not ja.strip()
        or not en.strip()
        or JAPANESE.search(en)
        or not (JAPANESE.search(ja) or UNTRANSLATED.fullmatch(ja))
    ]
    assert wrong == []


@pytest.mark.parametrize("control", CONTROLS)
def test_a_control_rests_on_something_and_answers_for_it(control: str) -> None:
    one = CONTROLS[control]
    assert one.basis
    for basis in one.basis:
        instrument = CHECKLIST.instruments[basis.instrument]
        assert instrument.source in CHECKLIST.sources
        assert instrument.as_of
        assert basis.strength in CHECKLIST.strengths
        assert basis.tag in CHECKLIST.tags
    assert set(one.crosswalk) <= set(CHECKLIST.crosswalk)
    assert set(one.cases) <= set(CHECKLIST.cases)


@pytest.mark.parametrize("control", CONTROLS)
def test_a_control_is_proved_met_open_and_silent(control: str) -> None:
    one = CONTROLS[control]
    verdicts = {proof.verdict for proof in one.proof}
    wanted = {"met", "unverified", "partial", "gap", "unanswered"}
    required = one.required_grade or catalogue().policy.grades[one.severity]
    if one.is_contract and one.duty == (Duty.CLIENT,) and required <= STATEMENT:
        # Whoever judges a clause has said something, which is a statement.
        wanted -= {"unverified"}
    assert wanted <= verdicts
    assert verdicts <= set(Verdict)


@pytest.mark.parametrize("control", CONTROLS)
def test_facts_are_named_after_their_control_and_asked_of_someone(control: str) -> None:
    for fact in CONTROLS[control].facts:
        assert fact.control == control
        assert fact.side
        assert (fact.type == "number") is bool(fact.unit)


@pytest.mark.parametrize("control", [name for name, one in CONTROLS.items() if one.is_contract])
def test_a_clause_is_asked_of_the_client_and_practice_of_the_party(control: str) -> None:
    one = CONTROLS[control]
    parties = set(one.duty) - {Duty.CLIENT}
    assert Duty.CLIENT in one.duty
    assert (one.practice is not None) is bool(parties)
    assert one.facts_for(Duty.CLIENT)
    for side in parties:
        assert one.question_for(side) != one.question_for(Duty.CLIENT)
        assert one.question_for(side).ja.endswith("か。")
        assert one.question_for(side).en.endswith("?")
        assert "○" in one.guidance_for(side).ja
        assert "△" in one.guidance_for(side).ja


def test_every_finding_of_a_public_case_is_answered_by_a_control() -> None:
    answered = {code for control in CONTROLS.values() for code in control.cases}
    assert set(FINDINGS) <= set(CHECKLIST.cases)
    assert set(CHECKLIST.cases) <= answered


def test_every_source_that_is_named_exists() -> None:
    for case in CHECKLIST.cases.values():
        assert set(case.sources) <= set(CHECKLIST.sources)
    for row in CHECKLIST.crosswalk.values():
        assert set(row.refs) <= set(CHECKLIST.frameworks)
    for framework in CHECKLIST.frameworks.values():
        assert framework.tag in CHECKLIST.tags


def test_second_hand_sources_are_marked_as_such() -> None:
    for case in CHECKLIST.cases.values():
        if all(CHECKLIST.sources[key].secondary for key in case.sources):
            assert case.secondary, case.code


def test_what_is_recalled_only_carries_a_mark() -> None:
    mark = CHECKLIST.tags["R"].mark
    assert mark is not None
    assert mark.ja
    assert mark.en


def test_the_rules_are_those_of_the_catalogue_and_our_own() -> None:
    ids = [rule.id for rule in catalogue().cross_checks]
    assert ids[:39] == [f"X-{number:02}" for number in range(1, 40)]
    assert ids[39:] == [f"X-{number}" for number in range(51, 61)]


@pytest.mark.parametrize("rule", REQUIRED_RULES)
def test_what_workbooks_can_compare_is_compared(rule: str) -> None:
    assert rules_of(rule)[0].checks


def test_a_rule_without_a_comparison_says_what_it_waits_for() -> None:
    for rule in catalogue().cross_checks:
        assert rule.checks or rule.needs


def test_a_contradiction_is_put_as_a_question() -> None:
    for rule in catalogue().cross_checks:
        for check in rule.checks:
            assert check.question.ja.endswith("。"), (rule.id, check.id)
            assert check.question.en.endswith("."), (rule.id, check.id)
            asks = not check.counts_as
            assert check.question.ja.endswith("ください。") is asks, (rule.id, check.id)
            assert ("Please" in check.question.en) is asks, (rule.id, check.id)


def test_a_question_is_one_that_a_person_would_ask() -> None:
    """No yes or no quoted of something that is or is not, no double negatives made by blanks."""
    for rule in catalogue().cross_checks:
        for check in rule.checks:
            assert "有無は「" not in check.question.ja, (rule.id, check.id)
            assert not re.search("(?:かは|ことは|可否は)「", check.question.ja), (rule.id, check.id)


def test_only_a_sides_own_figure_counts_an_answer_down() -> None:
    counted = [c for rule in catalogue().cross_checks for c in rule.checks if c.counts_as]
    assert len(counted) > 150
    for check in counted:
        asked = [condition.operand for condition in (*check.when, *check.conditions)]
        claims = [spec for spec in asked if spec.source == "answer"]
        assert claims, check.id
        for spec in (*check.operands, *claims):
            assert spec.source in ("answer", "fact", "constant", "policy"), check.id
            assert spec.side in ("", "processor"), check.id
        if any(not spec.side for spec in check.operands if spec.source == "fact"):
            assert check.each == "sides", check.id


def test_a_check_turns_only_controls_of_those_it_may_ask() -> None:
    for rule in catalogue().cross_checks:
        for check in rule.checks:
            assert set(check.touches) <= set(CONTROLS), (rule.id, check.id)


def schema(name: str) -> Any:
    return json.loads((FOLDER / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))


def test_the_schema_knows_the_kinds_the_engine_knows() -> None:
    defined = schema("cross_checks")["$defs"]
    assert set(defined["check"]["properties"]["kind"]["enum"]) == {*KINDS, NEVER}
    assert {"", *defined["check"]["properties"]["each"]["enum"]} == set(CASES)
    assert set(defined["computed"]["enum"]) == set(COMPUTED)
    for name in defined["policy"]["enum"]:
        assert isinstance(getattr(catalogue().policy, name), int | float)


def test_the_schema_says_of_each_kind_what_its_function_says() -> None:
    kind = schema("cross_checks")["$defs"]["check"]["properties"]["kind"]
    told = [f"{name}: {inspect.getdoc(function)}" for name, function in KINDS.items()]
    assert kind["enum"] == [*KINDS, NEVER]
    assert kind["description"] == " ".join(
        [*told, f"{NEVER}: Contradicts when all conditions hold."]
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_sum_stands_for_a_side_in_comparisons_of_numbers_and_only_there(kind: str) -> None:
    alone = (Values(left=3.0, total=3.0), Values(right=3.0, total=3.0))
    compared = {KINDS[kind](values)[0] is not None for values in alone}
    assert compared == {kind in OF_NUMBERS}


def test_the_schema_the_reading_and_the_engine_know_the_same_operands() -> None:
    defined = schema("cross_checks")["$defs"]
    assert set(OPERAND_SOURCES) == set(FINDERS)
    operand = set(defined["operand"]["properties"])
    assert operand - {"side", "label", "minus", "percent"} == set(OPERAND_SOURCES)
    assert set(defined["condition"]["properties"]) & set(FINDERS) == set(FINDERS) - {"constant"}
    assert set(OF_CONTROLS) <= set(OPERAND_SOURCES)


def test_the_shipped_files_keep_their_own_schemas() -> None:
    _, mistakes = read_catalogue(FOLDER, thorough=True)
    assert [translator_for("en").say(mistake.message()) for mistake in mistakes] == []


def test_reading_twice_gives_the_same_version() -> None:
    again, _ = read_catalogue(FOLDER)
    assert again is not None
    assert again.checklist.version == CHECKLIST.version
    assert again == catalogue()


def test_an_ordinary_processor_is_asked_what_it_owes_and_no_more() -> None:
    asked = {control.id for control in CHECKLIST.asked_of(Duty.PROCESSOR, frozenset())}
    assert {"TEC-02", "CON-06"} <= asked
    assert not asked & {"CON-01", "GRP-01", "SUB-07", "PRV-03", "SEL-06"}
    with_flags = CHECKLIST.asked_of(Duty.PROCESSOR, frozenset({"prov", "mynumber", "abroad"}))
    assert {"SUB-07", "PRV-03", "SEL-06"} <= {control.id for control in with_flags}


def law(name: str) -> str:
    path = LAW / name
    if not path.is_file():
        pytest.skip("the official texts are not beside the repository")
    return path.read_text(encoding="utf-8")


def cited(instrument: str) -> Iterator[tuple[str, str]]:
    for control in CONTROLS.values():
        for basis in control.basis:
            if basis.instrument == instrument:
                yield control.id, basis.section or basis.article


def test_every_section_of_the_guidelines_that_is_cited_has_its_head_in_the_text() -> None:
    heads = set(re.findall(r"^#+ ([0-9]+(?:-[0-9]+)*) ", law("tsusoku-r7-06.md"), re.MULTILINE))
    missing = [
        (control, section)
        for control, section in cited("guideline-general")
        if re.sub(r"\([0-9]+\)$", "", section) not in heads
    ]
    assert missing == []


def test_every_article_of_the_act_that_is_cited_has_its_head_in_the_text() -> None:
    heads = set(re.findall(r"^## 第([0-9]+)条", law("appi-articles.md"), re.MULTILINE))
    assert [one for one in cited("appi") if one[1].split("-")[0] not in heads] == []


def test_the_my_number_guideline_is_cited_by_the_head_of_its_text() -> None:
    heads = re.findall(r"^## (第４－２－⑴)", law("mynumber-biz.md"), re.MULTILINE)
    assert heads
    assert {section for _, section in cited("mynumber-biz")} == {"第4-2-(1)"}
