"""Heads: the first rows of a delivered file, cheaply read, to tell what it is."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from itakusaki.exports.sheet import sheets_of
from itakusaki.files.delimited import separator_of
from itakusaki.files.text_file import TextFile

#: Bytes of a text that are looked at, and rows of a table.
SIZE: Final = 256 * 1024
ROWS: Final = 200
TABLES: Final = frozenset({"csv", "tsv", "txt", "log", ""})
JSON: Final = frozenset({"jsonl", "ndjson", "json"})
WORKBOOKS: Final = frozenset({"xlsx", "xlsm"})
#: Forms that hold more than their bytes.
PACKED: Final = WORKBOOKS | {"parquet"}
_NUMBERED: Final = re.compile(r"\.\d+$")
#: One object round the records: fields of their own first, then the list of them by one of these names.
_ROUND: Final = re.compile(
    r'\s*\{(?:\s*"[^"]*"\s*:\s*(?:"[^"]*"|[\w.+\-]+)\s*,)*\s*"(?:records|value|items|events|data|entries|logs|results)"\s*:\s*(?=\[\s*\{)',
    re.IGNORECASE,
)
#: How deep into a JSON record columns are looked for.
_DEEP: Final = 4


class FileForm(StrEnum):
    """What a file is made of."""

    TABLE = "table"
    JSON = "json"
    SHEET = "sheet"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The first rows of a file or sheet: of a JSON file, the paths of its fields and their values.

    `array` tells of a JSON file that is one array, `number` which of a workbook's sheets it is of.
    """

    kind: FileForm
    rows: tuple[tuple[str, ...], ...]
    sheet: str = ""
    delimiter: str = ","
    array: bool = False
    number: int = 0

    @property
    def lines(self) -> tuple[str, ...]:
        """The rows as lines of text."""
        return tuple(self.delimiter.join(row) for row in self.rows)


def suffix_of(name: str) -> str:
    """A file's kind by its name: packing and the number of a rotated log left out."""
    plain = name.casefold().removesuffix(".gz")
    plain = _NUMBERED.sub("", plain)
    return plain.rpartition(".")[2] if "." in plain.lstrip(".") else ""


def heads_of(path: Path, name: str) -> tuple[Head, ...]:
    """The heads of a file: one per sheet of a workbook, none of a file that is no export.

    Raises:
        OSError: it cannot be read.
        RefusedFileError: it is damaged, protected, no text, or unpacks to an absurd size.
    """
    suffix = suffix_of(name)
    if suffix in WORKBOOKS:
        return tuple(
            Head(kind=FileForm.SHEET, sheet=sheet.name, rows=sheet.rows(ROWS), number=number)
            for number, sheet in enumerate(sheets_of(path))
        )
    if suffix == "parquet":
        return (Head(kind=FileForm.PARQUET, rows=()),)
    if suffix in TABLES | JSON:
        source = TextFile(path)
        # A file without an ending may be anything, and is nobody's loss.
        return _text_heads(source.text_head(SIZE, name) if suffix else source.head(SIZE))
    return ()


def _text_heads(whole: str) -> tuple[Head, ...]:
    text = whole.replace("\0", "")
    start = text.lstrip()[:1]
    if start == "{" or (start == "[" and text.lstrip()[1:].lstrip()[:1] == "{"):
        return (_json_head(list_inside(text) or text.lstrip()),)
    delimiter = separator_of(text)
    return (Head(kind=FileForm.TABLE, delimiter=delimiter, rows=tuple(_rows(text, delimiter))),)


def _rows(text: str, delimiter: str) -> Iterator[tuple[str, ...]]:
    # The last line may be torn, unless it is the only one.
    whole = text[: text.rfind("\n") + 1] if len(text) > SIZE // 2 and "\n" in text else text
    lines = io.StringIO(whole, newline=None).readlines()
    before = csv.field_size_limit(max(len(text), 1))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    at = 0
    try:
        for _, row in zip(range(ROWS), reader, strict=False):
            yield tuple(row)
            at = reader.line_num
    except csv.Error:
        # A stray quote, or one still open: what follows is looked at line by line.
        for line in lines[at : at + ROWS]:
            yield from map(tuple, csv.reader([line], delimiter=delimiter))
    finally:
        csv.field_size_limit(before)


def list_inside(text: str) -> str:
    """The text from the list of records on that one object holds; "" where there is none."""
    found = _ROUND.match(text)
    return text[found.end() :] if found else ""


def _json_head(text: str) -> Head:
    records = list(_first_records(text))
    flat = [dict(_fields(record)) for record in records]
    paths = tuple(dict.fromkeys(path for record in flat for path in record))
    rows = (paths, *(tuple(record.get(path, "") for path in paths) for record in flat))
    return Head(kind=FileForm.JSON, rows=rows, array=text.startswith("["))


def _first_records(text: str) -> Iterator[Mapping[str, Any]]:
    decoder, at = json.JSONDecoder(), 0
    for _ in range(ROWS):
        while at < len(text) and text[at] in "[, \t\r\n":
            at += 1
        try:
            record, at = decoder.raw_decode(text, at)
        # A number of thousands of digits is no JSONDecodeError.
        except (ValueError, RecursionError):
            return
        if isinstance(record, dict):
            yield record


def _fields(
    record: Mapping[str, Any], before: str = "", deep: int = 0
) -> Iterator[tuple[str, str]]:
    for name, value in record.items():
        if value is not None:
            shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            yield before + name, shown
        if isinstance(value, dict) and deep < _DEEP:
            yield from _fields(value, f"{before}{name}.", deep + 1)
