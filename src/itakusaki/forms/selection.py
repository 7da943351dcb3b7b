"""Selection: which domains and controls a party is asked in its questionnaire."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from itakusaki.catalogue.checklist import Checklist, Control, Domain
from itakusaki.model.party import Duty


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
) -> tuple[Section, ...]:
    """The domains to ask about, empty ones left out; `flags` None means whatever the flags are.

    `left_out` are controls that a certificate stands for.
    """
    asked = (
        Section(
            domain=domain,
            controls=tuple(
                c for c in domain.controls if c.id not in left_out and is_asked(c, kind, flags)
            ),
        )
        for domain in checklist.domains
    )
    return tuple(section for section in asked if section.controls)


def is_asked(control: Control, kind: Duty, flags: frozenset[str] | None) -> bool:
    """Whether that kind of questionnaire asks the control."""
    if kind is Duty.CLIENT and control.is_contract:
        return False  # judged from the clauses instead
    return control.asked_of(kind, control.applies if flags is None else flags)
