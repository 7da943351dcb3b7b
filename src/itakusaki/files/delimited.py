"""Delimited text: the separator between fields, and the rows of a whole CSV."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from itakusaki.files.encoding import decoded
from itakusaki.files.refusal import RefusedFileError

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


def read_csv(data: bytes) -> CsvText:
    """Read a CSV in UTF-8, UTF-16 (with a mark or without), cp932 or cp1252.

    Raises:
        RefusedFileError: its bytes fit no encoding.
    """
    found = decoded(data)
    if found is None:
        raise RefusedFileError("encoding_unknown")
    rows, broken = _rows(found.text)
    cut_off = found.torn or broken or _ends_short(found.text, rows)
    return CsvText(rows=tuple(rows), encoding=found.encoding, cut_off=cut_off)


def separator_of(text: str) -> str:
    """The sign between fields: the one that the first lines have most of outside quotes."""
    lines = _QUOTED.sub("", text[:_LOOKED_AT].removeprefix("\ufeff")).splitlines()[:_FIRST_LINES]
    counts = {sign: sum(line.count(sign) for line in lines) for sign in SEPARATORS}
    return max(SEPARATORS, key=lambda sign: counts[sign])


def _rows(text: str) -> tuple[list[tuple[str, ...]], bool]:
    rows: list[tuple[str, ...]] = []
    before = csv.field_size_limit(MAX_FIELD)
    try:
        source = io.StringIO(text.replace("\0", ""), newline="")
        for row in csv.reader(source, delimiter=separator_of(text), strict=True):
            rows.append(tuple(row))  # noqa: PERF401 - rows read before an error must stay
    except csv.Error as error:
        if "unexpected end" in str(error) or "field larger" in str(error):
            return rows, True
        return _lenient(text), False
    finally:
        csv.field_size_limit(before)
    return rows, False


def _lenient(text: str) -> list[tuple[str, ...]]:
    # A stray quote inside a field is no reason to drop the file.
    source = io.StringIO(text.replace("\0", ""), newline="")
    return [tuple(row) for row in csv.reader(source, delimiter=separator_of(text))]


def _ends_short(text: str, rows: list[tuple[str, ...]]) -> bool:
    if len(rows) < 3 or text.endswith(("\n", "\r")):  # noqa: PLR2004 - heading, a row, the last
        return False
    usual = Counter(len(row) for row in rows[:-1] if row).most_common(1)
    return bool(usual) and len(rows[-1]) < usual[0][0]
