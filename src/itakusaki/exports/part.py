"""Parts: one export's rows from one staged table, typed, with what could not be read of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from itakusaki.catalogue.export import ExportColumn
from itakusaki.catalogue.outcome import FAILED, OUTCOMES
from itakusaki.exports.date_words import Scales
from itakusaki.exports.plan import Plan, TwinCells
from itakusaki.exports.raw import SHEET, Raw
from itakusaki.exports.records import is_numbered, row_sieve, sieve, staged_rows
from itakusaki.exports.sql import folded, identifier, literal
from itakusaki.exports.texts import Texts
from itakusaki.exports.times import DAY_ZERO_1904, EXCEL_DAY_ZERO, Moments, TimeRules
from itakusaki.exports.typed import Typing

#: The column that a failure changes.
ACTION: Final = "action"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Values of a column that are blank or cannot be read: how many, and the first of them.

    `aside` tells whether the rows were put aside for it.
    """

    column: ExportColumn
    count: int
    line: int
    example: str
    aside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """Two headings of one meaning that differ: in how many rows, and the first of them."""

    column: ExportColumn
    twin: TwinCells
    count: int
    line: int


@dataclass(slots=True, kw_only=True)
class Part:
    """One export's rows from one staged table; `name` is the table of typed rows.

    Rows of which a required column is not known are in it as well, marked `_aside`. `failed` are
    events left out since they did not happen, `differing` headings of one meaning that differ.
    """

    plan: Plan
    raw: Raw
    name: str
    rows: int = 0
    aside: int = 0
    flaws: tuple[Flaw, ...] = ()
    moments: Mapping[str, Moments] = field(default_factory=dict)
    failed: int = 0
    failed_line: int = 0
    differing: tuple[Differing, ...] = ()


class PartMaker:
    """Makes parts in one database."""

    def __init__(
        self,
        connection: Any,  # noqa: ANN401 - duckdb's own type
        scales: Scales,
        rules: TimeRules,
        *,
        strip_domain: bool,
    ) -> None:
        self._connection = connection
        self._scales = scales
        self._rules = rules
        self._strip = strip_domain

    def make(self, plan: Plan, raw: Raw, name: str, source: int) -> Part:
        """Make the table of typed rows of one plan; `source` is the number of the staged table."""
        texts = Texts(self._connection, plan, raw, f"{name}_texts", strip_domain=self._strip)
        texts.make()
        rules = replace(self._rules, serial=_day_zero(raw))
        typing = Typing(self._connection, texts, plan, self._scales, rules)
        typed = {column.name: typing.value(column) for column in plan.export.columns}
        _fail(plan, typed)
        self._connection.execute(_typed_rows(plan, typed, name, texts.name, typing.joins, source))
        part = Part(plan=plan, raw=raw, name=name, moments=typing.moments)
        self._leave_out_failed(part)
        self._count(part, texts.name)
        part.differing = tuple(self._twins(plan, raw))
        texts.drop()
        return part

    def _leave_out_failed(self, part: Part) -> None:
        """Take out events that did not happen."""
        if part.plan.export.drops_failed and _outcomes(part.plan):
            failed = _is_failed(part.plan, {name: identifier(name) for name in OUTCOMES})
            count, line = self._connection.execute(
                f"SELECT count(*), min(_line) FROM {part.name} WHERE {failed}"
            ).fetchone()
            self._connection.execute(f"DELETE FROM {part.name} WHERE {failed}")
            part.failed, part.failed_line = count, line or 0

    def _twins(self, plan: Plan, raw: Raw) -> Iterator[Differing]:
        """Headings of one meaning below which not the same stands."""
        for name, twins in plan.twins.items():
            for twin in twins:
                count, line = self._connection.execute(
                    f"SELECT count(*), min(line) FROM read_parquet({literal(str(raw.path))})"
                    f" WHERE ({plan.where})"
                    f" AND {folded(twin.used_sql)} IS DISTINCT FROM {folded(twin.other_sql)}"
                ).fetchone()
                if count:
                    column = plan.export.column(name)
                    yield Differing(column=column, twin=twin, count=count, line=line)

    def _count(self, part: Part, texts: str) -> None:
        """Count rows, rows put aside, and flaws by column."""
        run = self._connection.execute
        part.rows, part.aside, bad, unnumbered = run(
            "SELECT count(*), count(*) FILTER (WHERE _aside), coalesce(bit_or(_bad), 0),"
            f" count(*) FILTER (WHERE _sieve IS NULL) FROM {part.name}"
        ).fetchone()
        if unnumbered:
            self._sieve_by_row(part)
        columns = [c for bit, c in enumerate(part.plan.export.columns) if bad >> bit & 1]
        if not columns:
            return
        sums = [
            f"count(*) FILTER (WHERE (_bad >> {bit}) & 1 = 1),"
            f" min(_line) FILTER (WHERE (_bad >> {bit}) & 1 = 1)"
            for bit in map(part.plan.export.columns.index, columns)
        ]
        found = run(f"SELECT {', '.join(sums)} FROM {part.name}").fetchone()
        part.flaws = tuple(
            Flaw(
                column=column,
                count=count,
                line=line,
                example=self._example(texts, part.plan, column, line),
                aside=_puts_aside(column, part.plan),
            )
            for column, count, line in zip(columns, found[::2], found[1::2], strict=True)
        )

    def _sieve_by_row(self, part: Part) -> None:
        """Give rows that lack what numbers a record the sieve of all that stands in them."""
        rows = staged_rows(part.plan, part.raw)
        self._connection.execute(
            f"UPDATE {part.name} SET _sieve = _of_row FROM (SELECT line AS _at, _copy AS _which,"
            f" {row_sieve(part.plan, part.raw)} AS _of_row FROM {rows} WHERE ({part.plan.where})"
            f" AND line IN (SELECT _line FROM {part.name} WHERE _sieve IS NULL))"
            " WHERE _at = _line AND _which = _copy AND _sieve IS NULL"
        )

    def _example(self, texts: str, plan: Plan, column: ExportColumn, line: int) -> str:
        if column.name not in plan.columns:
            return ""
        found = self._connection.execute(
            f"SELECT {identifier(column.name)} FROM {texts} WHERE _line = {line} LIMIT 1"
        ).fetchone()
        return found[0] or ""


def _typed_rows(
    plan: Plan, typed: Mapping[str, str], name: str, texts: str, joins: list[str], source: int
) -> str:
    """The SQL that makes the table of typed rows; bit k of _bad is set where column k is amiss."""
    values = ", ".join(f"{sql} AS {identifier(column)}" for column, sql in typed.items())
    given = ", ".join(
        f"t.{identifier(column)} IS NOT NULL AS {identifier('has_' + column)}"
        for column in plan.columns
    )
    bits = [
        _bit(number, column, plan, typed[column.name])
        for number, column in enumerate(plan.export.columns)
    ]
    lacking = [_amiss(c) for c in plan.export.columns if _puts_aside(c, plan)]
    row = "" if is_numbered(plan) else "t._row, "
    inner = f"SELECT t._line, t._copy, {row}{values}, {given} FROM {texts} t {' '.join(joins)}"
    return (
        f"CREATE TABLE {name} AS SELECT _line, _copy, ({source}::BIGINT << 40) | _line AS _place,"
        f" {' | '.join(bits)} AS _bad, ({' OR '.join(lacking) or 'false'}) AS _aside,"
        f" {sieve(plan)} AS _sieve, {', '.join(map(identifier, typed))} FROM ({inner})"
    )


def _bit(number: int, column: ExportColumn, plan: Plan, value: str) -> str:
    """A bit that is set where a value is given but not read, or has to be there but is not."""
    # A text that is its value is never given and not read.
    is_given = value == f"t.{identifier(column.name)}" and not _blank_is_amiss(column)
    if is_given or (column.name not in plan.columns and not column.required):
        return "0"
    return f"CASE WHEN {_amiss(column)} THEN {1 << number}::BIGINT ELSE 0 END"


def _amiss(column: ExportColumn) -> str:
    given = "" if _blank_is_amiss(column) else f" AND {identifier('has_' + column.name)}"
    return f"({identifier(column.name)} IS NULL{given})"


def _blank_is_amiss(column: ExportColumn) -> bool:
    return column.required or bool(column.decides and column.default)


def _puts_aside(column: ExportColumn, plan: Plan) -> bool:
    """Whether rows whose value is amiss are put aside."""
    return column.required or (column.decides and column.name in plan.columns)


def _outcomes(plan: Plan) -> tuple[str, ...]:
    """The columns given that say what became of an event."""
    return tuple(name for name in OUTCOMES if name in plan.columns)


def _is_failed(plan: Plan, typed: Mapping[str, str]) -> str:
    tests = (f"coalesce({typed[name]} = {literal(FAILED)}, false)" for name in _outcomes(plan))
    return f"({' OR '.join(tests)})"


def _fail(plan: Plan, typed: dict[str, str]) -> None:
    """Make an action that failed what it then is."""
    if not plan.export.failed or not _outcomes(plan):
        return
    action, failed = typed[ACTION], _is_failed(plan, typed)
    cases = " ".join(
        f"WHEN {failed} AND {action} = {literal(was)} THEN {literal(became)}"
        for was, became in plan.export.failed.items()
    )
    typed[ACTION] = f"CASE {cases} ELSE {action} END"


def _day_zero(raw: Raw) -> str:
    if raw.kind != SHEET:
        return ""
    return DAY_ZERO_1904 if raw.epoch_1904 else EXCEL_DAY_ZERO
