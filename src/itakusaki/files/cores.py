"""Cores: how many this process may use; apart, since the command line asks before anything else is loaded."""

from __future__ import annotations

import os


def cores() -> int:
    """How many cores this process may use."""
    mine = getattr(os, "sched_getaffinity", None)
    return len(mine(0)) if mine else os.cpu_count() or 1
