"""Replies: which questionnaire counts where several came back, and who did not reply at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from itakusaki.intake.identity import Owner
from itakusaki.intake.issues import issue, listed
from itakusaki.intake.ledger import SELF
from itakusaki.intake.questionnaire import Returned
from itakusaki.intake.reckoning import Reckoning
from itakusaki.model.answer import AnswerValue
from itakusaki.model.issue import DataIssue
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty, Ledger, Processor
from itakusaki.model.source import CellRef

BLANK: Final = AnswerValue.BLANK


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A questionnaire that was read, with whose it is and what was noted in it."""

    owner: Owner
    returned: Returned
    issues: tuple[DataIssue, ...]

    @property
    def file(self) -> str:
        """The workbook it came in."""
        return self.returned.questionnaire.file

    @property
    def day(self) -> date | None:
        """The day its answers hold for."""
        return self.returned.questionnaire.as_of


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusedReply:
    """A workbook that came back and is no answer: blank, of another round, or not to be read."""

    owner: Owner
    file: str
    issues: tuple[DataIssue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one workbook that came back is answered; `asked` counts controls, not facts.

    `processor` is "" for the client's check of all; `counts` is whether it counts as an answer.
    """

    processor: str
    side: Duty
    file: str
    asked: int
    answered: int
    counts: bool = True


def progress_of(reply: Reply | UnusedReply, asked: Collection[str]) -> Progress:
    """How many of the controls that a party is asked it answered; none asked: of those it holds."""
    given = reply.returned.questionnaire.answers if isinstance(reply, Reply) else {}
    asked = asked or tuple(given)
    answered = (name for name in asked if name in given and given[name].value is not BLANK)
    return Progress(
        processor=reply.owner.processor,
        side=reply.owner.side,
        file=reply.file,
        asked=len(asked),
        answered=sum(1 for _ in answered),
        counts=isinstance(reply, Reply),
    )


def counted(replies: Iterable[Reply]) -> tuple[tuple[Reply, ...], tuple[DataIssue, ...]]:
    """One reply per party and side, the latest by as-of day; the others are named."""
    by_owner: dict[Owner, list[Reply]] = {}
    for reply in replies:
        by_owner.setdefault(reply.owner, []).append(reply)
    chosen: list[Reply] = []
    issues: list[DataIssue] = []
    for same in by_owner.values():
        last = max(same, key=lambda reply: (reply.day or date.min, reply.file))
        chosen.append(last)
        issues.extend(_left(last, reply) for reply in same if reply is not last)
    return tuple(chosen), tuple(issues)


def _left(last: Reply, left: Reply) -> DataIssue:
    processor = last.owner.processor
    values = {
        "processor": processor or "-",
        "counted": last.file,
        "left": left.file,
    }
    at = CellRef(file=left.file)
    if last.day == left.day:
        return issue("same_day", at, processor, day=_shown(last.day), **values)
    return issue(
        "two_questionnaires",
        at,
        processor,
        counted_day=_shown(last.day),
        left_day=_shown(left.day),
        **values,
    )


def _shown(day: date | None) -> str:
    return day.isoformat() if day else "-"


def without_client(ledger: Ledger, replies: Sequence[Reply], at: CellRef) -> tuple[DataIssue, ...]:
    """An issue where processors are entrusted but the client has not answered for itself."""
    asked = tuple(
        f"{p.name} ({code})"
        for code, p in ledger.processors.items()
        if p.duty is Duty.PROCESSOR and code != SELF
    )
    if not asked or any(reply.owner.side is Duty.CLIENT for reply in replies):
        return ()
    folder = f"{at.file}/"
    return (issue("no_client_check", at, processors=listed(asked, 10), folder=folder),)


def unanswered(
    ledger: Ledger, replies: Iterable[Reply | UnusedReply], reckoning: Reckoning
) -> tuple[DataIssue, ...]:
    """An issue for each company that sent nothing back: awaited until its due day, missed after it.

    What came back and was no answer has its own issue.
    """
    replied = {r.owner.processor for r in replies if r.owner.side is not Duty.CLIENT}
    return tuple(
        _missing(processor, reckoning)
        for code, processor in ledger.processors.items()
        if code not in replied
    )


def _missing(processor: Processor, reckoning: Reckoning) -> DataIssue:
    due, code = processor.due_on, processor.id
    if reckoning.is_old(due):
        due = None
    at = processor.entrustments[0].at
    values = {"name": processor.name, "processor": code}
    if due and reckoning.today and reckoning.today <= due:
        return issue("reply_awaited", at, code, due=due.isoformat(), **values)
    suffix = Message.of(N_(" (it was due on {day})"), day=due.isoformat()) if due else Message("")
    return issue("no_questionnaire", at, code, due=suffix, **values)
