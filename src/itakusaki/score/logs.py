"""Logs beside answers: what control tests found, as comparisons, figures and a grade of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, assert_never

from itakusaki.catalogue.cross_check import Check, CrossCheck
from itakusaki.catalogue.retest import ControlTest
from itakusaki.model.answer import Answer, AnswerValue
from itakusaki.model.assessment import LOG_PART, Comparison, Operand, Topic
from itakusaki.model.message import Message, Words, shared_words
from itakusaki.model.party import Duty
from itakusaki.model.record import Scalar
from itakusaki.model.retest import Examination, MeasuredFigure, TestOutcome, TestResult
from itakusaki.model.source import CellRef
from itakusaki.model.verdict import Outcome
from itakusaki.score.case_file import CaseFile
from itakusaki.score.found import Found

#: What the client saw in the raw logs itself, and what the party ran and sealed (ADR 0008).
RAW: Final = 4
RECORD: Final = 3
#: Answers that claim what a test can refute.
CLAIMS: Final = (AnswerValue.YES, AnswerValue.PARTIAL)
#: How a comparison of a test is told from the others of its rule.


def log_comparisons(case_file: CaseFile, topics: Mapping[str, Topic]) -> Iterator[Comparison]:
    """Each test's result laid beside the answers it concerns; a contradiction is a question first.

    `topics` are those of the rules, by id. Controls to which the party itself answers no are not contradicted: the logs say the same.
    """
    for result in case_file.examination.results if case_file.examination else ():
        if result.outcome is not TestOutcome.MEASURED:
            yield _comparison(case_file, result, topics[result.rule])


def _comparison(case_file: CaseFile, result: TestResult, topic: Topic) -> Comparison:
    touched = _touched(case_file, result)
    admitted = bool(result.touches) and all(
        _said(case_file, control) is AnswerValue.NO for control in result.touches
    )
    return Comparison(
        rule=result.rule,
        part=f"{LOG_PART}{result.test}",
        topic=topic,
        outcome=_outcome(result.outcome, admitted=admitted),
        title=result.title,
        question=_question(result),
        operands=(*_answers(case_file, touched), *_measured(case_file, result)),
        touches=touched,
        sides=(case_file.party,),
        missing=(),
    )


def _touched(case_file: CaseFile, result: TestResult) -> tuple[str, ...]:
    """The controls judged here whose verdict the result can turn: those not answered no or －."""
    judged = {control.id for control in case_file.controls()}
    silent = (AnswerValue.NO, AnswerValue.NOT_APPLICABLE)
    return tuple(
        control
        for control in result.touches
        if control in judged and _said(case_file, control) not in silent
    )


def _said(case_file: CaseFile, control: str) -> AnswerValue | None:
    answer = case_file.answer(control, case_file.party)
    return answer.value if answer else None


def _outcome(outcome: TestOutcome, *, admitted: bool) -> Outcome:
    match outcome:
        case TestOutcome.CONTRADICTION:
            return Outcome.CONSISTENT if admitted else Outcome.CONTRADICTION
        case TestOutcome.CONSISTENT | TestOutcome.MEASURED:
            return Outcome.CONSISTENT
        case TestOutcome.INCOMPLETE | TestOutcome.CANNOT_COMPARE:
            return Outcome.CANNOT_COMPARE
        case _:
            assert_never(outcome)


def _question(result: TestResult) -> Message:
    """What was found and what to ask next, as one paragraph."""
    ja = f"{result.says.ja}{result.next.ja}"
    en = f"{result.says.en} {result.next.en}"
    return Message.of("{question}", question=shared_words(ja, en))


def _answers(case_file: CaseFile, touched: tuple[str, ...]) -> Iterator[Operand]:
    for control in touched:
        answer = case_file.answer(control, case_file.party)
        if answer is not None:
            title = case_file.checklist.controls[control].title
            yield Operand(
                label=shared_words(f"{control} {title.ja}", f"{control} {title.en}"),
                shown=answer.value.symbol or "-",
                at=answer.at,
            )


def _measured(case_file: CaseFile, result: TestResult) -> Iterator[Operand]:
    cells = _files(case_file, result)
    for figure in result.figures:
        value = figure.value
        if isinstance(value, tuple):
            continue  # a list of names says nothing beside an answer
        shown = f"{value:,}" if isinstance(value, int) else str(value or "-")
        at = cells[0] if cells else None
        yield Operand(label=figure.label, shown=shown, at=at, cells=cells)


def _files(case_file: CaseFile, result: TestResult) -> tuple[CellRef, ...]:
    """The delivered files a test looked at."""
    reads = case_file.examination.reads if case_file.examination else ()
    files = (
        CellRef(file=read.file.path, sheet=read.sheet)
        for read in reads
        if read.export in result.exports
    )
    return tuple(dict.fromkeys(files))


def measured(case_file: CaseFile, name: str) -> Found | None:
    """A figure "test-id.figure" as a cross-check compares it; None where the test could not run."""
    test, _, wanted = name.partition(".")
    for result in case_file.examination.results if case_file.examination else ():
        if result.test != test or result.outcome is TestOutcome.CANNOT_COMPARE:
            continue
        value = _scalar(next((f for f in result.figures if f.name == wanted), None))
        if value is not None:
            return Found(value=value, cells=_files(case_file, result))
    return None


def figure_label(case_file: CaseFile, name: str) -> Words:
    """What a figure is called; its own name where the test did not run."""
    test, _, wanted = name.partition(".")
    for result in case_file.examination.results if case_file.examination else ():
        for figure in result.figures:
            if (result.test, figure.name) == (test, wanted):
                return figure.label
    return shared_words(name, name)


def _scalar(figure: MeasuredFigure | None) -> Scalar:
    if figure is None:
        return None
    return float(figure.value) if isinstance(figure.value, int) else figure.value


def proven_grade(case_file: CaseFile, answer: Answer) -> int:
    """The grade that clean and complete tests of an answer's control give it; 0 where none does.

    One test that contradicts, or is clean only as far as incomplete logs go, gives none; one that
    could not be carried out leaves the others standing. The client's own answers prove nothing by
    the party's logs.
    """
    if case_file.examination is None or answer.side is Duty.CLIENT or answer.value not in CLAIMS:
        return 0
    proving = [
        result
        for result in case_file.examination.results
        if answer.control in result.proves and result.outcome is not TestOutcome.CANNOT_COMPARE
    ]
    if not proving or any(r.outcome is not TestOutcome.CONSISTENT for r in proving):
        return 0
    return RECORD if any(result.own_run for result in proving) else RAW


def read_exports(examination: Examination | None) -> frozenset[str]:
    """The exports of which a line was read."""
    reads = examination.reads if examination else ()
    return frozenset(read.export for read in reads if read.kept)


def turned_by(test: ControlTest, rules: Iterable[CrossCheck]) -> Iterator[str]:
    """The controls that a test can turn, by itself or by its figures in a cross-check."""
    yield from test.touches
    for check in (check for rule in rules for check in rule.checks):
        if compares(check, test):
            yield from check.touches


def compares(check: Check, test: ControlTest) -> bool:
    """Whether a cross-check compares a figure of a test."""
    return test.id in check.tests
