"""Shared texts: how much a workbook comes to when each cell gets a copy of the text it points to.

Calamine copies a shared text for every cell that names it: a long one and ten thousand cells make
gigabytes of a workbook of three kilobytes.
"""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO, Final

from itakusaki.files.archive import part_content, part_pieces
from itakusaki.files.refusal import RefusedFileError

#: How many times the size that a workbook may be unpacked its texts may be, each as often as it stands.
_TIMES: Final = 2
#: Bytes of <c t="s"><v>0</v></c>, the shortest there is.
_CELL: Final = 22
_ENTRY: Final = re.compile(rb"<(?:\w+:)?si[ />]")
_SHARED: Final = re.compile(rb"<(?:\w+:)?v>\s*([0-9]{1,9})\s*<")
#: What every value ends with, whatever it is.
_END: Final = re.compile(rb"</(?:\w+:)?v")


def refuse_repeated_texts(
    archive: zipfile.ZipFile, source: BinaryIO, *, size: int, unpacked: int
) -> None:
    """Refuse a workbook whose texts, each as often as cells point to it, come to too many bytes.

    Args:
        archive: the workbook.
        source: its file.
        size: bytes that all its parts truly come to.
        unpacked: bytes that it may be when unpacked; texts may come to twice as much.

    Raises:
        RefusedFileError: texts_too_large.
    """
    lengths = _lengths(archive, source, unpacked)
    longest, most = max(lengths, default=0), _TIMES * unpacked
    # A cell that points to a text takes so many bytes; of few and short texts no more need be known.
    if longest * (size // _CELL) <= most:
        return
    total = 0
    for part in archive.infolist():
        for xml in part_pieces(source, part):
            total += _texts_in(xml, lengths, longest)
            if total > most:
                raise RefusedFileError("texts_too_large", most)


def _lengths(archive: zipfile.ZipFile, source: BinaryIO, limit: int) -> list[int]:
    """The bytes of each shared text, with its tags."""
    for part in archive.infolist():
        if part.filename.lower() == "xl/sharedstrings.xml":
            texts = _ENTRY.split(part_content(source, part, limit) or b"")
            return [len(text) for text in texts[1:]]
    return []


def _texts_in(xml: bytes, lengths: list[int], longest: int) -> int:
    """What the cells of a piece of a sheet come to; what cannot be told counts as the longest."""
    numbers = [int(number) for number in _SHARED.findall(xml)]
    known = sum(lengths[number] for number in numbers if number < len(lengths))
    odd = max(len(_END.findall(xml)) - len(numbers), 0)
    return known + odd * longest
