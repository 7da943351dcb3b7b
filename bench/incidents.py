"""Triage and clock of an incident at every contract of a portfolio, against reading the ledger of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time
from functools import partial
from pathlib import Path

import click
from openpyxl import Workbook

from bench.figures import Figure, held
from bench.measuring import least
from itakusaki.audit.assess import ledger_of
from itakusaki.audit.breach import JudgedIncident, judge
from itakusaki.audit.rules import Rules
from itakusaki.audit.suspected import incident_at
from itakusaki.model.incident import Act, ActKind, Incident, Knowing, Moment
from itakusaki.model.party import Ledger
from itakusaki.wiring import open_workspace

TIERS = 4
HEADINGS = (
    "契約番号",
    "委託先コード",
    "委託先名",
    "階層",
    "上位委託先コード",
    "本人数",
    "要配慮",
    "特定個人情報",
)
SETTINGS = 'client = "虹ヶ浦通販株式会社"\nround = "2026Q4"\nas_of = 2026-12-31\n'
NOW = Moment(date(2026, 11, 24), time(9))
KNOWN = Moment(date(2026, 11, 20), time(18, 40))


@click.command()
@click.option("--contracts", default=2000, show_default=True, help="Of four tiers, a quarter each.")
def incidents(contracts: int) -> Iterator[Figure]:
    """Incidents at every contract; the lowest party knew on a Friday evening, and told the one above."""
    with tempfile.TemporaryDirectory() as folder:
        _make(Path(folder), contracts)
        setup = open_workspace(Path(folder))
        ledger = ledger_of(setup)
        judged = partial(_judged, ledger, setup.rules, setup.workspace.client)
        works: dict[str, Callable[[], object]] = {
            "reading the ledger": lambda: ledger_of(setup),
            "triage and clock": judged,
        }
        floor, told = least(works).values()
    dues = [len(clock.dues) for one in judged() for clock in one.clocks]
    found = {"parties": len(dues), "days": sum(dues)}
    yield from held(
        f"incidents at {contracts:,} contracts",
        floor,
        [replace(told, found=found)],
        contracts=contracts,
    )


def _make(folder: Path, contracts: int) -> None:
    """A ledger whose contracts stand in chains of four."""
    (folder / "contracts").mkdir()
    (folder / "itakusaki.toml").write_text(SETTINGS, encoding="utf-8")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("委託先台帳")
    sheet.append(HEADINGS)
    for number in range(contracts):
        tier = number % TIERS + 1
        above = f"P{number - 1:04}" if tier > 1 else ""
        row = (f"K-{number:04}", f"P{number:04}", f"架空{number}株式会社", tier, above)
        sheet.append((*row, 100 * number, "有" if number % 3 == 0 else "無", "無"))
    book.save(folder / "contracts" / "ledger.xlsx")


def _judged(ledger: Ledger, rules: Rules, client: str) -> list[JudgedIncident]:
    """What each incident comes to, without looking for what would change it."""
    found = ledger.processors
    every = (incident_at(one, found, client, now=NOW) for one in found.values())
    return [judge(_known(one), rules, with_changes=False) for one in every]


def _known(incident: Incident) -> Incident:
    """The lowest party knew, and each told the one above it a day later."""
    below = incident.parties[-1]
    told = tuple(
        Act(party=one.name, what=ActKind.NOTICE_TO_CLIENT, at=Moment(date(2026, 11, 21 + place)))
        for place, one in enumerate(reversed(incident.parties[1:]))
        if place < TIERS - 1
    )
    return replace(
        incident, knowing=(Knowing(party=below.name, department="", at=KNOWN),), acts=told
    )
