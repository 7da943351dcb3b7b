"""Cutting: canonical tables as they stood at a day's end, for a replay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb

from itakusaki.catalogue.export import Export
from itakusaki.model.list_period import ListPeriod


def tables_until(
    tables: Mapping[str, Path], exports: Mapping[str, Export], last: date, folder: Path
) -> Mapping[str, Path]:
    """The tables with only those rows that had come into being by the end of a day.

    A row whose time is not given is kept, and so is a list that does not say when its entries began.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return {
        name: _cut(path, column, last, folder / path.name) if column else path
        for name, path in tables.items()
        for column in (exports[name].time or exports[name].begins,)
    }


def periods_until(
    periods: Sequence[ListPeriod], exports: Mapping[str, Export], last: date, folder: Path
) -> tuple[ListPeriod, ...]:
    """The periods of lists that had begun by the end of a day, the last of them open, so cut too."""
    begun = [period for period in periods if period.first is None or period.first <= last]
    return tuple(
        replace(
            period,
            until=period.until if at < len(begun) else None,
            tables=tables_until(period.tables, exports, last, folder),
            ended=tables_until(period.ended, exports, last, folder),
        )
        for at, period in enumerate(begun, 1)
    )


def _cut(path: Path, column: str, last: date, target: Path) -> Path:
    table = duckdb.read_parquet(str(path), connection=duckdb.connect())
    quoted = f'"{column}"'
    after = (last + timedelta(days=1)).isoformat()
    kept = table.filter(f"{quoted} IS NULL OR {quoted} < DATE '{after}'")
    kept.write_parquet(str(target))
    return target
