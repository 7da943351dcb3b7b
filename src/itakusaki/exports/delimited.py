"""Delimited text: the rows of a CSV of any size; whatever is malformed is put aside, never lost."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

import pyarrow as pa
import pyarrow.csv as pa_csv

from itakusaki.exports.raw import Raw, RawWriter
from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.text_file import TextFile

#: Longest field; an open quote that swallows more is a stray one.
MAX_FIELD: Final = 4 * 1024 * 1024
#: Longest line; a record of JSON that is longer is none.
MAX_LINE: Final = 64 * 1024 * 1024


class DelimitedReader:
    """Reads the rows below the heading row (counted in records) of one file."""

    def __init__(self, source: TextFile, delimiter: str, raw: Raw, heading_row: int) -> None:
        self._source = source
        self._delimiter = delimiter
        self._raw = raw
        self._skip = heading_row + 1
        self._width = len(raw.headings)
        self._line = 1
        self._is_replaced = False
        sign = re.escape(delimiter)
        # Quoted fields without quotes or breaks in them: what the fast way may be trusted with.
        self._plain = re.compile(rf'(?:(?<=[{sign}\n])|\A)"[^"\n]*"(?=[{sign}\n]|\Z)')
        # A line without a value, the first one of a text and any other.
        self._blank_first = re.compile(rf'[{sign}" ]*\n')
        self._blank = re.compile(rf'\n[{sign}" ]*(?=\n)')

    def read(self) -> Raw:
        """Stage every row."""
        before = csv.field_size_limit(MAX_FIELD)
        try:
            with RawWriter(self._raw) as writer:
                self._all(writer)
        finally:
            csv.field_size_limit(before)
        if self._source.is_thin and self._is_replaced:
            self._source.count_replaced()
        self._raw.encoding = self._source.encoding
        self._raw.replaced = self._source.replaced
        return self._raw

    def _all(self, writer: RawWriter) -> None:
        rest = ""
        self._raw.marked = False
        for text in unix_lines(self._source.thin_blocks()):
            self._raw.marked |= "=" in text or "'" in text
            rest += text
            end = rest.rfind("\n") + 1
            if end:
                rest = self._block(rest[:end], writer) + rest[end:]
        rest = self._below_heading(rest)
        if rest:
            self._slow(rest, writer, final=True)
        if self._source.torn and not self._raw.cut:
            self._raw.cut_off(self._line, row=False)

    def _block(self, text: str, writer: RawWriter) -> str:
        """Stage a block of whole lines; gives back what an open quote leaves over."""
        text = self._below_heading(text)
        return "" if self._fast(text, writer) else self._slow(text, writer, final=False)

    def _below_heading(self, text: str) -> str:
        if not self._skip or not text:
            return text
        lines = _lines(text)
        reader = csv.reader(lines, delimiter=self._delimiter)
        self._skip -= sum(1 for _ in islice(reader, self._skip))
        self._line += reader.line_num
        return "".join(lines[reader.line_num :])

    def _fast(self, text: str, writer: RawWriter) -> bool:
        """Stage a block in which there is nothing to wonder about, all at once."""
        if not text:
            return True
        if not self._source.is_whole(text):
            self._is_replaced = True
        if '"' in text and '"' in self._plain.sub("", text):
            return False
        count = text.count("\n")
        if self._blank_first.match(text) or self._blank.search(text):
            return False
        data = text.encode("latin-1") if self._source.is_thin else text.encode("utf-8", "replace")
        columns = _columns(data, self._delimiter, self._width)
        if columns is None or len(columns[0]) != count:
            return False
        writer.add_columns(self._line, columns)
        self._line += count
        return True

    def _slow(self, text: str, writer: RawWriter, *, final: bool) -> str:
        """Stage a block row by row; gives back the lines of a quote that is still open."""
        given = _lines(text)
        lines = [self._source.thick(line) for line in given]
        self._is_replaced |= any("\ufffd" in line for line in lines)
        at = 0
        while at < len(lines):
            reader = csv.reader(_from(lines, at), delimiter=self._delimiter, strict=True)
            start = at
            try:
                for row in reader:
                    self._take(row, writer, last=final and start + reader.line_num == len(lines))
                    self._line += start + reader.line_num - at
                    at = start + reader.line_num
            except csv.Error as error:
                if _is_open(error) and not final:
                    return "".join(given[at:])
                at += self._mend(lines, at, error, writer)
        return ""

    def _mend(self, lines: Sequence[str], at: int, error: csv.Error, writer: RawWriter) -> int:
        """Deal with a row that breaks the rules of quoting; gives the number of lines it takes.

        A quote that is open comes here at the end of the file only, so that all lines are at hand.
        """
        cut = _is_open(error) and not any(map(self._is_row, _from(lines, at + 1)))
        if cut:
            self._raw.cut_off(self._line)
            taken = len(lines) - at
        else:
            row = self._by_itself(lines[at])
            whole = len(row) == self._width and lines[at].count('"') % 2 == 0
            if whole:
                writer.add(self._line, row)
            else:
                self._raw.put_aside(self._line)
            taken = 1
        self._line += taken
        return taken

    def _by_itself(self, line: str) -> list[str]:
        """The fields of a line, whatever stands round it; none where one of them is too long."""
        try:
            return next(csv.reader([line.replace("\r", " ")], delimiter=self._delimiter), [])
        except csv.Error:
            return []

    def _is_row(self, line: str) -> bool:
        return line.count(self._delimiter) == self._width - 1

    def _take(self, row: Sequence[str], writer: RawWriter, *, last: bool) -> None:
        if not any(field.strip() for field in row):
            return
        torn = last and self._source.torn
        if torn or (last and len(row) < self._width):
            self._raw.cut_off(self._line)
        elif len(row) >= self._width and not any(field.strip() for field in row[self._width :]):
            writer.add(self._line, row[: self._width])
        else:
            self._raw.put_aside(self._line)


def unix_lines(blocks: Iterable[str]) -> Iterator[str]:
    """The blocks with every line ended as Unix does; a lone carriage return becomes a blank.

    Raises:
        RefusedFileError: a line is longer than any record.
    """
    held, old_mac, length = "", None, 0
    for block in blocks:
        text = held + block
        held = "\r" if text.endswith("\r") else ""
        text = text.removesuffix("\r")
        has_returns = "\r" in text
        if old_mac is None:
            old_mac = has_returns and "\n" not in text
        if has_returns:
            text = text.replace("\r\n", "\n").replace("\r", "\n" if old_mac else " ")
        end = text.rfind("\n")
        length = length + len(text) if end < 0 else len(text) - end
        if length > MAX_LINE:
            raise RefusedFileError("line_too_long", MAX_LINE)
        yield text
    if held:
        yield "\n"


def _lines(text: str) -> list[str]:
    # str.splitlines would split at signs that are none of a line's end.
    return io.StringIO(text, newline="\n").readlines()


def _from(lines: Sequence[str], at: int) -> Iterator[str]:
    """The lines from one on, without going through those before it: broken rows may be many."""
    return (lines[number] for number in range(at, len(lines)))


def _is_open(error: csv.Error) -> bool:
    return "unexpected end" in str(error)


def _columns(data: bytes, delimiter: str, width: int) -> list[Any] | None:
    """The columns of a block of UTF-8, None where it is none or a row has another number of fields."""
    names = [f"c{position}" for position in range(width)]
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(data),
            pa_csv.ReadOptions(column_names=names, block_size=len(data) + 1, use_threads=False),
            pa_csv.ParseOptions(delimiter=delimiter),
            pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
        )
    except pa.ArrowInvalid:
        return None
    return [table.column(name).combine_chunks() for name in names]
