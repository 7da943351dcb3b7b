"""The terminal: the door by which tables and coloured lines reach it; nothing in data steers it.

Colour and markup are ours alone: a text of data is put between them through `plain_markup`, and
whatever a segment holds in the end is made visible.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.markup import escape
from rich.segment import Segment

from itakusaki.files.visible import visible

#: Columns of a console that is no terminal.
WIDE = 160


class Terminal(Console):
    """A console that shows what would steer it."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """As rich does it, each text made visible; rich's own controls stay."""
        for segment in super().render(renderable, options):
            if segment.control or segment.text.isprintable():
                yield segment
            else:
                yield Segment(visible(segment.text), segment.style)


def console(*, stderr: bool = False) -> Console:
    """A console; where nobody looks (a pipe, a log) lines are not broken at 80 columns."""
    found = Terminal(stderr=stderr)
    return found if found.is_terminal else Terminal(stderr=stderr, width=WIDE, soft_wrap=True)


def plain_markup(text: str) -> str:
    """A text from a workbook, so that it is no markup and takes the room it shows."""
    return escape(visible(text))
