"""Staging: a recognised file or sheet → a raw table, whatever it is made of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from itakusaki.exports.delimited import DelimitedReader
from itakusaki.exports.head import FileForm, Head
from itakusaki.exports.match import Match
from itakusaki.exports.raw import LINES, RECORDS, SHEET, Raw, RawWriter
from itakusaki.exports.sql import identifier, literal, unmarked
from itakusaki.exports.text_rows import read_json_array, read_json_lines, read_lines
from itakusaki.files.text_file import TextFile


def staged(path: Path, head: Head, match: Match, target: Path) -> Raw:
    """Stage a text file or a sheet."""
    if head.kind is FileForm.SHEET:
        return _sheet(head, match, target)
    source = TextFile(path)
    if head.kind is FileForm.JSON:
        raw = Raw(path=target, headings=match.headings, kind=RECORDS)
        return read_json_array(source, raw) if head.array else read_json_lines(source, raw)
    if match.row < 0:
        return read_lines(source, Raw(path=target, headings=match.headings, kind=LINES))
    raw = Raw(path=target, headings=match.headings)
    return DelimitedReader(source, head.delimiter, raw, match.row).read()


def _sheet(head: Head, match: Match, target: Path) -> Raw:
    raw = Raw(path=target, headings=match.headings, kind=SHEET)
    rows = head.source.rows() if head.source else ()
    raw.epoch_1904 = head.source is not None and head.source.epoch_1904
    width = len(match.headings)
    with RawWriter(raw) as writer:
        for number, row in enumerate(rows, 1):
            if number <= match.row + 1 or not any(cell.strip() for cell in row):
                continue
            filled = (*row, *([""] * (width - len(row))))
            if any(cell.strip() for cell in filled[width:]):
                raw.put_aside(number)
            else:
                writer.add(number, filled[:width])
    return raw


def staged_parquet(connection: Any, path: Path, target: Path) -> Raw:  # noqa: ANN401
    """Stage a delivered Parquet file: every value as text, its rows numbered.

    Raises:
        duckdb.Error: it is no Parquet file, or damaged.
    """
    source = f"read_parquet({literal(str(path))}, file_row_number = true)"
    described = connection.execute(f"DESCRIBE SELECT * EXCLUDE (file_row_number) FROM {source}")
    columns = described.fetchall()
    listed = ", ".join(
        f"coalesce({_as_text(name, kind)}, '') AS c{number}"
        for number, (name, kind, *_) in enumerate(columns)
    )
    connection.execute(
        f"COPY (SELECT file_row_number + 1 AS line, {listed} FROM {source})"
        f" TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
    )
    raw = Raw(path=target, headings=tuple(name for name, *_ in columns))
    raw.staged = connection.execute(
        f"SELECT count(*) FROM read_parquet({literal(str(target))})"
    ).fetchone()[0]
    return raw


def without_marks(connection: Any, raw: Raw) -> None:  # noqa: ANN401
    """Take the marks off texts that a spreadsheet was to keep as such, where a table has any."""
    if raw.kind in {LINES, RECORDS} or not raw.width:
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
