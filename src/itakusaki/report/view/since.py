"""Since the round before: how a processor stood then, beside how it stands now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from itakusaki.language.labels import rating_words
from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.depth import Depth
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty
from itakusaki.model.verdict import Rating
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.figures import points

#: What became of a control, as findings/changes.py names it.
OF_DEPTHS: Final = N_(
    "The forms of the two rounds are of different depth: their scores cover different controls."
)
KINDS: Final = ("new", "regressed", "improved", "closed", "unchanged", "left_out")


#: How who has no rating stood.
_UNRATED: Final = {
    Rating.NOT_DUE: N_("not due, so without a rating"),
    Rating.NOT_ANSWERED: N_("no reply, so without a rating"),
}


def since_before(context: ViewContext, result: ProcessorResult) -> Iterator[str]:
    """Both ratings and evidenced scores, and what became of controls; nothing where no earlier round is kept."""
    earlier = context.earlier
    for line in earlier.parties if earlier else ():
        if line.processor == result.processor.id and line.side is not Duty.CLIENT:
            said = Message.of(
                N_("{round}: {before}. This cycle: {now}."),
                round=earlier.head.round if earlier else "",
                before=_stood(line.rating, line.depth, line.verified),
                now=_stood(result.rating, result.depth, result.score.verified),
            )
            yield context.say(said)
            if Rating.NOT_DUE in (line.rating, result.rating):
                return  # of whom nothing is expected, no control can have become better or worse
            if line.depth is not result.depth:
                yield context.say(Message(OF_DEPTHS))
    counts = context.since.get(result.processor.id)
    if counts:
        text = N_(
            "Since then: {new} controls newly open, {regressed} worse, {improved} better, {closed} closed, {unchanged} as they were, {left_out} no longer asked."
        )
        yield context.say(Message.of(text, **{kind: counts.get(kind, 0) for kind in KINDS}))


def _stood(rating: Rating, depth: Depth, verified: float | None) -> Message:
    """How a party stood in a round: rating and evidenced score, or why it has none."""
    if rating in _UNRATED:
        return Message(_UNRATED[rating])
    text = N_("rating {rating}, evidenced score {score}")
    return Message.of(text, rating=rating_words(rating, depth), score=points(verified))
