"""Cores: how many this process may use; apart, since the command line asks before anything else is loaded."""

from __future__ import annotations

import os
from typing import Final

from itakusaki.model.allowance import MEGABYTE, bytes_of

#: What one thread works well with: half of it is too little for the logs of the sample.
_OF_A_THREAD: Final = 64 * MEGABYTE


def cores() -> int:
    """How many cores this process may use."""
    mine = getattr(os, "sched_getaffinity", None)
    return len(mine(0)) if mine else os.cpu_count() or 1


def threads_within(memory: str, asked: int) -> int:
    """How many threads an engine may have that takes so much memory; `asked` is 0 for all cores.

    DuckDB gives each thread buffers of its own, and fails where all of them together are too large.
    """
    most = max(1, bytes_of(memory) // _OF_A_THREAD)
    return min(asked or cores(), most)
