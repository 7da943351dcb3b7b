"""Books: a workbook or CSV as sheets of cells, each with its address; bad files as issues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from itakusaki.files.book import Problem, ReadSheet
from itakusaki.files.kept_books import BookBegun, KeptBooks
from itakusaki.files.refusal import RefusedFileError
from itakusaki.intake.issues import issue, listed
from itakusaki.model.allowance import MEGABYTE, USUAL, Allowance
from itakusaki.model.issue import DataIssue
from itakusaki.model.message import Value
from itakusaki.model.source import CellRef, SourceFile, column_letters
from itakusaki.tabular.book_sheet import BookSheet
from itakusaki.tabular.hidden_sheet import SHEET as HIDDEN

#: What is read; by the name first, then by what the file really is.
WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls")
READABLE: Final = (*WORKBOOKS, ".csv")
#: What reads every workbook anew.
NOTHING_KEPT: Final = KeptBooks()
#: What the ground floor calls otherwise than our issues do.
_CODES: Final[Mapping[str, str]] = {"unpacked_too_large": "zip_bomb"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A file that could be read."""

    source: SourceFile
    sheets: tuple[BookSheet, ...]
    epoch_1904: bool = False

    @property
    def file(self) -> str:
        """Its workspace-relative name."""
        return self.source.path

    @property
    def at(self) -> CellRef:
        """The file itself."""
        return CellRef(file=self.file)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What came of opening a file: a book, or issues that say why there is none."""

    source: SourceFile | None
    book: Book | None
    issues: tuple[DataIssue, ...]


def open_book(
    path: Path, name: str, allowance: Allowance = USUAL, kept: KeptBooks = NOTHING_KEPT
) -> Opened:
    """Open a file that is called `name` in the workspace; whatever is wrong comes as an issue.

    It is read in a process of its own, which may take as much as the allowance says, or was before.
    """
    return Opening(path, name, allowance, kept).result()


class Opening:
    """A file that is being opened while the run goes on; closed where nobody waits for it."""

    def __init__(self, path: Path, name: str, allowance: Allowance, kept: KeptBooks) -> None:
        self._name = name
        self._begun = kept.begin(path, own=HIDDEN, allowance=allowance)

    def result(self) -> Opened:
        """What comes of it."""
        return _opened(self._begun, self._name)

    def close(self) -> None:
        """Give it up."""
        self._begun.close()


def _opened(begun: BookBegun, name: str) -> Opened:
    at = CellRef(file=name)
    try:
        read = begun.result()
    except OSError:
        return Opened(source=None, book=None, issues=(issue("not_readable", at),))
    except RefusedFileError as refused:
        return Opened(source=None, book=None, issues=(refused_issue(refused, at),))
    source = SourceFile(path=name, sha256=read.sha256, size=read.size) if read.sha256 else None
    sheets: list[BookSheet] = []
    issues: list[DataIssue] = []
    for found in (_sheet_or_issue(one, name) for one in read.found):
        if isinstance(found, DataIssue):
            issues.append(found)
        else:
            issues.extend(_without_struck(found))
            sheets.append(found)
    if source is None or not read.is_book:
        return Opened(source=source, book=None, issues=tuple(issues))
    book = Book(source=source, sheets=tuple(sheets), epoch_1904=read.epoch_1904)
    return Opened(source=source, book=book, issues=tuple(issues))


def _sheet_or_issue(found: ReadSheet | Problem, file: str) -> BookSheet | DataIssue:
    if isinstance(found, Problem):
        at = CellRef(file=file, sheet=found.sheet, cell=found.cell)
        return issue(_CODES.get(found.code, found.code), at, **found.values)
    return BookSheet(
        file=file,
        name=found.name,
        rows=found.rows,
        top=found.top,
        left=found.left,
        visible=found.visible,
        scan=found.scan,
        merged=found.merged,
    )


def _without_struck(sheet: BookSheet) -> Iterator[DataIssue]:
    """Take out what is struck out, and name the cells."""
    struck = [at for at in sorted(sheet.scan.struck) if sheet.replace(at, sheet.scan.struck[at])]
    if struck:
        row, column = struck[0]
        names = tuple(f"{column_letters(c)}{r + 1}" for r, c in struck)
        at = sheet.at(row - sheet.top, column - sheet.left)
        yield issue("struck_out", at, count=len(struck), cells=listed(names))


def refused_issue(refused: RefusedFileError, at: CellRef) -> DataIssue:
    """Why a file was not opened, or there is no answer from behind the wall."""
    if refused.code == "took_too_long":
        return issue(refused.code, at, limit=refused.limit)
    if refused.place:
        return issue(refused.code, at, place=refused.place)
    blanks: dict[str, Value] = {"limit": refused.limit // MEGABYTE} if refused.limit else {}
    return issue(_CODES.get(refused.code, refused.code), at, **blanks)
