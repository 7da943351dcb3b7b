"""What goes into the store comes out equal; the journal tells of it, and a change behind its back is found."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, delete, event, select, update

from itakusaki.files.writing import rehearsal
from itakusaki.model.errors import (
    BrokenJournalError,
    RoundClosedError,
    RoundExistsError,
    RoundNotOpenError,
    StoreError,
)
from itakusaki.model.journal import EntryMark, FaultKind
from itakusaki.model.tracked import (
    CorrectionPlan,
    FindingStanding,
    FindingState,
    Settlement,
    TrackedFinding,
)
from itakusaki.model.verdict import Rating
from itakusaki.store.chain import entry_digest
from itakusaki.store.store import DatabaseStore, make_store, store_at
from itakusaki.store.tables import (
    ASSESSMENT,
    CONTROL,
    EVIDENCE,
    FINDING_CHANGE,
    HEAD,
    JOURNAL,
    MADE_OF,
    PART,
    PARTY,
    ROUND,
    SOURCE,
)
from itakusaki.store.tables import (
    DUE as DUE_TABLE,
)
from itakusaki.store.tables import (
    INCIDENT as INCIDENT_TABLE,
)
from support.assessments import assessment, every_rating, processor, result
from support.stored import DUE, INCIDENT, MARK, QUARTER, TRACKED, taken


def small(seed: int = 0, *, round_: str = "2026Q4", name: str = "青葉メーリング") -> Any:
    """One party."""
    return taken(assessment(result(processor("P01", name), Rating.A)), round_=round_, seed=seed)


def change(store: DatabaseStore, *statements: Any) -> None:
    """Change rows behind the store's back."""
    with store.database.writing() as connection:
        for statement in statements:
            connection.execute(statement)


def filled(store: DatabaseStore) -> DatabaseStore:
    """Five entries: a round opened, assessed twice, closed, corrected."""
    store.open_round("2026Q4", QUARTER, (DUE,), MARK)
    store.keep(small(1), MARK)
    store.keep(small(2), MARK)
    store.close_round("2026Q4", MARK)
    store.keep(small(3), MARK)
    return store


def test_an_assessment_comes_out_as_it_went_in(store: DatabaseStore) -> None:
    given = taken()
    kept = store.keep(given, MARK).kept
    assert store.assessment(kept) == given.whole
    assert store.lines(kept).parties == given.parties
    assert len(given.parties) == 17
    assert (kept.round, kept.number, kept.entry, kept.is_correction) == ("2026Q4", 1, 1, False)
    assert kept == store.kept("2026Q4")[0]
    assert store.kept("2026Q3") == ()


def test_an_assessment_known_in_lines_only_is_kept_so(store: DatabaseStore) -> None:
    kept = store.keep(replace(taken(), whole=None), MARK).kept
    assert store.assessment(kept) is None
    assert len(store.lines(kept).parties) == 17
    assert store.verify().fault is None


@pytest.mark.parametrize(
    ("changed", "is_new"),
    [
        ({}, False),
        ({"policy_digest": "b" * 64}, True),
        ({"inputs": (("contracts/ledger.xlsx", "e" * 64),)}, True),
        ({"whole": replace(every_rating(), tool_version="9")}, True),
    ],
    ids=["the same", "another policy", "another input", "another version"],
)
def test_the_same_input_again_is_recognised(
    store: DatabaseStore, changed: dict[str, Any], is_new: object
) -> None:
    store.keep(taken(), MARK)
    again = store.keep(replace(taken(), **changed), MARK)
    assert again.is_new is is_new
    assert again.kept.number == len(store.entries()) == (2 if is_new else 1)


def test_what_was_the_same_before_something_else_came_is_new_again(store: DatabaseStore) -> None:
    for seed in (1, 2, 1):
        assert store.keep(small(seed), MARK).is_new
    assert [entry.number for entry in store.entries()] == [1, 2, 3]


def test_a_result_that_did_not_change_is_kept_once(store: DatabaseStore) -> None:
    store.keep(taken(), MARK)
    store.keep(taken(seed=1), MARK)
    with store.database.reading() as connection:
        parts = len(connection.execute(select(PART.c.digest)).all())
        uses = len(connection.execute(select(MADE_OF.c.part)).all())
    assert (parts, uses) == (10, 18)


def test_the_journal_says_who_did_what_when_and_names_no_party(store: DatabaseStore) -> None:
    entries = filled(store).entries()
    assert [entry.action for entry in entries] == [
        "round_opened",
        "assessed",
        "assessed",
        "round_closed",
        "assessed",
    ]
    assert {(entry.actor, entry.at) for entry in entries} == {
        ("委託管理課", "2026-12-31T03:04:05Z")
    }
    told = b"".join(entry.payload for entry in entries).decode()
    assert "2026Q4" in told
    assert all(name not in told for name in ("P01", "青葉", "ledger", "desk@"))


def test_what_is_kept_of_a_closed_round_is_a_correction(store: DatabaseStore) -> None:
    kept = filled(store).kept("2026Q4")
    assert [one.is_correction for one in kept] == [False, False, True]
    found = store.round("2026Q4")
    assert found is not None
    assert found.closed == store.entries()[3].head
    with pytest.raises(RoundClosedError):
        store.close_round("2026Q4", MARK)


def test_a_round_is_opened_once_and_closed_on_something(store: DatabaseStore) -> None:
    with pytest.raises(RoundNotOpenError):
        store.close_round("2026Q4", MARK)
    store.open_round("2026Q4", QUARTER, (DUE, replace(DUE, processor="P02")), MARK)
    with pytest.raises(RoundExistsError):
        store.open_round("2026Q4", QUARTER, (), MARK)
    with pytest.raises(RoundNotOpenError):
        store.close_round("2026Q4", MARK)
    assert [one.processor for one in store.due("2026Q4")] == ["P01", "P02"]
    assert store.due("2026Q4")[0] == DUE
    assert len(store.entries()) == 1


def _entry_made_anew(store: DatabaseStore, number: int) -> None:
    """An entry with another actor and the digest that belongs to it, as a forger would write it."""
    entry = store.entries()[number - 1]
    texts = (entry.at, "別人", entry.action)
    digest = entry_digest(number, texts, entry.payload, entry.prev)
    where = JOURNAL.c.number == number
    change(store, update(JOURNAL).where(where).values(actor="別人", digest=digest))


def _row(table: Table, **values: Any) -> Callable[[DatabaseStore], None]:
    return lambda store: change(store, update(table).values(**values))


def _at(number: int, **values: Any) -> Callable[[DatabaseStore], None]:
    return lambda store: change(
        store, update(JOURNAL).where(JOURNAL.c.number == number).values(**values)
    )


def _without_references(store: DatabaseStore, *numbers: int) -> None:
    """Take entries away together with all that refers to them."""
    gone = select(ASSESSMENT.c.id).where(ASSESSMENT.c.entry.in_(numbers))
    tables = (EVIDENCE, CONTROL, PARTY, SOURCE, MADE_OF)
    change(
        store,
        *(delete(table).where(table.c.assessment.in_(gone)) for table in tables),
        delete(ASSESSMENT).where(ASSESSMENT.c.entry.in_(numbers)),
        update(ROUND).where(ROUND.c.closed.in_(numbers)).values(closed=None),
        delete(JOURNAL).where(JOURNAL.c.number.in_(numbers)),
    )


@pytest.mark.parametrize(
    ("spoil", "number", "kind"),
    [
        (_at(2, payload=b"{}"), 2, FaultKind.CONTENT),
        (_at(3, actor="別人"), 3, FaultKind.CONTENT),
        (_at(1, at="2026-12-30T03:04:05Z"), 1, FaultKind.CONTENT),
        (_at(4, action="assessed"), 4, FaultKind.CONTENT),
        (lambda store: _entry_made_anew(store, 2), 3, FaultKind.LINK),
        (lambda store: _without_references(store, 2), 2, FaultKind.GAP),
        (lambda store: _without_references(store, 3, 4), 3, FaultKind.GAP),
        (lambda store: _without_references(store, 5), 5, FaultKind.CUT_END),
        (lambda store: _without_references(store, 4, 5), 4, FaultKind.CUT_END),
        (lambda store: _entry_made_anew(store, 5), 6, FaultKind.CUT_END),
        (lambda store: change(store, delete(HEAD)), 6, FaultKind.CUT_END),
        (_row(PARTY, verified=100.0, rating="A", name="x"), 2, FaultKind.RECORD),
        (_row(CONTROL, verdict="met", answer="no"), 2, FaultKind.RECORD),
        (_row(EVIDENCE, sha256="0" * 64), 2, FaultKind.RECORD),
        (_row(SOURCE, sha256="0" * 64), 2, FaultKind.RECORD),
        (_row(PART, content=b"x"), 2, FaultKind.RECORD),
        (_row(ASSESSMENT, tool_version="x"), 2, FaultKind.RECORD),
        (_row(DUE_TABLE, content=b"{}"), 1, FaultKind.RECORD),
        (_row(ROUND, closed=None), 4, FaultKind.RECORD),
        (_row(ROUND, closed=2), 4, FaultKind.RECORD),
    ],
)  # fmt: skip
def test_the_first_bad_entry_and_its_kind_are_named(
    store: DatabaseStore, spoil: Callable[[DatabaseStore], None], number: int, kind: FaultKind
) -> None:
    filled(store)
    assert store.verify().fault is None
    spoil(store)
    fault = store.verify().fault
    assert fault is not None
    assert (fault.number, fault.kind) == (number, kind)


def test_nothing_is_appended_to_a_journal_whose_end_was_cut(store: DatabaseStore) -> None:
    _without_references(filled(store), 5)
    with pytest.raises(BrokenJournalError):
        store.keep(small(9), MARK)
    assert len(store.entries()) == 4


def test_a_chain_made_anew_lacks_the_head_that_was_printed(store: DatabaseStore) -> None:
    printed = filled(store).entries()[3].digest
    assert store.verify(printed).fault is None
    fault = store.verify("f" * 64).fault
    assert fault is not None
    assert fault.kind is FaultKind.CUT_END


def test_a_round_that_is_erased_leaves_a_chain_that_holds(store: DatabaseStore) -> None:
    filled(store)
    store.keep(taken(round_="2027Q1"), MARK)
    assert store.erase_round("2026Q4", MARK) == 3
    assert store.kept("2026Q4") == ()
    assert store.due("2026Q4") == ()
    check = store.verify()
    assert (check.fault, check.entries) == (None, 7)
    (other,) = store.kept("2027Q1")
    assert store.assessment(other) is not None
    with store.database.reading() as connection:
        assert len(connection.execute(select(PART.c.digest)).all()) == 9
    with pytest.raises(RoundNotOpenError):
        store.erase_round("2030Q1", MARK)


def test_an_erased_round_takes_the_names_of_what_was_settled_in_it(store: DatabaseStore) -> None:
    said = Settlement(
        by="鈴木", reason="佐藤が直した", seen="1", round="2026Q4", evidence="佐藤.pdf"
    )
    plan = CorrectionPlan(party_owner="高橋", cause="田中の設定漏れ")
    other = replace(TRACKED, id="F-P01-002", number=2, cause="TEC-02", owner="佐藤")
    closed = replace(
        TRACKED, state=FindingState.CLOSED, owner="佐藤", plan=plan, settlement=said, done_by="佐藤"
    )
    later = replace(TRACKED, id="F-P01-003", number=3, cause="TEC-03", owner="山本")
    filled(store)
    store.change_findings("2026Q4", lambda _: (TRACKED, other, later), MARK)
    store.change_findings("2026Q4", lambda _: (closed,), MARK)
    store.change_findings("2027Q1", lambda _: (replace(later, owner="中村"),), MARK)
    store.erase_round("2026Q4", MARK)
    first, second, third = store.findings()
    assert (first.state, first.cause, first.due) == (closed.state, closed.cause, closed.due)
    assert (first.owner, first.done_by, first.plan, first.found) == ("", "", CorrectionPlan(), ())
    assert second == other
    assert third.owner == "中村"
    assert [len(store.finding_steps(one.id)) for one in (first, second, third)] == [1, 1, 1]
    assert store.verify().fault is None
    with store.database.reading() as connection:
        kept = b"".join(map(bytes, connection.scalars(select(FINDING_CHANGE.c.content)))).decode()
    assert not [name for name in ("鈴木", "高橋", "田中", "山本") if name in kept]


def test_japanese_names_come_out_in_the_order_in_which_they_went_in(store: DatabaseStore) -> None:
    names = ["髙橋商会", "あおぞら", "ヱビス堂", "Ωメガ", "一の蔵", "𠮷野物流"]
    parties = [result(processor(f"P{i}", name), Rating.A) for i, name in enumerate(names)]
    kept = store.keep(taken(assessment(*parties)), MARK).kept
    found = [line.name for line in store.lines(kept).parties[:-1:2]]
    assert found == names


def test_what_no_database_holds_as_text_does_not_stop_it(store: DatabaseStore) -> None:
    given = small(name="社名\0と\udc80半端")
    kept = store.keep(given, MARK).kept
    assert store.assessment(kept) == given.whole
    assert store.lines(kept).parties[0].name == "社名\ufffdと?半端"
    assert store.verify().fault is None
    assert not store.keep(given, MARK).is_new


def test_wherever_a_statement_fails_nothing_is_half_written(store: DatabaseStore) -> None:
    store.open_round("2026Q4", QUARTER, (DUE,), MARK)
    before, number, ended = store.entries(), 0, False
    while not ended:
        number += 1
        seen = iter(range(1, 1000))

        @event.listens_for(store.database.engine, "before_cursor_execute")
        def fail(*_: Any, seen: Any = seen, number: int = number) -> None:
            if next(seen) == number:
                raise OSError(28, "made to fail")

        try:
            store.keep(small(), MARK)
            ended = True
        except OSError:
            pass
        event.remove(store.database.engine, "before_cursor_execute", fail)
        if not ended:
            assert (store.entries(), store.kept(), store.verify().fault) == (before, (), None)
    assert number > 10
    assert len(store.kept()) == 1
    assert store.verify().fault is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a second process by fork")
def test_two_processes_at_once_leave_one_chain_without_a_gap(place: str | Path) -> None:
    children = []
    for child in range(2):
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                found = store_at(place)
                assert found is not None
                for seed in range(4):
                    found.keep(small(seed, round_=f"202{child}Q1"), MARK)
                code = 0
            finally:
                os._exit(code)
        children.append(pid)
    assert [os.waitpid(pid, 0)[1] for pid in children] == [0, 0]
    store = store_at(place)
    assert store is not None
    assert [entry.number for entry in store.entries()] == list(range(1, 9))
    assert store.verify().fault is None


def test_a_rehearsal_writes_nothing(place: str | Path) -> None:
    with rehearsal() as planned:
        trial = store_at(place)
        assert trial is not None
        assert trial.keep(small(), MARK).kept.entry == 1
    store = store_at(place)
    assert store is not None
    assert store.entries() == ()
    assert [(one.name, one.is_new, one.is_store) for one in planned] == [(store.name, False, True)]


def test_a_rehearsal_names_no_store_that_stays_as_it_is(place: str | Path) -> None:
    store = store_at(place)
    assert store is not None
    store.keep(small(), MARK)
    with rehearsal() as planned:
        trial = store_at(place)
        assert trial is not None
        assert not trial.keep(small(), MARK).is_new
        assert trial.change_findings("2026Q4", lambda _: (), MARK) == ()
    assert planned == []


def test_a_mark_is_written_by_the_second_in_utc(store: DatabaseStore) -> None:
    from datetime import datetime, timedelta, timezone  # noqa: PLC0415 - here only

    at = datetime(2027, 1, 1, 8, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=9)))
    store.keep(small(), EntryMark(actor="", at=at))
    assert store.entries()[0].at == "2026-12-31T23:59:59Z"
    assert store.verify().fault is None


@pytest.mark.slow
def test_no_password_is_in_anything_that_is_said(server: str) -> None:
    with pytest.raises(StoreError) as raised:
        make_store(server.format("absent"))
    said = str(raised.value.says.values)
    assert "absent" in said
    assert "geheim" not in said + repr(raised.value)
    with pytest.raises(StoreError) as unread:
        make_store("postgresql+psycopg://me:geheim@host:port/x")
    assert "geheim" not in str(unread.value.says.values) + repr(unread.value)


def test_a_finding_is_kept_as_it_stood_after_every_change(store: DatabaseStore) -> None:
    later = replace(TRACKED, state=FindingState.ANSWERED, owner="佐藤", moved=1)
    other = replace(TRACKED, id="F-P01-002", number=2, cause="X-05/a")
    assert store.change_findings("2026Q4", lambda _: (TRACKED, other), MARK) == (TRACKED, other)
    store.change_findings("2027Q1", lambda kept: (replace(kept[0], **CHANGED),), MARK)
    assert store.change_findings("2027Q1", lambda _: (), MARK) == ()
    assert store.findings() == (later, other)
    assert [step.finding for step in store.finding_steps("F-P01-001")] == [TRACKED, later]
    assert store.finding_steps("F-P09-001") == ()
    first, second = store.entries()
    assert (first.action, second.number) == ("findings_changed", 2)
    assert b"P01" not in first.payload + second.payload
    assert "佐藤".encode() not in second.payload
    assert store.verify().fault is None
    change(store, update(FINDING_CHANGE).where(FINDING_CHANGE.c.entry == 2).values(content=b"{}"))
    fault = store.verify().fault
    assert fault is not None
    assert (fault.number, fault.kind) == (2, FaultKind.RECORD)


def test_findings_are_counted_by_how_far_they_have_come(store: DatabaseStore) -> None:
    other = replace(TRACKED, id="F-P01-002", number=2, cause="X-05/a")
    until = date(2027, 3, 31)
    settled = Settlement(by="高橋", reason="更改まで", seen="d" * 16, round="2027Q1", until=until)
    accepted = replace(other, state=FindingState.ACCEPTED, settlement=settled)
    as_found = FindingStanding(
        state=FindingState.OPEN,
        due=TRACKED.due,
        until=None,
        first_round="2026Q4",
        settled_in="",
        count=2,
    )
    assert store.finding_standings() == ()
    store.change_findings("2026Q4", lambda _: (TRACKED, other), MARK)
    assert store.finding_standings() == (as_found,)
    store.change_findings("2027Q1", lambda _: (accepted,), MARK)
    assert set(store.finding_standings()) == {
        replace(as_found, count=1),
        replace(as_found, state=FindingState.ACCEPTED, until=until, settled_in="2027Q1", count=1),
    }
    assert store.verify().fault is None


@pytest.mark.parametrize(
    "said", [{"state": "closed"}, {"due": "2030-01-01"}, {"until": "2030-01-01"}]
)
def test_how_far_a_finding_has_come_is_not_changed_unseen(
    store: DatabaseStore, said: dict[str, str]
) -> None:
    store.change_findings("2026Q4", lambda _: (TRACKED,), MARK)
    assert store.verify().fault is None
    change(store, update(FINDING_CHANGE).values(**said))
    fault = store.verify().fault
    assert fault is not None
    assert (fault.number, fault.kind) == (1, FaultKind.RECORD)


def test_a_change_that_fails_keeps_nothing(store: DatabaseStore) -> None:
    def wrong(_: object) -> tuple[TrackedFinding, ...]:
        raise KeyError

    with pytest.raises(KeyError):
        store.change_findings("2026Q4", wrong, MARK)
    with pytest.raises(StoreError):  # an id is never given to another cause
        store.change_findings("2026Q4", lambda _: (TRACKED, TRACKED), MARK)
    assert (store.findings(), store.entries()) == ((), ())


CHANGED: dict[str, Any] = {"state": FindingState.ANSWERED, "owner": "佐藤", "moved": 1}


def test_an_incident_is_recorded_whenever_it_stands_otherwise(store: DatabaseStore) -> None:
    other = replace(INCIDENT, name="a", incident=None, sheet=None)
    assert store.keep_incidents("2026Q4", (INCIDENT, other), MARK) == (INCIDENT, other)
    assert store.keep_incidents("2026Q4", (INCIDENT,), MARK) == ()
    later = replace(INCIDENT, files=())
    assert store.keep_incidents("2027Q1", (later, other), MARK) == (later,)
    assert store.incidents() == (later, other)  # by name
    assert store.verify().fault is None
    assert not [entry for entry in store.entries() if "窓口" in entry.payload.decode()]
    change(store, update(INCIDENT_TABLE).where(INCIDENT_TABLE.c.entry == 2).values(content=b"{}"))
    fault = store.verify().fault
    assert fault is not None
    assert (fault.number, fault.kind) == (2, FaultKind.RECORD)
