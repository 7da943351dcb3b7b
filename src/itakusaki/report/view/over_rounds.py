"""Over the rounds: how many processors had which rating, what was found and closed, what was promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from itakusaki.language.labels import COMMITMENT_KINDS, COMMITMENT_STATES, RATINGS
from itakusaki.model.commitment import DONE, CommitmentState
from itakusaki.model.message import N_, Message
from itakusaki.model.verdict import Rating
from itakusaki.report.view.context import ViewContext


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendTable:
    """A row for each round: a column for each rating that any round had, then findings new and closed.

    Between them stands how many ratings rest on less than the full form, where any do.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def trend_table(context: ViewContext) -> TrendTable | None:
    """The rounds that are kept, the earliest first; None where there is but one."""
    rounds = context.trend
    if len(rounds) < 2:  # noqa: PLR2004 - one round has no trend
        return None
    used = [rating for rating in Rating if any(one.ratings.get(rating) for one in rounds)]
    heads = (Message(N_("Round")), *(RATINGS[rating] for rating in used))
    has_shallower = any(one.shallower for one in rounds)
    apart = (Message(N_("Of these on a short or standard form")),) if has_shallower else ()
    more = (Message(N_("Findings made")), Message(N_("Findings closed")))
    return TrendTable(
        headings=tuple(context.say(head) for head in (*heads, *apart, *more)),
        rows=tuple(
            (
                one.round,
                *(str(one.ratings.get(rating, 0)) for rating in used),
                *((str(one.shallower),) if has_shallower else ()),
                str(one.found),
                str(one.closed),
            )
            for one in rounds
        ),
    )


def candidate_lines(context: ViewContext) -> Iterator[str]:
    """Companies to be confirmed as entrusted or not, each with who named it and where."""
    for one in context.assessment.candidates:
        named = (f"{code or context.assessment.client} {at}" for code, at in one.named)
        text = N_("{name}: named by {named}")
        called = f"{one.name} {one.number}".strip()
        where = context.translator.joined(list(dict.fromkeys(named)))
        yield context.say(Message.of(text, name=called, named=where))


def promise_lines(context: ViewContext) -> Iterator[str]:
    """How many promises and requests stand how, then each that is not done and shown."""
    found = context.assessment.commitments
    counts = Counter(one.state for one in found)
    if found:
        yield " / ".join(
            f"{context.say(COMMITMENT_STATES[state])} {counts[state]}"
            for state in CommitmentState
            if counts[state]
        )
    for one in sorted(found, key=lambda one: list(CommitmentState).index(one.state)):
        if one.state not in DONE:
            text = N_("{number} {kind}: {what} – {state}, due {due}, {owner}. {says} ({cell})")
            says = context.translator.joined([context.say(message) for message in one.says])
            said = Message.of(
                text,
                number=one.number,
                kind=COMMITMENT_KINDS[one.kind],
                what=one.text,
                state=COMMITMENT_STATES[one.state],
                due=str(one.due or "-"),
                owner=one.owner or "-",
                says=says,
                cell=str(one.at),
            )
            yield context.say(said)
