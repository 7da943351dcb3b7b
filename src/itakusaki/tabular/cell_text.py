"""Cell texts: what a person reads in a cell, whatever type the reader gave it."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Final

from itakusaki.files.workbook import Cell

#: Whole floats up to here have no rounded digits.
_EXACT: Final = 1e15
#: What spreadsheets write to keep a number a text, and never show: ="0012" and '0012.
_KEPT_TEXT: Final = re.compile(r"""="([^"]*)"|'(?![a-z])([^']+)""", re.DOTALL)
_QUOTES: Final = ("=", "'")


def raw_text(cell: Cell | None) -> str:
    """A cell as a person reads it: 7 for 7.0, ISO for dates, "" for nothing."""
    if isinstance(cell, str):
        text = cell.strip()
        return _unquoted(text) if text[:1] in _QUOTES else text
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return str(cell)


def _unquoted(text: str) -> str:
    found = _KEPT_TEXT.fullmatch(text)
    return (found[1] if found[2] is None else found[2]).strip() if found else text
