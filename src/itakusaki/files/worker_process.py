"""The process of a worker: it takes its work, then one item after another, until its pipe is closed."""

from __future__ import annotations

import pickle
import signal
from collections.abc import Callable
from typing import Any

from itakusaki.files.wall_frames import framed, next_frame, pipes


def main() -> None:
    """Work until the run that started this process has no more for it, or has ended."""
    items, answers = pipes()
    # Ctrl-C is the run's: it ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    begun = next_frame(items)
    if begun is None:
        return
    work: Callable[[Any], Any] = pickle.loads(begun)  # noqa: S301 - from the run itself
    while (frame := next_frame(items)) is not None:
        answers.write(framed(_answer(work, frame)))
        answers.flush()


def _answer(work: Callable[[Any], Any], frame: bytes) -> bytes:
    try:
        return pickle.dumps((True, work(pickle.loads(frame))), protocol=5)  # noqa: S301 - same
    except Exception as error:  # noqa: BLE001 - it is raised in the run
        return pickle.dumps((False, error), protocol=5)


if __name__ == "__main__":
    main()
