"""Suspecting: what in a run gives ground to decide whether there is a leak, each told as one story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from itakusaki.catalogue.cross_check import Check, CrossCheck
from itakusaki.catalogue.possible_leak import PossibleLeak, Suspicion
from itakusaki.catalogue.retest import ControlTest
from itakusaki.model.assessment import LOG_PART, Assessment, Comparison, ProcessorResult
from itakusaki.model.message import Words
from itakusaki.model.retest import Examination, TestOutcome, TestResult, fill_sentence
from itakusaki.model.verdict import Outcome

#: The column of a hit that tells when it was.
WHEN: Final = "at"
#: Outcomes with which a check found what it looks for.
FOUND = (Outcome.CONTRADICTION, Outcome.COUNTED_DOWN)


def suspicions_of(
    assessment: Assessment, tests: Mapping[str, ControlTest], rules: Sequence[CrossCheck]
) -> tuple[Suspicion, ...]:
    """Every ground to suspect a leak, party by party: from its logs, then from its answers."""
    checks = {(rule.id, check.id): check for rule in rules for check in rule.checks}
    return tuple(
        suspicion
        for result in assessment.results
        for suspicion in (*_from_logs(result, tests), *_from_answers(result, checks))
    )


def _from_logs(result: ProcessorResult, tests: Mapping[str, ControlTest]) -> Iterator[Suspicion]:
    if result.examination:
        yield from log_suspicions(result.examination, tests)


def log_suspicions(
    examination: Examination, tests: Mapping[str, ControlTest]
) -> Iterator[Suspicion]:
    """Every ground to suspect a leak that a party's logs give."""
    hits = [test for test in examination.results if test.outcome is TestOutcome.CONTRADICTION]
    for test in hits:
        leak = tests[test.test].possible_leak if test.test in tests else None
        if leak is None:
            continue
        telling = tuple(other.test for other in hits if other is not test and _meet(test, other))
        if leak.along_with and not any(
            _goes_along(test, other, leak, tests) for other in hits if other.test in telling
        ):
            continue
        yield Suspicion(
            processor=examination.processor,
            source=f"{test.rule}/{LOG_PART}{test.test}",
            title=test.title,
            says=(_story(test, leak),),
            basis=leak.basis,
            tests=(test.test, *telling),
        )


def _goes_along(
    test: TestResult, other: TestResult, leak: PossibleLeak, tests: Mapping[str, ControlTest]
) -> bool:
    """Whether another test is one of those that make this one's hits a suspicion."""
    if other.test not in leak.along_with:
        return False
    return not leak.follows or _is_after(test, other, tests)


def _is_after(test: TestResult, other: TestResult, tests: Mapping[str, ControlTest]) -> bool:
    """Whether a hit of another test on the same name is not before this one's first on it, by the day.

    Hits are shown from the earliest on: where not all of them are, those that are not may be later.
    """
    names = {name for figure in test.figures for name in _names(figure.value)}
    if other.hits.total > len(other.hits.sample):
        return True
    first: dict[str, str] = {}
    for day, name in _days_of_names(test, names, tests):
        first[name] = min(day, first.get(name, day))
    return any(
        not day or first.get(name, "") <= day for day, name in _days_of_names(other, names, tests)
    )


def _days_of_names(
    test: TestResult, names: AbstractSet[str], tests: Mapping[str, ControlTest]
) -> Iterator[tuple[str, str]]:
    """The day ("" where a hit has none) and the name of each hit shown that tells of one of the names."""
    columns = [column.name for column in tests[test.test].columns] if test.test in tests else []
    at = columns.index(WHEN) if WHEN in columns else None
    for row in test.hits.sample:
        day = str(row[at])[: len("2026-12-31")] if at is not None and at < len(row) else ""
        yield from ((day, str(cell)) for cell in row if cell in names)


def _meet(test: TestResult, other: TestResult) -> bool:
    """Whether another test's hits tell of a name that this one's figures list."""
    names = {name for figure in test.figures for name in _names(figure.value)}
    return any(cell in names for row in other.hits.sample for cell in row)


def _names(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _story(test: TestResult, leak: PossibleLeak) -> Words:
    try:
        return fill_sentence(leak.says, test.hits, test.figures)
    except KeyError:  # a pack of an older version has not all figures
        return test.says


def _from_answers(
    result: ProcessorResult, checks: Mapping[tuple[str, str], Check]
) -> Iterator[Suspicion]:
    for comparison in result.comparisons:
        check = checks.get(check_of(comparison))
        if check is None or check.possible_leak is None or comparison.outcome not in FOUND:
            continue
        if result.processor.duty in comparison.sides:
            yield Suspicion(
                processor=result.processor.id,
                source=source_of(comparison),
                title=comparison.title,
                says=(check.possible_leak.says, comparison.question),
                basis=check.possible_leak.basis,
            )


def check_of(comparison: Comparison) -> tuple[str, str]:
    """The rule and the check that a comparison was made by."""
    return comparison.rule, comparison.part.partition("/")[0]


def source_of(comparison: Comparison) -> str:
    """What a suspicion names a comparison by."""
    return f"{comparison.rule}/{comparison.part}"
