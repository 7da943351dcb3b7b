"""Cover checks: fields given, approval, the day an answer was due."""

from __future__ import annotations

from datetime import date

from itakusaki.inquiry.looking import Judged, Viewpoint, joined, on_cover, shown
from itakusaki.model.inquiry import PointOutcome
from itakusaki.model.message import N_, Value

NOT_STATED = N_("Not stated: {field}.")


def fields_given(look: Viewpoint) -> Judged:
    """Every field is filled."""
    return joined([_given(look, name) for name in look.check.fields])


def approval(look: Viewpoint) -> Judged:
    """Approver, day and comparison are stated, and the approval came before the answer."""
    return joined([_approved(look, name) for name in look.check.fields])


def deadline(look: Viewpoint) -> Judged:
    """The answer was given by the day it was due; open where it is being checked before that day."""
    check, answer = look.check, look.answer
    due, done = answer.day(check.due), answer.day(check.done)
    if due is None:
        needed = answer.choice("kind") in check.needed_for
        return _given(look, check.due) if needed else Judged(PointOutcome.NOT_APPLICABLE)
    if done is not None:
        return _by(look, done, due)
    judged = answer.day("judged_on")
    if judged is None:
        return _given(look, check.done)
    if judged > due:
        return _by(look, judged, due)
    return Judged(PointOutcome.NOT_APPLICABLE)


def _by(look: Viewpoint, day: date, due: date) -> Judged:
    if day <= due:
        return shown()
    text = N_("{field}: {due}; {days} days later on {day}.")
    said: dict[str, Value] = {
        "due": due.isoformat(),
        "days": (day - due).days,
        "day": day.isoformat(),
    }
    field = look.check.due
    return on_cover(look, PointOutcome.LACKING, text, field, **said)


def _approved(look: Viewpoint, field: str) -> Judged:
    given = _given(look, field)
    if given.outcome is not PointOutcome.SHOWN:
        return given
    if look.answer.choice(field) == "no":
        text = N_("{field}: the answer says no.")
        return on_cover(look, PointOutcome.LACKING, text, field)
    day, answered = look.answer.day(field), look.answer.day("answered_on")
    if day and answered and day > answered:
        text = N_("{field}: {day}, after the answer of {answered}.")
        said = {"day": day.isoformat(), "answered": answered.isoformat()}
        return on_cover(look, PointOutcome.LACKING, text, field, **said)
    return shown()


def _given(look: Viewpoint, field: str) -> Judged:
    found = look.answer.cover.get(field)
    if found is not None and found.value is not None:
        return shown()
    return on_cover(look, PointOutcome.NOT_STATED, NOT_STATED, field)
