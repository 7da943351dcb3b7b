"""Tables: a heading that was found on a sheet, and the rows under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from itakusaki.catalogue.layout import Column, Table
from itakusaki.files.workbook import Cell
from itakusaki.model.source import CellRef
from itakusaki.tabular.book_sheet import BookSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Double:
    """Columns of one meaning, the one read first; where it is not `firm`, only what they agree on is read."""

    places: tuple[int, ...]
    firm: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading found on a sheet, and the rows under it: `first` up to, not including, `last`.

    `columns` gives the place of each column that was found, by its canonical name; `units` what
    their headings say all numbers below are counted in, such as 万人; `doubles` the columns of
    which there are several; `fill` what merged cells say in the cells they cover, and `same` what
    ditto marks stand for, "" where nothing stands above; `skip` are rows that only repeat headings.
    """

    table: Table
    sheet: BookSheet
    columns: Mapping[str, int]
    top: int
    first: int
    last: int
    units: Mapping[str, str] = field(default_factory=dict)
    doubles: Mapping[str, Double] = field(default_factory=dict)
    fill: Mapping[tuple[int, int], Cell] = field(default_factory=dict)
    same: Mapping[tuple[int, int], Cell] = field(default_factory=dict)
    skip: frozenset[int] = frozenset()

    @property
    def is_plain(self) -> bool:
        """Whether every cell is what stands in it: no column is there twice, nothing is merged or a ditto."""
        return not (self.doubles or self.fill or self.same)

    def reader(self, name: str) -> Callable[[Row], Cell]:
        """What gives the cell of a column in each row, as a person sees it; its place is looked up once."""
        place = self.columns.get(name)
        if place is None:
            return _nothing
        return (lambda row: row.cells[place]) if self.is_plain else (lambda row: row.cell(name))

    def rows(self) -> Iterator[Row]:
        """The rows under the heading in which anything stands."""
        cells, is_plain = self.sheet.rows, self.is_plain
        for index in range(self.first, self.last):
            row = cells[index]
            if index in self.skip:
                continue
            if any(row) or any(cell != "" for cell in row):  # 0 and no are values, but untrue
                yield Row(self, index, row, is_plain)

    def differing(self, name: str) -> Iterator[Row]:
        """The rows in which the several columns of one meaning hold different values."""
        places = self.doubles[name].places
        return (row for row in self.rows() if len(row.values(places)) > 1)


def _nothing(_row: Row) -> Cell:
    return ""


@dataclass(slots=True)
class Row:
    """One row of a block; cells go by canonical column names."""

    block: Block
    index: int
    cells: list[Cell]
    is_plain: bool

    def cell(self, name: str) -> Cell:
        """The cell of a column as a person sees it, "" where the column is absent."""
        block = self.block
        place = block.columns.get(name)
        if place is None:
            return ""
        if self.is_plain:
            return self.cells[place]
        if block.doubles and name in block.doubles:
            return self._agreed(block.doubles[name])
        return self._seen(place)

    def values(self, places: Iterable[int]) -> tuple[Cell, ...]:
        """The different values that stand in these columns, blanks apart."""
        seen = (self._seen(place) for place in places)
        return tuple(dict.fromkeys(cell for cell in seen if cell != ""))

    def is_covered(self, name: str) -> bool:
        """Whether the cell of a column is covered by a merged one that begins elsewhere."""
        return (self.index, self.block.columns.get(name, -1)) in self.block.fill

    def _seen(self, place: int) -> Cell:
        cell, at = self.cells[place], (self.index, place)
        if self.block.fill:
            cell = self.block.fill.get(at, cell)
        return self.block.same.get(at, cell) if self.block.same else cell

    def _agreed(self, double: Double) -> Cell:
        values = self.values(double.places[:1] if double.firm else double.places)
        return values[0] if len(values) == 1 else ""

    def at(self, name: str) -> CellRef:
        """Where that cell stands, or the row's first known cell where the column is absent."""
        columns = self.block.columns
        place = columns[name] if name in columns else min(columns.values())
        return self.block.sheet.at(self.index, place)

    def lacks_value(self, name: str) -> bool:
        """Whether that cell holds a formula without a stored value."""
        place = self.block.columns.get(name)
        return place is not None and self.block.sheet.lacks_value(self.index, place)

    def error(self, name: str) -> str:
        """The error that cell shows, "" where it shows none."""
        place = self.block.columns.get(name)
        return "" if place is None else self.block.sheet.error(self.index, place)

    def comment(self, name: str) -> str:
        """The comment attached to that cell, "" where there is none."""
        place = self.block.columns.get(name)
        return "" if place is None else self.block.sheet.comment(self.index, place)

    @property
    def is_hidden(self) -> bool:
        """Whether the row is hidden or filtered out."""
        return self.block.sheet.is_hidden(self.index)


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A heading that nearly is a table's: what it lacks, what stands there, how much of it is known."""

    table: Table
    sheet: BookSheet
    row: int
    missing: tuple[Column, ...]
    found: tuple[str, ...]
    known: int

    @property
    def rank(self) -> tuple[int, int]:
        """How near it comes: by what it has, then by how little it lacks."""
        return self.known, -len(self.missing)
