"""The heat map: how each processor stands in each domain, darker where it stands lower, figures in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from itakusaki.report.documents.charts import INK, LINE, NAME, WIDTH, chart
from itakusaki.report.documents.front import DocumentPicture

#: No band, then the bands from the best down: each darker in grey as well, words on all readable.
_SHADES: Final = ("#ffffff", "#eef3f8", "#d3e0ec", "#aec6dc", "#86a9c9")
#: In points: a cell.
_CELL: Final = (24, 11)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatSquare:
    """A processor in a domain: `band` from 1 (the best) to 4, 0 where it has none; `label` says how it stands."""

    row: str
    column: str
    band: int
    label: str


def heat_picture(squares: Sequence[HeatSquare], *, about: str) -> DocumentPicture:
    """Processors down, domains across; in words, each row with its figures."""
    rows: dict[str, list[str]] = {}
    for one in squares:
        rows.setdefault(one.row, []).append(f"{one.column} {one.label}")
    said = "; ".join(f"{row}: {', '.join(figures)}" for row, figures in rows.items())
    return DocumentPicture(
        name="heat",
        alt=f"{about} {said}",
        width=WIDTH,
        chart=_chart(squares) if squares else None,
    )


def _chart(squares: Sequence[HeatSquare]) -> Mapping[str, Any]:
    values = [
        {"row": one.row, "column": one.column, "band": one.band, "label": one.label}
        for one in squares
    ]
    shade = {
        "field": "band",
        "type": "ordinal",
        "scale": {"domain": list(range(len(_SHADES))), "range": list(_SHADES)},
        "legend": None,
    }
    across = {"title": None, "orient": "top", "labelAngle": 0, "ticks": False}
    down = {"title": None, "labelLimit": NAME, "ticks": False}
    return chart(
        width={"step": _CELL[0]},
        height={"step": _CELL[1]},
        data={"values": values},
        encoding={
            "x": {"field": "column", "type": "nominal", "sort": None, "axis": across},
            "y": {"field": "row", "type": "nominal", "sort": None, "axis": down},
        },
        layer=[
            {"mark": {"type": "rect", "stroke": LINE}, "encoding": {"fill": shade}},
            {
                "mark": {"type": "text", "fontSize": 8, "color": INK},
                "encoding": {"text": {"field": "label"}},
            },
        ],
    )
