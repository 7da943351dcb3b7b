"""Archives: a workbook as bytes, the same bytes each time."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from openpyxl import Workbook

from itakusaki.files.reproducible_zip import reproducible

#: No clock: the day a workbook was made would change its bytes and tell nothing that it must.
MADE = datetime(2026, 1, 1, tzinfo=UTC)


def book_bytes(book: Workbook) -> bytes:
    """The xlsx file of a workbook, without any trace of when it was made."""
    book.properties.creator = "itakusaki"
    written = BytesIO()
    book.save(written)
    return reproducible(written.getvalue(), MADE)
