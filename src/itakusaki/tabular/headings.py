"""Headings: tables found on a sheet by what stands in their heading, in any row.

A heading may be one line or up to four, merged or stacked (契約期間 over 開始日 and 終了日); it may
come again further down, and the first used column need not be A.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Final

from itakusaki.catalogue.layout import Layout, Table
from itakusaki.files.folding import heading_keys, key
from itakusaki.files.workbook import Cell
from itakusaki.model.message import Words
from itakusaki.tabular.blocks import Block, Double, NearMiss
from itakusaki.tabular.book_sheet import BookSheet, Merged, has_text
from itakusaki.tabular.cell_text import raw_text
from itakusaki.tabular.remarks import Remarks

#: Heading lines that may stand over one another.
MAX_HEADING: Final = 4
#: Longer text is no heading.
LONGEST_HEADING: Final = 120
#: Columns that must match where a sheet's name says nothing.
ENOUGH: Final = 3
#: Longer text is no ditto mark.
LONGEST_DITTO: Final = 20
#: Headings remembered at most.
_REMEMBERED: Final = 20_000


@dataclass(slots=True)
class _Line:
    """The columns that one or several lines of a heading name; of each text what is needed of it.

    `doubles` are further places of a column's meaning; `remarked` counts remarks below headings.
    """

    columns: dict[str, int] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    doubles: dict[str, list[int]] = field(default_factory=dict)
    remarked: int = 0


@dataclass(frozen=True, slots=True)
class _Meant:
    """What the texts over a column mean: the line that told, the column, the heading in one."""

    line: int = 0
    column: str | None = None
    text: str = ""
    joined: bool = False
    remarked: bool = False
    taken: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    table: Table
    line: _Line
    top: int
    height: int
    named: bool

    @property
    def columns(self) -> Mapping[str, int]:
        return self.line.columns

    @property
    def rank(self) -> tuple[bool, int, int, int]:
        return self.named, len(self.columns), self.line.remarked, -self.height


#: A heading's meaning: for each table it occurs in, the columns it may be.
_Meaning = Mapping[str, tuple[str, ...]]
#: What a ditto mark means: no heading, but looked for among them, in one pass over the cells.
DITTO: Final[_Meaning] = {}


class Headings:
    """The headings of one layout, looked up by what stands in a cell; made once per run."""

    def __init__(self, layout: Layout) -> None:
        self._tables = layout.tables
        self.remarks = Remarks(layout)
        self._ditto = frozenset(map(key, layout.values.get("ditto", {}).get("above", ())))
        self._known: dict[str, dict[str, list[str]]] = {}
        self.required = {
            table.name: frozenset(c.name for c in table.columns if c.required)
            for table in layout.tables.values()
        }
        #: Texts and single heading lines looked up so far.
        self.seen: dict[str, _Meaning | None] = {}
        self.lines: dict[tuple[Cell, ...], _Line] = {}
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
            found = self._found(text)
        meaning: _Meaning | None = DITTO if self.is_ditto(text) else None
        if found:
            meaning = {name: tuple(columns) for name, columns in found.items()}
        self.seen[text] = meaning
        return meaning

    def _found(self, text: str) -> Mapping[str, list[str]] | None:
        keys = heading_keys(text)
        found = next((k for k in keys if k in self._known), None)
        if found is None or (found != keys[0] and self.remarks.is_previous(text)):
            return None
        return self._known[found]

    def is_ditto(self, cell: Cell) -> bool:
        """Whether a cell says that it holds what the one above does."""
        return isinstance(cell, str) and len(cell) <= LONGEST_DITTO and key(cell) in self._ditto

    def is_own(self, table: str, column: str, text: str) -> bool:
        """Whether a text is the column's own heading, rather than another it is met under."""
        heading = self._tables[table].column(column).heading
        own = {heading_keys(word)[:1] for word in (heading.ja, heading.en)}
        return bool({heading_keys(text)[:1], heading_keys(text)[-1:]} & own)

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
                units=finder.units(match),
                doubles=finder.doubles(match),
                fill=(fill := finder.covered_cells(match, end)),
                same=finder.ditto_cells(match, end, fill),
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


def _has_answers(table: Table) -> bool:
    return any(column.type == "answer" for column in table.columns)


def _sheet_names(sheet: Words | None, aliases: Sequence[str]) -> frozenset[str]:
    words = (sheet.ja, sheet.en) if sheet else ()
    return frozenset(map(key, (*words, *aliases)))


class _Finder:
    """Looks for headings on one sheet."""

    def __init__(self, headings: Headings, sheet: BookSheet) -> None:
        self._headings = headings
        self._sheet = sheet
        self._named = headings.tables_of(sheet)
        self._covered: Mapping[tuple[int, int], Merged] | None = None
        self._ditto_rows: list[int] = []
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
                    elif found is DITTO:
                        self._ditto_rows.append(index)
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
            # Where every text of the line is a known heading, a second line has nothing to add,
            # unless it says of which round or in which unit.
            whole = best and len(best.columns) == sum(c != "" for c in self._sheet.rows[index])
            if whole and not self._has_remarks(index + height):
                break
        return best

    def _has_remarks(self, row: int) -> bool:
        if row >= len(self._sheet.rows):
            return False
        is_one = self._headings.remarks.is_one
        return any(type(c) is str and is_one(c) for c in self._sheet.rows[row] if c)

    def _may_be_heading(self, row: int, top: int) -> bool:
        # A line that holds no heading of ours may still be one, where merged cells reach into it.
        if row in self._hits or self._has_remarks(row):
            return True
        first, line = top + self._sheet.top, row + self._sheet.top
        return any(first <= start[0] < line <= end[0] for start, end in self._sheet.merged)

    def _merged(self) -> Mapping[tuple[int, int], Merged]:
        if self._covered is None:
            self._covered = self._sheet.covered() if self._sheet.merged else {}
        return self._covered

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
        line = self._line(name, top, height)
        required = self._headings.required[name]
        if line is None or not self._headings.suffices(name, line.columns.keys()):
            return None
        columns = line.columns
        named = name in self._named
        if not required <= columns.keys() and not self._is_most_like(name, columns, top):
            return None
        if len(columns) < ENOUGH and not named and len(required) < 2:  # noqa: PLR2004
            return None  # two words alone, such as labels of a cover, make no table
        return _Match(table=table, line=line, top=top, height=height, named=named)

    def _is_most_like(self, name: str, columns: Mapping[str, int], top: int) -> bool:
        """Whether a table that lacks columns is no other table instead."""
        if self._named:
            return name in self._named
        meanings = self._hits.get(top, ())
        others = {table for meaning in meanings for table in meaning} - {name}
        lines = (self._line(other, top, 1) for other in others)
        found = (len(line.columns) for line in lines if line)
        return len(columns) >= ENOUGH and len(columns) > max(found, default=0)

    def _line(self, name: str, top: int, height: int) -> _Line | None:
        if height > 1:
            return self._stacked(name, top, height)
        # The same heading stands on many sheets of many books.
        known = self._headings.lines
        line = (name, *self._sheet.rows[top])
        if line not in known:
            if len(known) >= _REMEMBERED:
                known.clear()
            known[line] = self._stacked(name, top, 1) or _Line()
        return known[line]

    def _stacked(self, name: str, top: int, height: int) -> _Line | None:
        found = _Line()
        uses_top = False
        for place in range(len(self._sheet.rows[top])):
            texts, own = self._stack(place, top, height)
            meant = self._meant(name, texts, found.columns)
            if meant.column is None and meant.taken is None:
                continue
            # Below its heading a column may be empty or merged; text of its own there is data.
            if any(own[meant.line + 1 :]):
                return None
            found.remarked += meant.remarked
            found.texts[place] = meant.text
            if meant.column is None:
                found.doubles.setdefault(str(meant.taken), []).append(place)
                continue
            uses_top |= own[0] and (meant.line == 0 or meant.joined or not own[meant.line])
            found.columns[meant.column] = place
        # A line above that says nothing of the columns is no part of the heading.
        return found if uses_top else None

    def _stack(self, place: int, top: int, height: int) -> tuple[list[str], list[bool]]:
        texts, own = [], []
        for row in range(top, top + height):
            cell = self._sheet.rows[row][place]
            own.append(cell != "")
            if cell == "" and height > 1:
                merged = self._merged().get((row, place))
                cell = merged.value if merged else ""
            texts.append(raw_text(cell))
        return texts, own

    def _meant(self, name: str, texts: list[str], taken: Mapping[str, int]) -> _Meant:
        """The line whose text, joined to those above or alone, names a free column."""
        claimed = _Meant()
        for line in range(len(texts) - 1, -1, -1):
            above = "".join(dict.fromkeys(text for text in texts[: line + 1] if text))
            for text in dict.fromkeys((above, texts[line])):
                found = self._named_by(name, text, taken)
                if found.column:
                    return replace(found, line=line, joined=text != texts[line])
                claimed = claimed if claimed.taken else replace(found, line=line)
            if line and self._headings.remarks.is_one(texts[line]):
                over = "".join(dict.fromkeys(text for text in texts[:line] if text))
                found = self._named_by(name, f"{over}({texts[line]})", taken)
                return replace(found, line=line, joined=True, remarked=True)
        return claimed

    def _named_by(self, name: str, text: str, taken: Mapping[str, int]) -> _Meant:
        meaning = self._headings.meaning(text) if text else None
        columns = (meaning or {}).get(name, ())
        free = next((column for column in columns if column not in taken), None)
        return _Meant(column=free, text=text, taken=columns[0] if columns else None)

    def units(self, match: _Match) -> Mapping[str, str]:
        """What headings say that all numbers below them are counted in."""
        said = {
            name: self._headings.remarks.unit(match.line.texts[place])
            for name, place in match.columns.items()
        }
        return {name: unit for name, unit in said.items() if unit}

    def doubles(self, match: _Match) -> Mapping[str, Double]:
        """The columns of which there are several, the one that bears the column's own heading first."""
        doubles = {}
        for name, others in match.line.doubles.items():
            places = (match.columns[name], *others)
            own = [at for at in places if self._is_own(match, name, at)]
            column = match.table.column(name)
            is_text = column.type == "text" and not column.required
            first = own[0] if len(own) == 1 else places[0]
            doubles[name] = Double(
                places=(first, *(at for at in places if at != first)),
                firm=len(own) == 1 or is_text,
            )
        return doubles

    def _is_own(self, match: _Match, name: str, place: int) -> bool:
        return self._headings.is_own(match.table.name, name, match.line.texts[place])

    def covered_cells(self, match: _Match, end: int) -> Mapping[tuple[int, int], Cell]:
        """What merged cells say in the cells they cover, where they cover one column of the table."""
        if not self._sheet.merged:
            return {}
        table, first = match.table, match.top + match.height
        places = {match.columns[name]: name for name in match.columns}
        places.update({at: name for name, others in match.line.doubles.items() for at in others})
        alone = self._alone(places)
        if not any(alone.values()):
            return {}  # titles and questions across the table, as in every form
        # One row answers one item: its id is not that of the rows below as well.
        lone = table.key[0] if len(table.key) == 1 and _has_answers(table) else ""
        filled: dict[tuple[int, int], Cell] = {}
        covered = self._merged()
        for row in sorted({row for row, _ in covered if first <= row < end}):
            for at, name in places.items():
                merged = covered.get((row, at))
                if merged is None or merged.top < first or name == lone:
                    continue
                if alone[merged.left, merged.right] and (row, at) != (merged.top, merged.left):
                    filled[row, at] = merged.value
        return filled

    def _alone(self, places: Iterable[int]) -> Mapping[tuple[int, int], bool]:
        """First and last column of each merged range, and whether one column of the table lies in it."""
        shift = self._sheet.left
        spans = {(start[1] - shift, end[1] - shift) for start, end in self._sheet.merged}
        known = tuple(places)
        return {span: sum(span[0] <= place <= span[1] for place in known) == 1 for span in spans}

    def ditto_cells(
        self, match: _Match, end: int, fill: Mapping[tuple[int, int], Cell]
    ) -> Mapping[tuple[int, int], Cell]:
        """What stands above each ditto mark, "" where nothing does."""
        first, rows = match.top + match.height, self._sheet.rows
        same: dict[tuple[int, int], Cell] = {}
        dittos = self._ditto_rows
        for row in dict.fromkeys(dittos[bisect_left(dittos, first) : bisect_left(dittos, end)]):
            above = next((r for r in range(row - 1, first - 1, -1) if has_text((rows[r],))), None)
            for place in match.line.texts:
                if self._headings.is_ditto(rows[row][place]):
                    at = (above if above is not None else row, place)
                    cell = "" if above is None else same.get(at, fill.get(at, rows[at[0]][place]))
                    same[row, place] = cell
        return same

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
        line = self._line(name, index, 1)
        columns = line.columns if line else {}
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
