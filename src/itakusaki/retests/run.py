"""The run: every control test over one party's canonical tables, and what each comes to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.parameters import Parameters, parameters_for
from itakusaki.catalogue.retest import ControlTest
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.model.list_period import ListPeriod
from itakusaki.model.message import N_, Message, Words
from itakusaki.model.retest import (
    Hits,
    ReadExport,
    TestOutcome,
    TestResult,
    fill_sentence,
)
from itakusaki.model.span import span_of, too_short
from itakusaki.retests.engine import Engine, Row, Value
from itakusaki.retests.feasibility import Filled, feasible, filled_by_any
from itakusaki.retests.grounds import COMPARED_AT, Counts, Kinds, missing_grounds
from itakusaki.retests.hits import Telling, shown_parameters, told_hits
from itakusaki.retests.list_periods import ListSpells, list_tables
from itakusaki.retests.masking import Mask
from itakusaki.retests.queries import EXPORT, Printer, Queries
from itakusaki.retests.shared_tables import Asked

#: A hit by its columns, unmasked; it stays within the process.
Hit: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What tests run on: canonical tables by export id, what was read, why some are in doubt.

    `kinds` are the values of columns that the layouts of all files of an export know; `periods` are
    those of lists of different days, of which `tables` holds the latest.
    """

    processor: str
    tables: Mapping[str, Path]
    reads: tuple[ReadExport, ...]
    doubts: Mapping[str, tuple[Message, ...]]
    kinds: Kinds = field(default_factory=dict)
    periods: tuple[ListPeriod, ...] = ()


def run_tests(
    engine: Engine,
    material: Material,
    printer: Printer,
    settings: EvidenceSettings,
    mask: Mask,
    *,
    only: Iterable[str] = (),
) -> tuple[TestResult, ...]:
    """Carry out the tests (or those named) in catalogue order, those on the logs themselves first.

    A gap that such a test finds in a log makes a clean result on that log incomplete.
    """
    data = printer.data
    wanted = set(only) or set(data.tests)
    _open(engine, material.tables, material.periods, data)
    doubts = _joined(material.doubts, too_short(material.reads, settings.least_days))
    running = _Running(
        printer=printer,
        engine=engine,
        material=material,
        data=data,
        settings=settings,
        mask=mask,
        filled=filled_by_any(material.tables, material.periods),
        doubts=dict(doubts),
        given_doubts=doubts,
    )
    tests = [test for test in data.tests.values() if test.id in wanted]
    results = {test.id: running.result(test) for test in sorted(tests, key=_doubts_last)}
    return tuple(results[test.id] for test in tests)


def raw_hits(
    engine: Engine,
    tables: Mapping[str, Path],
    printer: Printer,
    settings: EvidenceSettings,
    tests: Iterable[ControlTest],
    periods: Sequence[ListPeriod] = (),
) -> Iterator[tuple[str, tuple[Hit, ...] | None]]:
    """Each test's id with its hits, unmasked; None for one that cannot be carried out."""
    data = printer.data
    _open(engine, tables, periods, data)
    filled = filled_by_any(tables, periods)
    for test in tests:
        parameters = parameters_for(test, settings)
        if feasible(test, filled, parameters, data):
            yield test.id, None
            continue
        names = [column.name for column in test.columns]
        held = ListSpells.of(test, periods)
        hits = printer.queries(test, parameters, engine.dialect, periods=held).hits
        engine.share(hits.shared)
        rows = engine.rows(hits.query)
        yield test.id, tuple(dict(zip(names, row, strict=True)) for row in rows)


def _open(
    engine: Engine, tables: Mapping[str, Path], periods: Sequence[ListPeriod], data: EvidenceData
) -> None:
    """Make the tables ready, those of lists of earlier days under names of their own."""
    earlier = list_tables(periods)
    exports = {name: data.exports[export] for name, (export, _) in earlier.items()}
    paths = {name: path for name, (_, path) in earlier.items()}
    engine.open({**paths, **tables}, {**exports, **data.exports})


def _joined(
    one: Mapping[str, tuple[Message, ...]], other: Mapping[str, tuple[Message, ...]]
) -> dict[str, tuple[Message, ...]]:
    return {export: (*one.get(export, ()), *other.get(export, ())) for export in {**one, **other}}


def _doubts_last(test: ControlTest) -> bool:
    """Order: tests that may put a log in doubt come before those that rely on it."""
    return not _may_doubt(test)


def _may_doubt(test: ControlTest) -> bool:
    return not test.measures and any(column.name == EXPORT for column in test.columns)


@dataclass(slots=True, kw_only=True)
class _Running:
    """One run; `doubts` grow as tests on the logs themselves find gaps."""

    printer: Printer
    engine: Engine
    material: Material
    data: EvidenceData
    settings: EvidenceSettings
    mask: Mask
    filled: Filled
    doubts: dict[str, tuple[Message, ...]]
    given_doubts: Mapping[str, tuple[Message, ...]]

    def result(self, test: ControlTest) -> TestResult:
        """What one test comes to."""
        parameters = parameters_for(test, self.settings)
        lacking = feasible(test, self.filled, parameters, self.data)
        if lacking:
            return self._result(test, parameters, TestOutcome.CANNOT_COMPARE, lacking)
        periods = ListSpells.of(test, self.material.periods)
        queries = self.printer.queries(
            test, parameters, self.engine.dialect, self.settings.sample, periods
        )
        self.engine.share(queries.hits.shared)
        with self.engine.held(queries.hits.query):
            telling = Telling(
                engine=self.engine, queries=queries, test=test, mask=self.mask, data=self.data
            )
            hits, figures = told_hits(telling)
            if _may_doubt(test) and hits.total:
                self._doubt(test, queries)
        doubts = self._doubts(test)
        if not hits.total:
            doubts = (*self._missing(test, parameters, periods), *doubts)
        outcome = _outcome(test, hits, doubts)
        why = doubts if outcome is not TestOutcome.CONTRADICTION else ()
        result = self._result(test, parameters, outcome, why)
        says = test.found if hits.total or test.measures else test.clean
        return replace(result, hits=hits, figures=figures, says=fill_sentence(says, hits, figures))

    def _title(self, export: str) -> Words:
        return self.data.exports[export].title

    def _used(self, test: ControlTest) -> tuple[str, ...]:
        return tuple(export for export in (*test.needs, *test.uses) if export in self.filled)

    def _doubts(self, test: ControlTest) -> tuple[Message, ...]:
        if _may_doubt(test):  # it speaks of the gap itself
            return tuple(d for e in self._used(test) for d in self.given_doubts.get(e, ()))
        return tuple(doubt for export in self._used(test) for doubt in self.doubts.get(export, ()))

    def _missing(
        self, test: ControlTest, parameters: Parameters, periods: ListSpells
    ) -> tuple[Message, ...]:
        """What lacks in any period; lines compared need be there in one."""
        counted = [
            {int(str(item)): _counts(rest) for item, *rest in self._rows(asked)}
            for asked in self.printer.counts(test, parameters, self.engine.dialect, periods)
        ]
        most = max((counts[COMPARED_AT] for counts in counted), default=(0, 0, 0, 0))
        found = (
            says
            for counts in counted
            for says in missing_grounds(
                test,
                parameters,
                {**counts, COMPARED_AT: most},
                self.filled,
                self.material.kinds,
                self.data,
            )
        )
        return tuple(dict.fromkeys(found))

    def _rows(self, asked: Asked) -> list[Row]:
        self.engine.share(asked.shared)
        return self.engine.rows(asked.query)

    def _doubt(self, test: ControlTest, queries: Queries) -> None:
        for (export,) in self.engine.rows(queries.distinct(EXPORT)):
            doubt = Message.of(
                N_("{export}: {test}"), export=self._title(str(export)), test=test.title
            )
            self.doubts[str(export)] = (*self.doubts.get(str(export), ()), doubt)

    def _result(
        self,
        test: ControlTest,
        parameters: Parameters,
        outcome: TestOutcome,
        lacking: Sequence[Message],
    ) -> TestResult:
        used = self._used(test)
        looked_at = span_of(read for read in self.material.reads if read.export in used)
        return replace(
            test.result(self.material.processor, outcome),
            parameters=shown_parameters(test, parameters),
            exports=used,
            first_at=looked_at.first if looked_at else None,
            last_at=looked_at.last if looked_at else None,
            lacking=tuple(lacking),
        )


def _counts(values: Sequence[Value]) -> Counts:
    names, met, listed, used = (int(str(value)) for value in values)
    return names, met, listed, used


def _outcome(test: ControlTest, hits: Hits, doubts: Sequence[Message]) -> TestOutcome:
    if test.measures:
        return TestOutcome.INCOMPLETE if doubts else TestOutcome.MEASURED
    if hits.total:
        return TestOutcome.CONTRADICTION
    return TestOutcome.INCOMPLETE if doubts else TestOutcome.CONSISTENT
