"""Outcomes: what came of running expectations over one table, without any library's types."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectationOutcome:
    """What came of one expectation: it held, failed in `rows`, failed as a whole, or could not run.

    `error` is why it could not run; `observed` what was seen of the whole.
    """

    key: int
    held: bool
    rows: tuple[int, ...] = ()
    observed: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOutcome:
    """The outcomes of one table, and its page of Data Docs ("" unless asked for)."""

    table: str
    outcomes: tuple[ExpectationOutcome, ...]
    page: str = ""
