"""Faults beneath a store in a file: the n-th call by which SQLite changes the disk fails, or kills.

The calls are the system's own, reached by strace in a child: no part of the product or of SQLite knows.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Callable
from typing import Final

STRACE: Final = shutil.which("strace")
#: Calls by which SQLite changes what is on the disk; some systems know only some of them.
CALLS: Final = "?pwrite64,?fdatasync,?fsync,?unlink,?ftruncate"


def child_with(act: Callable[[], object], *options: str) -> tuple[int, str]:
    """Run something in a child that strace watches; gives how it ended and what strace wrote down.

    The child waits until strace has hold of it; an OSError or a sentence of ours ends it with 3.
    """
    assert STRACE
    told, go = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            os.read(told, 1)
            act()
            code = 0
        except Exception as error:  # noqa: BLE001 - told by the exit code
            code = getattr(error, "exit_code", 70) - 1
        finally:
            os._exit(code)
    watch = [STRACE, "-f", "-p", str(pid), "-e", f"trace={CALLS}", *options]
    with subprocess.Popen(watch, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr
        first = strace.stderr.readline()
        os.write(go, b"x")
        _, status = os.waitpid(pid, 0)
        seen = strace.stderr.read()
    os.close(told)
    os.close(go)
    assert "attached" in first, first
    return os.waitstatus_to_exitcode(status), seen


def calls_of(act: Callable[[], object]) -> list[tuple[str, int]]:
    """Every call by which something changes the disk: its name, and its number among those of the name."""
    code, seen = child_with(act)
    assert code == 0, seen
    made = Counter(line.partition("(")[0].split()[-1] for line in seen.splitlines() if "(" in line)
    return [(name, at) for name in made if f"?{name}" in CALLS for at in range(1, made[name] + 1)]


def failed_at(act: Callable[[], object], call: tuple[str, int], *, kills: bool) -> int:
    """How a child ended one of whose calls failed for want of space, or was its last."""
    fault = f"signal={signal.SIGKILL.name}" if kills else "error=ENOSPC"
    name, number = call
    return child_with(act, "-e", f"inject={name}:{fault}:when={number}")[0]
