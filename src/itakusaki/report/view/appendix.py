"""The appendix: every control with its cells, grade and credit, and the policy behind the figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from itakusaki.language.labels import DUTIES, EVIDENCE_STATES, RATINGS, SEVERITIES, VERDICTS
from itakusaki.model.answer import AnswerValue
from itakusaki.model.assessment import ControlResult, Judgement, ProcessorResult
from itakusaki.model.message import N_, Message
from itakusaki.model.quick import quick
from itakusaki.model.verdict import Rating, Severity
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.figures import plain
from itakusaki.report.view.finding import overruled_to


@dataclass(frozen=True, slots=True, kw_only=True)
class SideCell:
    """One side's answer with its cell, in short."""

    side: str
    value: str
    where: str
    grade: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class ControlRow:
    """A control in the appendix."""

    id: str
    title: str
    verdict: str
    css: str
    severity: str
    knock_out: bool
    weight: str
    required: str
    declared: str
    verified: str
    sides: tuple[SideCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRow:
    """A setting of the scoring policy."""

    label: str
    value: str


def control_rows(context: ViewContext, result: ProcessorResult) -> tuple[ControlRow, ...]:
    """Every control that was judged, in the checklist's order."""
    return tuple(_row(context, control) for control in result.controls)


def _row(context: ViewContext, control: ControlResult) -> ControlRow:
    return ControlRow(
        id=control.control,
        title=context.title(control.control),
        verdict=context.say(VERDICTS[control.verdict]),
        css=f"v-{control.verdict.value}",
        severity=context.say(SEVERITIES[control.severity]),
        knock_out=control.knock_out,
        weight=plain(control.weight),
        required=str(control.required_grade),
        declared=plain(control.declared),
        verified=plain(control.verified),
        sides=tuple(_side(context, side) for side in control.judgements),
    )


def _side(context: ViewContext, side: Judgement) -> SideCell:
    given = side.clause or side.answer
    value = given.value if given else AnswerValue.BLANK
    shown = value.symbol or context.say(Message(N_("none")))
    found = overruled_to(side)
    if found is not None:
        ruling = Message.of(N_("{declared} (auditor: {found})"), declared=shown, found=found.symbol)
        shown = context.say(ruling)
    grade = f"{side.claimed}→{side.grade}" if side.claimed != side.grade else str(side.grade)
    return SideCell(
        side=side.contract or context.say(DUTIES[side.side]),
        value=shown,
        where=str(given.at) if given else "",
        grade=context.say(
            Message.of(N_("{grade}, {state}"), grade=grade, state=EVIDENCE_STATES[side.state])
        ),
    )


def policy_rows(context: ViewContext) -> tuple[PolicyRow, ...]:
    """The policy as it was used."""
    return tuple(
        PolicyRow(label=context.say(label), value=value) for label, value in _policy(context)
    )


def _policy(context: ViewContext) -> Iterator[tuple[Message, str]]:
    policy, join = context.policy, context.translator.joined
    yield Message(N_("Version of the policy")), policy.version
    yield Message(N_("Weight by severity")), join(_by_severity(context, policy.weights))
    yield Message(N_("Required grade by severity")), join(_by_severity(context, policy.grades))
    yield (
        Message(N_("How far evidence has to have been looked at, by severity")),
        join(_states(context)),
    )
    yield (
        Message(N_("Bands of the evidenced score")),
        join(
            f"{band.rating} ≥ {plain(band.at_least)}"
            for band in sorted(policy.bands, key=lambda band: -band.at_least)
        ),
    )
    yield (
        Message(N_("Evidence coverage below which the rating is withheld")),
        plain(policy.assurance_floor),
    )
    yield Message(N_("Points for a gap under an exception")), plain(policy.excepted_credit)
    yield (
        Message(
            N_("Best rating while a mandatory control is not evidenced, partial or under exception")
        ),
        context.say(RATINGS[Rating.C_CONDITIONAL]),
    )
    yield (
        Message(
            N_("Core mandatory controls: D at best while partial or excepted without compensation")
        ),
        join(sorted(policy.core_knock_outs)),
    )
    yield (
        Message(N_("Grade of evidence that was named but not provided")),
        str(policy.absent_file_grade),
    )
    if context.checklist.not_asked:
        yield Message(N_("Controls not asked, by the settings")), join(context.checklist.not_asked)


def _states(context: ViewContext) -> Iterator[str]:
    policy = context.policy
    needed = [(SEVERITIES[one], policy.states[one]) for one in reversed(Severity)]
    for label, state in (*needed, (Message(N_("mandatory controls")), policy.knock_out_state)):
        text = N_("{severity}: {state}")
        yield context.say(Message.of(text, severity=label, state=EVIDENCE_STATES[state]))


def _by_severity(context: ViewContext, table: Mapping[Severity, float]) -> Iterator[str]:
    for severity in reversed(Severity):
        yield f"{context.say(SEVERITIES[severity])} {plain(table[severity])}"
