"""Delivered files, behind the wall: their heads, and their rows staged, each by a process of its own.

A reader is told what to do in plain values and answers in plain values; what it stages is a table of
our own making. The functions below the line run in the reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from itakusaki.exports.head import PACKED, FileForm, Head, heads_of, suffix_of
from itakusaki.files.wall import behind_wall
from itakusaki.model.allowance import MEGABYTE, Allowance, bytes_of
from itakusaki.model.evidence import EvidenceFile, Submission

_HERE: Final = "itakusaki.exports.delivered_file"
#: Memory that a reader may take beside what the settings allow a database.
_BESIDE: Final = 1024 * MEGABYTE
#: Seconds that each megabyte of a file adds, plain and packed: ten times what the slowest takes.
_PLAIN: Final = 1
_WHERE_PACKED: Final = 20


def allowance_for(submission: Submission, file: EvidenceFile) -> Allowance:
    """What reading a file may take: a log may be of any size, so time grows with its bytes."""
    is_packed = suffix_of(file.name) in PACKED or file.name.casefold().endswith(".gz")
    rate = _WHERE_PACKED if is_packed else _PLAIN
    beside = bytes_of(submission.settings.memory) + _BESIDE - submission.allowance.memory
    return submission.allowance.more(seconds=file.size // MEGABYTE * rate, memory=max(beside, 0))


def heads_in(submission: Submission, file: EvidenceFile) -> tuple[Head, ...]:
    """The heads of a delivered file: one per sheet of a workbook, none of a file that is no export.

    Raises:
        OSError: it cannot be read.
        RefusedFileError: it is damaged, protected, or takes more than it may.
    """
    found = _asked("heads", submission, file, file.name)
    return tuple(map(_head, found))


def parquet_head_in(submission: Submission, file: EvidenceFile) -> Head:
    """The head of a delivered Parquet file.

    Raises:
        OSError, RefusedFileError: as above.
    """
    return _head(_asked("parquet_head", submission, file))


def staged_from(
    submission: Submission,
    file: EvidenceFile,
    head: Head,
    headings: tuple[str, ...],
    row: int,
    target: Path,
) -> Mapping[str, Any]:
    """Stage the rows below the heading row of a file or sheet as a table of texts; gives its fields.

    Raises:
        OSError, RefusedFileError: as above.
    """
    settings = submission.settings
    how = (head.kind.value, head.number, head.delimiter, head.array)
    engine = (settings.memory, settings.threads)
    found: Mapping[str, Any] = _asked(
        "stage", submission, file, how, headings, row, str(target), engine
    )
    return found


def _asked(job: str, submission: Submission, file: EvidenceFile, *given: Any) -> Any:  # noqa: ANN401
    path = str(submission.root / file.place)
    allowance = allowance_for(submission, file)
    return behind_wall(f"{_HERE}:{job}", path, *given, allowance=allowance)


def _head(plain: tuple[Any, ...]) -> Head:
    kind, rows, sheet, delimiter, array, number = plain
    return Head(
        kind=FileForm(kind),
        rows=rows,
        sheet=sheet,
        delimiter=delimiter,
        array=array,
        number=number,
    )


# -- in the reader ----------------------------------------------------------------------------


def heads(path: str, name: str) -> tuple[tuple[Any, ...], ...]:
    """The heads of a file, plain."""
    return tuple(map(_plain, heads_of(Path(path), name)))


def parquet_head(path: str) -> tuple[Any, ...]:
    """The head of a Parquet file, plain."""
    from itakusaki.exports.staging import parquet_rows  # noqa: PLC0415 - loads pyarrow

    return _plain(Head(kind=FileForm.PARQUET, rows=parquet_rows(Path(path))))


def stage(
    path: str,
    how: tuple[str, int, str, bool],
    headings: tuple[str, ...],
    row: int,
    target: str,
    engine: tuple[str, int],
) -> dict[str, Any]:
    """Stage a file or sheet; gives the fields of the raw table."""
    from itakusaki.exports.staging import staged, staged_parquet  # noqa: PLC0415 - loads pyarrow

    kind, number, delimiter, array = how
    if kind == FileForm.PARQUET:
        raw = staged_parquet(Path(path), Path(target), *engine)
    else:
        head = Head(kind=FileForm(kind), rows=(), delimiter=delimiter, array=array, number=number)
        raw = staged(Path(path), head, headings, row, Path(target))
    return {**asdict(raw), "path": str(raw.path)}


def _plain(head: Head) -> tuple[Any, ...]:
    return head.kind.value, head.rows, head.sheet, head.delimiter, head.array, head.number
