"""Measures: how wide a text is and how high its row has to be, so that nothing is cut off."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from unicodedata import east_asian_width

PADDING = 1.6
#: Room above and beneath the text of a row, in points.
AROUND = 0.5
#: What a spreadsheet allows.
TALLEST = 409
#: Signs that a Latin font takes from a Japanese one, whose lines are higher.
BORROWED = re.compile("[\u25b3\u25cb\u203b\u3000-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What a font measures: a Latin character's mean width, a line's height in font sizes, and a unit.

    Lines break before the edge is reached, at words or before a mark that may not start a line: `slack`.
    `unit` is the font size, in points, at which half a Japanese character is one unit of column width.
    """

    latin: float
    line: float
    unit: float
    slack: float


#: The fonts of styles.FONTS, or the tallest that stands in for one where it is missing.
FACES = {
    "ja": Face(latin=1.0, line=1.465, unit=12.5, slack=1.02),
    "en": Face(latin=0.9, line=1.17, unit=11, slack=1.06),
}


def units(text: str, face: Face) -> float:
    """Width in digits; Japanese characters, and signs such as ○, are two wide."""
    return sum(2 if east_asian_width(char) in "WFA" else face.latin for char in text)


def lines(text: str, width: float, size: float, face: Face) -> int:
    """How many lines the text takes in a column of that width."""
    room = max(1.0, (width - PADDING) * face.unit / size)
    return sum(
        max(1, math.ceil(units(part, face) * face.slack / room)) for part in text.split("\n")
    )


def height(text: str, width: float, size: float, face: Face) -> float:
    """How high, in points, a row must be to show the text."""
    needed = lines(text, width, size, face) * face.line
    taller = FACES["ja"].line - face.line
    needed += taller * sum(bool(BORROWED.search(part)) for part in text.split("\n"))
    return min(TALLEST, round(needed * size + AROUND, 1))
