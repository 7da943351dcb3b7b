"""Spools: values that are made once, one after another, and read again from disk as often as wanted."""

from __future__ import annotations

import pickle
import tempfile
import weakref
import zlib
from collections.abc import Iterable, Iterator
from typing import Final, Generic, TypeVar

T = TypeVar("T")
_PROTOCOL: Final = 5
#: Large values hold the same words over and over: pressed lightly they take an eighth. In bytes.
_LARGE: Final = 1 << 14
_LIGHTLY: Final = 1


class Spool(Generic[T]):
    """Values in the order they were kept in, of which memory holds one at a time.

    A source is gone through once, as far as anybody has asked. The file has no name, is its owner's
    alone and goes with this object, so what is read from it is what was written.
    """

    def __init__(self, source: Iterable[T] = ()) -> None:
        self._source = iter(source)
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as this object is there
        weakref.finalize(self, self._file.close)
        self._ends = [0]
        self._pressed: list[bool] = []

    def keep(self, value: T) -> None:
        """Add a value behind those that are there."""
        content = pickle.dumps(value, _PROTOCOL)
        is_large = len(content) > _LARGE
        content = zlib.compress(content, _LIGHTLY) if is_large else content
        self._file.seek(self._ends[-1])
        self._file.write(content)
        self._ends.append(self._ends[-1] + len(content))
        self._pressed.append(is_large)

    def __iter__(self) -> Iterator[T]:
        """Every value; several may go through at a time."""
        number = 0
        while number < len(self._pressed) or self._has_next():
            # What we wrote ourselves, in this very process.
            yield pickle.loads(self._content(number))  # noqa: S301
            number += 1

    def _content(self, number: int) -> bytes:
        start, end = self._ends[number : number + 2]
        self._file.seek(start)
        content = self._file.read(end - start)
        return zlib.decompress(content) if self._pressed[number] else content

    def __len__(self) -> int:
        """How many there are; the rest of the source is made for it."""
        while self._has_next():
            pass
        return len(self._pressed)

    def _has_next(self) -> bool:
        for value in self._source:
            self.keep(value)
            return True
        return False
