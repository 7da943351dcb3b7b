"""Roomy tables: rows under headings where the terminal is wide enough, else a line of words each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.table import Table

from itakusaki.cli.terminal import plain_markup

#: More than any table needs; what it needs is measured without the terminal's own bound.
WIDEST: Final = 10_000


def print_roomy(
    product: Console,
    headings: Sequence[str],
    rows: Sequence[tuple[Sequence[str], str]],
    title: str | None = None,
) -> None:
    """Print rows of plain cells, each with a style; in a narrow terminal no cell is cut to pieces."""
    table = Table(title=title and plain_markup(title), title_justify="left")
    for heading in headings:
        table.add_column(plain_markup(heading), overflow="fold")
    for cells, style in rows:
        table.add_row(*map(plain_markup, cells), style=style)
    boundless = product.options.update(max_width=WIDEST)
    if product.measure(table, options=boundless).maximum <= product.width:
        product.print(table)
        return
    if title:
        product.print(plain_markup(title), highlight=False)
    for cells, style in rows:
        said = "  ".join(cell for cell in cells if cell != "-")
        product.print(plain_markup(said), style=style, highlight=False)
