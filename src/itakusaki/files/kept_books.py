"""Kept books: what reading a workbook gave, found again by the very same bytes.

What is kept is what the reader sent, plain values, and is taken again as warily as from a reader.
"""

from __future__ import annotations

import contextlib
import pickle
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import chain
from pathlib import Path
from typing import Any, Final

from itakusaki.files.book import MAX_FILE, ReadBook, ReadSheet, ask_for, book_of
from itakusaki.files.cache import ResultCache, digest_of
from itakusaki.files.digest import file_digest
from itakusaki.files.wall import machine_outcomes, plain_value
from itakusaki.model.allowance import MEGABYTE, Allowance

BOOK: Final = "book"
#: Bytes that are kept of one book, before they are packed: a hundred questionnaires' worth.
LARGEST: Final = 32 * MEGABYTE
#: What a cell may hold.
_CELLS: Final = (str, float, int, bool, date, datetime, time, timedelta)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBooks:
    """Reads workbooks behind the wall, those that were read before from the cache.

    `stamp` is of the code and libraries that read; by itself nothing is found and nothing kept.
    """

    cache: ResultCache = field(default_factory=ResultCache)
    stamp: str = ""

    def begin(self, path: Path, *, own: str, allowance: Allowance) -> BookBegun:
        """Have a workbook or CSV read, unless what was read of the same bytes is found.

        Args:
            path: a file; its ending says what it claims to be.
            own: what the hidden sheet of our own forms is called.
            allowance: what reading may take.
        """
        return BookBegun(self, path, own, allowance)

    def key_of(self, sha256: str, path: Path, own: str, allowance: Allowance) -> str:
        """By what a book is known again; the file's name does not matter, but its ending does."""
        beside: tuple[Any, ...] = (path.suffix.lower(), own, allowance)
        return digest_of(self.stamp, sha256, *beside)


class BookBegun:
    """A book that is being read while the run goes on; closed where nobody waits for it."""

    def __init__(self, kept: KeptBooks, path: Path, own: str, allowance: Allowance) -> None:
        self._kept, self._file = kept, (path, own, allowance)
        self._outcomes = machine_outcomes()
        self._key = self._key_now()
        self._found = self._kept_book()
        self._asked = None if self._found else ask_for(path, own=own, allowance=allowance)

    def result(self) -> ReadBook:
        """The book.

        Raises:
            RefusedFileError: the reader died, failed, or took more than it may.
            OSError: it cannot be opened.
        """
        if self._asked is None:
            assert self._found is not None  # noqa: S101 - one of the two
            return self._found
        plain = self._asked.result()
        book = book_of(plain)
        is_same = bool(self._key) and self._key == self._kept.key_of(book.sha256, *self._file)
        if is_same and machine_outcomes() == self._outcomes and _is_sound(book):
            content = pickle.dumps(plain, protocol=5)
            if len(content) <= LARGEST:
                self._kept.cache.keep(BOOK, self._key, content)
        return book

    def close(self) -> None:
        """Give it up."""
        if self._asked is not None:
            self._asked.close()

    def _key_now(self) -> str:
        """The key of the file as it stands; "" where nothing is kept of it."""
        path = self._file[0]
        if self._kept.cache.folder is None:
            return ""
        with contextlib.suppress(OSError):
            if path.stat().st_size <= MAX_FILE:
                return self._kept.key_of(file_digest(path), *self._file)
        return ""

    def _kept_book(self) -> ReadBook | None:
        content = self._kept.cache.found(BOOK, self._key)
        # It may have been written by anyone who may write the workspace.
        with contextlib.suppress(Exception):
            book = book_of(plain_value(content or b""))
            if self._key == self._kept.key_of(book.sha256, *self._file) and _is_sound(book):
                return book
        return None


def _is_sound(book: ReadBook) -> bool:
    """Whether a book is one of sheets alone, each value of a kind that stands in one.

    Who forged an entry can tell another answer, and not end the run. A book with which anything is amiss
    is read anew.
    """
    return book.is_book and all(isinstance(one, ReadSheet) and _is_sheet(one) for one in book.found)


def _is_sheet(sheet: ReadSheet) -> bool:
    scan = sheet.scan
    texts: tuple[Mapping[Any, Any], ...] = (scan.errors, scan.struck, scan.comments, scan.coloured)
    cells = chain(scan.empty_formulas, *texts)
    corners = chain.from_iterable(sheet.merged)
    return (
        _are((sheet.name, scan.too_far), str)
        and _are((sheet.top, sheet.left), int)
        and _are(chain(scan.hidden_rows, scan.hidden_columns), int)
        and all(type(row) is list and _are(row, *_CELLS) for row in sheet.rows)
        and all(type(cell) is tuple and _are(cell, int) for cell in chain(cells, corners))
        and _are(chain.from_iterable(text.values() for text in texts[:3]), str)
        and _are(scan.coloured.values(), int)
    )


def _are(values: Iterable[object], *kinds: type) -> bool:
    return {*map(type, values)} <= {*kinds}
