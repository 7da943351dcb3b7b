"""The table [brand] of itakusaki.toml: colour and logo of pages and documents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from itakusaki.files.listing import leads_into
from itakusaki.model.brand import LOGO_HEIGHT, LOGO_WIDTH, Brand, Logo
from itakusaki.model.message import N_, Message
from itakusaki.settings.documents_table import Refuse

#: Every setting that [brand] knows.
KNOWN: Final = ("colour", "logo")
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
#: WCAG 2.2, 1.4.3: what text has to differ from its paper.
_CONTRAST: Final = 4.5
#: Up to here a part of a colour in sRGB is light in proportion.
_DARK: Final = 0.04045
#: A PNG's signature, and the head of its first chunk.
_PNG: Final = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
#: A logo stands in every page, so it has to be small, in bytes.
_MOST: Final = 200 * 1024


def read_brand(given: Mapping[str, Any], folder: Path, refuse: Refuse) -> Brand:
    """The brand of a workspace; `refuse` is told of what cannot be used."""
    for inner, value in given.items():
        if inner not in KNOWN:
            text = N_("there is no setting {name}; known are {known}")
            refuse(Message.of(text, name=f"brand.{inner}", known=", ".join(KNOWN)))
        if not isinstance(value, str) or not value.strip():
            refuse(Message.of(N_("{name} is missing or is not text"), name=f"brand.{inner}"))
    return Brand(
        colour=_colour(given["colour"], refuse) if "colour" in given else "",
        logo=_logo(given["logo"], folder, refuse) if "logo" in given else None,
    )


def _colour(value: str, refuse: Refuse) -> str:
    if not _COLOUR.fullmatch(value):
        refuse(Message(N_("brand.colour must be written like #24415f")))
    if 1.05 / (_luminance(value) + 0.05) < _CONTRAST:
        text = N_("brand.colour {colour} is too light for headings on white; take a darker one")
        refuse(Message.of(text, colour=value))
    return value.lower()


def _luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.2, from 0 for black to 1 for white."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    """A part of a colour in sRGB as light, both from 0 to 1."""
    return part / 12.92 if part <= _DARK else ((part + 0.055) / 1.055) ** 2.4


def _logo(value: str, folder: Path, refuse: Refuse) -> Logo:
    path = folder / value
    if not path.is_file() or not leads_into(path, folder.resolve()):
        refuse(Message.of(N_("brand.logo: there is no file {file} in the workspace"), file=value))
    if path.stat().st_size > _MOST:
        text = N_("brand.logo: {file} is larger than {most} KB; save it smaller")
        refuse(Message.of(text, file=value, most=_MOST // 1024))
    content = path.read_bytes()
    across, down = _extent(content)
    if not across or not down:
        refuse(Message.of(N_("brand.logo: {file} is no PNG picture; save it as PNG"), file=value))
    scale = min(LOGO_HEIGHT / down, LOGO_WIDTH / across)
    return Logo(content=content, width=round(across * scale, 2), height=round(down * scale, 2))


def _extent(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG picture in dots; 0 for what is none."""
    if not content.startswith(_PNG):
        return 0, 0
    at = len(_PNG)
    across, down = content[at : at + 4], content[at + 4 : at + 8]
    return int.from_bytes(across), int.from_bytes(down)
