"""Mentions: which of some names stand in a file, wherever in it, read behind the wall.

Looked through are texts and every part of Office files: hidden sheets, comments, properties too. Two
pieces that stand side by side are read as one, so a name cut by formatting is found; what is found is
for a person to look at.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final
from zipfile import ZipInfo

from itakusaki.files.archive import Limits, opened_archive, part_content
from itakusaki.files.encoding import decoded
from itakusaki.files.folding import key
from itakusaki.files.kind import kind_of
from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.wall import behind_wall
from itakusaki.files.workbook import opened_workbook
from itakusaki.model.allowance import MEGABYTE, Allowance

#: What a file may come to when unpacked.
LIMITS: Final = Limits(unpacked=256 * MEGABYTE, area=20_000_000)
_READ: Final = "itakusaki.files.mentions:read"
_OFFICE: Final = "[Content_Types].xml"
_MARKUP: Final = (".xml", ".rels", ".vml")
_TAG: Final = re.compile(r"<[^<>]*>")


def names_in(
    file: Path | bytes, names: Sequence[str], allowance: Allowance
) -> tuple[str, ...] | None:
    """Those of the names that stand in a file, by path or as its bytes, in their order.

    None where it cannot be looked through.
    """
    given = file if isinstance(file, bytes) else str(file)
    try:
        found: tuple[str, ...] | None = behind_wall(_READ, given, tuple(names), allowance=allowance)
    except (RefusedFileError, OSError):
        return None
    return found


def mentioned(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """Those of the names that stand in a text, whatever their width, case and spaces."""
    folded = key(text)
    return tuple(name for name in names if key(name) in folded)


def read(file: str | bytes, names: tuple[str, ...]) -> tuple[str, ...] | None:
    """What `names_in` asks for, in the reader's process.

    Raises:
        RefusedFileError: the file is damaged, protected or too large.
        OSError: it is out of reach.
    """
    data = file if isinstance(file, bytes) else Path(file).read_bytes()
    match kind_of(data):
        case "text":
            found = decoded(data)
            pieces = iter((found.text,)) if found else None
        case "xlsx":
            pieces = _office_parts(data)
        case "xls":
            pieces = _cells(data)
        case _:
            pieces = None
    if pieces is None:
        return None
    seen = {name for piece in pieces for name in mentioned(piece, names)}
    return tuple(name for name in names if name in seen)


def _office_parts(data: bytes) -> Iterator[str] | None:
    """The texts of an Office file; None for a zip of other things, which would have to be unpacked."""
    source = io.BytesIO(data)
    archive = opened_archive(source, LIMITS)
    return _texts(source, archive.infolist()) if _OFFICE in archive.namelist() else None


def _texts(source: BinaryIO, parts: Sequence[ZipInfo]) -> Iterator[str]:
    for part in parts:
        content = part_content(source, part, LIMITS.unpacked)
        if content is None:
            raise RefusedFileError("damaged")
        if part.filename.lower().endswith(_MARKUP):
            marked = html.unescape(content.decode("utf-8", "replace"))
            yield _TAG.sub("", marked)
            # What stands within tags: names of sheets, targets of links.
            yield marked


def _cells(data: bytes) -> Iterator[str]:
    book = opened_workbook(io.BytesIO(data), None)
    for sheet in book.sheets():
        yield sheet.name
        rows = book.cells(sheet.name).rows() if sheet.has_cells else []
        yield "\n".join(str(value) for row in rows for value in row)
