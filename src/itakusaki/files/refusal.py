"""Refusals: why a delivered file is not opened, in a word that its reader turns into a sentence."""

from __future__ import annotations

import errno
from typing import Final

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


class RefusedFileError(Exception):
    """A file that cannot or must not be opened.

    Args:
        code: damaged, encrypted, not_excel, not_text, not_unpacked, encoding_unknown; or what it goes beyond: unpacked_too_large,
            sheet_too_large, book_too_large, texts_too_large, line_too_long; or, as the wall says,
            contents_too_large, took_too_long, took_too_much_memory; or own_fault, a mistake in our code.
        limit: bytes (seconds for took_too_long) that it went beyond, 0 where size is not the matter.
        cell: the last corner of a sheet that spans too much, "" where that is not the matter.
        place: of own_fault, what kind of error arose and where.
    """

    def __init__(self, code: str, limit: int = 0, cell: str = "", place: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.limit = limit
        self.cell = cell
        self.place = place


def is_disk_full(error: BaseException) -> bool:
    """Whether something failed for lack of room on the disk, which no delivered file is to blame for."""
    number = error.errno if isinstance(error, OSError) else None
    return number in _FULL or "no space left on device" in str(error).lower()
