"""Charts: what pictures show, as Vega-Lite; told apart by outline and filling, never by colour alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from itakusaki.model.brand import HOUSE_COLOUR
from itakusaki.report.documents.front import DocumentPicture

_FONT: Final = "Noto Sans CJK JP"
INK, BRAND, LINE = "#1c2733", HOUSE_COLOUR, "#c3ccd6"
#: In mm: a picture on a page upright, and across; in points: the room of a name beside bars.
WIDTH, WIDTH_ACROSS, NAME = 150, 230, 200
#: In points: the bars, and one of a pair; long and low, for a high picture leaves a page half empty above it.
_BARS, _STEP = 300, 7
_LOOK: Final[Mapping[str, Any]] = {
    "font": _FONT,
    "aria": False,
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 9,
        "labelColor": INK,
        "domainColor": LINE,
        "tickColor": LINE,
        "gridColor": LINE,
    },
    "legend": {"labelFontSize": 9, "labelColor": INK, "symbolSize": 90},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreBars:
    """A domain with both of its scores, from 0 to 100."""

    title: str
    declared: float
    verified: float


def score_picture(
    rows: Sequence[ScoreBars], *, declared: str, verified: str, about: str
) -> DocumentPicture:
    """Both scores of each domain as bars, hollow and filled; `declared` and `verified` are their names.

    `about` goes before the figures where they are said in words.
    """
    said = "; ".join(
        f"{row.title}: {declared} {row.declared:.1f}, {verified} {row.verified:.1f}" for row in rows
    )
    return DocumentPicture(
        name="scores",
        alt=f"{about} {said}",
        width=WIDTH,
        chart=_score_chart(rows, declared, verified) if rows else None,
    )


def chart(**parts: object) -> Mapping[str, Any]:
    """A chart of these parts in the documents' look."""
    schema = "https://vega.github.io/schema/vega-lite/v6.json"
    return {"$schema": schema, **parts, "config": _LOOK}


def _score_chart(rows: Sequence[ScoreBars], declared: str, verified: str) -> Mapping[str, Any]:
    values = [
        {"domain": row.title, "kind": kind, "score": score}
        for row in rows
        for kind, score in ((declared, row.declared), (verified, row.verified))
    ]
    order = [declared, verified]
    return chart(
        width=_BARS,
        height={"step": _STEP},
        data={"values": values},
        mark={"type": "bar", "stroke": BRAND, "strokeWidth": 0.8},
        encoding={
            "y": {
                "field": "domain",
                "type": "nominal",
                "sort": None,
                "axis": {"title": None, "labelLimit": NAME, "ticks": False},
            },
            "yOffset": {"field": "kind", "sort": order},
            "x": {
                "field": "score",
                "type": "quantitative",
                "scale": {"domain": [0, 100]},
                "axis": {"title": None, "tickCount": 5},
            },
            "fill": {
                "field": "kind",
                "sort": order,
                "scale": {"domain": order, "range": ["#ffffff", BRAND]},
                "legend": {"title": None, "orient": "top"},
            },
        },
    )
