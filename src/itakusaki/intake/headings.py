"""Headings: tables found on a sheet by what stands in their heading, in any row.

A heading may be one line or up to four, merged or stacked (契約期間 over 開始日 and 終了日); it may
come again further down, and the first used column need not be A.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from itakusaki.catalogue.layout import Layout, Table
from itakusaki.files.folding import heading_keys, key
from itakusaki.files.workbook import Cell
from itakusaki.intake.book import BookSheet
from itakusaki.intake.cell import raw_text
from itakusaki.intake.tables import Block, NearMiss
from itakusaki.model.message import Words

#: Heading lines that may stand over one another.
MAX_HEADING: Final = 4
#: Longer text is no heading.
LONGEST_HEADING: Final = 120
#: Columns that must match where a sheet's name says nothing.
ENOUGH: Final = 3
#: Headings remembered at most.
_REMEMBERED: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    table: Table
    columns: Mapping[str, int]
    top: int
    height: int
    named: bool

    @property
    def rank(self) -> tuple[bool, int, int]:
        return self.named, len(self.columns), -self.height


#: A heading's meaning: for each table it occurs in, the columns it may be.
_Meaning = Mapping[str, tuple[str, ...]]


class Headings:
    """The headings of one layout, looked up by what stands in a cell; made once per run."""

    def __init__(self, layout: Layout) -> None:
        self._tables = layout.tables
        self._known: dict[str, dict[str, list[str]]] = {}
        self.required = {
            table.name: frozenset(c.name for c in table.columns if c.required)
            for table in layout.tables.values()
        }
        #: Texts and single heading lines looked up so far.
        self.seen: dict[str, _Meaning | None] = {}
        self.lines: dict[tuple[Cell, ...], Mapping[str, int]] = {}
        self._names = {t.name: _sheet_names(t.sheet, t.aliases) for t in layout.tables.values()}
        for table in layout.tables.values():
            for column in table.columns:
                for word in (column.heading.ja, column.heading.en, *column.aliases):
                    by_table = self._known.setdefault(heading_keys(word)[0], {})
                    names = by_table.setdefault(table.name, [])
                    if column.name not in names:
                        names.append(column.name)

    def meaning(self, text: str) -> _Meaning | None:
        """What a cell's text means as a heading, None where it is none."""
        try:
            return self.seen[text]
        except KeyError:
            pass
        if len(self.seen) >= _REMEMBERED:
            self.seen.clear()
        found = None
        if len(text) <= LONGEST_HEADING:
            found = next((self._known[k] for k in heading_keys(text) if k in self._known), None)
        meaning = {name: tuple(columns) for name, columns in found.items()} if found else None
        self.seen[text] = meaning
        return meaning

    def blocks(self, sheet: BookSheet) -> tuple[tuple[Block, ...], tuple[NearMiss, ...]]:
        """The tables of a sheet from top to bottom, and headings that nearly are one."""
        finder = _Finder(self, sheet)
        matches = finder.matches()
        ends = [match.top for match in matches[1:]] + [len(sheet.rows)]
        blocks = tuple(
            Block(
                table=match.table,
                sheet=sheet,
                columns=match.columns,
                top=match.top,
                first=match.top + match.height,
                last=end,
                fill=finder.key_cells(match),
                skip=finder.heading_lines(match),
            )
            for match, end in zip(matches, ends, strict=False)
        )
        return blocks, () if blocks else finder.misses()

    def nearest(self, sheet: BookSheet) -> NearMiss | None:
        """The line of a sheet without a table that comes nearest to a heading; None where none does."""
        return _Finder(self, sheet).nearest()

    def suffices(self, name: str, columns: AbstractSet[str], spare: int = 0) -> bool:
        """Whether a table can be read by these columns, or by `spare` more."""
        enough = self._tables[name].enough
        return len(self.required[name] - columns) <= spare or not columns.isdisjoint(enough)

    def tables_of(self, sheet: BookSheet) -> frozenset[str]:
        """The tables whose sheet is called like this one."""
        name = key(sheet.name)
        return frozenset(t for t, names in self._names.items() if name and name in names)

    def table(self, name: str) -> Table:
        """The table of that name."""
        return self._tables[name]


def _sheet_names(sheet: Words | None, aliases: Sequence[str]) -> frozenset[str]:
    words = (sheet.ja, sheet.en) if sheet else ()
    return frozenset(map(key, (*words, *aliases)))


class _Finder:
    """Looks for headings on one sheet."""

    def __init__(self, headings: Headings, sheet: BookSheet) -> None:
        self._headings = headings
        self._sheet = sheet
        self._named = headings.tables_of(sheet)
        self._filled: Mapping[tuple[int, int], Cell] | None = None
        self._hits = self._heading_rows()

    def _heading_rows(self) -> dict[int, list[_Meaning]]:
        """The rows in which headings stand, with what they mean."""
        known, meaning = self._headings.seen, self._headings.meaning
        hits: dict[int, list[_Meaning]] = {}
        for index, row in enumerate(self._sheet.rows):
            for cell in row:
                if cell and type(cell) is str:
                    found = known[cell] if cell in known else meaning(cell)
                    if found:
                        hits.setdefault(index, []).append(found)
        return hits

    def matches(self) -> list[_Match]:
        found: list[_Match] = []
        free = 0
        for index in self._hits:
            if index < free:
                continue
            match = self._best_at(index)
            if match is not None:
                found.append(match)
                free = match.top + match.height
        return found

    def _best_at(self, index: int) -> _Match | None:
        best: _Match | None = None
        for height in range(1, MAX_HEADING + 1):
            if index + height > len(self._sheet.rows):
                break
            if height > 1 and not self._may_be_heading(index + height - 1, index):
                break
            for name in self._tables_at(index, height):
                match = self._match(name, index, height)
                if match and (best is None or match.rank > best.rank):
                    best = match
            # Where every text of the line is a known heading, a second line has nothing to add.
            if best and len(best.columns) == sum(cell != "" for cell in self._sheet.rows[index]):
                break
        return best

    def _may_be_heading(self, row: int, top: int) -> bool:
        # A line that holds no heading of ours may still be one, where merged cells reach into it.
        if row in self._hits:
            return True
        first, line = top + self._sheet.top, row + self._sheet.top
        return any(first <= start[0] < line <= end[0] for start, end in self._sheet.merged)

    def _covered(self) -> Mapping[tuple[int, int], Cell]:
        if self._filled is None:
            self._filled = self._sheet.filled()
        return self._filled

    def _tables_at(self, index: int, height: int) -> list[str]:
        """The tables whose required columns may all be named in these lines."""
        named: dict[str, set[str]] = {}
        for row in range(index, index + height):
            for meaning in self._hits.get(row, ()):
                for table, columns in meaning.items():
                    named.setdefault(table, set()).update(columns)
        # Of stacked headings one may only be told by its two lines together.
        spare = 1 if height > 1 else 0
        return [
            name
            for name, columns in named.items()
            if len(columns) > 1 and self._headings.suffices(name, columns, spare)
        ]

    def _match(self, name: str, top: int, height: int) -> _Match | None:
        table = self._headings.table(name)
        columns = self._columns(name, top, height)
        required = self._headings.required[name]
        if columns is None or not self._headings.suffices(name, columns.keys()):
            return None
        named = name in self._named
        if not required <= columns.keys() and not self._is_most_like(name, columns, top):
            return None
        if len(columns) < ENOUGH and not named and len(required) < 2:  # noqa: PLR2004
            return None  # two words alone, such as labels of a cover, make no table
        return _Match(table=table, columns=columns, top=top, height=height, named=named)

    def _is_most_like(self, name: str, columns: Mapping[str, int], top: int) -> bool:
        """Whether a table that lacks columns is no other table instead."""
        if self._named:
            return name in self._named
        meanings = self._hits.get(top, ())
        others = {table for meaning in meanings for table in meaning} - {name}
        found = (len(self._columns(other, top, 1) or ()) for other in others)
        return len(columns) >= ENOUGH and len(columns) > max(found, default=0)

    def _columns(self, name: str, top: int, height: int) -> Mapping[str, int] | None:
        if height > 1:
            return self._stacked_columns(name, top, height)
        # The same heading stands on many sheets of many books.
        known = self._headings.lines
        line = (name, *self._sheet.rows[top])
        if line not in known:
            if len(known) >= _REMEMBERED:
                known.clear()
            known[line] = self._stacked_columns(name, top, 1) or {}
        return known[line]

    def _stacked_columns(self, name: str, top: int, height: int) -> dict[str, int] | None:
        columns: dict[str, int] = {}
        uses_top = False
        for place in range(len(self._sheet.rows[top])):
            texts, own = self._stack(place, top, height)
            line, column, joined = self._meant(name, texts, columns)
            if column is None:
                continue
            # Below its heading a column may be empty or merged; text of its own there is data.
            if any(own[line + 1 :]):
                return None
            uses_top |= own[0] and (line == 0 or joined or not own[line])
            columns[column] = place
        # A line above that says nothing of the columns is no part of the heading.
        return columns if uses_top else None

    def _stack(self, place: int, top: int, height: int) -> tuple[list[str], list[bool]]:
        texts, own = [], []
        for row in range(top, top + height):
            cell = self._sheet.rows[row][place]
            own.append(cell != "")
            if cell == "" and height > 1:
                cell = self._covered().get((row, place), "")
            texts.append(raw_text(cell))
        return texts, own

    def _meant(
        self, name: str, texts: list[str], taken: Mapping[str, int]
    ) -> tuple[int, str | None, bool]:
        """The line whose text, joined to those above or alone, names a free column."""
        for line in range(len(texts) - 1, -1, -1):
            above = "".join(dict.fromkeys(text for text in texts[: line + 1] if text))
            for text in dict.fromkeys((above, texts[line])):
                meaning = self._headings.meaning(text) if text else None
                for column in (meaning or {}).get(name, ()):
                    if column not in taken:
                        return line, column, text != texts[line]
        return 0, None, False

    def key_cells(self, match: _Match) -> Mapping[tuple[int, int], Cell]:
        """What merged cells of the key columns say, for tables whose rows go by several keys."""
        places = {match.columns[name] for name in match.table.key if name in match.columns}
        if len(match.table.key) < 2 or not self._sheet.merged:  # noqa: PLR2004
            return {}
        first = match.top + match.height
        return {at: v for at, v in self._covered().items() if at[0] >= first and at[1] in places}

    def heading_lines(self, match: _Match) -> frozenset[int]:
        """Rows in which nothing stands in the table's columns but their own headings."""
        return frozenset(index for index in self._hits if self._repeats(match, index))

    def _repeats(self, match: _Match, index: int) -> bool:
        cells = self._sheet.rows[index]
        texts = {name: cells[at] for name, at in match.columns.items() if cells[at] != ""}
        return bool(texts) and all(
            isinstance(text, str)
            and name in (self._headings.meaning(text) or {}).get(match.table.name, ())
            for name, text in texts.items()
        )

    def misses(self) -> tuple[NearMiss, ...]:
        best: NearMiss | None = None
        for index, hits in self._hits.items():
            if len(hits) < ENOUGH and not self._named:
                continue
            for name in {name for meaning in hits for name in meaning}:
                miss = self._miss(name, index)
                if miss and (best is None or len(miss.missing) < len(best.missing)):
                    best = miss
        return (best,) if best else ()

    def nearest(self) -> NearMiss | None:
        """The line that names most columns of a table, of those the one that lacks fewest."""
        found = (
            miss
            for index, hits in self._hits.items()
            for name in {name: None for meaning in hits for name in meaning}
            if (miss := self._miss(name, index, least=1)) is not None
        )
        return max(found, key=lambda miss: miss.rank, default=None)

    def _miss(self, name: str, index: int, *, least: int = 0) -> NearMiss | None:
        table = self._headings.table(name)
        columns = self._columns(name, index, 1) or {}
        if len(columns) < (least or (2 if name in self._named else ENOUGH)):
            return None
        needed = table.enough or self._headings.required[name]
        missing = tuple(c for c in table.columns if c.name in needed and c.name not in columns)
        cells = self._sheet.rows[index]
        found = tuple(text for text in map(raw_text, cells) if text)
        return NearMiss(
            table=table,
            sheet=self._sheet,
            row=index,
            missing=missing,
            found=found,
            known=len(columns),
        )
