"""Counts: all that has to be counted for a test's grounds, as one query.

A row for the lines it compared, one for each kind of line that has to be shown or that makes a list
necessary, one for each meeting of names, one for each column that has to be filled, and one for what
the test leaves out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

import ibis
from ibis import Table

from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.export import Export
from itakusaki.catalogue.parameters import Parameters
from itakusaki.catalogue.retest import ControlTest, Lines, Meeting, Stated
from itakusaki.retests.expressions import COMPARED, PASSED_OVER
from itakusaki.retests.expressions.shared.account_list import owners
from itakusaki.retests.expressions.shared.patterns import without
from itakusaki.retests.grounds import counted_lines
from itakusaki.retests.tables import Logs, unbound

#: The parameter that names accounts which no person uses.
SERVICE: Final = "service_accounts"
ACCOUNT: Final = "account"
#: Lists by which lines of a log are told apart, and the column that both have.
KEYS: Final[Mapping[str, str]] = {"accounts": ACCOUNT, "terminals": "terminal"}


def counts_table(
    test: ControlTest, given: Parameters, data: EvidenceData, logs: Logs | None = None
) -> Table:
    """All that is counted for a test's grounds: item, names, met, listed, used, in no order.

    `logs` are the tables of one period of the lists, where there are several.
    """
    logs = logs or unbound(data.exports)
    looked = COMPARED[test.id](logs, given)
    lines = [looked, *(_lines(logs, one) for one in counted_lines(test))]
    parts = [_count(rows, item) for item, rows in enumerate(lines)]
    last = _last_day(logs, [name for name in data.exports if data.exports[name].time])
    parts += [
        _Meeting(logs=logs, exports=data.exports, last=last).met(meeting, item)
        for item, meeting in enumerate(test.grounds.meets, len(lines))
    ]
    first = len(lines) + len(test.grounds.meets)
    blanks = _Blanks(logs=logs, exports=data.exports, given=given)
    parts += [blanks.filled(stated, item) for item, stated in enumerate(test.grounds.states, first)]
    if test.grounds.passed_over:
        left_out = PASSED_OVER[test.id](logs, given)
        parts.append(_count(left_out, first + len(test.grounds.states)))
    return reduce(Table.union, parts)


def _count(rows: Table, item: int) -> Table:
    counted = rows.aggregate(names=rows.count())
    none = ibis.literal(0, "int64")
    return counted.select(
        item=ibis.literal(item, "int64"), names="names", met=none, listed=none, used=none
    )


def _lines(logs: Logs, lines: Lines) -> Table:
    return _where(logs[lines.export], lines.columns)


def _where(rows: Table, columns: Mapping[str, Sequence[str]]) -> Table:
    kept = rows
    for name, values in columns.items():
        kept = kept.filter(kept[name].isin(values) if values else kept[name].notnull())
    return kept


def _last_day(logs: Logs, exports: Sequence[str]) -> Table:
    """The day of the last line of all logs: one row, `today`."""
    found = reduce(Table.union, (logs[e].aggregate(day=logs[e].at.max().date()) for e in exports))
    return found.aggregate(today=found.day.max())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meeting:
    """The names of two exports beside one another; `last` holds the last day of the logs."""

    logs: Logs
    exports: Mapping[str, Export]
    last: Table

    def met(self, meeting: Meeting, item: int) -> Table:
        """How many names in use are in the list, and how many of the list in force are among the names."""
        export, _, column = meeting.names.partition(".")
        ledger, _, entry = meeting.listed.partition(".")
        names = _names(_where(self._in_force(export), meeting.where), column)
        listed = _names(self._in_force(ledger), entry)
        met = names.semi_join(_names(self.logs[ledger], entry), "name")
        used = listed.semi_join(_names(_where(self.logs[export], meeting.where), column), "name")
        totals = {"names": names, "met": met, "listed": listed, "used": used}
        ones = [table.aggregate(**{name: table.count()}) for name, table in totals.items()]
        crossed = reduce(Table.cross_join, ones)
        return crossed.select(item=ibis.literal(item, "int64"), **{name: name for name in totals})

    def _in_force(self, export: str) -> Table:
        """The lines of an export without those that are over by the last day of the logs.

        An account is over as well where all its owners have left: that it is not seen is good news.
        """
        rows, ending = self.logs[export], self.exports[export].ends
        if not ending:
            return rows
        dated = rows.cross_join(self.last)
        over = (dated[ending] <= dated.today).fill_null(ibis.literal(value=False))
        live = dated.filter(~over).drop("today")
        return live.anti_join(self._left_behind(), "account") if export == "accounts" else live

    def _left_behind(self) -> Table:
        """Accounts with owners, all of whom the list of people says have left: account."""
        people = self.logs["people"]
        staying_on = self._in_force("people")
        gone = people.select("person").anti_join(staying_on, "person").distinct()
        pairs = owners(self.logs)
        staying = pairs.anti_join(gone, pairs.owner == gone.person)
        return pairs.anti_join(staying, "account").select("account").distinct()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Blanks:
    """Lines that a test could compare if they filled a column."""

    logs: Logs
    exports: Mapping[str, Export]
    given: Parameters

    def filled(self, stated: Stated, item: int) -> Table:
        """How many lines there are, and how many of them fill a column."""
        export, _, column = stated.column.partition(".")
        rows = self._listed(self._by_people(self._of_kind(export, stated.where)), stated)
        counted = rows.aggregate(names=rows.count(), met=rows[column].count())
        none = ibis.literal(0, "int64")
        return counted.select(
            item=ibis.literal(item, "int64"), names="names", met="met", listed=none, used=none
        )

    def _of_kind(self, export: str, where: Mapping[str, Sequence[str]]) -> Table:
        """Lines of a kind; a choice left blank holds its default, as the tests take it."""
        rows, known = self.logs[export], self.exports[export]
        defaults = {c.name: c.default for c in known.columns if c.name in where and c.default}
        told = rows.mutate(**{name: rows[name].fill_null(d) for name, d in defaults.items()})
        return _where(told, where)

    def _by_people(self, rows: Table) -> Table:
        left_out = SERVICE in self.given.values and ACCOUNT in rows.columns
        return without(rows, ACCOUNT, self.given.texts(SERVICE)) if left_out else rows

    def _listed(self, rows: Table, stated: Stated) -> Table:
        for lines, keep in ((stated.among, True), (stated.not_among, False)):
            if lines is not None:
                names = self._of_kind(lines.export, lines.columns).select(KEYS[lines.export])
                join = rows.semi_join if keep else rows.anti_join
                rows = join(names.distinct(), KEYS[lines.export])
        return rows


def _names(rows: Table, column: str) -> Table:
    return rows.filter(rows[column].notnull()).select(name=column).distinct()
