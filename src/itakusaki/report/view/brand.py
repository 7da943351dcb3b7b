"""The brand as a page shows it."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Final

from itakusaki.model.brand import Brand

_URL: Final = "data:image/png;base64,"


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandView:
    """A colour such as `#24415f`, "" for the house's own; a logo as data URL, "" for none, its size in mm.

    `name` is whose logo it is, for who cannot see it.
    """

    colour: str = ""
    logo: str = ""
    logo_width: float = 0
    logo_height: float = 0
    name: str = ""


def logo_bytes(brand: BrandView) -> bytes:
    """The logo as a PNG file, b"" for none."""
    return b64decode(brand.logo.removeprefix(_URL))


def brand_view(brand: Brand, name: str) -> BrandView:
    """The brand of somebody, as a page shows it."""
    logo = brand.logo
    if logo is None:
        return BrandView(colour=brand.colour)
    return BrandView(
        colour=brand.colour,
        logo=_URL + b64encode(logo.content).decode(),
        logo_width=logo.width,
        logo_height=logo.height,
        name=name,
    )
