"""Refusals: why a delivered file is not opened, in a word that its reader turns into a sentence."""

from __future__ import annotations

import errno
from typing import Final

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


class RefusedFileError(Exception):
    """A file that cannot or must not be opened.

    Args:
        code: damaged, encrypted, not_excel, encoding_unknown; or what it goes beyond: unpacked_too_large,
            sheet_too_large, book_too_large, texts_too_large, line_too_long; or, as the wall says,
            contents_too_large, took_too_long, took_too_much_memory.
        limit: bytes (seconds for took_too_long) that it went beyond, 0 where size is not the matter.
        cell: the last corner of a sheet that spans too much, "" where that is not the matter.
    """

    def __init__(self, code: str, limit: int = 0, cell: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.limit = limit
        self.cell = cell


def is_disk_full(error: BaseException) -> bool:
    """Whether something failed for lack of room on the disk, which no delivered file is to blame for."""
    number = error.errno if isinstance(error, OSError) else None
    return number in _FULL or "no space left on device" in str(error).lower()
