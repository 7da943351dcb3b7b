"""Reproducible zips: an Office file with its clock taken out, so that the same input gives the same bytes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO

#: The earliest moment a zip can hold.
EPOCH = (1980, 1, 1, 0, 0, 0)
CORE = "docProps/core.xml"
STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def reproducible(
    workbook: bytes, moment: datetime, changes: Mapping[str, Callable[[bytes], bytes]] | None = None
) -> bytes:
    """The same file, dated `moment` inside and at the epoch on each of its parts.

    Args:
        workbook: it, or a Word file.
        moment: the day it bears.
        changes: parts by name that are to hold something else, made of what they hold.
    """
    out = BytesIO()
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with (
        zipfile.ZipFile(BytesIO(workbook)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == CORE:
                content = STAMP.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            if changes and name in changes:
                content = changes[name](content)
            put(target, name, content)
    return out.getvalue()


def put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Put a part into a zip, dated at the epoch, to be read and written by its owner."""
    part = zipfile.ZipInfo(name, date_time=EPOCH)
    part.compress_type = zipfile.ZIP_DEFLATED
    part.external_attr = 0o600 << 16
    archive.writestr(part, content)
