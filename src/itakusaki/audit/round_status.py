"""How an open round stands: who has what, who answered, who is late, and what to do now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from itakusaki.audit.findings import FindingCounts
from itakusaki.audit.intake_check import CompanyCheck
from itakusaki.audit.not_due import sent
from itakusaki.audit.ports import AuditStore
from itakusaki.audit.setup import Setup
from itakusaki.intake.round import Intake
from itakusaki.model.command_line import command_line
from itakusaki.model.message import N_, Message, Words, listed
from itakusaki.model.party import Processor
from itakusaki.model.rounds import AuditRound, DueParty
from itakusaki.settings import Workspace
from itakusaki.settings.rounds import quarter_of, round_name, round_span

#: Days before a reply is due from which on a party is reminded.
REMIND: Final = 7
#: Parties that a line names before "and n more".
NAMED: Final = 3
#: Lines that `round next` says at most.
MOST: Final = 5


class PartyState(StrEnum):
    """How far a party that is due has come, what needs doing first before what is done."""

    LATE = "late"
    INCOMPLETE = "incomplete"
    RECEIVED = "received"
    SENT = "sent"
    TO_SEND = "to_send"
    AUDITED = "audited"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyStatus:
    """One party that is due: how far it has come, and by when it should have.

    `days_left` counts to the day its reply is due, negative once that has passed, None where it has
    none; `contact` is the ledger's. `unread` counts its cells that could not be read.
    """

    due: DueParty
    state: PartyState
    asked: int
    answered: int
    unread: int
    days_left: int | None
    contact: str

    @property
    def is_chased(self) -> bool:
        """Whether somebody has to write to it now."""
        if self.state in (PartyState.LATE, PartyState.INCOMPLETE):
            return True
        soon = self.days_left is not None and self.days_left <= REMIND
        return soon and self.state in (PartyState.SENT, PartyState.TO_SEND)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundStatus:
    """An open round on a day; `days_left` counts to the round's last day."""

    round: AuditRound
    days_left: int
    parties: tuple[PartyStatus, ...]

    @property
    def counts(self) -> Mapping[PartyState, int]:
        """How many parties are in each state."""
        found = [party.state for party in self.parties]
        return {state: found.count(state) for state in PartyState}

    @property
    def chased(self) -> tuple[PartyStatus, ...]:
        """Whom to write to now, those that are late first."""
        order = list(PartyState)
        return tuple(
            sorted(
                (party for party in self.parties if party.is_chased),
                key=lambda party: (order.index(party.state), party.days_left or 0),
            )
        )


def round_status(
    setup: Setup,
    store: AuditStore,
    opened: AuditRound,
    read: tuple[Intake, Sequence[CompanyCheck]],
    today: date,
) -> RoundStatus:
    """How a round stands by what lies in the workspace on a day."""
    found, checks = read
    companies = {check.processor.id: check for check in checks if check.processor}
    audited = _audited(store, opened.name)
    digests = {source.path: source.sha256 for source in found.dossier.sources}
    names = {code: one.name for code, one in found.dossier.ledger.processors.items()}
    made = sent(setup.workspace, names)
    return RoundStatus(
        round=opened,
        days_left=(opened.last - today).days,
        parties=tuple(
            _party(party, companies.get(party.processor), (opened, today), (audited, digests, made))
            for party in store.due(opened.name)
            if _takes_part(party, companies.get(party.processor), made)
        ),
    )


def _takes_part(due: DueParty, check: CompanyCheck | None, made: Collection[str]) -> bool:
    """Whether a party is looked at: it is due, was sent a form all the same, or has answered."""
    has_answered = check is not None and check.counted is not None
    return due.is_due or due.processor in made or has_answered


def _audited(store: AuditStore, name: str) -> frozenset[tuple[str, str]]:
    """Every file, with its digest, that the round's last assessment read."""
    kept = store.kept(name)
    return frozenset(store.inputs(kept[-1])) if kept else frozenset()


_Known = tuple[Collection[tuple[str, str]], Mapping[str, str], Collection[str]]


def _party(
    due: DueParty, check: CompanyCheck | None, on: tuple[AuditRound, date], known: _Known
) -> PartyStatus:
    opened, today = on
    counted = check.counted if check else None
    reply_due = (check.due_on if check else None) or due.reply_due
    if reply_due is not None and reply_due < opened.first:
        reply_due = None  # the ledger's day is one of an earlier round
    left = (reply_due - today).days if reply_due else None
    unread = check.unread if check else 0
    return PartyStatus(
        due=due,
        state=_state(due, check, left, known),
        asked=counted.asked if counted else 0,
        answered=counted.answered if counted else 0,
        unread=unread,
        days_left=left,
        contact=_contact(check.processor) if check and check.processor else "",
    )


def _state(
    due: DueParty, check: CompanyCheck | None, left: int | None, known: _Known
) -> PartyState:
    audited, digests, made = known
    counted = check.counted if check else None
    if check is None or counted is None:
        if left is not None and left < 0:
            return PartyState.LATE
        if check is not None and check.progress:
            return PartyState.INCOMPLETE  # it came back blank, or so that nothing can be read
        return PartyState.SENT if due.processor in made else PartyState.TO_SEND
    if counted.answered < counted.asked or check.unread:
        return PartyState.INCOMPLETE
    is_audited = all((file, digests.get(file, "")) in audited for file in counted.files)
    return PartyState.AUDITED if is_audited else PartyState.RECEIVED


def _contact(party: Processor) -> str:
    texts = (row.record.text("contact_email") for row in party.entrustments)
    return next((text for text in texts if text), "")


def next_steps(
    workspace: Workspace,
    opened: AuditRound | None,
    status: RoundStatus | None,
    findings: FindingCounts | None = None,
    following: AuditRound | None = None,
) -> tuple[Message, ...]:
    """What to do now, in five lines at most, the most urgent first; `following` is the next round, if open."""
    if opened is None:
        text = N_("Open the round: {command}")
        return (
            Message.of(
                text, command=command_line("round", "open", workspace.round, workspace.folder)
            ),
        )
    if opened.closed is not None or status is None:
        after = _after_closing(workspace, following)
        return (*_of_findings(workspace, findings), *after)[:MOST]
    also = _also_open(workspace, following)
    steps = (*_while_open(workspace, status), *also, *_of_findings(workspace, findings))
    return steps[:MOST]


def _also_open(workspace: Workspace, following: AuditRound | None) -> Iterator[Message]:
    if following is not None and following.closed is None:
        text = N_("{following} is open as well; what to do in it: {command}")
        command = command_line("round", "next", workspace.folder, "--round", following.name)
        yield Message.of(text, following=following.name, command=command)


def _of_findings(workspace: Workspace, counts: FindingCounts | None) -> Iterator[Message]:
    if counts is not None and counts.overdue:
        text = N_(
            "Chase {count} {count:finding|findings} whose due day has passed as of {day}: {command}"
        )
        command = command_line("finding", "list", workspace.folder, "--overdue")
        yield Message.of(text, count=counts.overdue, day=counts.day.isoformat(), command=command)
    if counts is not None and counts.ready:
        text = N_("Have {count} {count:finding|findings} verified by somebody else: {command}")
        command = command_line("finding", "list", workspace.folder, "--state", "ready")
        yield Message.of(text, count=counts.ready, command=command)


def _after_closing(workspace: Workspace, opened: AuditRound | None) -> Iterator[Message]:
    following = following_round(workspace)
    if opened is not None:
        text = N_("The round {round} is closed, {following} is open. Go on with it: {command}")
        command = command_line("round", "next", workspace.folder, "--round", opened.name)
        yield Message.of(text, round=workspace.round, following=opened.name, command=command)
    elif following:
        text = N_("The round {round} is closed. Open the next one: {command}")
        command = command_line("round", "open", following, workspace.folder)
        yield Message.of(text, round=workspace.round, command=command)
    text = N_("What was corrected after the closing is kept by: {command}")
    yield Message.of(
        text, command=command_line("audit", workspace.folder, "--round", workspace.round)
    )


def following_round(workspace: Workspace) -> str:
    """The name of the round after this one, where this is a calendar quarter; else ""."""
    span = round_span(workspace.round)
    if span is None or round_name(span) != round_name(quarter_of(span.first)):
        return ""
    following = date.fromordinal(span.last.toordinal() + 1)
    return round_name(quarter_of(following))


def _while_open(workspace: Workspace, status: RoundStatus) -> Iterator[Message]:
    of = {state: [p for p in status.parties if p.state is state] for state in PartyState}
    if of[PartyState.LATE]:
        text = N_("Chase {count} whose replies are late: {names}")
        yield _naming(text, of[PartyState.LATE])
    if of[PartyState.TO_SEND]:
        text = N_("Make and send the questionnaires of {count}: {names} ({command})")
        command = _of_round(workspace, "questionnaire", "make", workspace.folder, "--due")
        yield _naming(text, of[PartyState.TO_SEND], command=command)
    if of[PartyState.INCOMPLETE]:
        text = N_("Ask {count} to complete or correct their replies: {names} ({command})")
        command = _of_round(workspace, "intake", "check", workspace.folder, "--corrections")
        yield _naming(text, of[PartyState.INCOMPLETE], command=command)
    if of[PartyState.RECEIVED]:
        text = N_("Audit what came in from {count}: {names} ({command})")
        yield _naming(
            text, of[PartyState.RECEIVED], command=_of_round(workspace, "audit", workspace.folder)
        )
    if of[PartyState.SENT]:
        text = N_("Wait for {count}: {names}; remind them a week before their replies are due")
        yield _naming(text, of[PartyState.SENT])
    if len(of[PartyState.AUDITED]) == len(status.parties):
        text = N_("Everybody is audited. Review, then close the round: {command}")
        yield Message.of(text, command=_of_round(workspace, "round", "close", workspace.folder))
    elif status.days_left < 0:
        text = N_("The round ended {days} {days:day|days} ago. Close it as it stands: {command}")
        command = _of_round(workspace, "round", "close", workspace.folder)
        yield Message.of(text, days=-status.days_left, command=command)


def _of_round(workspace: Workspace, *words: object) -> str:
    """A command on this round, which is named where the settings name another."""
    named = ("--round", workspace.round) if workspace.is_other_round else ()
    return command_line(*words, *named)


def _naming(text: str, parties: Sequence[PartyStatus], **values: str) -> Message:
    names = listed(party.due.processor for party in parties[:NAMED])
    if len(parties) > NAMED:
        names = Words(ja=f"{names.ja} …", en=f"{names.en} …")
    return Message.of(text, count=len(parties), names=names, **values)
