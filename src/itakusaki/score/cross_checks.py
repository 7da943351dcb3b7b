"""Cross-checks: rules X-nn carried out on one processor; each result is a question first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice
from typing import Final

from itakusaki.catalogue.cross_check import Check, CrossCheck
from itakusaki.catalogue.names import name_fold, spelled
from itakusaki.model.assessment import Comparison, Operand
from itakusaki.model.message import CountedText, Message, Words, shared_words
from itakusaki.model.party import Duty
from itakusaki.model.source import CellRef
from itakusaki.model.verdict import Outcome, Verdict
from itakusaki.score.case_file import CaseFile
from itakusaki.score.cases import Case, cases
from itakusaki.score.check_kinds import COMMA, KINDS, NEVER, Values, number
from itakusaki.score.found import Found
from itakusaki.score.operands import Operands, holds, label, operand, shown
from itakusaki.score.statements import Statements

#: What is compared where a side was named but not given.
NOTHING: Final = Values()


def compared(case_file: CaseFile, rules: Sequence[CrossCheck]) -> tuple[Comparison, ...]:
    """Every comparison that arises for this processor, in the order of the rules.

    A comparison about controls that are not judged for it does not arise.
    """
    judged = {control.id for control in case_file.controls()}
    statements, operands = Statements.of(case_file), Operands()
    return tuple(
        _comparison(rule, check, case, statements, operands)
        for rule in rules
        for check in rule.checks
        if not check.touches or judged & set(check.touches)
        for case in cases(case_file, check)
        if all(holds(one, operands.find(one.operand, case)) for one in check.when)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sought:
    """What was found for each operand of a check."""

    left: Found | None
    right: Found | None
    parts: tuple[Found | None, ...]
    conditions: tuple[Found | None, ...]


def _comparison(
    rule: CrossCheck, check: Check, case: Case, statements: Statements, known: Operands
) -> Comparison:
    found = [known.find(spec, case) for spec in check.operands]
    sought = _sought(check, found)
    total = _total(check, sought)
    outcome, extra = _outcome(check, sought, total, case)
    differs = outcome is Outcome.CONTRADICTION and not _objected(check, case)
    counts_as = _counts_as(check, sought, total) if differs else None
    pairs = tuple(zip(check.operands, found, strict=True))
    missing = outcome is Outcome.CANNOT_COMPARE
    operands = (
        *_presumed(check, case, {cell for value in found if value for cell in value.cells}, known),
        *(operand(spec, value, case) for spec, value in pairs),
    )
    return Comparison(
        rule=rule.id,
        part=f"{check.id}/{case.name}" if case.name else check.id,
        topic=rule.topic,
        outcome=Outcome.COUNTED_DOWN if counts_as else outcome,
        title=rule.title,
        question=_question(check, _Filling(sought=sought, total=total, extra=extra, row=case.name)),
        operands=operands,
        touches=check.touches,
        sides=_turned(check, operands, statements),
        counts_as=counts_as,
        missing=tuple(label(spec, case) for spec, value in pairs if missing and value is None),
    )


#: What the words of a check say an answer counts as.
COUNTED_AS: Final[Mapping[str, Verdict]] = {"partial": Verdict.PARTIAL, "gap": Verdict.GAP}


def _objected(check: Check, case: Case) -> bool:
    """Whether the party objects to its answer being counted by its own figure: then it is asked."""
    side = case.side or case.case_file.party
    answers = (case.case_file.answer(control, side) for control in check.touches)
    return any(answer is not None and bool(answer.objection) for answer in answers)


def _counts_as(check: Check, sought: _Sought, total: float | None) -> Verdict | None:
    """What an answer comes to by the side's own figure; None where it is no figure of its own."""
    if check.counts_as != "share":
        return COUNTED_AS.get(check.counts_as)
    done = number(sought.left.value) if sought.left else total
    return Verdict.PARTIAL if done else Verdict.GAP


def _turned(check: Check, operands: Sequence[Operand], statements: Statements) -> tuple[Duty, ...]:
    """Whose verdict a contradiction turns: every side whose own statements are compared."""
    if check.turns:
        return (Duty.CLIENT if check.turns == Duty.CLIENT else statements.party,)
    return statements.sides(cell for one in operands for cell in one.cells)


def _presumed(
    check: Check, case: Case, told: AbstractSet[CellRef], known: Operands
) -> Iterator[Operand]:
    """The answers a comparison goes out from, such as the yes that a fact refutes.

    Those whose cell is among the `told` are compared themselves and shown already.
    """
    for condition in check.when:
        spec = condition.operand
        found = known.find(spec, case) if spec.source == "answer" else None
        if found is not None and told.isdisjoint(found.cells):
            yield operand(spec, found, case)


def _sought(check: Check, found: Sequence[Found | None]) -> _Sought:
    """The values found, in the places their operands have in the check."""
    waiting = iter(found)
    return _Sought(
        left=next(waiting) if check.left else None,
        right=next(waiting) if check.right else None,
        parts=tuple(islice(waiting, len(check.parts))),
        conditions=tuple(waiting),
    )


def _total(check: Check, sought: _Sought) -> float | None:
    """The sum of the parts, None where there are none or one is missing."""
    numbers = [number(found.value) if found else None for found in sought.parts]
    if not numbers or None in numbers:
        return None
    signs = [-1.0 if spec.minus else 1.0 for spec in check.parts]
    return sum(sign * (value or 0.0) for sign, value in zip(signs, numbers, strict=True))


def _outcome(
    check: Check, sought: _Sought, total: float | None, case: Case
) -> tuple[Outcome, str | Words]:
    extra: str | Words
    if check.kind == NEVER:
        agrees, extra = _never(check, sought), ""
    else:
        agrees, extra = KINDS[check.kind](_values(check, sought, total, case))
    if agrees is None:
        return Outcome.CANNOT_COMPARE, extra
    return (Outcome.CONSISTENT if agrees else Outcome.CONTRADICTION), extra


def _never(check: Check, sought: _Sought) -> bool | None:
    """Whether not all conditions hold; one that fails settles it, whatever the others would say."""
    if not any(sought.conditions):
        return None
    pairs = zip(check.conditions, sought.conditions, strict=True)
    told = [holds(condition, found) for condition, found in pairs]
    if False in told:
        return True
    return None if None in told else False


def _values(check: Check, sought: _Sought, total: float | None, case: Case) -> Values:
    """What a kind compares; the sum stands only for a side left out, never for a value nobody gave."""
    sides = (check.left, sought.left), (check.right, sought.right)
    if any(spec and found is None for spec, found in sides):
        return NOTHING
    return Values(
        left=sought.left.value if sought.left else None,
        right=sought.right.value if sought.right else None,
        total=total,
        margin=check.margin,
        days=check.days,
        ignoring=check.ignoring,
        fold=spelled(name_fold(case.case_file.company_forms), check.spellings),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filling:
    """What the blanks of a question stand for."""

    sought: _Sought
    total: float | None
    extra: str | Words
    row: str


def _question(check: Check, filling: _Filling) -> Message:
    """The question with the values put in; words carry their own blanks, so fill both halves."""
    extra = filling.extra
    both = extra if isinstance(extra, Words) else shared_words(extra, extra)
    ja = {**_sides(check, filling, COMMA.ja), "extra": both.ja, "row": filling.row}
    en = {**_sides(check, filling, COMMA.en), "extra": both.en, "row": filling.row}
    counted = {name: CountedText(value) for name, value in en.items()}
    words = shared_words(check.question.ja.format_map(ja), check.question.en.format_map(counted))
    return Message.of("{question}", question=words)


def _sides(check: Check, filling: _Filling, comma: str) -> Mapping[str, str]:
    """What {left} and {right} stand for: a side, the sum in its place, or the first two conditions."""
    sought, total = filling.sought, filling.total
    if check.conditions:
        told = [shown(found, comma=comma) for found in sought.conditions[:2]]
        return dict(zip(("left", "right"), [*told, "-"], strict=False))
    added = shown(None if total is None else Found(value=total))
    sides = {"left": (check.left, sought.left), "right": (check.right, sought.right)}
    return {
        name: shown(found, percent=spec.percent, comma=comma) if spec else added
        for name, (spec, found) in sides.items()
    }
