"""Records: which rows are one record; a sieve over every row, digests for those alone that it holds.

Rows of one record bear the same sieve, 64 bits of their cells or of what numbers them, which costs next
to nothing; rows of the same sieve are told apart by an MD5 of all that identifies them.
"""

from __future__ import annotations

from functools import reduce
from typing import Final

from itakusaki.exports.plan import Plan, heading_words, tagged_row
from itakusaki.exports.raw import LINES, RECORDS, Raw
from itakusaki.exports.sql import identifier, literal

#: Lines that one line may stand for at most.
MOST_REPEATS: Final = 100_000


def staged_rows(plan: Plan, raw: Raw) -> str:
    """The SQL of the staged rows; `_copy` counts those that one line stands for."""
    source = f"read_parquet({literal(str(raw.path))})"
    if not plan.repeats:
        return f"(SELECT *, 1::BIGINT AS _copy FROM {source})"
    times = f"coalesce(try_cast({plan.repeats} AS BIGINT), 1)"
    copies = f"unnest(range(1, least({times}, {MOST_REPEATS}) + 1)) AS _copy"
    return f"(SELECT *, {copies} FROM {source})"


def row_sieve(plan: Plan, raw: Raw) -> str:
    """The SQL of a staged row's sieve: of what the layout identifies it by, else of all its cells."""
    whole = _cells_sieve(raw)
    if plan.identity:
        whole = f"CASE WHEN {plan.identity} IS NULL THEN {whole} ELSE hash({plan.identity}) END"
    if plan.repeats:
        whole = f"xor({whole}, CASE WHEN _copy > 1 THEN hash(_copy) ELSE 0 END)"
    return f"xor({whole}, hash({literal(f'{plan.number} ')}))"


def _cells_sieve(raw: Raw) -> str:
    """Of all cells that are not blank, with the words above them, in whatever order they stand."""
    if raw.kind in {LINES, RECORDS}:
        return "hash(c0)"
    names = [literal(word) for word in heading_words(raw)]
    cells = [f"xor(hash(c{p}, {name}), hash('', {name}))" for p, name in enumerate(names)]
    return reduce(lambda before, cell: f"xor({before}, {cell})", cells)


def is_numbered(plan: Plan) -> bool:
    """Whether a plan gives all that a record is known by."""
    return bool(plan.export.key) and {*plan.export.key} <= {*plan.columns, *plan.constants}


def sieve(plan: Plan) -> str:
    """The SQL of a typed row's sieve, given `_row`, that of the staged row.

    NULL where the plan gives what numbers a record and the row lacks it.
    """
    if not is_numbered(plan):
        return "_row"
    columns = [plan.export.column(name) for name in plan.export.key]
    listed = ", ".join(f"CAST({identifier(c.name)} AS {c.sql_type})" for c in columns)
    return f"CASE WHEN {_given(plan)} THEN hash({listed}) END"


def digests(plan: Plan, raw: Raw, rows: str, where: str) -> str:
    """The SQL of what identifies typed rows of a table: `_place`, `_copy`, `_row` and `_digest`."""
    record = f"coalesce({plan.identity}, {tagged_row(raw)})" if plan.identity else tagged_row(raw)
    if plan.repeats:
        record = f"{record} || CASE WHEN _copy > 1 THEN chr(31) || _copy ELSE '' END"
    row = f"md5_number({literal(f'{plan.number} ')} || {record})"
    staged = (
        f"SELECT line AS _staged, _copy AS _staged_copy, {row} AS _row FROM {staged_rows(plan, raw)}"
        f" WHERE ({plan.where}) AND line IN (SELECT _line FROM {rows} WHERE {where})"
    )
    return (
        f"SELECT _place, _copy, _row, {_digest(plan)} AS _digest"
        f" FROM (SELECT * FROM {rows} WHERE {where}) JOIN ({staged})"
        " ON _staged = _line AND _staged_copy = _copy"
    )


def _digest(plan: Plan) -> str:
    """What identifies a record: its key where that is given, with its time; else the whole row."""
    key = plan.export.key
    if not key:
        return "_row"
    # A numbering that starts again does not make two events one: the time must agree as well.
    names = [*key, *([plan.export.time] if plan.export.time else [])]
    parts = " || chr(31) || ".join(f"CAST({identifier(name)} AS VARCHAR)" for name in names)
    return (
        f"CASE WHEN {_given(plan)} THEN coalesce(md5_number('key ' || {parts}), _row) ELSE _row END"
    )


def _given(plan: Plan) -> str:
    return " AND ".join(f"{identifier(name)} IS NOT NULL" for name in plan.export.key)
