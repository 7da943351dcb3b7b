"""Tables of a delivery as rows of texts, from CSV or a plain workbook and back into the same form."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

from openpyxl import Workbook, load_workbook

Row = list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A delivered table: its name, its rows with the heading first, how it was written."""

    name: str
    rows: tuple[Row, ...]
    encoding: str = "utf-8-sig"

    @property
    def heading(self) -> Row:
        return self.rows[0]

    @property
    def body(self) -> list[Row]:
        return list(self.rows[1:])

    def with_body(self, body: Sequence[Row]) -> Table:
        return replace(self, rows=(self.heading, *body))

    def with_column(self, at: int, cells: Sequence[str], heading: str | None = None) -> Table:
        """The table with other cells in a column, one for each row of the body."""
        body = [[*r[:at], cell, *r[at + 1 :]] for r, cell in zip(self.body, cells, strict=True)]
        first = list(self.heading)
        first[at] = first[at] if heading is None else heading
        return replace(self, rows=(first, *body))

    def column(self, at: int) -> list[str]:
        return [row[at] for row in self.body]

    def content(self) -> bytes:
        """The file in the form it came in."""
        if self.name.endswith(".xlsx"):
            return _workbook(self.rows)
        target = io.StringIO()
        csv.writer(target, lineterminator="\r\n").writerows(self.rows)
        body = target.getvalue().encode(self.encoding, "replace")
        return gzip.compress(body, 1, mtime=0) if self.name.endswith(".gz") else body


def read_table(name: str, content: bytes) -> Table | None:
    """The table of a file; None where it is none of several columns and rows."""
    if name.endswith(".xlsx"):
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        lines = [["" if c is None else str(c) for c in row] for row in sheet.values]
        return _table(name, lines, "utf-8")
    if not name.endswith((".csv", ".csv.gz")):
        return None
    body = gzip.decompress(content) if name.endswith(".gz") else content
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _table(name, list(csv.reader(io.StringIO(text))), encoding)
    return None


def _table(name: str, rows: list[Row], encoding: str) -> Table | None:
    kept = [row for row in rows if any(row)]
    width = max(map(len, kept), default=0)
    if width < 2 or len(kept) < 3:
        return None
    squared = tuple([*row, *[""] * (width - len(row))] for row in kept)
    return Table(name=name, rows=squared, encoding=encoding)


def _workbook(rows: Sequence[Row]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
