"""Strategies: small canonical tables in which names and times meet often, nothing given included."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

FIRST = datetime(2026, 1, 5)
#: An account that bears a person's id, a service account, a name that no list holds.
ACCOUNTS = ("ada", "bob", "p1", "svc-1")
PEOPLE = ("p1", "p2", "p3")
TERMINALS = ("pc-1", "mt-1", "vdi-1", "sv-1")
SERIALS = ("s1", "s2")
CHANGES = ("created", "deleted", "right_added", "right_removed", "log_cleared")

Rows = st.SearchStrategy[list[dict[str, Any]]]


def some(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from((*values, None))


def times(minutes: int, span: int) -> st.SearchStrategy[datetime]:
    """Times on a grid, so that boundaries are met."""
    return st.integers(0, span).map(lambda n: FIRST + timedelta(minutes=minutes * n))


def days(span: int = 4) -> st.SearchStrategy[date]:
    return st.integers(-1, span).map(lambda n: FIRST.date() + timedelta(days=n))


def maybe_days(span: int = 4) -> st.SearchStrategy[date | None]:
    return st.none() | days(span)


def rows(most: int, **columns: st.SearchStrategy[Any]) -> Rows:
    """Mostly as many rows as allowed, so that they meet, and now and then few or none."""
    row = st.fixed_dictionaries(columns)
    full = st.lists(row, min_size=most // 2, max_size=most)
    return st.one_of(full, full, full, st.lists(row, max_size=most))


def sign_ins(minutes: int, span: int, most: int = 8, accounts: int = 3, places: int = 3) -> Rows:
    at = times(minutes, span)
    return rows(
        most,
        at=at,
        account=st.sampled_from(ACCOUNTS[:accounts]),
        terminal=some(*TERMINALS[:places], *TERMINALS[:places]),
        action=st.sampled_from(("in", "in", "in", "in", "in", "out", "out", "failed")),
        ended_at=st.none() | at,
        kind=some(*["interactive"] * 6, "remote", "batch"),
        country=some("JP", "jp", "海外"),
    )


def account_list(most: int = 4, **columns: st.SearchStrategy[Any]) -> Rows:
    usual: dict[str, st.SearchStrategy[Any]] = {
        "account": st.sampled_from(ACCOUNTS),
        "owner": some(*PEOPLE[:2], *PEOPLE[:2]),
        "kind": some(*["personal"] * 8, "shared", "service", "emergency", "vault"),
        "rights": some("admin", "admin", "user"),
        "system": some("crm"),
        "created_on": maybe_days(),
        "disabled_on": maybe_days(),
    }
    return rows(most, **usual | columns)


def people(most: int = 3) -> Rows:
    return rows(
        most,
        person=st.sampled_from(PEOPLE[:2]),
        start_on=maybe_days(),
        end_on=maybe_days(),
        privileged_since=maybe_days(),
    )


def terminals(most: int = 4) -> Rows:
    return rows(
        most,
        terminal=st.sampled_from((*TERMINALS[:2], *TERMINALS[:3])),
        use=some(*["business", "maintenance"] * 2, "server", "relay", "vdi"),
        media_policy=some("blocked", "read_only", "allowed"),
        on_site=some(*[True] * 4, not True),
        site=some("east", "west"),
        retired_on=maybe_days(),
    )


def entries(minutes: int, span: int, most: int = 5) -> Rows:
    return rows(
        most,
        at=times(minutes, span),
        person=st.sampled_from(PEOPLE[:2]),
        direction=st.sampled_from(("in", "out")),
    )


def tickets(minutes: int, span: int, most: int = 3) -> Rows:
    at = times(minutes, span)
    return rows(
        most,
        start_at=at,
        end_at=at,
        person=some(*PEOPLE),
        account=some(*ACCOUNTS),
        terminal=some(*TERMINALS),
    )


def checkouts(minutes: int, span: int) -> Rows:
    at = times(minutes, span)
    return rows(3, account=st.sampled_from(ACCOUNTS[:2]), start_at=at, end_at=at)


def downloads() -> Rows:
    return rows(3, at=times(360, 16), account=st.sampled_from(ACCOUNTS), terminal=some(*TERMINALS))


def device_events(most: int = 6) -> Rows:
    return rows(
        most,
        at=times(360, 16),
        terminal=st.sampled_from(TERMINALS),
        account=some(*ACCOUNTS),
        action=st.sampled_from(("write", "write", "connect", "read", "blocked", "disconnect")),
        device_class=some("storage", "storage", "storage", "phone", "optical", "printer", "input"),
        device=some("USB one", "USB two"),
        serial=some(*SERIALS),
    )


def permits(most: int = 4) -> Rows:
    return rows(
        most,
        kind=st.sampled_from(("media", "media", "media", "download", "carry")),
        start_on=days(),
        end_on=days(),
        person=some(None, *PEOPLE),
        account=some(None, *ACCOUNTS),
        terminal=some(None, *TERMINALS),
        serial=some(*SERIALS),
    )


def media_list() -> Rows:
    return rows(3, serial=st.sampled_from(SERIALS), disposed_on=maybe_days())


def media_stock() -> Rows:
    number = st.integers(0, 3)
    return rows(
        4,
        kind=st.sampled_from(("usb", "tape")),
        counted_on=maybe_days(),
        opening=number,
        added=number | st.none(),
        removed=number,
        closing=number,
    )


def changes(most: int = 8, *actions: str) -> Rows:
    return rows(
        most,
        at=times(360, 16),
        action=st.sampled_from((*actions, *actions, *actions, *CHANGES)),
        actor=some(*ACCOUNTS),
        account=some("ada", "ada", "svc-1"),
        right=some("admins", "admins"),
        terminal=some("mt-1"),
        system=some("crm", "crm"),
    )
