"""Control tests on media agree with plain loops, and ordinary work is no hit."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itakusaki.retests.expressions import media
from support.control_test_bench import Bench, complete, in_order, varied
from support.evidence_oracles.media import ORACLES
from support.evidence_strategies import (
    Rows,
    account_list,
    device_events,
    downloads,
    media_list,
    media_stock,
    permits,
    sign_ins,
    terminals,
)
from support.laws import examples

#: Tables per test; none of these has a parameter that is a number.
CASES: dict[str, tuple[dict[str, Rows], dict[str, Any]]] = {
    "media-write-when-blocked": (
        {
            "device_events": device_events(),
            "terminals": terminals(),
            "permits": permits(),
            "accounts": account_list(3),
        },
        {},
    ),
    "media-connect-when-blocked": (
        {
            "device_events": device_events(9),
            "terminals": terminals(),
            "permits": permits(2),
            "accounts": account_list(3),
        },
        {},
    ),
    "media-write-without-permit": (
        {"device_events": device_events(), "permits": permits(), "accounts": account_list(3)},
        {},
    ),
    "media-not-in-ledger": ({"device_events": device_events(9), "media": media_list()}, {}),
    "terminal-without-device-log": (
        {
            "device_events": device_events(2),
            "terminals": terminals(),
            "sign_ins": sign_ins(360, 16),
        },
        {},
    ),
    "unlisted-terminal": (
        {
            "terminals": terminals(3),
            "sign_ins": sign_ins(360, 16),
            "downloads": downloads(),
            "device_events": device_events(),
        },
        {},
    ),
    "media-stock": ({"media_stock": media_stock()}, {}),
    "blocked-attempts": ({"device_events": device_events(9)}, {}),
}
BENCH = Bench()


def test_every_test_of_the_group_has_an_oracle_and_a_case() -> None:
    assert set(media.TESTS) == set(ORACLES) == {case.split()[0] for case in CASES}


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


def event(**changed: Any) -> dict[str, Any]:
    """A write to a USB memory on a maintenance terminal."""
    usual = {
        "at": datetime(2026, 1, 5, 20),
        "terminal": "mt-1",
        "account": "lead",
        "action": "write",
        "device_class": "storage",
        "device": "USB memory",
        "serial": "s1",
    }
    return usual | changed


def permit(**changed: Any) -> dict[str, Any]:
    days = {"start_on": date(2026, 1, 5), "end_on": date(2026, 1, 5)}
    return {"kind": "media", **days, **changed}


BLOCKED = {"terminals": [{"terminal": "mt-1", "media_policy": "blocked", "use": "maintenance"}]}
WRITES = ("media-write-when-blocked", "media-write-without-permit")


def written(*events: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"device_events": list(events), **BLOCKED, **more}


@pytest.mark.parametrize("name", WRITES)
def test_a_write_without_a_permit_on_a_blocked_terminal_is_a_hit(name: str) -> None:
    (hit,) = BENCH.hits(name, written(event(), event()))
    assert hit[-1] == 2


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize("device", ["printer", "input", "network", "other", None])
def test_a_printer_is_never_a_medium(name: str, device: str | None) -> None:
    rows = written(event(device_class=device), event(device_class=device, action="blocked"))
    assert BENCH.hits(name, rows) == []
    assert BENCH.hits("media-not-in-ledger", rows | {"media": [{"serial": "s2"}]}) == []
    assert BENCH.hits("blocked-attempts", rows) == []


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize(
    ("allowed", "covers"),
    [
        ({"serial": "s1"}, True),
        ({"serial": "s1", "person": "p1", "terminal": "mt-1", "account": "lead"}, True),
        ({"person": "p1"}, True),
        ({}, False),
        ({"serial": "s2"}, False),
        ({"serial": "s1", "terminal": "pc-1"}, False),
        ({"serial": "s1", "person": "p2"}, False),
        ({"serial": "s1", "kind": "download"}, False),
        ({"serial": "s1", "end_on": date(2026, 1, 4)}, False),
        ({"serial": "s1", "start_on": date(2026, 1, 6)}, False),
    ],
)
def test_a_permit_covers_what_it_names_and_nothing_else(
    name: str, allowed: dict[str, Any], *, covers: bool
) -> None:
    rows = written(
        event(),
        permits=[permit(**allowed)],
        accounts=[{"account": "lead", "owner": "p1", "kind": "personal"}],
    )
    assert (BENCH.hits(name, rows) == []) is covers


@pytest.mark.parametrize("name", WRITES)
def test_a_write_without_a_serial_is_held_against_the_other_names(name: str) -> None:
    nameless = event(serial=None, account=None)
    covered = written(nameless, permits=[permit(serial="s1", terminal="mt-1")])
    assert BENCH.hits(name, covered) == []
    assert len(BENCH.hits(name, written(nameless, permits=[permit(serial="s1")]))) == 1


def test_a_private_stick_that_was_blocked_was_not_in_use() -> None:
    tried = [event(action="connect"), event(action="blocked")]
    rows = {"device_events": tried, "media": [{"serial": "s2"}]}
    assert BENCH.hits("media-not-in-ledger", rows) == []
    worked = rows | {"device_events": [*tried, event(action="read")]}
    assert len(BENCH.hits("media-not-in-ledger", worked)) == 1


def test_one_line_that_allows_media_is_enough_for_a_terminal() -> None:
    lenient = {"terminal": "mt-1", "media_policy": "allowed"}
    rows = written(event()) | {"terminals": [*BLOCKED["terminals"], lenient]}
    assert BENCH.hits("media-write-when-blocked", rows) == []


def test_stock_that_adds_up_is_no_hit() -> None:
    line = {"kind": "usb", "opening": 10, "added": 2, "removed": 3, "closing": 9}
    assert BENCH.hits("media-stock", {"media_stock": [line]}) == []
    (hit,) = BENCH.hits("media-stock", {"media_stock": [line | {"closing": 8}]})
    assert hit[-1] == -1


CONNECTED = "media-connect-when-blocked"


def test_a_connection_that_is_not_blocked_is_a_question() -> None:
    connect = event(action="connect")
    (hit,) = BENCH.hits(CONNECTED, written(connect, connect))
    assert hit[-1] == 2
    assert BENCH.hits(CONNECTED, written(connect, event(action="blocked"))) == []
    assert BENCH.hits(CONNECTED, written(connect, event(action="blocked", serial=None))) == []
    assert len(BENCH.hits(CONNECTED, written(connect, event(action="blocked", serial="s2")))) == 1
    assert BENCH.hits(CONNECTED, written(connect, permits=[permit(serial="s1")])) == []


@pytest.mark.parametrize("policy", ["read_only", "allowed", None])
def test_a_connection_where_media_may_be_read_is_none(policy: str | None) -> None:
    rows = written(event(action="connect"))
    rows |= {"terminals": [{"terminal": "mt-1", "media_policy": policy}]}
    assert BENCH.hits(CONNECTED, rows) == []
