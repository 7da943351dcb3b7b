"""Command lines: our commands as a person can paste them into a shell, paths quoted."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from typing import Final

PROGRAM: Final = "itakusaki"
#: The folder one stands in, and those above it.
_HERE: Final = re.compile(r"\.|\.\.(?:[/\\]\.\.)*")


def command_line(*words: object) -> str:
    """A command of ours; the workspace one stands in is not named, as every command takes it."""
    told = [word for word in map(str, words) if not _HERE.fullmatch(word)]
    join = subprocess.list2cmdline if os.name == "nt" else shlex.join
    return f"{PROGRAM} {join(told)}"
