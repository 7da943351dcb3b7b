"""Cross-checks: rules X-nn carried out on one processor; each result is a question first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from itakusaki.catalogue.cross_check import EVERY, Check, CrossCheck, OperandSpec
from itakusaki.model.assessment import Comparison
from itakusaki.model.message import Message, Words
from itakusaki.model.verdict import Outcome
from itakusaki.score.brief import Brief
from itakusaki.score.cases import Case, cases
from itakusaki.score.check_kinds import KINDS, NEVER, Values, number
from itakusaki.score.names import name_fold, spelled
from itakusaki.score.operands import Found, find, holds, label, operand, shown


def compared(brief: Brief, rules: Sequence[CrossCheck]) -> tuple[Comparison, ...]:
    """Every comparison that arises for this processor, in the order of the rules.

    A comparison about controls that are not judged for it does not arise.
    """
    judged = {control.id for control in brief.controls()} | {EVERY}
    return tuple(
        comparison
        for rule in rules
        for check in rule.checks
        if not check.touches or judged & set(check.touches)
        for comparison in _carried_out(brief, rule, check)
    )


def _carried_out(brief: Brief, rule: CrossCheck, check: Check) -> Iterator[Comparison]:
    for case in cases(brief, check):
        if all(holds(condition, case) for condition in check.when):
            yield _comparison(rule, check, case)


def _comparison(rule: CrossCheck, check: Check, case: Case) -> Comparison:
    values = _values(check, case)
    outcome, extra = _outcome(check, case, values)
    found = [(spec, find(spec, case)) for spec in check.operands]
    missing = tuple(label(spec, case) for spec, value in found if value is None)
    return Comparison(
        rule=rule.id,
        part=f"{check.id}/{case.name}" if case.name else check.id,
        outcome=outcome,
        title=rule.title,
        question=_question(check, case, values, extra),
        operands=tuple(operand(spec, value, case) for spec, value in found),
        touches=tuple(case.named(control) for control in check.touches),
        missing=missing if outcome is Outcome.CANNOT_COMPARE else (),
    )


def _values(check: Check, case: Case) -> Values:
    left, right = _found(check.left, case), _found(check.right, case)
    return Values(
        left=left.value if left else None,
        right=right.value if right else None,
        total=_total(check.parts, case),
        margin=check.margin,
        days=check.days,
        ignoring=check.ignoring,
        fold=spelled(name_fold(case.brief.policy.company_forms), check.spellings),
    )


def _total(parts: Sequence[OperandSpec], case: Case) -> float | None:
    """The sum of the parts, None where there are none or one is missing."""
    found = [_found(spec, case) for spec in parts]
    numbers = [number(value.value) if value else None for value in found]
    if not numbers or None in numbers:
        return None
    signs = [-1.0 if spec.minus else 1.0 for spec in parts]
    return sum(sign * (value or 0.0) for sign, value in zip(signs, numbers, strict=True))


def _found(spec: OperandSpec | None, case: Case) -> Found | None:
    return find(spec, case) if spec else None


def _outcome(check: Check, case: Case, values: Values) -> tuple[Outcome, str]:
    if check.kind == NEVER:
        told = [holds(condition, case) for condition in check.conditions]
        agrees: bool | None = None if None in told else not all(told)
        # One condition that fails settles it, whatever the others would say.
        agrees = True if False in told else agrees
        extra = ""
    else:
        agrees, extra = KINDS[check.kind](_without_absent(check, values))
    if agrees is None:
        return Outcome.CANNOT_COMPARE, extra
    return (Outcome.CONSISTENT if agrees else Outcome.CONTRADICTION), extra


def _without_absent(check: Check, values: Values) -> Values:
    """The sum stands only for a side that the check leaves out, never for a value nobody gave."""
    named = (check.left, values.left), (check.right, values.right)
    absent = any(spec is not None and value is None for spec, value in named)
    return replace(values, left=None, right=None, total=None) if absent else values


def _question(check: Check, case: Case, values: Values, extra: str) -> Message:
    """The question with the values put in; words carry their own blanks, so fill both halves."""
    filling = {**_sides(check, case, values), "extra": extra, "row": case.name}
    words = Words(
        ja=check.question.ja.format_map(filling), en=check.question.en.format_map(filling)
    )
    return Message.of("{question}", question=words)


def _sides(check: Check, case: Case, values: Values) -> Mapping[str, str]:
    """What {left} and {right} stand for: a side, the sum in its place, or the first two conditions."""
    if check.conditions:
        told = [shown(find(condition.operand, case)) for condition in check.conditions[:2]]
        return dict(zip(("left", "right"), [*told, "-"], strict=False))
    total = shown(None if values.total is None else Found(value=values.total))
    return {
        name: shown(_found(spec, case)) if spec else total
        for name, spec in (("left", check.left), ("right", check.right))
    }
