"""Exit codes: what the shell is told; they are a promise (README lists them)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from itakusaki.model.issue import DataIssue, tells_own_fault


class Exit(IntEnum):
    """What the shell is told."""

    CLEAR = 0
    GAPS = 1
    USAGE = 2
    BAD_INPUT = 3
    NO_ACCESS = 4
    BUG = 70
    INTERRUPTED = 130


def unless_own_fault(usual: Exit, issues: Iterable[DataIssue]) -> Exit:
    """The exit code of a run that went on, which also tells where it made a mistake of its own."""
    return Exit.BUG if any(tells_own_fault(one.code) for one in issues) else usual
