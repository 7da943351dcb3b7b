"""Pages: how much stands on one when a sheet is printed, and where it ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

#: Height of an A4 page, landscape, between our margins, in points; and the width there is for columns, in the unit
#: of each font. Sheets are a tenth wider, and printed that much smaller.
PAGE_HEIGHT: Final = 540.0
PAGE_WIDTHS: Final[Mapping[str, float]] = {"ja": 126.0, "en": 143.0}


def room_of_page(widths: Sequence[float], language: str) -> float:
    """The height, in points of the sheet, of a page across that columns of these widths fill."""
    return PAGE_HEIGHT / min(1.0, PAGE_WIDTHS[language] / sum(widths))


def filled_pages(blocks: Sequence[float], room: float, *, first: float) -> tuple[int, ...]:
    """The blocks that begin a page, from the second page on.

    Blocks go onto as few pages as hold them; on those they are spread so that all, the last too, are
    about equally full and none is much emptier (the fourth powers of what stays empty are least).
    `room` is that of a page, `first` that of the first one.
    """
    count = len(blocks)
    #: From each block on: pages, fourth powers of what stays empty, and the block that begins the next page.
    best = [(0, 0.0, count)] * (count + 1)
    for start in reversed(range(count)):
        best[start] = min(
            (1 + best[end][0], left**4 + best[end][1], end)
            for end, left in _ends(blocks, start, room if start else first)
        )
    starts, place = [], best[0][2]
    while place < count:
        starts.append(place)
        place = best[place][2]
    return tuple(starts)


def _ends(blocks: Sequence[float], start: int, room: float) -> Iterator[tuple[int, float]]:
    """Where a page may end that begins with a block, and what stays empty; one block is never parted."""
    left = room - blocks[start]
    yield start + 1, left
    for place in range(start + 1, len(blocks)):
        left -= blocks[place]
        if left < 0:
            return
        yield place + 1, left
