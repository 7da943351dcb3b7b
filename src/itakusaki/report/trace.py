"""Traces: one verdict followed back, line by line, to its cells, its rule and the law."""

from __future__ import annotations

from collections.abc import Iterator

from itakusaki.catalogue.checklist import Checklist, Control
from itakusaki.language import Translator
from itakusaki.language.labels import (
    ANSWERS,
    CHECK_OUTCOMES,
    DUTIES,
    EVIDENCE_STATES,
    FILE_CHECKS,
    OUTCOMES,
    SEVERITIES,
    VERDICTS,
    grade_label,
)
from itakusaki.model.assessment import Comparison, ControlResult, Judgement, ProcessorResult
from itakusaki.model.errors import UnknownNameError
from itakusaki.model.message import N_, Message, Words
from itakusaki.model.source import places
from itakusaki.report.view.control_text import control_text
from itakusaki.report.view.figures import plain


def trace(
    result: ProcessorResult, control: str, checklist: Checklist, translator: Translator
) -> tuple[str, ...]:
    """Cell → answer → evidence → rule → legal basis → credit, one line each; detail is indented.

    A control that both the processor and the client owe is followed back for each of them, with the
    question as each was asked it where the two differ.

    Raises:
        UnknownNameError: the control was not judged for this processor.
    """
    known = [found.control for found in result.judged]
    if control not in known:
        raise UnknownNameError(control, tuple(dict.fromkeys(known)))
    flags = result.processor.flags
    text = control_text(checklist.controls[control], flags, checklist, translator)
    return (
        *(translator.say(line) for line in _head(result, checklist.controls[control])),
        translator.say(Message.of(N_("Duty behind it: {duty}"), duty=text.obliges)),
        translator.say(Message.of(N_("Level of this point: {level}"), level=text.level)),
        *(
            translator.say(line)
            for found in result.judged
            if found.control == control
            for line in _verdict(found, checklist.controls[control])
        ),
    )


def _verdict(found: ControlResult, control: Control) -> Iterator[Message]:
    """How one side's verdict came about."""
    yield Message.of(N_("Side: {side}"), side=DUTIES[found.side])
    if control.practice:
        yield _asked(control.question_for(found.side))
    for judgement in found.judgements:
        yield from _side(judgement)
    for comparison in found.comparisons:
        yield from _comparison(comparison)
    yield from _approval(found)
    yield from _rule(found)
    yield from _credit(found)


def _head(result: ProcessorResult, control: Control) -> Iterator[Message]:
    yield Message.of(
        N_("{processor} ({id}) · {control} {title}"),
        processor=result.processor.name,
        id=result.processor.id,
        control=control.id,
        title=control.title,
    )
    if not control.practice:
        yield _asked(control.question)


def _asked(question: Words) -> Message:
    return Message.of(N_("Question: {question}"), question=question)


def _side(side: Judgement) -> Iterator[Message]:
    given = side.clause or side.answer
    who = DUTIES[side.side]
    if side.contract:
        who = Message.of(N_("Contract {contract}"), contract=side.contract)
    if given is None:
        yield Message.of(N_("Source: {who}: no cell, nothing was given"), who=who)
    else:
        yield Message.of(
            N_("Source: {who}: {cell}: {answer}"),
            who=who,
            cell=str(given.at),
            answer=ANSWERS[given.value],
        )
        yield Message.of(
            N_("  Evidence: stated {claimed}, counted {counted}; {state}"),
            claimed=grade_label(side.claimed),
            counted=grade_label(side.grade),
            state=EVIDENCE_STATES[side.state],
        )
    for file in side.files:
        yield Message.of(N_("  File: {path}, SHA-256 {digest}"), path=file.path, digest=file.sha256)
    for check in side.checks:
        yield Message.of(
            N_("  Check: {file}: {kind}: {outcome}: {finding}"),
            file=check.file,
            kind=FILE_CHECKS[check.kind],
            outcome=CHECK_OUTCOMES[check.outcome],
            finding=check.says,
        )
    yield from (_indented(step) for step in side.steps)
    yield Message.of(N_("  Conclusion: {verdict}"), verdict=VERDICTS[side.verdict])


def _indented(step: Message) -> Message:
    return Message.of(N_("  Step: {step}"), step=step)


def _comparison(comparison: Comparison) -> Iterator[Message]:
    yield Message.of(
        N_("Comparison {rule}: {title}: {outcome}"),
        rule=comparison.rule,
        title=comparison.title,
        outcome=OUTCOMES[comparison.outcome],
    )
    for operand in comparison.operands:
        yield Message.of(
            N_("  {label}: {shown} – {cell}"),
            label=operand.label,
            shown=operand.shown,
            cell=places(operand.cells) or "-",
        )
    for words in comparison.missing:
        yield Message.of(N_("  missing: {what}"), what=words)


def _approval(found: ControlResult) -> Iterator[Message]:
    approval = found.approval
    if approval is None:
        return
    yield Message.of(
        N_("Approval: {who}, {day}, until {until}: {reason} – {cell}"),
        who=approval.approver,
        day=str(approval.approved_on or "-"),
        until=str(approval.valid_until or "-"),
        reason=approval.reason,
        cell=str(approval.at),
    )


def _rule(found: ControlResult) -> Iterator[Message]:
    yield Message.of(
        N_("Rule: severity {severity}, weight {weight}, required {grade}, mandatory: {knock_out}"),
        severity=SEVERITIES[found.severity],
        weight=plain(found.weight),
        grade=grade_label(found.required_grade),
        knock_out=Message(N_("yes") if found.knock_out else N_("no")),
    )
    yield from (_indented(step) for step in found.steps)


def _credit(found: ControlResult) -> Iterator[Message]:
    yield Message.of(N_("Verdict: {verdict}"), verdict=VERDICTS[found.verdict])
    if found.declared is None or found.verified is None:
        yield Message(N_("Points: excluded from the score"))
        return
    yield Message.of(
        N_(
            "Points: self-assessed {declared} × {weight}, evidenced {verified} × {weight}; concluded: {settled}"
        ),
        declared=plain(found.declared),
        verified=plain(found.verified),
        weight=plain(found.weight),
        settled=Message(N_("yes") if found.settled else N_("no")),
    )
