"""Rounds in the store: compare, status and trend, against reading the same rows with bare SQL."""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TypeAlias

import click

from bench.figures import Figure, held
from bench.measuring import least, peak
from itakusaki.audit.findings import finding_counts
from itakusaki.audit.rounds import compare_rounds, last_looks, tallies, trend
from itakusaki.model.evidence import EvidenceState
from itakusaki.model.finding import FindingKind
from itakusaki.model.journal import EntryMark
from itakusaki.model.message import Message
from itakusaki.model.party import Duty
from itakusaki.model.rounds import ControlLine, DueParty, Origin, PartyLine, TakenAssessment
from itakusaki.model.tracked import FindingState, TrackedFinding, Urgency
from itakusaki.model.verdict import Rating, Severity, Verdict
from itakusaki.store.store import DatabaseStore, make_store

MARK = EntryMark(actor="bench", at=datetime(2026, 12, 31, tzinfo=UTC))
CREDITS = {Verdict.MET: 1.0, Verdict.PARTIAL: 0.5, Verdict.GAP: 0.0, Verdict.UNVERIFIED: 0.0}
#: Seconds below which a measurement takes more turns.
LONG = 3.0
#: What a command does, and the queries that fetch the same rows.
Act: TypeAlias = tuple[str, Callable[[], object], Sequence[str]]
DOMAINS = ("SEL", "CON", "GRP", "SUB", "ORG", "PER", "PHY", "TEC", "BRC")


@click.command()
@click.option("--processors", default=2000, show_default=True)
@click.option("--rounds", default=8, show_default=True)
@click.option("--controls", default=90, show_default=True, help="Of each processor.")
def rounds(processors: int, rounds: int, controls: int) -> Iterator[Figure]:
    """Rounds in the store; the floor fetches the same rows from SQLite without SQLAlchemy."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "itakusaki.db"
        store, names = make_store(path), [f"20{20 + n // 4}Q{1 + n % 4}" for n in range(rounds)]
        chance = random.Random(1)  # noqa: S311 - no secret
        for number, name in enumerate(names):
            store.keep(_made(name, number, processors, controls, chance), MARK)
        found = _findings(processors, chance)
        store.change_findings(names[-1], lambda _: found, MARK)
        store.open_round(names[-1], (date(2027, 1, 1), date(2027, 3, 31)), _due(processors), MARK)
        of = f"store of {processors:,} processors, {rounds} rounds, {controls} controls"
        for name, act, queries in _acts(store, names):
            bare = f"{name}: the same rows by bare SQL"
            works: dict[str, Callable[[], object]] = {
                bare: partial(_bare, path, queries),
                name: act,
            }
            floor, ours = least(works, seconds=LONG).values()
            yield from held(of, floor, [replace(ours, peak=peak())], processors=processors)


def _acts(store: DatabaseStore, names: Sequence[str]) -> Iterator[Act]:
    """What each command asks of the store, beside every row of it by bare SQL."""
    heads = store.kept()
    last = len(heads)
    two = [_select("control_line", ("party", *_columns(ControlLine)), n) for n in (last - 1, last)]
    lines = [_select("party_line", _columns(PartyLine), n) for n in range(1, last + 1)]
    due = "SELECT content FROM due_party"
    read = f"SELECT path, sha256 FROM source WHERE assessment = {last}"
    # SQLite gives the row of the greatest entry with it.
    last_change = "SELECT {}, max(entry) FROM finding_change GROUP BY finding"
    counted = last_change.format("state, due, until, first_round, settled_in")
    whole = last_change.format("content")
    parties = {line.processor for line in store.lines(heads[-1], controls=False).parties}
    yield "compare", lambda: compare_rounds(store, *names[-2:]), [*two, *lines[-2:]]
    yield "status", lambda: _status(store, names[-1]), [due, read, counted]
    yield "status, due and audited", lambda: _due_and_audited(store, names[-1]), [due, read]
    yield "trend over all rounds", lambda: _trend(store), [*lines, counted]
    yield "trend, parties", lambda: trend(store), lines
    yield "findings whole, with all texts", store.findings, [whole]
    looks = partial(last_looks, store, date(2030, 1, 1), parties)
    yield "open: last looks", looks, [two[1], lines[-1]]


def _columns(line: type[ControlLine | PartyLine]) -> tuple[str, ...]:
    """The columns of a line; those of its parts are in tables of their own."""
    return tuple(one.name for one in fields(line) if one.name not in {"controls", "evidence"})


def _select(table: str, columns: Sequence[str], assessment: int) -> str:
    return f"SELECT {', '.join(columns)} FROM {table} WHERE assessment = {assessment}"


def _due_and_audited(store: DatabaseStore, name: str) -> object:
    return store.due(name), store.inputs(store.kept(name)[-1])


def _status(store: DatabaseStore, name: str) -> object:
    """Without the workbooks, which `round status` reads as well."""
    return _due_and_audited(store, name), finding_counts(store, date(2027, 2, 28))


def _trend(store: DatabaseStore) -> object:
    found = trend(store)
    return found, tallies(store, found)


def _bare(path: Path, queries: Sequence[str]) -> None:
    connection = sqlite3.connect(path)
    for query in queries:
        connection.execute(query).fetchall()
    connection.close()


def _made(
    name: str, number: int, processors: int, controls: int, chance: random.Random
) -> TakenAssessment:
    parties = tuple(_party(f"P{code:04}", controls, chance) for code in range(processors))
    files = [f"evidence/{name}/P{code:04}/log.csv" for code in range(processors)]
    return TakenAssessment(
        origin=Origin.REPORT,
        round=name,
        as_of=date(2020 + number // 4, 3 * (number % 4) + 1, 28),
        checklist_version="2026.11+bench",
        policy_version="2026.11",
        policy_digest="0" * 64,
        tool_version="0",
        inputs=tuple((file, f"{chance.getrandbits(256):064x}") for file in files),
        parties=parties,
        whole=None,
    )


def _party(code: str, controls: int, chance: random.Random) -> PartyLine:
    lines = tuple(_control(number, chance) for number in range(controls))
    score = round(100 * sum(line.verified or 0 for line in lines) / controls, 1)
    return PartyLine(
        processor=code,
        side=Duty.PROCESSOR,
        name=f"計測{code}株式会社",
        tier=1,
        rating=Rating.B,
        declared=score,
        verified=score,
        assurance=0.9,
        sealed=False,
        controls=lines,
    )


def _control(number: int, chance: random.Random) -> ControlLine:
    verdict = chance.choice((*[Verdict.MET] * 6, *CREDITS))
    return ControlLine(
        control=f"{DOMAINS[number % len(DOMAINS)]}-{number // len(DOMAINS) + 1:02}",
        verdict=verdict,
        severity=Severity.HIGH,
        weight=4.0,
        declared=CREDITS[verdict],
        verified=CREDITS[verdict],
        knock_out=number % 9 == 0,
        answer="yes",
        grade=2,
        required_grade=2,
        state="delivered",
        required_state="delivered",
        decision="",
        approval="",
    )


def _findings(processors: int, chance: random.Random) -> tuple[TrackedFinding, ...]:
    """Five of each processor, and a promise of the client's own for every hundredth."""
    owned = [(f"P{code:04}", number) for code in range(processors) for number in range(1, 6)]
    own = [("", number) for number in range(1, processors // 100 + 1)]
    return tuple(_finding(code, number, chance) for code, number in (*owned, *own))


def _finding(code: str, number: int, chance: random.Random) -> TrackedFinding:
    severity = chance.choice(list(Severity))
    return TrackedFinding(
        id=f"F-{code}-{number:03}",
        number=number,
        processor=code,
        side=Duty.PROCESSOR if code else Duty.CLIENT,
        cause=f"{DOMAINS[number % len(DOMAINS)]}-{number:02}" if code else f"register:Y-{number}",
        controls=("GRP-10",),
        kind=FindingKind.GAP,
        severity=severity,
        urgency=Urgency.SOON,
        required_state=EvidenceState.CHECKED,
        found=(Message.of("answered {mark}", mark="×"),),
        state=FindingState.OPEN,
        since=date(2026, 12, 31),
        first_round="2026Q4",
        last_round="2026Q4",
        due=date(2027, 1, 30),
    )


def _due(processors: int) -> tuple[DueParty, ...]:
    return tuple(
        DueParty(
            processor=f"P{code:04}",
            name=f"計測P{code:04}株式会社",
            tier=1,
            risk="middle",
            cycle_months=6,
            is_due=True,
            on_site=False,
            reasons=(),
            last_on=None,
            reply_due=None,
        )
        for code in range(processors)
    )
