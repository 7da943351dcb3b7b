"""Allowances: what reading one delivered file may take of the machine."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

#: How a size is written: 4GB, 512 MiB.
SIZE: Final = re.compile(r"([1-9][0-9]*(?:\.[0-9]+)?) ?([KMGT])(i?)B")
MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What reading one file, or filling one template, may take; [reading] in itakusaki.toml sets it.

    `memory` (resident) and `output` (what reading gives) are bytes, `seconds` is processor time. What
    a file may hold at all is bounded before, alike on every machine: these are far above that.
    """

    memory: int = 2048 * MEGABYTE
    seconds: int = 60
    output: int = 512 * MEGABYTE

    def more(self, *, seconds: int = 0, memory: int = 0) -> Allowance:
        """An allowance of so much more."""
        return replace(self, seconds=self.seconds + seconds, memory=self.memory + memory)


#: What a file may take unless the settings say otherwise.
USUAL: Final = Allowance()


def bytes_of(size: str) -> int:
    """How many bytes a size such as 4GB comes to.

    Raises:
        ValueError: it is not written as one.
    """
    found = SIZE.fullmatch(size)
    if found is None:
        raise ValueError(size)
    number, unit, binary = found.groups()
    return int(float(number) * (1024 if binary else 1000) ** ("KMGT".index(unit) + 1))
