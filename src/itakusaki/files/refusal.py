"""Refusals: why a delivered file is not opened, in a word that its reader turns into a sentence."""

from __future__ import annotations


class RefusedFileError(Exception):
    """A file that cannot or must not be opened.

    Args:
        code: damaged, encrypted, unpacked_too_large or encoding_unknown.
        limit: the size in bytes that it went beyond, 0 where size is not the matter.
    """

    def __init__(self, code: str, limit: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.limit = limit
