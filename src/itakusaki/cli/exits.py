"""Exit codes: what the shell is told; they are a promise (README lists them)."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What the shell is told."""

    CLEAR = 0
    GAPS = 1
    USAGE = 2
    BAD_INPUT = 3
    NO_ACCESS = 4
    BUG = 70
    INTERRUPTED = 130
