"""A workspace may ask fewer controls: what is left holds together, and nothing else is different."""

from __future__ import annotations

from dataclasses import replace

import pytest

from itakusaki.catalogue.asked import OF_CONTROLS, rules_without
from itakusaki.catalogue.cross_check import Check, CrossCheck
from itakusaki.catalogue.loader import Catalogue, load_catalogue
from itakusaki.model.errors import UnknownControlsError
from itakusaki.settings import data_folder
from support.cases import catalogue

SHIPPED = data_folder("checklists")
IDS = tuple(catalogue().checklist.controls)


def asking(*named: str) -> Catalogue:
    return load_catalogue(SHIPPED, asked=named)


def mentioned(check: Check) -> set[str]:
    operands = (*check.operands, *(condition.operand for condition in check.when))
    named = {spec.name.split(".", 1)[0] for spec in operands if spec.source in OF_CONTROLS}
    return (named | set(check.touches)) - {"*"}


def checks(rules: tuple[CrossCheck, ...]) -> list[Check]:
    return [check for rule in rules for check in rule.checks]


def test_all_controls_by_name_are_the_whole_checklist_with_its_version() -> None:
    whole = tuple(f"{domain.id}-01..{domain.id}-99" for domain in catalogue().checklist.domains)
    assert asking(*whole) == asking(*IDS) == catalogue()


def test_ids_and_spans_choose_controls_and_the_rest_is_named() -> None:
    some = asking("TEC-01..TEC-03", "PHY-03").checklist
    assert tuple(some.controls) == ("PHY-03", "TEC-01", "TEC-02", "TEC-03")
    assert [domain.id for domain in some.domains] == ["PHY", "TEC"]
    assert {name.split(".")[0] for name in some.facts} <= set(some.controls)
    assert set(some.not_asked) == set(IDS) - set(some.controls)
    assert some.version != catalogue().checklist.version


@pytest.mark.parametrize("entry", ["TEC-99", "TEC", "XYZ-01..XYZ-09", "TEC-05..TEC-01", ""])
def test_an_entry_that_names_no_control_is_refused(entry: str) -> None:
    with pytest.raises(UnknownControlsError):
        asking("TEC-01", entry)


@pytest.mark.parametrize("left_out", IDS)
def test_no_comparison_looks_at_or_touches_a_control_that_is_not_asked(left_out: str) -> None:
    rules = rules_without(catalogue().cross_checks, {left_out})
    assert all(left_out not in mentioned(check) for check in checks(rules))
    # Whatever does not mention it stays as it was.
    kept = {(rule.id, check.id): check for rule in rules for check in rule.checks}
    for rule in catalogue().cross_checks:
        for check in rule.checks:
            if left_out not in mentioned(check):
                assert kept[rule.id, check.id] == check


def test_a_comparison_still_touches_the_controls_that_are_asked() -> None:
    rule = next(r for r in catalogue().cross_checks if any(len(c.touches) > 1 for c in r.checks))
    check = next(c for c in rule.checks if len(c.touches) > 1)
    alone = replace(check, left=None, right=None, parts=(), conditions=(), when=())
    first, *rest = check.touches
    (left,) = rules_without([replace(rule, checks=(alone,))], {first})
    assert left.checks[0].touches == tuple(rest)
