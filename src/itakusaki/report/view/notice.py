"""Notices as shown: for each contract how long word of an incident takes, and what that comes to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.message import N_, Message
from itakusaki.model.notice import NoticeExample, NoticePath, NoticeStep
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.figures import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """A contract and the tiers below it: who tells whom within what, and sentences on the whole."""

    contract: str
    steps: tuple[str, ...]
    total: str
    says: str
    where: str


def notice_rows(context: ViewContext, result: ProcessorResult) -> tuple[NoticeRow, ...]:
    """The notices of a processor's contracts, what cannot be worked out first."""
    return tuple(_row(context, path) for path in result.notices)


def worked_out(context: ViewContext, result: ProcessorResult, told: Iterable[str]) -> str:
    """What the slowest notice that can be worked out (else the first) comes to, told with some findings only.

    `told` are the control and cross-checks that the finding tells of; "" where there is nothing to say.
    """
    if context.policy.notice_example.told_with.isdisjoint(told):
        return ""
    if not result.notices:
        return ""
    path = next((p for p in result.notices if p.hours is not None), result.notices[0])
    text = N_("Contract {contract}: {says}")
    says = context.translator.sentences(context.say(said) for said in _says(context, path))
    return context.say(Message.of(text, contract=path.contract, says=says))


def _row(context: ViewContext, path: NoticePath) -> NoticeRow:
    cells = dict.fromkeys(step.at for step in path.steps if step.at is not None)
    return NoticeRow(
        contract=path.contract,
        steps=tuple(_step(context, step) for step in path.steps),
        total=context.say(_total(path)),
        says=context.translator.sentences(context.say(said) for said in _says(context, path)),
        where=context.translator.joined(str(at) for at in cells),
    )


def _step(context: ViewContext, step: NoticeStep) -> str:
    text = N_("{teller} → {told}: {within}")
    return context.say(Message.of(text, teller=step.teller, told=step.told, within=_within(step)))


def _within(step: NoticeStep) -> Message:
    if step.hours is not None:
        return Message.of(N_("{hours} hours"), hours=plain(step.hours))
    if step.open_days:
        return Message.of(N_("in open days only (“{words}”)"), words=step.words)
    if step.words:
        return Message.of(N_("no number of hours (“{words}”)"), words=step.words)
    return Message(N_("nothing given"))


def _total(path: NoticePath) -> Message:
    if path.hours is None:
        return Message(N_("cannot be added up"))
    return Message.of(N_("{hours} hours"), hours=plain(path.hours))


def _says(context: ViewContext, path: NoticePath) -> Iterator[Message]:
    silent = [step for step in path.steps if step.hours is None]
    for step in silent:
        text = (
            N_(
                "{teller} has to tell in open days: over closed days its time stands still, and no date can be given."
            )
            if step.open_days
            else N_(
                "For {teller} no number of hours is given; when the client hears of it cannot be worked out."
            )
        )
        yield Message.of(text, teller=step.teller)
    if path.example is not None and not silent:
        yield from _worked_out(context, path, path.example)


def _worked_out(
    context: ViewContext, path: NoticePath, example: NoticeExample
) -> Iterator[Message]:
    yield Message.of(
        N_(
            "If {lowest} learns of it on {learned}, the client hears by {heard} at the latest: day {number}, with {closed} closed days in between."
        ),
        lowest=path.steps[0].teller,
        learned=_moment(context, example.learned_at),
        heard=_moment(context, example.arrivals[-1]),
        number=example.day_number,
        closed=example.closed_days,
    )
    if example.first is not None and example.last is not None:
        yield Message.of(
            N_(
                "The client's preliminary report is then due, by the guide, about {first} to {last}."
            ),
            first=_day(context, example.first),
            last=_day(context, example.last),
        )
    if example.is_computed:
        yield Message(
            N_("Public holidays of that time are computed; they have not been announced yet.")
        )


def _day(context: ViewContext, day: date) -> Message:
    said, weekday = context.translator.day(day), context.translator.weekday(day)
    return Message.of(N_("{day} ({weekday})"), day=said, weekday=weekday)


def _moment(context: ViewContext, moment: datetime) -> Message:
    text = N_("{day}, {time}")
    return Message.of(text, day=_day(context, moment.date()), time=f"{moment:%H:%M}")
