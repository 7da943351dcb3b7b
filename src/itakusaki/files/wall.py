"""The wall: delivered files are read in processes of their own, which may die of them.

A reader is a child that answers one request after another over a pipe. It is asked to call a function of
ours on a path; what comes back is plain values of bounded size, or why there are none. Whatever a file
does to its reader, the run learns it as a refusal and goes on with the next file and a fresh reader.

What a file may hold is judged by its bytes, cells and depth, within the reader, so that it fares alike
on every machine. Processor time and resident memory are watched from outside, and bounded far above.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from typing import Any, Final

from itakusaki.files.child import begun
from itakusaki.files.process_usage import COSTLY, usage_of
from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.wall_frames import (
    ANSWERED,
    DAMAGED,
    OUT_OF_REACH,
    TOO_MUCH,
    framed,
    next_frame,
)
from itakusaki.model.allowance import Allowance

#: Seconds between two looks at a reader at work.
_TICK: Final = 0.25 if COSTLY else 0.03
#: A reader that has not worked for so many seconds waits for what never comes.
_STALLED: Final = 300.0
#: What a reader's end is told by that the system ended for its processor time; Windows knows no such.
_OUT_OF_TIME: Final = -signal.SIGXCPU if sys.platform != "win32" else None
#: Refusals that depend on the machine.
LIMITS: Final = frozenset({"took_too_long", "took_too_much_memory"})
#: Classes that may stand in an answer, beside plain ones.
_PLAIN: Final = {
    ("datetime", kind): value
    for kind, value in (
        ("date", date),
        ("datetime", datetime),
        ("time", time_of_day),
        ("timedelta", timedelta),
    )
}


def behind_wall(job: str, *given: Any, allowance: Allowance) -> Any:  # noqa: ANN401 - plain values
    """What a function answers in a reader's process.

    Args:
        job: module and function, such as "itakusaki.files.book:read"; the function answers with plain
            values: numbers, texts, days, and tuples, lists, sets and dicts of these.
        given: what it is called with.
        allowance: what it may take.

    Raises:
        RefusedFileError: the function refused the file; or damaged, where it failed or the reader died;
            contents_too_large, took_too_long or took_too_much_memory, where it took more than it may;
            own_fault, where the function made a mistake of its own.
        OSError: the file is out of reach, or the disk is full.
    """
    try:
        return _answered(job, given, allowance)
    except (RefusedFileError, OSError) as error:
        _machine_outcomes.note(error)
        raise


class Asking:
    """A request that a reader is at work on while the run goes on; closed where its answer is not taken.

    It waits for no reader to be free: who asks ahead bounds how many are at work.
    """

    def __init__(self, job: str, *given: Any, allowance: Allowance) -> None:  # noqa: ANN401 - plain values
        self._request = job, given, allowance
        self._reader: Reader | None = None
        self._unbegun: OSError | None = None
        try:
            self._reader = _readers.idle()
            self._reader.begin(*self._request)
        except OSError as error:
            self._unbegun = error  # there is no reader to be had, which is told as its turn comes

    def result(self) -> Any:  # noqa: ANN401 - plain values
        """The answer, as `behind_wall` gives it."""
        try:
            return self._answer()
        except (RefusedFileError, OSError) as error:
            _machine_outcomes.note(error)
            raise

    def _answer(self) -> Any:  # noqa: ANN401 - plain values
        reader = self._reader
        if reader is None:
            raise self._unbegun or OSError
        try:
            return reader.answer()
        except _DiedError:
            if reader.requests == 1:
                raise
        finally:
            _readers.give_back(reader)
        with _readers.one(fresh=True) as reader:
            return reader.ask(*self._request)

    def close(self) -> None:
        """Give it up."""
        if self._reader is not None:
            self._reader.close()


def machine_outcomes() -> int:
    """How many outcomes so far depend on the machine: limits of time and memory, deaths, files out of reach.

    What was made while it grew must not be kept as what a file is.
    """
    return _machine_outcomes.count


def add_machine_outcomes(count: int) -> None:
    """Count what other processes of the same run had of them."""
    _machine_outcomes.count += count


def _answered(job: str, given: tuple[Any, ...], allowance: Allowance) -> Any:  # noqa: ANN401 - plain values
    with _readers.one() as reader:
        try:
            return reader.ask(job, given, allowance)
        except _DiedError:
            if reader.requests == 1:
                raise
    # It may have died of what it read before; only a fresh one tells.
    with _readers.one(fresh=True) as reader:
        return reader.ask(job, given, allowance)


def end_readers() -> None:
    """End the readers that are idle; who asks next gets a fresh one."""
    _readers.close()


class _DiedError(RefusedFileError):
    """A reader died by itself."""


class _MachineOutcomes:
    """Counts what says more of the machine than of a file."""

    def __init__(self) -> None:
        self.count = 0

    def note(self, error: Exception) -> None:
        """Count an outcome if it is one."""
        is_files = isinstance(error, RefusedFileError) and not isinstance(error, _DiedError)
        if not is_files or getattr(error, "code", "") in LIMITS:
            self.count += 1


_machine_outcomes: Final = _MachineOutcomes()


class Reader:
    """A child that reads; of no more use once it has died."""

    def __init__(self) -> None:
        self._process, self._to, self._from = begun("itakusaki.files.wall_reader")
        self._closed = False
        self._asked: tuple[_Watched, Allowance] | None = None
        self.requests = 0

    @property
    def lives(self) -> bool:
        """Whether it can be asked."""
        return not self._closed and self._process.poll() is None

    def ask(self, job: str, given: tuple[Any, ...], allowance: Allowance) -> Any:  # noqa: ANN401
        """Send a request and take the answer."""
        self.begin(job, given, allowance)
        return self.answer()

    def begin(self, job: str, given: tuple[Any, ...], allowance: Allowance) -> None:
        """Send a request; its answer is to be taken before the next."""
        self.requests += 1
        request = pickle.dumps((job, given, allowance.seconds, allowance.output, allowance.memory))
        watched = _Watched(self._process.pid, allowance, self._kill)
        self._asked = watched, allowance
        _watch.begin(watched)
        try:
            self._to.write(framed(request))
            self._to.flush()
        except OSError:
            pass  # it died; of what, its answer tells
        except BaseException:
            self.close()
            raise

    def answer(self) -> Any:  # noqa: ANN401 - plain values
        """Take the answer to the request that was sent."""
        assert self._asked is not None  # noqa: S101 - there is one
        watched, allowance = self._asked
        watched.awaited, frame = True, None
        try:
            frame = next_frame(self._from, allowance.output)
        except OSError:
            pass  # it died; of what, is told below
        except BaseException:
            self.close()  # interrupted: the answer would be taken for the next one's
            raise
        finally:
            _watch.end(watched)
        # Ended for its cause though it had just answered: it is dead all the same.
        if frame is None or watched.cause:
            raise self._why_died(watched.cause, allowance)
        return self._unpacked(frame, allowance)

    def _unpacked(self, frame: bytes, allowance: Allowance) -> Any:  # noqa: ANN401
        try:
            kind, is_last, told = plain_value(frame)
        except Exception as error:
            self.close()
            raise RefusedFileError(DAMAGED) from error
        if is_last:
            self.close()
        if kind == ANSWERED:
            return told
        if kind == OUT_OF_REACH:
            raise OSError(*told)
        if kind == TOO_MUCH:
            raise RefusedFileError(TOO_MUCH, allowance.output)
        code, limit, cell, place = told
        raise RefusedFileError(code, limit or _limit(code, allowance), cell, place)

    def _why_died(self, cause: str, allowance: Allowance) -> RefusedFileError:
        self.close()
        if not cause and self._process.returncode == _OUT_OF_TIME:
            cause = "took_too_long"
        return RefusedFileError(cause, _limit(cause, allowance)) if cause else _DiedError(DAMAGED)

    def _kill(self) -> None:
        self._process.kill()

    def close(self) -> None:
        """End it, if it has not ended by itself."""
        self._closed = True
        if self._asked is not None:
            _watch.end(self._asked[0])
        with contextlib.suppress(OSError):
            self._to.close()
        self._process.kill()
        self._process.wait()
        self._from.close()


def _limit(code: str, allowance: Allowance) -> int:
    limits = {"took_too_long": allowance.seconds, "took_too_much_memory": allowance.memory}
    return limits.get(code, 0)


def plain_value(content: bytes) -> Any:  # noqa: ANN401 - any plain value
    """What a reader sent.

    Raises:
        Exception: of any kind, where it is torn or anything but plain values.
    """
    return _PlainUnpickler(io.BytesIO(content)).load()


class _PlainUnpickler(pickle.Unpickler):
    """Takes plain values only: what a reader sends was made from a file that nobody trusts."""

    def find_class(self, module_name: str, global_name: str) -> Any:  # noqa: ANN401 - pickle's own
        """A class of the few that may cross."""
        found = _PLAIN.get((module_name, global_name))
        if found is None:
            raise pickle.UnpicklingError(global_name)
        return found


class _Watched:
    """A request being answered: what its reader may take, and what it was ended for."""

    def __init__(self, pid: int, allowance: Allowance, kill: Any) -> None:  # noqa: ANN401
        self._pid, self._allowance, self._kill = pid, allowance, kill
        self._begun: float | None = None
        self._seconds, self._moved = 0.0, time.monotonic()
        self.cause = ""
        #: Whether the run waits for the answer; a reader that waits to be asked for it is not stalled.
        self.awaited = False

    def look(self) -> None:
        """End the reader where it has taken more than it may."""
        usage = usage_of(self._pid)
        if usage is None or self.cause:
            return
        if self._begun is None:
            self._begun = usage.seconds
        if usage.seconds > self._seconds or not self.awaited:
            self._seconds, self._moved = usage.seconds, time.monotonic()
        stalled = time.monotonic() - self._moved > _STALLED
        if usage.memory > self._allowance.memory:
            self.cause = "took_too_much_memory"
        elif stalled or usage.seconds - self._begun > self._allowance.seconds:
            self.cause = "took_too_long"
        if self.cause:
            self._kill()


class _Watch:
    """Looks at every reader at work, as long as there is any."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._watched: set[_Watched] = set()
        self._thread: threading.Thread | None = None

    def begin(self, watched: _Watched) -> None:
        """Look at a reader from now on."""
        with self._changed:
            self._watched.add(watched)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True, name="wall-watch")
                self._thread.start()
            self._changed.notify()

    def end(self, watched: _Watched) -> None:
        """Look at it no more, if anyone does."""
        with self._changed:
            self._watched.discard(watched)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._watched)
            time.sleep(_TICK)
            with self._changed:
                for watched in self._watched:
                    watched.look()


class _Readers:
    """The readers of this process: as many as ask at a time, kept for what comes next.

    There are never more than the machine has cores; who comes later waits.
    """

    def __init__(self, most: int) -> None:
        self._free = threading.BoundedSemaphore(most)
        self._idle: list[Reader] = []
        atexit.register(self.close)

    @contextlib.contextmanager
    def one(self, *, fresh: bool = False) -> Iterator[Reader]:
        """A reader for one request."""
        with self._free:
            reader = Reader() if fresh else self.idle()
            try:
                yield reader
            finally:
                self.give_back(reader)

    def give_back(self, reader: Reader) -> None:
        """Keep one that lives for whoever asks next."""
        if reader.lives:
            self._idle.append(reader)

    def idle(self) -> Reader:
        """One that is idle and lives, else a fresh one."""
        while self._idle:
            with contextlib.suppress(IndexError):
                reader = self._idle.pop()
                if reader.lives:
                    return reader
                reader.close()
        return Reader()

    def close(self) -> None:
        """End all that are idle."""
        while self._idle:
            self._idle.pop().close()


_watch: Final = _Watch()
_readers: Final = _Readers(os.cpu_count() or 1)
