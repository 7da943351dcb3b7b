"""The points an answer is judged by are data: complete, cited, and checked by lint."""

from __future__ import annotations

from pathlib import Path

import pytest

from itakusaki.audit.lint import lint
from itakusaki.catalogue.inquiry import inquiry_mistakes, read_inquiry_rules
from itakusaki.inquiry.checks import CHECKS
from itakusaki.language import translator_for
from itakusaki.wiring import shipped_rules

RULES = shipped_rules()
CRITERIA = (*RULES.inquiry.criteria, *RULES.provisions.criteria)
WORDS = ("違法", "illegal", "unlawful")


def test_every_point_of_the_catalogue_on_inquiries_is_looked_at() -> None:
    looked_at = {control for criterion in CRITERIA for control in criterion.controls}
    wanted = {name for name in RULES.checklist.controls if name[:3] in {"INV", "PRV"}}
    assert wanted == looked_at


def test_every_kind_of_check_is_used() -> None:
    assert {criterion.check.kind for criterion in CRITERIA} == set(CHECKS)


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: criterion.id)
def test_a_point_cites_a_text_with_edition_and_day_and_calls_nothing_illegal(
    criterion: object,
) -> None:
    found = next(one for one in CRITERIA if one is criterion)
    for basis in found.basis:
        instrument = RULES.checklist.instruments[basis.instrument]
        assert instrument.edition.ja
        assert instrument.as_of
    said = (found.title, found.question, found.ask, found.do)
    assert not [text for words in said for text in (words.ja, words.en) for w in WORDS if w in text]


def own(folder: Path, text: str) -> list[str]:
    """What is wrong with a file of one's own, in English."""
    (folder / "breach").mkdir()
    (folder / "breach" / "inquiry.yaml").write_text(text, encoding="utf-8")
    overlay, mistakes = read_inquiry_rules(RULES.shipped, folder)
    rules = {rule.id for rule in RULES.cross_checks}
    found = [*mistakes, *inquiry_mistakes(overlay, RULES.checklist, rules, tuple(CHECKS))]
    return [translator_for("en").say(one.message()) for one in found]


def test_one_field_of_a_point_may_be_changed(tmp_path: Path) -> None:
    assert own(tmp_path, "criteria:\n  - {id: IQ-10, gate: true}\n") == []
    changed = next(c for c in shipped_rules(tmp_path).inquiry.criteria if c.id == "IQ-10")
    assert changed.gate
    assert changed.title.ja == "調査者の人数"


MISTAKES = (
    ("{id: IQ-10, check: {kind: guess}}", "guess is not one of"),
    ("{id: IQ-10, check: {kind: rows, table: people}}", "people is not one of"),
    ("{id: IQ-10, check: {kind: fields, fields: [mood]}}", "mood is not one of"),
    (
        "{id: IQ-10, check: {kind: rows, table: items, needs: [{column: mood, is: given}]}}",
        "mood is not one of",
    ),
    ("{id: IQ-10, controls: [INV-99]}", "unknown control INV-99"),
    ("{id: IQ-10, cross_checks: [X-99]}", "unknown cross-check X-99"),
    ("{id: IQ-10, gates: true}", "unknown field: gates"),
    ("{id: IQ-77, gate: true}", "missing field"),
)


@pytest.mark.parametrize(("point", "says"), MISTAKES)
def test_a_mistake_is_named_with_its_file_and_line(tmp_path: Path, point: str, says: str) -> None:
    found = own(tmp_path, f"criteria:\n  - {point}\n")
    assert any(line.startswith("inquiry.yaml, line 2") and says in line for line in found), found


def test_lint_tells_them_with_all_others(tmp_path: Path) -> None:
    own(tmp_path, "criteria:\n  - {id: IQ-10, check: {kind: guess}}\n")
    (only,) = lint(shipped_rules(tmp_path))
    assert "guess" in translator_for("en").say(only)
