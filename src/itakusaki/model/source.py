"""Sources: where a value stood in what was handed in, and which file that was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from itakusaki.model.quick import quick

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS: Final = "0123456789"


def column_letters(index: int) -> str:
    """Name a zero-based column as spreadsheets do: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The zero-based number of a column that spreadsheets call so: A → 0, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class CellRef:
    """Where a value stood; `sheet` is empty for a CSV, `cell` for a whole sheet or file."""

    file: str
    sheet: str = ""
    cell: str = ""

    @property
    def column(self) -> str:
        """The column's letters, "" for a whole sheet or file."""
        return self.cell.rstrip(_DIGITS)

    @property
    def row(self) -> str:
        """The row's number as written, "" for a whole sheet or file."""
        return self.cell.lstrip(_LETTERS)

    @property
    def whole_row(self) -> tuple[str, str, str]:
        """File, sheet and row: what cells of one row share."""
        return self.file, self.sheet, self.row

    def __str__(self) -> str:
        """Read as a person would point: book, sheet, cell."""
        if not self.sheet and not self.cell:
            return self.file
        place = "!".join(part for part in (self.sheet, self.cell) if part)
        return f"{self.file} [{place}]"


def places(cells: Iterable[CellRef]) -> str:
    """Several cells as a person would point to them: those of one sheet together."""
    sheets: dict[tuple[str, str], list[str]] = {}
    for at in cells:
        sheets.setdefault((at.file, at.sheet), []).append(at.cell)
    return "; ".join(
        str(CellRef(file=file, sheet=sheet, cell=", ".join(cell for cell in found if cell)))
        for (file, sheet), found in sheets.items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file that was read, by workspace-relative path, with its SHA-256 and size in bytes."""

    path: str
    sha256: str
    size: int
