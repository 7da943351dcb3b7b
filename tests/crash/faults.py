"""Faults: the n-th step by which files are written is where a process dies, or where the disk fails.

Steps are seen by the interpreter's own audit events; what has none (writing bytes, fsync) is wrapped.
Nothing in the product knows of it.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

#: Audit events that change what is on the disk.
EVENTS = frozenset(
    {
        "os.rename",
        "os.remove",
        "os.mkdir",
        "os.rmdir",
        "os.chmod",
        "os.link",
        "os.symlink",
        "os.truncate",
        "os.utime",
    }
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@dataclass(slots=True)
class Faults:
    """Counts the steps of this process; at step `at` (from 1) it is killed, or the step fails.

    Only what is done below `root` counts.
    """

    at: int = 0
    kills: bool = True
    root: str = ""
    steps: list[str] = field(default_factory=list)
    armed: bool = False

    def step(self, name: str, first: Callable[[], object] | None = None) -> None:
        """A step is about to be taken; `first` is what of it is done before the fault."""
        if not self.armed:
            return
        self.steps.append(name)
        if len(self.steps) != self.at:
            return
        if first is not None:
            first()
        if self.kills:
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(errno.ENOSPC, f"made to fail at {name}")

    def install(self) -> None:
        """Watch this process from now on."""
        sys.addaudithook(self._hear)
        plain_sync, plain_open = os.fsync, os.fdopen

        def sync(handle: int) -> None:
            self.step("fsync")
            plain_sync(handle)

        def opened(handle: int, *args: Any, **named: Any) -> Any:
            return _Watched(plain_open(handle, *args, **named), self)

        os.fsync, os.fdopen = sync, opened  # type: ignore[assignment]

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(args[2], int) and args[2] & WRITING
        if self.armed and (writes or event in EVENTS) and self._is_inside(args[0]):
            self.step(event)

    def _is_inside(self, path: object) -> bool:
        """Whether a path lies in the workspace; a bare name is one in a folder that is open."""
        name = os.fsdecode(path) if isinstance(path, (str, bytes, os.PathLike)) else ""
        return name.startswith(self.root) or not Path(name).is_absolute()


class _Watched:
    """A file whose writing is a step; a fault leaves the first half of what was to be written."""

    def __init__(self, file: io.BufferedWriter, faults: Faults) -> None:
        self._file, self._faults = file, faults

    def write(self, content: bytes) -> int:
        def half() -> None:
            self._file.write(content[: len(content) // 2])
            self._file.flush()

        self._faults.step("write", half)
        return self._file.write(content)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()
