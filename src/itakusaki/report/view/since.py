"""Since the round before: how a processor stood then, beside how it stands now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from itakusaki.language.labels import rating_words
from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.figures import points

#: What became of a control, as findings/changes.py names it.
OF_DEPTHS: Final = N_(
    "The forms of the two rounds are of different depth: their scores cover different controls."
)
KINDS: Final = ("new", "regressed", "improved", "closed", "unchanged", "left_out")


def since_before(context: ViewContext, result: ProcessorResult) -> Iterator[str]:
    """Both ratings and evidenced scores, and what became of controls; nothing where no earlier round is kept."""
    earlier = context.earlier
    for line in earlier.parties if earlier else ():
        if line.processor == result.processor.id and line.side is not Duty.CLIENT:
            text = N_(
                "{round}: rating {before}, evidenced score {score}. This round: rating {now}, evidenced score {score_now}."
            )
            said = Message.of(
                text,
                round=earlier.head.round if earlier else "",
                before=rating_words(line.rating, line.depth),
                score=points(line.verified),
                now=rating_words(result.rating, result.depth),
                score_now=points(result.score.verified),
            )
            yield context.say(said)
            if line.depth is not result.depth:
                yield context.say(Message(OF_DEPTHS))
    counts = context.since.get(result.processor.id)
    if counts:
        text = N_(
            "Since then: {new} controls newly open, {regressed} worse, {improved} better, {closed} closed, {unchanged} as they were, {left_out} no longer asked."
        )
        yield context.say(Message.of(text, **{kind: counts.get(kind, 0) for kind in KINDS}))
