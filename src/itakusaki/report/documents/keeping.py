"""Keeping: which blocks stay on one page, in themselves or with what follows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from math import ceil
from typing import Final

from itakusaki.report.documents.blocks import (
    DocumentBlock,
    HeadingBlock,
    ListBlock,
    PageBreak,
    ParagraphBlock,
    PictureBlock,
    SignatureLines,
    TableBlock,
    WritingSpace,
)
from itakusaki.report.documents.column_widths import extent

#: A list of at most so many items goes to the next page as a whole rather than leave its end there.
_FEW_ITEMS: Final = 8
#: So many before a form, which are the question that the form is for.
_QUESTION: Final = 4
#: A list right under a heading is not cut where it takes at most so many lines: a heading with one item
#: of its list at the foot of a page is as good as alone.
_FEW_LINES: Final = 10
#: Text is set larger than tables, whose half-width signs the room is counted in.
_SIZE: Final = 0.9
#: A decision is read with the lines it is signed on; of a longer text before them only the end.
_SIGNED: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKeeping:
    """What stays with a block: `leads` what follows it, `whole` all of itself."""

    leads: bool
    whole: bool


def keepings(blocks: Sequence[DocumentBlock], room: int) -> tuple[PageKeeping, ...]:
    """How each block stays, on a page of `room` half-width signs at the size of tables."""
    signed = {at for place in range(len(blocks)) for at in _signed(blocks, place)}
    beside = zip((None, *blocks), blocks, (*blocks[1:], None), strict=False)
    return tuple(
        PageKeeping(
            leads=place in signed or _leads(before, block, following),
            whole=isinstance(block, ListBlock)
            and (place in signed or _goes_whole(before, block, following, room)),
        )
        for place, (before, block, following) in enumerate(beside)
    )


def _signed(blocks: Sequence[DocumentBlock], place: int) -> Iterator[int]:
    """The blocks that stay with the lines to sign on at a place: what is signed.

    Where these end the document and nothing else stands under their heading, the end of the section
    before comes with them, for nobody signs a page that says nothing.
    """
    if not isinstance(blocks[place], SignatureLines):
        return
    before = range(place - 1, -1, -1)
    said = list(takewhile(lambda at: isinstance(blocks[at], ParagraphBlock), before))[:_SIGNED]
    yield from said
    ends = min(said, default=place) - 2
    if place == len(blocks) - 1 and ends >= 0 and isinstance(blocks[ends + 1], HeadingBlock):
        yield from [ends] * _is_short(blocks[ends])


def _is_short(block: DocumentBlock) -> bool:
    """Whether it may go to the next page as a whole."""
    if isinstance(block, ListBlock):
        return len(block.items) <= _FEW_ITEMS
    return isinstance(block, ParagraphBlock)


def _goes_whole(
    before: DocumentBlock | None, block: ListBlock, following: DocumentBlock | None, room: int
) -> bool:
    """Whether a list is not to be cut by the end of a page: its heading, its form or an end beside it."""
    if isinstance(before, HeadingBlock) and _lines(block, room) <= _FEW_LINES:
        return True
    if isinstance(following, TableBlock) and following.is_blank:
        return len(block.items) <= _QUESTION
    ends = isinstance(following, ParagraphBlock) and following.is_end
    return ends and _is_short(block)


def _lines(block: ListBlock, room: int) -> int:
    """How many lines a list takes, about."""
    return sum(
        _lines(part, room)
        if isinstance(part, ListBlock)
        else max(ceil(extent(part.text) / (room * _SIZE)), 1)
        for item in block.items
        for part in item
    )


def _leads(
    before: DocumentBlock | None, block: DocumentBlock, following: DocumentBlock | None
) -> bool:
    """Whether a block belongs to what follows it, so that no page should end between them.

    A first paragraph under a heading leads on, whatever comes next but a heading that is no deeper.
    """
    if following is None or isinstance(following, PageBreak):
        return False
    if isinstance(before, HeadingBlock) and isinstance(block, ParagraphBlock):
        return not isinstance(following, HeadingBlock) or following.level > before.level
    if isinstance(following, ParagraphBlock):
        return following.is_end
    framed = TableBlock | ListBlock | WritingSpace | SignatureLines | PictureBlock
    return isinstance(following, framed)
