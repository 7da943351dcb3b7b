"""Parts: one export's rows from one staged table, typed, with what could not be read of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from itakusaki.catalogue.export import IDENTIFIERS, ColumnType, ExportColumn
from itakusaki.catalogue.outcome import FAILED, OUTCOMES
from itakusaki.exports.date_words import Scales
from itakusaki.exports.plan import Plan, TwinCells, tagged_row
from itakusaki.exports.raw import SHEET, Raw
from itakusaki.exports.sql import cleaned, folded, identifier, literal, trimmed
from itakusaki.exports.times import DAY_ZERO_1904, EXCEL_DAY_ZERO, Moments, TimeRules
from itakusaki.exports.typed import Typing

#: Types whose texts are folded before they are typed.
_FOLDED: Final = IDENTIFIERS | {ColumnType.TIME, ColumnType.DAY, ColumnType.CLOCK}
#: Types of which Python looks at every distinct text once.
_MEANT: Final = frozenset({ColumnType.CHOICE, ColumnType.YES_NO})
_DOMAIN: Final = r"^[^\\]*\\"
#: Lines that one line may stand for at most.
MOST_REPEATS: Final = 100_000
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
        texts = f"{name}_texts"
        self._make_texts(plan, raw, texts)
        rules = replace(self._rules, serial=_day_zero(raw))
        typing = Typing(self._connection, texts, plan, self._scales, rules)
        typed = {column.name: typing.value(column) for column in plan.export.columns}
        _fail(plan, typed)
        self._connection.execute(_typed_rows(plan, typed, name, texts, typing.joins, source))
        part = Part(plan=plan, raw=raw, name=name, moments=typing.moments)
        self._leave_out_failed(part)
        self._count(part, texts)
        part.differing = tuple(self._twins(plan, raw))
        self._connection.execute(f"DROP TABLE {texts}")
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

    def _make_texts(self, plan: Plan, raw: Raw, texts: str) -> None:
        whole = tagged_row(raw)
        record = f"coalesce({plan.identity}, {whole})" if plan.identity else whole
        source = f"read_parquet({literal(str(raw.path))})"
        if plan.repeats:
            times = f"coalesce(try_cast({plan.repeats} AS BIGINT), 1)"
            source = f"(SELECT *, unnest(range(1, least({times}, {MOST_REPEATS}) + 1)) AS _copy FROM {source})"
            record = f"{record} || CASE WHEN _copy > 1 THEN chr(31) || _copy ELSE '' END"
        row = f"md5_number({literal(f'{plan.number} ')} || {record}) AS _row"
        given = [f"{sql} AS {identifier(name)}" for name, sql in plan.columns.items()]
        # Each step names its texts: a text that is asked for time and again in one expression would
        # be made out as often, which on a small export is most of the work.
        query = (
            f"SELECT {', '.join(['line AS _line', row, *given])} FROM {source} WHERE {plan.where}"
        )
        for step in (self._text, self._without_domain):
            made = [
                f"{step(plan.export.column(name))} AS {identifier(name)}" for name in plan.columns
            ]
            query = f"SELECT {', '.join(['_line', '_row', *made])} FROM ({query})"
        self._connection.execute(f"CREATE TABLE {texts} AS {query}")

    def _text(self, column: ExportColumn) -> str:
        name = identifier(column.name)
        if column.type in _MEANT:
            return trimmed(name)
        return folded(name) if column.type in _FOLDED else cleaned(name)

    def _without_domain(self, column: ExportColumn) -> str:
        name = identifier(column.name)
        if column.type is ColumnType.ACCOUNT and self._strip:
            return f"CASE WHEN contains({name}, chr(92)) THEN nullif(regexp_replace({name}, '{_DOMAIN}', ''), '') ELSE {name} END"
        return name

    def _count(self, part: Part, texts: str) -> None:
        """Count rows, rows put aside, and flaws by column."""
        columns = list(enumerate(part.plan.export.columns))
        sums = [
            f"count(*) FILTER (WHERE (_bad >> {bit}) & 1 = 1),"
            f" min(_line) FILTER (WHERE (_bad >> {bit}) & 1 = 1)"
            for bit, _ in columns
        ]
        found = self._connection.execute(
            f"SELECT count(*), count(*) FILTER (WHERE _aside), {', '.join(sums)} FROM {part.name}"
        ).fetchone()
        part.rows, part.aside = found[0], found[1]
        part.flaws = tuple(
            Flaw(
                column=column,
                count=count,
                line=line,
                example=self._example(texts, part.plan, column, line),
                aside=_puts_aside(column, part.plan),
            )
            for (_, column), count, line in zip(columns, found[2::2], found[3::2], strict=True)
            if count
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
    bits = [_bit(number, column, plan) for number, column in enumerate(plan.export.columns)]
    lacking = [_amiss(c) for c in plan.export.columns if _puts_aside(c, plan)]
    inner = f"SELECT t._line, t._row, {values}, {given} FROM {texts} t {' '.join(joins)}"
    return (
        f"CREATE TABLE {name} AS SELECT _line, _row, ({source}::BIGINT << 40) | _line AS _place,"
        f" {' | '.join(bits)} AS _bad, ({' OR '.join(lacking) or 'false'}) AS _aside,"
        f" {_digest(plan)} AS _digest, {', '.join(map(identifier, typed))} FROM ({inner})"
    )


def _bit(number: int, column: ExportColumn, plan: Plan) -> str:
    """A bit that is set where a value is given but not read, or has to be there but is not."""
    if column.name not in plan.columns and not column.required:
        return "0"
    return f"CASE WHEN {_amiss(column)} THEN {1 << number}::BIGINT ELSE 0 END"


def _amiss(column: ExportColumn) -> str:
    blank_is_amiss = column.required or (column.decides and column.default)
    given = "" if blank_is_amiss else f" AND {identifier('has_' + column.name)}"
    return f"({identifier(column.name)} IS NULL{given})"


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


def _digest(plan: Plan) -> str:
    """What identifies a record: its key where that is given, with its time; else the whole row."""
    key = plan.export.key
    if not key:
        return "_row"
    # A numbering that starts again does not make two events one: the time must agree as well.
    names = [*key, *([plan.export.time] if plan.export.time else [])]
    parts = " || chr(31) || ".join(f"CAST({identifier(name)} AS VARCHAR)" for name in names)
    given = " AND ".join(f"{identifier(name)} IS NOT NULL" for name in key)
    return f"CASE WHEN {given} THEN coalesce(md5_number('key ' || {parts}), _row) ELSE _row END"
