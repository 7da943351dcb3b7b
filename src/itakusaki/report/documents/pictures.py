"""Pictures: charts drawn by Vega-Lite, in our fonts, with the same said in words.

A document is made all the same where the program that draws is not installed: the words stand in the
picture's place, and a notice says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from itakusaki.model.brand import HOUSE_COLOUR
from itakusaki.model.message import N_, Message
from itakusaki.report.documents.blocks import DocumentBlock, PictureBlock
from itakusaki.report.documents.captions import captioned
from itakusaki.report.documents.fonts import FONT_PACKAGES
from itakusaki.report.documents.front import DocumentForm, FrontMatter
from itakusaki.report.documents.markdown_blocks import DocumentTextError, blocks_of

_DRAWS: Final = "vl_convert"
#: Printed at 200 dots an inch; a chart is laid out at 72.
_SCALE: Final = 2.8
_TAG: Final = re.compile(r"<[a-z][^>]*>")
_ROLE: Final = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_NOT_DRAWN: Final = N_(
    "“{title}”: pictures could not be drawn (pip install 'itakusaki[pictures]'); what they show stands in words."
)
_NO_PICTURE: Final = N_("there is no picture {name} in this kind of document")


def illustrated(front: FrontMatter, text: str) -> tuple[DocumentBlock, ...]:
    """The blocks of a text with its pictures drawn; one that has nothing to show is left out.

    Raises:
        DocumentTextError: the text holds what documents do not know, or names a picture there is not.
    """
    return tuple(_drawn(checked(front, text), front))


def checked(front: FrontMatter, text: str) -> tuple[DocumentBlock, ...]:
    """The blocks of a text with their captions, its pictures not drawn; one without anything to show is left out.

    Raises:
        DocumentTextError: the text holds what documents do not know, or names a picture there is not.
    """
    shows = {picture.name: picture.chart is not None for picture in front.pictures}
    blocks = blocks_of(text)
    for block in blocks:
        if isinstance(block, PictureBlock) and block.name not in shows:
            raise DocumentTextError(block.line, Message.of(_NO_PICTURE, name=block.name))
    shown = (one for one in blocks if not isinstance(one, PictureBlock) or shows[one.name])
    cite = front.headings_cite or front.form is DocumentForm.LETTER
    return tuple(captioned(shown, front.language, headings_cite=cite))


def picture_notices(front: FrontMatter, blocks: Sequence[DocumentBlock]) -> tuple[Message, ...]:
    """What has to be told where pictures could not be drawn."""
    if any(isinstance(block, PictureBlock) and not block.svg for block in blocks):
        return (Message.of(_NOT_DRAWN, title=front.title),)
    return ()


def png_of(svg: str) -> bytes:
    """A picture as PNG, for what takes no SVG."""
    import vl_convert  # noqa: PLC0415 - an extra, slow to load

    return bytes(vl_convert.svg_to_png(svg, scale=_SCALE))


def _drawn(blocks: Sequence[DocumentBlock], front: FrontMatter) -> Iterator[DocumentBlock]:
    given = {picture.name: picture for picture in front.pictures}
    for block in blocks:
        if not isinstance(block, PictureBlock):
            yield block
            continue
        picture = given[block.name]
        chart = json.dumps(picture.chart, ensure_ascii=False, sort_keys=True)
        svg = drawn_svg(chart.replace(HOUSE_COLOUR, front.brand.colour or HOUSE_COLOUR))
        yield replace(block, svg=svg, alt=picture.alt, width=picture.width)


@lru_cache(maxsize=64)
def drawn_svg(chart: str) -> str:
    """A chart as SVG, "" where nothing draws; each format of a document asks for the same."""
    draws = drawing_program()
    drawn = str(draws.vegalite_to_svg(chart, allowed_base_urls=[])) if draws else ""
    # The picture is one thing to who hears it, with one name; its marks bear none of their own.
    return _TAG.sub(lambda tag: _ROLE.sub("", tag[0]), drawn)


@cache
def drawing_program() -> Any:  # noqa: ANN401 - a module, or None
    """What draws, our fonts made known to it; None where it is not installed."""
    if find_spec(_DRAWS) is None:
        return None
    import vl_convert  # noqa: PLC0415 - an extra, slow to load

    for spec in map(find_spec, FONT_PACKAGES):
        if spec and spec.origin:
            vl_convert.register_font_directory(str(Path(spec.origin).parent))
    return vl_convert
