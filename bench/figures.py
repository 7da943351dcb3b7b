"""Figures: what one thing took, held against a floor; plain data that text and JSON are told from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Processor seconds of all processes, seconds of wall, peak memory of the process in MB.

    `of` says what was done on how much; within it names differ. `floor` is the name of the figure that
    `ratio` (of processor time) is to, a floor's own for itself. `sizes` are what `of` says, the first
    of them what a share of the time is told for. `found` is what can be compared (numbers of rows,
    digests) and `same` whether it was equal. Where there is no time, `left_out` says why, or `failed`.
    """

    name: str
    cpu: float | None = None
    wall: float | None = None
    peak: float | None = None
    found: Mapping[str, int | str] = field(default_factory=dict)
    same: bool | None = None
    left_out: str = ""
    failed: str = ""
    of: str = ""
    sizes: Mapping[str, int] = field(default_factory=dict)
    floor: str = ""
    ratio: float | None = None


def held(of: str, floor: Figure, others: Iterable[Figure] = (), **sizes: int) -> Iterator[Figure]:
    """The floor, then the others as ratios to it."""
    for one in (floor, *others):
        ratio = one.cpu / floor.cpu if one.cpu is not None and floor.cpu else None
        yield replace(one, of=of, sizes=sizes, floor=floor.name, ratio=ratio)
