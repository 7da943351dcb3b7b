"""Lists of different days: an event is held against the list then in force; counts take the latest."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.model.message import Message
from itakusaki.retests.engine import DuckEngine
from itakusaki.retests.masking import Mask
from itakusaki.retests.run import Material, raw_hits, run_tests
from support.deliveries import Reading, read_files
from support.evidence_rows import data, printer
from support.laws import examples
from support.lists_oracle import DatedLists, Entries, after_end, not_in, unlisted

pytestmark = pytest.mark.slow  # control tests on an engine

ALL = EvidenceSettings(tests={"account-not-listed": {"list_covers": "all"}})
FIRST = date(2026, 1, 10)
NAMES = [f"n{number}" for number in range(8)]
DAYS = st.integers(0, 120).map(lambda n: FIRST + timedelta(days=n))


def hits(found: Reading, test: str, settings_: EvidenceSettings = ALL) -> list[Mapping[str, Any]]:
    with (
        tempfile.TemporaryDirectory() as scratch,
        closing(DuckEngine(Path(scratch), memory="500MB", threads=1)) as engine,
    ):
        delivery = found.delivery
        rows = raw_hits(
            engine,
            delivery.tables,
            printer(),
            settings_,
            [data().tests[test]],
            delivery.periods,
        )
        return list(dict(rows)[test] or ())


def table(heading: str, *rows: Sequence[object]) -> bytes:
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
    return "\n".join([heading, *lines, ""]).encode()


def sign_ins(*seen: tuple[datetime | str, str, str]) -> bytes:
    return table("日時,アカウント,端末名,操作", *((at, a, t, "サインイン") for at, a, t in seen))


@st.composite
def dated_lists(draw: st.DrawFn) -> DatedLists:
    days = sorted(draw(st.lists(DAYS, min_size=2, max_size=3, unique=True)))
    entry = st.tuples(st.none() | DAYS, st.none() | DAYS)
    entries = st.dictionaries(st.sampled_from(NAMES), entry, min_size=1)
    return DatedLists([(day, draw(entries)) for day in days])


EVENTS = st.lists(
    st.tuples(
        st.integers(0, 140 * 24).map(lambda n: datetime(2026, 1, 5) + timedelta(hours=n)),
        st.sampled_from(NAMES),
    ),
    min_size=1,
    max_size=12,
    unique=True,
)


def files(name: str, heading: str, lists: DatedLists, *columns: str) -> dict[str, bytes]:
    """A file for each day; `columns` are what stands beside the name."""

    def row(entry: str, entries: Entries) -> list[object]:
        begin, end = entries[entry]
        known = {"begin": begin, "end": end}
        return [entry, *(known.get(column, column) for column in columns)]

    return {
        f"{name}_{day:%Y%m%d}.csv": table(heading, *(row(one, entries) for one in entries))
        for day, entries in lists.lists
    }


@settings(max_examples=examples(4), deadline=None)
@given(lists=dated_lists(), events=EVENTS)
def test_terminals_are_held_against_the_ledger_then_in_force(
    lists: DatedLists, events: list[tuple[datetime, str]]
) -> None:
    made = files("terminals", "端末名,用途,廃止日", lists, "業務", "end")
    plain = DatedLists([(d, {n: (None, e) for n, (_, e) in x.items()}) for d, x in lists.lists])
    found = read_files({**made, "log.csv": sign_ins(*((at, "a", n) for at, n in events))})
    told = {hit["terminal"]: hit["events"] for hit in hits(found, "unlisted-terminal")}
    assert told == unlisted(plain, events)


@settings(max_examples=examples(4), deadline=None)
@given(lists=dated_lists(), events=EVENTS)
def test_accounts_are_held_against_the_list_then_in_force(
    lists: DatedLists, events: list[tuple[datetime, str]]
) -> None:
    made = files("accounts", "アカウント,権限,登録日,停止日", lists, "管理者", "begin", "end")
    log = sign_ins(*((at, n, "t1") for at, n in events))
    terminals = table("端末名,用途", ("t1", "業務"))
    people = table("従事者ID,雇用区分", ("p", "自社"))
    found = read_files({**made, "log.csv": log, "terminals.csv": terminals, "p.csv": people})

    told = {hit["account"]: hit["events"] for hit in hits(found, "account-not-listed")}
    assert told == not_in(lists, events)
    late: dict[str, int] = {}
    for hit in hits(found, "sign-in-after-leaving"):
        late[hit["account"]] = late.get(hit["account"], 0) + hit["sign_ins"]
    if any(e for _, entries in lists.lists for _, e in entries.values()) or late:
        assert late == after_end(lists, events)


@settings(max_examples=examples(4), deadline=None)
@given(lists=dated_lists(), events=EVENTS)
def test_media_are_held_against_the_ledger_then_in_force(
    lists: DatedLists, events: list[tuple[datetime, str]]
) -> None:
    made = files("media", "シリアル番号,種類,登録日,廃棄日", lists, "USBメモリ", "begin", "end")
    heading = "日時,端末名,操作,デバイス種別,シリアル番号"
    log = table(heading, *((at, "t1", "書込み", "USBメモリ", n) for at, n in events))
    found = read_files({**made, "log.csv": log})
    told = {hit["serial"]: hit["events"] for hit in hits(found, "media-not-in-ledger")}
    assert told == unlisted(lists, events)


@settings(max_examples=examples(4), deadline=None)
@given(lists=dated_lists(), events=EVENTS)
def test_people_who_are_gone_from_the_next_list_have_left(
    lists: DatedLists, events: list[tuple[datetime, str]]
) -> None:
    made = files("people", "従事者ID,雇用区分,従事開始日,従事終了日", lists, "自社", "begin", "end")
    log = sign_ins(*((at, f"a-{n}", "t1") for at, n in events))
    accounts = table("アカウント,所有者,停止日", *((f"a-{n}", n, None) for n in NAMES))
    found = read_files({**made, "log.csv": log, "accounts.csv": accounts})
    late: dict[str, int] = {}
    for hit in hits(found, "sign-in-after-leaving"):
        name = hit["account"].removeprefix("a-")
        late[name] = late.get(name, 0) + hit["sign_ins"]
    if late or any(e for _, entries in lists.lists for _, e in entries.values()):
        assert late == after_end(lists, events)


ROSTER = "従事者ID,雇用区分,雇用主"


def test_people_are_counted_by_the_latest_list() -> None:
    found = read_files(
        {
            "名簿_20251001.csv": table(
                ROSTER, *((f"p{n}", "自社", "みなと商事") for n in range(10))
            ),
            "名簿_20261001.csv": table(
                ROSTER, *((f"p{n}", "自社", "みなと商事") for n in range(2, 9))
            ),
        }
    )
    assert [hit["persons"] for hit in hits(found, "people-by-employment")] == [7]
    said = found.said("export_lists_of_days")
    assert (said["earlier"], said["later"]) == ("2025-10-01", "2026-10-01")
    assert (said["joined"], said["left"], said["changed"]) == (0, 3, 0)
    assert not {"export_duplicates", "export_many_duplicates"} & set(found.codes)


def test_parts_of_one_list_stand_together_although_their_days_differ() -> None:
    found = read_files(
        {
            "従事者_本社_20260930.csv": table(ROSTER, ("p1", "自社", ""), ("p2", "自社", "")),
            "従事者_札幌_20261001.csv": table(ROSTER, ("q1", "自社", ""), ("q2", "自社", "")),
        }
    )
    assert [hit["persons"] for hit in hits(found, "people-by-employment")] == [4]
    assert found.delivery.periods == ()


def test_each_of_several_lists_has_its_own_days() -> None:
    found = read_files(
        {
            "a_本社_20260331.csv": table(ROSTER, ("p1", "自社", ""), ("p2", "自社", "")),
            "a_本社_20260930.csv": table(ROSTER, ("p1", "自社", ""), ("p3", "自社", "")),
            "b_札幌_20260401.csv": table(ROSTER, ("q1", "自社", ""), ("q2", "自社", "")),
        }
    )
    assert [hit["persons"] for hit in hits(found, "people-by-employment")] == [4]
    assert [period.first for period in found.delivery.periods] == [None, date(2026, 9, 30)]


def test_two_lists_without_days_that_differ_are_named_and_doubted() -> None:
    rows = [(f"p{n}", "自社", "") for n in range(4)]
    found = read_files({"a.csv": table(ROSTER, *rows), "b.csv": table(ROSTER, *rows[1:])})
    assert found.said("export_list_day_unknown")["file"] in {"a.csv", "b.csv"}
    assert "people" in found.delivery.doubts
    same = read_files({"a.csv": table(ROSTER, *rows), "b.csv": table(ROSTER, *rows)})
    assert "export_list_day_unknown" not in same.codes
    assert "export_many_duplicates" in same.codes


def test_a_list_that_lost_most_entries_makes_no_leavers() -> None:
    accounts = [(f"a{n}", "管理者") for n in range(10)]
    people = table("従事者ID,雇用区分,従事終了日", ("p", "自社", "2026-01-01"))
    found = read_files(
        {
            "accounts_20260101.csv": table("アカウント,権限", *accounts),
            "accounts_20260201.csv": table("アカウント,権限", *accounts[:3]),
            "people.csv": people,
            "log.csv": sign_ins(("2026-03-01 09:00", "a7", "t1")),
        }
    )
    assert found.said("export_list_shrunk")["left"] == 7
    assert "accounts" in found.delivery.doubts
    assert hits(found, "sign-in-after-leaving") == []


def test_an_entry_that_claims_to_be_older_than_the_list_that_lacks_it_is_named() -> None:
    heading = "従事者ID,雇用区分,従事開始日"
    old = [(f"p{n}", "自社", "2020-04-01") for n in range(3)]
    found = read_files(
        {
            "p_20260101.csv": table(heading, *old),
            "p_20260601.csv": table(
                heading, *old, ("new", "自社", "2026-03-01"), ("late", "自社", "2020-04-01")
            ),
        }
    )
    assert found.said("export_list_backdated")["count"] == 1
    assert "people" in found.delivery.doubts


@pytest.mark.parametrize(
    ("above", "day"),
    [
        ("2026年3月31日現在", date(2026, 3, 31)),
        ("基準日：令和8年3月31日", date(2026, 3, 31)),
        ("List as of 2026-03-31", date(2026, 3, 31)),
        ("従事者一覧（2026年3月末時点）", date(2026, 3, 31)),
    ],
)
def test_a_line_above_the_heading_tells_the_day(above: str, day: date) -> None:
    rows = [(f"p{n}", "自社", "") for n in range(4)]
    body = f"{above}\n".encode() + table(ROSTER, *rows)
    found = read_files({"a.csv": body, "b_20260930.csv": table(ROSTER, *rows[1:])})
    assert found.said("export_lists_of_days")["earlier"] == str(day)


def test_sheets_of_one_workbook_and_rows_of_one_sheet_can_be_of_different_days() -> None:
    book = Workbook()
    for at, title in enumerate(("2026年3月末", "2026年9月末")):
        sheet = book.create_sheet(title)
        for row in (("従事者ID", "雇用区分"), *((f"p{n}", "自社") for n in range(at, 4))):
            sheet.append(row)
    book.remove(book.worksheets[0])
    target = io.BytesIO()
    book.save(target)
    days = [
        period.first for period in read_files({"名簿.xlsx": target.getvalue()}).delivery.periods
    ]
    assert days == [None, date(2026, 9, 30)]

    rows = [(f"p{n}", "自社", d) for d in ("2026-03-31", "2026/9/30") for n in range(4)]
    column = read_files({"名簿.csv": table("従事者ID,雇用区分,基準日", *rows[:-1])})
    assert [period.first for period in column.delivery.periods] == [None, date(2026, 9, 30)]
    assert [hit["persons"] for hit in hits(column, "people-by-employment")] == [3]
    assert column.only.ignored_columns == ()


def test_a_folder_tells_the_day_where_the_name_does_not_and_a_log_has_none() -> None:
    found = read_files(
        {
            "sign_ins_20260101.csv": sign_ins(("2026-01-01 09:00", "a", "t")),
            "sign_ins_20260201.csv": sign_ins(("2026-02-01 09:00", "a", "t")),
        }
    )
    assert found.delivery.periods == ()
    assert len(found.rows("sign_ins")) == 2


def test_a_session_does_not_end_where_a_list_takes_the_place_of_another() -> None:
    log = table(
        "日時,アカウント,端末名,操作,終了日時",
        ("2026-03-30 23:00", "a", "t1", "サインイン", "2026-03-31 03:00"),
        ("2026-03-31 01:00", "a", "t2", "サインイン", "2026-03-31 02:00"),
    )
    lists = {
        f"terminals_{day}.csv": table("端末名,用途", ("t1", "業務"), ("t2", "業務"), *more)
        for day, more in (("20260101", []), ("20260331", [("t3", "業務")]))
    }
    found = read_files({**lists, "log.csv": log})
    assert [hit["minutes"] for hit in hits(found, "account-overlap")] == [60]


def test_a_run_says_what_a_later_list_lacks_and_stays_incomplete_for_it() -> None:
    """Every period needs what a clean result rests on: a ledger without policies shows no block."""
    policies = (("20260101", "遮断"), ("20260301", "許可"))
    lists = {
        f"terminals_{day}.csv": table("端末名,媒体の遮断", ("t1", policy), ("t2", policy))
        for day, policy in policies
    }
    heading = "日時,端末名,操作,デバイス種別"
    log = table(
        heading, *((f"2026-0{m}-05 09:00", "t1", "遮断", "USBメモリ") for m in (1, 2, 3, 4))
    )
    found = read_files({**lists, "log.csv": log})
    delivery = found.delivery
    with (
        tempfile.TemporaryDirectory() as scratch,
        closing(DuckEngine(Path(scratch), memory="500MB", threads=1)) as engine,
    ):
        material = Material(
            processor="P01",
            tables=delivery.tables,
            reads=(),
            doubts={},
            kinds=delivery.kinds,
            periods=delivery.periods,
        )
        (result,) = run_tests(
            engine, material, printer(), ALL, Mask(key=b"k"), only=["media-write-when-blocked"]
        )
    assert result.outcome.value == "incomplete"
    assert all(isinstance(one, Message) for one in result.lacking)
    assert result.lacking
