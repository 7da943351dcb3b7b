"""What a process has used so far: processor time and resident memory, by the means of the system."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

#: Whether each look starts a program.
COSTLY: Final = sys.platform not in ("linux", "win32")
_MINUTE: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Processor time in seconds, resident memory in bytes."""

    seconds: float
    memory: int


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Memory(ctypes.Structure):
        _fields_ = (
            ("size", wintypes.DWORD),
            ("page_faults", wintypes.DWORD),
            ("peak_resident", ctypes.c_size_t),
            ("resident", ctypes.c_size_t),
            *((f"rest_{number}", ctypes.c_size_t) for number in range(6)),
        )

    def _look(pid: int) -> Usage | None:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = wintypes.HANDLE
        process = wintypes.HANDLE(kernel.OpenProcess(0x1000 | 0x0010, False, pid))  # noqa: FBT003
        if not process:
            return None
        try:
            times = [wintypes.FILETIME() for _ in range(4)]
            memory = _Memory(size=ctypes.sizeof(_Memory))
            told = kernel.GetProcessTimes(process, *map(ctypes.byref, times))
            told = told and kernel.K32GetProcessMemoryInfo(
                process, ctypes.byref(memory), memory.size
            )
            spent = sum((t.dwHighDateTime << 32) + t.dwLowDateTime for t in times[2:])
            return Usage(seconds=spent / 1e7, memory=memory.resident) if told else None
        finally:
            kernel.CloseHandle(process)

elif sys.platform == "linux":
    import resource
    from os import sysconf

    _TICKS: Final = sysconf("SC_CLK_TCK")
    _PAGE: Final = resource.getpagesize()

    def _look(pid: int) -> Usage:
        # The name of the program stands in brackets and may hold anything.
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        return Usage(
            seconds=(int(fields[11]) + int(fields[12])) / _TICKS, memory=int(fields[21]) * _PAGE
        )

else:

    def _look(pid: int) -> Usage:
        told = subprocess.run(  # noqa: S603 - a number of our own
            ["/bin/ps", "-o", "rss=,time=", "-p", str(pid)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        seconds = 0.0
        for part in told[1].replace("-", ":").split(":"):
            seconds = seconds * _MINUTE + float(part)
        return Usage(seconds=seconds, memory=int(told[0]) * 1024)


def usage_of(pid: int) -> Usage | None:
    """What a child of ours has used; None where it has ended or the system does not tell."""
    try:
        return _look(pid)
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        return None
