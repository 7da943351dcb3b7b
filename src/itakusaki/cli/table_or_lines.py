"""Tables that give way: where a terminal is too narrow for the least width of one, its rows in lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Column, Table

from itakusaki.cli.hit_rows import FRAME
from itakusaki.cli.roomy_table import WIDEST

#: Least columns of the terminal that a column of words needs to stay readable.
WORDS: Final = 16


@dataclass(frozen=True, slots=True)
class TableOrLines:
    """A table; where its least width does not fit, which would cut or break cells, each row's lines.

    A column is given a `min_width`, or `no_wrap` where no cell may be broken.
    `rows` are those lines in markup; what is "" is left out.
    """

    table: Table
    rows: Sequence[Sequence[str]]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """As rich asks for it, for the room there is."""
        if self._least(console) <= options.max_width:
            yield self.table
            return
        if self.table.title:
            yield f"[italic]{self.table.title}[/]"
        for lines in self.rows:
            yield "\n".join(filter(None, lines)) + "\n"

    def _least(self, console: Console) -> int:
        """What the table needs: of a column that is not broken its widest cell, of others what they say."""
        return 1 + sum(FRAME + self._least_of(column, console) for column in self.table.columns)

    def _least_of(self, column: Column, console: Console) -> int:
        if not column.no_wrap:
            return column.min_width or 1
        wide = console.options.update(max_width=WIDEST)
        cells = (column.header, *column.cells)
        return max(console.measure(cell, options=wide).maximum for cell in cells)
