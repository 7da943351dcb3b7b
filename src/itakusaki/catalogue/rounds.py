"""Round rules: risk tiers with their cycles, what is inspected on site, how long rounds are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from itakusaki.catalogue.index import Data
from itakusaki.catalogue.texts import words
from itakusaki.model.depth import Depth
from itakusaki.model.message import Words
from itakusaki.model.tracked import FindingState
from itakusaki.model.verdict import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskTier:
    """A risk tier: who belongs to it, how often they are looked at, and how deep their form goes.

    `persons` is the number from which on a party belongs to it, None where that plays no part.
    """

    id: str
    title: Words
    cycle_months: int
    depth: Depth = Depth.FULL
    flags: frozenset[str] = frozenset()
    persons: int | None = None
    has_tiers_below: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRules:
    """How findings are followed: days until they are due, and which state may follow which by hand.

    `at_once_days` goes for what alone keeps a party from being acceptable, where it is sooner.
    """

    due_days: Mapping[Severity, int]
    at_once_days: int
    transitions: Mapping[FindingState, frozenset[FindingState]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRules:
    """What checklists/rounds.yaml says; of `tiers` a party belongs to the first it fits, else to the last."""

    keep_months: int
    on_site_flags: frozenset[str]
    on_site_months: int
    tiers: tuple[RiskTier, ...]
    findings: FindingRules


def built_round_rules(data: Data) -> RoundRules:
    """The round rules from rounds.yaml."""
    return RoundRules(
        keep_months=data["keep_months"],
        on_site_flags=frozenset(data["on_site"]["flags"]),
        on_site_months=data["on_site"]["months"],
        tiers=tuple(_tier(tier) for tier in data["tiers"]),
        findings=_findings(data["findings"]),
    )


def _findings(data: Data) -> FindingRules:
    return FindingRules(
        due_days={severity: data["due_days"][severity.value] for severity in Severity},
        at_once_days=data["at_once_days"],
        transitions={
            state: frozenset(map(FindingState, data["transitions"].get(state.value, ())))
            for state in FindingState
        },
    )


def _tier(data: Data) -> RiskTier:
    return RiskTier(
        id=data["id"],
        title=words(data["title"]),
        cycle_months=data["cycle_months"],
        depth=Depth(data.get("depth", Depth.FULL)),
        flags=frozenset(data.get("flags", ())),
        persons=data.get("persons"),
        has_tiers_below=data.get("has_tiers_below", False),
    )
