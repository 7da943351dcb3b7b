"""Lines of a breach: its clock as tables, its triage as text, readable in 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from rich.table import Table

from itakusaki.audit.breach import JudgedIncident
from itakusaki.audit.rules import Rules
from itakusaki.breach.clock import Due, DueKind, PartyClock
from itakusaki.breach.labels import CLOSINGS, DUES, NO_ADVICE, OUTCOMES, standing_label
from itakusaki.breach.triage import PartyTriage, StepTaken
from itakusaki.catalogue.breach import UNKNOWN, BreachRules
from itakusaki.catalogue.checklist import Basis, Checklist
from itakusaki.catalogue.citation import citation
from itakusaki.cli.table_or_lines import WORDS, TableOrLines
from itakusaki.cli.terminal import console, plain_markup
from itakusaki.language import Translator
from itakusaki.model.message import N_, Message, Words

#: Weekdays from Monday on, each in one character or three.
#: The tag of a reference that was read in the original; any other is to be verified.
READ: Final = "P"

#: The items of a report.
NINE: Final = 9


def print_clock(judged: JudgedIncident, translator: Translator) -> None:
    """The clock of every party, with what has to be known about the days."""
    out = console()
    incident = judged.incident
    text = N_("{subject}: clock as of {as_of}, Japanese time, day of knowing = day 1")
    subject = incident.subject or "-"
    say = Message.of(text, subject=subject, as_of=str(incident.as_of))
    out.print(translator.say(say), markup=False, highlight=False)
    for one in judged.clocks:
        out.print()
        out.print(_party_line(one, translator), markup=False, highlight=False)
        if one.dues:
            out.print(_table(one.dues, translator))
        for line in _remarks(one, translator):
            out.print(line, markup=False, highlight=False)
    out.print()
    out.print(translator.say(NO_ADVICE), markup=False, highlight=False)


def _party_line(one: PartyClock, translator: Translator) -> str:
    outcome = OUTCOMES[one.outcome]
    if one.known_at is None:
        text = N_("{party}: {outcome}. Nobody has said yet when it knew; the clock cannot run.")
        return translator.say(Message.of(text, party=one.party, outcome=outcome))
    text = N_("{party}: {outcome}. Knew at {moment}.")
    say = Message.of(text, party=one.party, outcome=outcome, moment=str(one.known_at))
    return translator.say(say)


def _table(dues: Sequence[Due], translator: Translator) -> TableOrLines:
    table = Table(show_lines=False, expand=False)
    for heading in (N_("What"), N_("When"), N_("Status")):
        table.add_column(translator.gettext(heading), overflow="fold", min_width=WORDS)
    rows = [
        (
            plain_markup(translator.say(DUES[due.kind])),
            plain_markup(_when(due, translator)),
            plain_markup(translator.say(standing_label(due))),
        )
        for due in dues
    ]
    for cells in rows:
        table.add_row(*cells)
    return TableOrLines(table, rows)


def _when(due: Due, translator: Translator) -> str:
    last = day_of_week(due.last, translator)
    if due.kind is DueKind.SUPPLEMENT:
        return translator.gettext(N_("as soon as known"))
    if due.kind is DueKind.NOTICE_TO_PERSONS:
        return translator.say(Message.of(N_("promptly; about {last} at the latest"), last=last))
    if due.first != due.start:
        text = N_("about {first} to {last} (day {from_} to {to})")
        said = Message.of(
            text,
            first=day_of_week(due.first, translator),
            last=last,
            from_=(due.first - due.start).days + 1,
            to=due.days,
        )
        return translator.say(said)
    return translator.say(Message.of(N_("by {last} ({days} days)"), last=last, days=due.days))


def day_of_week(day: date, translator: Translator) -> str:
    """A day with its weekday, e.g. 2026-12-21 (Mon)."""
    return f"{day} ({translator.weekday(day)})"


def _remarks(one: PartyClock, translator: Translator) -> Iterator[str]:
    if one.freed:
        yield translator.gettext(
            N_("Freed of report and notice to the persons by its notice to the client.")
        )
    if not one.dues and one.known_at is not None:
        yield translator.gettext(N_("Nothing is due by these facts."))
    for due in one.dues:
        for message in _due_remarks(due, translator):
            yield f"* {translator.say(DUES[due.kind])}: {translator.say(message)}"


def _due_remarks(due: Due, translator: Translator) -> Iterator[Message]:
    if due.passed:
        text = N_("day {days} is {counted} ({why}), so it moves to {last}.")
        yield Message.of(
            text,
            days=due.days,
            counted=due.counted_last.isoformat(),
            why=CLOSINGS[due.passed[0][1]],
            last=day_of_week(due.last, translator),
        )
    if due.alternative is not None:
        text = N_("{last} where no. 3 (wrongful purpose) applies; that is not known.")
        yield Message.of(text, last=day_of_week(due.alternative, translator))
    if due.items and len(due.items) < NINE:
        text = N_("it told items {items} of the nine; tell the others as they become known.")
        yield Message.of(text, items=", ".join(map(str, due.items)))
    if due.is_computed:
        yield Message(N_("holidays of that year are computed; they have not been announced yet."))
    if due.kind is DueKind.PRELIMINARY and due.late_by and due.at is None:
        yield Message(N_("report at once what is known; a late first report has drawn guidance."))


def print_triage(judged: JudgedIncident, rules: Rules, translator: Translator) -> None:
    """The triage of every party, step by step."""
    for line in triage_lines(judged, rules, translator):
        console().print(line, markup=False, highlight=False)


def triage_lines(judged: JudgedIncident, rules: Rules, translator: Translator) -> Iterator[str]:
    """What is common to all parties, then each party's own steps, outcome, questions and notes."""
    incident = judged.incident
    text = N_("{subject}: triage as of {as_of}")
    say = Message.of(text, subject=incident.subject or "-", as_of=str(incident.as_of))
    yield translator.say(say)
    for one in judged.triaged:
        yield f"→ {one.party.name}: {translator.say(_named(one))}"
    pages = TriagePages(rules.breach, rules.checklist, translator)
    shared = _shared(judged.triaged)
    yield ""
    same = translator.gettext(N_("The same for all parties"))
    yield f"== {same}"
    # Of what is the same for all, the party shows most that most would change for.
    fullest = max(judged.triaged, key=lambda one: len(one.changes))
    for taken in fullest.steps:
        if taken.step.id in shared:
            yield from pages.step(taken, fullest)
    for one in judged.triaged:
        yield ""
        yield f"== {one.party.name}"
        for taken in one.steps:
            if taken.step.id not in shared:
                yield from pages.step(taken, one)
        yield from pages.ending(one)
    yield ""
    yield translator.say(NO_ADVICE)


def _named(one: PartyTriage) -> Message:
    return OUTCOMES[one.outcome]


def _shared(triaged: Iterable[PartyTriage]) -> frozenset[str]:
    """Steps that are the incident's and came out alike for every party."""
    results: dict[str, set[Words]] = {}
    for one in triaged:
        for taken in one.steps:
            if not taken.step.of_party:
                results.setdefault(taken.step.id, set()).add(taken.case.says)
    return frozenset(name for name, said in results.items() if len(said) == 1)


class TriagePages:
    """Says steps and endings of a triage in one language."""

    def __init__(self, rules: BreachRules, checklist: Checklist, translator: Translator) -> None:
        self._rules = rules
        self._checklist = checklist
        self._words = translator
        self._steps = {step.id: step for step in rules.steps}

    def step(self, taken: StepTaken, one: PartyTriage) -> Iterator[str]:
        """A step: its title and result, the facts used, the rule."""
        say = self._words.say
        yield f"[{self._words.pick(taken.step.title)}]"
        yield f"  {self._filled(taken.case.says, one)}"
        used = [self.fact(name, value) for name, value in taken.used.items() if self._is_fact(name)]
        if used:
            facts = Message.of(N_("Facts: {facts}"), facts=" / ".join(used))
            yield f"  {say(facts)}"
        rules = Message.of(N_("Rule: {rules}"), rules=self.bases(taken.step.basis))
        yield f"  {say(rules)}"
        yield from (f"  ~ {line}" for line in self._changes(taken, one))

    def ending(self, one: PartyTriage) -> Iterator[str]:
        """The outcome, what is to be asked, what would change it, what to bear in mind."""
        say, gettext = self._words.say, self._words.gettext
        yield f"=> {say(_named(one))}"
        if one.questions:
            yield gettext(N_("Questions (not known yet, so taken with care):"))
            yield from (
                f"  ? {self._words.pick(self._rules.asked(name))}" for name in one.questions
            )
        if one.notes:
            yield gettext(N_("To bear in mind:"))
        for note in one.notes:
            yield f"  - {self._filled(note.says, one)} [{self.bases(note.basis)}]"

    def fact(self, name: str, value: str) -> str:
        """A fact with its value, in words."""
        said = Message.of(
            N_("{fact}: {value}"), fact=self._rules.asked(name), value=self._value(name, value)
        )
        return self._words.say(said)

    def _value(self, name: str, value: str) -> str:
        says = next((c.says for c in self._rules.choices(name) if c.id == value), None)
        return self._words.pick(says) if says else self._words.gettext(N_("unknown"))

    def bases(self, bases: Iterable[Basis]) -> str:
        """References by instrument with edition and date, those not read in the original marked."""
        found: dict[tuple[str, bool], list[Basis]] = {}
        for basis in bases:
            found.setdefault((basis.instrument, basis.tag == READ), []).append(basis)
        return self._words.joined(
            self._cited(name, together, is_read=is_read)
            for (name, is_read), together in found.items()
        )

    def _cited(self, name: str, bases: Sequence[Basis], *, is_read: bool) -> str:
        instrument = self._checklist.instruments[name]
        text = N_("{citation} ({edition}; as of {as_of})")
        if not is_read:
            text = N_("{citation} ({edition}; as of {as_of}; to be verified)")
        cited = [self._words.say(citation(basis, self._checklist)) for basis in bases]
        short = self._words.pick(instrument.short)
        rest = [one.removeprefix(short).strip() for one in cited[1:]]
        return self._words.say(
            Message.of(
                text,
                citation=self._words.joined((cited[0], *rest)),
                edition=instrument.edition,
                as_of=instrument.as_of,
            )
        )

    def _changes(self, taken: StepTaken, one: PartyTriage) -> Iterator[str]:
        """What facts of a step would change the outcome, a line for each fact and outcome."""
        found: dict[tuple[str, str], list[str]] = {}
        for change in one.changes:
            if change.fact in taken.used:
                value = self._value(change.fact, change.value)
                found.setdefault((change.fact, change.outcome), []).append(value)
        text = N_("Would change it: {fact}: {values} → {outcome}")
        for (name, outcome), values in found.items():
            said = Message.of(
                text,
                fact=self._rules.asked(name),
                values=self._words.joined(values),
                outcome=OUTCOMES[outcome],
            )
            yield self._words.say(said)

    def _filled(self, says: Words, one: PartyTriage) -> str:
        return self._words.pick(says).format(persons_limit=f"{one.persons_limit:,}")

    def _is_fact(self, name: str) -> bool:
        return name not in self._steps and name != UNKNOWN
