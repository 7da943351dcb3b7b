"""Triage: facts → what each party owes, step by step, with what is missing and what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from itakusaki.breach.party_facts import facts_of, law_day, persons_limit
from itakusaki.catalogue.breach import (
    UNKNOWN,
    BreachNote,
    BreachRules,
    DecisionCase,
    DecisionStep,
)
from itakusaki.model.incident import Incident, IncidentParty

#: The step that says what a party owes.
OUTCOME = "outcome"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken:
    """A step as it came out; `used` are the facts and earlier steps that its table looked at."""

    step: DecisionStep
    case: DecisionCase
    used: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """That another value of a fact would change the outcome."""

    fact: str
    value: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyTriage:
    """What a party owes by these facts.

    `law_day` is the day whose law it was judged by; `questions` are unknown facts whose answer may
    change a step, `changes` those by which the outcome would differ; `persons_limit` the number of
    persons that counts.
    """

    party: IncidentParty
    law_day: date
    steps: tuple[StepTaken, ...]
    questions: tuple[str, ...]
    changes: tuple[Change, ...]
    notes: tuple[BreachNote, ...]
    persons_limit: int

    @property
    def outcome(self) -> str:
        """One of the outcomes: must_report, voluntary, none, lawyer."""
        return self.result(OUTCOME)

    def result(self, step: str) -> str:
        """How a step came out."""
        return next(taken.case.result for taken in self.steps if taken.step.id == step)


def triage(
    incident: Incident, rules: BreachRules, *, with_changes: bool = True
) -> tuple[PartyTriage, ...]:
    """Judge every party, in the order of the sheet; `with_changes` tries every other value too."""
    return tuple(
        _of_party(incident, party, rules, with_changes=with_changes) for party in incident.parties
    )


def _of_party(
    incident: Incident, party: IncidentParty, rules: BreachRules, *, with_changes: bool
) -> PartyTriage:
    facts = facts_of(incident, party, rules)
    steps = decide(rules, facts)
    results = {**facts, **{taken.step.id: taken.case.result for taken in steps}}
    day = law_day(incident, party)
    return PartyTriage(
        party=party,
        law_day=day,
        steps=steps,
        questions=tuple(dict.fromkeys(_questions(rules, steps))) if with_changes else (),
        changes=tuple(_changes(rules, facts)) if with_changes else (),
        notes=tuple(note for note in rules.notes if fits(note.when, results)),
        persons_limit=persons_limit(party, day, rules),
    )


def decide(rules: BreachRules, facts: Mapping[str, str]) -> tuple[StepTaken, ...]:
    """Go through the decision tables; a fact that is not given is unknown."""
    known = dict(facts)
    taken: list[StepTaken] = []
    for step in rules.steps:
        one = _taken(step, known)
        known[step.id] = one.case.result
        taken.append(one)
    return tuple(taken)


def fits(when: Mapping[str, frozenset[str]], facts: Mapping[str, str]) -> bool:
    """Whether every fact named has one of its values."""
    # A plain loop: tables are gone through some hundred times for a party.
    for name, values in when.items():  # noqa: SIM110 - see above
        if facts.get(name, UNKNOWN) not in values:
            return False
    return True


def _taken(step: DecisionStep, facts: Mapping[str, str]) -> StepTaken:
    for number, case in enumerate(step.cases, 1):
        if fits(case.when, facts):
            looked_at = (name for one in step.cases[:number] for name in one.when)
            used = {name: facts.get(name, UNKNOWN) for name in looked_at}
            return StepTaken(step=step, case=case, used=used)
    raise AssertionError(step.id)  # lint holds the last case of a step to having no condition


def _questions(rules: BreachRules, steps: tuple[StepTaken, ...]) -> Iterator[str]:
    """Unknown facts of which another value would change how a step came out."""
    known = {name: value for taken in steps for name, value in taken.used.items()}
    known |= {taken.step.id: taken.case.result for taken in steps}
    for taken in steps:
        for name in taken.used:
            if known[name] == UNKNOWN and _matters(rules, taken, name, known):
                yield name


def _matters(rules: BreachRules, taken: StepTaken, name: str, known: Mapping[str, str]) -> bool:
    return any(
        _taken(taken.step, {**known, name: choice.id}).case.result != taken.case.result
        for choice in rules.choices(name)
    )


def _changes(rules: BreachRules, facts: Mapping[str, str]) -> Iterator[Change]:
    """Every fact of which another value would change the outcome, with that outcome."""
    outcome = _outcome(rules, facts)
    for name in _asked(rules):
        for choice in rules.choices(name):
            if choice.id == facts.get(name, UNKNOWN):
                continue
            other = _outcome(rules, {**facts, name: choice.id})
            if other != outcome:
                yield Change(fact=name, value=choice.id, outcome=other)


def _outcome(rules: BreachRules, facts: Mapping[str, str]) -> str:
    return decide(rules, facts)[-1].case.result


def _asked(rules: BreachRules) -> tuple[str, ...]:
    """Every fact that a decision table asks for, but those that are the law's."""
    steps = {step.id for step in rules.steps}
    laws = {"duty_in_force", "planned_data_count"}
    named = dict.fromkeys(name for step in rules.steps for name in step.facts)
    return tuple(name for name in named if name not in steps | laws)
