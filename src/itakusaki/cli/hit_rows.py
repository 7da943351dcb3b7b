"""Some hits of a test on a terminal: a table where it fits, else one line of words per hit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.table import Table

from itakusaki.cli.terminal import plain_markup

#: What a table's border and padding take of each column.
FRAME = 3
#: A heading may be broken into pieces of this width.
HEADING = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRows:
    """Rows with their headings; a table whose cells would be broken is told as words instead."""

    title: str
    colon: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        """As rich asks for it, for the room there is."""
        if self._room() <= options.max_width:
            yield self._table()
            return
        yield f"[italic]{plain_markup(self.title)}[/]"
        for place, row in enumerate(self.rows, 1):
            yield f"  {place}. " + " · ".join(self._told(row))

    def _room(self) -> int:
        columns = zip(self.heads, *self.rows, strict=True)
        return 1 + sum(
            FRAME + max(min(cell_len(head), HEADING), *(cell_len(cell) for cell in cells))
            for head, *cells in columns
        )

    def _table(self) -> Table:
        table = Table(title=plain_markup(self.title), title_justify="left")
        for head in self.heads:
            table.add_column(plain_markup(head), overflow="fold")
        for row in self.rows:
            table.add_row(*(plain_markup(cell) for cell in row))
        return table

    def _told(self, row: tuple[str, ...]) -> Iterator[str]:
        for head, cell in zip(self.heads, row, strict=True):
            if cell:
                yield f"[dim]{plain_markup(head)}{self.colon}[/]{plain_markup(cell)}"
