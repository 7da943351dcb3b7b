"""Locks: one run at a time in a folder; a lock dies with the process that holds it."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from itakusaki.model.errors import FolderBusyError

LOCK: Final = ".itakusaki.lock"
#: The byte that is locked on Windows, where it cannot be read meanwhile: far behind the text.
_FAR: Final = 1 << 30
_TRIES: Final = 10


@contextmanager
def locked(folder: Path, doing: str) -> Iterator[None]:
    """Hold a folder for oneself; the lock is the system's, so a process that dies lets go of it.

    Args:
        folder: the folder, which must exist.
        doing: the command that holds it, for whoever finds it held.

    Raises:
        FolderBusyError: another process holds it.
    """
    path = folder / LOCK
    file = _taken(path, folder)
    try:
        _sign(file, doing)
        yield
    finally:
        _release(file, path)


def _taken(path: Path, folder: Path) -> BinaryIO:
    for _ in range(_TRIES):
        file = _opened(path)
        if not _lock(file):
            holder = _holder(file)
            file.close()
            raise FolderBusyError(str(folder), **holder)
        if _is_at(file, path):
            return file
        file.close()  # whoever held it took the file away between our opening and locking it
    raise FolderBusyError(str(folder), command="itakusaki", process="?", host="?", since="?")


def _opened(path: Path) -> BinaryIO:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    return os.fdopen(handle, "r+b", buffering=0)


def _is_at(file: BinaryIO, path: Path) -> bool:
    with contextlib.suppress(OSError):
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    return False


def _lock(file: BinaryIO) -> bool:
    """Take the system's lock on the open file; False where another holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - there only

            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - there only

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sign(file: BinaryIO, doing: str) -> None:
    since = datetime.now().astimezone().isoformat(sep=" ", timespec="minutes")
    told = {
        "command": doing,
        "process": str(os.getpid()),
        "host": socket.gethostname(),
        "since": since,
    }
    file.truncate(0)
    file.seek(0)
    file.write(json.dumps(told, ensure_ascii=False).encode())


def _holder(file: BinaryIO) -> dict[str, str]:
    told: object = None
    with contextlib.suppress(OSError, ValueError):
        file.seek(0)
        told = json.loads(file.read(4096))
    known = told if isinstance(told, dict) else {}
    return {name: str(known.get(name, "?")) for name in ("command", "process", "host", "since")}


def _release(file: BinaryIO, path: Path) -> None:
    """Let go; the file is taken away first where the system lets an open one be, else after."""
    if sys.platform != "win32":
        path.unlink(missing_ok=True)
    file.close()
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
