"""Raw tables: delivered rows as they stand, staged as Parquet with their row numbers."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import pyarrow as pa
import pyarrow.parquet as pq

#: Rows gathered before they are written.
BATCH: Final = 50_000
#: Rows by which it is told whether the same stands in a column time and again.
_LOOKED_AT: Final = 10_000
#: Row numbers of put-aside rows that are remembered.
REMEMBERED: Final = 5
#: The staged column of row numbers; the others are c0, c1, … by position.
LINE: Final = "line"
#: Kinds of tables of which each row is one text: lines of a log, records of JSON.
LINES: Final = "lines"
RECORDS: Final = "records"
SHEET: Final = "sheet"


@dataclass(slots=True, kw_only=True)
class Raw:
    """A staged table: its file, its headings by position, and what could not be staged.

    `kind` tells tables of one text per row (in c0) from those with columns. `aside`
    counts malformed rows, `epoch_1904` tells of a sheet whose days count from 1904, `aside_lines` are the first of them; `cut_line` is the line in which the
    file breaks off, 0 where it does not. `marked` where a cell may bear a mark that a spreadsheet keeps a text by.
    """

    path: Path
    headings: tuple[str, ...]
    kind: str = "table"
    staged: int = 0
    aside: int = 0
    aside_lines: list[int] = field(default_factory=list)
    cut: bool = False
    cut_line: int = 0
    cut_row: bool = False
    encoding: str = ""
    replaced: int = 0
    epoch_1904: bool = False
    marked: bool = True

    @property
    def width(self) -> int:
        """The number of staged columns."""
        return 1 if self.kind in {LINES, RECORDS} else len(self.headings)

    def put_aside(self, line: int) -> None:
        """Count a malformed row."""
        self.aside += 1
        if len(self.aside_lines) < REMEMBERED:
            self.aside_lines.append(line)

    def cut_off(self, line: int, *, row: bool = True) -> None:
        """Note that the file breaks off in a line; `row` where that line is a part of a row."""
        self.cut, self.cut_line, self.cut_row = True, line, row
        self.aside += row


class RawWriter:
    """Writes a raw table, in batches or in columns that are there already."""

    def __init__(self, raw: Raw) -> None:
        self._raw = raw
        self._names = [f"c{position}" for position in range(raw.width)]
        fields = [(LINE, pa.int64()), *((name, pa.string()) for name in self._names)]
        self._schema = pa.schema(fields)
        self._writer: Any = None
        self._lines: list[int] = []
        self._rows: list[Sequence[str]] = []

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what is left, and close the file."""
        try:
            self._flush()
        finally:
            self._opened(self._schema.empty_table()).close()

    def add(self, line: int, row: Sequence[str]) -> None:
        """Stage a row that has as many fields as there are headings."""
        self._lines.append(line)
        self._rows.append(row)
        if len(self._rows) >= BATCH:
            self._flush()

    def add_columns(self, first: int, columns: Sequence[Any]) -> None:
        """Stage rows given as columns, in lines that follow one another."""
        self._flush()
        count = len(columns[0])
        numbers = pa.py_buffer(array("q", range(first, first + count)))
        lines = pa.Array.from_buffers(pa.int64(), count, [None, numbers])
        self._write([lines, *columns], count)

    def _flush(self) -> None:
        if self._rows:
            columns = [_strings(column) for column in zip(*self._rows, strict=True)]
            self._write([pa.array(self._lines, pa.int64()), *columns], len(self._rows))
            self._lines, self._rows = [], []

    def _write(self, arrays: Sequence[Any], count: int) -> None:
        self._raw.staged += count
        table = pa.table(list(arrays), schema=self._schema)
        self._opened(table).write_table(table)

    def _opened(self, first: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
        """The file's writer; of the first rows it learns under which headings the same stands time and again."""
        if self._writer is None:
            repeated = [name for name in self._names if _is_repeated(first.column(name))]
            self._writer = pq.ParquetWriter(
                self._raw.path,
                self._schema,
                compression="lz4",
                write_statistics=False,
                use_dictionary=repeated,
                column_encoding={LINE: "DELTA_BINARY_PACKED"},
            )
        return self._writer


def _is_repeated(column: Any) -> bool:  # noqa: ANN401 - pyarrow has no types
    """Whether a value of a column stands in two of its first rows on average."""
    values = column.slice(0, _LOOKED_AT).to_pylist()
    return 2 * len(set(values)) <= len(values)


def _strings(values: Sequence[str]) -> Any:  # noqa: ANN401 - pyarrow has no types
    try:
        return pa.array(values, pa.string())
    except UnicodeEncodeError:  # half of a surrogate pair, as JSON may hold
        return pa.array(
            [value.encode("utf-8", "replace").decode("utf-8") for value in values], pa.string()
        )
