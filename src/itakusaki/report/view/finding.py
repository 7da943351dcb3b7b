"""Findings as shown: the answer as given with its cell, why it matters, what to do and to ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from itakusaki.language.labels import (
    ANSWERS,
    CHECK_OUTCOMES,
    DUTIES,
    EVIDENCE_STATES,
    FILE_CHECKS,
    KINDS,
    SEVERITIES,
    VERDICTS,
    grade_label,
)
from itakusaki.model.answer import Answer, AnswerValue, Clause, Review
from itakusaki.model.assessment import ControlResult, Judgement, ProcessorResult
from itakusaki.model.evidence import CheckOutcome, FileCheck
from itakusaki.model.finding import Finding
from itakusaki.model.message import N_, Message
from itakusaki.model.quick import quick
from itakusaki.model.verdict import Verdict
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.control_text import ControlText
from itakusaki.report.view.notice import worked_out

PASSED: Final = CheckOutcome.PASSED
#: What a machine did not find in order in a file.
CHECKED: Final = N_("{finding} ({outcome})")
#: The reason that only repeats what an empty answer beside it says.
SILENCE = "{who}: no usable answer"


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A labelled text."""

    label: str
    text: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """What one side said, word for word, and where; `grade` tells how far it is shown."""

    side: str
    value: str
    where: str
    grade: str
    remarks: tuple[Remark, ...]


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A finding, ready to print; `besides` are reasons that the answers do not tell by themselves.

    `worked_out` lays the notices of a contract on the calendar, "" where the finding is about something else.
    """

    id: str
    anchor: str
    kind: str
    kind_label: str
    verdict: str
    css: str
    severity: str
    weight: str
    knock_out: bool
    blocking: bool
    reasons: tuple[str, ...]
    besides: tuple[str, ...]
    rules: tuple[str, ...]
    worked_out: str
    contradicted: bool
    answers: tuple[AnswerView, ...]
    required: str
    text: ControlText


def finding_view(
    context: ViewContext, finding: Finding, control: ControlResult, result: ProcessorResult
) -> FindingView:
    """A control's finding at a processor with everything a reader needs to act on it."""
    flags = result.processor.flags
    rules = tuple(dict.fromkeys(comparison.rule for comparison in finding.comparisons))
    return FindingView(
        id=finding.id,
        anchor=anchor(finding.control),
        kind=finding.kind.value,
        kind_label=context.say(KINDS[finding.kind]),
        verdict=context.say(VERDICTS[control.verdict]),
        css=f"v-{control.verdict.value}",
        severity=context.say(SEVERITIES[control.severity]),
        weight=f"{control.weight:g}",
        knock_out=finding.knock_out,
        blocking=finding.blocking,
        reasons=tuple(context.say(reason) for reason in finding.reasons),
        besides=tuple(
            context.say(r) for r in finding.reasons if not (control.judgements and _silence(r))
        ),
        rules=rules,
        worked_out=worked_out(context, result, (finding.control, *rules)),
        contradicted=control.verdict is Verdict.CONTRADICTED,
        answers=tuple(answer_view(context, side) for side in control.judgements),
        required=context.say(grade_label(control.required_grade)),
        text=context.text(context.checklist.controls[finding.control], flags, finding.side),
    )


def _silence(reason: Message) -> bool:
    return reason.text == SILENCE


def anchor(control: str) -> str:
    """The name within a page that links to a control's finding."""
    return "f-" + "".join(c if c.isascii() and c.isalnum() else "-" for c in control)


def answer_view(context: ViewContext, side: Judgement) -> AnswerView:
    """One side's word as it was given."""
    given = side.clause or side.answer
    who = context.say(DUTIES[side.side])
    if side.contract:
        who = context.say(Message.of(N_("Contract {contract}"), contract=side.contract))
    value = _with_ruling(context, side, _as_given(context, given))
    grade = _grade(context, side) if given else ""
    return AnswerView(
        side=who,
        value=value,
        where=str(given.at) if given else "",
        grade=grade,
        remarks=tuple(remark for remark in _remarks(context, side) if remark.text),
    )


def overruled_to(side: Judgement) -> AnswerValue | None:
    """The answer an auditor put in the place of the declared one, None where none did."""
    given = side.clause or side.answer
    found = side.review.value if side.review else None
    return None if given and given.value is found else found


def _with_ruling(context: ViewContext, side: Judgement, declared: str) -> str:
    found = overruled_to(side)
    if found is None:
        return declared
    text = N_("{declared} → auditor's finding: {found}")
    return context.say(Message.of(text, declared=declared, found=ANSWERS[found]))


def _as_given(context: ViewContext, given: Answer | Clause | None) -> str:
    if given is None:
        return context.say(Message(N_("no answer")))
    label = context.say(ANSWERS[given.value])
    raw = given.raw.strip()
    if not raw or raw in (given.value.symbol, label):
        return label
    return context.say(Message.of(N_("{label} (as written: {raw})"), label=label, raw=raw))


def _grade(context: ViewContext, side: Judgement) -> str:
    grade = Message.of(
        N_("stated {claimed}, counted {counted}; {state}"),
        claimed=grade_label(side.claimed),
        counted=grade_label(side.grade),
        state=EVIDENCE_STATES[side.state],
    )
    return context.say(grade)


def _remarks(context: ViewContext, side: Judgement) -> Iterator[Remark]:
    if side.clause:
        yield Remark(label=context.say(Message(N_("Article"))), text=side.clause.article)
        yield Remark(label=context.say(Message(N_("Clause"))), text=side.clause.text)
        yield Remark(label=context.say(Message(N_("Comment"))), text=side.clause.comment)
    if side.answer:
        yield from _answer_remarks(context, side.answer)
    files = context.translator.joined(file.path for file in side.files)
    yield Remark(label=context.say(Message(N_("Delivered"))), text=files)
    checked = context.translator.gettext(N_("; ")).join(_checked(context, side.checks))
    yield Remark(label=context.say(Message(N_("Checked by machine"))), text=checked)
    if side.review:
        text = context.say(_review(side.review))
        yield Remark(label=context.say(Message(N_("Auditor"))), text=text)


def _checked(context: ViewContext, checks: Iterable[FileCheck]) -> Iterator[str]:
    """What was looked for in each file and found, what was found wanting, what a person has to see."""
    by_file: dict[str, list[FileCheck]] = {}
    for check in checks:
        by_file.setdefault(check.file, []).append(check)
    for file, found in by_file.items():
        passed = [context.say(FILE_CHECKS[c.kind]) for c in found if c.outcome is PASSED]
        others = [
            context.say(Message.of(CHECKED, finding=c.says, outcome=CHECK_OUTCOMES[c.outcome]))
            for c in found
            if c.outcome is not PASSED
        ]
        name = file.rpartition("/")[2]
        text = (
            N_("{file}: in order: {passed}; {others}")
            if others
            else N_("{file}: in order: {passed}")
        )
        values = {"file": name, "passed": context.translator.joined(passed) or "-"}
        told = {"others": context.translator.joined(others)} if others else {}
        yield context.say(Message.of(text, **values, **told))


def _answer_remarks(context: ViewContext, answer: Answer) -> Iterator[Remark]:
    named = context.translator.joined(answer.evidence_names)
    same = N_("said for {rounds} rounds in a row that nothing changed")
    reaffirmed = (
        context.say(Message.of(same, rounds=answer.reaffirmed)) if answer.reaffirmed else ""
    )
    for label, text in (
        (N_("Scope"), answer.scope or answer.area),
        (N_("Exceptions"), answer.exceptions),
        (N_("Since, how often"), answer.since),
        (N_("Comment"), answer.comment),
        (N_("Evidence named"), named),
        (N_("No change"), reaffirmed),
    ):
        yield Remark(label=context.say(Message(label)), text=text)


def _review(review: Review) -> Message:
    return Message.of(
        N_("{reviewer}, {day}: {word} – {reason} ({cell})"),
        reviewer=review.reviewer,
        day=str(review.reviewed_on or "-"),
        word=_reviewed_word(review),
        reason=review.reason,
        cell=str(review.at),
    )


def _reviewed_word(review: Review) -> Message:
    grade = None if review.grade is None else grade_label(review.grade)
    value = ANSWERS[review.value] if review.value else None
    if grade and value:
        return Message.of(N_("{value}, {grade}"), value=value, grade=grade)
    return value or grade or Message(N_("seen"))
