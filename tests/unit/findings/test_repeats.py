"""The same words round after round, and a record that was handed in before or by another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from itakusaki.findings.lines import words_digest
from itakusaki.findings.repeats import RepeatedAnswer, SeenFile, repeats
from itakusaki.model.rounds import EvidenceLine, PartyLine, RoundLines
from itakusaki.model.verdict import Rating, Verdict
from support.rounds import line, party, round_of

NAMES = ("2026Q1", "2026Q2", "2026Q3", "2026Q4")


def rounds(*parties: PartyLine) -> list[RoundLines]:
    """One party a round, the earliest first."""
    return [round_of(one, name=name) for name, one in zip(NAMES, parties, strict=False)]


def said(words: str, answer: str = "yes") -> PartyLine:
    return party(line(Verdict.MET, answer=answer, words=words_digest(words)))


def delivered(grade: int = 3, *, code: str = "P01", sha256: str = "a" * 64) -> PartyLine:
    name = f"evidence/{code}.csv"
    file = EvidenceLine(control="TEC-01", path=name, sha256=sha256, grade=grade)
    return replace(party(line(Verdict.MET), code=code), evidence=(file,))


@pytest.mark.parametrize(
    ("parties", "count"),
    [
        ([said("毎月実施"), said("毎月実施"), said("毎月実施")], 3),
        ([said("毎月実施"), said("毎月 実施 "), said("毎月実施"), said("毎月実施")], 4),
        ([said("別"), said("毎月実施"), said("毎月実施"), said("毎月実施")], 3),
        ([said("毎月実施"), said("毎月実施")], None),
        ([said("毎月実施"), said("別"), said("毎月実施"), said("毎月実施")], None),
        ([said("毎月実施"), said("毎月実施", "partial"), said("毎月実施")], None),
        ([said(""), said(""), said("")], None),
    ],
)
def test_the_same_words_are_counted_back_from_the_last_round(
    parties: list[PartyLine], count: int | None
) -> None:
    found = repeats(rounds(*parties))["P01"].answers
    assert found == ((RepeatedAnswer(control="TEC-01", rounds=count),) if count else ())


def test_a_round_in_which_nobody_answered_breaks_no_row() -> None:
    silent = replace(party(), rating=Rating.NOT_ANSWERED)
    found = repeats(rounds(said("毎月実施"), said("毎月実施"), silent, said("毎月実施")))
    assert found["P01"].answers[0].rounds == 3


def test_a_record_handed_in_again_is_told_and_a_rule_is_not() -> None:
    (again,) = repeats(rounds(delivered(), delivered()))["P01"].files
    assert again.seen == (SeenFile(round="2026Q1", processor="P01", path="evidence/P01.csv"),)
    assert repeats(rounds(delivered(2), delivered(2)))["P01"].files == ()
    assert repeats(rounds(delivered(), delivered(sha256="b" * 64)))["P01"].files == ()


def test_a_record_of_another_party_is_told_on_both() -> None:
    found = repeats([round_of(delivered(code="P01"), delivered(code="P02"))])
    assert [one.processor for one in found["P01"].files[0].seen] == ["P02"]
    assert [one.processor for one in found["P02"].files[0].seen] == ["P01"]


def test_of_no_round_nothing_is_told() -> None:
    assert repeats([]) == {}


def test_what_is_said_to_be_unchanged_is_counted_apart() -> None:
    same = party(line(Verdict.MET, words=words_digest("毎月実施"), reaffirmed=2))
    found = repeats(rounds(said("毎月実施"), same, same, same))["P01"]
    assert found.answers == ()
    assert found.reaffirmed == (RepeatedAnswer(control="TEC-01", rounds=2),)
