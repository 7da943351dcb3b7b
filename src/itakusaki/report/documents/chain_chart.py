"""The chain as a picture: a line per party under the one it works for, unknown parties hollow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from itakusaki.report.documents.charts import BRAND, INK, WIDTH, chart
from itakusaki.report.documents.front import DocumentPicture

#: In points: the picture's width, a line's height, how far a tier stands in from the one above.
_ACROSS, _LINE_HEIGHT, _STEP = 430, 20, 26


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLine:
    """A party: `above` is the place in the list of the one it works for, -1 at the top.

    `on_path` tells that it is on the way to the weakest party.
    """

    label: str
    depth: int
    above: int
    is_assessed: bool
    on_path: bool


def chain_picture_of(lines: Sequence[ChainLine], *, about: str, path: str) -> DocumentPicture:
    """The parties one under another; a chain of nobody but client and processor has nothing to show.

    `path` names in words what the thick line is.
    """
    said = "; ".join(
        f"{line.label} ({path})" if path and line.on_path else line.label for line in lines
    )
    return DocumentPicture(
        name="chain",
        alt=f"{about} {said}",
        width=WIDTH,
        chart=_chart(lines) if len(lines) > 2 else None,  # noqa: PLR2004 - see above
    )


def _chart(lines: Sequence[ChainLine]) -> Mapping[str, Any]:
    parties = [
        {"x": line.depth * _STEP, "y": place, "label": line.label, "known": line.is_assessed}
        for place, line in enumerate(lines)
    ]
    frame: Mapping[str, Any] = {
        "x": _place("x", [0, _ACROSS]),
        "y": _place("y", [len(lines) - 0.5, -0.5]),
    }
    thin = {"type": "rule", "color": INK, "strokeWidth": 0.8}
    ends: Mapping[str, Any] = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    fill = {"condition": {"test": "datum.known", "value": BRAND}, "value": "#ffffff"}
    return chart(
        width=_ACROSS,
        height=len(lines) * _LINE_HEIGHT,
        layer=[
            {
                "data": {"values": list(_joints(lines, on_path=False))},
                "mark": thin,
                "encoding": {**frame, **ends},
            },
            {
                "data": {"values": list(_joints(lines, on_path=True))},
                "mark": {**thin, "strokeWidth": 2.6},
                "encoding": {**frame, **ends},
            },
            {
                "data": {"values": parties},
                "mark": {"type": "point", "shape": "square", "size": 80, "stroke": BRAND},
                "encoding": {**frame, "fill": fill},
            },
            {
                "data": {"values": parties},
                "mark": {"type": "text", "align": "left", "dx": 10, "fontSize": 9, "color": INK},
                "encoding": {**frame, "text": {"field": "label"}},
            },
        ],
    )


def _place(field: str, domain: list[float]) -> Mapping[str, Any]:
    scale = {"domain": domain, "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": None}


def _joints(lines: Sequence[ChainLine], *, on_path: bool) -> Iterator[Mapping[str, float]]:
    """From each party up to the one above it: down the margin, then across."""
    for place, line in enumerate(lines):
        if line.above < 0 or line.on_path is not on_path:
            continue
        margin, mine = lines[line.above].depth * _STEP, line.depth * _STEP
        yield {"x": margin, "y": line.above, "x2": margin, "y2": place}
        yield {"x": margin, "y": place, "x2": mine, "y2": place}
