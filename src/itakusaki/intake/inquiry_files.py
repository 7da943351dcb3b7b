"""Inquiry files: the extractions delivered with an answer, read behind the wall, and pairs of them compared.

Lines are compared by digest, whatever their order and line ends; what they say is kept nowhere.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from itakusaki.files.digest import file_digest
from itakusaki.files.folding import key
from itakusaki.files.listing import listing
from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.text_file import TextFile
from itakusaki.files.wall import behind_wall
from itakusaki.intake.book import refused_issue
from itakusaki.intake.issues import issue
from itakusaki.model.allowance import MEGABYTE, USUAL, Allowance
from itakusaki.model.inquiry import DeliveredFile, FileComparison
from itakusaki.model.issue import DataIssue
from itakusaki.model.source import CellRef

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
_HERE: Final = "itakusaki.intake.inquiry_files"
#: Seconds that each megabyte of a file adds, plain and packed: many times what it takes.
_PLAIN: Final = 1
_WHERE_PACKED: Final = 20
#: Endings of files whose bytes are no text of lines.
BINARY: Final = (".xlsx", ".xlsm", ".xls", ".zip", ".pdf", ".7z", ".parquet")


@dataclass(slots=True)
class DeliveredFolder:
    """The files of a folder by folded name, each read behind the wall; `issues` say what was not."""

    folder: Path
    issues: list[DataIssue] = field(default_factory=list)
    _paths: dict[str, Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """List the folder; a name from a workbook is only looked up here and builds no path."""
        for path in listing(self.folder).files:
            self._paths.setdefault(key(path.relative_to(self.folder).as_posix()), path)
            self._paths.setdefault(key(path.name), path)

    def files(self, names: Iterable[str]) -> Mapping[str, DeliveredFile]:
        """The files of these names that are there, by folded name."""
        wanted = {key(name): name for name in names if key(name) in self._paths}
        return {folded: self._file(name) for folded, name in wanted.items()}

    def compared(self, first: DeliveredFile, second: DeliveredFile) -> FileComparison:
        """Two files that were read, line by line."""
        same = first.sha256 == second.sha256
        found = FileComparison(first=first.name, second=second.name, same_bytes=same)
        if same or None in (first.lines, second.lines):
            return found
        if max(first.lines or 0, second.lines or 0) > MAX_LINES:
            return found
        lines = self._asked("compare", first.name, second.name)
        return replace(found, **lines) if isinstance(lines, dict) else found

    def _file(self, name: str) -> DeliveredFile:
        told = self._asked("read", name)
        if isinstance(told, DataIssue):
            return DeliveredFile(name=name, unread=told.code)
        sha256, size, lines = told
        return DeliveredFile(name=name, sha256=sha256, size=size, lines=lines)

    def _asked(self, job: str, *names: str) -> Any:  # noqa: ANN401 - plain values, or the issue
        """What a reader answers about files; what keeps it from answering is an issue on the first."""
        paths = [self._paths[key(name)] for name in names]
        at = CellRef(file=names[0])
        try:
            return behind_wall(f"{_HERE}:{job}", *map(str, paths), allowance=_allowance(paths))
        except OSError:
            found = issue("not_readable", at)
        except RefusedFileError as refused:
            found = refused_issue(refused, at)
        self.issues.append(found)
        return found


def _allowance(paths: Iterable[Path]) -> Allowance:
    """What reading may take: an extraction may be long, so time grows with its bytes."""
    seconds = sum(
        path.stat().st_size
        // MEGABYTE
        * (_WHERE_PACKED if path.suffix.lower() == ".gz" else _PLAIN)
        for path in paths
    )
    return USUAL.more(seconds=seconds)


# -- in the reader ----------------------------------------------------------------------------


def read(name: str) -> tuple[str, int, int | None]:
    """SHA-256, size in bytes, and lines of a file; None lines where it is no text.

    Raises:
        RefusedFileError: it is too large, packed or not.
        OSError: it is out of reach.
    """
    path = Path(name)
    size = path.stat().st_size
    if size > MAX_FILE:
        raise RefusedFileError("too_large", MAX_FILE)
    lines = None if path.suffix.lower() in BINARY else sum(1 for _ in _digests(path))
    return file_digest(path), size, lines


def compare(first: str, second: str) -> dict[str, Any]:
    """What the lines of two files tell of a comparison, by its fields.

    Raises:
        RefusedFileError: one is too large when unpacked.
        OSError: one is out of reach.
    """
    return _by_lines(*(list(_digests(Path(name))) for name in (first, second)))


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


def _by_lines(first: list[bytes], second: list[bytes]) -> dict[str, Any]:
    only_first, only_second = Counter(first), Counter(second)
    only_first, only_second = only_first - only_second, only_second - only_first
    return {
        "same_lines": not only_first and not only_second,
        "only_first": only_first.total(),
        "only_second": only_second.total(),
        "first_at": _numbers(first, only_first),
        "second_at": _numbers(second, only_second),
    }


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
