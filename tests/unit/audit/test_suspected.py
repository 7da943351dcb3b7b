"""An incident at a party of the ledger: the tiers above it, and what the ledger says of the data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from itakusaki.audit.breach import judge
from itakusaki.audit.suspected import incident_at
from itakusaki.model.incident import Knowing, Moment
from itakusaki.wiring import shipped_rules
from support.assessments import processor

CLIENT = "みなと商会"
NOW = Moment(date(2026, 11, 24))
NAMES = ("青葉", "若葉", "双葉", "紅葉")
CHAIN = {
    f"P{n}": replace(processor(f"P{n}", name, tier=n), parents=(f"P{n - 1}",) if n > 1 else ())
    for n, name in enumerate(NAMES, 1)
}


def test_every_tier_above_is_a_party_and_each_entrusted_the_next() -> None:
    given = incident_at(CHAIN["P4"], CHAIN, CLIENT, now=NOW)
    assert [(p.name, p.client) for p in given.parties] == [
        (CLIENT, ""),
        *zip(NAMES, (CLIENT, *NAMES), strict=False),
    ]
    assert [p.name for p in given.parties if p.facts.get("happened_here")] == ["紅葉"]


def test_it_is_judged_for_each_of_them_once_somebody_knew() -> None:
    given = incident_at(CHAIN["P4"], CHAIN, CLIENT, now=NOW)
    assert not [one for one in judge(given, shipped_rules(), with_changes=False).clocks if one.dues]
    knowing = (Knowing(party="紅葉", department="", at=Moment(date(2026, 11, 20))),)
    known = replace(given, knowing=knowing)
    clocks = judge(known, shipped_rules(), with_changes=False).clocks
    assert [one.party for one in clocks if one.dues] == ["紅葉"]


def test_companies_that_stand_above_each_other_end_the_chain() -> None:
    circle = {
        "P1": replace(CHAIN["P1"], parents=("P2",)),
        "P2": replace(CHAIN["P2"], parents=("P1",)),
    }
    given = incident_at(circle["P2"], circle, CLIENT, now=NOW)
    assert [party.name for party in given.parties] == [CLIENT, "青葉", "若葉"]
