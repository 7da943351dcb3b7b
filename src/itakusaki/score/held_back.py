"""Held back: control tests without what they would have been carried out on, and what they leave open (ADR 0050)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from itakusaki.catalogue.cross_check import CrossCheck
from itakusaki.model.message import N_, Message, Words, joined_words
from itakusaki.model.retest import TestOutcome, TestResult
from itakusaki.score.case_file import CaseFile
from itakusaki.score.gone import gone_exports
from itakusaki.score.logs import read_exports, turned_by
from itakusaki.score.missing import missing_files, waited_for

#: Files by name, or exports by title, by what waits for them.
Waiting = Mapping[str, tuple[Words, ...]]


def held_back(case_file: CaseFile, rules: Sequence[CrossCheck]) -> Waiting:
    """The tests that wait for what the party named, or delivered before, and that is not there now.

    Named are files that fit what the test needs. Of what was delivered before only that counts in which
    something spoke against an answer, as far as nobody settled it.
    """
    data, own = case_file.control_tests, case_file.own
    if data is None or own is None:
        return {}
    read = read_exports(case_file.examination)
    missing = tuple(missing_files(case_file, own, data))
    found = {
        test.id: (
            *(waited_for(test, case_file.examination, read, missing, data) if missing else ()),
            *gone_exports(case_file, test, read, data, rules),
        )
        for test in data.tests.values()
    }
    return {test: names for test, names in found.items() if names}


def controls_waiting(case_file: CaseFile, waiting: Waiting, rules: Sequence[CrossCheck]) -> Waiting:
    """The controls that tests which wait can turn, with the names of the files that are waited for."""
    tests = case_file.control_tests.tests if case_file.control_tests else {}
    found: dict[str, dict[Words, None]] = {}
    for name, files in waiting.items():
        for control in turned_by(tests[name], rules):
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
        N_("named or delivered before, and not there or empty: {files}"),
        files=joined_words(files),
    )
    is_clean = result.outcome in (TestOutcome.CONSISTENT, TestOutcome.MEASURED)
    outcome = TestOutcome.INCOMPLETE if is_clean else result.outcome
    return replace(result, outcome=outcome, lacking=(*result.lacking, says))
