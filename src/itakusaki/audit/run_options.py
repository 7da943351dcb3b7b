"""Run options: how control tests are carried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: The engine in process, and the other one.
DUCKDB: Final = "duckdb"
SPARK: Final = "spark"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """How tests are carried out: engine, its master, names shown or masked, which tests (none: all)."""

    engine: str = DUCKDB
    master: str = ""
    show: bool = False
    only: tuple[str, ...] = ()
