"""Column widths: how a table's columns share the page, where its author does not say.

Short columns (a number, a date, a rating) get what they need to stand on one line; the others share
the rest by the root of how much they hold, which keeps a table about as low as it can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from itakusaki.report.documents.blocks import RunningText, TableBlock, plain

#: Half-width signs that fit across a page at the size tables are printed in: A4 upright, and across.
UPRIGHT: Final = 110
ACROSS: Final = 164
#: What the padding of a cell takes.
_PADDING: Final = 3
#: A column is never narrower than four Japanese signs, nor made wide by one long line.
_LEAST: Final = 8
_MOST: Final = 60


def column_widths(table: TableBlock, room: int = UPRIGHT) -> tuple[int, ...]:
    """The columns' shares of the width: as told, else by what they hold."""
    if len(table.widths) == len(table.head):
        return table.widths
    columns = [
        [_extent(cell) for cell in (head, *(row[place] for row in table.rows))]
        for place, head in enumerate(table.head)
    ]
    return _shared(columns, room - _PADDING * len(columns))


def _shared(columns: Sequence[Sequence[int]], room: int) -> tuple[int, ...]:
    natural = [max(min(max(extents), _MOST), _LEAST) for extents in columns]
    settled: dict[int, float] = {}
    while open_ := [place for place in range(len(columns)) if place not in settled]:
        fair = (room - sum(settled.values())) / len(open_)
        short = [place for place in open_ if natural[place] <= fair]
        if not short:
            settled |= _by_content(columns, open_, room - sum(settled.values()))
        settled |= {place: float(natural[place]) for place in short}
    return tuple(round(settled[place] + _PADDING) for place in range(len(columns)))


def _by_content(
    columns: Sequence[Sequence[int]], open_: Sequence[int], room: float
) -> Mapping[int, float]:
    roots = {place: (sum(columns[place]) / len(columns[place])) ** 0.5 + 1 for place in open_}
    whole = sum(roots.values())
    return {place: max(room * root / whole, _LEAST) for place, root in roots.items()}


def _extent(text: RunningText) -> int:
    """How wide the longest line of a text is; a sign that is not ASCII counts twice."""
    return max(sum(1 if sign.isascii() else 2 for sign in line) for line in plain(text).split("\n"))
