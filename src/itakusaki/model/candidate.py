"""Candidates: companies that may be entrusted without anybody having said so; to be confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from itakusaki.model.source import CellRef


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCompany:
    """A company that a delivered list or log names, with the number beside it, where it first stands.

    `in_export` tells whether the table is one whose columns are known; in any other, a name is taken
    for a company's only where it says so itself (株式会社, Ltd.).
    """

    name: str
    number: str = ""
    at: CellRef
    in_export: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A company named by somebody, with its corporate number ("" where none is given).

    `named` says by which processor ("" for the client) and in which cell.
    """

    name: str
    number: str
    named: tuple[tuple[str, CellRef], ...]
