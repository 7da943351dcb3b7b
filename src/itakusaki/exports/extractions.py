"""Extractions: files that were drawn from the same source for the same time, kept side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from itakusaki.exports.merge import Kept
from itakusaki.exports.part import Part
from itakusaki.exports.records import digests
from itakusaki.exports.sql import identifier, literal

#: The pseudo export that the comparison of extractions works on.
EXTRACTIONS: Final = "extractions"
#: Times overlap by more than this, and half of the smaller one's records are shared.
_DAY: Final = 24 * 3600
_EMPTY: Final = (
    "SELECT CAST(NULL AS VARCHAR) AS export, CAST(NULL AS VARCHAR) AS extraction,"
    " CAST(NULL AS TIMESTAMP) AS at, CAST(NULL AS BIGINT) AS record,"
    " CAST(NULL AS VARCHAR) AS line WHERE false"
)


def write_extractions(
    connection: Any,  # noqa: ANN401 - duckdb's own type
    logs: Sequence[tuple[str, Part, Kept]],
    target: Path,
) -> None:
    """Write the rows of every extraction; `logs` are a file's name, its part and what was kept."""
    chosen: dict[str, tuple[str, Part]] = {}
    records = _Records(connection)
    for (name_a, part_a, kept_a), (name_b, part_b, kept_b) in combinations(logs, 2):
        same = part_a.plan.export.id == part_b.plan.export.id and name_a != name_b
        if same and _overlap(kept_a, kept_b) > _DAY and records.shared(part_a, part_b):
            chosen |= {part_a.name: (name_a, part_a), part_b.name: (name_b, part_b)}
    selects = [_rows(name, part) for name, part in chosen.values()]
    listed = " UNION ALL ".join([_EMPTY, *selects])
    connection.execute(f"COPY ({listed}) TO {literal(str(target))} (FORMAT parquet)")


def _overlap(a: Kept, b: Kept) -> float:
    if a.first_at is None or b.first_at is None or a.last_at is None or b.last_at is None:
        return 0
    return (min(a.last_at, b.last_at) - max(a.first_at, b.first_at)).total_seconds()


class _Records:
    """The records of parts, by their digests; those of a part are made out once."""

    def __init__(self, connection: Any) -> None:  # noqa: ANN401
        self._connection = connection
        self._made: set[str] = set()

    def shared(self, a: Part, b: Part) -> bool:
        """Whether half of the records of the part that has fewer are in the other one as well."""
        records_a, records_b = (f"SELECT _digest FROM {self._table(part)}" for part in (a, b))
        shared, count_a, count_b = self._connection.execute(
            f"SELECT (SELECT count(*) FROM ({records_a} INTERSECT {records_b})),"
            f" (SELECT count(*) FROM ({records_a})), (SELECT count(*) FROM ({records_b}))"
        ).fetchone()
        return bool(2 * shared >= min(count_a, count_b) > 0)

    def _table(self, part: Part) -> str:
        table = f"{part.name}_records"
        if table not in self._made:
            self._made.add(table)
            every = digests(part.plan, part.raw, part.name, "NOT _aside")
            self._connection.execute(
                f"CREATE TABLE {table} AS SELECT DISTINCT _digest FROM ({every})"
            )
        return table


def _rows(name: str, part: Part) -> str:
    export = part.plan.export
    texts = [
        f"coalesce(CAST({identifier(column.name)} AS VARCHAR), '')" for column in export.columns
    ]
    record = "record" if any(column.name == "record" for column in export.columns) else "NULL"
    return (
        f"SELECT {literal(export.id)}, {literal(name)}, {identifier(export.time)},"
        f" CAST({record} AS BIGINT), md5({' || chr(31) || '.join(texts)})"
        f" FROM {part.name} WHERE NOT _aside"
    )
