"""Points of a question: the answer that follows from what was ticked, unless a person overrules it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from itakusaki.catalogue.checklist import Control
from itakusaki.intake.issues import Notes
from itakusaki.intake.items import Items
from itakusaki.model.answer import Answer, AnswerValue, Fact

#: Answers that points say nothing about.
_APART = frozenset({AnswerValue.NOT_APPLICABLE, AnswerValue.UNKNOWN})

#: Answers by what they say, the least first.
_WORTH = (AnswerValue.NO, AnswerValue.PARTIAL, AnswerValue.YES)


def by_points(
    answers: Mapping[str, Answer], facts: Mapping[str, Fact], items: Items, notes: Notes
) -> dict[str, Answer]:
    """The answers, those of questions with points as they follow from them.

    A mark that a person gave stands where the points say the same, or where a reason stands beside it;
    one that says more than they do, without a reason, counts as the points do, and is noted.
    """
    found = dict(answers)
    for name, answer in answers.items():
        control = items.by_id.get(name)
        follows = _follows(control, facts) if isinstance(control, Control) else None
        if follows is None or answer.value is follows or answer.value in _APART:
            continue
        if answer.value is AnswerValue.BLANK:
            found[name] = replace(answer, value=follows, raw=follows.symbol)
        elif not answer.comment and _WORTH.index(answer.value) > _WORTH.index(follows):
            given = answer.value.symbol
            notes.add("points_differ", answer.at, id=name, given=given, follows=follows.symbol)
            found[name] = replace(answer, value=follows)
    return found


def _follows(control: Control, facts: Mapping[str, Fact]) -> AnswerValue | None:
    """What follows from the points of a control; None where not all of them were ticked yes or no."""
    points = [fact.id for fact in control.facts if fact.point]
    values = [facts[name].value for name in points if name in facts]
    ticked = [value for value in values if isinstance(value, bool)]
    if not points or len(ticked) < len(points):
        return None
    if all(ticked):
        return AnswerValue.YES
    return AnswerValue.PARTIAL if any(ticked) else AnswerValue.NO
