"""Exports: the canonical tables that control tests work on, as evidence/exports.yaml holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from itakusaki.model.message import Words


class ColumnType(StrEnum):
    """What a column holds; the names of accounts and things are folded for comparison."""

    TIME = "time"
    DAY = "day"
    CLOCK = "clock"
    ACCOUNT = "account"
    PERSON = "person"
    TERMINAL = "terminal"
    SERIAL = "serial"
    TEXT = "text"
    WHOLE = "whole"
    YES_NO = "yes_no"
    CHOICE = "choice"


#: How each type stands in a canonical table, in SQL; names, texts and choices are TEXT.
SQL_TYPES: Final[Mapping[ColumnType, str]] = {
    ColumnType.TIME: "TIMESTAMP",
    ColumnType.DAY: "DATE",
    ColumnType.CLOCK: "BIGINT",
    ColumnType.WHOLE: "BIGINT",
    ColumnType.YES_NO: "BOOLEAN",
}
TEXT: Final = "VARCHAR"

#: Types whose values name a person or a thing of one: shown masked unless asked otherwise.
IDENTIFIERS = frozenset(
    {ColumnType.ACCOUNT, ColumnType.PERSON, ColumnType.TERMINAL, ColumnType.SERIAL}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportColumn:
    """One column: its type, its headings in both languages and in the wild, a choice's spellings."""

    name: str
    type: ColumnType
    title: Words
    required: bool = False
    aliases: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    default: str = ""

    @property
    def sql_type(self) -> str:
        """Its type in a canonical table."""
        return SQL_TYPES.get(self.type, TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A canonical table: a log (events in time) or a list; `time` names a log's time column.

    `begins` names the column of a list that says when an entry came into being, where one does.
    `key` are the columns that identify a record; where any of them is not given, the whole row is
    the record. A `derived` one is made while reading, never delivered.
    """

    id: str
    title: Words
    columns: tuple[ExportColumn, ...]
    time: str = ""
    begins: str = ""
    key: tuple[str, ...] = ()
    derived: bool = False

    @property
    def is_log(self) -> bool:
        """Whether its rows are events in time."""
        return bool(self.time)

    def column(self, name: str) -> ExportColumn:
        """A column by its canonical name."""
        return next(column for column in self.columns if column.name == name)
