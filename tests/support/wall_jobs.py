"""Jobs for a reader behind the wall: what a file may make a library do."""

from __future__ import annotations

import errno
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from itakusaki.files.refusal import RefusedFileError


def echo(value: Any) -> Any:
    return value


def who() -> int:
    return os.getpid()


def who_slowly() -> int:
    time.sleep(0.2)
    return os.getpid()


def abort() -> None:
    os.abort()


def leave() -> None:
    os._exit(0)


def spin() -> None:
    while True:
        pass


def eat() -> None:
    held = []
    while True:
        held.append(b"x" * 16_000_000)


def ask_for_all() -> None:
    bytearray(1 << 45)


def wait() -> None:
    time.sleep(600)


def deepen(depth: int = 0) -> None:
    deepen(depth + 1)


def fail() -> None:
    raise LookupError("of a kind that nobody expected")


def refuse() -> None:
    raise RefusedFileError("sheet_too_large", cell="XFD1")


def open_nothing() -> None:
    Path("/nowhere/at/all").read_bytes()


def much() -> str:
    """More than may be answered, which takes little memory to make."""
    return "x" * 2_000_000


def no_plain_value() -> Path:
    return Path("x")


def chatter() -> str:
    sys.stdout.write("in the way of the answer")
    sys.stdout.flush()
    os.write(1, b"in the way of the answer")
    return sys.stdin.read()


def days() -> tuple[date, frozenset[int], dict[str, list[float]]]:
    return date(2026, 12, 31), frozenset({1, 2}), {"a": [1.5]}


def fill_the_disk() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")
