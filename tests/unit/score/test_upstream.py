"""A client that is itself a processor: its own client is asked about, compared and shown above the chain."""

from __future__ import annotations

from pathlib import Path

import pytest

from itakusaki.language import translator_for
from itakusaki.model.party import UPSTREAM, Duty
from itakusaki.model.verdict import Outcome, Verdict
from support.cases import (
    P,
    case_file,
    clause,
    client,
    comparisons,
    dossier,
    entrustment,
    outcomes,
    results,
    workbook,
)
from support.workspaces import LEDGER_HEADINGS, Workspace
from support.workspaces import ledger as ledger_book

OWN = "みなと市役所"


def asked_of_client(*flags: str) -> set[str]:
    file = case_file(dossier(workbook(), entrustments=[entrustment(flags=flags)]))
    return {c.id for c in file.controls() if Duty.CLIENT in file.sides(c)}


def test_a_client_is_asked_about_its_own_client_only_where_it_has_one() -> None:
    assert {"SUB-09", "SUB-10"} <= asked_of_client(UPSTREAM)
    assert not {"SUB-09", "SUB-10"} & asked_of_client()
    file = case_file(dossier(workbook(), entrustments=[entrustment(flags=[UPSTREAM])]))
    assert Duty.PROCESSOR not in file.sides(file.checklist.controls["SUB-09"])


def test_an_own_client_that_is_not_stated_is_asked_about() -> None:
    row = entrustment(flags=[UPSTREAM], upstream=[OWN, "やまと保険"])
    check = client(facts={"SUB-09.own_clients": [OWN]})
    found = comparisons(dossier(check, workbook(), entrustments=[row]), "X-60")
    (missing,) = [one for part, one in found.items() if part.startswith("own-client-named")]
    assert missing.outcome is Outcome.CONTRADICTION
    said = translator_for("ja").say(missing.question)
    assert "やまと保険" in said
    assert OWN not in said


@pytest.mark.parametrize(
    ("part", "clients", "processors", "outcome"),
    [
        ("first-client-consented", {"SUB-07.consented_total": 3, "SUB-09.consents": 1}, {}, Outcome.CONTRADICTION),
        ("first-client-consented", {"SUB-07.consented_total": 3, "SUB-09.consents": 3}, {}, Outcome.CONSISTENT),
        ("clauses-reach-lower-tiers", {"SUB-10.clauses_carried": 14}, {"SUB-05.clauses_due": 9}, Outcome.CONTRADICTION),
        ("clauses-reach-lower-tiers", {"SUB-10.clauses_carried": 14}, {"SUB-05.clauses_due": 14}, Outcome.CONSISTENT),
        ("visits-reported", {"SUB-09.visits_reported": 4, "GRP-04.works_visited": 2}, {}, Outcome.CONTRADICTION),
        ("visits-reported", {"SUB-09.visits_reported": 2, "GRP-04.works_visited": 2}, {}, Outcome.CONSISTENT),
    ],
)  # fmt: skip
def test_what_the_own_client_was_told_is_held_against_what_was_done(
    part: str, clients: dict[str, int], processors: dict[str, int], outcome: Outcome
) -> None:
    row = entrustment(flags=[UPSTREAM, "mynumber", "public"])
    books = (client(facts=clients), workbook(facts=processors))
    assert outcomes(dossier(*books, entrustments=[row]), "X-60")[part] is outcome


@pytest.mark.parametrize(
    ("hours", "outcome"), [(72, Outcome.CONTRADICTION), (12, Outcome.CONSISTENT)]
)
def test_notice_from_a_processor_has_to_leave_time_for_the_own_client(
    hours: int, outcome: Outcome
) -> None:
    found = outcomes(
        dossier(
            client(facts={"SUB-10.notice_hours": 24}),
            workbook(),
            entrustments=[entrustment(flags=[UPSTREAM])],
            clauses=[clause("CON-09", "○", {"CON-09.notice_hours": hours})],
        ),
        "X-60",
    )
    assert {o for part, o in found.items() if part.startswith("notice-in-time")} == {outcome}


def test_the_chain_begins_with_the_first_client() -> None:
    top = entrustment(flags=[UPSTREAM], upstream=["けやき情報"], first_client=[OWN])
    below = entrustment("S01", tier=2, parent=P)
    found = results(dossier(workbook(), entrustments=[top, below]))
    assert found[P].chain.above == found["S01"].chain.above == (OWN, "けやき情報")
    alone = results(dossier(workbook(), entrustments=[entrustment()]))
    assert alone[P].chain.above == ()


def test_the_clients_own_duties_do_not_weigh_on_the_processor() -> None:
    row = entrustment(flags=[UPSTREAM])
    found = results(dossier(client({"SUB-09": "×"}), workbook(), entrustments=[row]))[P]
    assert "SUB-09" not in {control.control for control in found.controls}
    assert found.supervision is not None
    mine = {control.control: control.verdict for control in found.supervision.controls}
    assert mine["SUB-09"] is Verdict.GAP


@pytest.mark.parametrize(
    ("cell", "flagged"), [(OWN, True), ("なし", False), ("－", False), (None, False)]
)
def test_the_ledger_knows_the_own_client(tmp_path: Path, cell: str | None, flagged: bool) -> None:  # noqa: FBT001 - parametrized
    headings = ["契約番号", "委託先コード", "委託先名", "階層", "自社の委託元", "最初の委託元"]
    assert set(headings[:4]) <= set(LEDGER_HEADINGS)
    book = ledger_book(["K-1", P, "あおば印刷株式会社", 1, cell, None], headings=headings)
    read = Workspace(tmp_path).contract(book).read().dossier.ledger
    assert (UPSTREAM in read.processors[P].flags) is flagged
