"""Logs over time: what each covers, and when tests found how much, all on one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from itakusaki.report.documents.charts import BRAND, INK, LINE, WIDTH_ACROSS, chart
from itakusaki.report.documents.front import DocumentPicture

#: In points: the time's width, a row's height, the room of its name.
_TIME, _ROW, _NAME = 430, 17, 220
#: Areas of the smallest and the greatest mark.
_AREAS: Final = (10, 220)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredTime:
    """The time from the first to the last line of a file, in the row of its log."""

    row: str
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HitCount:
    """How many hits a test has in a period, named by its first day."""

    row: str
    at: datetime
    count: int


def log_picture(
    covered: Sequence[CoveredTime], hits: Sequence[HitCount], *, about: str, legend: str
) -> DocumentPicture:
    """Rows of logs as hollow bars, rows of tests as marks whose area says how many hits."""
    return DocumentPicture(
        name="logs",
        alt=about,
        width=WIDTH_ACROSS,
        chart=_chart(covered, hits, legend) if covered or hits else None,
    )


def _chart(
    covered: Sequence[CoveredTime], hits: Sequence[HitCount], legend: str
) -> Mapping[str, Any]:
    rows = list(dict.fromkeys([*(one.row for one in covered), *(one.row for one in hits)]))
    down = {
        "field": "row",
        "type": "nominal",
        "scale": {"domain": rows},
        "axis": {"title": None, "labelLimit": _NAME, "ticks": False, "grid": True},
    }
    across = {"type": "temporal", "scale": {"type": "utc"}}
    axis = {"title": None, "format": "%Y-%m-%d", "labelOverlap": True, "tickCount": 8}
    size = {
        "field": "count",
        "type": "quantitative",
        "scale": {"type": "symlog", "range": list(_AREAS)},
        "legend": _legend(legend, max(one.count for one in hits)) if hits else None,
    }
    bars = [{"row": c.row, "from": _moment(c.first), "to": _moment(c.last)} for c in covered]
    marks = [{"row": h.row, "from": _moment(h.at), "count": h.count} for h in hits]
    return chart(
        width=_TIME,
        height=len(rows) * _ROW,
        layer=[
            {
                "data": {"values": bars},
                "mark": {"type": "bar", "height": 7, "fill": LINE, "stroke": BRAND},
                "encoding": {
                    "y": down,
                    "x": {**across, "field": "from", "axis": axis},
                    "x2": {"field": "to"},
                },
            },
            {
                "data": {"values": marks},
                "mark": {"type": "point", "shape": "circle", "fill": BRAND, "stroke": "#ffffff"},
                "encoding": {
                    "y": down,
                    "x": {**across, "field": "from", "axis": axis},
                    "size": size,
                },
            },
        ],
    )


def _legend(title: str, most: int) -> Mapping[str, Any]:
    """The least and the greatest mark, and one between them."""
    values = sorted({1, round(most**0.5), most})
    look = {"symbolFillColor": BRAND, "titleColor": INK, "titleFontSize": 9}
    return {"title": title, "orient": "bottom", "values": values, **look}


def _moment(at: datetime) -> int:
    """Milliseconds, as if the wall clock were UTC: a picture knows no zone of the machine."""
    return int(at.replace(tzinfo=UTC).timestamp() * 1000)
