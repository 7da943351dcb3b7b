"""Inquiry files: the extractions delivered with an answer, each read once, and pairs of them compared.

Lines are compared by digest, whatever their order and line ends; what they say is kept nowhere.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from itakusaki.files.folding import key
from itakusaki.files.listing import listing
from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.text_file import TextFile
from itakusaki.model.inquiry import DeliveredFile, FileComparison

#: Larger files are not read.
MAX_FILE: Final = 1024 * 1024 * 1024
#: Beyond so many lines two files are compared by digest and count alone.
MAX_LINES: Final = 2_000_000
#: Characters a line may have; a longer one is no line of a log.
MAX_LINE: Final = 1024 * 1024
#: Line numbers that are named of each file.
NAMED: Final = 5
#: Bytes of a line's digest.
DIGEST: Final = 8
CHUNK: Final = 1024 * 1024
#: Endings of files whose bytes are no text of lines.
BINARY: Final = (".xlsx", ".xlsm", ".xls", ".zip", ".pdf", ".7z", ".parquet")


@dataclass(slots=True)
class DeliveredFolder:
    """The files of a folder by folded name; what is read of one is kept while it is wanted."""

    folder: Path
    _paths: dict[str, Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """List the folder; a name from a workbook is only looked up here and builds no path."""
        for path in listing(self.folder).files:
            self._paths.setdefault(key(path.relative_to(self.folder).as_posix()), path)
            self._paths.setdefault(key(path.name), path)

    def files(self, names: Iterable[str]) -> Mapping[str, DeliveredFile]:
        """The files of these names that are there, by folded name."""
        wanted = {key(name): name for name in names if key(name) in self._paths}
        return {folded: _read(self._paths[folded], name) for folded, name in wanted.items()}

    def compared(self, first: DeliveredFile, second: DeliveredFile) -> FileComparison:
        """Two files that were read, line by line."""
        same = first.sha256 == second.sha256
        found = FileComparison(first=first.name, second=second.name, same_bytes=same)
        if same or None in (first.lines, second.lines):
            return found
        if max(first.lines or 0, second.lines or 0) > MAX_LINES:
            return found
        paths = (self._paths[key(first.name)], self._paths[key(second.name)])
        return _by_lines(found, *(list(_digests(path)) for path in paths))


def _read(path: Path, name: str) -> DeliveredFile:
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            return DeliveredFile(name=name, unread=f"> {MAX_FILE // CHUNK} MB")
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        lines = None if path.suffix.lower() in BINARY else sum(1 for _ in _digests(path))
    except (OSError, RefusedFileError) as error:
        return DeliveredFile(name=name, unread=type(error).__name__)
    return DeliveredFile(name=name, sha256=digest, size=size, lines=lines)


def _digests(path: Path) -> Iterator[bytes]:
    """A digest of every line, line ends apart; a packed file is unpacked within its limits."""
    for line in _lines(path):
        yield hashlib.blake2b(line.encode("utf-8", "surrogatepass"), digest_size=DIGEST).digest()


def _lines(path: Path) -> Iterator[str]:
    rest = ""
    for block in TextFile(path).blocks():
        *whole, rest = (rest + block).split("\n")
        yield from (line.removesuffix("\r") for line in whole)
        while len(rest) > MAX_LINE:  # no line of a log; cut, so that memory stays flat
            yield rest[:MAX_LINE]
            rest = rest[MAX_LINE:]
    if rest:
        yield rest.removesuffix("\r")


def _by_lines(found: FileComparison, first: list[bytes], second: list[bytes]) -> FileComparison:
    only_first, only_second = Counter(first), Counter(second)
    only_first, only_second = only_first - only_second, only_second - only_first
    return FileComparison(
        first=found.first,
        second=found.second,
        same_bytes=False,
        same_lines=not only_first and not only_second,
        only_first=only_first.total(),
        only_second=only_second.total(),
        first_at=_numbers(first, only_first),
        second_at=_numbers(second, only_second),
    )


def _numbers(lines: list[bytes], only: Counter[bytes]) -> tuple[int, ...]:
    """The numbers of the first lines that the other file lacks.

    Of lines that come more often here than there, the first so many are named.
    """
    left, numbers = Counter(only), []
    for number, line in enumerate(lines, start=1):
        if left[line] > 0:
            left[line] -= 1
            numbers.append(number)
            if len(numbers) == NAMED:
                break
    return tuple(numbers)
