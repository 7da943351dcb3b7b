"""Isolation: what data hold is seen on a page, and turns nothing that stands beside it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Final, cast

from markupsafe import Markup, escape

from itakusaki.files.visible import visible

_FIRST_STRONG: Final = "\u2068"
_END: Final = "\u2069"
#: Classes of characters that are written from right to left.
_LEFTWARD: Final = frozenset({"R", "AL", "AN"})


def as_visible(value: object) -> object:
    """What Jinja is about to print, with a sign for every character that would steer; markup stays."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def in_css(text: str) -> str:
    """Data within a string of a style sheet: every sign by its number, so that none ends the string."""
    return "".join(f"\\{ord(sign):06x}" for sign in visible(text))


def isolate(name: str, shown: Callable[[object], object] = as_visible) -> object:
    """A name from right to left between marks that keep it from turning its neighbours; others as is.

    The marks hold in HTML (as <bdi> would) and in Markdown alike; `shown` is how the page prints a
    value, which is escaped already where it comes back as Markup.
    """
    if name.isascii() or not any(unicodedata.bidirectional(sign) in _LEFTWARD for sign in name):
        return name
    # Markup escapes what is added to it, unless that is Markup itself.
    return escape(_FIRST_STRONG) + cast("str", shown(name)) + escape(_END)
