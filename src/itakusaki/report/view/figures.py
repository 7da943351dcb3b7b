"""Figures: how numbers are written, the same in every language."""

from __future__ import annotations

NOTHING = "–"


def points(score: float | None) -> str:
    """A score on 0-100."""
    return NOTHING if score is None else f"{score:.1f}"


def percent(share: float | None) -> str:
    """A share of 0-1."""
    return NOTHING if share is None else f"{100 * share:.0f}%"


def plain(number: float | None) -> str:
    """A number without needless decimals."""
    return NOTHING if number is None else f"{number:g}"
