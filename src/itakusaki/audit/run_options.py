"""Run options: how control tests are carried out."""

from __future__ import annotations

from dataclasses import dataclass

from itakusaki.retests.dialects import DUCKDB


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """How tests are carried out: engine, its master, names shown or masked, which tests (none: all)."""

    engine: str = DUCKDB
    master: str = ""
    show: bool = False
    only: tuple[str, ...] = ()
