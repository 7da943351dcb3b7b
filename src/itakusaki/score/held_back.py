"""Held back: what control tests would have been carried out on, named and not delivered (ADR 0050).

A log that is there can speak against an answer; one that is left out cannot. So what such a test
touches does not count while a file is missing that the party itself named and the test needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

from itakusaki.catalogue.cross_check import CrossCheck
from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.names import bare_text
from itakusaki.catalogue.retest import ControlTest
from itakusaki.model.answer import Questionnaire
from itakusaki.model.message import N_, Message
from itakusaki.model.retest import Examination, TestOutcome, TestResult
from itakusaki.score.case_file import CaseFile
from itakusaki.score.grade import delivered, folded
from itakusaki.score.logs import CLAIMS

#: Endings of files that a log or a list may come in; a name without one describes, and names no file.
TABLES: Final = frozenset(
    {".csv", ".evtx", ".gz", ".json", ".jsonl", ".log", ".parquet", ".tsv", ".txt", ".xls", ".xlsm"}
    | {".xlsx", ".zip"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Missing:
    """A named file that is not there, and the exports it may be."""

    name: str
    exports: frozenset[str]


#: Names of files, by what waits for them.
Waiting = Mapping[str, tuple[str, ...]]


def held_back(case_file: CaseFile) -> Waiting:
    """The tests that wait for files which the party named and did not deliver, with the names of these."""
    data, own = case_file.control_tests, case_file.own
    if data is None or own is None:
        return {}
    read = _read(case_file.examination)
    missing = tuple(_missing(case_file, own, data, read))
    found = {
        test.id: _waited_for(test, case_file.examination, read, missing, data)
        for test in (data.tests.values() if missing else ())
    }
    return {test: names for test, names in found.items() if names}


def controls_waiting(case_file: CaseFile, waiting: Waiting, rules: Sequence[CrossCheck]) -> Waiting:
    """The controls that tests which wait can turn, with the names of the files that are waited for."""
    tests = case_file.control_tests.tests if case_file.control_tests else {}
    found: dict[str, dict[str, None]] = {}
    for name, files in waiting.items():
        for control in _touched(tests[name], rules):
            found.setdefault(control, {}).update(dict.fromkeys(files))
    return {control: tuple(files) for control, files in found.items()}


def with_doubts(case_file: CaseFile, waiting: Waiting) -> CaseFile:
    """The case file in which what a test that waits came to on the rest is no clean result."""
    examination = case_file.examination
    if examination is None or not waiting:
        return case_file
    results = tuple(_doubted(one, waiting.get(one.test, ())) for one in examination.results)
    return replace(case_file, examination=replace(examination, results=results))


def _doubted(result: TestResult, files: tuple[str, ...]) -> TestResult:
    if not files:
        return result
    says = Message.of(N_("named, and not delivered: {files}"), files=", ".join(files))
    is_clean = result.outcome in (TestOutcome.CONSISTENT, TestOutcome.MEASURED)
    outcome = TestOutcome.INCOMPLETE if is_clean else result.outcome
    return replace(result, outcome=outcome, lacking=(*result.lacking, says))


def _read(examination: Examination | None) -> frozenset[str]:
    """The exports of which a line was read."""
    reads = examination.reads if examination else ()
    return frozenset(read.export for read in reads if read.kept)


def _missing(
    case_file: CaseFile, own: Questionnaire, data: EvidenceData, read: AbstractSet[str]
) -> Iterator[_Missing]:
    """The files that are named and not there, of those that may be a log or a list."""
    named = _named(case_file, own)
    there = {folded(file.name) for file in case_file.files(case_file.party)}
    unnamed = _unnamed(case_file.examination, named.keys())
    for name, controls in named.items():
        if name in there or PurePosixPath(name).suffix not in TABLES:
            continue
        exports = _called(name, data) or (_wanted_for(controls, data) - read if read else set())
        # What came under a name that nobody wrote down is taken for the file that was meant.
        if meant := frozenset(exports) - unnamed:
            yield _Missing(name=name, exports=meant)


def _named(case_file: CaseFile, own: Questionnaire) -> Mapping[str, frozenset[str]]:
    """The files that answers of yes or partly, and the list of evidence, name; with their controls."""
    found: dict[str, set[str]] = {}
    for control, answer in own.answers.items():
        files, absent = delivered(case_file, answer) if answer.value in CLAIMS else ((), ())
        for name in (*(file.name for file in files), *absent):
            found.setdefault(folded(name), set()).add(control)
    for row in own.evidence:
        if name := row.text("file"):
            found.setdefault(folded(name), set()).update(row.entries("controls"))
    return {name: frozenset(controls) for name, controls in found.items()}


def _unnamed(examination: Examination | None, named: Iterable[str]) -> frozenset[str]:
    """The exports that came in a file which nothing names."""
    known = set(named)
    reads = examination.reads if examination else ()
    return frozenset(read.export for read in reads if folded(read.file.path) not in known)


def _called(name: str, data: EvidenceData) -> set[str]:
    """The exports that a file is meant to be, by its name."""
    bare = bare_text(name).replace("_", "")
    return {
        export.id
        for export in data.exports.values()
        if any(bare_text(word) in bare for word in export.called)
    }


def _wanted_for(controls: AbstractSet[str], data: EvidenceData) -> set[str]:
    """What the tests of some controls are carried out on, for a name that tells nothing."""
    tests = (test for test in data.tests.values() if controls & set(test.touches))
    return {export for test in tests for export in test.needs}


def _waited_for(
    test: ControlTest,
    examination: Examination | None,
    read: AbstractSet[str],
    missing: Sequence[_Missing],
    data: EvidenceData,
) -> tuple[str, ...]:
    """The missing files that a test waits for; none where it contradicts, or lacks what nobody named."""
    results = examination.results if examination else ()
    if any(r.test == test.id and r.outcome is TestOutcome.CONTRADICTION for r in results):
        return ()
    may_be = frozenset[str]().union(*(one.exports for one in missing))
    logs = {name for name in (*test.needs, *test.uses) if data.exports[name].is_log}
    needs = {name for name in test.needs if not data.exports[name].derived}
    if needs < set(test.needs):  # made of any log that comes twice
        logs |= {name for name, export in data.exports.items() if export.is_log}
    lacking = needs - read
    if not lacking <= may_be or not (needs or logs & (read | may_be)):
        return ()
    looked_at = needs | logs | {rest.export for rest in test.grounds.rests_on}
    return tuple(one.name for one in missing if one.exports & looked_at)


def _touched(test: ControlTest, rules: Sequence[CrossCheck]) -> Iterator[str]:
    """The controls that a test can turn, by itself or by its figures in a cross-check."""
    yield from test.touches
    for check in (check for rule in rules for check in rule.checks):
        if any(o.source == "log" and o.name.partition(".")[0] == test.id for o in check.operands):
            yield from check.touches
