"""Cutting: canonical tables as they stood at a day's end, for a replay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import duckdb

from itakusaki.catalogue.export import Export

#: By which column an entry of a list comes into being; other lists are taken as delivered.
BEGINNINGS: Final[Mapping[str, str]] = {
    "accounts": "created_on",
    "people": "start_on",
    "tickets": "start_at",
    "log_reviews": "reviewed_on",
    "training": "attended_on",
    "pledges": "signed_on",
    "media": "registered_on",
    "media_stock": "counted_on",
    "permits": "start_on",
    "checkouts": "start_at",
}


def tables_until(
    tables: Mapping[str, Path], exports: Mapping[str, Export], last: date, folder: Path
) -> Mapping[str, Path]:
    """The tables with only those rows that had come into being by the end of a day.

    A row whose time is not given is kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return {
        name: _cut(path, column, last, folder / f"{name}.parquet") if column else path
        for name, path in tables.items()
        for column in (exports[name].time or BEGINNINGS.get(name, ""),)
    }


def _cut(path: Path, column: str, last: date, target: Path) -> Path:
    table = duckdb.read_parquet(str(path), connection=duckdb.connect())
    quoted = f'"{column}"'
    after = (last + timedelta(days=1)).isoformat()
    kept = table.filter(f"{quoted} IS NULL OR {quoted} < DATE '{after}'")
    kept.write_parquet(str(target))
    return target
