"""Delimited text: the separator between fields, and the rows of a whole CSV."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from itakusaki.files.encoding import decoded
from itakusaki.files.refusal import RefusedFileError
from itakusaki.model.source import column_letters

#: Longest field that is read; Excel's own cells end at 32,767.
MAX_FIELD: Final = 1_000_000
SEPARATORS: Final = (",", "\t", ";")
#: Characters and lines by which the separator is told.
_LOOKED_AT: Final = 65_536
_FIRST_LINES: Final = 10
#: A quoted field, to its end or that of the text: texts of events hold tabs and line breaks by the dozen.
_QUOTED: Final = re.compile(r'(?:(?<=[,\t;\n\r])|\A)"(?:[^"]|"")*(?:"|\Z)')


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvText:
    """The rows of a CSV; `cut_off` where the last one is not whole."""

    rows: tuple[tuple[str, ...], ...]
    encoding: str = "utf-8"
    cut_off: bool = False


def read_csv(data: bytes, area: int) -> CsvText:
    """Read a CSV in UTF-8, UTF-16 (with a mark or without), cp932 or cp1252.

    Raises:
        RefusedFileError: its bytes fit no encoding, or its cells span more than `area`.
    """
    found = decoded(data)
    if found is None:
        raise RefusedFileError("encoding_unknown")
    rows, broken = _rows(found.text, area)
    cut_off = found.torn or broken or _ends_short(found.text, rows)
    return CsvText(rows=tuple(rows), encoding=found.encoding, cut_off=cut_off)


def separator_of(text: str) -> str:
    """The sign between fields: the one that the first lines have most of outside quotes."""
    lines = _QUOTED.sub("", text[:_LOOKED_AT].removeprefix("\ufeff")).splitlines()[:_FIRST_LINES]
    counts = {sign: sum(line.count(sign) for line in lines) for sign in SEPARATORS}
    return max(SEPARATORS, key=lambda sign: counts[sign])


def _rows(text: str, area: int) -> tuple[list[tuple[str, ...]], bool]:
    rows: list[tuple[str, ...]] = []
    before = csv.field_size_limit(MAX_FIELD)
    try:
        for row in _within(_reader(text, strict=True), area):
            rows.append(row)  # noqa: PERF402 - rows read before an error must stay
    except csv.Error as error:
        if "unexpected end" in str(error) or "field larger" in str(error):
            return rows, True
        # A stray quote inside a field is no reason to drop the file.
        return list(_within(_reader(text, strict=False), area)), False
    finally:
        csv.field_size_limit(before)
    return rows, False


def _reader(text: str, *, strict: bool) -> Iterator[list[str]]:
    source = io.StringIO(text.replace("\0", ""), newline="")
    return csv.reader(source, delimiter=separator_of(text), strict=strict)


def _within(rows: Iterator[list[str]], area: int) -> Iterator[tuple[str, ...]]:
    """The rows, as long as the cells that they span are no more than `area`."""
    width = 0
    for number, row in enumerate(rows, 1):
        width = max(width, len(row))
        if width * number > area:
            raise RefusedFileError("sheet_too_large", cell=f"{column_letters(width - 1)}{number}")
        yield tuple(row)


def _ends_short(text: str, rows: list[tuple[str, ...]]) -> bool:
    if len(rows) < 3 or text.endswith(("\n", "\r")):  # noqa: PLR2004 - heading, a row, the last
        return False
    usual = Counter(len(row) for row in rows[:-1] if row).most_common(1)
    return bool(usual) and len(rows[-1]) < usual[0][0]
