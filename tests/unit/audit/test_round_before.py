"""The round before: the last that was judged for an earlier day, by its last assessment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

from itakusaki.audit.rounds import round_before
from itakusaki.model.rounds import KeptAssessment, RoundLines
from itakusaki.model.verdict import Verdict
from support.rounds import line, party, round_of

Q2, Q3, Q4 = date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)


def kept(name: str, as_of: date, number: int = 1) -> RoundLines:
    found = round_of(party(line(Verdict.MET)), name=name)
    return replace(found, head=replace(found.head, as_of=as_of, number=number))


def store(*rounds: RoundLines) -> Any:
    by_head = {(one.head.round, one.head.number): one for one in rounds}

    def lines(head: KeptAssessment, *, controls: bool) -> RoundLines:
        assert not controls
        return by_head[head.round, head.number]

    return SimpleNamespace(kept=lambda: tuple(one.head for one in rounds), lines=lines)


def test_it_is_the_latest_of_an_earlier_day_whatever_was_kept_last() -> None:
    there = store(kept("2026Q3", Q3), kept("2026Q4", Q4), kept("2026Q2", Q2), kept("2026Q3", Q3, 2))
    found = round_before(there, "2026Q4", Q4)
    assert found is not None
    assert (found.head.round, found.head.number) == ("2026Q3", 2)
    assert round_before(there, "2026Q2", Q2) is None


def test_there_is_none_without_a_store_or_in_an_empty_one() -> None:
    assert round_before(None, "2026Q4", Q4) is None
    assert round_before(store(), "2026Q4", Q4) is None


def test_a_round_whose_day_was_moved_is_not_before_itself() -> None:
    there = store(kept("2026Q3", Q3), kept("2026Q4", date(2026, 12, 15)))
    found = round_before(there, "2026Q4", Q4)
    assert found is not None
    assert found.head.round == "2026Q3"
