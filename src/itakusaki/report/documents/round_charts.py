"""Rounds as pictures: the scores over the rounds, and the bridge from the last score to this one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from itakusaki.model.rounds import RoundScores
from itakusaki.report.documents.charts import BRAND, INK, LINE, NAME, WIDTH, chart
from itakusaki.report.documents.front import DocumentPicture

#: In points: the bars or the line, and a row of the bridge.
_ACROSS, _HIGH, _ROW = 330, 100, 16
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeStep:
    """What moved a score, and by how much, in points."""

    label: str
    points: float


def trend_picture(
    rounds: Sequence[RoundScores], *, declared: str, verified: str, about: str
) -> DocumentPicture:
    """Both scores over the rounds, the verified one filled and solid; one round has no trend."""
    said = "; ".join(
        f"{one.round}: {declared} {_figure(one.declared)}, {verified} {_figure(one.verified)}"
        for one in rounds
    )
    values = [
        {"round": one.round, "kind": kind, "score": score}
        for one in rounds
        for kind, score in ((declared, one.declared), (verified, one.verified))
    ]
    return DocumentPicture(
        name="trend",
        alt=f"{about} {said}",
        width=WIDTH,
        chart=_trend(values, [declared, verified]) if len(rounds) >= _FEWEST else None,
    )


def _figure(score: float | None) -> str:
    return "–" if score is None else f"{score:.1f}"


def _trend(values: Sequence[Mapping[str, Any]], kinds: list[str]) -> Mapping[str, Any]:
    legend = {"title": None, "orient": "top"}
    dash = {"domain": kinds, "range": [[4, 3], [1, 0]]}
    fill = {"domain": kinds, "range": ["#ffffff", BRAND]}
    return chart(
        width=_ACROSS,
        height=_HIGH,
        data={"values": list(values)},
        encoding={
            "x": {
                "field": "round",
                "type": "ordinal",
                "sort": None,
                "axis": {"title": None, "labelAngle": 0},
            },
            "y": {
                "field": "score",
                "type": "quantitative",
                "scale": {"domain": [0, 100]},
                "axis": {"title": None, "tickCount": 5},
            },
        },
        # Else the dashes, which have no legend, take away that of the points.
        resolve={"legend": {"fill": "independent"}},
        layer=[
            {
                "mark": {"type": "line", "stroke": BRAND, "strokeWidth": 1.6},
                "encoding": {
                    "strokeDash": {"field": "kind", "scale": dash, "legend": None},
                    "detail": {"field": "kind"},
                },
            },
            {
                "mark": {"type": "point", "shape": "circle", "size": 70, "stroke": BRAND},
                "encoding": {
                    "fill": {"field": "kind", "sort": kinds, "scale": fill, "legend": legend}
                },
            },
        ],
    )


def bridge_picture(
    steps: Sequence[BridgeStep], ends: tuple[BridgeStep, BridgeStep] | None, *, about: str
) -> DocumentPicture:
    """From the score of the round before to this one, a bar for each thing that moved it.

    `ends` are the scores before and now; without them, or without a step, there is nothing to show.
    """
    before, now = ends or (None, None)
    told = [f"{step.label} {step.points:+.1f}" for step in steps]
    said = [f"{end.label} {end.points:.1f}" for end in (before, now) if end]
    bars = list(_bars(steps, before, now)) if before and now and steps else []
    return DocumentPicture(
        name="bridge",
        alt=f"{about} {'; '.join([*said[:1], *told, *said[1:]])}",
        width=WIDTH,
        chart=_bridge(bars) if bars else None,
    )


def _bars(
    steps: Sequence[BridgeStep], before: BridgeStep, now: BridgeStep
) -> Iterator[Mapping[str, Any]]:
    yield {
        "row": before.label,
        "from": 0,
        "to": before.points,
        "kind": "end",
        "label": f"{before.points:.1f}",
    }
    at = before.points
    for step in steps:
        later = round(at + step.points, 1)
        kind = "up" if step.points > 0 else "down"
        yield {
            "row": step.label,
            "from": at,
            "to": later,
            "kind": kind,
            "label": f"{step.points:+.1f}",
        }
        at = later
    yield {
        "row": now.label,
        "from": 0,
        "to": now.points,
        "kind": "end",
        "label": f"{now.points:.1f}",
    }


def _bridge(bars: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    down = {
        "field": "row",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "labelLimit": NAME, "ticks": False},
    }
    scale = {"domain": ["end", "up", "down"], "range": [BRAND, "#ffffff", LINE]}
    across = {
        "field": "from",
        "type": "quantitative",
        "scale": {"domain": [0, 100]},
        "axis": {"title": None, "tickCount": 5},
    }
    return chart(
        width=_ACROSS,
        height=len(bars) * _ROW,
        data={"values": [{**bar, "right": max(bar["from"], bar["to"])} for bar in bars]},
        layer=[
            {
                "mark": {"type": "bar", "stroke": BRAND, "strokeWidth": 0.8, "height": 10},
                "encoding": {
                    "y": down,
                    "x": across,
                    "x2": {"field": "to"},
                    "fill": {"field": "kind", "scale": scale, "legend": None},
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 8.5, "color": INK},
                "encoding": {
                    "y": down,
                    "x": {**across, "field": "right"},
                    "text": {"field": "label"},
                },
            },
        ],
    )
