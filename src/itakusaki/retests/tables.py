"""Logs: the canonical tables that a control test's expression is written over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import ibis
from ibis import Schema, Table

from itakusaki.catalogue.export import Export

#: The SQL types of canonical tables as ibis calls them.
IBIS_TYPES: Final = {
    "TIMESTAMP": "timestamp",
    "DATE": "date",
    "BIGINT": "int64",
    "BOOLEAN": "boolean",
    "VARCHAR": "string",
}


def schema(export: Export) -> Schema:
    """The columns of an export as ibis types; names and choices are text."""
    return ibis.schema({column.name: IBIS_TYPES[column.sql_type] for column in export.columns})


class Logs:
    """The canonical tables by export id; one that was not delivered is there, without a row."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._tables = tables

    def __getitem__(self, export: str) -> Table:
        """The table of an export."""
        return self._tables[export]


def unbound(exports: Mapping[str, Export]) -> Logs:
    """Tables that belong to no database: an expression over them can be printed as SQL."""
    return Logs({name: ibis.table(schema(export), name=name) for name, export in exports.items()})
