"""Checklists: domains of controls, each with its question, basis, facts and severity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from itakusaki.catalogue.credit_rules import CreditRules
from itakusaki.catalogue.depths import DepthRules
from itakusaki.catalogue.glossary import GlossaryTerm
from itakusaki.model.message import Words
from itakusaki.model.party import Duty
from itakusaki.model.verdict import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """One reference: an article or section of an instrument (neither: the whole of it), how strongly it is worded, how sure we are."""

    instrument: str
    strength: str
    tag: str
    article: str = ""
    paragraph: int | None = None
    item: str = ""
    proviso: bool = False
    section: str = ""
    part: Words | None = None
    when: frozenset[str] = frozenset()


#: Strengths by which a text binds; whatever else is cited shows a level, not a duty.
BINDING: Final = frozenset({"must", "effort", "mynumber_must"})
#: The level of a control that names none.
OWN_LEVEL: Final = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """What a cited place obliges to, in our own words; paragraph and proviso where it is as particular."""

    instrument: str
    place: str
    says: Words
    paragraph: int | None = None
    proviso: bool = False

    def covers(self, basis: Basis) -> bool:
        """Whether a reference points to this place or into it."""
        return (
            self.instrument == basis.instrument
            and self.place == (basis.article or basis.section)
            and self.paragraph in (None, basis.paragraph)
            and (basis.proviso or not self.proviso)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFigure:
    """A number of days, hours or times that a control names, and how binding it is."""

    says: Words
    strength: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A sentence of the catalogue with its references."""

    says: Words
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedNote:
    """What is coming and is no rule yet: said as of a day, from a source, with how sure we are."""

    says: Words
    as_of: str
    source: str
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSpec:
    """A fact to ask for: type is number, date, list or yes_no; `side` is who is asked.

    A list that is `withheld` need not be sent by mail: ids of administrators and the like.
    A `point` is part of the question, from all of which its answer follows.
    A number that is a `period` is a limit of time, and may be given in days, as its clause is.
    """

    id: str
    type: str
    ask: Words
    side: tuple[Duty, ...]
    unit: Words | None = None
    period: bool = False
    withheld: bool = False
    point: bool = False

    @property
    def entry(self) -> str:
        """What is entered for it: its type, or a period."""
        return "period" if self.period else self.type

    @property
    def is_anew(self) -> bool:
        """Whether it is counted or dated in each round, so that an earlier one says nothing of it."""
        return self.type in ("number", "date") and not self.period

    @property
    def control(self) -> str:
        """The control it stands beside."""
        return self.id.split(".", 1)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A case shipped with a control: this answer must come to this verdict."""

    answer: str
    verdict: str
    grade: int = 0
    reason: bool = False
    approved: bool = False
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """What a party is asked of its own doing, where the client is asked of a clause."""

    question: Words
    guidance: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What one side does about a control that both owe, and what it shows, where the other's differs."""

    remediation: Words
    evidence: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One point to be audited; `required_grade` None means: by severity.

    `basis` holds the duty behind it; `level` says how far the point goes, which may be more.
    `practice` is what the party is asked in place of question and guidance, None where both are
    asked the same. `covers` are facts whose number of people, terminals, accounts and the like its
    evidence has to cover. `client_advice` and `party_advice` stand in place of remediation and evidence
    for that side alone.
    """

    id: str
    domain: str
    title: Words
    question: Words
    guidance: Words
    remediation: Words
    evidence: Words
    duty: tuple[Duty, ...]
    basis: tuple[Basis, ...]
    cases: tuple[str, ...]
    severity: Severity
    level: str = OWN_LEVEL
    figures: tuple[NamedFigure, ...] = ()
    knock_out: bool = False
    required_grade: int | None = None
    raised_by: frozenset[str] | None = None
    applies: frozenset[str] = frozenset()
    exempt_if: str = ""
    covers: tuple[str, ...] = ()
    suggested_clause: Words | None = None
    facts: tuple[FactSpec, ...] = ()
    crosswalk: tuple[str, ...] = ()
    notes: tuple[DatedNote, ...] = ()
    proof: tuple[Proof, ...] = ()
    practice: Practice | None = None
    client_advice: Advice | None = None
    party_advice: Advice | None = None

    @property
    def is_contract(self) -> bool:
        """Whether the clauses of each contract answer it on the client's side."""
        return self.domain == "CON"

    def asked_of(self, side: Duty, flags: frozenset[str]) -> bool:
        """Whether a party on that side, with these flags, has to answer it.

        A business that provides or receives data as a third party (recipient) answers with its
        own questionnaire, so its duties are asked of whoever is not the client.
        """
        owes = side in self.duty or (side is not Duty.CLIENT and Duty.RECIPIENT in self.duty)
        return owes and self.applies <= flags

    def question_for(self, side: Duty) -> Words:
        """The question as that side is asked it."""
        return self._asked(side).question

    def guidance_for(self, side: Duty) -> Words:
        """How that side is to answer."""
        return self._asked(side).guidance

    def advice_for(self, side: Duty) -> Advice:
        """What that side does, and what it shows."""
        own = self.client_advice if side is Duty.CLIENT else self.party_advice
        return own or Advice(remediation=self.remediation, evidence=self.evidence)

    def _asked(self, side: Duty) -> Control | Practice:
        return self if side is Duty.CLIENT or self.practice is None else self.practice

    def facts_for(self, side: Duty) -> tuple[FactSpec, ...]:
        """The facts that side is asked for."""
        return tuple(fact for fact in self.facts if side in fact.side)


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A group of controls, e.g. TEC; `desks` are the departments that usually know the answers."""

    id: str
    title: Words
    intro: Words
    controls: tuple[Control, ...]
    desks: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A law, guideline or standard that is cited, in the edition that was read."""

    id: str
    title: Words
    short: Words
    edition: Words
    as_of: str
    source: str
    url: str = ""
    note: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a statement was found; `secondary` sources are shown as 報道等による."""

    key: str
    title: Words
    kind: str
    secondary: bool
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A code with its label, and what it means or how it is marked where printed."""

    id: str
    label: Words
    meaning: Words | None = None
    mark: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFinding:
    """A finding of a public case that a control answers."""

    code: str
    group: str
    finding: Words
    why: Words
    sources: tuple[str, ...]
    tag: str
    secondary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CrosswalkRow:
    """Identifiers of other frameworks for a group of controls."""

    id: str
    title: Words
    refs: Mapping[str, tuple[str, ...]]
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One requirement of another framework, the level it belongs to, and the controls it is like."""

    id: str
    level: str
    title: Words
    controls: tuple[str, ...]
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """Another framework our controls are mapped to; `requirements` where its whole list is."""

    id: str
    title: Words
    tag: str
    requirements: tuple[Requirement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """Every control in force, with what it cites; `version` names the shipped data plus overrides.

    `not_asked` are the ids of controls that the workspace leaves out.
    """

    version: str
    domains: tuple[Domain, ...]
    instruments: Mapping[str, Instrument]
    sources: Mapping[str, Source]
    strengths: Mapping[str, Label]
    tags: Mapping[str, Label]
    cases: Mapping[str, CaseFinding]
    frameworks: Mapping[str, Framework]
    crosswalk: Mapping[str, CrosswalkRow]
    controls: Mapping[str, Control]
    facts: Mapping[str, FactSpec]
    levels: Mapping[str, Label]
    obligations: tuple[Obligation, ...] = ()
    processor_level: Note | None = None
    credits: CreditRules = field(default_factory=CreditRules)
    depths: DepthRules = field(default_factory=DepthRules)
    glossary: tuple[GlossaryTerm, ...] = ()
    not_asked: tuple[str, ...] = ()

    def obligation(self, basis: Basis) -> Words | None:
        """What a reference obliges to; the most particular entry holds, None where there is none."""
        covering = [entry for entry in self.obligations if entry.covers(basis)]
        found = max(covering, key=lambda e: (e.proviso, e.paragraph is not None), default=None)
        return found.says if found else None

    def asked_of(self, side: Duty, flags: frozenset[str]) -> tuple[Control, ...]:
        """The controls a party on that side has to answer, in catalogue order."""
        return tuple(c for c in self.controls.values() if c.asked_of(side, flags))
