"""Findings over rounds in a sentence, for the first page: what is new, closed, waited for, overdue."""

from __future__ import annotations

from collections.abc import Iterable

from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty
from itakusaki.model.tracked import SETTLED, FindingState, TrackedFinding
from itakusaki.report.view.context import ViewContext

#: Findings that the sentence names.
MOST = 5


def followed_texts(context: ViewContext, processor: str) -> tuple[str, ...]:
    """How a processor's findings stand since the last round, in a paragraph; none where none are kept."""
    found = [
        one
        for one in context.followed
        if one.processor == processor and one.side is not Duty.CLIENT
    ]
    if not found:
        return ()
    round_, day = context.assessment.round, context.assessment.as_of
    late = [one for one in found if one.is_overdue(day)]
    text = N_(
        "Findings over rounds: {new} new, {closed} closed, {ready} ready for verification; {waiting} are open, {overdue} overdue as of {day}."
    )
    counts: dict[str, int | str] = {
        "day": context.translator.day(day),
        "new": sum(one.first_round == round_ for one in found),
        "closed": sum(_is_closed_in(one, round_) for one in found),
        "ready": sum(one.state is FindingState.READY for one in found),
        "waiting": sum(one.state not in SETTLED for one in found),
        "overdue": len(late),
    }
    told = [context.say(Message.of(text, **counts)), *_named(context, late)]
    return (context.translator.sentences(told),)


def _is_closed_in(finding: TrackedFinding, round_: str) -> bool:
    settled = finding.settlement
    is_closed = finding.state is FindingState.CLOSED
    return is_closed and settled is not None and settled.round == round_


def _named(context: ViewContext, late: Iterable[TrackedFinding]) -> Iterable[str]:
    names = [one.id for one in sorted(late, key=lambda one: (one.due, one.number))]
    if names:
        shown = context.translator.joined(names[:MOST]) + " …" * (len(names) > MOST)
        yield context.say(Message.of(N_("Overdue: {names}"), names=shown))
