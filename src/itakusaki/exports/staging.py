"""Staging: a recognised file or sheet → a raw table, whatever it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow.parquet as pq

from itakusaki.exports.delimited import DelimitedReader
from itakusaki.exports.head import FileForm, Head
from itakusaki.exports.raw import LINES, RECORDS, SHEET, Raw, RawWriter
from itakusaki.exports.sheet import ExportSheet, sheets_of
from itakusaki.exports.sql import identifier, literal, unmarked
from itakusaki.exports.text_rows import read_json_array, read_json_lines, read_lines
from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.text_file import TextFile
from itakusaki.model.allowance import bytes_of

#: Rows of a Parquet file that are looked at.
_LOOKED_AT: Final = 200
#: Values that a Parquet file may hold: a footer of a few bytes may claim any number of them.
MOST_VALUES: Final = 20_000_000_000


def staged(path: Path, head: Head, headings: tuple[str, ...], row: int, target: Path) -> Raw:
    """Stage a text file or a sheet; `row` is that of its headings in the head, -1 where it has none."""
    if head.kind is FileForm.SHEET:
        return _sheet(sheets_of(path)[head.number], headings, row, target)
    source = TextFile(path)
    if head.kind is FileForm.JSON:
        raw = Raw(path=target, headings=headings, kind=RECORDS)
        return read_json_array(source, raw) if head.array else read_json_lines(source, raw)
    if row < 0:
        return read_lines(source, Raw(path=target, headings=headings, kind=LINES))
    raw = Raw(path=target, headings=headings)
    return DelimitedReader(source, head.delimiter, raw, row).read()


def _sheet(sheet: ExportSheet, headings: tuple[str, ...], heading: int, target: Path) -> Raw:
    raw = Raw(path=target, headings=headings, kind=SHEET)
    raw.epoch_1904 = sheet.epoch_1904
    width = len(headings)
    with RawWriter(raw) as writer:
        for number, row in enumerate(sheet.rows(), 1):
            if number <= heading + 1 or not any(cell.strip() for cell in row):
                continue
            filled = (*row, *([""] * (width - len(row))))
            if any(cell.strip() for cell in filled[width:]):
                raw.put_aside(number)
            else:
                writer.add(number, filled[:width])
    return raw


def parquet_rows(path: Path) -> tuple[tuple[str, ...], ...]:
    """The names of the columns of a Parquet file, and its first rows as texts.

    Raises:
        RefusedFileError: it says that it holds more values than any export.
    """
    file = pq.ParquetFile(path)
    if file.metadata.num_rows * max(file.metadata.num_columns, 1) > MOST_VALUES:
        raise RefusedFileError("book_too_large")
    first = next(file.iter_batches(batch_size=_LOOKED_AT), None)
    rows = [] if first is None else first.to_pylist()
    texts = (tuple("" if v is None else str(v) for v in row.values()) for row in rows)
    return (tuple(file.schema_arrow.names), *texts)


def staged_parquet(path: Path, target: Path, memory: str, threads: int) -> Raw:
    """Stage a delivered Parquet file: every value as text, its rows numbered.

    Raises:
        duckdb.Error: it is no Parquet file, or damaged.
    """
    from itakusaki.files.lent_database import LentDatabase  # noqa: PLC0415 - loads DuckDB

    spill = target.with_suffix(".spill")
    with _within(memory), closing(LentDatabase(memory, threads, spill)) as lent:
        connection = lent.connection
        source = f"read_parquet({literal(str(path))}, file_row_number = true)"
        columns = connection.execute(
            f"DESCRIBE SELECT * EXCLUDE (file_row_number) FROM {source}"
        ).fetchall()
        listed = ", ".join(
            f"coalesce({_as_text(name, kind)}, '') AS c{number}"
            for number, (name, kind, *_) in enumerate(columns)
        )
        connection.execute(
            f"COPY (SELECT file_row_number + 1 AS line, {listed} FROM {source})"
            f" TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
        )
    raw = Raw(path=target, headings=tuple(name for name, *_ in columns))
    raw.staged = pq.ParquetFile(target).metadata.num_rows
    return raw


@contextmanager
def _within(memory: str) -> Iterator[None]:
    """Say of too little memory that it is that, not of the file that it is damaged."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise RefusedFileError("took_too_much_memory", bytes_of(memory)) from error


def without_marks(connection: Any, raw: Raw) -> None:  # noqa: ANN401
    """Take the marks off texts that a spreadsheet was to keep as such, where a table has any."""
    if raw.kind in {LINES, RECORDS} or not raw.width or not raw.marked:
        return
    source = f"read_parquet({literal(str(raw.path))})"
    names = [f"c{position}" for position in range(raw.width)]
    marked = " OR ".join(f"{name}[1] IN ('=', '''')" for name in names)
    if not connection.execute(
        f"SELECT coalesce(bool_or({marked}), false) FROM {source}"
    ).fetchone()[0]:
        return
    target = raw.path.with_suffix(".plain.parquet")
    listed = ", ".join(f"{unmarked(name)} AS {name}" for name in names)
    connection.execute(
        f"COPY (SELECT line, {listed} FROM {source}) TO {literal(str(target))} (FORMAT parquet)"
    )
    raw.path = target


def _as_text(name: str, kind: str) -> str:
    column = identifier(name)
    if kind.startswith(("STRUCT", "MAP")) or kind.endswith("]"):
        return f"CAST(to_json({column}) AS VARCHAR)"
    return f"CAST({column} AS VARCHAR)"
