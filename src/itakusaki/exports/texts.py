"""Texts: what stands under a plan's columns, made plain or folded, before it is typed.

Those of few rows are a table. Those of many are a view: to hold every text twice would cost more than to
make it anew, and of a text that stands time and again Python makes what it is once, beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa

from itakusaki.catalogue.export import IDENTIFIERS, ColumnType, ExportColumn
from itakusaki.exports.plan import Plan
from itakusaki.exports.raw import LINES, RECORDS, Raw
from itakusaki.exports.records import is_numbered, row_sieve, staged_rows
from itakusaki.exports.sql import LENT, cleaned, folded, identifier, is_foreign, trimmed

#: Rows from which on texts are not held.
MANY: Final = 50_000
#: Different texts of a column that are made beforehand.
_MOST_WORDS: Final = 50_000
#: Types whose texts are folded before they are typed.
_FOLDED: Final = IDENTIFIERS | {ColumnType.TIME, ColumnType.DAY, ColumnType.CLOCK}
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

    def make(self) -> None:
        """Make them."""
        if self.is_view:
            self._words = dict(self._made_beforehand())
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
        joins = " ".join(
            f"LEFT JOIN {table} ON {table}.given = s.{identifier(name)}"
            for name, table in self._words.items()
            if table
        )
        columns = [self._plan.export.column(name) for name in self._plan.columns]
        made = [f"{self._text(column)} AS {identifier(column.name)}" for column in columns]
        query = f"SELECT {', '.join([*beside, *made])} FROM ({query}) s {joins}"
        if not self._strip or all(column.type is not ColumnType.ACCOUNT for column in columns):
            return query
        made = [
            f"{self._without_domain(column)} AS {identifier(column.name)}" for column in columns
        ]
        return f"SELECT {', '.join([*beside, *made])} FROM ({query})"

    def _text(self, column: ExportColumn) -> str:
        name = identifier(column.name)
        if column.type in _MEANT:
            return trimmed(name)
        table = self._words.get(column.name)
        made = f"{table}.made" if table else table
        return folded(name, made) if column.type in _FOLDED else cleaned(name, made)

    def _without_domain(self, column: ExportColumn) -> str:
        name = identifier(column.name)
        if column.type is ColumnType.ACCOUNT:
            return f"CASE WHEN contains({name}, chr(92)) THEN nullif(regexp_replace({name}, '{_DOMAIN}', ''), '') ELSE {name} END"
        return name

    def _made_beforehand(self) -> Iterator[tuple[str, str]]:
        """Each column with the table of what its texts are made that are not plain; "" where none is such."""
        rows = staged_rows(self._plan, self._raw)
        for number, (name, sql) in enumerate(self._plan.columns.items()):
            column = self._plan.export.column(name)
            if column.type in _MEANT:
                continue
            found = self._connection.execute(
                f"SELECT DISTINCT {sql} FROM {rows} WHERE ({self._plan.where})"
                f" AND {is_foreign(sql)} LIMIT {_MOST_WORDS + 1}"
            ).fetchall()
            if len(found) <= _MOST_WORDS:
                table = f"{self.name}_w{number}"
                yield name, self._kept(table, [t for (t,) in found], column) if found else ""

    def _kept(self, table: str, texts: list[str], column: ExportColumn) -> str:
        make = LENT["py_fold" if column.type in _FOLDED else "py_plain"]
        made = [pa.array(t, pa.string()) for t in (texts, [make(text) for text in texts])]
        self._connection.register("words_now", pa.table(made, names=["given", "made"]))
        self._connection.execute(f"CREATE TABLE {table} AS SELECT * FROM words_now")
        self._connection.unregister("words_now")
        return table
