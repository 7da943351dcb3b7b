"""Measuring: processor time of all processes, wall time and peak memory; the one way for every figure. On Linux."""

from __future__ import annotations

import gc
import os
import re
import resource
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from bench.figures import Figure
from itakusaki.files.process_usage import usage_of

P = ParamSpec("P")
T = TypeVar("T")
#: Turns of what takes less than a second, at most.
MOST_TURNS: Final = 15
_KILOBYTE: Final = 1024


def cpu_seconds() -> float:
    """Of this process, of those it ended, and of its children that still run."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = time.process_time() + ended.ru_utime + ended.ru_stime
    for task in Path("/proc/self/task").glob("*/children"):
        usages = map(usage_of, map(int, task.read_text(encoding="ascii").split()))
        found += sum(usage.seconds for usage in usages if usage)
    return found


def peak() -> float:
    """MB of this program so far. Of `ru_maxrss` a part may be the parent's, from before it began."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) / _KILOBYTE if found else 0.0


def measured(name: str, work: Callable[[], T]) -> tuple[Figure, T]:
    """What some work took, with the peak so far, and what it gave."""
    cpu, wall = cpu_seconds(), time.perf_counter()
    given = work()
    cpu, wall = cpu_seconds() - cpu, time.perf_counter() - wall
    return Figure(name=name, cpu=cpu, wall=wall, peak=peak()), given


def least(
    works: Mapping[str, Callable[[], object]], turns: int = 3, *, seconds: float = 0.0
) -> dict[str, Figure]:
    """The least of each, by turns: other work disturbs all of them alike.

    More turns than asked for as long as all of them took no longer than some seconds. No peak is told.
    """
    best: dict[str, Figure] = {}
    for turn in range(max(turns, MOST_TURNS if seconds else 0)):
        for name, work in works.items():
            best[name] = lesser(best.get(name), replace(measured(name, work)[0], peak=None))
        if turn + 1 >= turns and (turn + 1) * sum(one.cpu or 0 for one in best.values()) > seconds:
            break
    return best


def lesser(one: Figure | None, other: Figure) -> Figure:
    """The one that took less processor time."""
    return one if one is not None and (one.cpu or 0) <= (other.cpu or 0) else other


def apart(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What a function gives in a new process: its imports and its peak of memory are its own."""
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=as_the_product) as pool:
        return pool.submit(work, *args, **kwargs).result()


def as_the_product() -> None:
    """Collect garbage as rarely as the command line does."""
    gc.set_threshold(100_000, 50, 100)


def program(name: str, argv: tuple[str, ...], folder: Path) -> Figure:
    """Run Python in a folder; the peak is the greater of that process's and this one's.

    Raises:
        RuntimeError: it failed.
    """
    begun = time.perf_counter()
    paths = os.pathsep.join(path for path in sys.path if path)
    command = ["env", "-C", str(folder), f"PYTHONPATH={paths}", sys.executable, *argv]
    child = os.posix_spawnp(command[0], command, dict(os.environ))
    _, status, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status):
        raise RuntimeError(name)
    return Figure(
        name=name,
        cpu=usage.ru_utime + usage.ru_stime,
        wall=time.perf_counter() - begun,
        peak=usage.ru_maxrss / _KILOBYTE,
    )
