"""Controls that are asked: a checklist cut to what a workspace names, and the rules left without the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from itakusaki.catalogue.cross_check import Check, CrossCheck, OperandSpec
from itakusaki.model.errors import UnknownControlsError

#: What stands between the first and the last id of a span.
SPAN = ".."
#: Operands whose name is a control or one of its facts.
OF_CONTROLS = ("fact", "answer", "clause_fact")

Files = Mapping[str, Mapping[str, Any]]


def controls_of(files: Files) -> tuple[str, ...]:
    """The id of every control in the merged files (file name → content), in their order."""
    return tuple(control["id"] for data in files.values() for control in data.get("controls", ()))


def controls_named(known: Iterable[str], named: Sequence[str]) -> frozenset[str]:
    """The controls that ids ("TEC-01") and spans of ids ("TEC-01..TEC-17") name, among those known.

    Raises:
        UnknownControlsError: an entry names none of them.
    """
    ids = tuple(known)
    found = {entry: frozenset(_within(entry, ids)) for entry in named}
    empty = tuple(entry for entry, controls in found.items() if not controls)
    if empty:
        raise UnknownControlsError(empty)
    return frozenset().union(*found.values())


def _within(entry: str, known: Iterable[str]) -> Iterator[str]:
    first, _, last = entry.partition(SPAN)
    return (control for control in known if first <= control <= (last or first))


def only_asked(files: Files, asked: AbstractSet[str]) -> Files:
    """The merged files without the controls that are not asked; a domain that is left empty goes."""
    cut = {name: _only(data, asked) if "controls" in data else data for name, data in files.items()}
    return {name: data for name, data in cut.items() if data.get("controls") != []}


def _only(data: Mapping[str, Any], asked: AbstractSet[str]) -> Mapping[str, Any]:
    return {**data, "controls": [one for one in data["controls"] if one["id"] in asked]}


def rules_without(
    rules: Iterable[CrossCheck], not_asked: AbstractSet[str]
) -> tuple[CrossCheck, ...]:
    """The rules without the comparisons that need, or touch nothing but, controls that are not asked."""
    if not not_asked:
        return tuple(rules)
    return tuple(
        replace(rule, checks=tuple(_checks_without(rule.checks, not_asked))) for rule in rules
    )


def _checks_without(checks: Iterable[Check], not_asked: AbstractSet[str]) -> Iterator[Check]:
    for check in checks:
        touches = tuple(control for control in check.touches if control not in not_asked)
        if bool(touches) is bool(check.touches) and not_asked.isdisjoint(_needed(check)):
            yield replace(check, touches=touches)


def _needed(check: Check) -> Iterator[str]:
    """The controls whose answer or fact a comparison looks at."""
    for spec in (*check.operands, *(condition.operand for condition in check.when)):
        if _is_of_control(spec):
            yield spec.name.split(".", 1)[0]


def _is_of_control(spec: OperandSpec) -> bool:
    return spec.source in OF_CONTROLS
