"""What workers are asked to do in tests; they import it by name."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from itakusaki.model.errors import UnknownNameError


def twice(item: int) -> int:
    return item * 2


def slowest_first(item: int) -> int:
    time.sleep(0.2 / (item + 1))
    return item * 2


def process_of(_item: object) -> int:
    time.sleep(0.2)
    return os.getpid()


def refuse(item: str) -> str:
    if item == "P99":
        raise UnknownNameError(item, ("P01",))
    return item


@dataclass(frozen=True)
class Dying:
    """Ends its process once, in the middle of the work."""

    mark: Path
    home: int

    def __call__(self, item: int) -> int:
        if os.getpid() != self.home and item == 2 and not self.mark.exists():
            self.mark.touch()
            os._exit(1)
        return item


def die(mark: Path) -> Callable[[int], int]:
    return Dying(mark, os.getpid())


@dataclass(frozen=True)
class Ending:
    """The end of a process that is nobody's child here."""

    pid: int

    def comes(self) -> bool:
        for _ in range(600):
            try:
                os.kill(self.pid, 0)
            except ProcessLookupError:
                return True
            if _is_dead(self.pid):
                return True
            time.sleep(0.1)
        return False


def _is_dead(pid: int) -> bool:
    """Whether nobody has taken notice of its end yet."""
    try:
        return (
            Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
            == "Z"
        )
    except OSError:
        return False
