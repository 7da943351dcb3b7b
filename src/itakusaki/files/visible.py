"""Visible text: what steers a terminal or turns a line, made a sign one can see; the one place for it.

What a person wrote stays what it is in data; only what is shown on a terminal, a page or a sheet goes
through here.
"""

from __future__ import annotations

import json
import re
from typing import Final

#: Controls but tab and newline, separators of lines and paragraphs, marks that turn the direction or
#: tag a text, surrogates, and what is no character. Joiners stay: scripts and emoji need them.
_STEERING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
#: How a text begins that a spreadsheet, or one it is pasted into, may take for a formula.
FORMULA_LIKE: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
#: The pictures of the first 32 controls begin here.
_PICTURES: Final = 0x2400
_DELETE: Final = 0x7F


def visible(text: str) -> str:
    """The text with a sign in place of every character that steers instead of being seen."""
    return text if text.isprintable() else _STEERING.sub(_sign, text.replace("\r\n", "\n"))


def without_steering(text: str) -> str:
    """The text without such characters, for a form whose entries come back and are compared."""
    return text if text.isprintable() else _STEERING.sub("", text.replace("\r\n", "\n"))


def visible_json(value: object) -> str:
    """A value as JSON for a terminal: what steers is written as an escape, so that nothing is lost."""
    said = json.dumps(value, ensure_ascii=False, indent=1)
    return _STEERING.sub(lambda found: json.dumps(found[0])[1:-1], said)


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:  # noqa: PLR2004 - the first 32
        return chr(_PICTURES + code)
    return "\N{SYMBOL FOR DELETE}" if code == _DELETE else "\N{REPLACEMENT CHARACTER}"
