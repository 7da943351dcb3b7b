"""Values: the figures a party gives, filled from its profile; the same each time."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from string import Template
from typing import Any

from samplemaker.exports import operation_of
from samplemaker.scenario import Cell, Party, Scenario, Told

SEED = "itakusaki 2026Q4"
SEPARATOR = re.compile(r"[、,]\s*")
BLANK = re.compile(r"\{([A-Z]{3}-[0-9]{2}\.[a-z0-9_]+)\}")
JITTER = 9


class Values:
    """One party's profile and the facts that follow from it, for one of its contracts."""

    def __init__(self, scenario: Scenario, party: Party, row: Told | None = None) -> None:
        self._defaults = scenario.defaults
        self.party = party
        self.language = party.language
        self.profile = self._profile(row or party.first, whole=row is None)

    def random(self, key: str) -> random.Random:
        """A source of numbers of its own for a key, so that one change moves nothing else."""
        return random.Random(f"{SEED}/{self.party.code}/{key}")

    def resolved(self, key: str, value: Cell | Mapping[str, str]) -> Cell:
        """A value as it goes into a cell: language picked, blanks filled, day moved."""
        if isinstance(value, Mapping):
            value = value[self.language]
        if not isinstance(value, str):
            return value
        if value.startswith("~"):
            back = self.random(key).randint(0, JITTER)
            return date.fromisoformat(value[1:]) - timedelta(days=back)
        if value.startswith("$") and value[1:] in self.profile:
            known: Cell = self.profile[value[1:]]
            return known
        return Template(value).safe_substitute(self.profile)

    def facts(self, overrides: Told) -> dict[str, Cell]:
        """Every fact with the party's own words over the usual ones."""
        given = {**self._defaults["facts"], **overrides}
        return {key: self.resolved(key, value) for key, value in given.items()}

    def _profile(self, row: Told, *, whole: bool) -> dict[str, Any]:
        party = self.party
        profile: dict[str, Any] = {"code": party.code, **row, "tiers": party.tier}
        profile |= {"subs_total": 0, "subs_direct": 0, "sub_names": None, "parties_by_tier": None}
        # What the party's own logs and lists hold it also answers, unless its file says otherwise.
        lived = operation_of(party).declared if party.operation else {}
        profile |= {**self._defaults["profile"], **lived, **party.profile}
        if whole:
            profile["persons"] = sum(row["persons"] for row in party.ledger)
        else:
            # What the client enters about a contract is in the client's own words.
            profile |= row
        profile["certificate"] = self._certificate(profile)
        if not profile["subs_total"]:
            profile["sub_notice_hours"] = None
        profile.setdefault("notice_total", profile["notice_hours"])
        derived = self._derived(profile)
        return profile | derived | {key: lived[key] for key in derived if key in lived}

    def _certificate(self, profile: Told) -> str:
        text: Any = profile["certificate"]
        text = text[self.language] if isinstance(text, Mapping) else text
        return Template(text).safe_substitute(profile)

    def _derived(self, profile: Told) -> dict[str, Any]:
        systems = SEPARATOR.split(profile["systems"])
        quarter = 3 * profile["outputs_month"]
        if quarter:
            quarter += self.random("quarter").randint(0, 2)
        people = ("own", "dispatched", "seconded", "from_sub")
        return {
            "stores": len(systems),
            "people": sum(profile[name] for name in people),
            "hosts": profile["terminals"] + len(systems),
            "account_ids": self._listed(f"adm-{n:02}" for n in range(1, profile["accounts"] + 1)),
            "maintenance_names": self._listed(
                f"MT-{n:02}" for n in range(1, profile["maintenance"] + 1)
            ),
            "systems_own": self._owned(systems, profile.get("owner", profile["name"])),
            "log_sources": self._listed(f"{name} 2024-04-01" for name in systems),
            "outputs_quarter": quarter,
        }

    def _owned(self, systems: Sequence[str], owner: str) -> str | None:
        # A comma parts the entries of a list; no company's name may hold one there.
        sign = "＝" if self.language == "ja" else " = "
        return self._listed(f"{name}{sign}{owner.replace(',', '')}" for name in systems)

    def _listed(self, entries: Iterable[str]) -> str | None:
        return ("、" if self.language == "ja" else ", ").join(entries) or None


def filled(text: str, facts: Told, profile: Told) -> str:
    """A text with $names of the profile and {facts} put in."""
    with_facts = BLANK.sub(lambda found: shown(facts.get(found[1])), text)
    return Template(with_facts).safe_substitute(profile)


def shown(value: Cell) -> str:
    """A value as it stands in a text."""
    if value is None:
        return "－"
    if isinstance(value, bool):
        return "○" if value else "×"
    return f"{value:,}" if isinstance(value, int) else str(value)
