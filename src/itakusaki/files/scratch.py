"""Scratch folders: private, held by the run that made them, and swept by the next one when it died.

Logs lie in them in clear. A run that is killed cannot clear up; who made a folder holds a lock in it
that the system lets go of when the process ends, however it ends.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

_PREFIX: Final = "itakusaki-evidence-"
_LOCK: Final = "in-use"
#: What a lock says whose folder is being swept.
_SWEPT: Final = b"swept"
#: A folder without a lock is one of a run that died while it made it, or of an older version.
_OLD: Final = 24 * 60 * 60.0


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """An empty folder that only its owner may look into, gone afterwards; those of dead runs go first."""
    sweep()
    with contextlib.ExitStack() as stack:
        folder = _taken(stack)
        inside = folder / "tables"
        inside.mkdir()
        yield inside


def _taken(stack: contextlib.ExitStack) -> Path:
    """A fresh folder of which this run holds the lock until the stack ends."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        # Only a sweep that looked in just then can have been first; it takes the folder away. It may be
        # done with it before the lock is asked for, which then is that of a file that is gone.
        lock = stack.enter_context((folder / _LOCK).open("wb"))
        if _locked(lock) and _is_untouched(lock):
            return folder


def _is_untouched(lock: IO[bytes]) -> bool:
    """Whether no sweep has written in a file, or taken it away."""
    found = os.fstat(lock.fileno())
    return not found.st_size and bool(found.st_nlink)


def put(path: Path, content: bytes) -> None:
    """Make a file of a scratch folder, which no one keeps: it is not written with care."""
    path.write_bytes(content)


def sweep() -> None:
    """Remove the scratch folders of runs that ended without clearing up."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        # What cannot be looked at belongs to somebody else, or is going just now.
        with contextlib.suppress(OSError):
            if _is_ours(folder):
                _sweep(folder)


def _is_ours(folder: Path) -> bool:
    stat = folder.lstat()
    return folder.is_dir() and not folder.is_symlink() and stat.st_uid == _user()


def _sweep(folder: Path) -> None:
    """Remove a folder if the run that made it is no more."""
    try:
        with (folder / _LOCK).open("r+b") as lock:
            is_left = _locked(lock)
            if is_left:
                with contextlib.suppress(OSError):  # a full disk is swept all the same
                    lock.write(_SWEPT)
                    lock.flush()
                shutil.rmtree(folder, ignore_errors=True)
    except FileNotFoundError:
        is_left = time.time() - folder.lstat().st_mtime > _OLD
    if is_left:  # once more: Windows keeps the file that is open
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> int:
    return 0 if sys.platform == "win32" else os.getuid()


def _locked(lock: IO[bytes]) -> bool:
    """Lock a file for as long as it is open; whether nobody else holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - on Windows only

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not on Windows

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
