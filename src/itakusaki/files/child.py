"""Children: processes of ours that take requests and give answers over a pipe, as long as it is open."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import IO


def begun(module: str) -> tuple[subprocess.Popen[bytes], IO[bytes], IO[bytes]]:
    """A child that runs a module: its process, where requests go, and where answers come from."""
    paths = os.pathsep.join(path for path in sys.path if path)
    process = subprocess.Popen(  # noqa: S603 - a module of ours
        # -P: a workspace that is the current folder must not lend a child its modules.
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert process.stdin is not None  # noqa: S101 - asked for above
    assert process.stdout is not None  # noqa: S101 - same
    return process, process.stdin, process.stdout
