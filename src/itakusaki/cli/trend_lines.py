"""The lines of `round trend`: how many parties have which rating in each round, and each party's way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from itakusaki.language import Translator
from itakusaki.language.labels import rating_words
from itakusaki.model.depth import DEEPEST_FIRST
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty
from itakusaki.model.rounds import CLIENT_LINE, PartyLine, RoundLines, RoundTally
from itakusaki.model.verdict import Rating

_OF_DEPTHS = N_(
    "The depth of the form changed on the way: scores of different depths cover different controls."
)


def trend_lines(
    found: Sequence[RoundLines], counted: Mapping[str, RoundTally], translator: Translator
) -> Iterator[str]:
    """The portfolio round by round, then every party from its first round to its last."""
    for lines in found:
        counts = Counter(
            (line.depth, line.rating) for line in lines.parties if line.side is not Duty.CLIENT
        )
        said = " / ".join(
            f"{translator.say(rating_words(rating, depth))} {counts[depth, rating]}"
            for depth in DEEPEST_FIRST
            for rating in Rating
            if counts[depth, rating]
        )
        yield f"{lines.head.round}: {said}"
        tally = counted[lines.head.round]
        if tally.found or tally.closed:
            text = N_("findings made {found}, closed {closed}")
            told = Message.of(text, found=tally.found, closed=tally.closed)
            yield f"    {translator.say(told)}"
    yield ""
    for key, ways in _ways(found).items():
        yield f"{_named(key, ways, translator)}: {' → '.join(_stop(*one, translator) for one in ways)}"
        if len({line.depth for _, line in ways}) > 1:
            yield f"    {translator.gettext(_OF_DEPTHS)}"


def _ways(found: Sequence[RoundLines]) -> Mapping[str, list[tuple[str, PartyLine]]]:
    """Each party's lines by round; of the client's the one over all."""
    ways: dict[str, list[tuple[str, PartyLine]]] = {}
    for lines in found:
        for line in lines.parties:
            if line.side is not Duty.CLIENT or line.processor == CLIENT_LINE:
                ways.setdefault(line.processor, []).append((lines.head.round, line))
    return ways


def _named(key: str, ways: Sequence[tuple[str, PartyLine]], translator: Translator) -> str:
    name = ways[-1][1].name
    if key == CLIENT_LINE:
        return translator.say(Message.of(N_("{name} (client, over all)"), name=name))
    return f"{key} {name}"


def _stop(round_: str, line: PartyLine, translator: Translator) -> str:
    score = "" if line.verified is None else f" {line.verified:.1f}"
    return f"{round_} {translator.say(rating_words(line.rating, line.depth))}{score}"


def trend_data(found: Sequence[RoundLines], counted: Mapping[str, RoundTally]) -> dict[str, object]:
    """The same in plain values; scores out of 100, shares too."""
    return {
        "rounds": [lines.head.round for lines in found],
        "findings": [
            {"round": name, "found": one.found, "closed": one.closed}
            for name, one in counted.items()
        ],
        "parties": [
            {
                "processor": key,
                "name": ways[-1][1].name,
                "rounds": [{"round": round_, **_standing(line)} for round_, line in ways],
            }
            for key, ways in _ways(found).items()
        ],
    }


def _standing(line: PartyLine) -> dict[str, object]:
    share = line.assurance
    return {
        "rating": line.rating.value,
        "depth": line.depth.value,
        "declared": line.declared,
        "verified": line.verified,
        "assurance": None if share is None else round(100 * share, 1),
    }
