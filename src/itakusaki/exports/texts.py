"""Texts: what stands under a plan's columns, made plain or folded, before it is typed.

Those of few rows are a table. Those of many are a view: to hold every text twice would cost more than to
make it anew. A text that stands time and again is then made once, beforehand, as a word; and numbers and
times that are all written in one plain style are taken as they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from itakusaki.catalogue.export import IDENTIFIERS, ColumnType, ExportColumn
from itakusaki.exports.plan import Plan
from itakusaki.exports.raw import LINES, RECORDS, Raw
from itakusaki.exports.records import is_numbered, row_sieve, staged_rows
from itakusaki.exports.sql import cleaned, folded, identifier, literal, literals, trimmed
from itakusaki.exports.times import TimeShape, like, shape_of
from itakusaki.files.folding import fold

#: Rows from which on texts are not held.
MANY: Final = 50_000
#: First texts of a column that are looked at, and how many of them may differ, to take them for words.
_LOOKED_AT: Final = 20_000
_MOST_DIFFER: Final = 5_000
#: Types whose texts are folded before they are typed.
_FOLDED: Final = IDENTIFIERS | {ColumnType.TIME, ColumnType.DAY, ColumnType.CLOCK}
#: Types that are made of digits, and the style of those that are nothing else.
_MOMENTS: Final = frozenset({ColumnType.TIME, ColumnType.DAY})
_DIGITS: Final = "[0-9]+"
#: Different words up to which a column of a log is held as their numbers, which takes an eighth of the time.
_MOST_NUMBERED: Final = 50_000
#: Types whose values are their texts.
_NAMES: Final = IDENTIFIERS | {ColumnType.TEXT}
#: Types of which Python looks at every distinct text once.
_MEANT: Final = frozenset({ColumnType.CHOICE, ColumnType.YES_NO})
_DOMAIN: Final = r"^[^\\]*\\"


class Texts:
    """The texts of one plan in one database, under a name; columns beside theirs are `_line` and `_copy`.

    `_row` is the sieve of the staged row, where the plan does not give what numbers a record.
    """

    def __init__(
        self,
        connection: Any,  # noqa: ANN401 - duckdb's own type
        plan: Plan,
        raw: Raw,
        name: str,
        *,
        strip_domain: bool,
    ) -> None:
        self._connection = connection
        self._plan = plan
        self._raw = raw
        self._strip = strip_domain
        self.name = name
        #: Whether they are made anew for each question; those of records and lines take too long.
        self.is_view = raw.staged >= MANY and raw.kind not in {LINES, RECORDS}
        self._words: dict[str, str] = {}
        #: Columns of which every text is written in one style, with the shape of the first of them.
        self.plain: dict[str, TimeShape] = {}

    def make(self) -> None:
        """Make them."""
        if self.is_view and self._plan.columns:
            self._look_at_columns()
        kind = "VIEW" if self.is_view else "TABLE"
        self._connection.execute(f"CREATE {kind} {self.name} AS {self._query()}")

    def drop(self) -> None:
        """Let go of them."""
        self._connection.execute(f"DROP {'VIEW' if self.is_view else 'TABLE'} {self.name}")

    def _query(self) -> str:
        beside = ["_line", "_copy"]
        row = []
        if not is_numbered(self._plan):
            row = [f"{row_sieve(self._plan, self._raw)} AS _row"]
            beside.append("_row")
        given = [f"{sql} AS {identifier(name)}" for name, sql in self._plan.columns.items()]
        # Each step names its texts: a text that is asked for time and again in one expression would
        # be made out as often, which on a small export is most of the work.
        query = (
            f"SELECT {', '.join(['line AS _line', '_copy', *row, *given])}"
            f" FROM {staged_rows(self._plan, self._raw)} WHERE {self._plan.where}"
        )
        columns = [self._plan.export.column(name) for name in self._plan.columns]
        joins = " ".join(
            f"LEFT JOIN {table} ON {table}.given = s.{identifier(name)}"
            for name, table in self._words.items()
        )
        made = [f"{self._made(column)} AS {identifier(column.name)}" for column in columns]
        query = f"SELECT {', '.join([*beside, *made])} FROM ({query}) s {joins}"
        if not self._strip or all(column.type is not ColumnType.ACCOUNT for column in columns):
            return query
        names = [(column, identifier(column.name)) for column in columns]
        made = [
            f"{name if column.name in self._words else _without_domain(column, name)} AS {name}"
            for column, name in names
        ]
        return f"SELECT {', '.join([*beside, *made])} FROM ({query})"

    def _made(self, column: ExportColumn) -> str:
        if column.name in self.plain:
            return identifier(column.name)
        table = self._words.get(column.name)
        return f"{table}.made" if table else _text(column, identifier(column.name))

    def _look_at_columns(self) -> None:
        """Find out which columns are of words, and which of times or numbers in one style."""
        rows = f"FROM {staged_rows(self._plan, self._raw)} WHERE {self._plan.where}"
        given = [f"{sql} AS {identifier(name)}" for name, sql in self._plan.columns.items()]
        asked = [
            f"count(DISTINCT {name}), arg_min({name}, line)"
            for name in map(identifier, self._plan.columns)
        ]
        found = self._connection.execute(
            f"SELECT {', '.join(asked)} FROM (SELECT line, {', '.join(given)} {rows} LIMIT {_LOOKED_AT})"
        ).fetchone()
        looked_at = zip(self._plan.columns.items(), found[::2], found[1::2], strict=True)
        for number, ((name, sql), differ, first) in enumerate(looked_at):
            column = self._plan.export.column(name)
            texts = f"SELECT {sql} AS given, line {rows}"
            if differ <= _MOST_DIFFER:
                self._words[name] = self._kept_words(number, column, texts)
            elif column.type in _MOMENTS and first == fold(first):
                self._look_for(name, texts, like(shape_of(first)), first)
            elif column.type is ColumnType.WHOLE:
                self._look_for(name, texts, _DIGITS, first)

    def _kept_words(self, number: int, column: ExportColumn, given: str) -> str:
        """The table of the different texts of a column, and of what each is made."""
        run, table = self._connection.execute, f"{self.name}_w{number}"
        text = f"SELECT given, {_text(column, 'given')} AS made FROM (SELECT DISTINCT given FROM ({given}))"
        if self._strip:
            text = f"SELECT given, {_without_domain(column, 'made')} AS made FROM ({text})"
        (count,) = run(f"CREATE TABLE {table} AS {text} WHERE given IS NOT NULL").fetchone()
        if column.type not in _NAMES or not self._plan.export.is_log or count > _MOST_NUMBERED:
            return table
        words = f"SELECT DISTINCT made FROM {table} WHERE made IS NOT NULL"
        if run(f"SELECT count(*) FROM ({words})").fetchone()[0]:
            run(f"CREATE TYPE {table}_numbers AS ENUM ({words} ORDER BY made)")
            run(f"ALTER TABLE {table} ALTER made TYPE {table}_numbers")
        return table

    def _look_for(self, name: str, given: str, style: str, first: str) -> None:
        """Whether every text is in a style: to see that takes a third of the time of making it out."""
        count, are_all, line = self._connection.execute(
            f"SELECT count(given), bool_and(regexp_full_match(given, {literal(style)})),"
            f" min(line) FILTER (WHERE given IS NOT NULL) FROM ({given})"
        ).fetchone()
        if are_all:
            shape = TimeShape(shape=shape_of(first), count=count, line=line, example=first)
            self.plain[name] = shape

    def different(self, names: Sequence[str]) -> str:
        """The SQL of the different texts, or groups of texts, of some columns."""
        if len(names) == 1 and names[0] in self._words:
            return f"SELECT DISTINCT made FROM {self._words[names[0]]}"
        return f"SELECT DISTINCT {', '.join(map(identifier, names))} FROM {self.name}"

    def may_hold(self, name: str, words: Iterable[str]) -> bool:
        """Whether any of some words may stand in a column, in whatever case."""
        table = self._words.get(name)
        if table is None:
            return True
        among = f"lower(CAST(made AS VARCHAR)) IN ({literals(words)})"
        return bool(
            self._connection.execute(
                f"SELECT coalesce(bool_or({among}), false) FROM {table}"
            ).fetchone()[0]
        )


def _text(column: ExportColumn, given: str) -> str:
    """The SQL of a text made as its column's type asks."""
    if column.type in _MEANT:
        return trimmed(given)
    return folded(given) if column.type in _FOLDED else cleaned(given)


def _without_domain(column: ExportColumn, name: str) -> str:
    """The SQL of an account's name without the domain before it; of any other text as it is."""
    if column.type is ColumnType.ACCOUNT:
        return f"CASE WHEN contains({name}, chr(92)) THEN nullif(regexp_replace({name}, '{_DOMAIN}', ''), '') ELSE {name} END"
    return name
