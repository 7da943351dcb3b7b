"""Typed values: the SQL of each canonical column's value, made from a table of texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pyarrow as pa

from itakusaki.catalogue.export import ColumnType, ExportColumn
from itakusaki.catalogue.spellings import Spellings
from itakusaki.exports.date_words import Scales
from itakusaki.exports.match import spellings_of
from itakusaki.exports.plan import Plan
from itakusaki.exports.remarks import RemarkKind
from itakusaki.exports.sql import identifier, literal, literals
from itakusaki.exports.texts import Texts
from itakusaki.exports.times import (
    SHAPE,
    SHAPES,
    Moments,
    TimeReader,
    TimeRules,
    TimeShape,
    is_numbers,
    order_of,
)
from itakusaki.files.folding import fold, key
from itakusaki.files.lent_database import beside

#: The column whose class a device's name tells where the class itself does not.
_CLASS, _DEVICE = "device_class", "device"
_FETCH: Final = 10_000
_MIDNIGHT: Final = 24 * 60
_CLOCK: Final = re.compile(r"(\d{1,2})\D+?(\d{1,2})(?:\D+\d{1,2}(?:[.,]\d+)?)?\D*")
_TIGHT_CLOCK: Final = re.compile(r"(\d\d)(\d\d)")

#: What a distinct value, or group of values, means.
Meaning = Callable[..., "str | None"]


class Typing:
    """Types the columns of one table of texts (called t in the SQL it makes).

    `joins` are tables that the SQL looks values up in, `moments` the styles of times met.
    """

    def __init__(
        self,
        connection: Any,  # noqa: ANN401 - duckdb's own type
        texts: Texts,
        plan: Plan,
        scales: Scales,
        rules: TimeRules,
    ) -> None:
        self._connection = connection
        self._made = texts
        self._texts = texts.name
        self._plan = plan
        self._scales = scales
        self._rules = rules
        self.joins: list[str] = []
        self.moments: dict[str, Moments] = {}

    def value(self, column: ExportColumn) -> str:
        """The SQL of a column's value."""
        if column.name == _CLASS and column.type is ColumnType.CHOICE:
            return self._class(column)
        if column.name not in self._plan.columns:
            kind = column.sql_type
            return f"CAST({_or_null(self._otherwise(column))} AS {kind})"
        match column.type:
            case ColumnType.TIME | ColumnType.DAY:
                sql = self._moment(column)
            case ColumnType.CLOCK:
                words = self._scales.words("date")
                mapped = self._meant((column.name,), lambda text: clock(text, words))
                sql = f"CAST({mapped} AS BIGINT)"
            case ColumnType.CHOICE | ColumnType.YES_NO:
                sql = self._choice(column)
            case ColumnType.WHOLE:
                sql = self._scaled(column)
            case _:
                sql = self._named(column)
        return sql

    def _named(self, column: ExportColumn) -> str:
        name = f"t.{identifier(column.name)}"
        constant = self._plan.constants.get(column.name, "")
        errors = self._scales.words("cell_error")
        # What a formula shows that failed is no name.
        is_checked = bool(errors) and self._made.may_hold(column.name, errors)
        if not is_checked and not constant:
            return name
        # Words may be held as numbers, which no other text has.
        name = read = f"CAST({name} AS VARCHAR)"
        if is_checked:
            read = f"CASE WHEN lower({name}) IN ({literals(errors)}) THEN NULL ELSE {name} END"
        if not constant:
            return read
        return f"CASE WHEN {name} IS NULL THEN {literal(constant)} ELSE {read} END"

    def _otherwise(self, column: ExportColumn) -> str:
        """What holds where the column is not given, or blank unless it decides what a row is."""
        constant = self._plan.constants.get(column.name, "")
        given = column.decides and column.name in self._plan.columns
        return constant or ("" if given else column.default)

    def _scaled(self, column: ExportColumn) -> str:
        """A whole number in ones, whatever the heading says it is counted in."""
        name = f"t.{identifier(column.name)}"
        remark = self._plan.remarks.get(column.name)
        if remark is None or remark.kind is not RemarkKind.SCALE or remark.by == 1:
            is_plain = column.name in self._made.plain
            return f"try_cast({name} AS BIGINT)" if is_plain else self._whole(name)
        plain = f"replace(regexp_replace(lower({name}), ' ?{self._counter}$', ''), ',', '')"
        number = f"try_cast({plain} AS DOUBLE)"
        given = f"regexp_full_match({plain}, '[+-]?[0-9]+([.][0-9]+)?')"
        return f"CASE WHEN {given} THEN try_cast(round({number} * {remark.by}) AS BIGINT) END"

    @property
    def _counter(self) -> str:
        return self._scales.some("counter").replace("'", "")

    def _whole(self, name: str) -> str:
        plain = f"regexp_replace(lower({name}), ' ?{self._counter}$', '')"
        plain = f"regexp_replace(replace({plain}, ',', ''), '[.]0+$', '')"
        careful = f"CASE WHEN regexp_full_match({plain}, '[+-]?[0-9]+') THEN try_cast({plain} AS BIGINT) END"
        # DuckDB by itself would round 1.5 to a whole number.
        return f"CASE WHEN regexp_full_match({name}, '[0-9]+') THEN try_cast({name} AS BIGINT) ELSE {careful} END"

    def _moment(self, column: ExportColumn) -> str:
        name = identifier(column.name)
        shapes = self._shapes(column.name)
        order = self._order(name) if any(is_numbers(s.shape) for s in shapes) else ""
        # A day is a day, whatever zone the times of the file are of.
        is_time = column.type is ColumnType.TIME
        rules = replace(
            self._rules,
            zone=self._plan.zone if is_time else "",
            ahead=zone_ahead(self._plan, column.name) if is_time else None,
            dates=self._plan.dates,
            epoch=self._plan.epoch,
        )
        moments = TimeReader(f"t.{name}", self._scales, rules, order).moments(shapes)
        self.moments[column.name] = moments
        if column.type is ColumnType.DAY:
            return f"CAST({moments.sql} AS DATE)"
        return f"date_trunc('second', {moments.sql})"

    def _shapes(self, column: str) -> list[TimeShape]:
        if column in self._made.plain:
            return [self._made.plain[column]]
        name = identifier(column)
        found = self._connection.execute(
            f"SELECT {SHAPE.format(name)} AS shape, count(*), min(_line), arg_min({name}, _line)"
            f" FROM {self._texts} WHERE {name} IS NOT NULL"
            f" GROUP BY shape ORDER BY count(*) DESC, min(_line) LIMIT {SHAPES}"
        ).fetchall()
        return [TimeShape(shape=s, count=c, line=n, example=e) for s, c, n, e in found]

    def _order(self, name: str) -> str:
        number = r"regexp_extract({0}, '(?:^|\D)(\d\d?)[/.\-](\d\d?)[/.\-]\d\d\d\d', {1})"
        parts = [f"max(try_cast({number.format(name, group)} AS INTEGER))" for group in (1, 2)]
        found = self._connection.execute(f"SELECT {', '.join(parts)} FROM {self._texts}").fetchone()
        return order_of(found[0] or 0, found[1] or 0)

    def _choice(self, column: ExportColumn) -> str:
        spelled = {**self._words(column), **_spelled(self._plan, column)}
        patterns = {
            meaning: re.compile(pattern)
            for meaning, pattern in self._plan.patterns.get(column.name, {}).items()
        }

        def meaning(text: str) -> str | None:
            found = (means for means, pattern in patterns.items() if pattern.search(text))
            return spelled.get(key(text)) or next(found, None) or column.otherwise or None

        mapped = self._meant((column.name,), meaning)
        otherwise = _or_null(self._otherwise(column))
        told = f"CASE WHEN t.{identifier(column.name)} IS NULL THEN {otherwise} ELSE {mapped} END"
        return f"CAST({told} AS {column.sql_type})"

    def _words(self, column: ExportColumn) -> dict[str, str]:
        """What says yes and no in any log, and in a column of that name; nothing for a choice."""
        if column.type is not ColumnType.YES_NO:
            return {}
        words = {**self._scales.words("yes_no"), **self._scales.words(column.name)}
        return {key(word): meaning for word, meaning in words.items()}

    def _class(self, column: ExportColumn) -> str:
        """A device's class: by the word given, by words in it, by words in the device's name."""
        given = [name for name in (_CLASS, _DEVICE) if name in self._plan.columns]
        otherwise = self._otherwise(column)
        if not given:
            return _or_null(otherwise)
        spelled = _spelled(self._plan, column)
        words = self._scales.scales.get(_CLASS, {})

        def meaning(*texts: str | None) -> str | None:
            by_name = dict(zip(given, texts, strict=True))
            stated, device = by_name.get(_CLASS) or "", by_name.get(_DEVICE) or ""
            found = spelled.get(key(stated)) or worded(stated, words) or worded(device, words)
            return found or (None if stated else otherwise or None)

        return self._meant(given, meaning)

    def _meant(self, names: Sequence[str], meaning: Meaning) -> str:
        """The SQL of what Python makes of each distinct value, or group of values."""
        table = f"{self._texts}_m{len(self.joins)}"
        kept = ", ".join(f"{identifier(name)} VARCHAR" for name in names)
        self._connection.execute(f"CREATE TABLE {table} (meant VARCHAR, {kept})")
        reader = beside(self._connection)
        reader.execute(self._made.different(names))
        while rows := reader.fetchmany(_FETCH):
            meant = [meaning(*row) if len(row) > 1 or row[0] else None for row in rows]
            columns = [meant, *zip(*rows, strict=True)]
            self._connection.register(
                "meant_now",
                pa.table([pa.array(c, pa.string()) for c in columns], names=["meant", *names]),
            )
            self._connection.execute(f"INSERT INTO {table} SELECT * FROM meant_now")
            self._connection.unregister("meant_now")
        reader.close()
        same = " AND ".join(
            f"{table}.{identifier(n)} IS NOT DISTINCT FROM t.{identifier(n)}" for n in names
        )
        self.joins.append(f"LEFT JOIN {table} ON {same}")
        return f"{table}.meant"


def zone_ahead(plan: Plan, column: str) -> int | None:
    """How many minutes ahead of UTC the heading says that times are; None where it does not."""
    remark = plan.remarks.get(column)
    return remark.by if remark is not None and remark.kind is RemarkKind.ZONE else None


def _or_null(text: str) -> str:
    return literal(text) if text else "NULL"


def _spelled(plan: Plan, column: ExportColumn) -> Mapping[str, str]:
    """A choice's spellings, or a yes and no's: the product's own values first."""
    own = plan.values.get(column.name, {})
    return spellings_of(column) | {
        key(word): meaning for meaning, words in own.items() for word in words
    }


def worded(text: str, words: Spellings) -> str | None:
    """The first meaning of which a word stands in a text."""
    folded = fold(text)
    return next((m for m, given in words.items() if any(w in folded for w in given)), None)


def clock(text: str, words: Mapping[str, str]) -> str | None:
    """A time of day in minutes since midnight, as a text; midnight at the end of a day is 24:00."""
    found = _CLOCK.fullmatch(_without_half(text, words)) or _TIGHT_CLOCK.fullmatch(text)
    if found is None:
        return _share_of_day(text)
    half = next((words[w] for w in words if words[w] in {"am", "pm"} and w in text), "")
    hours, minutes = int(found[1]), int(found[2])
    noon = _MIDNIGHT // 120
    if half == "pm" and hours < noon:
        hours += noon
    if half == "am" and hours == noon:
        hours = 0
    total = hours * 60 + minutes
    return str(total) if total <= _MIDNIGHT and minutes < 60 else None  # noqa: PLR2004 - an hour


def _without_half(text: str, words: Mapping[str, str]) -> str:
    for word, meaning in words.items():
        if meaning in {"am", "pm"}:
            text = text.replace(word, "")
    return text.strip()


def _share_of_day(text: str) -> str | None:
    """A time of day as workbooks store it."""
    try:
        share = float(text)
    except ValueError:
        return None
    return str(round(share * _MIDNIGHT)) if 0 <= share <= 1 else None
