"""Ratings: one word on how a side stands, why, and what would change it (ADR 0017, 0019)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from itakusaki.catalogue.policy import Band, ScoringPolicy
from itakusaki.language.labels import RATINGS
from itakusaki.model.assessment import ControlResult, Score
from itakusaki.model.message import N_, Message, joined_words
from itakusaki.model.party import Duty
from itakusaki.model.verdict import RANKS, Rating, Verdict
from itakusaki.score.settle import as_declared
from itakusaki.score.totals import total

#: Verdicts of a mandatory control that no score makes up for.
REFUSED = (Verdict.GAP, Verdict.UNANSWERED)
#: What is said of a side that handed nothing in, and what would change it.
SILENT_PARTY = (
    N_("No questionnaire came back, so there is neither a rating nor a score."),
    N_("The returned questionnaire."),
)
BLANK_PARTY = (
    N_("The questionnaire came back blank, so there is neither a rating nor a score."),
    N_("The returned questionnaire, filled in."),
)
LEFT_ALONE = (
    N_("Not due in this round, and nothing was asked; there is neither a rating nor a score."),
    N_("The questionnaire of the round in which it is due next."),
)
SILENT_CLIENT = (
    N_(
        "The client's own check was not handed in, so its supervision has neither a rating nor a score."
    ),
    N_("The client's own check, filled in."),
)
#: How many controls are named in "what would change the rating".
NAMED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A rating with its reasons and what would change it."""

    rating: Rating
    reasons: tuple[Message, ...]
    would_change: tuple[Message, ...]


def unrated(side: Duty, *, blank: bool = False, due: bool = True) -> Rated:
    """What is said of a side that handed nothing in: it has no rating, and pays for no other's.

    `blank` tells of a party whose form came back without one answer, `due` whether one was sent to it.
    """
    if not due:
        reason, missing = LEFT_ALONE
        return Rated(
            rating=Rating.NOT_DUE,
            reasons=(Message.of(reason),),
            would_change=(Message.of(missing),),
        )
    party = BLANK_PARTY if blank else SILENT_PARTY
    reason, missing = SILENT_CLIENT if side is Duty.CLIENT else party
    return Rated(
        rating=Rating.NOT_ANSWERED,
        reasons=(Message.of(reason),),
        would_change=(Message.of(missing),),
    )


def rated(results: Sequence[ControlResult], policy: ScoringPolicy) -> Rated:
    """Rate a side that answered, by how it stands on the controls it owes."""
    refused = _knock_outs(results, REFUSED)
    disputed = _knock_outs(results, (Verdict.CONTRADICTED,))
    if refused:
        return Rated(
            rating=Rating.UNACCEPTABLE,
            reasons=(_knock_out_reason(refused), *_dispute_reason(disputed)),
            would_change=(_without_knock_outs(results, refused, policy),),
        )
    if disputed:
        return _to_explain(results, disputed, policy)
    waiting = tuple(r for r in results if r.knock_out and r.waits_for)
    score = total(results)
    if score.assurance is not None and score.assurance < policy.assurance_floor:
        return _pending(results, score, waiting, policy)
    if waiting:
        return _withheld(results, waiting, policy)
    return _banded(results, score, policy)


def _knock_outs(
    results: Sequence[ControlResult], verdicts: Sequence[Verdict]
) -> tuple[ControlResult, ...]:
    return tuple(r for r in results if r.knock_out and r.verdict in verdicts)


def _knock_out_reason(out: Sequence[ControlResult]) -> Message:
    text = N_("Mandatory controls not acceptable to this client: {controls}.")
    return Message.of(text, controls=_all_named(out))


def _dispute_reason(disputed: Sequence[ControlResult]) -> tuple[Message, ...]:
    if not disputed:
        return ()
    text = N_(
        "Mandatory controls on which sources differ, the difference not yet explained: {controls}."
    )
    return (Message.of(text, controls=_all_named(disputed)),)


def _to_explain(
    results: Sequence[ControlResult], disputed: Sequence[ControlResult], policy: ScoringPolicy
) -> Rated:
    """A question, not a defect; what becomes of it depends on the answer."""
    accepted = tuple(
        as_declared(r, policy.excepted_credit) if r in disputed else r for r in results
    )
    text = N_(
        "If the explanations of {controls} are accepted, all else equal, the rating would be {rating}; if one of the differences is confirmed as a defect with ×, it would be {confirmed}."
    )
    change = Message.of(
        text,
        controls=_all_named(disputed),
        rating=RATINGS[rated(accepted, policy).rating],
        confirmed=RATINGS[Rating.UNACCEPTABLE],
    )
    return Rated(
        rating=Rating.TO_EXPLAIN, reasons=_dispute_reason(disputed), would_change=(change,)
    )


def _without_knock_outs(
    results: Sequence[ControlResult], out: Sequence[ControlResult], policy: ScoringPolicy
) -> Message:
    """What the rating would be once the mandatory controls were met and shown."""
    mended = _mended(results, out)
    return Message.of(
        N_(
            "If {controls} were implemented and evidenced, all else being equal, the rating would be {rating}."
        ),
        controls=_all_named(out),
        rating=RATINGS[rated(mended, policy).rating],
    )


def _withheld(
    results: Sequence[ControlResult], waiting: Sequence[ControlResult], policy: ScoringPolicy
) -> Rated:
    """No letter while what would be held against a mandatory control is named and not there."""
    came = tuple(as_declared(r, policy.excepted_credit) if r.waits_for else r for r in results)
    change = N_(
        "If every file that is missing were delivered and nothing in it spoke against the answers, all else equal, the rating would be {rating}."
    )
    return Rated(
        rating=Rating.PENDING,
        reasons=(_waiting_reason(waiting),),
        would_change=(Message.of(change, rating=RATINGS[rated(came, policy).rating]),),
    )


def _waiting_reason(waiting: Sequence[ControlResult]) -> Message:
    files = joined_words(name for one in waiting for name in one.waits_for)
    text = N_(
        "Files and exports that control tests on mandatory controls ({controls}) would be carried out on were named or delivered before, and are not there or empty: {files}."
    )
    return Message.of(text, controls=_all_named(waiting), files=files)


def _pending(
    results: Sequence[ControlResult],
    score: Score,
    waiting: Sequence[ControlResult],
    policy: ScoringPolicy,
) -> Rated:
    open_claims = sorted(
        (r for r in results if not r.settled), key=lambda r: (-r.weight, r.control)
    )
    needed = _fewest(results, open_claims, lambda s: (s.assurance or 0.0) >= policy.assurance_floor)
    needed = (*waiting, *(one for one in needed if one not in waiting))
    reason = Message.of(
        N_(
            "Evidence covers {assurance}% of the weight, less than {floor}%; the score lies between {verified} and {declared}."
        ),
        assurance=f"{100 * (score.assurance or 0):.0f}",
        floor=f"{100 * policy.assurance_floor:.0f}",
        verified=f"{score.verified or 0:.1f}",
        declared=f"{score.declared or 0:.1f}",
    )
    text = N_(
        "Evidence for {controls}, or an explanation where sources differ, would settle enough for a rating."
    )
    change = Message.of(text, controls=_named(needed))
    told = (reason, _waiting_reason(waiting)) if waiting else (reason,)
    return Rated(rating=Rating.PENDING, reasons=told, would_change=(change,))


def _banded(results: Sequence[ControlResult], score: Score, policy: ScoringPolicy) -> Rated:
    band = _band(score, policy)
    caps = _caps(results, policy)
    rating = min((band, *(cap.rating for cap in caps)), key=_order)
    reasons = [Message.of(N_("Evidenced score {verified}."), verified=f"{score.verified or 0:.1f}")]
    change: list[Message] = []
    held = _held(caps, band)
    reasons += [
        Message.of(cap.reason, controls=_all_named(cap.controls), rating=RATINGS[cap.rating])
        for cap in caps
    ]
    if held:
        change.append(_without_knock_outs(results, held, policy))
    change.extend(_next_band(results, caps, band, policy))
    return Rated(rating=rating, reasons=tuple(reasons), would_change=tuple(change))


def _order(rating: Rating) -> int:
    """The place of a band or cap among them, the lowest first."""
    return [one for ratings in RANKS for one in ratings].index(rating)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cap:
    """The best rating while some mandatory controls stand as they do, and the sentence for it."""

    rating: Rating
    reason: str
    controls: tuple[ControlResult, ...]


def _caps(results: Sequence[ControlResult], policy: ScoringPolicy) -> tuple[_Cap, ...]:
    """What mandatory controls that are not met and shown hold the rating at."""
    weak = _knock_outs(results, (Verdict.PARTIAL, Verdict.EXCEPTED))
    unshown = _knock_outs(results, (Verdict.UNVERIFIED,))
    core = tuple(r for r in weak if r.control in policy.core_knock_outs and not _compensated(r))
    caps = (
        _Cap(
            rating=Rating.D,
            reason=N_(
                "Core mandatory controls carried out only in part or excepted, without an approved compensating measure: {controls}. The rating is {rating} at best."
            ),
            controls=core,
        ),
        _Cap(
            rating=Rating.C_CONDITIONAL,
            reason=N_(
                "Mandatory controls carried out only in part or under a dated exception: {controls}. The rating is {rating} at best."
            ),
            controls=tuple(r for r in weak if r not in core),
        ),
        _Cap(
            rating=Rating.C_CONDITIONAL,
            reason=N_(
                "Mandatory controls declared but not shown by evidence: {controls}. The rating is {rating} at best."
            ),
            controls=tuple(r for r in unshown if not r.settled),
        ),
        _Cap(
            rating=Rating.C_CONDITIONAL,
            reason=N_(
                "Mandatory controls whose evidence was delivered, but neither stood the check by machine nor was confirmed by the auditor: {controls}. The rating is {rating} at best."
            ),
            controls=tuple(r for r in unshown if r.settled),
        ),
    )
    return tuple(cap for cap in caps if cap.controls)


def _held(caps: Sequence[_Cap], band: Rating) -> tuple[ControlResult, ...]:
    """The controls that hold the rating below a band, whatever the score."""
    return tuple(r for cap in caps if _order(cap.rating) < _order(band) for r in cap.controls)


def _compensated(result: ControlResult) -> bool:
    """Whether the client approved, for the time being, something that stands in for the control."""
    return result.approval is not None and bool(result.approval.measure)


def _band(score: Score, policy: ScoringPolicy) -> Rating:
    verified = score.verified if score.verified is not None else 0.0
    bands = sorted(policy.bands, key=lambda band: -band.at_least)
    return Rating(next((b.rating for b in bands if verified >= b.at_least), bands[-1].rating))


def _next_band(
    results: Sequence[ControlResult], caps: Sequence[_Cap], now: Rating, policy: ScoringPolicy
) -> tuple[Message, ...]:
    """What would lift the rating into the next band, those controls included that hold it below."""
    held, band = _within_reach(results, caps, now, policy)
    if band is None:
        return ()
    freed = _mended(results, held)
    needed: Sequence[ControlResult] = ()
    if not _reaches(total(freed), band):
        short = [r for r in freed if r.verified is not None and r.verified < 1]
        short.sort(key=lambda r: (-r.weight * (1 - (r.verified or 0.0)), r.control))
        needed = _fewest(freed, short, lambda score: _reaches(score, band))
    return (
        Message.of(
            N_(
                "Band {rating} (evidenced score {score} or more) is reached once {controls} are met and shown."
            ),
            rating=RATINGS[Rating(band.rating)],
            score=f"{band.at_least:g}",
            controls=_named((*held, *needed)),
        ),
    )


def _within_reach(
    results: Sequence[ControlResult], caps: Sequence[_Cap], now: Rating, policy: ScoringPolicy
) -> tuple[tuple[ControlResult, ...], Band | None]:
    """The next band with the controls that hold the rating below it; None where there is none above.

    To meet those lifts the score as well, perhaps into a band that others hold it below.
    """
    bands = sorted(policy.bands, key=lambda band: band.at_least)
    held = before = _held(caps, now)
    while True:
        score = total(_mended(results, held))
        band = next((b for b in bands if not _reaches(score, b)), None)
        if band is None:
            return held, None if held == before else bands[-1]
        wanted = _held(caps, Rating(band.rating))
        if wanted == held:
            return held, band
        held = wanted


def _reaches(score: Score, band: Band) -> bool:
    return (score.verified or 0.0) >= band.at_least


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
        replace(r, verdict=Verdict.MET, declared=1.0, verified=1.0, settled=True, waits_for=())
        if r.control in names
        else r
        for r in results
    )


def _all_named(results: Sequence[ControlResult]) -> str:
    return ", ".join(dict.fromkeys(r.control for r in results))


def _named(results: Sequence[ControlResult]) -> Message:
    ids = list(dict.fromkeys(r.control for r in results))
    names = ", ".join(ids[:NAMED])
    if len(ids) <= NAMED:
        return Message.of("{names}", names=names)
    text = N_("{names} and {more} more")
    return Message.of(text, names=names, more=len(ids) - NAMED)
