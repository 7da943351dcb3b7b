"""Runs: many mutated files, each told by its number; what each came to, and what it took."""

from __future__ import annotations

import signal
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

from fuzz.kinds import KINDS
from fuzz.mutators import BY_KIND, mutated
from itakusaki.model.issue import tells_own_fault

#: Seconds of this process after which a file is taken for one that hangs.
LONGEST: Final = 10
#: Codes by which the wall tells that a file took more than it may.
BEYOND: Final = ("took_too_long", "took_too_much_memory")


@dataclass(slots=True)
class Figures:
    """What became of the files of one kind; `faults` names those that nobody's sentence explains."""

    tried: int = 0
    plain: int = 0
    with_issues: int = 0
    slowest: float = 0.0
    beyond: int = 0
    faults: list[str] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)


class HangsError(Exception):
    """A file takes longer than any may."""


def file_of(kind: str, seed: int, number: int) -> bytes:
    """The file of a kind that a seed and a number make, the same each time."""
    chance = Random(f"{seed} {kind} {number}")  # noqa: S311 - nothing secret
    return BY_KIND.get(kind, mutated)(_seeds(kind), chance)


_made: dict[str, bytes] = {}


def _seeds(kind: str) -> bytes:
    if kind not in _made:
        _made[kind] = KINDS[kind][0]()
    return _made[kind]


def figures(
    kinds: Sequence[str], seed: int, numbers: range, keep: Path | None = None
) -> dict[str, Figures]:
    """Run the files of these numbers, each number of each kind; files with a fault are kept."""
    found = {kind: Figures() for kind in kinds}
    with _temporary():
        for number in numbers:
            for kind in kinds:
                _one(kind, seed, number, found[kind], keep)
    return found


def _one(kind: str, seed: int, number: int, into: Figures, keep: Path | None) -> None:
    content = file_of(kind, seed, number)
    started = time.process_time()
    into.tried += 1
    try:
        with _bounded():
            codes = KINDS[kind][1](content)
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno}"
        into.faults.append(f"{kind} {seed} {number}: {type(error).__name__} at {where}")
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{kind.replace(' ', '_')}_{seed}_{number}").write_bytes(content)
        return
    finally:
        into.slowest = max(into.slowest, time.process_time() - started)
    into.codes.update(set(codes))
    into.plain += not codes
    into.with_issues += bool(codes)
    if any(map(tells_own_fault, codes)):
        into.faults.append(f"{kind} {seed} {number}: a mistake of ours told as an issue")
    if any(code.endswith(BEYOND) for code in codes):
        into.beyond += 1
        into.faults.append(f"{kind} {seed} {number}: beyond its bounds")


@contextmanager
def _bounded() -> Iterator[None]:
    """End what takes too much of this process's own time."""

    def end(*_: Any) -> None:
        raise HangsError

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@contextmanager
def _temporary() -> Iterator[None]:
    """A folder for all that the kinds write, gone afterwards."""
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="fuzz-", ignore_cleanup_errors=True) as folder:
        tempfile.tempdir = folder
        try:
            yield
        finally:
            tempfile.tempdir = before
