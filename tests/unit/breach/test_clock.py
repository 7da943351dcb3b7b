"""The clock: days counted as the guidelines count them, and what is late by how much."""

from __future__ import annotations

import json
from datetime import date, timedelta

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itakusaki.breach.clock import DueKind, DueStanding
from itakusaki.breach.data import clock_data
from itakusaki.breach.ics import calendar_file
from itakusaki.files.calendar import holiday_name
from itakusaki.language import translator_for
from support.incidents import (
    BELOW,
    CLIENT,
    PROCESSOR,
    clocks,
    did,
    due,
    incident,
    knew,
    party,
)
from support.laws import examples

CHAIN = (
    party(CLIENT, role="client", happened_here="no"),
    party(PROCESSOR, client=CLIENT, happened_here="yes"),
)


def slow_final(known: date, days: int) -> date:
    """The last day, counted on fingers: every day from the first on, then on to one that is open."""
    day, number = known, 1
    while number < days:
        day, number = day + timedelta(days=1), number + 1
    while (
        day.isoweekday() > 5
        or holiday_name(day)
        or (day.month == 12 and day.day >= 29)
        or (day.month == 1 and day.day <= 3)
    ):
        day += timedelta(days=1)
    return day


@pytest.mark.parametrize(
    ("known", "third", "fifth", "thirtieth", "sixtieth"),
    [
        ("2026-11-21", "2026-11-23", "2026-11-25", "2026-12-21", "2027-01-19"),
        ("2026-12-01", "2026-12-03", "2026-12-05", "2027-01-04", "2027-01-29"),
        ("2025-10-19", "2025-10-21", "2025-10-23", "2025-11-17", "2025-12-17"),
    ],
)
def test_worked_examples(known: str, third: str, fifth: str, thirtieth: str, sixtieth: str) -> None:
    sensitive = incident(knowing=known, sensitive="yes")
    wrongful = incident(knowing=known, wrongful_purpose="yes", acted="outsider")
    first = due(sensitive, "preliminary")
    assert first is not None
    assert (str(first.first), str(first.last)) == (third, fifth)
    assert first.passed == ()
    assert str(due(sensitive, "final").last) == thirtieth  # type: ignore[union-attr]
    assert str(due(wrongful, "final").last) == sixtieth  # type: ignore[union-attr]


def test_a_final_report_of_day_55_of_60_is_in_time() -> None:
    """Known on 19 October 2025, final report on 12 December: day 55; the last day is the 17th."""
    final = due(
        incident(
            knowing="2025-10-19",
            wrongful_purpose="yes",
            acted="outsider",
            acts=[did("みなと商会", "final", "2025-12-12")],
        ),
        "final",
    )
    assert final is not None
    assert final.day_number == 55
    assert final.days == 60
    assert final.last == date(2025, 12, 17)
    assert final.standing is DueStanding.DONE


@given(
    known=st.dates(date(2022, 4, 1), date(2032, 12, 31)),
    wrongful=st.booleans(),
    others=st.booleans(),
)
@settings(max_examples=examples(200), deadline=None)
def test_the_last_day_is_that_of_a_slow_count(known: date, wrongful: bool, others: bool) -> None:  # noqa: FBT001
    facts = {"sensitive": "yes" if others or not wrongful else "no"}
    if wrongful:
        facts |= {"wrongful_purpose": "suspected", "acted": "employee"}
    final = due(incident(knowing=str(known), as_of="2040-01-01", **facts), "final")
    assert final is not None
    assert final.last == slow_final(known, 60 if wrongful else 30)
    assert final.is_computed == (final.last > date(2027, 12, 31))


@given(
    known=st.dates(date(2022, 4, 1), date(2031, 12, 31)),
    earlier=st.integers(0, 400),
    passed=st.none() | st.integers(0, 90),
    role=st.sampled_from(["only", "processor"]),
)
@settings(max_examples=examples(100), deadline=None)
def test_knowing_earlier_never_makes_a_due_date_later(
    known: date, earlier: int, passed: int | None, role: str
) -> None:
    before = max(known - timedelta(days=earlier), date(2022, 4, 1))
    over = "" if passed is None else str(known + timedelta(days=passed))
    parties = (party(),) if role == "only" else CHAIN
    found = [
        {
            (one.party, one.kind): one.last
            for clock in clocks(
                incident(*parties, knowing=str(day), persons=5000, passed=over, as_of="2040-01-01")
            )
            for one in clock.dues
        }
        for day in (before, known)
    ]
    assert found[1]
    assert all(found[0][key] <= last for key, last in found[1].items())


@given(days=st.integers(0, 40))
@settings(max_examples=examples(40), deadline=None)
def test_a_preliminary_report_is_never_overdue(days: int) -> None:
    as_of = date(2026, 11, 2) + timedelta(days=days)
    first = due(incident(sensitive="yes", as_of=str(as_of)), "preliminary")
    assert first is not None
    expected = (
        DueStanding.OPEN
        if days < 2
        else DueStanding.IN_WINDOW
        if days < 5
        else DueStanding.BEYOND_GUIDE
    )
    assert first.standing is expected
    assert first.late_by == max(days - 4, 0)


def test_day_28_is_beyond_the_guide_by_23_days() -> None:
    first = due(
        incident(
            knowing="2026-11-02",
            sensitive="yes",
            acts=[did("みなと商会", "preliminary", "2026-11-29")],
        ),
        "preliminary",
    )
    assert first is not None
    assert (first.day_number, first.late_by) == (28, 23)
    assert first.standing is DueStanding.DONE_BEYOND_GUIDE


def test_a_final_report_that_is_late_says_by_how_much() -> None:
    given_ = incident(
        knowing="2026-12-01", sensitive="yes", acts=[did("みなと商会", "final", "2027-01-07")]
    )
    final = due(given_, "final")
    assert final is not None
    assert (final.standing, final.late_by) == (DueStanding.DONE_LATE, 3)
    undone = due(incident(knowing="2026-12-01", sensitive="yes", as_of="2027-01-05"), "final")
    assert undone is not None
    assert (undone.standing, undone.late_by) == (DueStanding.OVERDUE, 1)


def test_any_department_counts() -> None:
    final = due(
        incident(
            sensitive="yes",
            knowing=[
                knew("みなと商会", "2026-11-05 09:00", "個人情報保護管理者"),
                knew("みなと商会", "2026-11-02 23:59", "夜間窓口"),
            ],
        ),
        "final",
    )
    assert final is not None
    assert final.start == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-20 23:59", date(2026, 11, 20)),
        ("2026-11-21 00:00", date(2026, 11, 21)),
        ("2026-11-20T15:00:00Z", date(2026, 11, 21)),
        ("2026-11-20T14:59+00:00", date(2026, 11, 20)),
        ("2026-11-21T00:30+09:00", date(2026, 11, 21)),
        ("2026-11-20 22:00 -0500", date(2026, 11, 21)),
    ],
)
def test_days_are_those_of_japan(written: str, day: date) -> None:
    first = due(incident(sensitive="yes", knowing=written), "preliminary")
    assert first is not None
    assert first.start == day


def test_before_the_duty_nothing_is_due() -> None:
    (before,) = clocks(incident(sensitive="yes", knowing="2022-03-31 23:59"))
    assert before.dues == ()
    (after,) = clocks(incident(sensitive="yes", knowing="2022-04-01 00:00"))
    assert [one.kind for one in after.dues] == [
        DueKind.PRELIMINARY,
        DueKind.FINAL,
        DueKind.NOTICE_TO_PERSONS,
    ]


def test_planned_data_count_from_april_2024_on() -> None:
    facts = {"data_kind": "planned", "wrongful_purpose": "yes", "acted": "outsider"}
    assert due(incident(knowing="2024-03-31", **facts), "final") is None
    final = due(incident(knowing="2024-04-01", **facts), "final")
    assert final is not None
    assert final.days == 60


def test_number_4_reached_later_counts_from_the_day_it_was() -> None:
    later = due(incident(persons=1001, knowing="2026-11-02", passed="2026-11-20"), "final")
    assert later is not None
    assert later.start == date(2026, 11, 20)
    assert later.last == slow_final(date(2026, 11, 20), 30)
    other = due(
        incident(persons=1001, sensitive="yes", knowing="2026-11-02", passed="2026-11-20"), "final"
    )
    assert other is not None
    assert other.start == date(2026, 11, 2)


def test_a_notice_is_prompt_by_the_day_on_which_number_4_was_reached() -> None:
    facts = {"persons": 1001, "passed": "2026-11-20"}
    acts = [did(PROCESSOR, "notice_to_client", "2026-11-24")]
    knowing = [knew(PROCESSOR, "2026-11-02")]
    only = clocks(incident(*CHAIN, knowing=knowing, acts=acts, **facts))[1]  # type: ignore[arg-type]
    assert only.freed
    assert only.dues[0].start == date(2026, 11, 20)
    other = clocks(incident(*CHAIN, knowing=knowing, acts=acts, sensitive="yes", **facts))[1]  # type: ignore[arg-type]
    assert not other.freed


def test_where_number_3_is_open_the_earlier_day_stands_with_the_later_beside_it() -> None:
    final = due(incident(sensitive="yes", acted="outsider", without=["wrongful_purpose"]), "final")
    assert final is not None
    assert final.days == 30
    assert final.alternative == slow_final(date(2026, 11, 2), 60)


def test_a_client_knows_at_the_latest_by_the_notice() -> None:
    given_ = incident(
        *CHAIN,
        sensitive="yes",
        knowing=[knew(PROCESSOR, "2026-11-02 18:40")],
        acts=[did(PROCESSOR, "notice_to_client", "2026-11-05 10:00")],
    )
    client, processor = clocks(given_)
    assert str(client.known_at) == "2026-11-05 10:00"
    assert client.dues[0].start == date(2026, 11, 5)
    assert processor.freed
    assert [one.kind for one in processor.dues] == [DueKind.NOTICE_TO_CLIENT]
    assert processor.dues[0].standing is DueStanding.DONE
    assert processor.dues[0].day_number == 4


def test_a_client_that_knew_earlier_keeps_its_own_day() -> None:
    given_ = incident(
        *CHAIN,
        sensitive="yes",
        knowing=[knew(CLIENT, "2026-11-03"), knew(PROCESSOR, "2026-11-02")],
        acts=[did(PROCESSOR, "notice_to_client", "2026-11-05")],
    )
    assert clocks(given_)[0].dues[0].start == date(2026, 11, 3)


def test_a_notice_after_day_5_is_beyond_the_guide_and_frees_nobody_for_sure() -> None:
    given_ = incident(
        *CHAIN,
        sensitive="yes",
        knowing=[knew(PROCESSOR, "2026-11-02")],
        acts=[did(PROCESSOR, "notice_to_client", "2026-11-07")],
    )
    processor = clocks(given_)[1]
    assert processor.outcome == "lawyer"
    kinds = {one.kind: one for one in processor.dues}
    assert kinds[DueKind.NOTICE_TO_CLIENT].standing is DueStanding.DONE_BEYOND_GUIDE
    assert kinds[DueKind.NOTICE_TO_CLIENT].late_by == 1
    assert DueKind.FINAL in kinds


def test_each_tier_has_its_own_clock() -> None:
    chain = (
        party(CLIENT, role="client", happened_here="no"),
        party(PROCESSOR, client=CLIENT, happened_here="no"),
        party(BELOW, client=PROCESSOR, happened_here="yes"),
    )
    given_ = incident(
        *chain,
        sensitive="yes",
        knowing=[knew(BELOW, "2026-11-02")],
        acts=[
            did(BELOW, "notice_to_client", "2026-11-04"),
            did(PROCESSOR, "notice_to_client", "2026-11-06"),
        ],
    )
    assert [str(one.known_at) for one in clocks(given_)] == [
        "2026-11-06",
        "2026-11-04",
        "2026-11-02",
    ]


def test_supplements_and_answers_stand_on_the_clock() -> None:
    name = "みなと商会"
    given_ = incident(
        sensitive="yes",
        acts=[
            did(name, "preliminary", "2026-11-04"),
            did(name, "final", "2026-11-30"),
            did(name, "supplement", "2026-12-20"),
            did(name, "question", "2026-11-10", due="2026-11-16"),
            did(name, "answer", "2026-11-19"),
        ],
    )
    (one,) = clocks(given_)
    kinds = {found.kind: found for found in one.dues}
    assert kinds[DueKind.SUPPLEMENT].standing is DueStanding.DONE
    answer = kinds[DueKind.ANSWER]
    assert (answer.standing, answer.late_by) == (DueStanding.DONE_LATE, 3)


def test_data_and_calendar_file_say_the_same_each_time() -> None:
    given_ = incident(sensitive="yes", knowing="2026-11-21", as_of="2026-11-22 08:00")
    data = json.loads(json.dumps(clock_data(given_, clocks(given_))))
    final = next(one for one in data["parties"][0]["due"] if one["what"] == "final")
    assert final["counted_last"] == "2026-12-20"
    assert final["moved_past"] == {"2026-12-20": "sunday"}
    for language in ("ja", "en"):
        made = calendar_file(given_, clocks(given_), translator_for(language))
        assert made == calendar_file(given_, clocks(given_), translator_for(language))
        assert all(len(line) <= 75 for line in made.split(b"\r\n"))
        events = icalendar.Calendar.from_ical(made).walk("VEVENT")
        assert [event.decoded("dtstart") for event in events] == [
            date(2026, 11, 23),
            date(2026, 12, 21),
            date(2026, 12, 21),
        ]
        assert len({str(event["uid"]) for event in events}) == 3
