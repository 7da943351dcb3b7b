"""Commitments judged: each row of the register of promises and of what authorities asked, for a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from itakusaki.files.folding import key
from itakusaki.findings.causes import CauseKey, FoundCause, cause_key
from itakusaki.language.labels import COMMITMENT_KINDS
from itakusaki.model.commitment import DONE, Commitment, CommitmentKind, CommitmentState
from itakusaki.model.evidence import EvidenceState
from itakusaki.model.finding import FindingKind
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty
from itakusaki.model.record import Record
from itakusaki.model.tracked import Urgency
from itakusaki.model.verdict import Severity

#: The register's table of promises; the other one is of what authorities asked.
PROMISES: Final = "promises"
#: Which control speaks of promises, and which of reports to an authority.
_CONTROLS: Final = {False: ("GRP-10",), True: ("INV-10",)}
_GRAVE: Final = frozenset({CommitmentKind.RECOMMENDATION, CommitmentKind.ORDER})
_DAYS: Final = N_("was due on {due}; {days} days late")


def commitments(records: Iterable[Record], as_of: date) -> tuple[Commitment, ...]:
    """Every row of the register that says what was promised or asked, as it stands on a day."""
    found = (_promise(r, as_of) if r.table == PROMISES else _order(r, as_of) for r in records)
    return tuple(one for one in found if one is not None)


def _promise(record: Record, as_of: date) -> Commitment | None:
    kind = record.value("made_to")
    if not record.text("promise"):
        return None
    done, due = record.day("done_on"), record.day("due")
    state, says = _dated(due, done, as_of)
    if done is not None:
        lacking = tuple(_unproven(record))
        if lacking:
            state, says = CommitmentState.UNPROVEN, (*says, *lacking)
    return _made(
        record,
        CommitmentKind(kind) if isinstance(kind, str) else CommitmentKind.TO_CLIENT,
        (record.text("promise"), due, done),
        (state, says),
    )


def _order(record: Record, as_of: date) -> Commitment | None:
    kind = record.value("order_kind")
    if not isinstance(kind, str):
        return None
    done, due = record.day("answered_on"), record.day("due")
    state, says = _dated(due, done, as_of)
    if done is not None:
        lacking = tuple(_unanswered(record))
        if lacking:
            state, says = CommitmentState.INCOMPLETE, (*says, *lacking)
        elif not record.entries("proof"):
            state = CommitmentState.UNPROVEN
            says = (*says, Message(N_("no copy of the answer is named")))
        else:
            state, said = _follow_up(record, as_of, state)
            says = (*says, *said)
    text = "、".join(record.entries("items")) or record.text("subject")
    return _made(record, CommitmentKind(kind), (text, due, done), (state, says))


def _made(
    record: Record,
    kind: CommitmentKind,
    what: tuple[str, date | None, date | None],
    judged: tuple[CommitmentState, tuple[Message, ...]],
) -> Commitment:
    text, due, done = what
    follow_up = record.day("follow_up_due")
    return Commitment(
        number=record.text("number"),
        kind=kind,
        processor=record.text("processor"),
        whom=record.text("whom"),
        text=text,
        article=record.text("article"),
        since=record.day("since"),
        due=follow_up if follow_up and done else due,
        done=done,
        owner=record.text("owner"),
        proof=record.entries("proof"),
        state=judged[0],
        says=judged[1],
        at=record.at,
    )


def _dated(
    due: date | None, done: date | None, as_of: date
) -> tuple[CommitmentState, tuple[Message, ...]]:
    """How something stands by its days alone."""
    if done is not None and done <= as_of:
        if due is not None and done > due:
            return CommitmentState.LATE, (_late(due, done),)
        return CommitmentState.KEPT, ()
    if due is None:
        return CommitmentState.UNDATED, (Message(N_("no day is named by which it is due")),)
    if due < as_of:
        return CommitmentState.OVERDUE, (_late(due, as_of),)
    return CommitmentState.PENDING, ()


def _late(due: date, day: date) -> Message:
    return Message.of(_DAYS, due=due.isoformat(), days=(day - due).days)


def _unproven(record: Record) -> Iterator[Message]:
    """Why a promise that is said to be done is not shown to be: no proof, or nobody else looked."""
    if not record.entries("proof"):
        yield Message(N_("said to be done; no proof is named"))
    checked_by, owner = record.text("checked_by"), record.text("owner")
    if not checked_by or record.day("checked_on") is None:
        yield Message(N_("said to be done; nobody is named who confirmed it, or no day"))
    elif key(checked_by) == key(owner):
        yield Message(N_("confirmed by whoever promised it, not by another"))


def _unanswered(record: Record) -> Iterator[Message]:
    """What an answer to an authority lacks."""
    answered = {key(item) for item in record.entries("answered_items")}
    missing = [item for item in record.entries("items") if answered and key(item) not in answered]
    if missing:
        yield Message.of(N_("not answered: {items}"), items="、".join(missing))
    if record.value("accepted") is False:
        yield Message(N_("the authority did not accept the answer"))


def _follow_up(
    record: Record, as_of: date, state: CommitmentState
) -> tuple[CommitmentState, tuple[Message, ...]]:
    """How what follows an answer stands: the grave of the two."""
    due, done = record.day("follow_up_due"), record.day("follow_up_on")
    if due is None:
        return state, ()
    later, says = _dated(due, done, as_of)
    told = tuple(Message.of(N_("what followed: {says}"), says=one) for one in says)
    order = list(CommitmentState)
    return min(state, later, key=order.index), told


def commitment_causes(found: Iterable[Commitment]) -> Iterator[FoundCause]:
    """What is not yet done and shown, as causes that are followed like others."""
    for one in found:
        if one.state not in DONE:
            yield _cause(one)


def commitment_cleared(found: Iterable[Commitment]) -> Iterator[tuple[CauseKey, str]]:
    """What the register shows to be done: to be verified by a person."""
    for one in found:
        if one.state in DONE:
            yield _key(one), ""


def _cause(one: Commitment) -> FoundCause:
    said = Message.of(
        N_("{number} {kind}: {what}"),
        number=one.number,
        kind=COMMITMENT_KINDS[one.kind],
        what=one.text,
    )
    is_pressing = one.state in (CommitmentState.OVERDUE, CommitmentState.INCOMPLETE)
    urgency = Urgency.AT_ONCE if is_pressing else Urgency.SOON
    processor, cause = _key(one)
    return FoundCause(
        processor=processor,
        side=Duty.PROCESSOR if one.processor else Duty.CLIENT,
        cause=cause,
        controls=_CONTROLS[one.kind.is_asked],
        kind=FindingKind.GAP,
        severity=Severity.CRITICAL if one.kind in _GRAVE else Severity.HIGH,
        urgency=urgency,
        required_state=EvidenceState.DELIVERED,
        found=(said, *one.says),
        for_party=(said, *one.says) if one.processor else (),
        due=one.due,
        owner=one.owner,
    )


def _key(one: Commitment) -> CauseKey:
    """By its number in the register, which is never given to another."""
    side = Duty.PROCESSOR if one.processor else Duty.CLIENT
    return one.processor, cause_key(side, f"register:{one.number}")
