"""The scenario: who is in the sample and what each party says, as scenario/*.yaml holds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from itakusaki.model.party import Duty, Entrustment, Processor
from itakusaki.model.record import Record
from itakusaki.model.source import CellRef

FOLDER = Path(__file__).parents[1] / "scenario"
COMMON = ("client", "defaults", "evidence", "exports")
#: Ledger columns whose "有" sets a flag of the same name.
FLAGS = ("sensitive", "mynumber", "card", "public", "abroad", "cloud", "dispatch", "prov")
#: A part of the scenario as YAML gives it.
Told = Mapping[str, Any]
#: What goes into a cell.
Cell = str | int | float | bool | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One company of the ledger with all that it sends, and what the client says of it."""

    code: str
    ledger: Sequence[Told]
    profile: Told
    questionnaire: Told | None = None
    answers: Told = field(default_factory=dict)
    clauses: Told = field(default_factory=dict)
    sub_processors: Sequence[Told] = ()
    exceptions: Sequence[Told] = ()
    own_evidence: Told = field(default_factory=dict)
    operation: Told = field(default_factory=dict)
    client_check: Told | None = None

    @property
    def first(self) -> Told:
        """Its first row of the ledger."""
        return self.ledger[0]

    @property
    def tier(self) -> int:
        """Where it stands in the chain."""
        return int(self.first.get("tier", 1))

    @property
    def language(self) -> str:
        """The language it answers in."""
        return str((self.questionnaire or {}).get("language", "ja"))

    @property
    def flags(self) -> frozenset[str]:
        """What its ledger rows flag, joined."""
        said = {flag for row in self.ledger for flag in FLAGS if row.get(flag) == "有"}
        if any(row.get("agreement") == "SaaS・クラウド" for row in self.ledger):
            said.add("cloud")
        return frozenset(said)

    def entrustments(self) -> tuple[Entrustment, ...]:
        """Its contracts, with as much as a blank workbook is made from."""
        at = CellRef(file="scenario")
        return tuple(
            Entrustment(
                contract=row["contract"],
                processor=self.code,
                name=row["name"],
                corporate_number=row.get("corporate_number", ""),
                tier=self.tier,
                parent=row.get("parent", ""),
                flags=self.flags,
                record=Record(table="ledger", at=at, fields={}),
            )
            for row in self.ledger
        )

    def processor(self) -> Processor:
        """The party as the audit knows it."""
        return Processor(
            id=self.code,
            name=self.first["name"],
            corporate_number=self.first.get("corporate_number", ""),
            tier=self.tier,
            parents=tuple({row["parent"]: None for row in self.ledger if row.get("parent")}),
            flags=self.flags,
            entrustments=self.entrustments(),
        )

    @property
    def kind(self) -> Duty:
        """Which questionnaire it is sent."""
        return Duty.PROCESSOR if self.tier == 1 else Duty.SUB_PROCESSOR


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Everything the sample is made from."""

    client: Told
    defaults: Told
    evidence: Told
    exports: Told
    parties: tuple[Party, ...]
    controls: tuple[str, ...]

    @cached_property
    def name(self) -> str:
        """The client's name."""
        return str(self.client["client"]["ja"])


def controls_asked(folder: Path = FOLDER) -> tuple[str, ...]:
    """The controls that the scenario answers, by id or span of ids, as itakusaki.toml names them."""
    return tuple(_read(folder / "client.yaml")["controls"])


def load_scenario(controls: Iterable[str], folder: Path = FOLDER) -> Scenario:
    """Read the scenario, to be answered on these controls."""
    common = {name: _read(folder / f"{name}.yaml") for name in COMMON}
    files = sorted(path for path in folder.glob("*.yaml") if path.stem not in COMMON)
    parties = tuple(_party(_read(path), common["client"]) for path in files)
    return Scenario(**common, parties=parties, controls=tuple(controls))


def _party(told: Told, client: Told) -> Party:
    defaults = client["ledger"]["defaults"]
    rows = [{**defaults, "processor": told["code"], **row} for row in told["ledger"]]
    return Party(**{**told, "ledger": rows})


def _read(path: Path) -> Told:
    found: Told = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found
