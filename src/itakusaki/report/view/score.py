"""Scores and ratings as shown: always the pair, with what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from itakusaki.catalogue.checklist import Domain
from itakusaki.catalogue.policy import Band
from itakusaki.language.labels import DEPTHS, VERDICTS, rating_words
from itakusaki.model.assessment import Score, Standing
from itakusaki.model.message import N_, Message, by_number
from itakusaki.model.verdict import RANKS, UNRATED, Rating, Verdict, rank
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.figures import NOTHING, percent, plain, points

#: As the portfolio lists them: the worst first; who did not answer stands apart, at the end.
LISTED: Final = (
    *(rating for ratings in RANKS for rating in ratings),
    Rating.NOT_ANSWERED,
    Rating.NOT_DUE,
)
MEANINGS: Final = {
    Rating.NOT_DUE: N_("The round did not look at it, and nothing was asked of it."),
    Rating.NOT_ANSWERED: N_("Nothing was handed in; there is neither a rating nor a score."),
    Rating.UNACCEPTABLE: N_(
        "A mandatory control is unmet or unanswered. This says that the criterion set by the client is not met; it is not a judgement on legality."
    ),
    Rating.TO_EXPLAIN: N_(
        "Sources differ on a mandatory control and the difference has not been explained. This is a question and no finding of a defect, as grave as one until it is answered."
    ),
    Rating.PENDING: N_(
        "Too much rests on statements without evidence; the result lies between the evidenced and the self-assessed score."
    ),
    Rating.C_CONDITIONAL: N_(
        "A mandatory control is not yet met in full and backed by sufficient evidence; until it is, the rating is C (conditional) at best."
    ),
}
EXPLAIN_NOTE: Final = N_(
    "As long as the differences are open, the scores are provisional, and no share of them counts as concluded."
)
NOTES: Final = {Rating.TO_EXPLAIN: EXPLAIN_NOTE}
ALL: Final = 0.9995
LAST_BANDS: Final = 4
#: With fewer controls than this a domain has no standing of its own.
FEW: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingView:
    """The overall word; `range` is "" unless it is withheld, `note` unless the scores need a remark."""

    label: str
    css: str
    meaning: str
    range: str
    note: str
    silent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreView:
    """A pair of scores; `solid` and `open` are the lengths of the bar in percent."""

    label: str
    declared: str
    verified: str
    assurance: str
    exempt: str
    unanswered: str
    controls: str
    solid: str
    open: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """A domain's standing: colour by `css`, the same said by `word` and the numbers."""

    domain: str
    title: str
    css: str
    word: str
    score: ScoreView


def rating_view(context: ViewContext, result: Standing) -> RatingView:
    """The overall word on a side, and what it means."""
    rating = result.rating
    withheld = rating is Rating.PENDING
    low, high = points(result.score.verified), points(result.score.declared)
    span = Message.of(N_("between {low} and {high}"), low=low, high=high)
    return RatingView(
        label=context.say(rating_words(rating, result.depth)),
        css=rating_css(rating),
        meaning=rating_meaning(context, rating),
        range=context.say(span) if withheld else "",
        note=context.translator.sentences(context.say(note) for note in _notes(result)),
        silent=is_silent(result),
    )


def _notes(result: Standing) -> Iterator[Message]:
    if result.rating in NOTES:
        yield Message(NOTES[result.rating])
    if result.score.passed_over:
        yield covers(result)


def covers(result: Standing) -> Message:
    """What scores and rating cover, where not every control was asked in the round."""
    text = N_(
        "Asked in this round ({depth} form): {asked} of the {controls} controls that apply. Scores and rating cover these only; the others are neither met nor unmet."
    )
    score = result.score
    asked = score.controls - score.passed_over
    return Message.of(text, depth=DEPTHS[result.depth], asked=asked, controls=score.controls)


def worst_first(standing: Standing) -> tuple[int, float]:
    """What standings are sorted by: the worst rank first, in it the lowest evidenced score."""
    place = rank(standing.rating)
    return (len(RANKS) if place is None else place, standing.score.verified or 0.0)


def rating_css(rating: Rating | None) -> str:
    """The look of a rating."""
    return f"r-{rating.value.lower()}" if rating else "r-unknown"


def rating_meaning(context: ViewContext, rating: Rating) -> str:
    """What a rating means; a band's by the score it starts at."""
    if rating in MEANINGS:
        return context.say(Message.of(MEANINGS[rating]))
    place = next((i for i, b in enumerate(_bands(context)) if b.rating == rating.value), -1)
    return context.say(Message.of(N_("Evidenced score: {range}."), range=_range(context, place)))


def _bands(context: ViewContext) -> tuple[Band, ...]:
    """The bands from the best down."""
    return tuple(sorted(context.policy.bands, key=lambda band: -band.at_least))


def _range(context: ViewContext, place: int) -> Message:
    """The scores of a band, in words that are no rating."""
    bands = _bands(context)
    band, is_last = bands[place], bands[place] is bands[-1]
    if band is bands[0]:
        return Message.of(N_("{start} or more"), start=plain(band.at_least))
    above = plain(bands[bands.index(band) - 1].at_least)
    if is_last:
        return Message.of(N_("below {above}"), above=above)
    return Message.of(N_("{start} to below {above}"), start=plain(band.at_least), above=above)


def score_view(score: Score, label: str = "", *, unsettled: bool = False) -> ScoreView:
    """A score with its shares, as figures; `unsettled` where no share may be called settled."""
    solid = score.verified or 0.0
    # Where nothing was answered or asked there is nothing to have a share of.
    has_shares = score.declared is not None or score.exempt >= ALL
    return ScoreView(
        label=label,
        declared=points(score.declared),
        verified=points(score.verified),
        assurance=NOTHING if unsettled else percent(score.assurance),
        exempt=percent(score.exempt) if has_shares else NOTHING,
        unanswered=percent(score.unanswered) if has_shares else NOTHING,
        controls=str(score.controls),
        solid=f"{solid:.1f}",
        open=f"{max((score.declared or 0.0) - solid, 0.0):.1f}",
    )


def is_silent(result: Standing) -> bool:
    """Whether a side handed nothing in."""
    return result.rating is Rating.NOT_ANSWERED


def is_unsettled(result: Standing) -> bool:
    """Whether no share may be called settled: no reply, or sources differ on a mandatory control."""
    return result.rating in (*UNRATED, Rating.TO_EXPLAIN)


def heat_cells(context: ViewContext, result: Standing) -> tuple[HeatCell, ...]:
    """Every domain of the checklist, in its order, for one side."""
    sealed = {c.control.partition("-")[0] for c in result.controls if c.verdict is Verdict.SEALED}
    unsettled = is_unsettled(result)
    return tuple(
        _sealed_cell(context, domain)
        if domain.id in sealed
        else _heat_cell(context, domain, result.domains.get(domain.id), unsettled=unsettled)
        for domain in context.checklist.domains
    )


def _sealed_cell(context: ViewContext, domain: Domain) -> HeatCell:
    """A domain of which something is told in a sealed report only has no score here."""
    return HeatCell(
        domain=domain.id,
        title=context.pick(domain.title),
        css="h-none",
        word=context.say(VERDICTS[Verdict.SEALED]),
        score=score_view(NO_SCORE, unsettled=False),
    )


def _heat_cell(
    context: ViewContext, domain: Domain, score: Score | None, *, unsettled: bool
) -> HeatCell:
    css, word = _standing(context, score)
    return HeatCell(
        domain=domain.id,
        title=context.pick(domain.title),
        css=css,
        word=context.say(word),
        score=score_view(score or NO_SCORE, unsettled=unsettled),
    )


NO_SCORE: Final = Score(
    declared=None,
    verified=None,
    assurance=None,
    exempt=0.0,
    unanswered=0.0,
    weight=0.0,
    controls=0,
)


def _standing(context: ViewContext, score: Score | None) -> tuple[str, Message]:
    """Look and word: silence and missing evidence are never shown as a low score."""
    if score is not None and score.passed_over and score.verified is None:
        return "h-none", VERDICTS[Verdict.NOT_ASKED]
    if score is None or score.verified is None:
        return "h-none", Message(N_("not applicable"))
    if score.unanswered >= ALL:
        return "h-unanswered", Message(N_("unanswered"))
    if score.controls < FEW:
        # One or two controls colour no domain; the figures say how they stand.
        text = by_number(score.controls, N_("{count} control only"), N_("{count} controls only"))
        return "h-few", Message.of(text, count=score.controls)
    if score.assurance is not None and score.assurance < context.policy.assurance_floor:
        return "h-pending", Message(N_("evidence pending"))
    bands = _bands(context)
    places = (i for i, band in enumerate(bands) if (score.verified or 0.0) >= band.at_least)
    place = next(places, len(bands) - 1)
    return f"h-band{min(place + 1, LAST_BANDS)}", _range(context, place)
