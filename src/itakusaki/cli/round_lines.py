"""The lines of `round open` and `round status`: who is due and why, who has come how far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from itakusaki.audit.round_status import PartyState, PartyStatus, RoundStatus
from itakusaki.catalogue.rounds import RoundRules
from itakusaki.cli.roomy_table import print_roomy
from itakusaki.cli.terminal import console, plain_markup
from itakusaki.findings.due import tier_title
from itakusaki.language import Translator
from itakusaki.model.message import N_, Message
from itakusaki.model.rounds import AuditRound, DueParty

STATES: Final[Mapping[PartyState, Message]] = {
    PartyState.LATE: Message(N_("late")),
    PartyState.INCOMPLETE: Message(N_("incomplete")),
    PartyState.RECEIVED: Message(N_("received, not audited")),
    PartyState.SENT: Message(N_("sent")),
    PartyState.TO_SEND: Message(N_("to be sent")),
    PartyState.AUDITED: Message(N_("audited")),
}
COLOURS: Final = {
    PartyState.LATE: "red",
    PartyState.INCOMPLETE: "yellow",
    PartyState.RECEIVED: "cyan",
    PartyState.AUDITED: "green",
}
HEADINGS: Final = (
    N_("Code"),
    N_("Processor"),
    N_("State"),
    N_("Answered"),
    N_("Reply due"),
    N_("Days left"),
    N_("Contact"),
)


def due_lines(due: Sequence[DueParty], rules: RoundRules, translator: Translator) -> Iterator[str]:
    """Each party that is due with its reasons, then those that are not."""
    for party in (*(p for p in due if p.is_due), *(p for p in due if not p.is_due)):
        text = N_("due") if party.is_due else N_("not due")
        marks = [translator.gettext(text)]
        if party.on_site:
            marks.append(translator.gettext(N_("on site")))
        tier = translator.pick(tier_title(rules, party.risk))
        said = Message.of(N_("risk tier {tier}"), tier=tier)
        marks.append(translator.say(said))
        yield f"{party.processor}  {party.name}  [{translator.joined(marks)}]"
        for reason in party.reasons:
            yield f"    {translator.say(reason)}"


def due_data(opened: AuditRound, due: Sequence[DueParty]) -> dict[str, object]:
    """The same in plain values."""
    return {
        "round": opened.name,
        "first": opened.first.isoformat(),
        "last": opened.last.isoformat(),
        "parties": [
            {
                "processor": party.processor,
                "name": party.name,
                "due": party.is_due,
                "on_site": party.on_site,
                "risk": party.risk,
                "cycle_months": party.cycle_months,
                "last_on": party.last_on.isoformat() if party.last_on else None,
                "reply_due": party.reply_due.isoformat() if party.reply_due else None,
            }
            for party in due
        ],
    }


def print_status(found: RoundStatus, translator: Translator) -> None:
    """A table of the parties, how many are in each state, and whom to write to."""
    rows = [(_cells(one, translator), COLOURS.get(one.state, "")) for one in found.parties]
    headings = [translator.gettext(heading) for heading in HEADINGS]
    product = console()
    print_roomy(product, headings, rows, _title(found, translator))
    counts = translator.joined(
        f"{translator.say(STATES[state])} {count}" for state, count in found.counts.items() if count
    )
    product.print(plain_markup(counts), highlight=False)
    if found.chased:
        names = translator.joined([f"{p.due.processor} {p.due.name}" for p in found.chased])
        said = Message.of(N_("Write to: {names}"), names=names)
        product.print(plain_markup(translator.say(said)), highlight=False)


def _title(found: RoundStatus, translator: Translator) -> str:
    text = N_("Round {round}, to {day}: {days} days left")
    past = N_("Round {round}, to {day}: ended {days} days ago")
    return translator.say(
        Message.of(
            text if found.days_left >= 0 else past,
            round=found.round.name,
            day=translator.day(found.round.last),
            days=abs(found.days_left),
        )
    )


def _cells(party: PartyStatus, translator: Translator) -> tuple[str, ...]:
    due = party.due.reply_due
    answered = f"{party.answered}/{party.asked}" if party.asked else "-"
    return (
        party.due.processor,
        party.due.name,
        translator.say(STATES[party.state]),
        answered,
        due.isoformat() if due else "-",
        "-" if party.days_left is None else str(party.days_left),
        party.contact or "-",
    )


def status_data(found: RoundStatus) -> dict[str, object]:
    """The same in plain values."""
    return {
        "round": found.round.name,
        "closed": found.round.closed is not None,
        "days_left": found.days_left,
        "counts": {state.value: count for state, count in found.counts.items()},
        "parties": [
            {
                "processor": party.due.processor,
                "state": party.state.value,
                "asked": party.asked,
                "answered": party.answered,
                "unread": party.unread,
                "days_left": party.days_left,
                "chase": party.is_chased,
            }
            for party in found.parties
        ],
    }
