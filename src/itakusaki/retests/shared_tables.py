"""Shared tables: what several tests are built on, made once by the engine that carries them out.

A test stays one expression. Where it is carried out, a part of it that others are built on as well is
a table by itself, named by the digest of its query: whatever parameters and lists it depends on, the
same question is one table. Where a test is printed for a warehouse, the part is inlined.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: The table in which a test's hits are held while they are asked.
HELD: Final = "held_hits"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedTable:
    """A table that an engine makes when it is first wanted: its name and what it is made by."""

    name: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query, and the shared tables it reads, each after those that it is made from."""

    query: str
    shared: tuple[SharedTable, ...] = ()
