"""Frames: how requests and answers are told apart on the pipe between a run and its readers."""

from __future__ import annotations

import os
import struct
from typing import IO, BinaryIO, Final

#: Kinds of answers.
ANSWERED: Final = "answered"
REFUSED: Final = "refused"
OUT_OF_REACH: Final = "out_of_reach"
TOO_MUCH: Final = "contents_too_large"
#: What a file is called whose reader failed or died.
DAMAGED: Final = "damaged"
_LENGTH: Final = struct.Struct(">Q")
#: What the kind of an answer and the like take beside its content.
_BESIDE: Final = 4096


def framed(content: bytes) -> bytes:
    """A message with its length before it."""
    return _LENGTH.pack(len(content)) + content


def next_frame(source: IO[bytes], most: int | None = None) -> bytes | None:
    """The next message; None where there is none, it is torn, or longer than it may be."""
    length = source.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        return None
    (size,) = _LENGTH.unpack(length)
    if most is not None and size > most + _BESIDE:
        return None
    content = source.read(size)
    return content if len(content) == size else None


def pipes() -> tuple[BinaryIO, BinaryIO]:
    """Within a child, the pipe's two ends, kept from whatever a library may read or print."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return requests, replies
