"""A made-up operation holds what is easily mistaken, and an insider where one is asked for."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook

from support.control_test_bench import shipped
from support.operations import (
    Operation,
    Roster,
    call_centre,
    files,
    hits_of,
    holidays,
    is_working,
    left_over,
    missed,
    operation,
    plan_of,
    quarters,
    staff,
    working_days,
)
from support.sample import TOOLS, with_tools

pytestmark = pytest.mark.slow

FIRST, LAST = date(2025, 10, 1), date(2026, 9, 30)
#: What shows only in the delivered files, or needs more than rows.
ELSEWHERE = ("extractions-differ",)
TESTS = tuple(test for test in shipped().tests.values() if test.id not in ELSEWHERE)


def centre(*, insider: bool, people: int = 80, seed: str = "test") -> Operation:
    plan = call_centre(seed=seed, first=FIRST, last=LAST, people=people, insider=insider)
    return operation(plan)


@pytest.fixture(scope="module")
def clean() -> Operation:
    return centre(insider=False)


@pytest.fixture(scope="module")
def infested() -> Operation:
    return centre(insider=True)


@pytest.fixture(scope="module")
def hits(infested: Operation) -> dict[str, list[Any]]:
    end = (LAST - timedelta(days=7)).isoformat()
    return hits_of(infested, TESTS, contract_end=end)


def rows(made: Operation, export: str) -> list[dict[str, Any]]:
    return list(made.rows.of(export))


# -- what was planted is found ----------------------------------------------------------------------


def test_every_planted_event_is_found_by_the_tests_that_must_find_it(
    infested: Operation, hits: dict[str, list[Any]]
) -> None:
    assert missed(infested.truth_json, hits) == []


def test_no_hit_is_without_a_planted_event(infested: Operation, hits: dict[str, list[Any]]) -> None:
    assert left_over(infested.truth_json, hits) == {}


def test_something_is_planted_for_every_test(infested: Operation) -> None:
    told = {one["test"] for e in json.loads(infested.truth_json)["events"] for one in e["finds"]}
    assert sorted(set(shipped().tests) - told) == []


def test_ordinary_operation_raises_no_false_alarm(clean: Operation) -> None:
    found = hits_of(clean, TESTS)
    assert {
        test: some for test, some in found.items() if not shipped().tests[test].measures and some
    } == {}
    assert json.loads(clean.truth_json)["events"] == []


def test_the_insider_takes_more_from_quarter_to_quarter(infested: Operation) -> None:
    events = json.loads(infested.truth_json)["events"]
    thefts = Counter(event["quarter"] for event in events if event["what"] == "持ち出し")
    assert thefts[1] < thefts[4]
    assert set(thefts) == {1, 2, 3, 4}


def test_the_reviews_of_an_infested_year_name_nothing(infested: Operation) -> None:
    assert {row["anomalies"] for row in rows(infested, "log_reviews")} == {0}


# -- what is easily mistaken ------------------------------------------------------------------------


def test_a_hand_over_overlaps_for_a_few_minutes_only(clean: Operation) -> None:
    spans = defaultdict(list)
    for row in rows(clean, "sign_ins"):
        if row["kind"] == "interactive":
            spans[row["account"]].append((row["at"], row["ended_at"], row["terminal"]))
    over = [
        before[1] - after[0]
        for some in spans.values()
        for before, after in pairwise(sorted(some))
        if before[1] > after[0]
    ]
    assert over
    assert max(over) < timedelta(minutes=10)


def test_night_shifts_go_over_midnight(clean: Operation) -> None:
    over = [
        row
        for row in rows(clean, "sign_ins")
        if row["kind"] == "interactive" and row["at"].date() < row["ended_at"].date()
    ]
    assert over


def test_a_batch_account_works_on_several_servers_at_once(clean: Operation) -> None:
    batch = [row for row in rows(clean, "sign_ins") if row["account"] == "svc-batch"]
    first = [row for row in batch if row["at"].date() == FIRST]
    assert len({row["terminal"] for row in first}) == 3
    assert max(row["at"] for row in first) < min(row["ended_at"] for row in first)


def test_the_vault_account_is_lent_with_a_record(clean: Operation) -> None:
    lent = [(row["start_at"], row["end_at"]) for row in rows(clean, "checkouts")]
    uses = [row for row in rows(clean, "sign_ins") if row["account"] == "vlt-root"]
    assert len(uses) == len(lent) == 24
    assert all(any(a <= row["at"] and row["ended_at"] <= b for a, b in lent) for row in uses)


def test_virtual_desktops_are_used_beside_the_own_seat(clean: Operation) -> None:
    virtual = {
        row["account"] for row in rows(clean, "sign_ins") if row["terminal"].startswith("VDI")
    }
    assert virtual


def test_every_privileged_sign_in_has_its_ticket_and_its_entry(clean: Operation) -> None:
    there = {(row["person"], row["at"].date()) for row in rows(clean, "entries")}
    owners = {row["account"]: row["owner"] for row in rows(clean, "accounts")}
    tickets = rows(clean, "tickets")
    own = [r for r in rows(clean, "sign_ins") if r["account"].startswith(("mnt-", "dba-"))]
    assert len(own) == 12 * 60
    for row in own:
        assert (owners[row["account"]], row["at"].date()) in there
    covered = sum(
        any(
            t["account"] == row["account"] and t["start_at"] <= row["at"] <= t["end_at"]
            for t in tickets
        )
        for row in own[:60]
    )
    assert covered == 60


def test_forgetful_people_are_blocked_and_nothing_is_written(clean: Operation) -> None:
    actions = Counter(
        row["action"]
        for row in rows(clean, "device_events")
        if row["serial"] and "ZZ" in row["serial"]
    )
    assert actions == {"blocked": 6}
    assert clean.declared["blocks"] == 6


def test_permitted_media_are_registered_and_used_under_a_permit(clean: Operation) -> None:
    listed = {row["serial"] for row in rows(clean, "media")}
    permits = [row for row in rows(clean, "permits") if row["kind"] == "media"]
    writes = [row for row in rows(clean, "device_events") if row["action"] == "write"]
    assert writes
    for row in writes:
        assert row["serial"] in listed
        assert any(
            p["serial"] == row["serial"] and p["start_on"] <= row["at"].date() <= p["end_on"]
            for p in permits
        )


def test_printers_and_keyboards_are_in_the_device_log(clean: Operation) -> None:
    kinds = {row["device_class"] for row in rows(clean, "device_events")}
    assert kinds >= {"printer", "input", "network", "storage", "phone"}


def test_outputs_peak_at_the_end_of_the_month(clean: Operation) -> None:
    big = [
        row
        for row in rows(clean, "downloads")
        if row["account"].startswith("cmp-") and row["rows"] > 1000
    ]
    assert big
    assert all(row["ticket"] for row in big)
    assert all(
        row["at"].date()
        in working_days(row["at"].date().replace(day=1), row["at"].date() + timedelta(days=9))
        for row in big
    )
    assert min(row["at"].day for row in big) > 18


def test_accounts_of_leavers_are_disabled_the_same_day_and_joiners_trained_on_the_first(
    clean: Operation,
) -> None:
    changes = {(r["account"], r["action"], r["at"].date()) for r in rows(clean, "changes")}
    trained = {(r["person"], r["attended_on"]) for r in rows(clean, "training")}
    pledged = {(r["person"], r["signed_on"]) for r in rows(clean, "pledges")}
    people = rows(clean, "people")
    gone = [row for row in people if row["end_on"]]
    new = [row for row in people if row["start_on"] >= FIRST]
    assert len(gone) >= 12
    assert len(new) >= 12
    for row in gone:
        assert (f"u-{row['person'].lower()}", "disabled", row["end_on"]) in changes
    for row in new:
        assert (row["person"], row["start_on"]) in trained & pledged


def test_people_of_every_employment_are_as_many_as_asked_on_the_last_day(clean: Operation) -> None:
    left = Counter(row["employment"] for row in rows(clean, "people") if row["end_on"] is None)
    assert sum(left.values()) == 80
    assert set(left) == {"own", "dispatched", "seconded", "sub_processor"}


def test_records_are_numbered_without_a_gap_and_in_order_of_time(clean: Operation) -> None:
    for export in ("sign_ins", "downloads", "device_events", "changes"):
        lines = defaultdict(list)
        for row in rows(clean, export):
            lines[row["system"]].append((row["record"], row["at"]))
        for some in lines.values():
            assert [number for number, _ in some] == list(range(some[0][0], some[-1][0] + 1))
            assert some == sorted(some, key=lambda line: line[1])


def test_every_source_is_heard_of_on_every_working_day(clean: Operation) -> None:
    for export in ("sign_ins", "downloads", "device_events", "entries"):
        seen = {row["at"].date() for row in rows(clean, export)}
        assert [day for day in working_days(FIRST, LAST) if day not in seen] == []


# -- calendar ---------------------------------------------------------------------------------------


def test_holidays_in_lieu_and_between_holidays_are_known() -> None:
    known = holidays(date(2026, 1, 1), date(2026, 12, 31))
    assert date(2026, 5, 6) in known  # Constitution Day fell on a Sunday
    assert date(2026, 9, 22) in known  # between two holidays
    assert not is_working(date(2026, 12, 31))


def test_years_beyond_the_known_holidays_are_refused() -> None:
    with pytest.raises(ValueError, match="knows the years"):
        holidays(date(2031, 1, 1), date(2031, 12, 31))


def test_quarters_are_counted_from_the_first_day() -> None:
    assert quarters(date(2025, 12, 1), date(2026, 11, 30))[:2] == [
        (date(2025, 12, 1), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 5, 31)),
    ]


def test_nobody_works_while_on_leave() -> None:
    plan = call_centre(seed="leave", first=FIRST, last=LAST, people=60, insider=False)
    roster = Roster(plan, staff(plan))
    for person in roster.staff.people[:10]:
        assert [day for day, _ in roster.shifts(person) if roster.is_away(person, day)] == []


# -- what is handed in ------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_bytes_and_another_one_others() -> None:
    once, again = (files(centre(insider=True, people=60)) for _ in range(2))
    other = files(centre(insider=True, people=60, seed="other"))
    assert once == again
    assert once["sign_ins"] != other["sign_ins"]


def test_files_come_in_the_shapes_that_products_write(infested: Operation) -> None:
    made = files(infested)
    name, signed = made["sign_ins"]
    heading = gzip.decompress(signed).decode("cp932").splitlines()[0]
    assert name.endswith(".csv.gz")
    assert heading.split(",")[:4] == ["連番", "日時", "アカウント", "端末名"]
    assert gzip.decompress(made["downloads"][1]).startswith(b"\xef\xbb\xbf")
    devices = gzip.decompress(made["device_events"][1]).decode("cp932").splitlines()[0]
    assert {"操作日時", "ログオンユーザー", "操作種別", "デバイス種別", "シリアル番号"} <= set(
        devices.split(",")
    )
    page = load_workbook(BytesIO(made["tickets"][1])).worksheets[0]
    assert page.cell(1, 1).value == "申請番号"
    assert isinstance(page.cell(2, 2).value, datetime)


def test_the_extract_handed_to_the_client_lacks_or_alters_what_the_log_holds(
    infested: Operation,
) -> None:
    whole = {(row["system"], row["record"]): row for row in rows(infested, "downloads")}
    numbers = {(row["system"], row["record"]) for row in infested.extract}
    first = min(row["at"] for row in infested.extract).date().replace(day=1)
    lacking = [
        key for key, row in whole.items() if row["at"].date() >= first and key not in numbers
    ]
    altered = [r for r in infested.extract if whole[r["system"], r["record"]]["rows"] != r["rows"]]
    assert lacking
    assert altered


def test_the_script_writes_exports_and_a_truth_outside_of_them(tmp_path: Path) -> None:
    script = [sys.executable, "-m", "samplemaker.make_operation", str(tmp_path)]
    options = ["--quarters", "1", "--people", "60"]
    subprocess.run([*script, *options], check=True, capture_output=True, env=with_tools())
    assert (tmp_path / "truth.json").is_file()
    names = [path.name for path in (tmp_path / "exports").iterdir()]
    assert len(names) >= 18
    assert not any("truth" in name for name in names)


# -- the sample's two parties -----------------------------------------------------------------------


def told(code: str) -> dict[str, Any]:
    path = TOOLS / "scenario" / f"{code}.yaml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def test_the_clean_partys_logs_agree_with_its_answers() -> None:
    party = told("P01")
    made = operation(plan_of({"seed": "P01", **party["operation"]}))
    same = {key: made.declared[key] for key in party["profile"] if key in made.declared}
    assert same == {key: party["profile"][key] for key in same}
    assert len(same) >= 7
    found = hits_of(made, TESTS)
    assert {t: some for t, some in found.items() if not shipped().tests[t].measures and some} == {}
    assert made.declared["leaver_dates"] == "A01 2026-03-31 2026-03-31、A02 2026-08-31 2026-08-31"
