"""Captions: tables and pictures numbered through, each with a name, so that a reader can cite them.

A name is what the text says before it, else the heading it stands under; right below that heading the
number is enough, and in a letter or an official report the heading itself, wherever under it. A form to write in is no table
to cite and has none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from itakusaki.language import translator_for
from itakusaki.model.message import N_, Message
from itakusaki.report.documents.blocks import (
    DocumentBlock,
    HeadingBlock,
    PictureBlock,
    TableBlock,
    plain,
)

#: What numbers a heading, of no use in another's name.
_NUMBER: Final = re.compile(r"^\d+\.\s+")
_NAMED: Final[dict[type, str]] = {
    TableBlock: N_("Table {number}: {name}"),
    PictureBlock: N_("Figure {number}: {name}"),
}
_BARE: Final[dict[type, str]] = {
    TableBlock: N_("Table {number}"),
    PictureBlock: N_("Figure {number}"),
}


def captioned(
    blocks: Iterable[DocumentBlock], language: str, *, headings_cite: bool = False
) -> Iterator[DocumentBlock]:
    """The blocks, every table and picture with its name, and its number and caption in a language."""
    say = translator_for(language).say
    numbers: Counter[type] = Counter()
    under, before = "", None
    for block in blocks:
        if isinstance(block, HeadingBlock):
            under = _NUMBER.sub("", plain(block.text).replace("\n", " "))
        is_named = not isinstance(before, HeadingBlock)
        before = block
        if not isinstance(block, TableBlock | PictureBlock):
            yield block
            continue
        kind, name = type(block), block.title or (under if is_named else "")
        is_form = isinstance(block, TableBlock) and block.is_blank
        if is_form or (headings_cite and under and not block.title):
            yield replace(block, title=name or under)
            continue
        numbers[kind] += 1
        text = _NAMED[kind] if name else _BARE[kind]
        caption = say(Message.of(text, number=numbers[kind], name=name))
        yield replace(block, title=name or under, number=numbers[kind], caption=caption)
