"""Cutting: canonical tables as they stood at a day's end, for a replay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import duckdb

from itakusaki.catalogue.export import Export


def tables_until(
    tables: Mapping[str, Path], exports: Mapping[str, Export], last: date, folder: Path
) -> Mapping[str, Path]:
    """The tables with only those rows that had come into being by the end of a day.

    A row whose time is not given is kept, and so is a list that does not say when its entries began.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return {
        name: _cut(path, column, last, folder / f"{name}.parquet") if column else path
        for name, path in tables.items()
        for column in (exports[name].time or exports[name].begins,)
    }


def _cut(path: Path, column: str, last: date, target: Path) -> Path:
    table = duckdb.read_parquet(str(path), connection=duckdb.connect())
    quoted = f'"{column}"'
    after = (last + timedelta(days=1)).isoformat()
    kept = table.filter(f"{quoted} IS NULL OR {quoted} < DATE '{after}'")
    kept.write_parquet(str(target))
    return target
