"""The gate: every table of a run against its suite; what fails becomes data issues with cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from itakusaki.model.issue import DataIssue, IssueKind, IssueLevel
from itakusaki.model.message import N_, Message, Words
from itakusaki.model.source import CellRef
from itakusaki.tabular import SheetTable
from itakusaki.validate.checking import Checking
from itakusaki.validate.derived import CONTEXT, split
from itakusaki.validate.expectations import Expectation, ExpectationScope, Suite
from itakusaki.validate.frames import gate_columns
from itakusaki.validate.job import Job
from itakusaki.validate.kept_outcomes import KeptOutcomes
from itakusaki.validate.outcome import ExpectationOutcome, TableOutcome
from itakusaki.validate.places import AlreadyReported, Places

#: Checks jobs, each against its expectations.
Checks: TypeAlias = Callable[[Sequence[Job]], tuple[TableOutcome, ...]]
#: Failures of one expectation that are listed one by one; the rest are counted.
LISTED = 200
#: How much of a cell is quoted.
QUOTED = 80
BLANK = re.compile(r"\{([a-z_]+)\}")
NOT_EVALUATED = "not_evaluated"
#: What the gate says of itself; all else it says is in the suites.
ISSUES: Final[Mapping[str, IssueKind]] = {
    NOT_EVALUATED: IssueKind(
        IssueLevel.WARNING,
        N_("The expectation {code} ({name}: {columns}) could not be evaluated: {reason}"),
        N_("Correct {code} in {file}, or leave it out; nothing was checked by it."),
    )
}
NOT_NULL = "expect_column_values_to_not_be_null"


def check(
    tables: Sequence[SheetTable],
    suites: Sequence[Suite],
    *,
    data_docs: Path | None = None,
    known: Iterable[DataIssue] = (),
    outcomes: KeptOutcomes | None = None,
    checking: Checks | None = None,
) -> tuple[DataIssue, ...]:
    """Run all suites over all tables at once; also write Data Docs into a folder if one is named.

    What `known` says of a row is not said again where an expectation allows it (`unless`).
    `outcomes` are those of earlier runs; Data Docs are always of this one. `checking` is what checks
    the tables of which there are none: here, unless given.
    """
    filled_blank = AlreadyReported(known)
    by_name = {table.name: table for table in tables}
    order = list(by_name)
    issues: list[DataIssue] = []
    works: list[_Work] = []
    for suite in sorted(suites, key=lambda one: _rank(order, one.table)):
        work = _Work(by_name.get(suite.table), suite, filled_blank)
        issues.extend(work.refused)
        if work.expected:
            works.append(work)
    if data_docs is None:
        results = _found_or_run(works, outcomes or KeptOutcomes(), checking or Checking())
    else:
        results = _with_pages(works)
    for work, result in zip(works, results, strict=True):
        issues.extend(work.issues(result.outcomes))
    if data_docs is not None:
        from itakusaki.validate.data_docs import write_data_docs  # noqa: PLC0415 - rarely wanted

        write_data_docs(data_docs, results)
    return tuple(issues)


def _found_or_run(
    works: Sequence[_Work], kept: KeptOutcomes, checking: Checks
) -> tuple[TableOutcome, ...]:
    """The outcomes of earlier where there are, and of a run over the other tables."""
    keys = [kept.key(work.table, work.expected) for work in works]
    found = {key: outcome for key in keys if (outcome := kept.found(key))}
    new = [(key, work) for key, work in zip(keys, works, strict=True) if key not in found]
    fresh = checking([work.job() for _, work in new]) if new else ()
    for (key, _), outcome in zip(new, fresh, strict=True):
        kept.keep(key, outcome)
    made = iter(fresh)
    return tuple(found[key] if key in found else next(made) for key in keys)


def _with_pages(works: Sequence[_Work]) -> tuple[TableOutcome, ...]:
    if not works:
        return ()
    from itakusaki.validate import gx_runner  # noqa: PLC0415 - seconds to import

    return gx_runner.run([work.job(places=True) for work in works], pages=True)


class _Work:
    """One suite and its table: what can be run, what cannot, and the issues that come of it."""

    def __init__(
        self, table: SheetTable | None, suite: Suite, filled_blank: AlreadyReported
    ) -> None:
        self._told = filled_blank
        self.refused: list[DataIssue] = []
        self.expected: dict[int, Expectation] = {}
        self.table = table or SheetTable(name=suite.table, columns=(), rows=())
        self._places = Places(self.table)
        known = {*self.table.columns, *CONTEXT}
        for key, expectation in enumerate(suite.expectations):
            reason = _unfit(expectation, known) if table else _no_table(suite.table)
            if reason:
                self.refused.append(_not_evaluated(expectation, reason))
            elif self.table.rows or expectation.kind.shape is ExpectationScope.TABLE:
                self.expected[key] = expectation

    def job(self, *, places: bool = False) -> Job:
        """What is to be checked; with `places` where each row stands as well."""
        return Job(
            table=self.table.name,
            columns=gate_columns(self.table, self.columns, places=places),
            expectations=self.expected,
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column its expectations read."""
        return tuple(name for one in self.expected.values() for name in one.reads)

    def issues(self, outcomes: Sequence[ExpectationOutcome]) -> Iterator[DataIssue]:
        """What to say of the outcomes, in the order of the suite and of the rows."""
        for outcome in outcomes:
            expectation = self.expected[outcome.key]
            if outcome.error:
                reason = Message.of("{reason}", reason=outcome.error)
                yield _not_evaluated(expectation, reason)
            elif outcome.rows:
                yield from self._row_issues(expectation, outcome.rows)
            elif not outcome.held:
                yield self._whole_issue(expectation, outcome.observed)

    def _row_issues(self, expectation: Expectation, rows: Sequence[int]) -> Iterator[DataIssue]:
        failing = [row for row in rows if not self._said_already(expectation, row)]
        for row in failing[:LISTED]:
            yield self._issue(expectation, row, self._says(expectation, row))
        rest = len(failing) - LISTED
        if rest > 0:
            says = Message.of(
                N_("{says} There are {count} more of these, the first of them here."),
                says=self._filled(expectation.says, failing[LISTED]),
                count=rest,
            )
            yield self._issue(expectation, failing[LISTED], says)

    def _said_already(self, expectation: Expectation, row: int) -> bool:
        """Whether the reader has said it.

        So it has where something stands in a cell that only lacks a value since it could not be
        read: "left blank" would be wrong.
        """
        if expectation.name == NOT_NULL and self._raw(row, expectation.columns[0]):
            return True
        return self._told.of(self.table.rows[row].record.at, expectation.unless)

    def _raw(self, row: int, column: str) -> str:
        return self.table.rows[row].record.text(split(column)[0]).strip()

    def _says(self, expectation: Expectation, row: int) -> Message:
        words = self._filled(expectation.says, row)
        quoted = [self._raw(row, column) for column in expectation.columns if column not in CONTEXT]
        found = " / ".join(text[:QUOTED] for text in quoted if text)
        if not found:
            return Message.of("{says}", says=words)
        return Message.of(N_("{says} Found: {found}"), says=words, found=found)

    def _filled(self, words: Words, row: int) -> Words:
        """A suite's sentence with the row's own {column} in it, such as the {id} of an answer."""

        def filled_blank(blank: re.Match[str]) -> str:
            return self._raw(row, blank[1])[:QUOTED] or "-"

        return Words(ja=BLANK.sub(filled_blank, words.ja), en=BLANK.sub(filled_blank, words.en))

    def _issue(self, expectation: Expectation, row: int, says: Message) -> DataIssue:
        return DataIssue(
            code=expectation.code,
            level=expectation.level,
            at=self._places.cell(row, _pointed(expectation)),
            says=says,
            mend=Message.of("{mend}", mend=expectation.mend),
            processor=self.table.rows[row].processor,
        )

    def _whole_issue(self, expectation: Expectation, observed: str) -> DataIssue:
        says = Message.of(N_("{says} Found: {found}"), says=expectation.says, found=observed)
        files = sorted({row.record.at.file for row in self.table.rows})
        return DataIssue(
            code=expectation.code,
            level=expectation.level,
            at=CellRef(file=files[0] if files else expectation.file),
            says=says,
            mend=Message.of("{mend}", mend=expectation.mend),
        )


def _rank(order: Sequence[str], table: str) -> int:
    return order.index(table) if table in order else len(order)


def _pointed(expectation: Expectation) -> str:
    """The column whose cell is named: the first that is a real one."""
    real = [column for column in expectation.columns if column not in CONTEXT]
    return split(real[0])[0] if real else ""


def _unfit(expectation: Expectation, known: Collection[str]) -> Message | None:
    absent = sorted({name for name in expectation.reads if split(name)[0] not in known})
    if not absent:
        return None
    return Message.of(
        N_("the table has no column {absent}; it has {known}"),
        absent=", ".join(absent),
        known=", ".join(sorted(known)),
    )


def _no_table(name: str) -> Message:
    return Message.of(N_("there is no table {table}"), table=name)


def _not_evaluated(expectation: Expectation, reason: Message) -> DataIssue:
    return ISSUES[NOT_EVALUATED].issue(
        NOT_EVALUATED,
        CellRef(file=expectation.file),
        code=expectation.code,
        name=expectation.name,
        columns=", ".join(expectation.columns) or "-",
        file=expectation.file,
        reason=reason,
    )
