"""Control tests on accounts agree with plain loops, and ordinary work is no hit."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itakusaki.retests.expressions import accounts
from support.control_test_bench import Bench, complete, in_order, varied
from support.evidence_oracles.accounts import ORACLES
from support.evidence_strategies import (
    Rows,
    account_list,
    changes,
    checkouts,
    device_events,
    downloads,
    entries,
    people,
    sign_ins,
    some,
    terminals,
    tickets,
)
from support.laws import examples

#: Two people with an account each, so that most sign-ins have an owner.
OWNED = account_list(
    account=st.sampled_from(("ada", "bob")),
    owner=st.sampled_from(("p1", "p2")),
    kind=some(*["personal"] * 12, "shared", "vault"),
)
#: Tables and parameters per test: short sessions and small margins, so that boundaries are met.
CASES: dict[str, tuple[dict[str, Rows], dict[str, Any]]] = {
    "account-overlap": (
        {
            "sign_ins": sign_ins(5, 24, most=10, accounts=1, places=2),
            "accounts": account_list(1),
            "terminals": terminals(1),
        },
        {"margin_minutes": 5, "session_hours": 1, "unclosed_minutes": 20},
    ),
    "account-overlap over days": (
        {"sign_ins": sign_ins(120, 50, most=12, accounts=1, places=2)},
        {"margin_minutes": 60, "session_hours": 24, "unclosed_minutes": 600},
    ),
    "account-overlap with long sessions": (
        {"sign_ins": sign_ins(240, 40, most=10, accounts=1, places=2)},
        {"margin_minutes": 60, "session_hours": 30, "unclosed_minutes": 60},
    ),
    "account-long-day over days": (
        {"sign_ins": sign_ins(120, 50, most=12, accounts=1)},
        {"longest_hours": 14, "rest_hours": 6, "session_hours": 14, "unclosed_minutes": 60},
    ),
    "account-long-day": (
        {"sign_ins": sign_ins(30, 30, most=10, accounts=1), "accounts": account_list(1)},
        {"longest_hours": 4, "rest_hours": 2, "session_hours": 4, "unclosed_minutes": 60},
    ),
    "owner-absent": (
        {
            "sign_ins": sign_ins(180, 24, accounts=2, places=2),
            "accounts": OWNED,
            "entries": entries(180, 24),
            "terminals": terminals(),
        },
        {"look_back_hours": 6},
    ),
    "vault-without-checkout": (
        {
            "sign_ins": sign_ins(5, 20, accounts=2),
            "accounts": account_list(kind=some("vault", "vault", "personal")),
            "checkouts": checkouts(5, 20),
        },
        {"margin_minutes": 5},
    ),
    "account-not-listed": (
        {
            "sign_ins": sign_ins(60, 20),
            "accounts": account_list(2),
            "terminals": terminals(),
            "downloads": downloads(),
            "device_events": device_events(3),
            "changes": changes(3),
        },
        {},
    ),
    "account-without-owner": ({"accounts": account_list(), "people": people()}, {}),
    "sign-in-after-leaving": (
        {"sign_ins": sign_ins(360, 20), "accounts": account_list(), "people": people()},
        {"grace_days": 1},
    ),
    "sign-in-after-contract": ({"sign_ins": sign_ins(360, 20)}, {"contract_end": "2026-01-06"}),
    "privileged-without-ticket": (
        {"sign_ins": sign_ins(5, 20), "accounts": account_list(), "tickets": tickets(5, 20)},
        {"margin_minutes": 5},
    ),
    "privileged-without-entry": (
        {
            "sign_ins": sign_ins(180, 24, accounts=2, places=2),
            "accounts": OWNED,
            "entries": entries(180, 24),
            "terminals": terminals(),
            "tickets": tickets(180, 24),
        },
        {"look_back_hours": 6, "margin_minutes": 180},
    ),
    "account-older-than-stated": (
        {"sign_ins": sign_ins(360, 20, most=3), "accounts": OWNED, "people": people(4)},
        {"margin_days": 1},
    ),
    "account-short-lived": (
        {"changes": changes(10, "created", "deleted"), "accounts": account_list(1)},
        {"days": 1},
    ),
    "right-short-lived": (
        {
            "changes": changes(10, "right_added", "right_removed"),
            "accounts": account_list(2),
            "tickets": tickets(360, 16, 2),
        },
        {"hours": 12, "margin_minutes": 360},
    ),
    "log-cleared": ({"changes": changes()}, {}),
    "source-countries": ({"sign_ins": sign_ins(60, 20)}, {}),
}
BENCH = Bench()


def test_every_test_of_the_group_has_an_oracle_and_a_case() -> None:
    assert set(accounts.TESTS) == set(ORACLES) == {case.split()[0] for case in CASES}


@pytest.mark.slow
@pytest.mark.parametrize("case", sorted(CASES))
@settings(max_examples=examples(24), deadline=None)
@given(data=st.data())
def test_the_expression_agrees_with_plain_loops(case: str, data: st.DataObject) -> None:
    name = case.split(maxsplit=1)[0]
    tables, parameters = CASES[case]
    given = varied(name, data, parameters)
    rows = complete(data.draw(st.fixed_dictionaries(tables)))
    assert BENCH.run(name, rows, given) == in_order(ORACLES[name](rows, given))


def at(hour: int, minute: int = 0, day: int = 5) -> datetime:
    return datetime(2026, 1, day, hour, minute)


def used(account: str, terminal: str | None, start: datetime, end: datetime, **more: Any) -> Any:
    return {
        "at": start,
        "account": account,
        "terminal": terminal,
        "action": "in",
        "ended_at": end,
        "kind": "interactive",
        **more,
    }


def two_places(account: str = "lead", other: str = "mt-1", **more: Any) -> dict[str, Any]:
    """One account at two terminals for an hour."""
    return {
        "sign_ins": [
            used(account, "pc-1", at(9), at(12), **more),
            used(account, other, at(11), at(15), **more),
        ]
    }


def listed(account: str, kind: str = "personal", owner: str | None = "p1") -> dict[str, Any]:
    return {"account": account, "kind": kind, "owner": owner, "rights": "admin"}


def ledger(terminal: str, use: str = "maintenance") -> dict[str, Any]:
    return {"terminal": terminal, "use": use, "on_site": True}


def test_one_account_at_two_terminals_for_an_hour_is_one_period() -> None:
    assert BENCH.hits("account-overlap", two_places()) == [(at(11), "lead", at(12), 2, 60)]


def test_a_shared_account_of_the_list_is_looked_at_like_any_other() -> None:
    rows = two_places() | {"accounts": [listed("lead", "shared")]}
    assert len(BENCH.hits("account-overlap", rows)) == 1


@pytest.mark.parametrize("kind", ["service", "vault"])
def test_service_and_vault_accounts_may_be_anywhere_at_once(kind: str) -> None:
    rows = two_places() | {"accounts": [listed("lead", kind)]}
    assert BENCH.hits("account-overlap", rows) == []


def test_accounts_named_by_a_pattern_of_the_settings_are_left_out() -> None:
    rows = two_places("batch_07")
    assert BENCH.hits("account-overlap", rows, service_accounts=("BATCH_*",)) == []
    assert len(BENCH.hits("account-overlap", rows, service_accounts=("batch-*",))) == 1


def test_batch_sign_ins_are_no_use_by_a_person() -> None:
    assert BENCH.hits("account-overlap", two_places(kind="batch")) == []


def test_a_hand_over_of_a_quarter_of_an_hour_is_accepted_and_a_minute_more_is_not() -> None:
    early = used("lead", "pc-1", at(9), at(12, 15))
    rows = {"sign_ins": [early, used("lead", "mt-1", at(12), at(15))]}
    assert BENCH.hits("account-overlap", rows) == []
    assert len(BENCH.hits("account-overlap", rows, margin_minutes=14)) == 1


def test_virtual_desktops_and_gateways_hide_where_somebody_sits() -> None:
    rows = two_places(other="vdi-0042")
    assert BENCH.hits("account-overlap", rows, shared_terminals=("vdi-*",)) == []
    assert BENCH.hits("account-overlap", rows | {"terminals": [ledger("vdi-0042", "vdi")]}) == []
    assert len(BENCH.hits("account-overlap", rows)) == 1


def test_a_window_on_a_server_is_no_second_person() -> None:
    seat, window = two_places()["sign_ins"]
    rows = {"sign_ins": [seat, window | {"terminal": "sv-1", "kind": "remote"}]}
    assert BENCH.hits("account-overlap", rows) == []


def test_two_sign_ins_without_a_terminal_are_not_at_two_terminals() -> None:
    seat, other = two_places()["sign_ins"]
    rows = {"sign_ins": [seat, other | {"terminal": None}]}
    assert BENCH.hits("account-overlap", rows) == []


def test_a_screen_left_open_over_the_night_does_not_count_until_the_morning() -> None:
    evening = {**used("ada", "pc-1", at(18), at(18)), "ended_at": None}
    rows = {
        "sign_ins": [
            evening,
            {**evening, "at": at(9, day=6), "action": "out"},
            used("ada", "pc-2", at(8, day=6), at(8, 50, day=6)),
        ]
    }
    assert BENCH.hits("account-overlap", rows) == []


def test_a_night_shift_over_midnight_is_no_long_day() -> None:
    rows = {"sign_ins": [used("ada", "pc-1", at(22, day=d), at(7, day=d + 1)) for d in range(5, 9)]}
    assert BENCH.hits("account-long-day", rows) == []


def test_one_id_over_three_shifts_is_one_long_day() -> None:
    shifts = [(at(8), at(16)), (at(16), at(23)), (at(23, 30), at(8, day=6))]
    rows = {"sign_ins": [used("ada", "pc-1", *shift) for shift in shifts]}
    assert BENCH.hits("account-long-day", rows) == [(at(8), "ada", at(8, day=6), 24, 1, 3)]


def on_site(entered: datetime | None) -> dict[str, Any]:
    """The owner's account used at 00:30; others entered that day; the owner is known from before."""
    entered_rows = [{"at": entered, "person": "p1"}] if entered else []
    return {
        "sign_ins": [used("ada", "mt-1", at(0, 30, day=8), at(1, day=8))],
        "accounts": [listed("ada")],
        "terminals": [ledger("mt-1")],
        "entries": [
            {"at": at(9), "person": "p1"},
            {"at": at(9, day=8), "person": "p2"},
            *entered_rows,
        ],
        "tickets": [{"start_at": at(0), "end_at": at(0), "account": "nobody"}],
    }


@pytest.mark.parametrize("name", ["owner-absent", "privileged-without-entry"])
def test_who_entered_in_the_evening_is_there_after_midnight(name: str) -> None:
    assert BENCH.hits(name, on_site(at(21, 45, day=7))) == []
    assert BENCH.hits(name, on_site(at(12, 30, day=7))) == []
    assert BENCH.hits(name, on_site(at(12, 29, day=7))) == [(at(0, 30, day=8), "ada", "mt-1", 1)]
    assert BENCH.hits(name, on_site(None)) == [(at(0, 30, day=8), "ada", "mt-1", 1)]


@pytest.mark.parametrize("name", ["owner-absent", "privileged-without-entry"])
def test_an_owner_whom_the_entry_log_never_names_cannot_be_compared(name: str) -> None:
    rows = on_site(None)
    assert BENCH.hits(name, rows | {"entries": [{"at": at(9, day=8), "person": "p2"}]}) == []


def test_the_person_on_the_ticket_may_stand_in_for_the_owner_on_site() -> None:
    ticket = {"start_at": at(0, day=8), "end_at": at(2, day=8), "account": "ada", "person": "p2"}
    assert BENCH.hits("privileged-without-entry", on_site(None) | {"tickets": [ticket]}) == []


def test_a_ticket_without_names_covers_its_time_and_nothing_else() -> None:
    rows = on_site(None) | {"tickets": [{"start_at": at(1, day=8), "end_at": at(2, day=8)}]}
    assert BENCH.hits("privileged-without-ticket", rows) == []
    late = rows | {"tickets": [{"start_at": at(1, 1, day=8), "end_at": at(2, day=8)}]}
    assert len(BENCH.hits("privileged-without-ticket", late)) == 1


def test_work_on_the_last_day_is_in_time_and_the_day_after_is_not() -> None:
    rows = {
        "sign_ins": [
            used("ada", "pc-1", at(23, 59), at(23, 59)),
            used("ada", "pc-1", at(0, day=6), at(1, day=6)),
        ],
        "accounts": [listed("ada")],
        "people": [{"person": "p1", "end_on": date(2026, 1, 5)}],
    }
    hit = (at(0, day=6), "ada", "pc-1", date(2026, 1, 5), 1)
    assert BENCH.hits("sign-in-after-leaving", rows) == [hit]
    again = {"person": "p1", "end_on": None}
    assert BENCH.hits("sign-in-after-leaving", rows | {"people": [*rows["people"], again]}) == []


def test_without_a_day_for_the_end_of_the_contract_a_query_still_can_be_printed() -> None:
    rows = {"sign_ins": [used("ada", "pc-1", at(9), at(10))]}
    assert BENCH.hits("sign-in-after-contract", rows) == []
