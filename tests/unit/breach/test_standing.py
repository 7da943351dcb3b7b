"""How kept incidents stand on a day: what is late or missing, and which answers of "no leak" to look at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itakusaki.breach.standing import standings
from itakusaki.language import translator_for
from itakusaki.model.incident import Incident
from itakusaki.model.kept_incident import (
    NO_LEAK,
    TOLD_OPENLY,
    IncidentFile,
    IncidentStanding,
    KeptIncident,
    KeptInquiry,
)
from support.incidents import CLIENT, PROCESSOR, breach_rules, did, incident, party

SHEET = IncidentFile(path="incidents/a.yaml", sha256="ab" * 32)
#: Day 1 is 2 November: the guide ends on 6 November, the final report on 1 December.
KNOWN = "2026-11-02 10:00"
EVERYONE = (party(CLIENT), party(PROCESSOR, client=CLIENT))


def kept(given: Incident | None, *inquiries: KeptInquiry, name: str = "a") -> KeptIncident:
    sheet = SHEET if given else None
    return KeptIncident(name=name, sheet=sheet, incident=given, inquiries=inquiries)


def leaked(**more: object) -> Incident:
    """Sensitive data of a client that is alone with them."""
    return incident(sensitive="yes", knowing=KNOWN, **more)  # type: ignore[arg-type]


def answer(on: str | None, *, conclusion: str = NO_LEAK, by: str = PROCESSOR, due: str = "",
           again: tuple[str, ...] = ()) -> KeptInquiry:  # fmt: skip
    return KeptInquiry(
        file=IncidentFile(path=f"incidents/a/{on}.xlsx", sha256="cd" * 32),
        asked_by=CLIENT,
        answered_by=by,
        subject="不審な電話",
        conclusion=conclusion,
        due_on=date.fromisoformat(due) if due else None,
        answered_on=date.fromisoformat(on) if on else None,
        re_examined=tuple(map(date.fromisoformat, again)),
    )


def on(day: str, *every: KeptIncident) -> IncidentStanding:
    return standings(every, breach_rules(), date.fromisoformat(day))[0]


def told(found: IncidentStanding) -> list[str]:
    return [translator_for("en").say(remark.says) for remark in found.remarks]


def test_what_is_not_done_in_time_is_waited_for_and_what_was_done_late_is_told() -> None:
    assert told(on("2026-11-05", kept(leaked()))) == []
    (late,) = told(on("2026-11-09", kept(leaked())))
    assert late.endswith(
        "Preliminary report: beyond the guide by 3 days, not done (last day 2026-11-06)"
    )
    final = [one for one in told(on("2026-12-04", kept(leaked()))) if "Final report" in one]
    assert "overdue by 3 days (last day 2026-12-01)" in final[0]
    done = leaked(acts=[did(party().name, "preliminary", "2026-11-10")])
    found = on("2026-11-11", kept(done))
    assert not found.is_waiting
    assert "done on day 9, beyond the guide by 4 days" in told(found)[0]


def test_nobody_s_time_of_knowing_is_missing_and_a_later_incident_is_left_out() -> None:
    found = on("2026-11-05", kept(replace(leaked(), knowing=())))
    assert "when it first knew is not entered" in told(found)[0]
    assert standings([kept(leaked())], breach_rules(), date(2026, 11, 1)) == ()


def test_parties_bear_their_tiers_and_a_circle_of_clients_ends() -> None:
    below = party("下", client=PROCESSOR)
    given = incident(*EVERYONE, below, knowing=KNOWN)
    assert on("2026-11-03", kept(given)).parties == ((CLIENT, 0), (PROCESSOR, 1), ("下", 2))
    circle = incident(party("a", client="b"), party("b", client="a"), knowing=KNOWN)
    assert len(on("2026-11-03", kept(circle)).parties) == 2


@pytest.mark.parametrize(
    ("answered", "says", "is_open"),
    [
        (None, "was due on 2026-10-10 and is not entered", True),
        ("2026-10-12", "came on 2026-10-12", False),
    ],
)
def test_an_answer_to_an_inquiry_has_its_day(
    answered: str | None, says: str, *, is_open: bool
) -> None:
    found = on("2026-10-20", kept(None, answer(answered, conclusion="leak", due="2026-10-10")))
    assert (says in told(found)[0], found.is_waiting) == (True, is_open)
    assert told(on("2026-10-10", kept(None, answer(None, due="2026-10-10")))) == []


def test_an_answer_of_no_leak_is_looked_at_again_once_an_incident_is_known() -> None:
    later = kept(incident(*EVERYONE, leak="suspected", knowing=KNOWN), name="b")
    old = kept(None, answer("2026-06-01"))
    (says,) = told(on("2026-11-03", old, later))
    assert says == (
        f"{PROCESSOR}: its answer of 2026-06-01, that nothing leaked, is to be looked at again (X-38): "
        "incident “b” became known on 2026-11-02"
    )
    assert told(on("2026-11-01", old, later)) == []  # nobody knew yet
    again = answer("2026-11-10", conclusion="not_settled", again=("2026-06-01",))
    assert told(on("2026-11-20", old, later, kept(None, again, name="c"))) == []
    others = kept(incident(party(CLIENT), leak="suspected", knowing=KNOWN), name="b")
    assert told(on("2026-11-03", old, others)) == []
    assert (
        told(on("2026-11-03", old, replace(later, incident=incident(*EVERYONE, leak="no")))) == []
    )


def test_a_later_answer_that_says_otherwise_calls_an_earlier_one_in_question() -> None:
    both = kept(None, answer("2026-06-01"), answer("2026-07-01", conclusion="leak"))
    (says,) = told(on("2026-08-01", both))
    assert says.endswith("its answer of 2026-07-01 says otherwise")
    assert told(on("2026-06-15", both)) == []


def test_only_a_sheet_that_says_so_is_told_openly() -> None:
    assert on("2026-11-03", kept(leaked())).is_closed
    assert not on("2026-11-03", kept(leaked(**{TOLD_OPENLY: "yes"}))).is_closed
    assert not on("2026-11-03", kept(None, answer("2026-06-01"))).is_closed
    digests = KeptIncident(name="a", sheet=SHEET, incident=None)
    assert on("2026-11-03", digests).is_closed


@given(days=st.integers(0, 80), more=st.integers(0, 40))
def test_what_is_waited_for_stays_so_until_something_is_done(days: int, more: int) -> None:
    start, case = date(2026, 11, 2), kept(leaked())
    first, later = (
        {translator_for("en").say(dict(r.says.values)["what"]) for r in found.remarks if r.is_open}  # type: ignore[arg-type]
        for found in standings([case], breach_rules(), start + timedelta(days=days))
        + standings([case], breach_rules(), start + timedelta(days=days + more))
    )
    assert first <= later
