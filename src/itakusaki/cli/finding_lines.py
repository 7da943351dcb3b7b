"""The lines of `finding list` and `finding show`: what was found, how far it has come, who did what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from itakusaki.cli.roomy_table import print_roomy
from itakusaki.cli.terminal import console, plain_markup
from itakusaki.findings.registering import TakenRegister
from itakusaki.findings.taking import TakenCell, TakenSheet
from itakusaki.language import Translator
from itakusaki.language.labels import (
    DUTIES,
    EVIDENCE_STATES,
    FINDING_STATES,
    KINDS,
    SEALED_MATTER,
    SEVERITIES,
    URGENCIES,
    VERDICTS,
)
from itakusaki.model.message import N_, Message, Value
from itakusaki.model.plain import to_plain
from itakusaki.model.tracked import FindingStep, RowRemark, Settlement, TrackedFinding
from itakusaki.model.verdict import Verdict
from itakusaki.tabular.finding_sheet import PLAN_HEADINGS
from itakusaki.tabular.gap_register import STATUS, STATUSES

HEADINGS: Final = (
    N_("Finding"),
    N_("Whose"),
    N_("Controls concerned"),
    N_("Severity"),
    N_("State"),
    N_("Due"),
    N_("Moved"),
    N_("Owner"),
)

#: Controls of a finding that its row names.
_NAMED: Final = 5
#: What data say of a sealed finding: that it is one, how far it has come and who has it.
TOLD_OF_SEALED: Final = ("id", "processor", "side", "state", "due", "owner", "sealed")

_LEFT_OUT: Final = N_("Left out: {what}")


def print_findings(found: Sequence[TrackedFinding], today: date, translator: Translator) -> None:
    """A table of findings; what is overdue stands out."""
    rows = [(_cells(one, translator), "red" if one.is_overdue(today) else "") for one in found]
    product = console()
    print_roomy(product, [translator.gettext(heading) for heading in HEADINGS], rows)
    overdue = sum(finding.is_overdue(today) for finding in found)
    said = Message.of(
        N_("{count} {count:finding|findings}, {overdue} overdue as of {day}"),
        count=len(found),
        overdue=overdue,
        day=today.isoformat(),
    )
    product.print(plain_markup(translator.say(said)), highlight=False)


def _cells(finding: TrackedFinding, translator: Translator) -> tuple[str, ...]:
    say = translator.say
    concerned = _concerned(finding, translator)
    return (
        finding.id,
        say(DUTIES[finding.side]),
        say(VERDICTS[Verdict.SEALED]) if finding.sealed else concerned,
        "-" if finding.sealed else say(SEVERITIES[finding.severity]),
        say(FINDING_STATES[finding.state]),
        finding.due.isoformat(),
        str(finding.moved) if finding.moved else "-",
        finding.owner or "-",
    )


def _concerned(finding: TrackedFinding, translator: Translator) -> str:
    """The first controls of a finding and how many more; silence may be about fifty."""
    named = translator.joined(finding.controls[:_NAMED]) or finding.cause
    more = len(finding.controls) - _NAMED
    if more <= 0:
        return named
    return translator.say(Message.of(N_("{named} and {more} more"), named=named, more=more))


def finding_lines(
    steps: Sequence[FindingStep], stands: TrackedFinding, translator: Translator
) -> Iterator[str]:
    """A finding as it stands, then every change of it; of a sealed one that it is one."""
    say = translator.say
    if stands.sealed:
        yield f"{stands.id}  {say(FINDING_STATES[stands.state])}"
        yield say(SEALED_MATTER)
    else:
        yield from _standing(stands, translator)
    for step in steps:
        who = step.actor or translator.gettext(N_("(no name in the settings)"))
        yield f"{step.entry}  {step.at}  {who}  {say(FINDING_STATES[step.finding.state])}"


def _standing(stands: TrackedFinding, translator: Translator) -> Iterator[str]:
    say = translator.say
    marks = (KINDS[stands.kind], SEVERITIES[stands.severity], URGENCIES[stands.urgency])
    yield f"{stands.id}  {say(FINDING_STATES[stands.state])}  [{translator.joined([say(mark) for mark in marks])}]"
    for found in stands.found:
        yield f"    {say(found)}"
    for message in _told(stands):
        yield say(message)
    for name, heading in PLAN_HEADINGS.items():
        entered = getattr(stands.plan, name)
        if entered:
            yield f"    {say(heading)}: {entered}"


def _told(stands: TrackedFinding) -> Iterator[Message]:
    yield Message.of(
        N_("Found in round {first}, last in {last}. Due on {due}, put off {moved} times."),
        first=stands.first_round,
        last=stands.last_round,
        due=stands.due.isoformat(),
        moved=stands.moved,
    )
    yield Message.of(
        N_("To be closed with evidence: {state}, at least"),
        state=EVIDENCE_STATES[stands.required_state],
    )
    if stands.owner:
        yield Message.of(N_("Owner: {name}"), name=stands.owner)
    if stands.reason:
        yield Message.of(N_("Reason given last: {reason}"), reason=stands.reason)
    if stands.settlement is not None:
        yield from _settled(stands.settlement)


def _settled(settled: Settlement) -> Iterator[Message]:
    if settled.by:
        text = N_("By {name} in round {round}")
        yield Message.of(text, name=settled.by, round=settled.round)
    else:
        yield Message.of(N_("No longer found in round {round}"), round=settled.round)
        if settled.reason:
            yield Message.of(N_("Explanation accepted: {reason}"), reason=settled.reason)
    if settled.evidence:
        yield Message.of(N_("Evidence: {evidence}"), evidence=settled.evidence)
    if settled.until is not None:
        yield Message.of(
            N_("Until {day}, extended {count} times; meanwhile: {measure}"),
            day=settled.until.isoformat(),
            count=settled.extended,
            measure=settled.measure or "-",
        )


def finding_data(finding: TrackedFinding, today: date, translator: Translator) -> dict[str, object]:
    """A finding as data; what was found in words, for whoever reads it. Of a sealed one TOLD_OF_SEALED."""
    plain: dict[str, object] = to_plain(finding)
    if finding.sealed:
        told = {name: plain[name] for name in TOLD_OF_SEALED}
        return {**told, "overdue": finding.is_overdue(today)}
    found = [translator.say(message) for message in finding.found]
    return {**plain, "found": found, "overdue": finding.is_overdue(today)}


def taken_lines(taken: TakenSheet, translator: Translator) -> Iterator[str]:
    """Every cell that a sheet changes, with what is kept and what was entered."""
    for cell in taken.cells:
        yield translator.say(taken_message(cell))
    for id_ in taken.unknown:
        text = N_("{name} is no finding of the party this sheet was written for; it was left out")
        yield translator.say(Message.of(text, name=id_))
    for told in taken.unread:
        yield translator.say(Message.of(_LEFT_OUT, what=_told_at(told)))


def register_lines(
    taken: TakenRegister, translator: Translator, left_out: Iterable[Message]
) -> Iterator[str]:
    """Every entry of a register that is taken, what is to be said of them, then what is left out."""
    for cell in taken.taken:
        yield translator.say(taken_message(replace(cell, is_conflict=False)))
    for told in (*taken.remarks, *taken.unknown):
        yield translator.say(_told_at(told))
    for message in left_out:
        yield translator.say(Message.of(_LEFT_OUT, what=message))


def both_message(cell: TakenCell) -> Message:
    """An entry of the register that was changed in the store as well since it was written."""
    text = N_(
        "{at}, {finding}, {heading}: changed since in the store too; kept there “{kept}”, entered in the register “{entered}”"
    )
    return Message.of(
        text,
        at=str(cell.at),
        finding=cell.finding,
        heading=Message(cell.field),
        kept=_shown(cell.field, cell.kept),
        entered=_shown(cell.field, cell.entered),
    )


def refused_messages(taken: TakenRegister) -> Iterator[Message]:
    """What cannot be taken of a register, each with its cell and what to enter instead."""
    for left in taken.refused:
        cell = left.cell
        yield Message.of(
            N_("{at}, {finding}, {heading} “{entered}”: {reason}"),
            at=str(cell.at),
            finding=cell.finding,
            heading=Message(cell.field),
            entered=_shown(cell.field, cell.entered),
            reason=left.reason,
        )
    yield from map(_told_at, (*taken.strayed, *taken.unread))


def _told_at(told: RowRemark) -> Message:
    return Message.of(N_("{at}: {says}"), at=str(told.at), says=told.says)


def _shown(field: str, text: str) -> Value:
    """An entry as it is said: a status in the language spoken."""
    return Message(text) if field == STATUS and text in STATUSES else text


def taken_message(cell: TakenCell) -> Message:
    """One cell in a sentence."""
    text = N_("{at}, {finding}, {heading}: “{kept}” → “{entered}”")
    both = N_("{at}, {finding}, {heading}: changed on both sides, here “{kept}”, there “{entered}”")
    return Message.of(
        both if cell.is_conflict else text,
        at=str(cell.at),
        finding=cell.finding,
        heading=PLAN_HEADINGS.get(cell.field) or Message(cell.field),
        kept=_shown(cell.field, cell.kept),
        entered=_shown(cell.field, cell.entered),
    )
