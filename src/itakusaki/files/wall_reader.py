"""The reader behind the wall: a process of its own that answers requests until its pipe is closed.

What it imports before the first request is little: a run starts with it. `wall` is the other side.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import pickle
import re
import signal
import sys
import time
from pathlib import Path
from typing import Any, Final

from itakusaki.files.own_fault import is_own_fault, place_of
from itakusaki.files.refusal import RefusedFileError, is_disk_full
from itakusaki.files.wall_frames import (
    ANSWERED,
    DAMAGED,
    OUT_OF_REACH,
    REFUSED,
    TOO_MUCH,
    framed,
    next_frame,
    pipes,
)
from itakusaki.model.issue import OWN_FAULT

#: A reader that once took more than this share of what it may is replaced: no file pays for another.
_SHARE: Final = 4
#: Processor seconds beyond those that are watched from outside, after which the system ends it.
_BEYOND: Final = 10
_FOREVER: Final = 10**9
_HIGH_WATER: Final = re.compile(rb"^VmHWM:\s+([0-9]+) kB", re.MULTILINE)


def main() -> None:
    """Answer one request after another."""
    requests, replies = pipes()
    _keep_low()
    # A run makes many small values that live until they are sent.
    gc.set_threshold(100_000, 50, 100)
    while (frame := next_frame(requests)) is not None:
        job, given, seconds, output, memory = pickle.loads(frame)  # noqa: S301 - from the run itself
        _allow(seconds)
        begun, before = time.process_time(), _most_memory()
        kind, told = answer(job, given)
        # What was taken between two looks from outside counts as well.
        if time.process_time() - begun > seconds:
            kind, told = _refused("took_too_long")
        if _most_memory() > max(memory, before):
            kind, told = _refused("took_too_much_memory")
        is_last = _most_memory() * _SHARE > memory
        content = pickle.dumps((kind, is_last, told), protocol=5)
        if len(content) > output:
            content = pickle.dumps((TOO_MUCH, is_last, None), protocol=5)
        replies.write(framed(content))
        replies.flush()


def answer(job: str, given: tuple[Any, ...]) -> tuple[str, Any]:
    """What a job comes to: the kind of answer, and its content."""
    module, _, name = job.partition(":")
    try:
        return ANSWERED, getattr(importlib.import_module(module), name)(*given)
    except RefusedFileError as refused:
        return REFUSED, (refused.code, refused.limit, refused.cell, refused.place)
    except MemoryError:
        return _refused("took_too_much_memory")
    # No list of what can go wrong: whatever a library makes of a file is the file's. Our own mistakes are not.
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        if is_disk_full(error):
            return OUT_OF_REACH, (errno.ENOSPC, str(error))
        if isinstance(error, OSError) and error.errno is not None and error.filename:
            return OUT_OF_REACH, (error.errno, error.strerror or "", error.filename)
        return _refused(OWN_FAULT, place_of(error)) if is_own_fault(error) else _refused(DAMAGED)


def _refused(code: str, place: str = "") -> tuple[str, Any]:
    return REFUSED, (code, 0, "", place)


def _keep_low() -> None:
    """Leave Ctrl-C to the run, write no memory to the disk when dying, and die before others do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _allow(seconds: int) -> None:
    """Have the system end this process where nobody watches it any more."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        usage = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(usage.ru_utime + usage.ru_stime)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        most = min(spent + seconds + _BEYOND, _FOREVER if hard == resource.RLIM_INFINITY else hard)
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def _most_memory() -> int:
    """The most bytes of memory that this process has held; 0 where that is not told."""
    if sys.platform == "win32":
        return 0
    # Linux counts what the run itself held when it started this process into ru_maxrss.
    with contextlib.suppress(OSError):
        status = Path("/proc/self/status").read_bytes()
        if found := _HIGH_WATER.search(status):
            return int(found[1]) * 1024
    import resource  # noqa: PLC0415 - not on Windows

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


if __name__ == "__main__":
    main()
