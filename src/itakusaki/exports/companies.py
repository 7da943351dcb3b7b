"""Companies: which columns hold their names, in whatever list or log; no table is read here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from itakusaki.exports.date_words import Scales
from itakusaki.exports.head import FileForm, Head
from itakusaki.exports.match import ENOUGH, HEADING_ROWS
from itakusaki.files.folding import heading_keys, key

#: The scale of the headings and words of the layout `standard`.
_SCALE: Final = "company"


class CompanyHeadings:
    """The columns that hold names of companies, told by their headings."""

    def __init__(self, scales: Scales) -> None:
        words = scales.scales.get(_SCALE, {})
        self._headings = frozenset(_keys(words.get("heading", ())))
        self._numbers = frozenset(_keys(words.get("number", ())))
        self._none = frozenset(map(key, words.get("none", ())))

    def places(self, headings: Sequence[str]) -> tuple[int, ...]:
        """The places of the headings under which companies stand."""
        return tuple(_places(headings, self._headings))

    def heading_row(self, head: Head) -> int | None:
        """The row of a table that is no export, if a heading of companies is among several in it.

        A pair of cells alone is a field of a form: a name stands beside it, not below.
        """
        if head.kind not in {FileForm.TABLE, FileForm.SHEET}:
            return None
        for index, row in enumerate(head.rows[:HEADING_ROWS]):
            if sum(bool(cell.strip()) for cell in row) >= ENOUGH and self.places(row):
                return index
        return None

    def number_place(self, headings: Sequence[str]) -> int | None:
        """The place of the heading under which corporate numbers stand."""
        return next(_places(headings, self._numbers), None)

    def is_company(self, name: str) -> bool:
        """Whether what stands in such a column may be a name, and not a word such as 自社."""
        return key(name) not in self._none


def _keys(words: Iterable[str]) -> Iterator[str]:
    return (known for word in words for known in heading_keys(word))


def _places(headings: Sequence[str], known: frozenset[str]) -> Iterator[int]:
    for place, heading in enumerate(headings):
        if not known.isdisjoint(heading_keys(heading)):
            yield place
