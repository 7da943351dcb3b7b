"""A user's own checklists over the shipped ones: what they may change, and what is told of mistakes."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from itakusaki.catalogue.loader import load_catalogue, read_catalogue
from itakusaki.language import translator_for
from itakusaki.model.errors import CatalogueError
from itakusaki.model.verdict import Severity
from itakusaki.score.proofs import failed_proofs
from itakusaki.settings import data_folder
from support.cases import catalogue

SHIPPED = data_folder("checklists")
CONTROL = """\
domain: ABC
title: {ja: 自社の領域, en: Our own domain}
controls:
  - id: ABC-01
    title: {ja: 入館証の回収, en: Return of entry cards}
    question: {ja: 入館証を回収していますか。, en: Are entry cards returned?}
    guidance: {ja: 台帳を見ます。, en: The ledger is looked at.}
    remediation: {ja: 回収してください。, en: Have them returned.}
    evidence: {ja: 台帳, en: Ledger}
    duty: [processor]
    basis: [{instrument: guideline-general, section: "10-5(1)", strength: example, tag: P}]
    cases: []
    severity: low
    facts:
      - {id: ABC-01.missing, type: number, unit: {ja: 枚, en: cards}, ask: {ja: 未回収の枚数, en: Cards missing}}
    proof:
      - {answer: ○, grade: 1, verdict: met}
      - {answer: ×, verdict: gap}
      - {answer: "", verdict: unanswered}
      - {answer: ○, grade: 1, facts: {ABC-01.missing: 2}, verdict: contradicted}
"""
RULE = """\
rules:
  - id: X-90
    title: {ja: 入館証, en: Entry cards}
    topic: facts
    checks:
      - id: none-missing
        kind: never
        touches: [ABC-01]
        each: sides
        when: [{answer: ABC-01, is: ["yes"]}]
        conditions: [{fact: ABC-01.missing, above: 0}]
        question: {ja: "{left}枚についてご説明ください。", en: "Please explain the {left} cards."}
"""


def told(folder: Path) -> list[str]:
    found, mistakes = read_catalogue(SHIPPED, folder)
    assert (found is None) is bool(mistakes)
    return [translator_for("en").say(mistake.message()) for mistake in mistakes]


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(dedent(text), encoding="utf-8")
    return folder


def test_an_empty_folder_changes_nothing(tmp_path: Path) -> None:
    assert load_catalogue(SHIPPED, tmp_path) == catalogue()


def test_a_control_of_ones_own_is_added_with_its_proof_and_rule(tmp_path: Path) -> None:
    own = load_catalogue(SHIPPED, write(tmp_path, ABC=CONTROL, cross_checks=RULE))
    assert list(own.checklist.controls)[-1] == "ABC-01"
    assert len(own.checklist.controls) == len(catalogue().checklist.controls) + 1
    assert own.cross_checks[-1].id == "X-90"
    assert own.checklist.version != catalogue().checklist.version
    alone = own.checklist.controls["ABC-01"]
    failed = failed_proofs(own.checklist, own.policy, own.cross_checks[-1:])
    assert [one for one in failed if one.control == alone.id] == []


def test_one_field_of_a_shipped_control_is_overridden_and_the_rest_stays(tmp_path: Path) -> None:
    own = load_catalogue(
        SHIPPED, write(tmp_path, TEC="controls: [{id: TEC-05, severity: critical}]")
    )
    mine, shipped = own.checklist.controls["TEC-05"], catalogue().checklist.controls["TEC-05"]
    assert (mine.severity, shipped.severity) == (Severity.CRITICAL, Severity.HIGH)
    assert mine.question == shipped.question
    assert list(own.checklist.controls) == list(catalogue().checklist.controls)


def test_one_setting_of_the_policy_is_overridden(tmp_path: Path) -> None:
    own = load_catalogue(SHIPPED, write(tmp_path, scoring="weights: {low: 0.5}"))
    assert own.policy.weights[Severity.LOW] == 0.5
    assert own.policy.weights[Severity.HIGH] == 4
    assert own.policy.bands == catalogue().policy.bands


def test_spellings_and_sources_are_added_to_the_shipped_ones(tmp_path: Path) -> None:
    files = {
        "cross_checks": """\
            spellings:
              sites: [[本社, HQ]]
            rules: []
        """,
        "sources": """\
            sources:
              - {key: S990, title: {ja: 社内規程, en: Our own rules}, kind: primary, secondary: false}
            instruments: []
        """,
    }
    found, mistakes = read_catalogue(SHIPPED, write(tmp_path, **files))
    if found is None:
        pytest.fail(str([translator_for("en").say(mistake.message()) for mistake in mistakes]))
    assert set(catalogue().checklist.sources) < set(found.checklist.sources)
    assert found.checklist.tags == catalogue().checklist.tags
    rule = next(rule for rule in found.cross_checks if rule.id == "X-05")
    assert any("Japan" in check.spellings for check in rule.checks)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"TEC": "controls: [{id: TEC-05, severity: huge}]"}, "TEC.yaml, line 1: controls.0.severity: huge is not one of"),
        ({"TEC": "controls:\n  - id: TEC-05\n    severity: low\n    colour: red"}, "TEC.yaml, line 2: controls.0: unknown field: colour"),
        ({"TEC": "controls: [{id: TEC-99, severity: low}]"}, "missing field: title"),
        ({"ABD": CONTROL}, "ABD.yaml, line 4: ABC-01 does not belong in ABD.yaml"),
        ({"TEC": "controls: [TEC-05]"}, "TEC-05 should be: object"),
        ({"TEC": "controls: {TEC-05: {severity: low}}"}, "should be: array"),
        ({"TEC": "controls:\n  - {id: TEC-05, severity: low}\n  - {id: TEC-05, severity: high}"}, "TEC.yaml, line 3: TEC-05 stands twice; the other one is in TEC.yaml"),
        ({"TEC": "controls:\n  - id: TEC-05\n    severity: low\n    severity: high"}, "TEC.yaml, line 4: severity is written twice"),
        ({"TEC": "controls: [{id: TEC-05, cases: [F99]}]"}, "TEC.yaml, line 1: unknown case finding F99"),
        ({"TEC": "controls: [{id: TEC-05, crosswalk: [nowhere]}]"}, "unknown crosswalk row nowhere"),
        ({"TEC": "controls: [{id: TEC-05, basis: [{instrument: none, section: '1', strength: must, tag: P}]}]"}, "unknown instrument none"),
        ({"TEC": "controls: [{id: TEC-05, facts: [{id: TEC-06.x, type: number, ask: {ja: 数, en: number}}]}]"}, "fact TEC-06.x must be named after TEC-05"),
        ({"TEC": "controls: [{id: TEC-05, proof: [{answer: ○, verdict: met, facts: {TEC-05.nothing: 1}}]}]"}, "unknown fact TEC-05.nothing"),
        ({"CON": "controls: [{id: CON-01, duty: [client, processor]}]"}, "CON.yaml, line 1: CON-01 is on a clause and also asked of the party"),
        ({"TEC": "controls: ]"}, "TEC.yaml, line 1: this is not valid YAML"),
        ({"TEC": "just words"}, "TEC.yaml, line 1: the file must hold named entries"),
        ({"TEC": "controls:\n  - &one {id: TEC-05, severity: low}\n  - *one"}, "TEC.yaml, line 3: *one is an alias"),
        ({"tec": "controls: []"}, "tec.yaml, line 1: no file of this name is read"),
        ({"scoring": "weights: {low: many}"}, "scoring.yaml, line 1: weights.low: many should be: number"),
        ({"sources": "instruments: [{id: own, title: {ja: 規, en: r}, short: {ja: 規, en: r}, edition: {ja: 版, en: e}, as_of: '2026-01-01', source: S999}]"}, "unknown source S999"),
        ({"cross_checks": RULE.replace("kind: never", "kind: magic")}, "magic is not one of"),
        ({"cross_checks": RULE}, "unknown control ABC-01"),
        ({"ABC": CONTROL, "cross_checks": RULE.replace("conditions: [{fact", "parts: [{fact").replace(", above: 0", "")}, "kind never needs conditions"),
        ({"ABC": CONTROL, "cross_checks": RULE.replace("kind: never", "kind: equal")}, "kind equal needs two of left, right and parts"),
        ({"ABC": CONTROL, "cross_checks": RULE.replace("kind: never", "kind: subset")}, "kind subset needs left and right"),
        ({"ABC": CONTROL, "cross_checks": RULE.replace("{left}枚", "{many}枚")}, "a question may hold {left}, {right}, {extra}, {row}, not {many}"),
        ({"ABC": CONTROL, "cross_checks": RULE.replace("{left}枚", "{left枚")}, "a brace that does not close"),
        ({"ABC": CONTROL, "cross_checks": RULE.replace("each: sides", "spellings: planets")}, "unknown set of spellings planets"),
        ({"ABC": CONTROL, "cross_checks": RULE.replace("{fact: ABC-01.missing,", "{row: name,")}, "a row is at hand only where each is one of"),
        ({"ABC": CONTROL, "cross_checks": RULE.replace("ABC-01.missing,", "ABC-01.missing, side: lower,")}, "side lower is at hand only where each is lower_tiers"),
        ({"ABC": CONTROL, "cross_checks": RULE.replace("{fact: ABC-01.missing,", "{fact: ABC-01.missing, row: name,")}, "an operand names exactly one of"),
        ({"ABC": CONTROL, "cross_checks": RULE.replace("touches: [ABC-01]", "touches: [ABC-09]")}, "unknown control ABC-09"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_and_line(
    tmp_path: Path, files: dict[str, str], expected: str
) -> None:
    found = told(write(tmp_path, **files))
    assert any(expected in one for one in found), found
    assert all(".yaml, line " in one for one in found)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        TEC="""\
            controls:
              - {id: TEC-05, severity: huge}
              - {id: TEC-06, cases: [F99]}
        """,
        PHY="controls: ]",
        scoring="assurance_floor: 7",
        cross_checks=RULE.replace("kind: never", "kind: magic"),
    )
    found = told(tmp_path)
    assert [one.split(":")[0] for one in found] == [
        "PHY.yaml, line 1",
        "TEC.yaml, line 2",
        "TEC.yaml, line 3",
        "cross_checks.yaml, line 7",
        "scoring.yaml, line 1",
    ]


def test_what_refers_to_a_broken_entry_is_not_complained_of_again(tmp_path: Path) -> None:
    broken = CONTROL.replace("severity: low", "severity: huge")
    found = told(write(tmp_path, ABC=broken, cross_checks=RULE))
    assert len(found) == 1
    assert "huge is not one of" in found[0]


def test_loading_raises_every_mistake(tmp_path: Path) -> None:
    write(tmp_path, TEC="controls: [{id: TEC-05, severity: huge, cases: [F99]}]")
    with pytest.raises(CatalogueError) as raised:
        load_catalogue(SHIPPED, tmp_path)
    assert len(raised.value.mistakes) == 1
    assert "TEC.yaml" in translator_for("ja").say(raised.value.mistakes[0])


def test_a_shipped_folder_without_its_files_is_told(tmp_path: Path) -> None:
    found, mistakes = read_catalogue(tmp_path)
    assert found is None
    assert mistakes
