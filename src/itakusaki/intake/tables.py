"""Tables: a heading that was found on a sheet, and the rows under it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from itakusaki.catalogue.layout import Column, Table
from itakusaki.files.workbook import Cell
from itakusaki.intake.book import BookSheet
from itakusaki.model.source import CellRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading found on a sheet, and the rows under it: `first` up to, not including, `last`.

    `columns` gives the place of each column that was found, by its canonical name; `fill` what
    merged cells of the key columns say, where one contract number stands beside many rows;
    `skip` are rows that only repeat headings.
    """

    table: Table
    sheet: BookSheet
    columns: Mapping[str, int]
    top: int
    first: int
    last: int
    fill: Mapping[tuple[int, int], Cell]
    skip: frozenset[int] = frozenset()

    def rows(self) -> Iterator[Row]:
        """The rows under the heading in which anything stands."""
        cells = self.sheet.rows
        for index in range(self.first, self.last):
            row = cells[index]
            if index in self.skip:
                continue
            if any(row) or any(cell != "" for cell in row):  # 0 and no are values, but untrue
                yield Row(self, index, row)


@dataclass(slots=True)
class Row:
    """One row of a block; cells go by canonical column names."""

    block: Block
    index: int
    cells: list[Cell]

    def cell(self, name: str) -> Cell:
        """The cell of a column, "" where the column is absent."""
        place = self.block.columns.get(name)
        if place is None:
            return ""
        cell = self.cells[place]
        if cell == "" and self.block.fill:
            return self.block.fill.get((self.index, place), "")
        return cell

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
