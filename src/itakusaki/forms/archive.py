"""Archives: a workbook as bytes, the same bytes each time."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO

from openpyxl import Workbook

from itakusaki.files.reproducible_zip import CORE, reproducible

#: No clock: the day a workbook was made would change its bytes and tell nothing that it must.
MADE = datetime(2026, 1, 1, tzinfo=UTC)


def book_bytes(book: Workbook) -> bytes:
    """The xlsx file of a workbook, without any trace of when it was made."""
    book.properties.creator = "itakusaki"
    written = BytesIO()
    book.save(written)
    return reproducible(written.getvalue(), MADE)


def is_as_made(content: bytes) -> bool:
    """Whether nobody has saved the workbook since it was made: any program that does says when."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as book:
            told = book.read(CORE)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, ValueError):
        return False
    stamp = MADE.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return b">itakusaki<" in told and told.count(stamp) == 2  # noqa: PLR2004 - made and changed
