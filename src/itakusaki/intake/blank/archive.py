"""Archives: a workbook as bytes, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

#: No clock: the day a workbook was made would change its bytes and tell nothing that it must.
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - the format knows no time zone
ENTRY_DATE = (1980, 1, 1, 0, 0, 0)


def book_bytes(book: Workbook) -> bytes:
    """The xlsx file of a workbook, without any trace of when it was made."""
    book.properties.creator = "itakusaki"
    book.properties.created = MADE
    book.properties.modified = MADE
    written = io.BytesIO()
    # Not book.save: that would put today's date into the properties.
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        ExcelWriter(book, archive).save()
    return _undated(written)


def _undated(source: io.BytesIO) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, ENTRY_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return target.getvalue()
