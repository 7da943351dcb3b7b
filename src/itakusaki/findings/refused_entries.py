"""Refused entries: why an entry of a gap register is not taken, in the words of whoever filled it in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from itakusaki.findings.changing import NAME_LONGEST, FindingChange, Refusal
from itakusaki.model.command_line import command_line
from itakusaki.model.message import N_, Message
from itakusaki.model.tracked import FindingState, TrackedFinding
from itakusaki.tabular.gap_register import (
    ACCEPTED,
    CLOSED,
    DUE,
    IN_PROGRESS,
    OPEN,
    OWNER,
    STATUS,
    SUBMITTED,
    standing_entries,
)

#: What each status of the register's list asks of a finding; who may say so is the rules' matter.
_STATES: Final[Mapping[str, FindingState]] = {
    OPEN: FindingState.REOPENED,
    IN_PROGRESS: FindingState.IN_PROGRESS,
    SUBMITTED: FindingState.READY,
    CLOSED: FindingState.CLOSED,
    ACCEPTED: FindingState.ACCEPTED,
}
TOLD_APART: Final = N_("rows of this finding say different things here; make them alike")
NOT_A_DATE: Final = N_("this is not a date; enter one such as 2026-12-31")
NOT_A_STATUS: Final = N_("this is no status of the list; choose one of the list")
WITH_THE_OTHERS: Final = N_(
    "left out with the other entry of this finding, which cannot be taken; correct that one"
)
_STEP: Final = N_(
    "from “{before}” no step leads there; leave the status as it is, or enter first what comes between"
)
_REASON: Final = N_("this needs a reason; enter it under “Remarks” in the same row")
_DOER: Final = N_(
    "this needs the name of whoever did the work; enter it under “Owner” in the same row"
)
_NAME: Final = N_("an owner is a name on one line, of at most {most} characters")
_CLOSING: Final = N_(
    "a register closes nothing: enter “Submitted for check”; somebody else then closes it with {command}"
)
_ACCEPTING: Final = N_(
    "a register accepts nothing: leave the status as it is; whoever approves it does so with {command}"
)


def asked_state(status: str) -> FindingState | None:
    """The state that a status of the register's list asks for; None where it is none of it."""
    return _STATES.get(status)


def refused_entries(
    finding: TrackedFinding,
    change: FindingChange,
    found: Sequence[Refusal],
    folder: str,
) -> Iterator[tuple[str, Message]]:
    """By column, what is wrong with an entry and what to enter instead, in the workspace of a folder."""
    for one in found:
        if one is Refusal.NAME:
            yield OWNER, Message.of(_NAME, most=NAME_LONGEST)
        elif one is Refusal.DUE_REASON:
            yield DUE, Message(_REASON)
        else:
            yield STATUS, _on_status(finding, change, one, folder)


def _on_status(
    finding: TrackedFinding, change: FindingChange, refusal: Refusal, folder: str
) -> Message:
    begun = ("finding", "set", finding.id, folder, "--state")
    if change.state is FindingState.CLOSED:
        shown = ("--by", "NAME", "--evidence", "FILE", "--evidence-state", finding.required_state)
        return Message.of(_CLOSING, command=command_line(*begun, change.state, *shown))
    if change.state is FindingState.ACCEPTED:
        needed = ("--by", "NAME", "--reason", "REASON", "--measure", "MEASURE", "--until", "DAY")
        return Message.of(_ACCEPTING, command=command_line(*begun, change.state, *needed))
    if refusal is Refusal.STEP:
        return Message.of(_STEP, before=Message(standing_entries(finding)[STATUS]))
    return Message(_DOER if refusal is Refusal.BY else _REASON)
