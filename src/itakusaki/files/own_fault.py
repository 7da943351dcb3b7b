"""Own faults: whether an error is a mistake in our code rather than a file's, and where it arose."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parents[1]
#: Errors by which code fails, not what it reads, where our own line raised them.
_MISTAKES: Final = (
    TypeError,
    AttributeError,
    NameError,
    AssertionError,
    LookupError,
    ImportError,
    NotImplementedError,
)


def is_own_fault(error: BaseException) -> bool:
    """Whether a line of ours made a mistake; what a library makes of a file is the file's."""
    return isinstance(error, _MISTAKES) and bool(_line(error)[1])


def place_of(error: BaseException) -> str:
    """The kind of an error and our last line on the way to it, such as "KeyError, exports/plan.py:88".

    What the error says stays out: it may repeat what stands in a file.
    """
    file, _, number = _line(error)
    return f"{type(error).__name__}, {file}:{number}" if file else type(error).__name__


def _line(error: BaseException) -> tuple[str, bool, int]:
    """Our last line on the way to an error: its file, whether it raised the error itself, its number."""
    frames = traceback.extract_tb(error.__traceback__, limit=None)
    found = ("", False, 0)
    for at, frame in enumerate(frames, 1):
        path = Path(frame.filename)
        if path.is_relative_to(_PACKAGE):
            name = path.relative_to(_PACKAGE).as_posix()
            found = (name, at == len(frames), frame.lineno or 0)
    return found
