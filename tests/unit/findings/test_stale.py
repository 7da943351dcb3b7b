"""Evidence of a round that does not cover it, and what expired since the round before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from itakusaki.findings.stale import stale_files
from itakusaki.model.answer import Questionnaire
from itakusaki.model.party import Duty
from itakusaki.model.record import Field, Record, Scalar
from itakusaki.model.source import CellRef
from support.assessments import every_rating

AT = CellRef(file="a.xlsx", sheet="証跡一覧", cell="A4")
QUARTER = (date(2026, 10, 1), date(2026, 12, 31))
BEFORE = date(2026, 9, 30)


def said(side: Duty = Duty.PROCESSOR, before: date | None = BEFORE, **values: Scalar) -> list[str]:
    """What is said of one file on the list of one party."""
    given = {"file": "ログ.csv", "controls": ("TEC-08",), **values}
    fields = {name: Field(value=v, raw=str(v), at=AT) for name, v in given.items()}
    reply = Questionnaire(
        processor="P01",
        side=side,
        round="2026Q4",
        as_of=None,
        checklist_version="",
        language="ja",
        file="a.xlsx",
        evidence=(Record(table="evidence", at=AT, fields=fields),),
    )
    whole = every_rating()
    first = replace(whole.results[0], questionnaires=(reply,))
    run = replace(whole, as_of=QUARTER[1], results=(first,))
    found = stale_files(run, QUARTER, before)
    return [str(one.says.text) for files in found.values() for one in files]


@pytest.mark.parametrize(
    ("first", "last", "wanted"),
    [
        (date(2026, 10, 1), date(2026, 12, 31), ""),
        (date(2026, 4, 1), date(2027, 3, 31), ""),
        (date(2026, 7, 1), date(2026, 9, 30), "outside"),
        (date(2027, 1, 1), date(2027, 1, 31), "outside"),
        (date(2026, 10, 1), date(2026, 10, 31), "a part"),
        (date(2026, 11, 1), date(2027, 3, 31), "a part"),
        (None, date(2026, 9, 30), "outside"),
        (None, date(2026, 12, 1), ""),
    ],
)
def test_a_period_covers_the_round_or_it_is_said(
    first: date | None, last: date | None, wanted: str
) -> None:
    told = said(period_from=first, period_to=last)
    assert [wanted in text for text in told] == ([True] if wanted else [])


@pytest.mark.parametrize(
    ("until", "before", "wanted"),
    [
        (date(2026, 12, 31), BEFORE, ""),
        (date(2026, 12, 30), BEFORE, "held in the round before"),
        (BEFORE, BEFORE, "held in the round before"),
        (date(2026, 9, 29), BEFORE, "it expired"),
        (date(2026, 12, 30), None, "it expired"),
    ],
)
def test_what_expired_since_the_round_before_is_told_apart(
    until: date, before: date | None, wanted: str
) -> None:
    told = said(before=before, expires_on=until)
    assert [wanted in text for text in told] == ([True] if wanted else [])


def test_the_clients_own_list_is_not_the_partys() -> None:
    assert said(side=Duty.CLIENT, expires_on=date(2020, 1, 1)) == []
