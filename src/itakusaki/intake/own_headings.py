"""Headings of our own sheets that came back: where each column stands, and which lost its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from itakusaki.files.folding import plain
from itakusaki.model.message import N_, Message
from itakusaki.model.tracked import RowRemark
from itakusaki.tabular.book_sheet import BookSheet
from itakusaki.tabular.cell_text import raw_text


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnHeadings:
    """The headings of a kind of sheet: in each language, what each column that is read is headed.

    `places` says in which column each was written, the first being 0; `needed` which must be there.
    """

    languages: Sequence[Mapping[str, str]]
    places: Mapping[str, int]
    needed: frozenset[str]

    def columns(self, texts: Sequence[str]) -> Mapping[str, int]:
        """Where each column stands, where this is the heading row; else nothing."""
        found = (self._found(texts, words) for words in self.languages)
        return next((one for one in found if self.needed <= set(one)), {})

    def lost(self, sheets: Iterable[BookSheet]) -> tuple[Message, ...]:
        """What the heading row lacks, with what stands there instead; nothing where no row is nearly one."""
        rows = (
            (self._found(texts, words), sheet, number, words)
            for sheet in sheets
            for number, texts in enumerate([raw_text(cell) for cell in row] for row in sheet.rows)
            for words in self.languages
        )
        best = max(rows, key=lambda row: len(self.needed & set(row[0])), default=None)
        if best is None or len(self.needed & set(best[0])) * 2 < len(self.needed):
            return ()
        return tuple(self._missing(*best))

    def _found(self, texts: Sequence[str], words: Mapping[str, str]) -> Mapping[str, int]:
        called = {plain(heading): name for name, heading in words.items()}
        return {called[plain(text)]: at for at, text in enumerate(texts) if plain(text) in called}

    def _missing(
        self, found: Mapping[str, int], sheet: BookSheet, row: int, words: Mapping[str, str]
    ) -> Iterator[Message]:
        for name in sorted(self.needed - set(found), key=self.places.__getitem__):
            place = self.places[name]
            beside = min(found, key=lambda other: abs(self.places[other] - place))
            at = found[beside] + place - self.places[beside]
            cells = sheet.rows[row]
            stands = raw_text(cells[at]) if 0 <= at < len(cells) else ""
            if stands and at not in found.values():
                text = N_("{at}: the column is headed “{found}”; as written, it was “{heading}”")
                yield Message.of(text, at=str(sheet.at(row, at)), found=stands, heading=words[name])
            else:
                text = N_("{at}: no column is headed “{heading}”")
                yield Message.of(text, at=str(sheet.whole), heading=words[name])


def no_value(sheet: BookSheet, row: int, column: int, heading: Message) -> Iterator[RowRemark]:
    """What is to be said of a cell that a formula without a stored value, or an error, keeps from being read."""
    error = sheet.error(row, column)
    if error or sheet.lacks_value(row, column):
        text = N_(
            "{heading}: the cell holds a formula without a stored value; enter the value itself"
        )
        wrong = N_("{heading}: the cell shows the error {error}; enter the value itself")
        says = Message.of(wrong if error else text, heading=heading, error=error)
        yield RowRemark(at=sheet.at(row, column), says=says)
