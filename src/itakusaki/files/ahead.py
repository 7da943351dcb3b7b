"""Working ahead: what comes next is begun in other processes while the run works on what came before."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Sequence
from itertools import islice
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Made_co = TypeVar("Made_co", covariant=True)


class Begun(Protocol[Made_co]):
    """Work under way elsewhere."""

    def result(self) -> Made_co:
        """Wait for what it comes to."""

    def close(self) -> None:
        """Give it up, if it is not done."""


def begun_ahead(
    begin: Callable[[Item], Begun[Made_co]], items: Sequence[Item], count: int
) -> Generator[Made_co]:
    """What the work on each item comes to, in their order, so many of those to come being under way.

    To be closed: what is under way then is given up. Where `count` is 1, nothing is begun before it is asked for.
    """
    if count <= 1:
        yield from (begin(item).result() for item in items)
        return
    left = iter(items)
    waiting: deque[Begun[Made_co]] = deque()
    try:
        waiting.extend(map(begin, islice(left, count)))
        while waiting:
            found = waiting.popleft().result()
            waiting.extend(map(begin, islice(left, 1)))
            yield found
    finally:
        for one in waiting:
            one.close()
