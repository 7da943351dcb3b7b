"""The lines of `round compare`: whoever never replied is told in one line, unless something moved."""

from __future__ import annotations

from typing import Any

import pytest

from itakusaki.cli.change_lines import change_lines
from itakusaki.findings.changes import changed
from itakusaki.language import translator_for
from itakusaki.model.party import Duty
from itakusaki.model.rounds import CLIENT_LINE, PartyLine
from itakusaki.model.verdict import Rating, Verdict
from support.rounds import line, party, round_of

SILENT = Rating.NOT_ANSWERED


def silent(code: str, verdict: Verdict = Verdict.UNANSWERED, **more: Any) -> PartyLine:
    return party(line(verdict), code=code, **{"rating": SILENT, **more})


def told(before: tuple[PartyLine, ...], after: tuple[PartyLine, ...], language: str) -> list[str]:
    found = changed(round_of(*before, name="2026Q3"), round_of(*after))
    return list(change_lines(found, {}, {}, translator_for(language)))


@pytest.mark.parametrize(
    ("language", "own", "clients"),
    [
        ("ja", "両回とも未回答で変動なし：P02、P03", "委託元の義務が両回とも未回答で変動なし：P02"),
        (
            "en",
            "No reply in either round, all as it was: P02, P03",
            "No reply on the client's duties in either round, all as it was: P02",
        ),
    ],
)
def test_whoever_never_replied_stands_in_one_line_for_each_side(
    language: str, own: str, clients: str
) -> None:
    answered = party(line(Verdict.GAP), code="P01")
    whole = silent(CLIENT_LINE, side=Duty.CLIENT)
    lines = (answered, silent("P02"), silent("P02", side=Duty.CLIENT), silent("P03"), whole)
    said = told(lines, lines, language)
    assert said[-3:] == [own, "", clients]
    assert [one for one in said if one.startswith("P0")] == ["P01 青葉: B"]
    assert sum("青葉" in one for one in said) == 2  # P01, and the client over all


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (silent("P02"), silent("P02", rating=Rating.B)),
        (silent("P02", rating=Rating.B), silent("P02")),
        (silent("P02", Verdict.GAP), silent("P02", Verdict.MET)),
    ],
)
def test_whoever_replied_once_or_moved_is_told_by_name(before: PartyLine, after: PartyLine) -> None:
    assert sum(one.startswith("P02 青葉") for one in told((before,), (after,), "en")) == 1


def test_who_fell_silent_is_told_once_and_not_control_by_control() -> None:
    before = party(line(Verdict.MET), line(Verdict.MET, "TEC-02"), code="P02")
    gone = (line(Verdict.UNANSWERED), line(Verdict.UNANSWERED, "TEC-02"))
    asked = line(Verdict.CONTRADICTED, "TEC-03")
    after = party(*gone, asked, code="P02", rating=SILENT)
    said = told((before,), (after,), "en")
    assert said[1] == "Of these, 2 for no other reason than that no reply came in."
    assert "    No reply came in; for that reason alone 2 controls are unanswered" in said
    assert [one for one in said if "TEC-0" in one] == [one for one in said if "TEC-03" in one]
    assert any("TEC-03" in one for one in said)


@pytest.mark.parametrize(
    ("lang", "first", "second", "neither"),
    [
        (
            "en",
            "Not due in 2026Q3, so there is nothing to compare: P02",
            "Not due in 2026Q4, so there is nothing to compare: P02",
            "Not due in 2026Q3 nor in 2026Q4: P02",
        ),
        (
            "ja",
            "2026Q3は点検の対象外のため、比較はありません：P02",
            "2026Q4は点検の対象外のため、比較はありません：P02",
            "2026Q3・2026Q4とも点検の対象外：P02",
        ),
    ],
)
def test_who_was_not_due_stands_in_one_line_that_says_when(
    lang: str, first: str, second: str, neither: str
) -> None:
    asked = party(line(Verdict.GAP), code="P02")
    passed = party(line(Verdict.NOT_ASKED), code="P02", rating=Rating.NOT_DUE)
    for rounds, says in (
        ((passed, asked), first),
        ((asked, passed), second),
        ((passed, passed), neither),
    ):
        said = told((rounds[0],), (rounds[1],), lang)
        assert said[-1] == says
        assert not [one for one in said if "TEC-" in one]
