"""Ratings: one word on a processor, why, and what would change it (architecture.md §6)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from itakusaki.catalogue.policy import ScoringPolicy
from itakusaki.language.labels import RATINGS
from itakusaki.model.assessment import ControlResult, Score
from itakusaki.model.message import N_, Message
from itakusaki.model.verdict import Rating, Verdict
from itakusaki.score.totals import total

#: Verdicts of a knock-out control that no score makes up for.
KNOCKING_OUT = (Verdict.GAP, Verdict.UNANSWERED, Verdict.CONTRADICTED)
#: How many controls are named in "what would change the rating".
NAMED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A rating with its reasons and what would change it."""

    rating: Rating
    reasons: tuple[Message, ...]
    would_change: tuple[Message, ...]


def rated(results: Sequence[ControlResult], policy: ScoringPolicy, *, answered: bool) -> Rated:
    """Rate a processor; `answered` says whether any questionnaire of its own came back."""
    if not answered:
        return Rated(
            rating=Rating.NOT_ANSWERED,
            reasons=(
                Message.of(
                    N_(
                        "No questionnaire came back, so there is no rating; contract controls are scored all the same."
                    )
                ),
            ),
            would_change=(Message.of(N_("The returned questionnaire.")),),
        )
    score = total(results)
    out = _knocked_out(results)
    if out:
        return Rated(
            rating=Rating.UNACCEPTABLE,
            reasons=(_knock_out_reason(out),),
            would_change=(_without_knock_outs(results, out, policy),),
        )
    if score.assurance is not None and score.assurance < policy.assurance_floor:
        return _pending(results, score, policy)
    return _banded(results, score, policy)


def _knocked_out(results: Sequence[ControlResult]) -> tuple[ControlResult, ...]:
    return tuple(r for r in results if r.knock_out and r.verdict in KNOCKING_OUT)


def _knock_out_reason(out: Sequence[ControlResult]) -> Message:
    text = N_("Knock-out controls not acceptable to this client: {controls}.")
    return Message.of(text, controls=", ".join(r.control for r in out))


def _without_knock_outs(
    results: Sequence[ControlResult], out: Sequence[ControlResult], policy: ScoringPolicy
) -> Message:
    """What the rating would be once the knock-out controls were met and shown."""
    mended = _mended(results, out)
    return Message.of(
        N_("Once {controls} are met and shown, all else equal, the rating would be {rating}."),
        controls=", ".join(r.control for r in out),
        rating=RATINGS[rated(mended, policy, answered=True).rating],
    )


def _pending(results: Sequence[ControlResult], score: Score, policy: ScoringPolicy) -> Rated:
    open_claims = sorted(
        (r for r in results if not r.settled), key=lambda r: (-r.weight, r.control)
    )
    needed = _fewest(results, open_claims, lambda s: (s.assurance or 0.0) >= policy.assurance_floor)
    reason = Message.of(
        N_(
            "Evidence settles {assurance} % of the weight, less than {floor} %; the score lies between {verified} and {declared}."
        ),
        assurance=f"{100 * (score.assurance or 0):.0f}",
        floor=f"{100 * policy.assurance_floor:.0f}",
        verified=f"{score.verified or 0:.1f}",
        declared=f"{score.declared or 0:.1f}",
    )
    text = N_("Evidence for {controls} would settle enough for a rating.")
    change = Message.of(text, controls=_named(needed))
    return Rated(rating=Rating.PENDING, reasons=(reason,), would_change=(change,))


def _banded(results: Sequence[ControlResult], score: Score, policy: ScoringPolicy) -> Rated:
    rating = _band(score, policy)
    reasons = [Message.of(N_("Verified score {verified}."), verified=f"{score.verified or 0:.1f}")]
    change: list[Message] = []
    unshown = [r for r in results if r.knock_out and not r.settled]
    if unshown and rating is not Rating.D:
        rating = Rating.C_CONDITIONAL
        text = N_("Knock-out controls declared but not shown by evidence: {controls}.")
        reasons.append(Message.of(text, controls=", ".join(r.control for r in unshown)))
        change.append(
            Message.of(
                N_("Evidence for {controls} would lift the condition: {rating}."),
                controls=_named(unshown),
                rating=RATINGS[rated(_mended(results, unshown), policy, answered=True).rating],
            )
        )
    change.extend(_next_band(results, score, policy))
    return Rated(rating=rating, reasons=tuple(reasons), would_change=tuple(change))


def _band(score: Score, policy: ScoringPolicy) -> Rating:
    verified = score.verified if score.verified is not None else 0.0
    bands = sorted(policy.bands, key=lambda band: -band.at_least)
    return Rating(next((b.rating for b in bands if verified >= b.at_least), bands[-1].rating))


def _next_band(
    results: Sequence[ControlResult], score: Score, policy: ScoringPolicy
) -> tuple[Message, ...]:
    verified = score.verified if score.verified is not None else 0.0
    above = [b for b in policy.bands if b.at_least > verified]
    if not above:
        return ()
    band = min(above, key=lambda b: b.at_least)
    short = [r for r in results if r.verified is not None and r.verified < 1]
    short.sort(key=lambda r: (-r.weight * (1 - (r.verified or 0.0)), r.control))
    needed = _fewest(results, short, lambda s: (s.verified or 0.0) >= band.at_least)
    return (
        Message.of(
            N_(
                "Band {rating} (verified score {score} or more) is reached once {controls} are met and shown."
            ),
            rating=RATINGS[Rating(band.rating)],
            score=f"{band.at_least:g}",
            controls=_named(needed),
        ),
    )


def _fewest(
    results: Sequence[ControlResult],
    ordered: Sequence[ControlResult],
    enough: Callable[[Score], bool],
) -> Sequence[ControlResult]:
    """The shortest run of `ordered` that, met and shown, is enough; more of it never spoils that."""
    counts = range(1, len(ordered) + 1)
    at = bisect_left(counts, 1, key=lambda n: int(enough(total(_mended(results, ordered[:n])))))
    return ordered[: at + 1]


def _mended(
    results: Sequence[ControlResult], mend: Sequence[ControlResult]
) -> tuple[ControlResult, ...]:
    """The results as they would be if those controls were met and shown."""
    names = {r.control for r in mend}
    return tuple(
        replace(r, verdict=Verdict.MET, declared=1.0, verified=1.0, settled=True)
        if r.control in names
        else r
        for r in results
    )


def _named(results: Sequence[ControlResult]) -> Message:
    names = ", ".join(r.control for r in results[:NAMED])
    if len(results) <= NAMED:
        return Message.of("{names}", names=names)
    text = N_("{names} and {more} more")
    return Message.of(text, names=names, more=len(results) - NAMED)
