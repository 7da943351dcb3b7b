"""Column widths: how a table's columns share the page, where its author does not say.

Short columns (a number, a date, a rating) get what they need to stand on one line; the others share
the rest by the root of how much they hold, which keeps a table about as low as it can be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

from itakusaki.report.documents.blocks import RunningText, TableBlock, plain

#: Half-width signs that fit across a page at the size tables are printed in: A4 upright, and across.
UPRIGHT: Final = 106
ACROSS: Final = 162
#: What the padding of a cell takes, with a little to spare.
_PADDING: Final = 3
#: A column is never narrower than four Japanese signs or its longest word. With a longer line than that it
#: shares what the short ones leave.
_LEAST: Final = 8
_MOST: Final = 60
#: A word longer than this is broken; layouts see to it.
LONGEST_WORD: Final = 20
_WORD: Final = re.compile(r"[!-~]+")
#: Letters that are much narrower or wider than others, in half-width signs; and all others, in the strong
#: letters of a heading.
_NARROW, _WIDE = frozenset("fijlrtI.,:;'|!()[]-/"), frozenset("mwMW@%")
_LETTERS: Final = (0.8, 1.2, 1.8)
#: A table of at most so many rows, none holding more than a line or two, stays on one page.
_FEW: Final = 6
_SHORT: Final = 120
#: Between a Japanese sign and a letter or digit a quarter of a sign stays free.
_JOINT: Final = re.compile(r"(?<=[^\x00-\x7f])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[^\x00-\x7f])")


def column_widths(table: TableBlock, room: int = UPRIGHT) -> tuple[int, ...]:
    """The columns' shares of the width: by what they hold, or as told as far as no word is cut."""
    columns = [
        _column([head, *(row[place] for row in table.rows)])
        for place, head in enumerate(table.head)
    ]
    if table.widths:
        return _as_told(columns, table.widths, room)
    return _shared(columns, room - _PADDING * len(columns))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """What a column needs, in half-width signs: at the least, for its longest word, and for all it holds.

    `natural` is what it takes unbroken, without end where that is too much for any column.
    """

    least: float
    word: float
    natural: float
    holds: float


def _column(cells: Sequence[RunningText]) -> _Column:
    extents = [extent(cell) for cell in cells]
    longest = max(extents)
    words = (_word(word) for cell in cells for word in _WORD.findall(plain(cell)))
    # A short heading is not cut either.
    named = extent(cells[0])
    word = max((*words, named if named <= _LEAST else 0))
    least = max(_LEAST, word)
    return _Column(
        least=least,
        word=word,
        natural=max(longest, least) if longest <= _MOST else inf,
        holds=sum(extents) / len(extents),
    )


def _word(word: str) -> float:
    """The room of a word, for one letter is not as wide as another."""
    if len(word) > LONGEST_WORD:
        return LONGEST_WORD
    narrow, other, wide = _LETTERS
    return sum(narrow if c in _NARROW else wide if c in _WIDE else other for c in word)


def stays_together(table: TableBlock) -> bool:
    """Whether a table is so small that no page should end within it."""
    return len(table.rows) <= _FEW and all(row_extent(row) <= _SHORT for row in table.rows)


def row_extent(row: Sequence[RunningText]) -> float:
    """How much a row holds, in half-width signs; a short line takes room as well."""
    lines = (line for cell in row for line in plain(cell).split("\n"))
    return sum(max(_width(line), _LEAST) for line in lines)


def extent(text: RunningText) -> float:
    """How wide the longest line of a text is, in half-width signs."""
    return max(map(_width, plain(text).split("\n")))


def _width(line: str) -> float:
    if line.isascii():
        return len(line)
    # Twice for what is not ASCII.
    return 2 * len(line) - len(line.encode("ascii", "ignore")) + len(_JOINT.findall(line)) / 2


def _shared(columns: Sequence[_Column], room: float) -> tuple[int, ...]:
    settled: dict[int, float] = {}
    while open_ := {n: column for n, column in enumerate(columns) if n not in settled}:
        left = room - sum(settled.values())
        short = {
            n: column.natural for n, column in open_.items() if column.natural <= left / len(open_)
        }
        settled |= short or _by_content(open_, left)
    # Twice, for a share is a whole number.
    return tuple(round(2 * (settled[place] + _PADDING)) for place in range(len(columns)))


def _as_told(columns: Sequence[_Column], told: Sequence[int], room: float) -> tuple[int, ...]:
    """Shares as told; a column narrower than its longest word takes what it lacks from the others."""
    needs = [column.word + _PADDING for column in columns]
    settled: dict[int, float] = {}
    while True:
        open_ = {n: share for n, share in enumerate(told) if n not in settled}
        share_is = (room - sum(settled.values())) / sum(open_.values())
        narrow = {n: needs[n] for n, share in open_.items() if share * share_is < needs[n]}
        if not narrow and not settled:
            return tuple(told)
        if not narrow or len(narrow) == len(open_):
            shares = settled | {n: share * share_is for n, share in open_.items()} | narrow
            return tuple(round(2 * shares[place]) for place in range(len(told)))
        settled |= narrow


def _by_content(columns: Mapping[int, _Column], room: float) -> Mapping[int, float]:
    roots = {place: column.holds**0.5 + 1 for place, column in columns.items()}
    whole = sum(roots.values())
    return {n: max(room * roots[n] / whole, column.least) for n, column in columns.items()}
