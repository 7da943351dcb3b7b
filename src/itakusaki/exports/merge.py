"""Merging: the parts of one export → one canonical Parquet file, every record in it once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from itakusaki.catalogue.export import Export
from itakusaki.exports.part import Part
from itakusaki.exports.records import digests, is_numbered
from itakusaki.exports.sql import identifier, literal
from itakusaki.files.scratch import put

#: Lowest bits of a place: the line; above them the number of the staged table.
LINE_MASK = (1 << 40) - 1
#: Files without a row, by their columns: a party delivers few of the exports there are.
_EMPTY: Final[dict[str, bytes]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What was kept of one part: rows kept, duplicates taken out and the first of them, times.

    `differing` are duplicates (or records of one number) that are not alike, `differing_line` the
    first of them.
    """

    kept: int = 0
    duplicates: int = 0
    duplicate_line: int = 0
    differing: int = 0
    differing_line: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    last_line_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """Rows of a part (as `p`) that stand in a merged file beside those of the parts merged."""

    part: Part
    where: str


class Merger:
    """Merges the parts of one export in one database."""

    def __init__(self, connection: Any, export: Export) -> None:  # noqa: ANN401
        self._connection = connection
        self._export = export
        self._sieved = f"sieved_{export.id}"
        self._again = f"again_{export.id}"
        self._is_sieved = self._is_again = False

    def merge(
        self, parts: Sequence[Part], target: Path, extras: Sequence[Extra] = ()
    ) -> list[Kept]:
        """Write the canonical file; gives what was kept of each part, in the order of the parts."""
        columns = ", ".join(identifier(column.name) for column in self._export.columns)
        if not parts:
            self._write_empty(target)
            return []
        self._find_again(parts)
        selects = " UNION ALL ".join(
            [
                f"SELECT {columns} FROM {part.name} p WHERE NOT _aside AND {self._first(number)}"
                for number, part in enumerate(parts)
            ]
            + [
                f"SELECT DISTINCT {columns} FROM {extra.part.name} p"
                f" WHERE NOT _aside AND {extra.where}"
                for extra in extras
            ]
        )
        self._connection.execute(
            f"COPY ({selects}) TO {literal(str(target))}"
            # Numbers as what they differ by: a third of the time, and of the bytes.
            " (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)"
        )
        return [self._kept(number, part) for number, part in enumerate(parts)]

    def _write_empty(self, target: Path) -> None:
        columns = ", ".join(
            f"CAST(NULL AS {c.sql_type}) AS {identifier(c.name)}" for c in self._export.columns
        )
        if columns in _EMPTY:
            put(target, _EMPTY[columns])
            return
        self._connection.execute(
            f"COPY (SELECT {columns} WHERE false) TO {literal(str(target))} (FORMAT parquet)"
        )
        _EMPTY[columns] = target.read_bytes()

    def _find_again(self, parts: Sequence[Part]) -> None:
        """Find the rows whose record stands in an earlier one: among rows of one sieve, by their digests."""
        every = " UNION ALL ".join(
            f"SELECT _sieve FROM {part.name} WHERE NOT _aside" for part in parts
        )
        self._is_sieved = self._made(
            self._sieved, f"SELECT _sieve FROM ({every}) GROUP BY _sieve HAVING count(*) > 1"
        )
        self._is_again = self._is_sieved and self._made(
            self._again,
            f"WITH records AS MATERIALIZED ({self._records(parts)}), firsts AS"
            " (SELECT _digest, min(_place) AS first, arg_min(_row, _place) AS row FROM records"
            " GROUP BY _digest HAVING count(*) > 1)"
            " SELECT _part, _place, _copy, _row <> row AS differs FROM records"
            " JOIN firsts USING (_digest) WHERE first < _place",
        )

    def _made(self, table: str, query: str) -> bool:
        """Make a table, and tell whether it has rows."""
        made = self._connection.execute(f"CREATE OR REPLACE TABLE {table} AS {query}").fetchone()
        return bool(made[0])

    def _records(self, parts: Sequence[Part]) -> str:
        sieved = f"NOT _aside AND {self._in_sieve()}"
        return " UNION ALL ".join(
            f"SELECT {number} AS _part, * FROM ({digests(part.plan, part.raw, part.name, sieved)})"
            for number, part in enumerate(parts)
        )

    def _in_sieve(self) -> str:
        return f"_sieve IN (SELECT _sieve FROM {self._sieved})"

    def _first(self, number: int) -> str:
        """Whether a row of a part is the first of its record."""
        if not self._is_again:
            return "true"
        return (
            f"NOT EXISTS (SELECT 1 FROM {self._again} a WHERE a._part = {number}"
            " AND a._place = p._place AND a._copy = p._copy)"
        )

    def _doubled(self, number: int) -> tuple[int, int | None, int, int | None]:
        """Of a part's rows that are not the first of their record how many there are, and the first place.

        The same of those that differ from it.
        """
        if not self._is_again:
            return 0, None, 0, None
        found: tuple[int, int | None, int, int | None] = self._connection.execute(
            "SELECT count(*), min(_place), count(*) FILTER (WHERE differs),"
            f" min(_place) FILTER (WHERE differs) FROM {self._again} WHERE _part = {number}"
        ).fetchone()
        return found

    def _kept(self, number: int, part: Part) -> Kept:
        doubled = self._doubled(number)
        first_at, last_at, last_line = self._times(part)
        again, again_line = self._numbered_again(part)
        differing = [line for line in (doubled[3], again_line) if line is not None]
        return Kept(
            kept=part.rows - part.aside - doubled[0],
            duplicates=doubled[0],
            duplicate_line=(doubled[1] or 0) & LINE_MASK,
            differing=doubled[2] + again,
            differing_line=min((line & LINE_MASK for line in differing), default=0),
            first_at=first_at,
            last_at=last_at,
            last_line_at=last_line,
        )

    def _times(self, part: Part) -> tuple[datetime | None, datetime | None, datetime | None]:
        if not self._export.is_log:
            return None, None, None
        at = identifier(self._export.time)
        first, last, line = self._connection.execute(
            f"SELECT min({at}), max({at}), arg_max({at}, _place) FROM {part.name} WHERE NOT _aside"
        ).fetchone()
        return first, last, line

    def _numbered_again(self, part: Part) -> tuple[int, int | None]:
        """Records of one part that bear one number but different times."""
        key = self._export.key
        if not self._is_sieved or not self._export.is_log or not is_numbered(part.plan):
            return 0, None
        listed = ", ".join(map(identifier, key))
        given = " AND ".join(f"{identifier(name)} IS NOT NULL" for name in key)
        at = identifier(self._export.time)
        count, line = self._connection.execute(
            f"SELECT coalesce(sum(n), 0), min(place) FROM (SELECT count(DISTINCT {at}) - 1 AS n,"
            f" arg_max(_place, _place) AS place FROM {part.name}"
            f" WHERE NOT _aside AND {given} AND {self._in_sieve()}"
            f" GROUP BY {listed} HAVING count(DISTINCT {at}) > 1)"
        ).fetchone()
        return int(count), line
