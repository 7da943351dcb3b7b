"""Notice paths: hours of all tiers added up, laid on the calendar, and said to be open where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itakusaki.breach.notice_path import HOURS, Tiers, learned_at, notice_paths
from itakusaki.catalogue.policy import NoticeSetting
from itakusaki.files.calendar import closing
from itakusaki.model.answer import AnswerValue, Clause, Fact
from itakusaki.model.notice import NoticePath
from itakusaki.model.party import Duty
from itakusaki.model.record import Field, Record
from itakusaki.model.source import CellRef
from itakusaki.wiring import shipped_rules

RULES = shipped_rules()
AT = CellRef(file="contracts/ledger.xlsx", sheet="契約条項", cell="E4")
AS_OF = date(2026, 12, 15)
SETTING = NoticeSetting(
    weekday=5, at=time(18), closed_days=3, open_day_words=("営業日",), told_with=frozenset()
)
PROCESSOR = "青葉データ株式会社"


def _clause(
    hours: float | None, *, contract: str = "K-001", raw: str = "", text: str = ""
) -> Clause:
    fact = Fact(id=HOURS, side=Duty.CLIENT, value=hours, raw=raw or str(hours or ""), at=AT)
    return Clause(
        contract=contract,
        control="CON-09",
        value=AnswerValue.YES,
        raw="○",
        at=AT,
        text=text,
        facts={HOURS: fact},
    )


def _lower(name: str, parent: str, hours: float | None, raw: str = "") -> Record:
    values = {"name": name, "parent": parent}
    fields = {key: Field(value=value, raw=value, at=AT) for key, value in values.items()}
    fields["notice_hours"] = Field(value=hours, raw=raw or str(hours or ""), at=AT)
    return Record(table="sub_processors", at=AT, fields=fields)


def _paths(
    clauses: Sequence[Clause], *lower: Record, setting: NoticeSetting = SETTING, as_of: date = AS_OF
) -> tuple[NoticePath, ...]:
    tiers = Tiers(
        client="港通販", processor=PROCESSOR, clauses=clauses, lower=lower, company_key=str.casefold
    )
    return notice_paths(tiers, setting, RULES.breach, as_of)


def test_a_friday_before_a_long_weekend_is_worked_out() -> None:
    """11 January 2027 is Coming of Age Day: Saturday to Monday are closed."""
    (path,) = _paths([_clause(24.0)], _lower("白波サービス", PROCESSOR, 12.0))
    assert [(s.teller, s.told, s.hours) for s in path.steps] == [
        ("白波サービス", PROCESSOR, 12.0),
        (PROCESSOR, "港通販", 24.0),
    ]
    assert path.hours == 36
    example = path.example
    assert example is not None
    assert example.learned_at == datetime(2027, 1, 8, 18)
    assert example.arrivals == (datetime(2027, 1, 9, 6), datetime(2027, 1, 10, 6))
    assert (example.day_number, example.closed_days) == (3, 2)
    assert (example.first, example.last) == (date(2027, 1, 12), date(2027, 1, 14))


@pytest.mark.parametrize(
    ("clause", "open_days"),
    [
        (_clause(None, text="速やかに報告する。"), False),
        (_clause(None, text="3営業日以内に報告する。"), True),
        (_clause(None, raw="5営業日"), True),
        (_clause(None), False),
        (_clause(float(24 * 3660)), False),
        (_clause(-1.0), False),
    ],
)
def test_a_term_without_a_number_is_said_to_be_open(clause: Clause, *, open_days: bool) -> None:
    (path,) = _paths([clause], _lower("白波サービス", PROCESSOR, 12.0))
    assert path.hours is None
    assert path.steps[-1].open_days is open_days
    assert path.example is not None
    assert len(path.example.arrivals) == 1
    assert (path.example.first, path.example.last) == (None, None)


def test_every_contract_and_every_lowest_tier_has_a_path_the_open_ones_first() -> None:
    clauses = [_clause(24.0), _clause(None, contract="K-002"), _clause(48.0, contract="K-003")]
    lower = [
        _lower("白波", PROCESSOR, 12.0),
        _lower("霧島", "白波", 6.0),
        _lower("雲居", PROCESSOR, 24.0),
    ]
    paths = _paths(clauses, *lower)
    assert len(paths) == 6
    assert [path.contract for path in paths[:2]] == ["K-002", "K-002"]
    known = [path.hours for path in paths[2:]]
    assert known == sorted((24 + 18, 24 + 24, 48 + 18, 48 + 24), reverse=True)
    tellers = {tuple(step.teller for step in path.steps) for path in paths}
    assert tellers == {("霧島", "白波", PROCESSOR), ("雲居", PROCESSOR)}


def test_a_circle_of_parents_ends() -> None:
    paths = _paths([_clause(24.0)], _lower("a", "b", 1.0), _lower("b", "a", 2.0))
    assert [path.hours for path in paths] == [27, 27]


def test_the_calendars_end_is_no_error() -> None:
    (path,) = _paths([_clause(24.0)], as_of=date(9999, 12, 30))
    assert path.example is None
    late = replace(SETTING, closed_days=0)
    (path,) = _paths([_clause(8000.0)], setting=late, as_of=date(9999, 2, 1))
    assert path.example is not None
    assert path.example.arrivals == ()


@given(st.dates(date(2022, 4, 1), date(2032, 12, 31)), st.integers(1, 7), st.integers(0, 4))
def test_the_day_of_learning_is_open_and_closed_days_follow(
    as_of: date, weekday: int, closed: int
) -> None:
    setting = replace(SETTING, weekday=weekday, closed_days=closed)
    found = learned_at(as_of, setting)
    if found is None:  # no Sunday is an open day
        return
    day = found.date()
    assert day > as_of
    assert day.isoweekday() == weekday
    assert closing(day) is None
    assert all(closing(day + timedelta(days=n)) for n in range(1, closed + 1))
    between = (as_of + timedelta(days=n) for n in range(1, (day - as_of).days))
    for other in between:  # the next such day, not a later one
        fits = other.isoweekday() == weekday and closing(other) is None
        assert not (fits and all(closing(other + timedelta(days=n)) for n in range(1, closed + 1)))


@given(st.lists(st.floats(0, 200), max_size=4), st.floats(0, 200), st.floats(0.5, 100))
def test_longer_terms_never_let_the_client_hear_earlier(
    lower: list[float], own: float, more: float
) -> None:
    names = [PROCESSOR, *(f"下請{n}" for n in range(len(lower)))]
    rows = [_lower(names[n + 1], names[n], hours) for n, hours in enumerate(lower)]
    (short,) = _paths([_clause(own)], *rows)
    (long,) = _paths([_clause(own + more)], *rows)
    assert short.example is not None
    assert long.example is not None
    assert short.example.arrivals[-1] <= long.example.arrivals[-1]
    assert short.example.day_number <= long.example.day_number
