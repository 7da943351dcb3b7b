"""Candidates: companies that may be entrusted without anybody having said so; to be confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from itakusaki.model.source import CellRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A company named by somebody, with its corporate number ("" where none is given).

    `named` says by which processor ("" for the client) and in which cell.
    """

    name: str
    number: str
    named: tuple[tuple[str, CellRef], ...]
