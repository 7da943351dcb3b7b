"""Steps: how far a run has come, for whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stage of a run (a sentence to be translated), and which of so many things it is at.

    `item` is a name as it stands in the data; `number` and `of` are 0 where nothing is counted.
    """

    stage: str
    item: str = ""
    number: int = 0
    of: int = 0


#: Told of each step as it begins or ends, in the order in which they run.
OnStep = Callable[[Step], None]
