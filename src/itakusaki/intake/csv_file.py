"""CSV files: their encoding, their separator, their rows, and whether they break off."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import Final

from itakusaki.intake.safety import Refusal

#: Longest field that is read; Excel's own cells end at 32,767.
MAX_FIELD: Final = 1_000_000
SEPARATORS: Final = (",", "\t", ";")
ENCODINGS: Final = ("utf-8", "cp932")
LONGEST_CHARACTER: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvText:
    """The rows of a CSV; `cut_off` where the last one is not whole."""

    rows: tuple[tuple[str, ...], ...]
    cut_off: bool = False


def read_csv(data: bytes) -> CsvText | Refusal:
    """Read a CSV in UTF-8, UTF-8 with BOM, UTF-16 with BOM or cp932."""
    found = _decoded(data)
    if found is None:
        return Refusal("encoding_unknown")
    text, torn = found
    rows, broken = _rows(text)
    cut_off = torn or broken or _ends_short(text, rows)
    return CsvText(rows=tuple(rows), cut_off=cut_off)


def _decoded(data: bytes) -> tuple[str, bool] | None:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _with(data, encoding)
    whole = [found for name in ENCODINGS if (found := _with(data, name)) is not None]
    # A file whole in one encoding is that; torn in its last character only if in none.
    return next((found for found in whole if not found[1]), whole[0] if whole else None)


def _with(data: bytes, encoding: str) -> tuple[str, bool] | None:
    try:
        return data.decode(encoding), False
    except UnicodeDecodeError as error:
        start = error.start
    # A character torn at the very end of the file is shorter than this.
    return (data[:start].decode(encoding), True) if len(data) - start < LONGEST_CHARACTER else None


def _rows(text: str) -> tuple[list[tuple[str, ...]], bool]:
    rows: list[tuple[str, ...]] = []
    before = csv.field_size_limit(MAX_FIELD)
    try:
        source = io.StringIO(text.replace("\0", ""), newline="")
        for row in csv.reader(source, delimiter=_separator(text), strict=True):
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
    return [tuple(row) for row in csv.reader(source, delimiter=_separator(text))]


def _separator(text: str) -> str:
    head = text[:4096].splitlines()[:5]
    counts = {sign: sum(line.count(sign) for line in head) for sign in SEPARATORS}
    return max(SEPARATORS, key=lambda sign: counts[sign])


def _ends_short(text: str, rows: list[tuple[str, ...]]) -> bool:
    if len(rows) < 3 or text.endswith(("\n", "\r")):  # noqa: PLR2004 - heading, a row, the last
        return False
    usual = Counter(len(row) for row in rows[:-1] if row).most_common(1)
    return bool(usual) and len(rows[-1]) < usual[0][0]
