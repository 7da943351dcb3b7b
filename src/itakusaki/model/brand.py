"""Brands: the look of whoever hands pages on, a colour and a logo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: The colour of headings and rules where no brand gives one.
HOUSE_COLOUR: Final = "#24415f"
#: What a logo may take on a page at most, in mm.
LOGO_HEIGHT: Final = 10.0
LOGO_WIDTH: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A logo as a PNG file's bytes, and its size on a page in mm."""

    content: bytes
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """A colour such as `#24415f`, "" for the house's own, and a logo, None for none."""

    colour: str = ""
    logo: Logo | None = None
