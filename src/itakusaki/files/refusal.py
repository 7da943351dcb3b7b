"""Refusals: why a delivered file is not opened, in a word that its reader turns into a sentence."""

from __future__ import annotations


class RefusedFileError(Exception):
    """A file that cannot or must not be opened.

    Args:
        code: damaged, encrypted, unpacked_too_large, sheet_too_large or encoding_unknown.
        limit: the size in bytes that it went beyond, 0 where size is not the matter.
        cell: the last corner of a sheet that spans too much, "" where that is not the matter.
    """

    def __init__(self, code: str, limit: int = 0, cell: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.limit = limit
        self.cell = cell
