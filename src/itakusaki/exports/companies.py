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
        self._inner = frozenset(_keys(words.get("inner", ())))
        self._numbers = frozenset(_keys(words.get("number", ())))
        self._none = frozenset(map(key, words.get("none", ())))

    def places(self, headings: Sequence[str]) -> tuple[int, ...]:
        """The places of the headings under which companies stand."""
        return tuple(_places(headings, self._headings))

    def fields(self, paths: Sequence[str]) -> tuple[int, ...]:
        """The places of the fields of JSON records in which companies stand, by their paths.

        Of an object of such a name (`vendor`) it is the field with the name of the company (`vendor.name`).
        """
        return tuple(place for place, path in enumerate(paths) if self._names_company(path))

    def _names_company(self, path: str) -> bool:
        above, _, last = path.rpartition(".")
        if not self._headings.isdisjoint(heading_keys(last)):
            return True
        holder = above.rpartition(".")[2]
        is_name = not self._inner.isdisjoint(heading_keys(last))
        return is_name and not self._headings.isdisjoint(heading_keys(holder))

    def heading_row(self, head: Head) -> int | None:
        """The row of a table that is no export, if a heading of companies is among several in it.

        A pair of cells alone is a field of a form: a name stands beside it, not below. The fields of JSON
        records are the first row of their head.
        """
        if head.kind is FileForm.JSON:
            paths = next(iter(head.rows), ())
            return 0 if len(paths) >= ENOUGH and self.fields(paths) else None
        if head.kind not in {FileForm.TABLE, FileForm.SHEET}:
            return None
        for index, row in enumerate(head.rows[:HEADING_ROWS]):
            if sum(bool(cell.strip()) for cell in row) >= ENOUGH and self.places(row):
                return index
        return None

    def number_place(self, headings: Sequence[str]) -> int | None:
        """The place of the heading under which corporate numbers stand."""
        return next(_places(headings, self._numbers), None)

    def number_field(self, paths: Sequence[str], company: str) -> int | None:
        """The place of the field with the corporate number of a company, which stands beside its name."""
        beside = company.rpartition(".")[0]
        for place, path in enumerate(paths):
            above, _, last = path.rpartition(".")
            if above == beside and not self._numbers.isdisjoint(heading_keys(last)):
                return place
        return None

    def is_company(self, name: str) -> bool:
        """Whether what stands in such a column may be a name, and not a word such as 自社."""
        return key(name) not in self._none


def _keys(words: Iterable[str]) -> Iterator[str]:
    return (known for word in words for known in heading_keys(word))


def _places(headings: Sequence[str], known: frozenset[str]) -> Iterator[int]:
    for place, heading in enumerate(headings):
        if not known.isdisjoint(heading_keys(heading)):
            yield place
