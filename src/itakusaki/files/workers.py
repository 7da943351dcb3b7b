"""Workers: processes of our own that do the same work on one thing after another.

A worker is started with its work, anything that can be called and pickled. Unlike a reader behind the
wall it is trusted: it is the run itself, on another core. It ends when the run does, however that ends.
"""

from __future__ import annotations

import contextlib
import pickle
import queue
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

from itakusaki.files.child import begun
from itakusaki.files.scratch import sweep
from itakusaki.files.wall_frames import framed, next_frame

Item = TypeVar("Item")
Made = TypeVar("Made")


class WorkerDiedError(Exception):
    """A worker ended in the middle of its work, as where the system took it for its memory."""


class Worker(Generic[Item, Made]):
    """A process that has begun to load what its work needs; calling it with an item waits for what is made."""

    def __init__(self, work: Callable[[Item], Made]) -> None:
        self._process, self._to, self._from = begun("itakusaki.files.worker_process")
        self._send(work)

    @property
    def lives(self) -> bool:
        """Whether it can be called."""
        return self._process.poll() is None

    def __call__(self, item: Item) -> Made:
        """What the work makes of an item.

        Raises:
            WorkerDiedError: it ended by itself.
            Exception: whatever the work raised.
        """
        self._send(item)
        frame = next_frame(self._from)
        if frame is None:
            self.close()
            raise WorkerDiedError
        is_made, told = pickle.loads(frame)  # noqa: S301 - from the run itself
        if not is_made:
            raise told
        made: Made = told
        return made

    def _send(self, told: object) -> None:
        # One that has died is told by its answer, which does not come.
        with contextlib.suppress(OSError):
            self._to.write(framed(pickle.dumps(told, protocol=5)))
            self._to.flush()

    def close(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        with contextlib.suppress(OSError):
            self._to.close()
        self._from.close()


def _alike(_item: object) -> int:
    """The weight of items of which none takes longer than another."""
    return 1


def in_order(
    work: Callable[[Item], Made],
    items: Sequence[Item],
    count: int,
    weigh: Callable[[Item], int] = _alike,
) -> Generator[Made]:
    """What the work makes of each item, in their order, so many of them at a time; to be closed.

    The heaviest are begun first: at the end one worker would be busy with them, and the others idle.
    Where a worker dies its item is worked on here: a run on one core does not end of it either.
    """
    if count <= 1:
        yield from map(work, items)
        return
    crew, pool = _Crew(work, count), ThreadPoolExecutor(count)
    begun = {
        at: pool.submit(crew, items[at]) for at in heaviest_first(list(map(weigh, items)), count)
    }
    waiting = (begun.pop(at) for at in range(len(items)))
    try:
        for item, future in zip(items, waiting, strict=True):
            try:
                found = future.result()
            except WorkerDiedError:
                found = work(item)
            yield found
    finally:
        # Whoever stopped asking, by Ctrl-C or for an error, waits for nothing more.
        pool.shutdown(wait=False, cancel_futures=True)
        crew.close()
        pool.shutdown()
        crew.close()  # one may have been begun just then
        sweep()  # one that was ended in the middle of its work has left logs in its scratch folder


def heaviest_first(weights: Sequence[int], count: int) -> list[int]:
    """The places of weights in the order in which so many workers take them on.

    Those before which the others would wait go first, each more than its share of a fourth of all that
    one worker has to do; the rest stay in order, since what is made of them is asked for so.
    """
    heavy = sum(weights) / (4 * count)
    places = range(len(weights))
    return sorted(places, key=lambda at: -weights[at] if weights[at] > heavy else 0)


class _Crew(Generic[Item, Made]):
    """Workers that do the same work, whoever is idle the next item."""

    def __init__(self, work: Callable[[Item], Made], count: int) -> None:
        self._work = work
        self._workers = [Worker(work) for _ in range(count)]
        self._idle: queue.SimpleQueue[Worker[Item, Made] | None] = queue.SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)

    def __call__(self, item: Item) -> Made:
        worker = self._idle.get() or self._another()
        try:
            return worker(item)
        finally:
            # Another takes the place of one that died when there is something for it to do.
            self._idle.put(worker if worker.lives else None)

    def _another(self) -> Worker[Item, Made]:
        worker = Worker(self._work)
        self._workers.append(worker)
        return worker

    def close(self) -> None:
        for worker in self._workers:
            worker.close()
