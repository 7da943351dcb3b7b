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

#: The column that tells of which system a record or an entry is.
SYSTEM: Final = "system"

#: Types whose values name a person or a thing of one: shown masked unless asked otherwise.
IDENTIFIERS = frozenset(
    {ColumnType.ACCOUNT, ColumnType.PERSON, ColumnType.TERMINAL, ColumnType.SERIAL}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportColumn:
    """One column: its type, its headings in both languages and in the wild, a choice's spellings.

    A row of a column that `decides` is put aside where its value cannot be read; `otherwise` is what
    any word means that is none of the spellings. One that `qualifies` says what became of the event
    that the others tell, and helps nobody to tell a log.
    """

    name: str
    type: ColumnType
    title: Words
    required: bool = False
    aliases: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    default: str = ""
    decides: bool = False
    otherwise: str = ""
    qualifies: bool = False

    @property
    def sql_type(self) -> str:
        """Its type in a canonical table."""
        return SQL_TYPES.get(self.type, TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A canonical table: a log (events in time) or a list; `time` names a log's time column.

    `begins` and `ends` name the columns of a list that say when an entry came into being and when it
    was over, where they do; `state` tells of a list that shows how things stood on a day. `key` are
    the columns that identify a record; where any of them is not given, the whole row is the record.
    A `derived` one is made while reading, never delivered. `tells` are columns of which
    one at least has to be there for a log to be known by its headings, `others` headings that only
    logs of another kind have. `failed` is what each action means where its outcome is a failure; an
    event that `drops_failed` did not happen then. `called` are words by which a file's name tells that
    it is meant to be one; what was delivered is known by its headings alone.
    """

    id: str
    title: Words
    columns: tuple[ExportColumn, ...]
    time: str = ""
    begins: str = ""
    ends: str = ""
    state: bool = False
    key: tuple[str, ...] = ()
    derived: bool = False
    tells: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    failed: Mapping[str, str] = field(default_factory=dict)
    drops_failed: bool = False
    called: tuple[str, ...] = ()

    @property
    def is_log(self) -> bool:
        """Whether its rows are events in time."""
        return bool(self.time)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that name an entry of a list: the first required one, and the system beside it."""
        first = next(column.name for column in self.columns if column.required)
        return (first, *(column.name for column in self.columns if column.name == SYSTEM))

    def column(self, name: str) -> ExportColumn:
        """A column by its canonical name."""
        return next(column for column in self.columns if column.name == name)
