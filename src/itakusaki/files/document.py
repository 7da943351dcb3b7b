"""Documents: the lines of a Word file (.docx) or plain text, read behind the wall."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from itakusaki.files.archive import Limits, opened_archive, part_content
from itakusaki.files.encoding import decoded
from itakusaki.files.kind import kind_of
from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.wall import behind_wall
from itakusaki.model.allowance import MEGABYTE, Allowance

#: What a document may come to when unpacked; it spans no cells.
LIMITS: Final = Limits(unpacked=64 * MEGABYTE, area=0)
_READ: Final = "itakusaki.files.document:read"

#: The parts that hold what a reader sees on the pages, in the order of the pages.
_PARTS: Final = re.compile(r"word/(header|document|footer)[0-9]*\.xml")
#: A paragraph ends, a tab or line break stands, or a run of text; tags are searched, never parsed.
_PIECE: Final = re.compile(
    rb"(</(?:\w+:)?p>)|<(?:\w+:)?(?:tab|br|cr)(?=[ />])[^<>]*>|<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)<"
)


def read_lines(path: Path, allowance: Allowance) -> tuple[str, ...]:
    """The lines of a Word document or text; for a document, its paragraphs that are not blank.

    Raises:
        RefusedFileError, OSError: see `behind_wall`.
    """
    lines: tuple[str, ...] = behind_wall(_READ, str(path), allowance=allowance)
    return lines


def read(name: str) -> tuple[str, ...]:
    """What `read_lines` asks for, in the reader's process.

    Raises:
        RefusedFileError: the file is damaged, or no text.
        OSError: it is out of reach.
    """
    path = Path(name)
    data = path.read_bytes()
    if path.suffix.lower() == ".docx":
        return document_lines(io.BytesIO(data), LIMITS)
    found = decoded(data) if kind_of(data) == "text" else None
    if found is None:
        raise RefusedFileError("damaged")
    return tuple(found.text.splitlines())


def document_lines(source: BinaryIO, limits: Limits) -> tuple[str, ...]:
    """The paragraphs of a Word document that are not blank.

    Raises:
        RefusedFileError: it is damaged, no Word document, or comes to more than the limits allow.
    """
    archive = opened_archive(source, limits)
    parts = [part for part in archive.infolist() if _PARTS.fullmatch(part.filename)]
    if not parts:
        raise RefusedFileError("damaged")
    found: list[str] = []
    for part in sorted(parts, key=lambda one: "header document footer".find(one.filename[5:11])):
        content = part_content(source, part, limits.unpacked)
        if content is None:
            raise RefusedFileError("damaged")
        found.extend(_lines(content))
    return tuple(found)


def _lines(content: bytes) -> Iterator[str]:
    line: list[str] = []
    for piece in _PIECE.finditer(content):
        if piece[1] is None:
            text = b"\t" if piece[2] is None else piece[2]
            line.append(html.unescape(text.decode("utf-8", "replace")))
            continue
        if text := "".join(line).strip():
            yield text
        line = []
