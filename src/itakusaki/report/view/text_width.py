"""Text width: how much room text takes in a picture, where nothing wraps it by itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

#: Width of half a full-width character, in parts of the font's size; rather too much than too little.
HALF: Final = 0.56
WIDE: Final = frozenset("WFA")
#: What a line of Japanese does not begin with: closing marks and the mark of a long vowel.
CLOSING: Final = frozenset({"Pe", "Pf", "Po", "Lm"})
#: A word with the space behind it, or a single character of a script without spaces.
TOKEN: Final = re.compile(r"[!-\u024f]+\s*|\s+|.")
CUT: Final = "…"


def width(text: str, size: float) -> float:
    """The room that a text takes; a full-width character counts twice."""
    return size * HALF * sum(2 if unicodedata.east_asian_width(c) in WIDE else 1 for c in text)


def wrapped(text: str, room: float, size: float, most: int) -> tuple[str, ...]:
    """A text in lines, at most so many; what is left over is cut and marked."""
    lines = list(_lines(text, room, size))
    if len(lines) > most:
        lines[most - 1 :] = [_shortened(lines[most - 1] + CUT, room, size)]
    return tuple(lines)


def _lines(text: str, room: float, size: float) -> Iterator[str]:
    line = ""
    for token in TOKEN.findall(" ".join(text.split())):
        fits = width(line + token.rstrip(), size) <= room
        if line and not fits and unicodedata.category(token[0]) not in CLOSING:
            yield line.rstrip()
            line = ""
        line += token
        while width(line.rstrip(), size) > room * 1.1:
            # A word longer than a line has to be broken somewhere.
            head = _head(line, room, size)
            yield head
            line = line[len(head) :]
    if line.strip():
        yield line.rstrip()


def _head(text: str, room: float, size: float) -> str:
    end = 1
    while end < len(text) and width(text[: end + 1], size) <= room:
        end += 1
    return text[:end]


def _shortened(text: str, room: float, size: float) -> str:
    while width(text, size) > room and len(text) > len(CUT) + 1:
        text = text[: -len(CUT) - 1] + CUT
    return text
