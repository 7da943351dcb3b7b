"""Points of a question: the mark follows from them, and a person overrules it with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from itakusaki.model.answer import SYMBOLS, AnswerValue
from support.workspaces import AOBA, Workspace, ledger, reply

MARKS = {symbol: value for value, symbol in SYMBOLS.items()}


def read(tmp_path: Path, mark: str, first: str, second: str, reason: str = "") -> tuple[str, int]:
    """The answer to TEC-02 as it counts, and how many notes there are of it."""
    space = Workspace(tmp_path)
    space.contract(ledger(AOBA))
    rows = (
        ("TEC-02", "設問", mark, "", "", "", reason),
        ("TEC-02.point_1", "要点", first),
        ("TEC-02.point_2", "要点", second),
        ("TEC-01", "設問", "×"),
    )
    space.reply(reply(*rows))
    found = space.read().dossier
    (questionnaire,) = found.questionnaires
    notes = [issue for issue in found.issues if issue.code == "points_differ"]
    return questionnaire.answers["TEC-02"].value.symbol, len(notes)


@pytest.mark.parametrize(
    ("first", "second", "follows"),
    [("はい", "はい", "○"), ("はい", "いいえ", "△"), ("いいえ", "いいえ", "×"), ("はい", "", "")],
)
def test_a_mark_left_blank_follows_from_the_points(
    tmp_path: Path, first: str, second: str, follows: str
) -> None:
    assert read(tmp_path, "", first, second) == (follows, 0)


@pytest.mark.parametrize(
    ("mark", "reason", "counts", "notes"),
    [
        ("○", "", "△", 1),
        ("○", "貸出記録で補っている", "○", 0),
        ("×", "", "×", 0),
        ("？", "", "？", 0),
        ("－", "該当する端末がない", "－", 0),
        ("△", "", "△", 0),
    ],
)
def test_a_mark_that_says_more_needs_a_reason_and_one_that_says_less_stands(
    tmp_path: Path, mark: str, reason: str, counts: str, notes: int
) -> None:
    assert read(tmp_path, mark, "はい", "いいえ", reason) == (counts, notes)
    assert MARKS[counts] in AnswerValue
