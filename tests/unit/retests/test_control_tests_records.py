"""Tests on records: each expression against plain loops, and the benign traps one by one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.evidence_oracles.records import ORACLES
from support.evidence_rows import Desk, Row, Rows, data, day, in_order, moment, parameters
from support.laws import examples

FEW = settings(
    max_examples=examples(24),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
TERMINALS = ("t1", "mt-1")
ACCOUNTS = ("a1", "a2")


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


def maybe(values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from((None, *values))


def rows(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries(columns)


def lists(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Row]]:
    return st.lists(rows(**columns), max_size=4)


def hours(days: int) -> st.SearchStrategy[Any]:
    return st.builds(moment, st.integers(0, days - 1), st.integers(0, 23))


def on(days: int, since: int = 0) -> st.SearchStrategy[date]:
    return st.integers(since, since + days - 1).map(day)


def daily(export: str) -> st.SearchStrategy[list[Row]]:
    """A source with a line on nearly every day of three weeks, and some that come and go."""
    column = "site" if export == "entries" else "system"
    needed = {"entries": {"person": "p1"}, "device_events": {"terminal": "t1", "action": "connect"}}
    return st.builds(
        lambda days, hour, extra: [
            {"at": moment(d, hour), column: system} | needed.get(export, {"account": "a1"})
            for system, chosen in (("s1", days), *extra)
            for d in chosen
        ],
        st.sets(st.integers(0, 20), max_size=5).map(lambda out: sorted(set(range(21)) - out)),
        st.integers(0, 23),
        st.lists(
            st.tuples(maybe(("s2",)), st.sets(st.integers(0, 20), max_size=12).map(sorted)),
            max_size=2,
        ),
    )


@st.composite
def numbered(draw: st.DrawFn) -> list[Row]:
    """Lines with numbers that now and then jump, around the border of a block; unique per system."""
    lines = []
    for system in draw(st.sets(maybe(("s1", "s2")))):
        start = draw(st.sampled_from((1, 4090, 8190)))
        numbers = start + draw(st.integers(0, 2))
        for step in draw(st.lists(st.sampled_from((1, 1, 1, 2, 5, 4096)), max_size=10)):
            numbers += step
            repeated = draw(st.booleans()) and system is None
            lines += [
                {"at": draw(hours(3)), "system": system, "record": numbers, "account": "a1"}
                for _ in range(2 if repeated else 1)
            ]
    lines += [{"at": moment(), "account": "a1", "record": None}] * draw(st.integers(0, 1))
    return lines


EXTRACTION = rows(
    export=st.sampled_from(("sign_ins", "downloads")),
    extraction=st.sampled_from(("a.csv", "b.csv", "c.csv")),
    at=hours(1),
    record=maybe((1, 2)),
    line=st.sampled_from(("x", "y", "z")),
)
PERSON = rows(
    person=st.sampled_from(("p1", "p2", "p3")),
    employment=st.sampled_from(("own", "dispatched", "seconded", "sub_processor")),
    employer=maybe(("あ社", "い社")),
    start_on=st.one_of(st.none(), on(90, -60)),
    end_on=st.one_of(st.none(), st.none(), on(60)),
    privileged_since=st.one_of(st.none(), on(400, -400)),
)
REVIEW = st.builds(
    lambda since, days, given: (
        given
        | {
            "reviewed_on": day(since + days + 1),
            "period_from": day(since),
            "period_to": day(since + days),
        }
    ),
    st.integers(-1, 2),
    st.integers(1, 4),
    rows(
        log=maybe(("USB媒体ログ", "出力ログ", "変更の記録", "全ログ")),
        anomalies=st.sampled_from((0, 0, 0, 1, 2, None)),
        reviewer=maybe(("p9",)),
    ),
)
WRITE = rows(
    at=hours(4),
    terminal=st.sampled_from(TERMINALS),
    account=maybe(ACCOUNTS),
    action=st.sampled_from(("write", "write", "read")),
    device_class=st.sampled_from(("storage", "printer")),
    serial=maybe(("s1", "s2")),
)
PERMIT = st.builds(
    lambda since, days, given: given | {"start_on": day(since), "end_on": day(since + days)},
    st.integers(-1, 3),
    st.integers(0, 2),
    rows(
        permit=st.just("m-1"),
        kind=st.sampled_from(("media", "download")),
        serial=maybe(("s1", "s2")),
        account=maybe(ACCOUNTS),
        terminal=maybe(TERMINALS),
    ),
)
PEOPLE = st.lists(PERSON, max_size=5)
WHO = st.sampled_from(("p1", "p2", "p3", "p4"))

CASES: dict[str, tuple[st.SearchStrategy[Rows], tuple[dict[str, Any], ...]]] = {
    "log-silence": (
        st.fixed_dictionaries(
            {"holidays": lists(holiday=on(23, -1))},
            optional={e: daily(e) for e in ("sign_ins", "downloads", "device_events", "entries")},
        ),
        (
            {},
            {"days_off": (), "least_days": 3},
            {"alive_percent": 60, "working_days": 0, "least_days": 8},
        ),
    ),
    "log-sequence-break": (
        st.fixed_dictionaries(
            {},
            optional={
                "sign_ins": numbered(),
                "downloads": numbered(),
            },
        ),
        ({}, {"few_breaks": 0, "breaks_percent": 20}, {"few_breaks": 1, "breaks_percent": 0}),
    ),
    "log-range": (
        st.fixed_dictionaries(
            {
                "sign_ins": lists(at=hours(9), account=st.just("a1")),
                "downloads": lists(at=hours(9), account=st.just("a1")),
                "entries": lists(at=hours(9), person=st.just("p1")),
            }
        ),
        ({},),
    ),
    "extractions-differ": (
        st.fixed_dictionaries({"extractions": st.lists(EXTRACTION, max_size=14)}),
        ({},),
    ),
    "review-missed": (
        st.fixed_dictionaries(
            {
                "log_reviews": st.lists(REVIEW, min_size=1, max_size=3),
                "device_events": st.lists(WRITE, max_size=4),
                "downloads": lists(
                    at=hours(4), account=st.sampled_from(ACCOUNTS), terminal=maybe(TERMINALS)
                ),
                "terminals": st.just([{"terminal": "mt-1", "use": "maintenance"}]),
                "permits": st.lists(PERMIT, max_size=2),
                "changes": lists(
                    at=hours(4), action=st.sampled_from(("log_cleared", "log_cleared", "created"))
                ),
            }
        ),
        ({}, {"kinds": ("media_writes", "cleared")}),
    ),
    "training-missing": (
        st.fixed_dictionaries(
            {"people": PEOPLE, "training": lists(person=WHO, attended_on=on(150, -90))}
        ),
        tuple(
            {"as_of": day, "months": m} for day in ("", "2026-03-20", "2026-05-31") for m in (1, 12)
        ),
    ),
    "pledge-missing": (
        st.fixed_dictionaries(
            {"people": PEOPLE, "pledges": lists(person=WHO, signed_on=on(150, -90))}
        ),
        ({}, {"as_of": "2026-03-20"}, {"grace_days": 0}),
    ),
    "people-by-employment": (
        st.fixed_dictionaries({"people": PEOPLE}),
        ({}, {"as_of": "2026-03-20"}),
    ),
    "privileged-tenure": (
        st.fixed_dictionaries({"people": PEOPLE}),
        ({}, {"as_of": "2026-03-20"}),
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
    changed = drawn.draw(st.sampled_from(changes))
    given_rows = drawn.draw(strategy)
    asked = parameters(data().tests[test], **changed).values
    assert desk.hits(test, given_rows, **changed) == in_order(ORACLES[test](given_rows, asked))


# Traps that look alike and are not, one by one.


def lines(export: str, days: list[int], **more: Any) -> Rows:
    return {export: [{"at": moment(d, 9), "account": "a1", "system": "s1"} | more for d in days]}


WORKDAYS = [d for d in range(26) if d % 7 < 5]


@pytest.mark.parametrize(
    ("missing", "hits"), [((), 0), ((8,), 0), ((8, 9), 1), ((4, 7), 1), ((11, 14), 1)]
)
def test_a_log_may_rest_for_a_working_day_and_over_a_weekend(
    desk: Desk, missing: tuple[int, ...], hits: int
) -> None:
    held = [d for d in WORKDAYS if d not in missing]
    assert len(desk.hits("log-silence", lines("sign_ins", held))) == hits


def test_holidays_are_no_silence(desk: Desk) -> None:
    held = dict(lines("sign_ins", [d for d in WORKDAYS if d not in {8, 9}]))
    assert not desk.hits("log-silence", held | {"holidays": [{"holiday": day(8)}]})


def test_a_line_on_a_holiday_makes_it_no_working_day(desk: Desk) -> None:
    held = dict(lines("sign_ins", [d for d in WORKDAYS if d not in {8, 9}]))
    rows_given = held | {"holidays": [{"holiday": day(0)}]}
    assert len(desk.hits("log-silence", rows_given, alive_percent=100)) == 1


def test_a_source_that_stops_before_the_others_is_silent_to_the_end(desk: Desk) -> None:
    ended = [{"at": moment(d, 9), "account": "a1", "system": "s2"} for d in WORKDAYS[:12]]
    (hit,) = desk.named(
        "log-silence", {"sign_ins": [*lines("sign_ins", WORKDAYS)["sign_ins"], *ended]}
    )
    assert (hit["system"], hit["until"], hit["at"]) == ("s2", None, moment(WORKDAYS[11], 9))


def test_a_log_that_is_written_now_and_then_is_never_silent(desk: Desk) -> None:
    assert not desk.hits("log-silence", lines("downloads", [*WORKDAYS[::3], 60, 63, 66, 70, 80]))


def numbers(*given_numbers: int | None) -> Rows:
    return {
        "downloads": [
            {"at": moment(0, 0, n), "account": "a1", "record": number}
            for n, number in enumerate(given_numbers)
        ]
    }


def test_missing_numbers_are_told_with_their_neighbours(desk: Desk) -> None:
    (hit,) = desk.named("log-sequence-break", numbers(1, 2, 3, 7, 8))
    assert (hit["after"], hit["before"], hit["missing"]) == (3, 7, 3)
    assert (hit["at"], hit["until"], hit["system"]) == (moment(0, 0, 2), moment(0, 0, 3), None)


@pytest.mark.parametrize("missing", [4095, 4096, 4097])
def test_one_number_is_missed_wherever_blocks_of_numbers_meet(desk: Desk, missing: int) -> None:
    held = [n for n in range(4090, 4102) if n != missing]
    (hit,) = desk.named("log-sequence-break", numbers(*held))
    assert (hit["after"], hit["before"]) == (missing - 1, missing + 1)


def test_numbers_that_another_log_shares_are_not_a_sequence(desk: Desk) -> None:
    assert not desk.hits("log-sequence-break", numbers(*range(1, 60, 2)))


def test_a_log_without_numbers_has_no_breaks(desk: Desk) -> None:
    assert not desk.hits("log-sequence-break", numbers(None, None, None))


def test_a_gap_that_repeated_numbers_make_up_for_is_found(desk: Desk) -> None:
    assert len(desk.hits("log-sequence-break", numbers(1, 2, 2, 5, 5, 6))) == 1


REVIEW_OF_NOTHING = {
    "reviewed_on": day(7),
    "period_from": day(0),
    "period_to": day(6),
    "anomalies": 0,
}
CLEARED = [{"at": moment(6, 23, 59), "action": "log_cleared"}]


def test_a_review_that_names_nothing_in_a_period_with_a_cleared_log_missed_it(desk: Desk) -> None:
    given_rows: Rows = {"log_reviews": [REVIEW_OF_NOTHING], "changes": CLEARED}
    (hit,) = desk.named("review-missed", given_rows)
    assert (hit["named"], hit["computed"], hit["cleared"]) == (0, 1, 1)


@pytest.mark.parametrize(
    "change", [{"anomalies": 1}, {"anomalies": None}, {"period_to": day(5)}, {"log": "USB"}]
)
def test_reviews_that_missed_nothing(desk: Desk, change: Row) -> None:
    given_rows = {"log_reviews": [REVIEW_OF_NOTHING | change], "changes": CLEARED}
    assert not desk.hits("review-missed", given_rows)


def test_overlaps_count_among_what_a_review_should_name(desk: Desk) -> None:
    sessions = [
        {
            "at": moment(1, 9),
            "ended_at": moment(1, 12),
            "account": "a1",
            "terminal": name,
            "action": "in",
        }
        for name in ("t1", "t2")
    ]
    (hit,) = desk.named("review-missed", {"log_reviews": [REVIEW_OF_NOTHING], "sign_ins": sessions})
    assert hit["overlaps"] == 1


def test_someone_with_two_employers_is_one_person(desk: Desk) -> None:
    twice = [{"person": "p1", "employment": "own", "employer": name} for name in ("a", "b")]
    (hit,) = desk.named("people-by-employment", {"people": twice})
    assert (hit["employer"], hit["persons"], hit["own"]) == ("a", 1, 1)


def test_people_who_have_left_need_no_training(desk: Desk) -> None:
    gone = {"person": "p1", "employment": "own", "start_on": day(-50), "end_on": day(-1)}
    trained: Rows = {"training": [{"person": "p2", "attended_on": day(0)}]}
    assert not desk.hits("training-missing", {"people": [gone], **trained})
    stays = gone | {"end_on": None}
    assert len(desk.hits("training-missing", {"people": [stays], **trained})) == 1


def test_a_list_that_begins_after_someone_did_calls_nobody_late(desk: Desk) -> None:
    old = {"person": "p1", "employment": "own", "start_on": day(-2000)}
    training = [{"person": "p1", "attended_on": day(-10)}]
    assert not desk.hits("training-missing", {"people": [old], "training": training})


def test_a_list_that_begins_on_the_day_someone_did_shows_who_was_late(desk: Desk) -> None:
    people = [{"person": name, "employment": "own", "start_on": day(0)} for name in ("p1", "p2")]
    training = [{"person": "p2", "attended_on": day(0)}, {"person": "p1", "attended_on": day(8)}]
    (hit,) = desk.named("training-missing", {"people": people, "training": training})
    assert (hit["person"], hit["reason"], hit["attended_on"]) == ("p1", "late", day(8))
    training[1]["attended_on"] = day(7)
    assert not desk.hits("training-missing", {"people": people, "training": training})


def test_every_test_of_the_group_has_an_oracle_and_a_case() -> None:
    assert set(CASES) == set(ORACLES)
