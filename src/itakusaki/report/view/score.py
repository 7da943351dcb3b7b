"""Scores and ratings as shown: always the pair, with what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from itakusaki.catalogue.policy import Band
from itakusaki.language.labels import DUTIES, RATINGS
from itakusaki.model.assessment import ProcessorResult, Score
from itakusaki.model.message import N_, Message
from itakusaki.model.verdict import Rating
from itakusaki.report.view.figures import percent, plain, points
from itakusaki.report.view.setting import Setting

#: From the worst to the best, as the portfolio is sorted.
WORST_FIRST: Final = (
    Rating.UNACCEPTABLE,
    Rating.NOT_ANSWERED,
    Rating.D,
    Rating.PENDING,
    Rating.C_CONDITIONAL,
    Rating.C,
    Rating.B,
    Rating.A,
)
MEANINGS: Final = {
    Rating.NOT_ANSWERED: N_("No questionnaire came back; only the contract could be judged."),
    Rating.UNACCEPTABLE: N_(
        "A knock-out control is unmet, unanswered or contradicted. This says that the processor is not acceptable to this client; it is not a judgement on legality."
    ),
    Rating.PENDING: N_(
        "Too much rests on statements without evidence; the result lies between the verified and the declared score."
    ),
    Rating.C_CONDITIONAL: N_(
        "A knock-out control is not yet backed by sufficient evidence; until it is, the rating is C at best."
    ),
}
ALL: Final = 0.9995
LAST_BANDS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingView:
    """The overall word; `css` names its look, `range` is "" unless the rating is withheld."""

    label: str
    css: str
    meaning: str
    range: str


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


def rating_view(setting: Setting, result: ProcessorResult) -> RatingView:
    """The overall word on a processor, and what it means."""
    rating = result.rating
    withheld = rating is Rating.PENDING
    low, high = points(result.score.verified), points(result.score.declared)
    span = Message.of(N_("between {low} and {high}"), low=low, high=high)
    return RatingView(
        label=setting.say(RATINGS[rating]),
        css=rating_css(rating),
        meaning=rating_meaning(setting, rating),
        range=setting.say(span) if withheld else "",
    )


def rating_css(rating: Rating | None) -> str:
    """The look of a rating."""
    return f"r-{rating.value.lower()}" if rating else "r-unknown"


def rating_meaning(setting: Setting, rating: Rating) -> str:
    """What a rating means; a band's by the score it starts at."""
    if rating in MEANINGS:
        return setting.say(Message.of(MEANINGS[rating]))
    start = next((b.at_least for b in setting.policy.bands if b.rating == rating.value), 0.0)
    return setting.say(Message.of(N_("Verified score of {start} or more."), start=plain(start)))


def score_view(score: Score, label: str = "") -> ScoreView:
    """A score with its shares, as figures."""
    solid = score.verified or 0.0
    return ScoreView(
        label=label,
        declared=points(score.declared),
        verified=points(score.verified),
        assurance=percent(score.assurance),
        exempt=percent(score.exempt),
        unanswered=percent(score.unanswered),
        controls=str(score.controls),
        solid=f"{solid:.1f}",
        open=f"{max((score.declared or 0.0) - solid, 0.0):.1f}",
    )


def duty_views(setting: Setting, result: ProcessorResult) -> tuple[ScoreView, ...]:
    """The score of each side's own controls."""
    return tuple(
        score_view(result.duties[duty], setting.say(label))
        for duty, label in DUTIES.items()
        if duty in result.duties
    )


def heat_cells(setting: Setting, result: ProcessorResult) -> tuple[HeatCell, ...]:
    """Every domain of the checklist, in its order, for one processor."""
    return tuple(
        _heat_cell(setting, domain.id, setting.pick(domain.title), result.domains.get(domain.id))
        for domain in setting.checklist.domains
    )


def _heat_cell(setting: Setting, domain: str, title: str, score: Score | None) -> HeatCell:
    css, word = _standing(setting, score)
    return HeatCell(
        domain=domain,
        title=title,
        css=css,
        word=setting.say(word),
        score=score_view(score or NO_SCORE),
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


def _standing(setting: Setting, score: Score | None) -> tuple[str, Message]:
    """Look and word: silence and missing evidence are never shown as a low score."""
    if score is None or score.verified is None:
        return "h-none", Message(N_("not applicable"))
    if score.unanswered >= ALL:
        return "h-unanswered", Message(N_("unanswered"))
    if score.assurance is not None and score.assurance < setting.policy.assurance_floor:
        return "h-pending", Message(N_("evidence pending"))
    place, band = _band(setting.policy.bands, score.verified)
    return f"h-band{place}", Message.of(N_("band {band}"), band=band.rating)


def _band(bands: tuple[Band, ...], score: float) -> tuple[int, Band]:
    ordered = sorted(bands, key=lambda band: -band.at_least)
    for place, band in enumerate(ordered, start=1):
        if score >= band.at_least:
            return min(place, LAST_BANDS), band
    return LAST_BANDS, ordered[-1]
