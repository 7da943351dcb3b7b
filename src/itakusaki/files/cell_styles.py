"""Cell styles: which styles of a workbook strike text out or fill the cell with a colour, and struck texts.

Searched, not parsed, and only where the bytes tell that there is anything to find.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

_FONTS: Final = re.compile(rb"<(?:\w+:)?fonts[ >]")
_FONT: Final = re.compile(rb"<(?:\w+:)?font[ />]")
_FILLS: Final = re.compile(rb"<(?:\w+:)?fills[ >]")
_FILL: Final = re.compile(rb"<(?:\w+:)?fill[ />]")
_FORMATS: Final = re.compile(rb"<(?:\w+:)?cellXfs[ >]")
_FORMAT: Final = re.compile(rb"<(?:\w+:)?xf[ />]([^<>]*)>")
_STRIKE: Final = re.compile(rb"<(?:\w+:)?d?[sS]trike(?:\s+val=[\"'](\w+)[\"'])?\s*/?>")
_SOLID: Final = re.compile(rb"<(?:\w+:)?patternFill [^<>]*patternType=[\"']solid[\"']")
_WHITE: Final = re.compile(
    rb"<(?:\w+:)?fgColor [^<>]*rgb=[\"'](?:FF|00)?F{6}[\"']|indexed=[\"']9[\"']"
)
_NUMBER: Final = re.compile(rb"(?<![\w:])(fontId|fillId)=[\"']([0-9]{1,6})[\"']")
_SHARED: Final = re.compile(rb"<(?:\w+:)?si[ />]")
_RUN: Final = re.compile(rb"<(?:\w+:)?r[ >]")
_TEXT: Final = re.compile(rb"<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)<")
_ON: Final = (b"1", b"true")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellStyles:
    """The styles, by number, that strike text out; those that fill a cell, with the number of the fill.

    `texts` are shared texts with a part struck out, by number: what is left of each.
    """

    struck: frozenset[int] = frozenset()
    filled: Mapping[int, int] = field(default_factory=dict)
    texts: Mapping[int, str] = field(default_factory=dict)


def cell_styles(styles: bytes, shared: bytes) -> CellStyles:
    """The styles that matter, from the XML of the styles and of the shared texts."""
    fonts = _section(styles, _FONTS, _FONT) if _STRIKE.search(styles) else []
    struck = {number for number, font in enumerate(fonts) if is_struck(font)}
    fills = _section(styles, _FILLS, _FILL)
    solid = {n for n, fill in enumerate(fills) if _SOLID.search(fill) and not _WHITE.search(fill)}
    formats = [
        {name: int(number) for name, number in _NUMBER.findall(found)} for found in _formats(styles)
    ]
    return CellStyles(
        struck=frozenset(n for n, one in enumerate(formats) if one.get(b"fontId") in struck),
        filled={n: one[b"fillId"] for n, one in enumerate(formats) if one.get(b"fillId") in solid},
        texts=dict(_struck_texts(shared)) if _STRIKE.search(shared) else {},
    )


def is_struck(xml: bytes) -> bool:
    """Whether a font, or a run of text, is struck out."""
    return any(not found[1] or found[1] in _ON for found in _STRIKE.finditer(xml))


def left_of(xml: bytes) -> str:
    """What is left of a text, less the runs that are struck out."""
    first, *runs = _RUN.split(xml)
    kept = (run for run in (first, *runs) if not is_struck(run))
    return html.unescape("".join(_text(part) for part in kept))


def _text(xml: bytes) -> str:
    return b"".join(_TEXT.findall(xml)).decode("utf-8", "replace")


def _struck_texts(shared: bytes) -> list[tuple[int, str]]:
    texts = _SHARED.split(shared)[1:]
    return [(n, left_of(text)) for n, text in enumerate(texts) if is_struck(text)]


def _section(styles: bytes, start: re.Pattern[bytes], entry: re.Pattern[bytes]) -> list[bytes]:
    """The entries of one section of the styles, each from its tag to the next."""
    found = start.search(styles)
    if found is None:
        return []
    name = found[0].strip(b"<> ")
    end = styles.find(b"</" + name, found.end())
    return entry.split(styles[found.end() : end if end >= 0 else len(styles)])[1:]


def _formats(styles: bytes) -> list[bytes]:
    found = _FORMATS.search(styles)
    if found is None:
        return []
    end = styles.find(b"</" + found[0].strip(b"<> "), found.end())
    return _FORMAT.findall(styles, found.end(), end if end >= 0 else len(styles))
