"""Figures: how numbers are written, the same in every language."""

from __future__ import annotations

NOTHING = "–"


def points(score: float | None) -> str:
    """A score on 0-100."""
    return NOTHING if score is None else f"{score:.1f}"


def percent(share: float | None) -> str:
    """A share of 0-1."""
    return NOTHING if share is None else f"{100 * share:.0f}%"


def thousands(count: str) -> str:
    """A whole number with its thousands parted; anything else as it was written."""
    return f"{int(count):,}" if count.isascii() and count.isdigit() else count


def plain(number: float | None) -> str:
    """A number without needless decimals."""
    return NOTHING if number is None else f"{number:g}"
