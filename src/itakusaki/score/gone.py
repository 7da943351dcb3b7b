"""Gone: logs and lists in which something spoke against a party before, and that are not there now (ADR 0050)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from itakusaki.catalogue.cross_check import CrossCheck
from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.retest import ControlTest
from itakusaki.model.assessment import LOG_PART
from itakusaki.model.issue import DataIssue, IssueKind, IssueLevel
from itakusaki.model.message import N_, Words, joined_words
from itakusaki.model.retest import Examination, TestOutcome
from itakusaki.model.source import CellRef
from itakusaki.score.case_file import CaseFile
from itakusaki.score.logs import compares, read_exports, turned_by

GONE_SINCE: Final = "gone_since"
ISSUES: Final[Mapping[str, IssueKind]] = {
    GONE_SINCE: IssueKind(
        IssueLevel.WARNING,
        N_(
            "Not there, or not in full, though an earlier run found something in it that nobody has resolved: {exports}. Until it is there, or the finding is resolved, this does not count as shown: {controls}"
        ),
        N_("Ask for it again, or resolve the finding."),
    )
}


def gone_since(case_file: CaseFile, rules: Sequence[CrossCheck]) -> Iterator[DataIssue]:
    """An issue where what spoke against a party before is not there any more."""
    data, own = case_file.control_tests, case_file.own
    if data is None or own is None:
        return
    read = read_exports(case_file.examination)
    found = {t.id: gone_exports(case_file, t, read, data, rules) for t in data.tests.values()}
    gone = {test: titles for test, titles in found.items() if titles}
    if gone:
        controls = sorted({c for test in gone for c in turned_by(data.tests[test], rules)})
        yield ISSUES[GONE_SINCE].issue(
            GONE_SINCE,
            CellRef(file=own.file),
            case_file.processor.id,
            exports=joined_words(one for titles in gone.values() for one in titles),
            controls=", ".join(controls),
        )


def gone_exports(
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
    if not before.comparisons and not before.sealed_controls:
        return False
    if f"{test.rule}/{LOG_PART}{test.id}" in before.comparisons:
        return True
    checks = (
        f"{rule.id}/{check.id}" for rule in rules for check in rule.checks if compares(check, test)
    )
    if any(
        told == name or told.startswith(f"{name}/")
        for name in checks
        for told in before.comparisons
    ):
        return True
    sealed = not set(turned_by(test, rules)).isdisjoint(before.sealed_controls)
    return sealed and not _may_show_a_leak(case_file.examination, data)


def _may_show_a_leak(examination: Examination | None, data: EvidenceData) -> bool:
    """Whether the logs that are there are told of in a sealed report again."""
    return any(
        one.outcome is TestOutcome.CONTRADICTION and data.tests[one.test].possible_leak is not None
        for one in (examination.results if examination else ())
        if one.test in data.tests
    )
