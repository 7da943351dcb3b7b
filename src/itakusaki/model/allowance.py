"""Allowances: what reading one delivered file may take of the machine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

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
