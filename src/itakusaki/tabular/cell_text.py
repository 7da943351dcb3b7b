"""Cell texts: what a person reads in a cell, whatever type the reader gave it."""

from __future__ import annotations

from datetime import datetime, time
from typing import Final

from itakusaki.files.workbook import Cell

#: Whole floats up to here have no rounded digits.
_EXACT: Final = 1e15


def raw_text(cell: Cell | None) -> str:
    """A cell as a person reads it: 7 for 7.0, ISO for dates, "" for nothing."""
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return str(cell)
