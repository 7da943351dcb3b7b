"""Tests on downloads: each expression against plain loops, and the benign traps one by one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.evidence_oracles.downloads import ORACLES
from support.evidence_rows import Desk, Row, Rows, data, day, in_order, moment, parameters
from support.laws import examples

ACCOUNTS = ("a1", "a2", "svc-1", "p1")
PERSONS = ("p1", "p2")
TERMINALS = ("t1", "t2", "mt-1")
PLACES = (
    "\\\\FS1\\out\\x.csv",
    "//fs1/out",
    "smb://mt-1/c$/",
    "t2:/tmp/a",
    "C:\\tmp",
    "/",
    "fs1/outside",
)
FEW = settings(
    max_examples=examples(24),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


def maybe(values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from((None, *values))


def times(days: int, step: int) -> st.SearchStrategy[datetime]:
    """Times on a grid of minutes, now and then a second or a minute beside it."""
    return st.builds(
        lambda d, n, off: moment(d, 0, n * step, off),
        st.integers(0, days - 1),
        st.integers(0, 1440 // step - 1),
        st.sampled_from((0, 0, 0, 1, 59, -1, 60)),
    )


def rows(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries(columns)


def download(
    days: int = 4, step: int = 30, sizes: tuple[int, ...] = (1, 5, 20)
) -> st.SearchStrategy[Row]:
    return rows(
        at=times(days, step),
        account=st.sampled_from(ACCOUNTS),
        terminal=maybe(TERMINALS),
        object=maybe(("customers",)),
        rows=maybe(sizes),
        destination=maybe(PLACES),
        ticket=maybe(("W-1", "w-2", "d-1")),
    )


def span(days: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(-1, days), st.integers(0, 2)).map(lambda s: (s[0], s[0] + s[1]))


def permit(days: int = 4) -> st.SearchStrategy[Row]:
    return st.builds(
        lambda span, given: given | {"start_on": day(span[0]), "end_on": day(span[1])},
        span(days),
        rows(
            permit=st.sampled_from(("d-1", "D-2")),
            kind=st.sampled_from(("download", "download", "carry", "media")),
            person=maybe(PERSONS),
            account=maybe(ACCOUNTS),
            terminal=maybe(TERMINALS),
            serial=maybe(("s1", "s2")),
            destination=maybe(PLACES),
        ),
    )


def timed(days: int, fields: st.SearchStrategy[Row]) -> st.SearchStrategy[Row]:
    """Rows with start_at and end_at within the days, on the same grid as events."""
    return st.builds(
        lambda start, hours, given: (
            given | {"start_at": start, "end_at": moment(0, hours) - moment() + start}
        ),
        times(days, 30),
        st.integers(0, 30),
        fields,
    )


ACCOUNT = rows(
    account=st.sampled_from(ACCOUNTS),
    owner=maybe(PERSONS),
    kind=st.sampled_from(("personal", "shared", "service", "vault")),
)
TICKET = timed(
    4,
    rows(
        ticket=st.sampled_from(("w-1", "W-2", "w-3")),
        person=maybe(PERSONS),
        account=maybe(ACCOUNTS),
        terminal=maybe(TERMINALS),
    ),
)
CHECKOUT = timed(4, rows(account=st.sampled_from(ACCOUNTS), person=st.sampled_from(PERSONS)))
LISTS = {
    "accounts": st.lists(ACCOUNT, max_size=3),
    "permits": st.lists(permit(), max_size=3),
    "checkouts": st.lists(CHECKOUT, max_size=2),
}
TERMINAL = rows(
    terminal=st.sampled_from(TERMINALS),
    use=st.sampled_from(("business", "maintenance", "server", "vdi")),
)
MAINTENANCE = {"terminal": "mt-1", "use": "maintenance"}
SHIFT = rows(
    shift=st.just("s"),
    starts=st.sampled_from((0, 30, 480, 540, 1320)),
    ends=st.sampled_from((0, 30, 480, 1020, 1320, 1440, 1560)),
)
HOLIDAY = rows(holiday=st.integers(-1, 8).map(day))
EVENT = rows(
    at=times(1, 15),
    terminal=st.sampled_from(TERMINALS),
    account=maybe(ACCOUNTS),
    action=st.sampled_from(("write", "write", "write", "connect", "blocked")),
    device_class=st.sampled_from(("storage", "storage", "phone", "printer", None)),
    serial=maybe(("s1", "s2")),
)


def tables(**drawn: st.SearchStrategy[Any]) -> st.SearchStrategy[Rows]:
    return st.fixed_dictionaries(LISTS | drawn)


CASES: dict[str, tuple[st.SearchStrategy[Rows], dict[str, Any]]] = {
    "download-count": (tables(downloads=st.lists(download(12), max_size=12)), {"days": 5}),
    "download-volume": (
        tables(downloads=st.lists(download(3), max_size=14)),
        {"rows_per_day": 20, "count_per_day": 2, "service_accounts": ("svc-*",)},
    ),
    "download-out-of-hours": (
        tables(
            downloads=st.lists(download(9), min_size=1, max_size=10),
            shifts=st.lists(SHIFT, max_size=3),
            holidays=st.lists(HOLIDAY, max_size=2),
            tickets=st.lists(TICKET, max_size=1),
        ),
        {"service_accounts": ("svc-*",), "opens": 540, "closes": 1020},
    ),
    "download-to-maintenance-terminal": (
        tables(
            downloads=st.lists(download(), min_size=1, max_size=8),
            terminals=st.lists(TERMINAL, max_size=3).map(lambda some: [*some, MAINTENANCE]),
        ),
        {},
    ),
    "download-to-unlisted-destination": (
        tables(
            downloads=st.lists(download(), min_size=1, max_size=8),
            destinations=st.lists(rows(destination=st.sampled_from(PLACES)), max_size=2),
        ),
        {},
    ),
    "download-without-permit": (
        tables(
            downloads=st.lists(download(), min_size=1, max_size=8),
            tickets=st.lists(TICKET, max_size=3),
        ),
        {"from_rows": 5, "margin_minutes": 30, "service_accounts": ("svc-*",)},
    ),
    "mass-reading": (
        tables(downloads=st.lists(download(5, sizes=(1, 2, 9, 40)), max_size=14)),
        {"least_rows": 9, "own_factor": 2, "peer_factor": 3, "service_accounts": ()},
    ),
    "download-then-media": (
        tables(
            downloads=st.lists(download(1, 15), min_size=2, max_size=12),
            device_events=st.lists(EVENT, min_size=2, max_size=12),
            terminals=st.lists(TERMINAL, max_size=3),
        ),
        {"within_hours": 3, "shared_terminals": ("vdi*",), "service_accounts": ("svc-*",)},
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("test", sorted(CASES))
@FEW
@given(drawn=st.data())
def test_each_expression_finds_what_plain_loops_find(
    desk: Desk, test: str, drawn: st.DataObject
) -> None:
    strategy, changes = CASES[test]
    given_rows = drawn.draw(strategy)
    asked = parameters(data().tests[test], **changes).values
    assert desk.hits(test, given_rows, **changes) == in_order(ORACLES[test](given_rows, asked))


# Traps that look alike and are not, one by one.

AT_NINE = {"at": moment(0, 9), "account": "a1", "terminal": "t1", "rows": 50_000}
WRITE = {
    "at": moment(0, 10),
    "terminal": "t1",
    "account": "a2",
    "action": "write",
    "device_class": "storage",
    "serial": "s1",
}


def permit_for(kind: str, **names: str) -> Row:
    return {"permit": "p-1", "kind": kind, "start_on": day(0), "end_on": day(0)} | names


def test_a_download_and_then_a_write_on_the_same_terminal_is_one_hit_with_its_legs(
    desk: Desk,
) -> None:
    later = WRITE | {"at": moment(0, 11), "serial": "s2"}
    (hit,) = desk.named(
        "download-then-media", {"downloads": [AT_NINE], "device_events": [WRITE, later]}
    )
    assert (hit["at"], hit["writes"], hit["records"], hit["minutes"]) == (
        moment(0, 10),
        2,
        50_000,
        60,
    )
    assert (hit["download_account"], hit["media_account"], hit["same_account"]) == (
        "a1",
        "a2",
        "no",
    )
    assert (hit["serial"], hit["use"]) == ("s1", "unlisted")


@pytest.mark.parametrize(
    ("download", "event", "more"),
    [
        ({}, {"device_class": "printer"}, {}),
        ({}, {"device_class": "input"}, {}),
        ({}, {"device_class": "network"}, {}),
        ({}, {"action": "blocked"}, {}),
        ({}, {"at": moment(0, 21, 0, 1)}, {}),
        ({}, {"at": moment(0, 8, 59, 59)}, {}),
        ({}, {"terminal": "t2"}, {}),
        ({"terminal": None}, {}, {}),
        ({}, {}, {"permits": [permit_for("media", serial="s1")]}),
        ({}, {}, {"accounts": [{"account": "a1", "kind": "service"}]}),
    ],
    ids=(
        [
            "printer",
            "keyboard",
            "network",
            "blocked",
            "too-late",
            "before",
            "elsewhere",
            "nameless",
            "permitted",
            "service",
        ]
    ),
)
def test_what_is_no_chain(desk: Desk, download: Row, event: Row, more: Rows) -> None:
    given_rows = {"downloads": [AT_NINE | download], "device_events": [WRITE | event], **more}
    assert not desk.hits("download-then-media", given_rows)


def test_the_hours_of_a_chain_are_counted_to_the_second_and_the_last_one_is_in(desk: Desk) -> None:
    given_rows = {"downloads": [AT_NINE], "device_events": [WRITE | {"at": moment(0, 21)}]}
    assert len(desk.hits("download-then-media", given_rows)) == 1


def test_writes_as_far_apart_as_the_hours_allow_are_one_run(desk: Desk) -> None:
    given_rows = {
        "downloads": [AT_NINE, AT_NINE | {"at": moment(0, 21, 30)}],
        "device_events": [WRITE, WRITE | {"at": moment(0, 22)}],
    }
    (hit,) = desk.named("download-then-media", given_rows)
    assert (hit["writes"], hit["downloads"]) == (2, 2)
    given_rows["device_events"][1] |= {"at": moment(0, 22, 0, 1)}
    assert len(desk.hits("download-then-media", given_rows)) == 2


def test_a_download_in_the_second_of_the_write_comes_before_it(desk: Desk) -> None:
    given_rows = {"downloads": [AT_NINE | {"at": WRITE["at"]}], "device_events": [WRITE]}
    (hit,) = desk.named("download-then-media", given_rows)
    assert (hit["download_account"], hit["minutes"]) == ("a1", 0)


def test_terminals_that_many_share_make_no_chain_when_they_are_set(desk: Desk) -> None:
    given_rows = {"downloads": [AT_NINE], "device_events": [WRITE]}
    assert not desk.hits("download-then-media", given_rows, shared_terminals=("t*",))


NIGHT = [{"shift": "night", "starts": 1320, "ends": 360}]


@pytest.mark.parametrize(
    ("at", "hits"),
    [
        (moment(1, 3), 0),
        (moment(0, 21, 30), 0),
        (moment(0, 21, 29), 1),
        (moment(1, 6, 29), 0),
        (moment(1, 6, 30), 1),
        (moment(5, 3), 0),
        (moment(5, 23), 1),
        (moment(7, 3), 1),
    ],
    ids=[
        "night",
        "margin-before",
        "too-early",
        "margin-after",
        "too-late",
        "friday-night",
        "saturday",
        "monday-morning",
    ],
)
def test_a_night_shift_belongs_to_the_day_it_starts(desk: Desk, at: datetime, hits: int) -> None:
    given_rows = {"downloads": [AT_NINE | {"at": at}], "shifts": NIGHT}
    assert len(desk.hits("download-out-of-hours", given_rows)) == hits


def test_work_round_the_clock_knows_no_day_off(desk: Desk) -> None:
    day_shift = {"shift": "day", "starts": 360, "ends": 1320}
    given_rows = {"downloads": [AT_NINE | {"at": moment(5, 12)}], "shifts": [*NIGHT, day_shift]}
    assert not desk.hits("download-out-of-hours", given_rows)


def test_a_batch_account_may_work_at_night_and_in_bulk(desk: Desk) -> None:
    batch = AT_NINE | {"at": moment(0, 2), "account": "svc-1"}
    known = {"downloads": [batch], "accounts": [{"account": "svc-1", "kind": "service"}]}
    for test in (
        "download-out-of-hours",
        "download-volume",
        "mass-reading",
        "download-without-permit",
    ):
        assert desk.hits(test, {"downloads": [batch]})
        assert not desk.hits(test, known)
        assert not desk.hits(test, {"downloads": [batch]}, service_accounts=("svc-*",))


@pytest.mark.parametrize(
    "cover",
    [
        {"permits": [permit_for("download", account="a1")]},
        {
            "permits": [permit_for("download", person="p1")],
            "accounts": [{"account": "a1", "owner": "p1"}],
        },
        {
            "tickets": [
                {"ticket": "w", "start_at": moment(0, 9, 30), "end_at": moment(1), "account": "a1"}
            ]
        },
        {
            "tickets": [
                {"ticket": "w", "start_at": moment(0, 8), "end_at": moment(1), "person": "p1"}
            ],
            "checkouts": [
                {"account": "a1", "person": "p1", "start_at": moment(0, 8), "end_at": moment(0, 10)}
            ],
        },
        {"tickets": [{"ticket": "W-9", "start_at": moment(5), "end_at": moment(6)}]},
    ],
    ids=["permit", "owner", "ticket", "vault", "number"],
)
def test_what_covers_a_large_download(desk: Desk, cover: Rows) -> None:
    given_rows = {"downloads": [AT_NINE | {"ticket": "w-9"}]} | dict(cover)
    assert not desk.hits("download-without-permit", given_rows)


def test_a_permit_must_name_the_maintenance_terminal(desk: Desk) -> None:
    given_rows: Rows = {
        "downloads": [AT_NINE | {"terminal": None, "destination": "\\\\MT-1\\share\\x.csv"}],
        "terminals": [MAINTENANCE],
        "permits": [permit_for("download", account="a1")],
    }
    (hit,) = desk.named("download-to-maintenance-terminal", given_rows)
    assert hit["terminal"] == "mt-1"
    named = [permit_for("download", account="a1", terminal="mt-1")]
    assert not desk.hits("download-to-maintenance-terminal", {**given_rows, "permits": named})


@pytest.mark.parametrize(
    ("destination", "hits"),
    [
        ("\\\\FS1\\OUT\\2026\\x.csv", 0),
        ("smb://fs1/out/", 0),
        ("//fs1/out2/x.csv", 1),
        ("//fs2/out", 1),
        (None, 0),
        ("100%_done", 1),
    ],
)
def test_destinations_are_compared_by_their_folders(
    desk: Desk, destination: str | None, hits: int
) -> None:
    given_rows = {
        "downloads": [AT_NINE | {"destination": destination}],
        "destinations": [{"destination": "//fs1/out"}],
    }
    assert len(desk.hits("download-to-unlisted-destination", given_rows)) == hits


def test_every_test_of_the_group_has_an_oracle_and_a_case() -> None:
    assert set(CASES) == set(ORACLES)
