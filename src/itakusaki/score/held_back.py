"""Held back: what control tests would have been carried out on, named and not delivered (ADR 0050).

A log that is there can speak against an answer; one that is left out cannot. So what such a test
touches does not count while a file is missing that the party itself named and the test needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Final

from itakusaki.catalogue.cross_check import Check, CrossCheck
from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.names import bare_text
from itakusaki.catalogue.retest import ControlTest
from itakusaki.model.answer import Questionnaire
from itakusaki.model.assessment import LOG_PART
from itakusaki.model.issue import DataIssue, IssueKind, IssueLevel
from itakusaki.model.message import N_, Message, Words, joined_words
from itakusaki.model.retest import Examination, TestOutcome, TestResult
from itakusaki.model.source import CellRef
from itakusaki.score.case_file import CaseFile
from itakusaki.score.grade import folded
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


#: Files by name, or exports by title, by what waits for them.
Waiting = Mapping[str, tuple[Words, ...]]
GONE_SINCE: Final = "gone_since"
ISSUES: Final[Mapping[str, IssueKind]] = {
    GONE_SINCE: IssueKind(
        IssueLevel.WARNING,
        N_(
            "Not there, or not in full, though an earlier run found something in it that nobody has settled: {exports}. Until it is there, or the finding is settled, this does not count as shown: {controls}"
        ),
        N_("Ask for it again, or settle the finding."),
    )
}


def held_back(case_file: CaseFile, rules: Sequence[CrossCheck]) -> Waiting:
    """The tests that wait for what the party named, or delivered before, and that is not there now.

    Named are files that fit what the test needs. Of what was delivered before only that counts in which
    something spoke against an answer, as far as nobody settled it.
    """
    data, own = case_file.control_tests, case_file.own
    if data is None or own is None:
        return {}
    read = _read(case_file.examination)
    missing = tuple(_missing(case_file, own, data, read))
    found = {
        test.id: (
            *(_waited_for(test, case_file.examination, read, missing, data) if missing else ()),
            *_gone(case_file, test, read, data, rules),
        )
        for test in data.tests.values()
    }
    return {test: names for test, names in found.items() if names}


def gone_since(case_file: CaseFile, rules: Sequence[CrossCheck]) -> Iterator[DataIssue]:
    """An issue where what spoke against a party before is not there any more."""
    data, own = case_file.control_tests, case_file.own
    if data is None or own is None:
        return
    read = _read(case_file.examination)
    found = {t.id: _gone(case_file, t, read, data, rules) for t in data.tests.values()}
    gone = {test: titles for test, titles in found.items() if titles}
    if gone:
        controls = sorted({c for test in gone for c in _touched(data.tests[test], rules)})
        yield ISSUES[GONE_SINCE].issue(
            GONE_SINCE,
            CellRef(file=own.file),
            case_file.processor.id,
            exports=joined_words(one for titles in gone.values() for one in titles),
            controls=", ".join(controls),
        )


def controls_waiting(case_file: CaseFile, waiting: Waiting, rules: Sequence[CrossCheck]) -> Waiting:
    """The controls that tests which wait can turn, with the names of the files that are waited for."""
    tests = case_file.control_tests.tests if case_file.control_tests else {}
    found: dict[str, dict[Words, None]] = {}
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


def _doubted(result: TestResult, files: tuple[Words, ...]) -> TestResult:
    if not files:
        return result
    says = Message.of(
        N_("named or delivered before, and not there: {files}"), files=joined_words(files)
    )
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
    named = _named(own)
    there = {folded(file.name) for file in case_file.files(case_file.party)}
    unnamed = _unnamed(case_file.examination, named.keys())
    for key, one in named.items():
        if key in there or PurePosixPath(key).suffix not in TABLES:
            continue
        wanted = _wanted_for(one.controls, data) - read if read else set()
        # What came under a name that nobody wrote down is taken for the file that was meant.
        if meant := frozenset(_called(key, data) or wanted) - unnamed:
            yield _Missing(name=one.name, exports=meant)


@dataclass(slots=True)
class _Named:
    """A file as it is named first, and the controls it is named for."""

    name: str
    controls: set[str] = field(default_factory=set)


def _named(own: Questionnaire) -> Mapping[str, _Named]:
    """The files that answers of yes or partly, and the list of evidence, name; by name as it is compared."""
    found: dict[str, _Named] = {}
    claims = (answer for answer in own.answers.values() if answer.value in CLAIMS)
    named = [(name, (one.control,)) for one in claims for name in one.evidence_names]
    listed = [(row.text("file"), row.entries("controls")) for row in own.evidence]
    for name, controls in (*named, *listed):
        if name:
            found.setdefault(folded(name), _Named(name=name)).controls.update(controls)
    return found


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
) -> tuple[Words, ...]:
    """The missing files that a test waits for; none where it contradicts, or lacks what nobody named.

    What the party carried out itself on logs that stay with it waits for none of them.
    """
    results = [r for r in (examination.results if examination else ()) if r.test == test.id]
    if any(r.own_run or r.outcome is TestOutcome.CONTRADICTION for r in results):
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
    names = (one.name for one in missing if one.exports & looked_at)
    return tuple(Words(ja=name, en=name) for name in names)


def _gone(
    case_file: CaseFile,
    test: ControlTest,
    read: AbstractSet[str],
    data: EvidenceData,
    rules: Sequence[CrossCheck],
) -> tuple[Words, ...]:
    """What a test lacks now, or has in part only, where something in it spoke against an answer before."""
    if not _spoke(case_file, test, data, rules):
        return ()
    results = case_file.examination.results if case_file.examination else ()
    outcomes = {one.outcome for one in results if one.test == test.id}
    if outcomes - {TestOutcome.CANNOT_COMPARE, TestOutcome.INCOMPLETE}:
        return ()
    used = [name for name in test.needs or test.uses if not data.exports[name].derived]
    lacking = [name for name in used if name not in read] or used
    return tuple(data.exports[name].title for name in lacking)


def _spoke(
    case_file: CaseFile, test: ControlTest, data: EvidenceData, rules: Sequence[CrossCheck]
) -> bool:
    """Whether what a test looks at spoke against the party in an earlier run, and is not settled."""
    before = case_file.spoken_against
    if f"{test.rule}/{LOG_PART}{test.id}" in before.comparisons:
        return True
    checks = (
        f"{rule.id}/{check.id}" for rule in rules for check in rule.checks if _reads(check, test)
    )
    if any(
        told == name or told.startswith(f"{name}/")
        for name in checks
        for told in before.comparisons
    ):
        return True
    sealed = not set(_touched(test, rules)).isdisjoint(before.sealed_controls)
    return sealed and not _may_show_a_leak(case_file.examination, data)


def _may_show_a_leak(examination: Examination | None, data: EvidenceData) -> bool:
    """Whether the logs that are there are told of in a sealed report again."""
    return any(
        one.outcome is TestOutcome.CONTRADICTION and data.tests[one.test].possible_leak is not None
        for one in (examination.results if examination else ())
        if one.test in data.tests
    )


def _reads(check: Check, test: ControlTest) -> bool:
    """Whether a cross-check compares a figure of a test."""
    return any(o.source == "log" and o.name.partition(".")[0] == test.id for o in check.operands)


def _touched(test: ControlTest, rules: Sequence[CrossCheck]) -> Iterator[str]:
    """The controls that a test can turn, by itself or by its figures in a cross-check."""
    yield from test.touches
    for check in (check for rule in rules for check in rule.checks):
        if _reads(check, test):
            yield from check.touches
