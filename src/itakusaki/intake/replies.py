"""Replies: which questionnaire counts where several came back, and who did not reply at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from itakusaki.intake.identity import Owner
from itakusaki.intake.issues import issue, listed
from itakusaki.intake.ledger import SELF
from itakusaki.intake.questionnaire import Returned
from itakusaki.intake.reckoning import Reckoning
from itakusaki.model.answer import AnswerValue
from itakusaki.model.depth import Depth
from itakusaki.model.issue import NOT_DUE, RETURNED_BLANK, DataIssue
from itakusaki.model.message import N_, Message, Words, joined_words
from itakusaki.model.party import Duty, Ledger, Processor
from itakusaki.model.source import CellRef

BLANK: Final = AnswerValue.BLANK


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A questionnaire that was read, with whose it is and what was noted in it.

    `parts` are its files where it came in several, () where it came in one.
    """

    owner: Owner
    returned: Returned
    issues: tuple[DataIssue, ...]
    parts: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The workbook it came in, the first where it came in parts."""
        return self.returned.questionnaire.file

    @property
    def files(self) -> tuple[str, ...]:
        """Every file it came in."""
        return self.parts or (self.file,)

    @property
    def items(self) -> frozenset[str]:
        """The controls and facts it holds, answered or not."""
        given = self.returned.questionnaire
        return frozenset((*given.answers, *given.facts))

    @property
    def depth(self) -> Depth:
        """How much its form asked."""
        return self.returned.questionnaire.depth

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

    @property
    def files(self) -> tuple[str, ...]:
        """The one file it is."""
        return (self.file,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one workbook that came back is answered; `asked` counts controls, not facts.

    `processor` is "" for the client's check of all; `counts` is whether it counts as an answer.
    """

    processor: str
    side: Duty
    files: tuple[str, ...]
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
        files=reply.files,
        asked=len(asked),
        answered=sum(1 for _ in answered),
        counts=isinstance(reply, Reply),
    )


def joined(replies: Sequence[Reply]) -> tuple[Reply, ...]:
    """The replies, CSV files of one party that share no item taken as the sheets of one form."""
    found: list[Reply] = []
    for reply in replies:
        other = next((one for one in found if _is_sheet_beside(one, reply)), None)
        if other is None:
            found.append(reply)
        else:
            found[found.index(other)] = _together(other, reply)
    return tuple(replace(one, issues=(*one.issues, *_joined_issue(one))) for one in found)


def _is_sheet_beside(one: Reply, other: Reply) -> bool:
    if not all(name.lower().endswith(".csv") for name in (*one.files, *other.files)):
        return False  # asked of every two replies of a round, and nearly always so
    apart = one.items.isdisjoint(other.items)
    days = {day for day in (one.day, other.day) if day}
    return apart and one.owner == other.owner and len(days) <= 1


def _together(one: Reply, other: Reply) -> Reply:
    first, second = one.returned.questionnaire, other.returned.questionnaire
    questionnaire = replace(
        first,
        as_of=first.as_of or second.as_of,
        respondent=first.respondent or second.respondent,
        answers={**first.answers, **second.answers},
        facts={**first.facts, **second.facts},
        sub_processors=first.sub_processors + second.sub_processors,
        exceptions=first.exceptions + second.exceptions,
        evidence=first.evidence + second.evidence,
    )
    returned = Returned(
        questionnaire=questionnaire, records=one.returned.records + other.returned.records
    )
    issues = (*one.issues, *other.issues)
    return replace(one, returned=returned, issues=issues, parts=(*one.files, *other.files))


def _joined_issue(reply: Reply) -> tuple[DataIssue, ...]:
    if not reply.parts:
        return ()
    files, code = listed(tuple(map(_name, reply.parts))), reply.owner.processor
    at = CellRef(file=reply.file)
    return (issue("sheets_joined", at, code, count=len(reply.parts), files=files),)


def _name(file: str) -> str:
    return file.rpartition("/")[2]


def missing_controls(reply: Reply, asked: Collection[str]) -> tuple[DataIssue, ...]:
    """An issue where controls that the party has to answer are not in its workbook at all."""
    answers = reply.returned.questionnaire.answers
    # Rows that were sent and then removed are noted as such.
    missing = tuple(c for c in asked if c not in answers and c not in reply.returned.sent)
    if not missing or not answers:
        return ()
    at, code = CellRef(file=reply.file), reply.owner.processor
    return (issue("controls_missing", at, code, count=len(missing), ids=listed(missing)),)


def counted(
    replies: Iterable[Reply], digests: Mapping[str, str]
) -> tuple[tuple[Reply, ...], tuple[DataIssue, ...]]:
    """One reply per party and side, the latest by as-of day; the others are named.

    `digests` are those of the files read, by name: identical copies are said to be the same.
    """
    by_owner: dict[Owner, list[Reply]] = {}
    for reply in replies:
        by_owner.setdefault(reply.owner, []).append(reply)
    chosen: list[Reply] = []
    issues: list[DataIssue] = []
    for same in by_owner.values():
        last = max(same, key=lambda reply: (reply.day or date.min, reply.file))
        chosen.append(last)
        issues.extend(_left(last, reply, digests) for reply in same if reply is not last)
    return tuple(chosen), tuple(issues)


def _left(last: Reply, left: Reply, digests: Mapping[str, str]) -> DataIssue:
    processor = last.owner.processor
    values = {
        "processor": processor or "-",
        "counted": last.file,
        "left": left.file,
    }
    at = CellRef(file=left.file)
    if not left.parts and digests.get(left.file, "") == digests.get(last.file):
        same = {name: values[name] for name in ("counted", "left")}
        return issue("same_copy", at, processor, **same)
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


def without_client(
    ledger: Ledger, replies: Sequence[Reply], at: CellRef, *, form: str
) -> tuple[DataIssue, ...]:
    """An issue where processors are entrusted but the client has not answered for itself.

    `form` is the questionnaire that was made for it, "" where none was.
    """
    asked = tuple(
        (p.name, code)
        for code, p in ledger.processors.items()
        if p.duty is Duty.PROCESSOR and code != SELF
    )
    if not asked or any(reply.owner.side is Duty.CLIENT for reply in replies):
        return ()
    text = N_("It was made already: {form}.") if form else _MAKE_ONE
    named = joined_words(
        Words(ja=f"{name}（{code}）", en=f"{name} ({code})") for name, code in asked[:_NAMED]
    )
    if len(asked) > _NAMED:
        named = Words(ja=f"{named.ja} …", en=f"{named.en} …")
    made = Message.of(text, form=form)
    return (issue("no_client_check", at, processors=named, folder=f"{at.file}/", made=made),)


#: Processors that the issue names.
_NAMED: Final = 10
_MAKE_ONE: Final = N_("Make it with: itakusaki questionnaire make FOLDER --kind client.")


def unused_issues(left: UnusedReply, chosen: Iterable[Reply]) -> tuple[DataIssue, ...]:
    """What to say of a workbook that is no answer; a blank copy beside the answers is no alarm."""
    other = next((reply for reply in chosen if reply.owner == left.owner), None)
    if other is None:
        return left.issues
    return tuple(
        issue("blank_copy", i.at, i.processor, counted=other.file)
        if i.code == RETURNED_BLANK
        else i
        for i in left.issues
    )


def unanswered(
    ledger: Ledger, replies: Iterable[Reply | UnusedReply], reckoning: Reckoning
) -> tuple[DataIssue, ...]:
    """An issue for each company that sent nothing back: awaited until its due day, missed after it.

    Of one that the round does not look at nothing is awaited, and that is noted.

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
    if code in reckoning.not_due:
        return issue(NOT_DUE, at, code, round=reckoning.round, **values)
    if due and reckoning.today and reckoning.today <= due:
        return issue("reply_awaited", at, code, due=due.isoformat(), **values)
    suffix = Message.of(N_(" (it was due on {day})"), day=due.isoformat()) if due else Message("")
    return issue("no_questionnaire", at, code, due=suffix, **values)
