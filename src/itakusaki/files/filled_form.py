"""Filled forms: a small workbook or YAML text that a person filled in, read behind the wall."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

from itakusaki.files.archive import Limits
from itakusaki.files.encoding import encoding_of
from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.wall import behind_wall
from itakusaki.files.workbook import Cell, opened_workbook
from itakusaki.files.yaml_text import (
    YamlList,
    YamlMap,
    YamlScalar,
    YamlTextError,
    YamlValue,
    read_yaml_text,
)
from itakusaki.model.allowance import MEGABYTE, Allowance

#: Larger files are no forms that a person fills in.
MAX_FILE: Final = 4 * MEGABYTE
#: What such a workbook may come to.
LIMITS: Final = Limits(unpacked=32 * MEGABYTE, area=200_000)
WORKBOOKS: Final = (".xlsx", ".xlsm")
_READ: Final = "itakusaki.files.filled_form:read"
_BOOK, _YAML, _NO_YAML = "book", "yaml", "no yaml"

#: The rows of each sheet that can hold any, from cell A1 on.
FormSheets: TypeAlias = Mapping[str, Sequence[Sequence[Cell]]]


def read_filled(path: Path, allowance: Allowance) -> FormSheets | YamlValue:
    """What stands in a workbook, or in any other file as YAML.

    Raises:
        RefusedFileError: too_large, not_plain; and see `behind_wall`.
        YamlTextError: it is no workbook, and no YAML that is read.
        OSError: it is out of reach.
    """
    kind, told = behind_wall(_READ, str(path), allowance=allowance)
    if kind == _NO_YAML:
        raise YamlTextError(*told)
    if kind == _YAML:
        return _value(told)
    sheets: FormSheets = told
    return sheets


def read(name: str) -> tuple[str, Any]:
    """What `read_filled` asks for, as plain values, in the reader's process.

    Raises:
        RefusedFileError: the file is too large, damaged or no plain file.
        OSError: it is out of reach.
    """
    path = Path(name)
    data = _content(path)
    if path.suffix.lower() in WORKBOOKS:
        return _BOOK, _sheets(data)
    try:
        found = read_yaml_text(data.decode(encoding_of(data), errors="replace").lstrip("\ufeff"))
    except YamlTextError as error:
        return _NO_YAML, (error.line, error.problem)
    return _YAML, _plain(found)


def _content(path: Path) -> bytes:
    """The bytes; a pipe would be waited for without end, and a device has none."""
    if path.exists() and not path.is_file():
        raise RefusedFileError("not_plain")
    with path.open("rb") as source:
        data = source.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise RefusedFileError("too_large", MAX_FILE)
    return data


def _sheets(data: bytes) -> dict[str, list[list[Cell]]]:
    book = opened_workbook(io.BytesIO(data), LIMITS)
    names = [one.name for one in book.sheets() if one.has_cells]
    return {name: book.cells(name).rows(from_first=True) for name in names}


def _plain(value: YamlValue) -> tuple[Any, ...]:
    match value:
        case YamlScalar():
            return "scalar", value.text, value.line
        case YamlList():
            return "list", tuple(map(_plain, value.items)), value.line
        case YamlMap():
            pairs = tuple((name.text, name.line, _plain(item)) for name, item in value.items)
            return "map", pairs, value.line


def _value(plain: tuple[Any, ...]) -> YamlValue:
    kind, told, line = plain
    if kind == "scalar":
        return YamlScalar(told, line)
    if kind == "list":
        return YamlList(tuple(map(_value, told)), line)
    return YamlMap(tuple((YamlScalar(text, at), _value(item)) for text, at, item in told), line)
