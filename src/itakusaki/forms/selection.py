"""Selection: which domains and controls a party is asked in its questionnaire."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from itakusaki.catalogue.checklist import Checklist, Control, Domain, FactSpec
from itakusaki.catalogue.depths import DepthRules
from itakusaki.model.answer import LastAnswers
from itakusaki.model.depth import Depth
from itakusaki.model.message import Message, Words
from itakusaki.model.party import Duty


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much a form asks: its depth, why, and what its party answered before, as of a day.

    `as_of` None means that nothing is known of earlier answers.
    """

    depth: Depth = Depth.FULL
    reason: Message | None = None
    last: LastAnswers = field(default_factory=dict)
    as_of: date | None = None

    def asks(self, depths: DepthRules, control: Control) -> bool:
        """Whether a control is asked."""
        if self.as_of is None:
            return depths.holds(control.id, self.depth, knock_out=control.knock_out)
        last = self.last.get(control.id)
        return depths.asks(control.id, self.depth, last, self.as_of, knock_out=control.knock_out)


#: A form that asks whatever applies.
EVERYTHING: Final = Extent()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A domain with those of its controls that are asked."""

    domain: Domain
    controls: tuple[Control, ...]


def sections(
    checklist: Checklist,
    kind: Duty,
    flags: frozenset[str] | None,
    left_out: AbstractSet[str] = frozenset(),
    extent: Extent = EVERYTHING,
) -> tuple[Section, ...]:
    """The domains to ask about, empty ones left out; `flags` None means whatever the flags are.

    `left_out` are controls that a certificate stands for; of an `extent` that is shallower, controls
    have those facts only that it asks.
    """
    asked = (
        Section(
            domain=domain,
            controls=tuple(
                _trimmed(c, checklist.depths, kind, extent)
                for c in domain.controls
                if c.id not in left_out
                and is_asked(c, kind, flags)
                and extent.asks(checklist.depths, c)
            ),
        )
        for domain in checklist.domains
    )
    return tuple(section for section in asked if section.controls)


def _trimmed(control: Control, depths: DepthRules, kind: Duty, extent: Extent) -> Control:
    """The control with the facts that a depth asks of that side."""
    facts = control.facts_for(kind)
    points = [fact for fact in facts if fact.point]
    figures = [fact for fact in facts if not fact.point]
    asked = depths.figures([fact.id for fact in figures], extent.depth)
    kept = [fact for fact in figures if fact.id in asked]
    return replace(control, facts=(*points, *standing_alone(kept, figures)))


#: How a figure begins that is part of the one before it.
PART_OF: Final = {
    "ja": re.compile(r"^うち、?"),
    "en": re.compile(r"^Of (?:these|those|the [a-z ]+?)(?:,| -)? (?:- )?"),
}


def standing_alone(kept: Sequence[FactSpec], every: Sequence[FactSpec]) -> Iterator[FactSpec]:
    """Facts of which one that goes on from the fact before it no longer says so, where that is left out."""
    for fact in kept:
        before = every[: every.index(fact)]
        if before and before[-1] not in kept:
            yield replace(fact, ask=_whole(fact.ask))
        else:
            yield fact


def _whole(ask: Words) -> Words:
    ja, en = PART_OF["ja"].sub("", ask.ja), PART_OF["en"].sub("", ask.en)
    return Words(ja=ja, en=en[:1].upper() + en[1:])


def is_asked(control: Control, kind: Duty, flags: frozenset[str] | None) -> bool:
    """Whether that kind of questionnaire asks the control."""
    if kind is Duty.CLIENT and control.is_contract:
        return False  # judged from the clauses instead
    return control.asked_of(kind, control.applies if flags is None else flags)
